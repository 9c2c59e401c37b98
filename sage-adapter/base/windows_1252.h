// SPDX-License-Identifier: Apache-2.0
// Windows-1252, in which Sage's older programs keep and exchange text.
//
// The code page leaves five bytes undefined: 81, 8D, 8F, 90 and 9D. Windows itself takes them for
// the control characters of the same number (Microsoft's "best fit" table of the code page, which
// the Encoding Standard of the WHATWG repeats), and so is it done here: each of the 256 bytes has a
// character of its own, so that two keys that differ in Sage differ here, and what was read can be
// written back unchanged. Sage's own pages do not say what it does with those bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sage {

/// As UTF-8. Never fails: see above.
std::string from_windows_1252(std::string_view bytes);

/// The offset of the first character that the code page lacks, or of the first byte that is not
/// UTF-8; std::string_view::npos: to_windows_1252() has an answer.
std::size_t first_not_windows_1252(std::string_view text);

/// UTF-8 in the code page. Nothing for a text that it cannot hold: no character is replaced by one
/// that looks like it.
std::optional<std::string> to_windows_1252(std::string_view text);

}  // namespace sage
