// SPDX-License-Identifier: Apache-2.0
// Plan: what an exchange needs: the breaker's probes, the token ahead of its expiry and what is
// told when none is to be had. Sessions are in session_test.cpp, limits in pace_test.cpp and
// tests/limits_test.cpp.
#include <algorithm>
#include <string>

#include "sage-adapter/delivery/delivery.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr std::int64_t hour = 3'600'000;

using Exchange = World;

TEST_F(Exchange, while_the_breaker_is_open_only_harmless_questions_are_asked) {
    start();
    for (int failure = 0; failure < 6; ++failure) {
        sage.scripts.push_back({false, Outcome::not_sent, 0});
    }
    for (int number = 0; number < 10; ++number) {
        submit(despatch("D" + std::to_string(number)));
    }
    work();
    std::size_t posts = 0;
    for (const Request& request : sage.received) {
        posts += request.target == "/post" ? 1U : 0U;
    }
    EXPECT_EQ(posts, 5U);
    work_for(10 * 60'000);
    EXPECT_EQ(store->counts().value().posted, 10);
}

TEST_F(Exchange, the_token_is_renewed_ahead_of_its_expiry) {
    start();
    EXPECT_EQ(sage.tokens, 1);
    work_for(9 * hour);
    EXPECT_EQ(sage.tokens, 1);
    work_for(hour);
    EXPECT_EQ(sage.tokens, 2);
}

TEST_F(Exchange, a_token_that_is_refused_is_told_once_and_asked_for_again) {
    start();
    sage.token_status = 401;
    clock.now += 10 * hour;
    store->fail("open_alert");
    EXPECT_EQ(delivery->work([] { return false; }).error().first().code, "test.store_failed");
    sage.token_status = 200;
    work_for(hour);
    sage.token_status = 401;
    clock.now += 10 * hour;
    events();
    work_for(hour);
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].type, "attention");
    EXPECT_GT(sage.tokens, 5);
    sage.token_status = 200;
    work_for(3 * hour);
    const std::vector<StoredEvent> after = events();
    ASSERT_EQ(after.size(), 1U) << "its end, once";
    EXPECT_NE(after[0].json.find(R"("alertKey":"authorisation")"), std::string::npos);
    EXPECT_NE(after[0].json.find(R"("closed":true)"), std::string::npos);
}

TEST_F(Exchange, a_refusal_after_a_failure_that_passes_was_never_told) {
    start();
    events();
    sage.token_status = 503;
    clock.now += 10 * hour;
    work_for(hour);
    EXPECT_TRUE(events().empty()) << "it may pass";
    sage.token_status = 401;
    work_for(3 * hour);
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_NE(told[0].json.find("auth.token.refused"), std::string::npos);
}

TEST_F(Exchange, tokens_that_are_refused_as_soon_as_they_are_given_are_asked_for_rarely) {
    start();
    submit(despatch("D1"));
    sage.scripts.assign(1'000, Script{false, Outcome::answered, 401});
    const int before = sage.tokens;
    work_for(24 * hour);
    EXPECT_LT(sage.tokens - before, 40) << "a day of refusals";
    bool told = false;
    for (const StoredEvent& event : events()) {
        told = told || event.json.find("auth.token.refused_soon") != std::string::npos;
    }
    EXPECT_TRUE(told);
    EXPECT_EQ(state("D1"), State::queued) << "it waits";
}

TEST_F(Exchange, a_probe_that_is_answered_with_a_failure_keeps_the_breaker_open) {
    start();
    for (int failure = 0; failure < 6; ++failure) {
        sage.scripts.push_back({false, Outcome::not_sent, 0});
    }
    sage.probe_status = 503;
    for (int number = 0; number < 10; ++number) {
        submit(despatch("D" + std::to_string(number)));
    }
    work_for(10 * 60'000);
    EXPECT_EQ(store->counts().value().posted, 0);
    sage.probe_status = 200;
    work_for(10 * 60'000);
    EXPECT_EQ(store->counts().value().posted, 10);
}

TEST_F(Exchange, a_probe_that_may_not_begin_is_no_failure) {
    start();
    for (int failure = 0; failure < 6; ++failure) {
        sage.scripts.push_back({false, Outcome::not_sent, 0});
    }
    sage.probe_status = 503;
    company.when_unavailable.refused = true;
    company.when_unavailable.retry_after_ms = 40 * 60'000;
    for (int number = 0; number < 10; ++number) {
        submit(despatch("D" + std::to_string(number)));
    }
    const auto probes = [&] {
        return std::count_if(sage.received.begin(), sage.received.end(),
                             [](const Request& request) { return request.target == "/probe"; });
    };
    for (int minute = 0; minute < 39; ++minute) {
        submit(despatch("E" + std::to_string(minute)));
        work_for(60'000);
    }
    EXPECT_EQ(probes(), 1) << "then Sage takes nothing for forty minutes";
    sage.probe_status = 200;
    work_for(60'000 + 10'000);
    EXPECT_EQ(probes(), 2) << "tried as soon as Sage takes something";
}

}  // namespace
}  // namespace sage::testing
