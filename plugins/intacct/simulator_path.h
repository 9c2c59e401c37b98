// SPDX-License-Identifier: Apache-2.0
// A field as queries name it: "customer.name" follows the reference to the customer and takes its
// name. Compiled once a query, evaluated for each row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/intacct/simulator_company.h"
#include "plugins/intacct/simulator_line.h"

namespace sage::simulated_intacct {

/// What a query looks at: an object and, for documents, one definition of it.
struct Subject {
    const Model* model = nullptr;
    const Definition* definition = nullptr;  ///< null: all, and no custom fields
    bool documents = false;
    bool lines = false;
};

/// "order-entry/document::Sales Invoice". Nothing if the company has no such object.
std::optional<Subject> find_subject(Company& company, std::string_view object);

/// One row: a record, or a document, or a line of a document.
struct Row {
    const Record* record = nullptr;
    const StoredDocument* document = nullptr;
    const Line* line = nullptr;
};

enum class PathFault : std::uint8_t { none, unknown, crosses_list };

struct Path {
    struct Hop {
        FieldId key = 0;
        std::string target;
        bool to_header = false;  ///< from a line to its document
    };
    std::string name;
    std::vector<Hop> hops;
    FieldId leaf = 0;
    FieldType type = FieldType::text;
    bool href = false;
    PathFault fault = PathFault::none;
};

Path compile_path(const Company& company, const Subject& subject, std::string_view name);
std::optional<Found> evaluate(const Company& company, const Path& path, const Row& row);

/// A field of the row itself, stored or derived.
std::optional<Found> field_of(const Company& company, const Row& row, FieldId field);

/// "/objects/order-entry/document::Sales%20Invoice/12"
std::string href_of(const Company& company, const Subject& subject, const Row& row);

}  // namespace sage::simulated_intacct
