// SPDX-License-Identifier: Apache-2.0
// How Sage 50 and its REST interface write values: days as dd/MM/yyyy, numbers as binary floating
// point has left them, texts in Windows-1252.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sage-adapter/document/decimal.h"

namespace sage::simulated_sage50 {

/// YYYY-MM-DD of dd/MM/yyyy, or of MM/dd/yyyy; nothing if there is no such day. A time of day
/// behind it (HH:mm:ss) stays there: YYYY-MM-DD HH:MM:SS.
std::optional<std::string> stored_date(std::string_view text, bool month_first);
/// dd/MM/yyyy; the text is YYYY-MM-DD, with or without a time, which is left out.
std::string shown_date(std::string_view text);
/// dd/MM/yyyy HH:mm:ss
std::string shown_date_time(std::string_view text);

/// The neighbour of the number that a computation with binary floating point may have left, in 17
/// digits: 88.199999999999989 for 88.2. The number itself if it has no fraction that such a
/// computation could miss, or if it is too large to be money.
std::string with_binary_noise(const Decimal& number);

/// A character that Windows-1252 does not have becomes a question mark.
std::string windows_1252(std::string_view utf8);
bool fits_windows_1252(std::string_view utf8);
/// The text as Sage gives it back: question marks for what Windows-1252 does not have.
std::string kept_text(std::string_view utf8);

/// What bytes of Windows-1252 say, in UTF-8; a byte that it does not have is a question mark.
std::string utf8_of(std::string_view windows_1252);

std::size_t characters(std::string_view utf8);
/// At most so many characters of the text.
std::string_view first_characters(std::string_view utf8, std::size_t most);
std::string upper_case(std::string_view text);
/// Without blanks at either end.
std::string_view trimmed(std::string_view text);

}  // namespace sage::simulated_sage50
