// SPDX-License-Identifier: Apache-2.0
// The catalogue from the tables of Sage's driver: one table a query, its columns by name, read on
// behind the last key. Rows that Sage deleted are read and make no record, so that what is asked of
// changes shows them, too.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "plugins/sage50/catalogue.h"
#include "plugins/sage50/catalogue_source.h"
#include "plugins/sage50/wire_values.h"
#include "sage-adapter/mapping/date_rules.h"

namespace sage::sage50 {
namespace {

constexpr std::size_t rows_max = 4'000;
/// What a clock that is set back an hour may hide, and half an hour for clocks that differ.
constexpr int minutes_back = 90;

const SourceColumn* ordered_by(const Source& source) {
    return &*std::find_if(source.columns.begin(), source.columns.end(),
                          [&](const SourceColumn& one) { return one.column == source.order; });
}

bool marks_deleted(const Source& source) {
    return std::any_of(source.columns.begin(), source.columns.end(),
                       [](const SourceColumn& one) { return one.name == deleted_column; });
}

/// "2026-11-18" of a time late enough in it, otherwise the day before.
std::string day_to_ask(const std::string& newest) {
    constexpr std::size_t day_size = 10;
    if (newest.size() < day_size + 6) {
        return "";
    }
    const auto two = [&](std::size_t at) {
        int value = 0;
        std::from_chars(newest.data() + at, newest.data() + at + 2, value);
        return value;
    };
    const std::string day = newest.substr(0, day_size);
    return two(11) * 60 + two(14) >= minutes_back ? day : day_before(day);
}

Row row_of(const Source& source, const std::vector<QueryValue>& values) {
    Row row;
    std::size_t at = 0;
    for (const SourceColumn& column : source.columns) {
        if (!column.column.empty()) {
            row.emplace(column.name, values.at(at).value_or(std::string()));
            ++at;
        }
    }
    return row;
}

std::string last_key(const Source& source, const std::vector<QueryValue>& values) {
    std::size_t at = 0;
    for (const SourceColumn& column : source.columns) {
        if (column.column == source.order) {
            return values.at(at).value_or(std::string());
        }
        at += column.column.empty() ? 0U : 1U;
    }
    return "";
}

}  // namespace

Query catalogue_query(const CatalogueRead& read) {
    const Source& source = *source_of(read.kind);
    Query query;
    query.table = source.table;
    if (read.count) {
        query.columns = {{"COUNT(*)", ValueKind::number}};
        query.condition = marks_deleted(source) ? "WHERE RECORD_DELETED = ?" : "";
        if (marks_deleted(source)) {
            query.bindings = {{"0", ValueKind::number}};
        }
        return query;
    }
    for (const SourceColumn& column : source.columns) {
        if (!column.column.empty()) {
            query.columns.push_back({std::string(column.column), column.kind, column.optional});
        }
    }
    std::string where;
    if (!read.after.empty()) {
        where = fmt::format("WHERE {} > ?", source.order);
        query.bindings.push_back({read.after, ordered_by(source)->kind});
    }
    if (!read.since.empty()) {
        where += fmt::format("{} RECORD_MODIFY_DATE >= ?", where.empty() ? "WHERE" : " AND");
        query.bindings.push_back({read.since, ValueKind::date});
    }
    query.condition = fmt::format("{}{}ORDER BY {}", where, where.empty() ? "" : " ", source.order);
    query.rows_max = rows_max;
    return query;
}

Result<CataloguePage> read_catalogue_rows(const CatalogueRead& read, const QueryAnswer& answer) {
    const Source& source = *source_of(read.kind);
    CataloguePage page;
    if (read.count) {
        std::int64_t count = 0;
        const std::string digits = answer.rows.empty() || answer.rows.front().empty()
                                       ? std::string()
                                       : answer.rows.front().front().value_or(std::string());
        if (is_digits(digits)) {
            std::from_chars(digits.data(), digits.data() + digits.size(), count);
            page.count = count;
        }
        return page;
    }
    std::string newest;
    for (const std::vector<QueryValue>& values : answer.rows) {
        const Row row = row_of(source, values);
        newest = std::max(newest, std::string(value_in(row, changed_column)));
        page.keys.emplace_back(trimmed(value_in(row, id_column)));
        if (std::optional<CatalogueRecord> record = record_of(read.kind, row)) {
            page.records.push_back(*std::move(record));
        }
    }
    page.since = day_to_ask(newest);
    if (answer.more && !answer.rows.empty()) {
        page.next = last_key(source, answer.rows.back());
    }
    return page;
}

}  // namespace sage::sage50
