// SPDX-License-Identifier: Apache-2.0
// The switch behind the planted bugs, and the binary floating point that the core must not contain.
#include <array>
#include <cstdio>
#include <cstdlib>

#include "sage-adapter/base/planted_bug.h"
#include "tests/simulation/plant.h"

namespace sage {
namespace {

PlantedBug switched_on = PlantedBug::none;

constexpr std::array<std::string_view, simulation::planted_bugs + 1> names = {
    "none",
    "no fence",
    "no sync",
    "time-out read as failure",
    "cached 500 read as refusal",
    "search error read as empty",
    "key with time in it",
    "keep-alive re-send",
    "stale lease completes",
    "only first search hit",
    "retry on 5xx",
    "notification before commit",
    "rounding by double",
};

}  // namespace

inline namespace with_planted_bugs {

bool planted_switch(PlantedBug bug) {
    return switched_on == bug;
}

std::string planted_binary(std::string_view decimal) {
    const std::size_t point = decimal.find('.');
    if (point == std::string_view::npos) {
        return std::string(decimal);
    }
    const auto places = static_cast<int>(decimal.size() - point - 1);
    std::array<char, 64> text{};
    const double binary = std::strtod(std::string(decimal).c_str(), nullptr);
    std::snprintf(text.data(), text.size(), "%.*f", places, binary);
    // The core's own limits, all nines, would become too long to be read.
    const std::string rounded = text.data();
    return rounded.size() == decimal.size() ? rounded : std::string(decimal);
}

}  // namespace with_planted_bugs

namespace simulation {

bool plant(int number) {
    if (number < 0 || number > planted_bugs) {
        return false;
    }
    switched_on = static_cast<PlantedBug>(number);
    return true;
}

std::string_view planted_name(int number) {
    return names[static_cast<std::size_t>(number)];
}

}  // namespace simulation
}  // namespace sage
