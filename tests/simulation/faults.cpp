// SPDX-License-Identifier: Apache-2.0
// The names, in the order of the enumeration.
#include "tests/simulation/faults.h"

namespace sage::simulation {
namespace {

constexpr std::array<std::string_view, fault_count> names = {
    "F1 killed inside a commit",
    "F2 killed between two steps",
    "F3 paused beyond the lease",
    "F4 destroyed and made again",
    "F5 stopped at work",
    "F6 second instance on one folder",
    "F6 two instances on one store",
    "F8 no worker for long",
    "F9 callback entered again",
    "F10 disk full",
    "F11 disk error",
    "F11 sync failed",
    "F12 sync lied, then power loss",
    "F13 write torn by power loss",
    "F14 unsynced writes dropped or reordered",
    "F15 bit flipped",
    "F16 shared memory deleted",
    "F17 read-only",
    "F18 busy for seconds",
    "F19 newer schema",
    "F20 backup restored",
    "F28 name failure",
    "F29 connection refused",
    "F30 black hole",
    "F31 slow",
    "F32 reset before the request",
    "F32 reset in the request",
    "F32 reset after the request",
    "F33 reset in the reply",
    "F34 half of the request arrives",
    "F35 half of the reply arrives",
    "F37 stalled beyond the time-out",
    "F38 delivered twice",
    "F39 executed after the time-out",
    "F39 executed beyond settle",
    "F40 page of a proxy",
    "F41 TLS cut",
    "F42 certificate wrong",
    "F43 status without effect",
    "F46 status after effect",
    "F43 refused for good",
    "F44 success without body",
    "F44 success truncated",
    "F44 success of another type",
    "F44 success with another document's id",
    "F45 success with an error status",
    "F45 error with a success status",
    "F47 throttled",
    "F47 throttled absurdly",
    "F48 failure kept under the key",
    "F48 key conflict",
    "F49 duplicates accepted",
    "F50 search lags",
    "F51 search error read as empty",
    "F52 search page cut",
    "F53 maintenance",
    "F54 clock jumped",
    "F55 token expired",
    "F55 token revoked",
    "F55 token reply lost",
    "F56 secrets unavailable",
    "F9 audit refused",
    "F57 host repeated",
    "F57 host sent other content",
    "F57 host cancelled",
    "F58 operator decided",
    "F58 operator decided wrongly",
    "master data changed",
};

}  // namespace

std::string_view text_of(Fault fault) {
    return names[static_cast<std::size_t>(fault)];
}

}  // namespace sage::simulation
