// SPDX-License-Identifier: Apache-2.0
// A document in doubt, looked at once, and all that is kept of it afterwards.
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "tests/unit/delivery/world.h"

namespace sage::testing {

inline constexpr std::int64_t minute = 60'000;
inline constexpr std::int64_t hour = 60 * minute;

/// D1 is in doubt, and the clock stands at the time at which it is looked at.
class SettleRecord : public World {
  protected:
    void doubt(bool executed) {
        start();
        sage.scripts = {{executed, Outcome::maybe_sent, 0}};
        submit(despatch("D1"));
        work();
        ASSERT_EQ(state("D1"), State::in_doubt);
        clock.now = entry("D1").due_ms;
        begun_ms = attempt().begun_ms;
    }

    /// The server answers like this from now on under the key of D1.
    void doubt_answered(Reply reply) {
        doubt(true);
        sage.answers.begin()->second = std::move(reply);
    }

    /// One unit of work, and what is then kept of D1.
    Entry step() {
        const Result<Worked> worked = delivery->work([] { return false; });
        EXPECT_TRUE(worked.ok()) << worked.error().first().cause;
        EXPECT_TRUE(delivery->flush().ok());
        return entry("D1");
    }

    /// One unit of work that ends with an error of this code.
    void step_fails(const std::string& code) {
        const Result<Worked> worked = delivery->work([] { return false; });
        ASSERT_FALSE(worked.ok());
        EXPECT_EQ(worked.error().first().code, code);
    }

    std::size_t posts() const {
        return static_cast<std::size_t>(
            std::count_if(sage.received.begin(), sage.received.end(),
                          [](const Request& request) { return request.target == "/post"; }));
    }

    Attempt attempt() {
        const Result<std::optional<Attempt>> last = store->last_attempt(entry("D1").sequence);
        return last.ok() ? last.value().value_or(Attempt{}) : Attempt{};
    }

    std::string evidence() {
        const Result<std::vector<HistoryLine>> lines = store->history(entry("D1").sequence);
        return lines.ok() && !lines.value().empty() ? lines.value().back().evidence : "";
    }

    std::string last_event() {
        const std::vector<StoredEvent> all = events();
        return all.empty() ? "" : all.back().json;
    }

    std::int64_t wait_of_server(std::int64_t tries) {
        return clock.now + backoff_ms(backoff_server, tries, entry("D1").document_key);
    }

    /// The next look-up of D1 is now, after so many.
    void make_due(std::optional<std::int64_t> look_ups = {}) {
        const Entry now = entry("D1");
        Change change = change_of(
            now, *transition({now.state, true, false}, Happening::still_unclear), clock.now);
        change.due_ms = clock.now;
        change.look_ups = look_ups.value_or(change.look_ups);
        ASSERT_TRUE(store->apply(change).value());
    }

    std::int64_t begun_ms = 0;
};

}  // namespace sage::testing
