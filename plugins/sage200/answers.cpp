// SPDX-License-Identifier: Apache-2.0
// Replies as values. Lists have been met bare and wrapped, and of refusals nobody has published the
// shape: so all that is known to occur is read, and nothing is taken for a list that is none.
#include <algorithm>
#include <array>

#include "plugins/sage200/wire.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"

namespace sage::sage200 {
namespace {

// Repeated to people and kept with the document.
constexpr std::size_t message_bytes_max = 500;
// Deeper objects than "customer.currency.name" are not asked for.
constexpr int object_depth_max = 3;

void add_members(Row& row, const std::string& prefix, const JsonObject& object, int depth) {
    for (const auto& [name, value] : object) {
        const std::string field = prefix + std::string(name);
        if (value.is_string()) {
            row.insert_or_assign(field, std::string(value.get_string()));
        } else if (value.is_bool()) {
            row.insert_or_assign(field, value.get_bool() ? "true" : "false");
        } else if (value.is_object() && depth < object_depth_max) {
            add_members(row, field + ".", value.get_object(), depth + 1);
        }
    }
}

Error unreadable(std::string cause) {
    return {Status::remote,
            Problem{"sage200.answer_unreadable", "", std::move(cause),
                    "Nothing to do: it is asked again. If it stays, look whether the address leads "
                    "to Sage.",
                    Owner::it}};
}

/// The text under one of the names that have been met, in the object or in one object or list in
/// it.
std::string_view said_by(const JsonValue& value, int depth = 0) {
    constexpr auto names = std::to_array<std::string_view>(
        {"message", "Message", "ExceptionMessage", "error_description", "error", "errors"});
    if (value.is_string()) {
        return value.get_string();
    }
    if (value.is_array()) {
        return value.get_array().empty() || depth > 2 ? std::string_view()
                                                      : said_by(value.get_array()[0], depth + 1);
    }
    if (!value.is_object() || depth > 2) {
        return {};
    }
    for (const std::string_view name : names) {
        if (const JsonValue* const member = value.get_object().if_contains(name)) {
            const std::string_view text = said_by(*member, depth + 1);
            if (!text.empty()) {
                return text;
            }
        }
    }
    return {};
}

}  // namespace

std::string_view value_in(const Row& row, std::string_view field) {
    const auto found = row.find(field);
    return found == row.end() ? std::string_view() : std::string_view(found->second);
}

Result<std::vector<Row>> read_rows(const Reply& reply) {
    if (reply.status != 200) {
        return unreadable("Sage 200 answered " + std::to_string(reply.status) +
                          " and not with the list that it was asked for.");
    }
    const auto body = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    if (!body.ok()) {
        return unreadable("The answer of Sage 200 is no JSON: " + body.error().first().cause);
    }
    const JsonValue* list = &body.value();
    if (const JsonValue* const wrapped = at_pointer(*list, "/value");
        wrapped != nullptr && wrapped->is_array()) {
        list = wrapped;
    }
    std::vector<Row> rows;
    if (list->is_object() && list->get_object().contains("id")) {
        add_members(rows.emplace_back(), "", list->get_object(), 1);
        return rows;
    }
    if (!list->is_array()) {
        return unreadable("The answer of Sage 200 is no list.");
    }
    for (const JsonValue& one : list->get_array()) {
        if (!one.is_object()) {
            return unreadable("The list of Sage 200 holds something that is no record.");
        }
        add_members(rows.emplace_back(), "", one.get_object(), 1);
    }
    return rows;
}

std::string message_of(const Reply& reply) {
    const auto body = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    std::string_view text = reply.body;
    if (body.ok()) {
        const std::string_view said = said_by(body.value());
        text = said.empty() ? text : said;
    }
    return excerpt(text, message_bytes_max);
}

std::string magnitude(std::string_view digits) {
    const auto amount = Decimal::parse(digits);
    if (!amount) {
        return std::string(digits);
    }
    const Decimal whole = amount->sign() < 0 ? -*amount : *amount;
    // More places than money has are a difference, and stay.
    return whole.fits(2) ? whole.rounded(2, Rounding::half_away_from_zero).text() : whole.text();
}

}  // namespace sage::sage200
