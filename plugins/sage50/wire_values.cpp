// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/wire_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace sage::sage50 {
namespace {

constexpr int money_places = 2;
constexpr int places_max = 9;
constexpr int digits_kept = 15;
constexpr std::size_t digits_max = 20;
constexpr int exponent_max = 400;
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

/// The digits of a number, and where its point and its exponent put them.
struct Digits {
    bool negative = false;
    std::string digits;  ///< without zeros in front
    int places = 0;      ///< so many of them are behind the point
};

std::optional<Digits> digits_in(std::string_view text) {
    Digits number;
    number.negative = text.starts_with('-');
    text.remove_prefix(number.negative ? 1 : 0);
    const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
    std::string_view exponent = text.substr(std::min(mark + 1, text.size()));
    exponent.remove_prefix(exponent.starts_with('+') ? 1 : 0);
    int power = 0;
    const auto [end, error] =
        std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
    const std::string_view mantissa = text.substr(0, mark);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    number.digits = mantissa.substr(0, point);
    number.digits += mantissa.substr(std::min(point + 1, mantissa.size()));
    number.places = static_cast<int>(mantissa.size() - std::min(point + 1, mantissa.size()));
    if (!is_digits(number.digits) || std::abs(power) > exponent_max ||
        (mark < text.size() && (error != std::errc() || end != text.data() + text.size()))) {
        return std::nullopt;
    }
    number.places -= power;
    number.digits.erase(0, std::min(number.digits.find_first_not_of('0'), number.digits.size()));
    return number;
}

Decimal power_of_ten(int power) {
    return *Decimal::parse("1" + std::string(static_cast<std::size_t>(power), '0'));
}

/// The number that was meant: of binary floating point fifteen digits count.
std::optional<Decimal> number_of(std::string_view text) {
    const std::optional<Digits> number = digits_in(text);
    if (!number || number->digits.size() > digits_max || number->places < -places_max) {
        return std::nullopt;
    }
    const auto size = static_cast<int>(number->digits.size());
    if (size == 0 || number->places > size + places_max) {
        return Decimal();  // Zero, or what is left of it.
    }
    const Decimal whole = *Decimal::parse(number->digits);
    const int before_point = size - number->places;
    const int kept = std::clamp(digits_kept - before_point, 0, places_max);
    // At most as many places as digits and some more: a power of ten in two factors.
    const int half = std::max(number->places, 0) / 2;
    const std::optional<Decimal> value =
        Decimal::quotient({whole, power_of_ten(std::max(-number->places, 0))},
                          {power_of_ten(half), power_of_ten(std::max(number->places, 0) - half)},
                          kept, Rounding::half_away_from_zero);
    return value && number->negative ? std::optional(-*value) : value;
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

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
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
