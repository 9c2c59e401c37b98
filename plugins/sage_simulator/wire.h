// SPDX-License-Identifier: Apache-2.0
// The small grammars of the wire: percent-encoding, form bodies, dates and times.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sage::simulated {

/// Nothing if a percent sign is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text);
std::string percent_encoded(std::string_view text);

/// The pairs of an application/x-www-form-urlencoded text, in their order; also of a query string.
std::optional<std::vector<std::pair<std::string, std::string>>> form_fields(std::string_view text);

/// Digits with at most `places` after the point, as Sage's decimal-precision formats are written.
bool is_decimal(std::string_view text, int places);
/// True for YYYY-MM-DD that exists in the calendar.
bool is_date(std::string_view text);
/// True for YYYY-MM-DDThh:mm:ssZ.
bool is_date_time(std::string_view text);
/// YYYY-MM-DD in UTC.
std::string date_of(std::int64_t now_ms);
/// YYYY-MM-DDThh:mm:ssZ.
std::string date_time_of(std::int64_t now_ms);
/// "Sun, 06 Nov 1994 08:49:37 GMT", as the header Date has it (RFC 9110).
std::string http_date_of(std::int64_t now_ms);

std::string base64_url(std::string_view bytes);

/// Parts between separators; an empty text has one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string lower_case(std::string_view text);

}  // namespace sage::simulated
