// SPDX-License-Identifier: Apache-2.0
// Text from outside: is it UTF-8, and how is a piece of it shown to a person without harm.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sage {

/// The offset of the first byte that is not well-formed UTF-8 (RFC 3629: no overlong forms, no
/// surrogates, nothing above U+10FFFF), or std::string_view::npos.
std::size_t first_not_utf8(std::string_view text);

/// At most limits::quoted_bytes_max bytes of the text, cut between characters; what is no UTF-8 or
/// a control character becomes "?". For error texts.
std::string excerpt(std::string_view text);
/// The same with another limit, for words of the host's own.
std::string excerpt(std::string_view text, std::size_t bytes_max);

/// Appends the text to a JSON string (without the quotation marks): every control character,
/// including DEL, C1 and the Unicode line separators, is escaped, bytes that are not UTF-8 become
/// U+FFFD, and no more than `bytes_max` bytes of the text are used.
void append_printable(std::string& out, std::string_view text, std::size_t bytes_max);

}  // namespace sage
