// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/transport/query_values.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/transport/ascii.h"

namespace sage {
namespace {

constexpr int digits_kept = 15;
constexpr std::int64_t exponent_max = 400;
constexpr std::size_t binding_digits_max = 9;  // a 32-bit integer holds any number of so many
constexpr std::string_view date_form = "0000-00-00";
constexpr std::string_view time_form = "0000-00-00 00:00:00";

/// 0.<digits> times ten to the power of `point`. No zero at either end; no digits: zero.
struct Number {
    bool negative = false;
    std::string digits;
    std::int64_t point = 0;
};

std::string_view take_digits(std::string_view& text) {
    const auto* const end = std::find_if_not(text.begin(), text.end(), is_digit);
    const std::string_view taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(taken.size());
    return taken;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<std::int64_t> take_exponent(std::string_view& text) {
    if (!take(text, "eE")) {
        return 0;
    }
    const bool negative = text.starts_with('-');
    static_cast<void>(take(text, "+-"));
    const std::string_view digits = take_digits(text);
    std::int64_t value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec != std::errc() || value > exponent_max) {
        return std::nullopt;
    }
    return negative ? -value : value;
}

void strip_zeros(Number& number) {
    const std::size_t first = std::min(number.digits.find_first_not_of('0'), number.digits.size());
    number.digits.erase(0, first);
    number.point -= static_cast<std::int64_t>(first);
    number.digits.erase(number.digits.find_last_not_of('0') + 1);
    if (number.digits.empty()) {
        number = Number{};
    }
}

std::optional<Number> read_number(std::string_view text) {
    text = trimmed(text);
    Number number;
    number.negative = text.starts_with('-');
    static_cast<void>(take(text, "+-"));
    const std::string_view whole = take_digits(text);
    const std::string_view fraction = take(text, ".") ? take_digits(text) : std::string_view();
    const std::optional<std::int64_t> exponent = take_exponent(text);
    if ((whole.empty() && fraction.empty()) || !exponent.has_value() || !text.empty()) {
        return std::nullopt;
    }
    number.digits.append(whole).append(fraction);
    number.point = static_cast<std::int64_t>(whole.size()) + *exponent;
    strip_zeros(number);
    return number;
}

/// Half away from zero, to so many digits; less than none: to zero.
void round_to(Number& number, std::int64_t count) {
    if (count >= static_cast<std::int64_t>(number.digits.size())) {
        return;
    }
    if (count < 0) {
        number = Number{};
        return;
    }
    const bool up = number.digits[static_cast<std::size_t>(count)] >= '5';
    number.digits.resize(static_cast<std::size_t>(count));
    if (up) {
        number.digits.erase(number.digits.find_last_not_of('9') + 1);
        if (number.digits.empty()) {
            number.digits = "1";
            ++number.point;
        } else {
            ++number.digits.back();
        }
    }
    strip_zeros(number);
}

std::optional<std::string> write_number(const Number& number) {
    if (number.digits.empty()) {
        return "0";
    }
    if (number.point > limits::decimal_digits_max) {
        return std::nullopt;
    }
    std::string text = number.negative ? "-" : "";
    const auto size = static_cast<std::int64_t>(number.digits.size());
    if (number.point <= 0) {
        text.append("0.").append(static_cast<std::size_t>(-number.point), '0');
        return text + number.digits;
    }
    const std::int64_t whole = std::min(number.point, size);
    text.append(number.digits, 0, static_cast<std::size_t>(whole));
    text.append(static_cast<std::size_t>(number.point - whole), '0');
    if (size > whole) {
        text.append(".").append(number.digits, static_cast<std::size_t>(whole));
    }
    return text;
}

std::optional<std::string> decimal_of(std::string_view given) {
    std::optional<Number> number = read_number(given);
    if (!number.has_value()) {
        return std::nullopt;
    }
    round_to(*number, digits_kept);
    round_to(*number, number->point + limits::decimal_scale_max);
    return write_number(*number);
}

/// A zero byte ends a text early in drivers and stores, where it would be taken for another.
bool is_text(std::string_view text) {
    return first_not_utf8(text) == std::string_view::npos &&
           text.find('\0') == std::string_view::npos;
}

bool has_form(std::string_view text, std::string_view form) {
    return std::equal(text.begin(), text.end(), form.begin(), form.end(), [](char c, char wanted) {
        return wanted == '0' ? is_digit(c) : c == wanted;
    });
}

bool is_date(std::string_view text) {
    return has_form(text, date_form) && text.substr(5, 2) != "00" && text.substr(5, 2) <= "12" &&
           text.substr(8) != "00" && text.substr(8) <= "31";
}

bool is_time(std::string_view text) {
    const std::string_view fraction = text.substr(std::min(text.size(), time_form.size()));
    return has_form(text.substr(0, time_form.size()), time_form) &&
           is_date(text.substr(0, date_form.size())) && text.substr(11, 2) <= "23" &&
           text.substr(14, 2) <= "59" && text.substr(17, 2) <= "60" &&
           (fraction.empty() || (fraction.size() > 1 && fraction.front() == '.' &&
                                 std::all_of(fraction.begin() + 1, fraction.end(), is_digit)));
}

}  // namespace

std::optional<std::string> query_value(std::string_view given, ValueKind kind) {
    if (kind == ValueKind::number) {
        return decimal_of(given);
    }
    const bool fits = kind == ValueKind::text   ? is_text(given)
                      : kind == ValueKind::date ? is_date(given)
                                                : is_time(given);
    return fits ? std::optional<std::string>(given) : std::nullopt;
}

bool is_binding(const QueryBinding& binding) {
    if (binding.kind != ValueKind::number) {
        return query_value(binding.value, binding.kind).has_value() &&
               binding.value.size() <= limits::identifier_bytes_max;
    }
    std::string_view digits = binding.value;
    static_cast<void>(take(digits, "-"));
    return !digits.empty() && digits.size() <= binding_digits_max &&
           std::all_of(digits.begin(), digits.end(), is_digit);
}

}  // namespace sage
