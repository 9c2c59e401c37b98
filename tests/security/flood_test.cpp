// SPDX-License-Identifier: Apache-2.0
// Plan (S31): far more documents than the outbox takes, from many threads at once. It never holds
// more than its limit, says busy to the others and when to come again, needs no more memory for it,
// and has every accepted one after a restart.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "sage-adapter/outbox/sqlite_store.h"
#include "tests/support/tries.h"
#include "tests/unit/outbox/outbox_folder.h"

namespace sage::outbox_test {
namespace {

constexpr int threads_count = 8;
constexpr int offered_by_each = 5'000;
constexpr std::uint64_t limit = 1'000;

/// Resident memory of this program in KiB.
std::int64_t memory_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        if (word == "VmRSS:") {
            std::int64_t kib = 0;
            status >> kib;
            return kib;
        }
    }
    return 0;
}

TEST(Flood, holds_no_more_than_the_limit_and_loses_nothing_accepted) {
    const OutboxFolder folder;
    std::set<int> accepted;
    std::mutex mutex;
    std::atomic<int> busy = 0;
    {
        const std::unique_ptr<Store> store =
            value_of(open_sqlite_store(folder.options(), SqliteLimits{limit, 0}));
        const std::int64_t before = memory_kib();
        std::array<std::thread, threads_count> threads;
        for (int thread = 0; thread < threads_count; ++thread) {
            threads.at(static_cast<std::size_t>(thread)) = std::thread([&, thread] {
                for (int at = 0; at < offered_by_each; ++at) {
                    const int number = thread * offered_by_each + at;
                    const Result<Accepted> taken = store->accept(new_entry(number));
                    if (taken.ok()) {
                        const std::lock_guard lock(mutex);
                        accepted.insert(number);
                    } else {
                        EXPECT_EQ(taken.error().status, Status::busy)
                            << taken.error().first().cause;
                        EXPECT_GT(taken.error().retry_after_ms, 0U);
                        ++busy;
                    }
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        // A sanitizer keeps what is freed: its memory says nothing about the outbox's.
        if (!is_sanitized) {
            EXPECT_LT(memory_kib() - before, 64 * 1024);
        }
    }
    EXPECT_EQ(accepted.size(), limit);
    EXPECT_EQ(busy + static_cast<int>(accepted.size()), threads_count * offered_by_each);
    const std::unique_ptr<Store> again = folder.store();
    EXPECT_EQ(value_of(again->counts()).queued, static_cast<std::int64_t>(limit));
    for (const int number : accepted) {
        EXPECT_TRUE(value_of(again->find_message("message-" + std::to_string(number))).has_value());
    }
}

}  // namespace
}  // namespace sage::outbox_test
