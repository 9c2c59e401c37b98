// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/base/text.h"

#include <cstdint>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

constexpr char32_t not_a_character = 0xFFFF'FFFF;

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

struct Decoded {
    char32_t character = not_a_character;
    std::size_t bytes = 1;
};

// One character from `at`. The smallest value of each length refuses overlong forms.
Decoded decode(std::string_view text, std::size_t at) {
    const std::uint8_t lead = byte_at(text, at);
    if (lead < 0x80) {
        return {lead, 1};
    }
    std::size_t bytes = 0;
    char32_t value = 0;
    char32_t smallest = 0;
    if ((lead & 0xE0U) == 0xC0U) {
        bytes = 2;
        value = lead & 0x1FU;
        smallest = 0x80;
    } else if ((lead & 0xF0U) == 0xE0U) {
        bytes = 3;
        value = lead & 0x0FU;
        smallest = 0x800;
    } else if ((lead & 0xF8U) == 0xF0U) {
        bytes = 4;
        value = lead & 0x07U;
        smallest = 0x10000;
    }
    if (bytes == 0 || text.size() - at < bytes) {
        return {};
    }
    for (std::size_t index = 1; index < bytes; ++index) {
        const std::uint8_t next = byte_at(text, at + index);
        if ((next & 0xC0U) != 0x80U) {
            return {};
        }
        value = (value << 6U) | (next & 0x3FU);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest || value > 0x10FFFF || surrogate) {
        return {};
    }
    return {value, bytes};
}

bool must_be_escaped(char32_t character) {
    return character < 0x20 || (character >= 0x7F && character <= 0x9F) || character == 0x2028 ||
           character == 0x2029;
}

void append_escape(std::string& out, char32_t character) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u";
    for (unsigned shift = 16; shift > 0; shift -= 4) {
        out += digits[(character >> (shift - 4)) & 0xFU];
    }
}

}  // namespace

std::size_t first_not_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const Decoded decoded = decode(text, at);
        if (decoded.character == not_a_character) {
            return at;
        }
        at += decoded.bytes;
    }
    return std::string_view::npos;
}

std::string excerpt(std::string_view text) {
    return excerpt(text, limits::quoted_bytes_max);
}

std::string excerpt(std::string_view text, std::size_t bytes_max) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const Decoded decoded = decode(text, at);
        if (out.size() + decoded.bytes > bytes_max) {
            return out + "…";
        }
        if (decoded.character == not_a_character || must_be_escaped(decoded.character)) {
            out += '?';
        } else {
            out += text.substr(at, decoded.bytes);
        }
        at += decoded.bytes;
    }
    return out;
}

void append_printable(std::string& out, std::string_view text, std::size_t bytes_max) {
    constexpr std::string_view ellipsis = "…";
    const bool cut = text.size() > bytes_max;
    const std::size_t end =
        !cut ? text.size() : (bytes_max > ellipsis.size() ? bytes_max - ellipsis.size() : 0);
    std::size_t at = 0;
    while (at < end) {
        const Decoded decoded = decode(text, at);
        if (at + decoded.bytes > end) {
            break;
        }
        if (decoded.character == not_a_character) {
            out += "\uFFFD";
        } else if (must_be_escaped(decoded.character)) {
            append_escape(out, decoded.character);
        } else {
            if (decoded.character == U'"' || decoded.character == U'\\') {
                out += '\\';
            }
            out += text.substr(at, decoded.bytes);
        }
        at += decoded.bytes;
    }
    if (cut) {
        out += ellipsis;
    }
}

}  // namespace sage
