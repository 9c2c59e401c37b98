// SPDX-License-Identifier: Apache-2.0
// What a run of many worlds came to. Several programs may share a run: each writes its figures, and
// one adds them up.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "tests/simulation/world.h"

namespace sage::simulation {

struct Figures {
    std::uint64_t seeds = 0;
    std::uint64_t in_memory = 0;  ///< of the seeds: their outbox was
    std::uint64_t steps = 0;
    std::uint64_t failed = 0;
    std::uint64_t recoveries_disturbed = 0;  ///< seeds with a fault while recovering from one
    std::uint64_t hash = 0;
    std::vector<std::uint64_t> documents;  ///< of each seed
    std::vector<std::uint64_t> fired;      ///< faults of each seed
    Faults faults;
    Tally tally;
    Covered covered;

    void add(const WorldResult& result);
    void add(const Figures& other);
    void write(std::ostream& out) const;
    /// False: the text is not whole.
    bool read(std::istream& in);

    /// Every kind of fault with its count, one a line.
    std::string table() const;
    /// Everything that counts, in one line.
    std::string line(double seconds) const;
};

}  // namespace sage::simulation
