// SPDX-License-Identifier: Apache-2.0
// A day that is lived again and again, and each time another call of the outbox fails, once: what
// failed is repeated, as the host and the worker do.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/delivery/world.h"

namespace sage::testing {

inline constexpr std::int64_t hour = 3'600'000;

/// In memory, where there is such a folder: what is synced to a disk is not what is tried here.
inline std::filesystem::path place() {
    const std::filesystem::path memory = "/dev/shm";
    return std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
}

class AnyDay : public World {
  public:
    AnyDay() : World(place()) {
        keep_content_days = 1;
        restart();
    }
    void TestBody() override {}

    /// False: the day went by without that call.
    bool live_while_failing(const std::string& function, int call) {
        store->fail(function, call);
        live();
        return store->failed;
    }

  protected:
    virtual void live() = 0;

    void expect_states(const std::vector<std::pair<const char*, State>>& expected,
                       const std::string& told) {
        for (const auto& [number, state] : expected) {
            EXPECT_EQ(text_of(entry(number).state), text_of(state)) << number << told;
        }
    }

    template <class Call>
    auto until_done(const Call& call) {
        for (;;) {
            auto done = call();
            if (done.ok()) {
                return done;
            }
            EXPECT_EQ(done.error().first().code, "test.store_failed");
            if (done.error().first().code != "test.store_failed") {
                return done;
            }
        }
    }

    void give(const std::string& document) {
        EXPECT_TRUE(until_done([&] { return delivery->submit(document); }).ok());
    }

    void preview(const std::string& document) {
        EXPECT_TRUE(until_done([&] { return delivery->preview(document); }).ok());
    }

    void work_until(std::int64_t until) {
        for (int round = 0; round < 3000; ++round) {
            const Result<Worked> worked =
                until_done([&] { return delivery->work([] { return false; }); });
            ASSERT_TRUE(worked.ok());
            if (!worked.value().idle) {
                continue;
            }
            const Result<std::int64_t> due = until_done([&] { return delivery->next_due_ms(); });
            if (due.value() > until) {
                clock.now = until;
                return;
            }
            clock.now = std::max(clock.now + 1, due.value());
        }
        FAIL() << "work never came to an end";
    }
};

/// Every one that delivery calls.
inline const std::vector<std::string> functions = {"accept",          "claim",
                                                   "release",         "next_due_ms",
                                                   "begin_attempt",   "begin_attempts",
                                                   "apply",           "apply_all",
                                                   "flush",           "recover",
                                                   "check_soundness", "find_message",
                                                   "find_document",   "find_earlier_document",
                                                   "last_attempt",    "last_attempts",
                                                   "in_state",        "unverified",
                                                   "root_causes",     "held_for",
                                                   "held_count",      "counts",
                                                   "page_after",      "sequence_before",
                                                   "about",           "find_references",
                                                   "remember",        "recall",
                                                   "raise",           "elect",
                                                   "raise_as_leader", "open_alert",
                                                   "close_alert",     "purge",
                                                   "save_catalogue",  "load_catalogue"};

/// Days in each of which another call fails; how many there were.
template <class SomeDay>
int days_with_a_failure() {
    int failed = 0;
    for (const std::string& function : functions) {
        // The first calls of each, and then ever fewer of the many that are alike.
        for (int call = 1, step = 1; call < 400; call += step, step += call > 6 ? 3 : 0) {
            SomeDay day;
            if (!day.live_while_failing(function, call)) {
                break;
            }
            ++failed;
            day.check(" when " + function + " fails at call " + std::to_string(call));
        }
    }
    return failed;
}

}  // namespace sage::testing
