// SPDX-License-Identifier: Apache-2.0
// What may happen to an instance whenever it calls somebody: it is killed, it is paused while
// others go on, or nothing. The world decides (world_interruptions.cpp).
#pragma once

#include <cstdint>

namespace sage::simulation {

/// Thrown through the instance, which is then thrown away. Not a std::exception: nobody catches it
/// on the way.
struct Killed {
    bool everything = true;  ///< the program or the machine; otherwise this instance alone
    int instance = 0;
};

enum class Moment : std::uint8_t {
    before_store,
    after_store,
    before_exchange,
    after_exchange,
};

class Interruptions {
  public:
    Interruptions() = default;
    Interruptions(const Interruptions&) = delete;
    Interruptions& operator=(const Interruptions&) = delete;
    virtual ~Interruptions() = default;
    /// May throw Killed; may let time pass and others work.
    virtual void at(Moment moment, int instance) = 0;
    /// The disk has stopped in the middle of a call: throws Killed.
    virtual void disk_stopped() = 0;
};

}  // namespace sage::simulation
