// SPDX-License-Identifier: Apache-2.0
// Bodies of requests against the tables of what each takes: unknown fields, texts that are too
// long, days in another form. Numbers may come as texts and texts as numbers. What is missing or
// null says nothing; an empty text clears.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage50/simulator_reply.h"

namespace sage::simulated_sage50 {

enum class FieldForm : std::uint8_t {
    text,
    number,
    integer,
    day,
    tax_number,  ///< 1 for T1
    truth,
    not_kept,  ///< taken, and no column keeps it
    nothing,   ///< not simulated: has to be zero, blank or null
    list,
};

struct BodyField {
    std::string name;
    FieldForm form = FieldForm::text;
    std::string column;  ///< of a list: what its entries are
    std::size_t limit = 0;
    int wide_since = 0;
    std::size_t wide_limit = 0;
};
using BodyFields = std::vector<BodyField>;

/// One word for each field: name:FORM:COLUMN:LIMIT, see simulator_body_models.cpp.
BodyFields read_body_fields(std::string_view words);
using BodyModels = std::map<std::string, BodyFields, std::less<>>;
const BodyModels& all_body_models();

struct Body {
    Row row;  ///< columns that the body names, and no others
    std::vector<Body> entries;
    bool has_entries = false;
};

std::optional<Refusal> read_body(const Company& company, std::string_view model,
                                 std::string_view text, Body& body);

}  // namespace sage::simulated_sage50
