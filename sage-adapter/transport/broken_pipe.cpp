// SPDX-License-Identifier: Apache-2.0
// Blocking SIGPIPE for a while, leaving no trace.
#include "sage-adapter/transport/broken_pipe.h"

#include <pthread.h>

#include <ctime>

namespace sage {

namespace {

sigset_t only_broken_pipe() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    return set;
}

/// Blocks the signal on this thread and returns the mask as it was.
sigset_t block() {
    const sigset_t set = only_broken_pipe();
    sigset_t before;
    sigemptyset(&before);
    pthread_sigmask(SIG_BLOCK, &set, &before);
    return before;
}

bool is_pending() {
    sigset_t pending;
    sigemptyset(&pending);
    sigpending(&pending);
    return sigismember(&pending, SIGPIPE) == 1;
}

}  // namespace

BrokenPipeBlocked::BrokenPipeBlocked() noexcept
    : before_(block()),
      was_blocked_(sigismember(&before_, SIGPIPE) == 1),
      was_pending_(was_blocked_ && is_pending()) {}

BrokenPipeBlocked::~BrokenPipeBlocked() {
    if (!was_pending_ && is_pending()) {
        const sigset_t set = only_broken_pipe();
        const timespec at_once{0, 0};
        sigtimedwait(&set, nullptr, &at_once);
    }
    if (!was_blocked_) {
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
}

}  // namespace sage
