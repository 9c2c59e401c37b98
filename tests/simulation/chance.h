// SPDX-License-Identifier: Apache-2.0
// All chance of a simulated world: one seed, one sequence, the same on every machine and compiler
// (SplitMix64, Steele and others, "Fast splittable pseudorandom number generators", 2014).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sage::simulation {

class Chance {
  public:
    /// Neighbouring seeds begin far from each other: of plain SplitMix64 seeds that differ by its
    /// increment one would be the other's sequence, a step later.
    explicit Chance(std::uint64_t seed) : state_(mixed(seed)) {}

    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15ULL;
        return mixed(state_);
    }
    /// 0 to limit - 1; limit is not 0. The bias of the remainder is of no concern here.
    std::uint64_t below(std::uint64_t limit) { return next() % limit; }
    /// least to most, both included.
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least +
               static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least) + 1));
    }
    bool percent(std::uint64_t of_hundred) { return below(100) < of_hundred; }
    template <class T>
    const T& pick(const std::vector<T>& from) {
        return from[below(from.size())];
    }

  private:
    static std::uint64_t mixed(std::uint64_t value) {
        value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
        return value ^ (value >> 31U);
    }

    std::uint64_t state_;
};

}  // namespace sage::simulation
