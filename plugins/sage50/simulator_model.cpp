// SPDX-License-Identifier: Apache-2.0
// Reads the tables of columns. A table that is wrong is a mistake of the simulator's author, and
// shows as a column that is not there.
#include "plugins/sage50/simulator_model.h"

#include "plugins/sage50/simulator_words.h"

namespace sage::simulated_sage50 {
namespace {

constexpr std::string_view record_columns =
    "RECORD_CREATE_DATE:STAMP RECORD_MODIFY_DATE:STAMP RECORD_DELETED:T";

void set_type(Column& column, std::string_view word) {
    if (word == "DATE") {
        column.type = ColumnType::date;
        column.sql_type = word;
    } else if (word == "STAMP") {
        column.type = ColumnType::date_time;
        column.sql_type = "";
    } else if (word == "D") {
        column.type = ColumnType::number;
        column.sql_type = "DOUBLE";
    } else if (word == "L") {
        column.sql_type = "LONG VARCHAR";
        column.width = 32'767;
    } else if (word == "I" || word == "S" || word == "T") {
        column.type = ColumnType::integer;
        column.sql_type = word == "I" ? "INTEGER" : word == "S" ? "SMALLINT" : "TINYINT";
    } else {
        column.sql_type = word.starts_with('C') ? "CHAR" : "VARCHAR";
        const std::size_t wide = word.find('>');
        column.width = number_in(word.substr(1, wide == std::string_view::npos ? wide : wide - 1));
        if (wide != std::string_view::npos) {
            column.wide_width = number_in(word.substr(wide + 1));
        }
    }
}

}  // namespace

Model::Model(std::string_view key, std::string_view table) : key_(key) {
    for (const std::string_view word : words_in(table)) {
        if (word == "@record") {
            for (const std::string_view one : words_in(record_columns)) {
                add(one);
            }
        } else {
            add(word);
        }
    }
}

void Model::add(std::string_view word) {
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos) {
        return;
    }
    std::string_view type = word.substr(colon + 1);
    int since = 0;
    const std::size_t at = type.find('@');
    if (at != std::string_view::npos) {
        since = number_in(type.substr(at + 1));
        type = type.substr(0, at);
    }
    for (const std::string& name : names_in(word.substr(0, colon))) {
        Column column;
        column.name = name;
        set_type(column, type);
        (column.wide_width > 0 ? column.wide_since : column.since) = since;
        by_name_.emplace(column.name, columns_.size());
        columns_.push_back(std::move(column));
    }
}

const Column* Model::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &columns_[found->second];
}

const Column* Model::find(std::string_view name, int version) const {
    const Column* const column = find(name);
    return column == nullptr || !column->is_in(version) ? nullptr : column;
}

Models all_models() {
    Models models;
    add_master_models(models);
    add_document_models(models);
    add_ledger_models(models);
    return models;
}

}  // namespace sage::simulated_sage50
