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
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"

namespace sage {

/// What becomes of numbers. In the documents of the ABI a number is a small integer (a count, never
/// money): anything else is refused. In Sage's replies a number may be anything: its digits are
/// kept as text, never as a double.
enum class JsonNumbers : std::uint8_t { integers_only, as_text };

/// Status::invalid with codes json.too_large, json.syntax, json.too_deep, json.duplicate_member,
/// json.not_utf8, json.number; the pointer says where, as far as it is known.
Result<boost::json::value> parse_json(std::string_view text, std::size_t bytes_max,
                                      JsonNumbers numbers);

/// Members sorted by name at every level, no blanks: equal values give equal bytes.
std::string canonical_json(const boost::json::value& value);

/// The member at a JSON pointer, or null. "" is the value itself.
const boost::json::value* at_pointer(const boost::json::value& value, std::string_view pointer);

/// The string at a pointer; empty if there is none or it is no string.
std::string_view text_at(const boost::json::value& value, std::string_view pointer);

}  // namespace sage
