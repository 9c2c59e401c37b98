// SPDX-License-Identifier: Apache-2.0
// Replies as values. The interface answers failures, and at times that it is busy, with status 200:
// only an envelope that is whole and says "success" counts. A search that failed and was read as
// one without rows would let a document be posted twice.
#include <algorithm>

#include "plugins/sage50/wire.h"
#include "plugins/sage50/wire_values.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"

namespace sage::sage50 {
namespace {

// Repeated to people and kept with the document.
constexpr std::size_t message_bytes_max = 500;
constexpr int ok_status = 200;
constexpr int conflict = 409;

Error unreadable(std::string cause) {
    return {Status::remote,
            Problem{"sage50.answer_unreadable", "", std::move(cause),
                    "Nothing to do: it is asked again. If it stays, look whether the address leads "
                    "to HyperAccounts and whether Sage 50 can be logged in to.",
                    Owner::it}};
}

const JsonValue* member_of(const JsonValue& value, std::string_view name) {
    return value.is_object() ? value.get_object().if_contains(name) : nullptr;
}

/// Whether the interface put its envelope around what it says.
bool has_envelope(const JsonValue& body) {
    const JsonValue* const success = member_of(body, "success");
    const JsonValue* const message = member_of(body, "message");
    return success != nullptr && success->is_bool() && member_of(body, "response") != nullptr &&
           message != nullptr && (message->is_null() || message->is_string());
}

/// The body of a success, or why it is none.
Result<JsonValue> read_success(const Reply& reply) {
    if (is_busy(reply)) {
        return unreadable("HyperAccounts is busy with another request of the same operation.");
    }
    if (reply.status != ok_status) {
        return unreadable("HyperAccounts answered " + std::to_string(reply.status) +
                          " and not with what it was asked for.");
    }
    auto body = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    if (!body.ok()) {
        return unreadable("The answer of HyperAccounts is no JSON: " + body.error().first().cause);
    }
    if (!has_envelope(body.value())) {
        return unreadable("The answer of HyperAccounts is not in its envelope.");
    }
    if (!member_of(body.value(), "success")->get_bool()) {
        const std::string said = value_of(body.value(), "message");
        return unreadable("HyperAccounts could not answer: " + excerpt(said, message_bytes_max));
    }
    return body;
}

Row row_of(const JsonObject& record) {
    Row row;
    for (const auto& [name, value] : record) {
        row.emplace(name, text_of(value));
    }
    return row;
}

}  // namespace

std::string_view value_in(const Row& row, std::string_view field) {
    const auto found = row.find(field);
    return found == row.end() ? std::string_view() : std::string_view(found->second);
}

Result<std::vector<Row>> read_rows(const Reply& reply) {
    const Result<JsonValue> body = read_success(reply);
    if (!body.ok()) {
        return body.error();
    }
    const JsonValue* const results = member_of(body.value(), "results");
    if (results == nullptr || !results->is_array()) {
        return unreadable("The answer of HyperAccounts is no list.");
    }
    std::vector<Row> rows;
    rows.reserve(results->get_array().size());
    for (const JsonValue& one : results->get_array()) {
        if (!one.is_object()) {
            return unreadable("The list of HyperAccounts holds something that is no record.");
        }
        rows.push_back(row_of(one.get_object()));
    }
    return rows;
}

Result<Row> read_record(const Reply& reply) {
    const Result<JsonValue> body = read_success(reply);
    if (!body.ok()) {
        return body.error();
    }
    const JsonValue* const record = member_of(body.value(), "response");
    if (!record->is_object()) {
        return unreadable("The answer of HyperAccounts is no record.");
    }
    return row_of(record->get_object());
}

std::optional<Envelope> read_envelope(const Reply& reply) {
    const auto body = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    if (!body.ok() || !has_envelope(body.value())) {
        return std::nullopt;
    }
    return Envelope{member_of(body.value(), "success")->get_bool(),
                    value_of(body.value(), "response"),
                    excerpt(value_of(body.value(), "message"), message_bytes_max)};
}

bool is_busy(const Reply& reply) {
    if (reply.status != conflict && reply.status != ok_status) {
        return false;
    }
    const auto body = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    if (!body.ok() || !body.value().is_object() || body.value().get_object().size() != 1) {
        return false;
    }
    const std::string_view message = text_at(body.value(), "/Message");
    constexpr std::string_view begin = "A ";
    constexpr std::string_view end = " process is already running.";
    return message.size() > begin.size() + end.size() && message.starts_with(begin) &&
           message.ends_with(end);
}

}  // namespace sage::sage50
