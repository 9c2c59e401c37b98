// SPDX-License-Identifier: Apache-2.0
// Which planted bug the worlds run with: none, except in the program that is built for them.
#pragma once

#include <string_view>

namespace sage::simulation {

inline constexpr int planted_bugs = 12;

/// False if this program has no such bug. 0: none.
bool plant(int number);
std::string_view planted_name(int number);

}  // namespace sage::simulation
