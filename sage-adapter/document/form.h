// SPDX-License-Identifier: Apache-2.0
// The forms of texts that carry a meaning: dates, instants, UUIDs, versions. Pure functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace sage {

/// YYYY-MM-DD, and a day that exists: 2026-02-30 does not.
bool is_date(std::string_view text);

/// RFC 3339 date-time with an offset: 2026-11-20T15:42:10.250+01:00, or Z.
bool is_instant(std::string_view text);

/// 8-4-4-4-12 hexadecimal digits.
bool is_uuid(std::string_view text);

/// 8 to 14 digits. The check digit is not looked at: it is for the scanner to say.
bool is_gtin(std::string_view text);

/// `count` capital letters A to Z.
bool is_capitals(std::string_view text, std::size_t count);

/// The decimal grammar whatever the number of digits (document/decimal.h).
bool is_decimal(std::string_view text);

/// Major, minor and patch number: "1.0.0".
bool is_version(std::string_view text);

}  // namespace sage
