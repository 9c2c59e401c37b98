// SPDX-License-Identifier: Apache-2.0
// Many worlds, one after the other, in one or several programs at a time.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

namespace sage::simulation {

struct RangeOptions {
    std::uint64_t first_seed = 1;
    std::uint64_t seeds = 100;
    std::uint64_t jobs = 1;           ///< programs, each with its part of the range
    std::uint64_t repeat_every = 50;  ///< so often a seed runs twice and must write the same log
    std::string edition;              ///< empty: all, in turn
    std::string regressions;          ///< a file of seeds that once failed: they run first
    std::string folder;
    bool shows_log = false;
    bool until_failure = false;  ///< the first seed that fails is the last
    int plant = 0;               ///< number of a planted bug; only in the program built for them
};

/// Writes what failed, with the command that replays it, and at last one line of figures. True if
/// nothing failed.
bool run_range(const RangeOptions& options, std::ostream& out);

}  // namespace sage::simulation
