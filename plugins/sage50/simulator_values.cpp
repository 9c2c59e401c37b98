// SPDX-License-Identifier: Apache-2.0
// The noise is computed with integers: the two numbers of binary floating point around a decimal
// are integers of 53 bits over a power of two.
#include "plugins/sage50/simulator_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "plugins/sage50/simulator_record.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage50 {
namespace {

using Wide = unsigned __int128;

constexpr std::size_t day_length = 10;
constexpr std::size_t digits_most = 15;
constexpr int places_most = 6;
constexpr int digits_shown = 17;
constexpr int mantissa_bits = 53;

Wide power_of_ten(int exponent) {
    Wide power = 1;
    for (int at = 0; at < exponent; ++at) {
        power *= 10;
    }
    return power;
}

std::string digits_of(Wide number) {
    std::string digits;
    do {
        digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(number % 10)));
        number /= 10;
    } while (number != 0);
    return digits;
}

/// A fraction of binary digits, to the nearest: mantissa / 2^exponent.
struct Binary {
    Wide mantissa = 0;
    int exponent = 0;
    bool exact = false;
};

Binary binary_of(Wide unscaled, int places) {
    const Wide divisor = power_of_ten(places);
    Binary result;
    Wide dividend = unscaled;
    while (dividend / divisor < (Wide{1} << (mantissa_bits - 1))) {
        dividend <<= 1U;
        ++result.exponent;
    }
    result.mantissa = (dividend + divisor / 2) / divisor;
    result.exact = dividend % divisor == 0;
    return result;
}

/// Windows-1252 from 0x80 to 0x9F; 0 where it has no character.
constexpr std::array<char32_t, 32> above_ascii = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/// The character that begins there, and how many bytes it has; the text is well-formed.
std::pair<char32_t, std::size_t> character_at(std::string_view utf8, std::size_t at) {
    const auto first = static_cast<unsigned char>(utf8[at]);
    const std::size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t character = bytes == 1 ? first : first & (0xFFU >> (bytes + 1));
    for (std::size_t next = 1; next < bytes && at + next < utf8.size(); ++next) {
        character = (character << 6U) | (static_cast<unsigned char>(utf8[at + next]) & 0x3FU);
    }
    return {character, bytes};
}

std::optional<char> byte_of(char32_t character) {
    if (character < 0x80 || (character >= 0xA0 && character <= 0xFF)) {
        return static_cast<char>(character);
    }
    const auto* const found = std::find(above_ascii.begin(), above_ascii.end(), character);
    if (found == above_ascii.end()) {
        return std::nullopt;
    }
    return static_cast<char>(0x80 + (found - above_ascii.begin()));
}

}  // namespace

std::optional<std::string> stored_date(std::string_view text, bool month_first) {
    const std::string_view time = text.substr(std::min(day_length, text.size()));
    if (text.size() < day_length || text[2] != '/' || text[5] != '/') {
        return std::nullopt;
    }
    const std::string_view first = text.substr(0, 2);
    const std::string_view second = text.substr(3, 2);
    const std::string day = fmt::format("{}-{}-{}", text.substr(6, 4), month_first ? first : second,
                                        month_first ? second : first);
    const bool right_time =
        time.empty() ||
        (time[0] == ' ' && simulated::is_date_time(fmt::format("{}T{}Z", day, time.substr(1))));
    return simulated::is_date(day) && right_time ? std::optional(day + std::string(time))
                                                 : std::nullopt;
}

std::string shown_date(std::string_view text) {
    return text.size() < day_length
               ? std::string()
               : fmt::format("{}/{}/{}", text.substr(8, 2), text.substr(5, 2), text.substr(0, 4));
}

std::string shown_date_time(std::string_view text) {
    if (text.size() < day_length) {
        return {};
    }
    return shown_date(text) +
           (text.size() > day_length ? std::string(text.substr(day_length)) : " 00:00:00");
}

std::string with_binary_noise(const Decimal& number) {
    const std::string clean = plain(number);
    const bool negative = clean.starts_with('-');
    std::string digits = clean.substr(negative ? 1 : 0);
    const std::size_t point = digits.find('.');
    if (point == std::string::npos || digits.size() > digits_most ||
        digits.size() - point - 1 > static_cast<std::size_t>(places_most)) {
        return clean;
    }
    const int places = static_cast<int>(digits.size() - point - 1);
    digits.erase(point, 1);
    Wide unscaled = 0;
    for (const char digit : digits) {
        unscaled = unscaled * 10 + static_cast<Wide>(digit - '0');
    }
    Binary binary = binary_of(unscaled, places);
    if (binary.exact) {
        return clean;
    }
    binary.mantissa += unscaled % 2 == 0 ? Wide(0) - 1 : Wide(1);
    // As many places as give 17 digits that count.
    const std::string significant = digits.substr(digits.find_first_not_of('0'));
    const int before = static_cast<int>(significant.size()) - places;
    const int shown_places = digits_shown - before;
    const Wide shown = (binary.mantissa * power_of_ten(shown_places) +
                        (Wide{1} << static_cast<unsigned>(binary.exponent - 1))) >>
                       static_cast<unsigned>(binary.exponent);
    std::string text = digits_of(shown);
    const auto fraction = static_cast<std::size_t>(shown_places);
    text.insert(0, fraction + 1 - std::min(fraction + 1, text.size()), '0');
    text.insert(text.size() - fraction, ".");
    text.erase(text.find_last_not_of('0') + 1);
    return (negative ? "-" : "") + text;
}

std::string windows_1252(std::string_view utf8) {
    std::string bytes;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto [character, length] = character_at(utf8, at);
        bytes += byte_of(character).value_or('?');
        at += length;
    }
    return bytes;
}

bool fits_windows_1252(std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        const auto [character, length] = character_at(utf8, at);
        if (!byte_of(character)) {
            return false;
        }
        at += length;
    }
    return true;
}

std::string kept_text(std::string_view utf8) {
    std::string kept;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto [character, length] = character_at(utf8, at);
        kept += byte_of(character) ? utf8.substr(at, length) : std::string_view("?");
        at += length;
    }
    return kept;
}

std::string utf8_of(std::string_view windows_1252) {
    constexpr unsigned char ascii_end = 0x80;
    constexpr unsigned char latin_begin = 0xA0;
    std::string text;
    for (const char c : windows_1252) {
        const auto byte = static_cast<unsigned char>(c);
        const bool extra = byte >= ascii_end && byte < latin_begin;
        char32_t character = extra ? above_ascii.at(byte - ascii_end) : char32_t{byte};
        character = character == 0 && extra ? U'?' : character;
        if (character < 0x80) {
            text += static_cast<char>(character);
        } else if (character < 0x800) {
            text += static_cast<char>(0xC0U | (character >> 6U));
            text += static_cast<char>(0x80U | (character & 0x3FU));
        } else {
            text += static_cast<char>(0xE0U | (character >> 12U));
            text += static_cast<char>(0x80U | ((character >> 6U) & 0x3FU));
            text += static_cast<char>(0x80U | (character & 0x3FU));
        }
    }
    return text;
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

std::string_view first_characters(std::string_view utf8, std::size_t most) {
    std::size_t at = 0;
    for (std::size_t counted = 0; at < utf8.size() && counted < most; ++counted) {
        at += character_at(utf8, at).second;
    }
    return utf8.substr(0, std::min(at, utf8.size()));
}

std::string upper_case(std::string_view text) {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(), [](char character) {
        return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A')
                                                    : character;
    });
    return upper;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

}  // namespace sage::simulated_sage50
