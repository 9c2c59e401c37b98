// SPDX-License-Identifier: Apache-2.0
// Something that one of the hosts that share an outbox does for all of them, as far as this host
// knows of it.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "sage-adapter/outbox/outbox.h"

namespace sage {

struct Duty {
    std::string_view name;
    std::atomic<std::int64_t> led_until_ms{0};    ///< by this host
    std::atomic<std::int64_t> asked_until_ms{0};  ///< another one leads, as far as is known
    Leadership leadership{};                      ///< of the one thread that is at it
};

}  // namespace sage
