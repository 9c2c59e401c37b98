// SPDX-License-Identifier: Apache-2.0
// The other half of base/json.h: writing in canonical form and finding by pointer. The writer is on
// the path of every submitted document, so it appends straight to one string.
#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <vector>

#include "sage-adapter/base/json.h"

namespace sage {
namespace {

namespace json = boost::json;

constexpr std::string_view hexadecimal_digits = "0123456789abcdef";

// Zero: as it is. 'u': as \u00xx. Otherwise the letter behind the backslash.
constexpr std::array<char, 256> make_escapes() {
    std::array<char, 256> escapes = {};
    for (std::size_t code = 0; code < 0x20; ++code) {
        escapes[code] = 'u';
    }
    escapes['\b'] = 'b';
    escapes['\f'] = 'f';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
}
constexpr std::array<char, 256> escapes = make_escapes();

std::string_view view(json::string_view text) {
    return {text.data(), text.size()};
}

void append_number(std::string& out, std::int64_t number) {
    std::array<char, 24> digits = {};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

using Member = const json::key_value_pair*;

template <class Members>
void append_sorted(std::string& out, Members begin, Members end) {
    std::sort(begin, end, [](Member left, Member right) { return left->key() < right->key(); });
    char separator = '{';
    for (Members member = begin; member != end; ++member) {
        out += separator;
        append_json_text(out, view((*member)->key()));
        out += ':';
        append_canonical_json(out, (*member)->value());
        separator = ',';
    }
    out += '}';
}

void append_object(std::string& out, const json::object& object) {
    if (object.empty()) {
        out += "{}";
        return;
    }
    constexpr std::size_t usual_members_max = 32;
    if (object.size() <= usual_members_max) {
        std::array<Member, usual_members_max> members;
        Member* end = members.data();
        for (const json::key_value_pair& member : object) {
            *end++ = &member;
        }
        append_sorted(out, members.data(), end);
        return;
    }
    std::vector<Member> members;
    members.reserve(object.size());
    for (const json::key_value_pair& member : object) {
        members.push_back(&member);
    }
    append_sorted(out, members.begin(), members.end());
}

void append_array(std::string& out, const json::array& array) {
    out += '[';
    for (std::size_t index = 0; index < array.size(); ++index) {
        if (index > 0) {
            out += ',';
        }
        append_canonical_json(out, array[index]);
    }
    out += ']';
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
    const auto is_escaped = [](char letter) {
        return escapes[static_cast<unsigned char>(letter)] != 0;
    };
    out += '"';
    for (;;) {
        const auto* const special = std::find_if(text.begin(), text.end(), is_escaped);
        const auto count = static_cast<std::size_t>(special - text.begin());
        out.append(text.data(), count);
        if (count == text.size()) {
            break;
        }
        const auto code = static_cast<unsigned char>(*special);
        out += '\\';
        out += escapes[code];
        if (escapes[code] == 'u') {
            out += "00";
            out += hexadecimal_digits[code >> 4U];
            out += hexadecimal_digits[code & 0xFU];
        }
        text.remove_prefix(count + 1);
    }
    out += '"';
}

void append_pointer_token(std::string& out, std::string_view name) {
    out += '/';
    for (const char letter : name) {
        if (letter == '~') {
            out += "~0";
        } else if (letter == '/') {
            out += "~1";
        } else {
            out += letter;
        }
    }
}

void append_canonical_json(std::string& out, const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            out += "null";
            break;
        case json::kind::bool_:
            out += value.get_bool() ? "true" : "false";
            break;
        case json::kind::int64:
            append_number(out, value.get_int64());
            break;
        case json::kind::uint64:
            out += std::to_string(value.get_uint64());
            break;
        case json::kind::double_:
            // parse_json() makes none; a value put together by hand still gets well-formed text.
            out += json::serialize(value);
            break;
        case json::kind::string:
            append_json_text(out, view(value.get_string()));
            break;
        case json::kind::array:
            append_array(out, value.get_array());
            break;
        case json::kind::object:
            append_object(out, value.get_object());
            break;
    }
}

std::string canonical_json(const json::value& value) {
    std::string out;
    append_canonical_json(out, value);
    return out;
}

const json::value* at_pointer(const json::value& value, std::string_view pointer) {
    json::error_code code;
    return value.find_pointer({pointer.data(), pointer.size()}, code);
}

std::string_view text_at(const json::value& value, std::string_view pointer) {
    const json::value* found = at_pointer(value, pointer);
    const json::string* text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

}  // namespace sage
