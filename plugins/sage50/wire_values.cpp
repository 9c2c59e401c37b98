// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/wire_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sage-adapter/transport/ascii.h"
#include "sage-adapter/transport/query_values.h"

namespace sage::sage50 {
namespace {

constexpr int money_places = 2;
constexpr int places_max = 9;
constexpr std::size_t day_characters = 10;

constexpr auto amounts = std::to_array<std::string_view>(
    {"itemsNet", "itemsTax", "itemsGross", "carrNet", "carrTax", "carrGross", "invoiceNet",
     "invoiceTax", "invoiceGross", "netAmount", "taxAmount", "grossAmount"});
constexpr auto numbers =
    std::to_array<std::string_view>({"quantity", "unitPrice", "taxRate", "costPrice", "qtyOrder",
                                     "qtyAllocated", "qtyDelivered", "qtyDispatched"});

template <typename Names>
bool is_one_of(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<Decimal> number_of(std::string_view digits) {
    const std::optional<std::string> clean = query_value(digits, ValueKind::number);
    return clean ? Decimal::parse(*clean) : std::nullopt;
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

void BodyWriter::text_if_given(std::string_view name, const std::optional<std::string>& value) {
    if (value) {
        text(name, *value);
    }
}

void BodyWriter::number(std::string_view name, const std::optional<Decimal>& value) {
    if (value) {
        digits(name, value->text());
    }
}

void BodyWriter::number(std::string_view name, const std::optional<int>& value) {
    if (value) {
        digits(name, std::to_string(*value));
    }
}

void BodyWriter::digits(std::string_view name, std::string_view digits) {
    this->name(name);
    out_ += digits;
}

void BodyWriter::truth(std::string_view name, bool value) {
    digits(name, value ? "true" : "false");
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

std::string day_on_wire(std::string_view date, bool month_first) {
    if (date.size() != day_characters) {
        return std::string(date);
    }
    const std::string_view month = date.substr(5, 2);
    const std::string_view day = date.substr(8, 2);
    return fmt::format("{}/{}/{}", month_first ? month : day, month_first ? day : month,
                       date.substr(0, 4));
}

std::string day_of(std::string_view shown) {
    const std::string_view day = shown.substr(0, day_characters);
    if (day.size() != day_characters || day[2] != '/' || day[5] != '/') {
        return std::string(shown);
    }
    return fmt::format("{}-{}-{}", day.substr(6), day.substr(3, 2), day.substr(0, 2));
}

std::string plain_number(const Decimal& value) {
    int places = 0;
    while (places < places_max && !value.fits(places)) {
        ++places;
    }
    return value.fits(places) ? value.rounded(places, Rounding::toward_zero).text() : value.text();
}

std::string plain_number(std::string_view digits) {
    const std::optional<Decimal> value = number_of(digits);
    return value ? plain_number(*value) : std::string(digits);
}

std::string money(const Decimal& value) {
    return value.rounded(money_places, Rounding::half_away_from_zero).text();
}

std::string money(std::string_view digits) {
    const std::optional<Decimal> value = number_of(digits);
    return value ? money(*value) : std::string(digits);
}

std::string magnitude(std::string_view digits) {
    return std::string(digits.starts_with('-') ? digits.substr(1) : digits);
}

std::string plain_value(std::string_view member, std::string_view value) {
    if (is_one_of(amounts, member)) {
        return money(value);
    }
    if (is_one_of(numbers, member)) {
        return plain_number(value);
    }
    if (member == "date" || member.ends_with("Date")) {
        return day_of(value);
    }
    return std::string(trimmed(value));
}

std::string text_of(const JsonValue& value) {
    return value.is_string() ? std::string(value.get_string())
           : value.is_bool() ? std::string(value.get_bool() ? "true" : "false")
                             : std::string();
}

std::string value_of(const JsonValue& record, std::string_view member) {
    const JsonValue* const value =
        record.is_object() ? record.get_object().if_contains(member) : nullptr;
    return value == nullptr ? std::string() : text_of(*value);
}

}  // namespace sage::sage50
