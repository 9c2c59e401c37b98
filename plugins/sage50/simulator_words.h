// SPDX-License-Identifier: Apache-2.0
// The small grammar of the simulator's tables of fields: words between blanks and line ends, and
// names that stand for several.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sage::simulated_sage50 {

std::vector<std::string_view> words_in(std::string_view table);
/// The digits at the beginning; 0 if there are none.
int number_in(std::string_view text);
/// "NOTES_1..3" is NOTES_1, NOTES_2, NOTES_3; any other name is itself.
std::vector<std::string> names_in(std::string_view name);

}  // namespace sage::simulated_sage50
