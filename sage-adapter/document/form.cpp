// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/document/form.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace sage {
namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_hexadecimal(char letter) {
    return is_digit(letter) || (letter >= 'a' && letter <= 'f') || (letter >= 'A' && letter <= 'F');
}

// The pattern has 'd' for a digit and itself for everything else.
bool has_form(std::string_view text, std::string_view pattern) {
    if (text.size() != pattern.size()) {
        return false;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (pattern[at] == 'd' ? !is_digit(text[at]) : text[at] != pattern[at]) {
            return false;
        }
    }
    return true;
}

int number(std::string_view digits) {
    int value = 0;
    for (const char digit : digits) {
        value = value * 10 + (digit - '0');
    }
    return value;
}

int days_of(int year, int month) {
    constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days.at(static_cast<std::size_t>(month - 1));
}

// hh:mm, or with seconds; a leap second is a second.
bool is_time(std::string_view text) {
    const bool seconds = has_form(text, "dd:dd:dd");
    if (!seconds && !has_form(text, "dd:dd")) {
        return false;
    }
    return number(text.substr(0, 2)) <= 23 && number(text.substr(3, 2)) <= 59 &&
           (!seconds || number(text.substr(6, 2)) <= 60);
}

}  // namespace

bool is_date(std::string_view text) {
    if (!has_form(text, "dddd-dd-dd")) {
        return false;
    }
    const int year = number(text.substr(0, 4));
    const int month = number(text.substr(5, 2));
    const int day = number(text.substr(8, 2));
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
}

bool is_instant(std::string_view text) {
    constexpr std::size_t date_size = 10;
    constexpr std::size_t seconds_end = 19;
    if (text.size() < seconds_end + 1 || !is_date(text.substr(0, date_size)) ||
        text[date_size] != 'T' || !is_time(text.substr(date_size + 1, 8))) {
        return false;
    }
    text.remove_prefix(seconds_end);
    if (text.front() == '.') {
        const std::size_t end = std::min(text.find_first_of("Z+-"), text.size());
        if (!all_digits(text.substr(1, end - 1)) || end > 10) {
            return false;
        }
        text.remove_prefix(end);
    }
    if (text == "Z") {
        return true;
    }
    return text.size() == 6 && (text.front() == '+' || text.front() == '-') &&
           is_time(text.substr(1));
}

bool is_uuid(std::string_view text) {
    constexpr std::size_t uuid_size = 36;
    if (text.size() != uuid_size) {
        return false;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
        if (dash ? text[at] != '-' : !is_hexadecimal(text[at])) {
            return false;
        }
    }
    return true;
}

bool is_gtin(std::string_view text) {
    return text.size() >= 8 && text.size() <= 14 && all_digits(text);
}

bool is_capitals(std::string_view text, std::size_t count) {
    return text.size() == count && std::all_of(text.begin(), text.end(), [](char letter) {
               return letter >= 'A' && letter <= 'Z';
           });
}

bool is_decimal(std::string_view text) {
    if (text.starts_with('-')) {
        text.remove_prefix(1);
    }
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const bool leading_zero = whole.size() > 1 && whole.front() == '0';
    return all_digits(whole) && !leading_zero &&
           (point == std::string_view::npos || all_digits(text.substr(point + 1)));
}

bool is_version(std::string_view text) {
    const std::size_t first = text.find('.');
    const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
    return second != std::string_view::npos && all_digits(text.substr(0, first)) &&
           all_digits(text.substr(first + 1, second - first - 1)) &&
           all_digits(text.substr(second + 1));
}

}  // namespace sage
