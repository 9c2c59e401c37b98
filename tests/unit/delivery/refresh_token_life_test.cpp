// SPDX-License-Identifier: Apache-2.0
// Plan: the end of a refresh token told in time - once each, over restarts, without documents, by
// whatever host; never where renewals succeed, and not of days that a short life does not have.
#include <gmock/gmock.h>

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::int64_t day = 86'400'000;

class RefreshTokenEnd : public World {
  protected:
    RefreshTokenEnd() {
        company.own_connection().refresh_token_life_ms = 90 * day;
        company.own_connection().grant = Grant::authorization_code;
        company.own_connection().refresh_token_name = "refresh";
        // Nothing else is to be done all the time.
        company.own_connection().catalogue_refresh_ms = 1'000 * day;
        company.own_connection().reconcile_ms = 0;
        restart();
    }
    /// The causes that were told, shortened to "in 7 days".
    std::vector<std::string> told() {
        std::vector<std::string> all;
        for (const StoredEvent& event : events()) {
            const std::size_t at = event.json.find("in ", event.json.find("lives by ends on"));
            if (event.type == "attention" &&
                event.json.find(R"("closed":true)") == std::string::npos &&
                event.json.find("auth.refresh.ends_soon") != std::string::npos) {
                all.push_back(at == std::string::npos
                                  ? event.json
                                  : event.json.substr(at, event.json.find(',', at) - at));
            }
        }
        return all;
    }
    /// Sage's server of tokens cannot be reached any more.
    void lose_server() { sage.token_status = 503; }
    void pass(std::int64_t days) {
        for (std::int64_t one = 0; one < days; ++one) {
            work_for(day);
        }
    }
};

TEST_F(RefreshTokenEnd, is_told_three_times_where_renewals_fail_and_nothing_is_posted) {
    lose_server();
    pass(75);
    EXPECT_THAT(told(), ElementsAre());
    pass(2);
    EXPECT_THAT(told(), ElementsAre("in 14 days"));
    pass(7);
    EXPECT_THAT(told(), ElementsAre("in 7 days"));
    pass(6);
    ASSERT_EQ(told().size(), 1U) << "within a day";
    pass(10);
    EXPECT_THAT(told(), ElementsAre()) << "it is over";
}

TEST_F(RefreshTokenEnd, is_told_once_each_over_restarts) {
    lose_server();
    pass(77);
    EXPECT_EQ(told().size(), 1U);
    restart();
    pass(1);
    EXPECT_THAT(told(), ElementsAre());
    clock.now += 8 * day;  // The host stood still over the next day to tell it on.
    restart();
    pass(1);
    EXPECT_THAT(told(), ElementsAre("in 4 days")) << "what is passed is told once, as it is now";
    restart();
    pass(1);
    EXPECT_THAT(told(), ElementsAre());
}

TEST_F(RefreshTokenEnd, that_came_while_the_host_stood_still_is_told_as_the_last_one_alone) {
    lose_server();
    clock.now += 200 * day;
    restart();
    work();
    const std::vector<StoredEvent> all = events();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_THAT(all[0].json, HasSubstr("has ended on"));
    pass(20);
    EXPECT_THAT(told(), ElementsAre());
}

TEST_F(RefreshTokenEnd, never_comes_where_the_token_is_renewed_also_when_idle) {
    const int before = sage.tokens;
    pass(200);
    EXPECT_THAT(told(), ElementsAre());
    EXPECT_GT(sage.tokens - before, 400) << "every ten hours";
    EXPECT_EQ(delivery->check([] { return false; }).value().size(), 0U);
}

TEST_F(RefreshTokenEnd, is_counted_anew_by_a_renewal) {
    lose_server();
    pass(77);
    EXPECT_EQ(told().size(), 1U);
    sage.token_status = 200;
    pass(1);
    lose_server();
    pass(75);
    EXPECT_THAT(told(), ElementsAre());
    pass(2);
    EXPECT_THAT(told(), ElementsAre("in 14 days"));
}

TEST_F(RefreshTokenEnd, comes_although_access_is_renewed_where_the_token_stays_the_same) {
    sage.replaces_refresh_tokens = false;
    pass(90);
    EXPECT_EQ(told().size(), 3U);
}

TEST_F(RefreshTokenEnd, of_a_token_that_was_there_before_is_counted_from_its_first_use) {
    ASSERT_TRUE(store->remember("refresh_token_life", "").ok());
    sage.replaces_refresh_tokens = false;
    restart();
    pass(80);
    EXPECT_THAT(told(), ElementsAre("in 14 days"));
    ASSERT_TRUE(store->remember("refresh_token_life", "rubbish").ok());
    restart();
    pass(20);
    EXPECT_THAT(told(), ElementsAre());
}

TEST_F(RefreshTokenEnd, is_not_told_of_days_that_a_short_life_does_not_have) {
    company.own_connection().refresh_token_life_ms = 7 * day;
    restart();
    lose_server();
    pass(5);
    EXPECT_THAT(told(), ElementsAre());
    pass(2);
    EXPECT_EQ(told().size(), 1U) << "within a day";
}

TEST_F(RefreshTokenEnd, is_shown_by_a_check) {
    sage.replaces_refresh_tokens = false;
    pass(70);
    EXPECT_EQ(delivery->check([] { return false; }).value().size(), 0U);
    pass(10);
    const std::vector<Problem> problems = delivery->check([] { return false; }).value();
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].code, "auth.refresh.ends_soon");
    EXPECT_THAT(problems[0].cause, HasSubstr("in 10 days"));
}

TEST_F(RefreshTokenEnd, is_not_known_before_there_is_a_token) {
    ASSERT_TRUE(store->remember("refresh_token_life", "").ok());
    lose_server();
    restart();
    pass(1);
    EXPECT_EQ(delivery->token_ends_ms(), std::nullopt);
    EXPECT_THAT(told(), ElementsAre());
}

TEST_F(RefreshTokenEnd, of_a_token_that_was_renewed_today_is_a_whole_life_away) {
    pass(3);
    const std::int64_t ends = delivery->token_ends_ms().value();
    EXPECT_LE(ends, clock.now + 90 * day);
    EXPECT_GT(ends, clock.now + 89 * day);
}

TEST_F(RefreshTokenEnd, is_told_again_where_the_settings_give_a_longer_life) {
    sage.replaces_refresh_tokens = false;
    pass(84);
    EXPECT_EQ(told().size(), 2U);
    company.own_connection().refresh_token_life_ms = 120 * day;
    restart();
    pass(1);
    const std::vector<StoredEvent> all = events();
    ASSERT_EQ(all.size(), 1U) << "the alert is over";
    EXPECT_THAT(all[0].json, HasSubstr(R"("closed":true)"));
    pass(22);
    EXPECT_THAT(told(), ElementsAre("in 14 days")) << "told of the end that is now";
}

TEST_F(RefreshTokenEnd, does_not_wait_for_a_clock_that_was_wrong) {
    const std::int64_t right = clock.now;
    clock.now += 400 * day;  // renewed under a clock that is a year ahead
    work();
    ASSERT_GT(delivery->token_ends_ms().value(), right + 400 * day);
    lose_server();
    clock.now = right + day;
    work();
    EXPECT_LE(delivery->token_ends_ms().value(), right + 91 * day);
}

TEST_F(RefreshTokenEnd, is_not_told_where_another_host_has_renewed_or_told_it) {
    lose_server();
    pass(75);
    // Another host on the same outbox has a newer one.
    ASSERT_TRUE(
        store->remember("refresh_token_life", std::to_string(clock.now - 3 * day) + " 15").ok());
    pass(2);
    EXPECT_THAT(told(), ElementsAre());
    EXPECT_GT(delivery->next_due_ms().value(), clock.now);
    pass(73);
    EXPECT_THAT(told(), ElementsAre("in 14 days"));
}

TEST_F(RefreshTokenEnd, that_could_not_be_kept_is_told_again_and_not_forgotten) {
    lose_server();
    pass(75);
    clock.now += 2 * day;
    for (const char* const function : {"recall", "open_alert"}) {
        store->fail(function);
        bool failed = false;
        for (int call = 0; call < 3 && !failed; ++call) {
            failed = !delivery->work([] { return false; }).ok();
        }
        EXPECT_TRUE(failed) << function;
        EXPECT_THAT(told(), ElementsAre()) << function;
    }
    store->fail("remember");
    while (delivery->work([] { return false; }).ok()) {
    }
    EXPECT_EQ(told().size(), 1U);
    work();
    EXPECT_EQ(told().size(), 1U) << "twice rather than never";
    work();
    EXPECT_THAT(told(), ElementsAre());
}

TEST_F(RefreshTokenEnd, is_not_known_and_not_told_without_a_life_or_by_client_credentials) {
    sage.replaces_refresh_tokens = false;
    company.own_connection().refresh_token_life_ms = 0;
    restart();
    pass(100);
    EXPECT_THAT(told(), ElementsAre());
    company.own_connection().refresh_token_life_ms = 90 * day;
    company.own_connection().grant = Grant::client_credentials;
    restart();
    pass(100);
    EXPECT_THAT(told(), ElementsAre());
}

}  // namespace
}  // namespace sage::testing
