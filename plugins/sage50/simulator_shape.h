// SPDX-License-Identifier: Apache-2.0
// What the REST interface shows of a record: members under names of its own, each in the form in
// which that endpoint has it. The same column is a number here and a text there.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/simulator_company.h"

namespace sage::simulated_sage50 {

enum class MemberForm : std::uint8_t {
    text,
    number,
    number_text,  ///< "63"
    day,          ///< dd/MM/yyyy, or null
    moment,       ///< dd/MM/yyyy HH:mm:ss, or ""
    truth,
    tax_number,  ///< 1 of T1
    constant,
    unsigned_number,
    discount,     ///< nothing, as binary floating point leaves it
    status,       ///< SDO's OrderStatus
    line,         ///< from 0
    line_text,    ///< the same as a text
    item,         ///< ITEMID
    outstanding,  ///< ordered and not delivered
    movement,     ///< SDO's StockTransType
    version,
    minor,
};

struct Member {
    std::string name;
    MemberForm form = MemberForm::text;
    std::string column;
    std::string constant;
};

struct Shape {
    std::string table;  ///< of the company
    std::vector<Member> members;
};

/// One word for each member: name:FORM:COLUMN or name:=constant, see simulator_master_shapes.cpp.
Shape read_shape(std::string_view table, std::string_view words);

using Shapes = std::map<std::string, Shape, std::less<>>;
void add_master_shapes(Shapes& shapes);
void add_document_shapes(Shapes& shapes);
const Shapes& all_shapes();

/// SDO's OrderStatus, of the two codes that the tables have.
std::int64_t order_status(const Row& order);
/// SDO's StockTransType of "AI", "GO", ...; 0 if there is none.
std::int64_t movement_number(std::string_view type);

/// The members without their braces, so that lines can follow them.
std::string members_of(const Company& company, std::string_view shape, const Row& row);
/// A number as the interface writes it.
std::string number_text(const Company& company, std::string_view column, const Decimal& number);
/// A column that is computed, so that it may carry what binary floating point leaves.
bool is_computed(std::string_view column);

}  // namespace sage::simulated_sage50
