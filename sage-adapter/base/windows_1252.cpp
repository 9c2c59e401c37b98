// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/base/windows_1252.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "sage-adapter/base/text.h"

namespace sage {
namespace {

// The characters of the bytes 80 to 9F; all others are those of the same number.
constexpr std::uint8_t first_of_table = 0x80;
constexpr std::array<std::uint16_t, 32> table = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

char byte(std::uint32_t bits) {
    return static_cast<char>(static_cast<std::uint8_t>(bits));
}

void append(std::string& out, std::uint32_t character) {
    if (character < 0x80) {
        out += byte(character);
    } else if (character < 0x800) {
        out += byte(0xC0U | (character >> 6U));
        out += byte(0x80U | (character & 0x3FU));
    } else {
        out += byte(0xE0U | (character >> 12U));
        out += byte(0x80U | ((character >> 6U) & 0x3FU));
        out += byte(0x80U | (character & 0x3FU));
    }
}

struct Character {
    std::uint32_t number = 0;
    std::size_t bytes = 1;
};

/// Of well-formed UTF-8; four bytes are beyond any code page and told as no character of it.
Character character_at(std::string_view text, std::size_t at) {
    const auto bits = [&](std::size_t index) {
        return std::uint32_t{static_cast<std::uint8_t>(text[at + index])};
    };
    const std::uint32_t lead = bits(0);
    if (lead < 0x80) {
        return {lead, 1};
    }
    if (lead < 0xE0) {
        return {((lead & 0x1FU) << 6U) | (bits(1) & 0x3FU), 2};
    }
    if (lead < 0xF0) {
        return {((lead & 0x0FU) << 12U) | ((bits(1) & 0x3FU) << 6U) | (bits(2) & 0x3FU), 3};
    }
    return {0xFFFF'FFFF, 4};
}

std::optional<char> byte_of(std::uint32_t character) {
    const std::uint32_t end_of_table = first_of_table + std::uint32_t{table.size()};
    if (character < first_of_table || (character >= end_of_table && character <= 0xFF)) {
        return byte(character);
    }
    const auto* const found = std::find(table.begin(), table.end(), character);
    if (found == table.end()) {
        return std::nullopt;
    }
    return byte(first_of_table + static_cast<std::uint32_t>(found - table.begin()));
}

/// Appends what can be written; where it ends: the text's size, or the first that cannot.
std::size_t append_bytes(std::string& out, std::string_view text) {
    const std::size_t well_formed = std::min(first_not_utf8(text), text.size());
    std::size_t at = 0;
    while (at < well_formed) {
        const Character next = character_at(text, at);
        const std::optional<char> written = byte_of(next.number);
        if (!written.has_value()) {
            return at;
        }
        out += *written;
        at += next.bytes;
    }
    return at;
}

}  // namespace

std::string from_windows_1252(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (const char one : bytes) {
        const auto number = static_cast<std::uint8_t>(one);
        const bool in_table = number >= first_of_table && number < first_of_table + table.size();
        append(text, in_table ? table.at(number - std::size_t{first_of_table}) : number);
    }
    return text;
}

std::size_t first_not_windows_1252(std::string_view text) {
    std::string unused;
    const std::size_t end = append_bytes(unused, text);
    return end == text.size() ? std::string_view::npos : end;
}

std::optional<std::string> to_windows_1252(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    if (append_bytes(bytes, text) != text.size()) {
        return std::nullopt;
    }
    return bytes;
}

}  // namespace sage
