// SPDX-License-Identifier: Apache-2.0
// Strict JSON. Boost.JSON parses; what it lets pass and we must not is refused here: duplicate
// members, nesting deeper than limits::json_depth_max, numbers that binary floating point would
// change.
//
// This is the one header of the adapter with a third-party type in it (ARCHITECTURE.md, "Where we
// break the rules"): a wrapper of our own around a JSON value would be more to read and nothing
// gained.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"

namespace sage {

using JsonValue = boost::json::value;
using JsonObject = boost::json::object;

/// What becomes of numbers. In the documents of the ABI a number is a small integer (a count, never
/// money): anything else is refused. In Sage's replies a number may be anything: its digits are
/// kept as text, never as a double. With `integers_marked` a number that is no small integer
/// becomes a value of kind double_ that holds zero: the caller, who knows what the member means,
/// must refuse it (document/read.cpp does, with better words than this parser has).
enum class JsonNumbers : std::uint8_t { integers_only, as_text, integers_marked };

/// Status::invalid with codes json.too_large, json.syntax, json.too_deep, json.duplicate_member,
/// json.not_utf8, json.nul, json.number; the pointer says where, as far as it is known.
Result<boost::json::value> parse_json(std::string_view text, std::size_t bytes_max,
                                      JsonNumbers numbers);

/// The same, with the value in a memory resource of the caller's choice.
Result<boost::json::value> parse_json(std::string_view text, std::size_t bytes_max,
                                      JsonNumbers numbers, boost::json::storage_ptr storage);

/// Members sorted by name (by bytes) at every level, no blanks: equal values give equal bytes.
std::string canonical_json(const boost::json::value& value);
void append_canonical_json(std::string& out, const boost::json::value& value);

/// The text between quotation marks, with the escapes JSON needs and no others. The text is UTF-8.
void append_json_text(std::string& out, std::string_view text);

/// A member name as a token of a JSON pointer: "~" and "/" escaped.
void append_pointer_token(std::string& out, std::string_view name);

/// The member at a JSON pointer, or null. "" is the value itself.
const boost::json::value* at_pointer(const boost::json::value& value, std::string_view pointer);

/// The string at a pointer; empty if there is none or it is no string.
std::string_view text_at(const boost::json::value& value, std::string_view pointer);

}  // namespace sage
