// SPDX-License-Identifier: Apache-2.0
// Pure functions over text. Nothing here knows what the texts are for.
#include "plugins/sage_simulator/wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace sage::simulated {
namespace {

std::optional<unsigned> hexadecimal_digit(char digit) {
    if (digit >= '0' && digit <= '9') {
        return static_cast<unsigned>(digit - '0');
    }
    if (digit >= 'a' && digit <= 'f') {
        return static_cast<unsigned>(digit - 'a' + 10);
    }
    if (digit >= 'A' && digit <= 'F') {
        return static_cast<unsigned>(digit - 'A' + 10);
    }
    return std::nullopt;
}

bool is_unreserved(char character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z') ||
           (character >= '0' && character <= '9') || character == '-' || character == '_' ||
           character == '.' || character == '~';
}

/// The number that exactly these digits write.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool all = error == std::errc() && end == text.data() + text.size() && text[0] != '-';
    return all ? std::optional<int>(value) : std::nullopt;
}

std::optional<std::string> form_decoded(std::string_view text) {
    std::string spaced(text);
    for (char& character : spaced) {
        character = character == '+' ? ' ' : character;
    }
    return percent_decoded(spaced);
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded += text[at];
            continue;
        }
        if (at + 2 >= text.size()) {
            return std::nullopt;
        }
        const auto high = hexadecimal_digit(text[at + 1]);
        const auto low = hexadecimal_digit(text[at + 2]);
        if (!high || !low) {
            return std::nullopt;
        }
        decoded += static_cast<char>(static_cast<unsigned char>(*high << 4U | *low));
        at += 2;
    }
    return decoded;
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const char character : text) {
        if (is_unreserved(character)) {
            encoded += character;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(character));
        }
    }
    return encoded;
}

std::optional<std::vector<std::pair<std::string, std::string>>> form_fields(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> fields;
    if (text.empty()) {
        return fields;
    }
    for (const std::string_view pair : split(text, '&')) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos) {
            return std::nullopt;
        }
        auto name = form_decoded(pair.substr(0, equals));
        auto value = form_decoded(pair.substr(equals + 1));
        if (!name || !value) {
            return std::nullopt;
        }
        fields.emplace_back(std::move(*name), std::move(*value));
    }
    return fields;
}

bool is_decimal(std::string_view text, int places) {
    const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
    const std::size_t point = digits.find('.');
    const std::string_view whole = digits.substr(0, point);
    const auto all_digits = [](std::string_view part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), [](char digit) {
            return digit >= '0' && digit <= '9';
        });
    };
    if (!all_digits(whole)) {
        return false;
    }
    if (point == std::string_view::npos) {
        return true;
    }
    const std::string_view fraction = digits.substr(point + 1);
    return all_digits(fraction) && fraction.size() <= static_cast<std::size_t>(places);
}

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day) {
        return false;
    }
    return std::chrono::year_month_day(std::chrono::year(*year),
                                       std::chrono::month(static_cast<unsigned>(*month)),
                                       std::chrono::day(static_cast<unsigned>(*day)))
        .ok();
}

bool is_date_time(std::string_view text) {
    if (text.size() != 20 || !is_date(text.substr(0, 10)) || text[10] != 'T' || text[13] != ':' ||
        text[16] != ':' || text[19] != 'Z') {
        return false;
    }
    const auto hour = digits(text.substr(11, 2));
    const auto minute = digits(text.substr(14, 2));
    const auto second = digits(text.substr(17, 2));
    return hour && minute && second && *hour < 24 && *minute < 60 && *second < 60;
}

std::string date_of(std::int64_t now_ms) {
    return date_time_of(now_ms).substr(0, 10);
}

std::string date_time_of(std::int64_t now_ms) {
    constexpr std::int64_t day_ms = 86'400'000;
    std::int64_t days = now_ms / day_ms;
    std::int64_t rest_ms = now_ms % day_ms;
    if (rest_ms < 0) {
        rest_ms += day_ms;
        --days;
    }
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
    const std::int64_t seconds = rest_ms / 1000;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string http_date_of(std::int64_t now_ms) {
    constexpr auto days =
        std::to_array<std::string_view>({"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"});
    constexpr auto months = std::to_array<std::string_view>(
        {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});
    const std::string text = date_time_of(now_ms);
    const auto day = std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(now_ms)));
    const std::chrono::year_month_day date(day);
    return fmt::format("{}, {} {} {} {} GMT", days[std::chrono::weekday(day).c_encoding()],
                       text.substr(8, 2), months[static_cast<unsigned>(date.month()) - 1],
                       text.substr(0, 4), text.substr(11, 8));
}

std::string base64_url(std::string_view bytes) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char byte : bytes) {
        bits = bits << 8U | static_cast<unsigned char>(byte);
        held += 8;
        while (held >= 6) {
            held -= 6;
            text += alphabet[bits >> held & 0x3FU];
        }
    }
    if (held > 0) {
        text += alphabet[bits << (6 - held) & 0x3FU];
    }
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) {
            return parts;
        }
        begin = end + 1;
    }
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& character : lower) {
        if (character >= 'A' && character <= 'Z') {
            character = static_cast<char>(character - 'A' + 'a');
        }
    }
    return lower;
}

}  // namespace sage::simulated
