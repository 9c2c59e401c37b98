// SPDX-License-Identifier: Apache-2.0
// A text of ours in a field of Sage that is to become another one, although people may have written
// there, too: their lines stay, and what they changed in ours is not overwritten. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sage {

/// What the field is to hold, which now holds `present`. `written` is what we wrote there, one
/// after another, an empty text where we wrote nothing; the last is the one to be replaced. Equal
/// to one of them, it is ours and becomes `wanted`. Otherwise the lines of it that differ from
/// `wanted` are replaced where they stand, if they stand there once, and all other lines stay; in a
/// field of a single line nothing is. Nothing: people changed what is to be replaced.
std::optional<std::string> merge_text(std::string_view present,
                                      const std::vector<std::string>& written,
                                      std::string_view wanted, bool single_line);

}  // namespace sage
