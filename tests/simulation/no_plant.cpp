// SPDX-License-Identifier: Apache-2.0
// The program with the core as it is shipped.
#include "tests/simulation/plant.h"

namespace sage::simulation {

bool plant(int number) {
    return number == 0;
}

std::string_view planted_name(int) {
    return "";
}

}  // namespace sage::simulation
