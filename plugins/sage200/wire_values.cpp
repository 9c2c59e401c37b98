// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage200/wire_values.h"

#include <algorithm>
#include <array>

#include "plugins/sage200/wire.h"
#include "sage-adapter/base/limits.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view midnight = "T00:00:00Z";
constexpr std::size_t day_characters = 10;
constexpr std::size_t second_characters = 19;
constexpr int places_max = 9;

bool ends_with_one_of(std::string_view field, std::initializer_list<std::string_view> ends) {
    return std::any_of(ends.begin(), ends.end(),
                       [&](std::string_view end) { return field.ends_with(end); });
}

/// Up to so many characters of a day or an instant; what is none stays whole.
std::string_view cut_instant(std::string_view value, std::size_t characters) {
    const std::string_view begun = value.substr(0, characters);
    const bool digits = begun.find_first_not_of("0123456789-T:") == std::string_view::npos;
    return digits ? begun : value;
}

}  // namespace

void BodyWriter::name(std::string_view name) {
    out_ += out_.ends_with('{') ? "" : ",";
    append_json_text(out_, name);
    out_ += ':';
}

void BodyWriter::text(std::string_view name, std::string_view value) {
    this->name(name);
    append_json_text(out_, value);
}

void BodyWriter::text_unless_empty(std::string_view name, std::string_view value) {
    if (!value.empty()) {
        text(name, value);
    }
}

void BodyWriter::number(std::string_view name, std::string_view digits) {
    if (!digits.empty()) {
        this->name(name);
        out_ += digits;
    }
}

void BodyWriter::truth(std::string_view name, bool value) {
    this->name(name);
    out_ += value ? "true" : "false";
}

void BodyWriter::day(std::string_view name, std::string_view date) {
    // A bare date is refused.
    if (!date.empty()) {
        text(name, std::string(date) + std::string(midnight));
    }
}

void BodyWriter::begin_object(std::string_view name) {
    this->name(name);
    out_ += '{';
}

void BodyWriter::begin_list(std::string_view name) {
    this->name(name);
    out_ += '[';
}

void BodyWriter::begin_item() {
    out_ += out_.ends_with('[') ? "{" : ",{";
}

std::string BodyWriter::take() {
    return std::move(out_) + '}';
}

std::string plain_number(const Decimal& value) {
    int places = 0;
    while (places < places_max && !value.fits(places)) {
        ++places;
    }
    return value.fits(places) ? value.rounded(places, Rounding::toward_zero).text() : value.text();
}

std::string plain_number(std::string_view digits) {
    const auto value = Decimal::parse(digits);
    return value ? plain_number(*value) : std::string(digits);
}

std::string plain_value(std::string_view field, std::string_view value) {
    if (field.starts_with("spare_number") ||
        ends_with_one_of(field, {"_quantity", "_price", "_percent", "_value", "weight"})) {
        return plain_number(value);
    }
    if (field.starts_with("spare_date")) {
        return std::string(cut_instant(value, second_characters));
    }
    return std::string(field.ends_with("_date") ? cut_instant(value, day_characters) : value);
}

Result<std::vector<JsonValue>> read_records(const Reply& reply) {
    // What is no list is told there.
    if (Result<std::vector<Row>> rows = read_rows(reply); !rows.ok()) {
        return std::move(rows).error();
    }
    auto body = parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    std::vector<JsonValue> records;
    if (!body.ok()) {
        return std::move(body).error();
    }
    const JsonValue* const wrapped = at_pointer(body.value(), "/value");
    const JsonValue& list = wrapped != nullptr && wrapped->is_array() ? *wrapped : body.value();
    if (list.is_array()) {
        records.assign(list.get_array().begin(), list.get_array().end());
    } else {
        records.push_back(list);
    }
    return records;
}

std::string value_of(const JsonValue& record, std::string_view field) {
    const JsonValue* const value =
        record.is_object() ? record.get_object().if_contains(field) : nullptr;
    if (value == nullptr) {
        return {};
    }
    return value->is_string() ? std::string(value->get_string())
           : value->is_bool() ? std::string(value->get_bool() ? "true" : "false")
                              : std::string();
}

std::vector<JsonValue> part_of(const JsonValue& record, std::string_view field) {
    const JsonValue* const value =
        record.is_object() ? record.get_object().if_contains(field) : nullptr;
    return value != nullptr && value->is_array()
               ? std::vector<JsonValue>(value->get_array().begin(), value->get_array().end())
               : std::vector<JsonValue>();
}

}  // namespace sage::sage200
