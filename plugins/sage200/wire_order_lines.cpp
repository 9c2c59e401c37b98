// SPDX-License-Identifier: Apache-2.0
// Lines of orders, as they were written and as Sage shows them, by the same names. What was not
// written is Sage's own: it is read and promised nothing about.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "plugins/sage200/wire_order.h"
#include "plugins/sage200/wire_values.h"
#include "sage-adapter/base/limits.h"

namespace sage::sage200 {
namespace {

// Of what is written Sage shows these never.
constexpr auto never_shown = std::to_array<std::string_view>({"use_description"});

/// What a line says, under "line 3 product_id".
void add_facts(Facts& facts, std::size_t number, const JsonValue& line) {
    for (const auto& [name, value] : line.get_object()) {
        const bool shown =
            std::find(never_shown.begin(), never_shown.end(), name) == never_shown.end();
        if (shown && !value.is_array() && !value.is_object()) {
            facts[fmt::format("line {} {}", number, std::string_view(name))] =
                plain_value(name, value_of(line, name));
        }
    }
}

std::int64_t number_of(const JsonValue& line) {
    const std::string digits = value_of(line, "line_number");
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

}  // namespace

Facts order_line_facts(const Send& sent) {
    Facts facts;
    const auto body =
        parse_json(sent.request.body, limits::document_bytes_max * 4, JsonNumbers::as_text);
    if (!body.ok()) {
        return facts;
    }
    std::size_t number = 0;
    for (const JsonValue& line : part_of(body.value(), "lines")) {
        add_facts(facts, ++number, line);
        // How much is allocated is seen to by Sage, and is no longer so once goods have left.
        facts.erase(fmt::format("line {} to_allocate_quantity", number));
    }
    facts["lines"] = std::to_string(number);
    return facts;
}

Request read_order_lines(const Books& books, const std::vector<Found>& found) {
    std::vector<std::string> conditions;
    for (const Found& one : found) {
        conditions.push_back(fmt::format("id eq {}", one.sage_document.key));
    }
    const bool returns = !found.empty() && found.front().sage_document.type == return_type;
    return get(books, returns ? "sop_returns" : "sop_orders",
               {{"$filter", fmt::format("{}", fmt::join(conditions, " or "))},
                {"$expand", "lines"},
                {"$orderby", "id"},
                {"$top", std::to_string(found.size() + 1)}});
}

Result<bool> add_order_lines(const Reply& reply, std::vector<Found>& found) {
    if (reply.status == 403 || reply.status == 404) {
        return Error(Status::config,
                     Problem{"sage200.lines_not_shown", "",
                             "Sage 200 does not show the lines of orders: " + message_of(reply),
                             "Give the user's role the right to sales orders.", Owner::it});
    }
    const Result<std::vector<JsonValue>> orders = read_records(reply);
    if (!orders.ok()) {
        return orders.error();
    }
    for (const JsonValue& order : orders.value()) {
        const std::string key = value_of(order, "id");
        const auto one = std::find_if(found.begin(), found.end(), [&](const Found& other) {
            return other.sage_document.key == key;
        });
        if (one == found.end()) {
            continue;
        }
        std::vector<JsonValue> lines = part_of(order, "lines");
        std::stable_sort(lines.begin(), lines.end(),
                         [](const JsonValue& left, const JsonValue& right) {
                             return number_of(left) < number_of(right);
                         });
        for (std::size_t at = 0; at < lines.size(); ++at) {
            add_facts(one->facts, at + 1, lines[at]);
        }
        one->facts["lines"] = std::to_string(lines.size());
    }
    return false;
}

}  // namespace sage::sage200
