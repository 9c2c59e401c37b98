// SPDX-License-Identifier: Apache-2.0
// Plan: BrokenPipeBlocked - a SIGPIPE raised meanwhile is swallowed, the mask comes back as it was,
// whether it was blocked before or not, and a signal pending before is still pending after.
#include "sage-adapter/transport/broken_pipe.h"

#include <gtest/gtest.h>
#include <pthread.h>

namespace sage {
namespace {

sigset_t broken_pipe() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    return set;
}

bool blocked() {
    sigset_t mask;
    pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    return sigismember(&mask, SIGPIPE) == 1;
}

bool pending() {
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, SIGPIPE) == 1;
}

class BrokenPipe : public testing::Test {
  protected:
    // Poco blocks the signal in the thread that loads it: each test begins as a host's thread does.
    BrokenPipe() { set(SIG_UNBLOCK); }
    ~BrokenPipe() override { set(SIG_UNBLOCK); }
    static void set(int how) {
        const sigset_t set = broken_pipe();
        pthread_sigmask(how, &set, nullptr);
    }
};

TEST_F(BrokenPipe, is_swallowed_and_the_mask_put_back) {
    {
        const BrokenPipeBlocked guard;
        EXPECT_TRUE(blocked());
        pthread_kill(pthread_self(), SIGPIPE);
        EXPECT_TRUE(pending());
    }
    // Still alive: the signal was taken before the mask was put back.
    EXPECT_FALSE(blocked());
    EXPECT_FALSE(pending());
}

TEST_F(BrokenPipe, stays_blocked_where_it_was_blocked) {
    set(SIG_BLOCK);
    {
        const BrokenPipeBlocked guard;
        pthread_kill(pthread_self(), SIGPIPE);
    }
    EXPECT_TRUE(blocked());
    EXPECT_FALSE(pending());
}

TEST_F(BrokenPipe, that_was_pending_before_is_the_hosts_own) {
    set(SIG_BLOCK);
    pthread_kill(pthread_self(), SIGPIPE);
    {
        const BrokenPipeBlocked guard;
    }
    EXPECT_TRUE(pending());
    const sigset_t wanted = broken_pipe();
    const timespec at_once{0, 0};
    EXPECT_EQ(sigtimedwait(&wanted, nullptr, &at_once), SIGPIPE);
}

}  // namespace
}  // namespace sage
