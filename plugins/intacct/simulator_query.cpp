// SPDX-License-Identifier: Apache-2.0
// The query service. A wrong field fails the whole query; a missing index only costs time.
#include "plugins/intacct/simulator_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <deque>

#include "plugins/intacct/simulator_filter.h"
#include "plugins/intacct/simulator_rows.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

constexpr std::int64_t size_default = 100;
constexpr std::int64_t size_max = 4000;

struct Order {
    Path path;
    bool descending = false;
};

struct Query {
    Subject subject;
    std::vector<Path> fields;
    Filters filters;
    std::vector<Order> orders;
    bool include_private = false;
    std::int64_t start = 1;
    std::int64_t size = size_default;
};

Refusal wrong(std::string message, std::string_view code = "REST-1028") {
    Refusal refusal = bad_request({{std::string(code), std::move(message)}});
    refusal.envelope = Envelope::top;
    return refusal;
}

std::optional<Refusal> check_path(const Path& path) {
    if (path.fault == PathFault::crosses_list) {
        return wrong(fmt::format("Field '{}' crosses a list", path.name), "REST-1107");
    }
    if (path.fault == PathFault::unknown) {
        return wrong(fmt::format("Field '{}' does not exist", path.name));
    }
    return std::nullopt;
}

std::optional<Refusal> read_fields(const Company& company, const json::value* value, Query& query) {
    if (value == nullptr || !value->is_array() || value->get_array().empty()) {
        return wrong("'fields' must be an array with at least one name");
    }
    for (const json::value& name : value->get_array()) {
        if (!name.is_string()) {
            return wrong("'fields' must hold names");
        }
        query.fields.push_back(compile_path(company, query.subject, text_at(name, "")));
        if (auto refusal = check_path(query.fields.back())) {
            return refusal;
        }
    }
    return std::nullopt;
}

std::optional<Refusal> read_orders(const Company& company, const json::value& value, Query& query) {
    if (!value.is_array()) {
        return wrong("'orderBy' must be an array");
    }
    for (const json::value& part : value.get_array()) {
        const json::object* const object = part.if_object();
        if (object == nullptr || object->size() != 1 ||
            (object->begin()->value() != "asc" && object->begin()->value() != "desc")) {
            return wrong("'orderBy' must hold objects like {\"key\":\"asc\"}");
        }
        Order order;
        order.path = compile_path(company, query.subject, object->begin()->key());
        order.descending = object->begin()->value() == "desc";
        if (order.path.href) {
            return wrong("Field 'href' cannot be used in 'orderBy'");
        }
        if (auto refusal = check_path(order.path)) {
            return refusal;
        }
        query.orders.push_back(std::move(order));
    }
    return std::nullopt;
}

std::optional<Refusal> read_parameters(const json::value& value, Query& query) {
    if (!value.is_object()) {
        return wrong("'filterParameters' must be an object");
    }
    for (const auto& [name, setting] : value.get_object()) {
        if (name == "asOfDate" && setting.is_string()) {
            continue;
        }
        if ((name != "caseSensitiveComparison" && name != "includePrivate" &&
             name != "includeHierarchyFields") ||
            !setting.is_bool()) {
            return wrong(fmt::format("Unknown or wrong filter parameter '{}'", std::string(name)));
        }
        if (name == "includePrivate") {
            query.include_private = setting.get_bool();
        } else if (name == "caseSensitiveComparison" && !setting.get_bool()) {
            query.filters.ignore_case();
        }
    }
    return std::nullopt;
}

std::optional<Refusal> read_page(const json::object& object, Query& query) {
    if (const json::value* const start = object.if_contains("start")) {
        if (!start->is_int64() || start->get_int64() < 1) {
            return wrong("'start' must be a whole number from 1");
        }
        query.start = start->get_int64();
    }
    if (const json::value* const size = object.if_contains("size")) {
        if (!size->is_int64() || size->get_int64() < 1 || size->get_int64() > size_max) {
            return wrong("'size' must be a whole number from 1 to 4000");
        }
        query.size = size->get_int64();
    }
    return std::nullopt;
}

std::optional<Refusal> read_query(Company& company, const json::value& request, Query& query) {
    if (!request.is_object()) {
        return wrong("The simulator answers one query at a time: an object is needed");
    }
    const json::object& object = request.get_object();
    for (const auto& [name, value] : object) {
        constexpr auto members =
            std::to_array<std::string_view>({"object", "fields", "filters", "filterExpression",
                                             "orderBy", "start", "size", "filterParameters"});
        if (std::find(std::begin(members), std::end(members), std::string_view(name)) ==
            std::end(members)) {
            return wrong(fmt::format("Unknown member '{}'", std::string(name)));
        }
    }
    const std::string_view name = text_at(request, "/object");
    const auto subject = find_subject(company, name);
    if (!subject) {
        Refusal refusal = not_found(fmt::format("Object '{}' does not exist", name));
        refusal.envelope = Envelope::top;
        return refusal;
    }
    query.subject = *subject;
    if (auto refusal = read_fields(company, object.if_contains("fields"), query)) {
        return refusal;
    }
    if (const json::value* const value = object.if_contains("orderBy")) {
        if (auto refusal = read_orders(company, *value, query)) {
            return refusal;
        }
    }
    if (const json::value* const value = object.if_contains("filterParameters")) {
        if (auto refusal = read_parameters(*value, query)) {
            return refusal;
        }
    }
    const json::value* const filters = object.if_contains("filters");
    std::string message =
        query.filters.compile(company, query.subject, filters == nullptr ? json::array() : *filters,
                              text_at(request, "/filterExpression"));
    if (!message.empty()) {
        return wrong(std::move(message));
    }
    return read_page(object, query);
}

/// The keys of documents that may pass the condition; nothing if no index can tell.
std::optional<std::vector<std::uint64_t>> keys_of(const Company& company, const Query& query,
                                                  const Filter& filter) {
    const bool equality =
        !filter.negated && !filter.null &&
        (filter.comparison == Comparison::equal || filter.comparison == Comparison::in);
    const auto& hops = filter.path.hops;
    const bool of_header =
        query.subject.documents ? hops.empty() : hops.size() == 1 && hops[0].to_header;
    const bool by_key = filter.path.leaf == company.known.key;
    if (!equality || !of_header || !(by_key || is_indexed(company, filter.path))) {
        return std::nullopt;
    }
    std::vector<std::uint64_t> keys;
    for (const std::string& value : filter.values) {
        if (!by_key) {
            const auto found = company.documents.candidates(filter.path.leaf, value);
            keys.insert(keys.end(), found.begin(), found.end());
        } else if (const StoredDocument* const document = company.documents.find(value)) {
            keys.push_back(document->key);
        }
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

/// Nothing when all rows must be looked at.
std::optional<std::vector<std::uint64_t>> indexed(const Company& company, const Query& query) {
    if ((!query.subject.documents && !query.subject.lines) || !query.filters.case_sensitive()) {
        return std::nullopt;
    }
    for (const Filter& filter : query.filters.required()) {
        if (auto keys = keys_of(company, query, filter)) {
            return keys;
        }
    }
    return std::nullopt;
}

void sort_rows(const Company& company, const Query& query, std::vector<Row>& rows) {
    // Rows come in the order of their keys.
    const bool by_key = query.orders.size() == 1 && !query.orders[0].descending &&
                        query.orders[0].path.hops.empty() &&
                        query.orders[0].path.leaf == company.known.key && !query.subject.lines;
    if (query.orders.empty() || by_key) {
        return;
    }
    std::stable_sort(rows.begin(), rows.end(), [&](const Row& left, const Row& right) {
        for (const Order& order : query.orders) {
            const auto left_value = evaluate(company, order.path, left);
            const auto right_value = evaluate(company, order.path, right);
            const int by_value = compare(order.path.type, left_value ? left_value->text : "",
                                         right_value ? right_value->text : "");
            if (by_value != 0) {
                return order.descending ? by_value > 0 : by_value < 0;
            }
        }
        return false;
    });
}

void append_row(const Company& company, const Query& query, const Row& row, std::string& out) {
    out += '{';
    for (const Path& path : query.fields) {
        if (out.back() != '{') {
            out += ',';
        }
        append_json_text(out, path.name);
        out += ':';
        const auto value = path.href ? std::nullopt : evaluate(company, path, row);
        if (path.href) {
            append_json_text(out, href_of(company, query.subject, row));
        } else if (!value) {
            out += "null";
        } else if (value->kind == ValueKind::text) {
            append_json_text(out, value->text);
        } else {
            out += value->text;
        }
    }
    out += '}';
}

}  // namespace

Reply run_query(Company& company, const json::value& request, const Caller& caller) {
    if (company.forbidden.contains(text_at(request, "/object"))) {
        return gateway_reply(403, "GW-0042", "Forbidden", Envelope::gateway);
    }
    Query query;
    if (const auto refusal = read_query(company, request, query)) {
        return reply_to(*refusal);
    }
    std::deque<Record> made;
    std::vector<Row> rows;
    const Viewer viewer{caller.entity, query.include_private, caller.now_ms};
    visit_rows(company, query.subject, viewer, indexed(company, query), made, [&](const Row& row) {
        if (query.filters.matches(company, row)) {
            rows.push_back(row);
        }
    });
    sort_rows(company, query, rows);
    const auto total = static_cast<std::int64_t>(rows.size());
    std::string body = R"({"ia::result":[)";
    const std::int64_t end = std::min(total, query.start - 1 + query.size);
    for (std::int64_t at = query.start - 1; at < end; ++at) {
        body += at == query.start - 1 ? "" : ",";
        append_row(company, query, rows[static_cast<std::size_t>(at)], body);
    }
    const std::int64_t next = query.start + query.size;
    const std::int64_t previous = query.start - query.size;
    body += fmt::format(
        R"(],"ia::meta":{{"totalCount":{},"start":{},"pageSize":{},"next":{},"previous":{}}}}})",
        total, query.start, query.size, next <= total ? std::to_string(next) : "null",
        query.start == 1 ? "null" : std::to_string(std::max<std::int64_t>(previous, 1)));
    return json_reply(200, std::move(body));
}

}  // namespace sage::simulated_intacct
