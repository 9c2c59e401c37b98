// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_tables.h"

#include <fmt/format.h>

#include "plugins/sage50/simulator_shape.h"
#include "plugins/sage50/simulator_values.h"

namespace sage::simulated_sage50 {
namespace {

/// The interface alone shows it, from what the driver does not have.
constexpr std::string_view not_shown = "COURIER";

std::string declared(const Company& company, const Column& column) {
    if (column.type == ColumnType::date_time) {
        return company.behaviours.typed_date_times ? "TIMESTAMP" : "";
    }
    const int width = column.width_in(company.installation.sage_version);
    return column.type == ColumnType::text && column.sql_type != "LONG VARCHAR"
               ? fmt::format("{}({})", column.sql_type, width)
               : column.sql_type;
}

std::optional<std::string> value_of(const Company& company, const Row& row, const Column& column) {
    const std::string_view text = row.text(column.name);
    switch (column.type) {
        case ColumnType::text:
            return windows_1252(text);
        case ColumnType::integer:
            return text.empty() ? "0" : std::string(text);
        case ColumnType::number:
            return number_text(company, column.name, row.number(column.name));
        case ColumnType::date:
        case ColumnType::date_time:
            break;
    }
    return text.empty() ? std::nullopt : std::optional(std::string(text));
}

TableRow row_of(const Company& company, const Model& model, const Row& row) {
    TableRow shown;
    shown.id = row.id;
    for (const Column& column : model.columns()) {
        if (column.is_in(company.installation.sage_version)) {
            shown.values.push_back(value_of(company, row, column));
        }
    }
    return shown;
}

}  // namespace

std::vector<TableLayout> table_layouts(const Company& company) {
    std::vector<TableLayout> tables;
    for (const auto& [name, model] : company.models) {
        if (name == not_shown) {
            continue;
        }
        TableLayout& table = tables.emplace_back();
        table.name = name;
        for (const Column& column : model.columns()) {
            if (column.is_in(company.installation.sage_version)) {
                table.columns.push_back({column.name, declared(company, column)});
            }
        }
    }
    return tables;
}

std::vector<TableChange> table_changes(Company& company) {
    std::vector<TableChange> changes;
    for (const auto& [name, model] : company.models) {
        const Table::Changes changed = company.writable(name).take_changes();
        if (name == not_shown || (changed.written.empty() && changed.removed.empty())) {
            continue;
        }
        TableChange& change = changes.emplace_back();
        change.table = name;
        for (const std::int64_t id : changed.written) {
            change.written.push_back(row_of(company, model, *company.table(name).find(id)));
        }
        change.removed.assign(changed.removed.begin(), changed.removed.end());
    }
    return changes;
}

std::vector<TableChange> whole_tables(Company& company) {
    std::vector<TableChange> changes;
    for (const auto& [name, model] : company.models) {
        company.writable(name).take_changes();
        if (name == not_shown) {
            continue;
        }
        TableChange& change = changes.emplace_back();
        change.table = name;
        for (const auto& [id, row] : company.table(name).rows()) {
            change.written.push_back(row_of(company, model, row));
        }
    }
    return changes;
}

}  // namespace sage::simulated_sage50
