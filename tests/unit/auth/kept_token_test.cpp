// SPDX-License-Identifier: Apache-2.0
// Plan: a token that the host keeps is read, serves, is read again; refused, it waits longer each
// time unless another one is there; what no header can carry; no token at all.
#include "sage-adapter/auth/kept_token.h"

#include <limits>

#include "tests/unit/auth/token_fixture.h"

namespace sage {
namespace {

class KeptToken : public testing::Test {
  protected:
    KeptToken() { secrets.values["key"] = "k1"; }
    std::string refusal() {
        const Result<void> renewed = source.renew(1);
        return renewed.ok() ? "" : renewed.error().first().code;
    }

    SetClock clock;
    KnownSecrets secrets;
    FakeSage sage;
    TokenSource source{{"", "", "key", "", Grant::kept_token}, sage, secrets, clock};
};

TEST_F(KeptToken, is_the_secret_and_nothing_is_asked_of_the_server) {
    EXPECT_FALSE(source.token().has_value());
    EXPECT_EQ(source.renewal_due_ms(), 0);
    ASSERT_TRUE(source.renew(1).ok());
    EXPECT_EQ(source.token(), "k1");
    EXPECT_TRUE(sage.requests.empty());
    EXPECT_EQ(source.taken(), 1U);
}

TEST_F(KeptToken, is_read_again_before_its_hour_is_over) {
    ASSERT_TRUE(source.renew(1).ok());
    EXPECT_EQ(source.renewal_due_ms(), clock.now + 55 * minute_ms);
    secrets.values["key"] = "k2";
    clock.now += 58 * minute_ms;
    EXPECT_EQ(source.token(), "k1");
    ASSERT_TRUE(source.renew(1).ok());
    EXPECT_EQ(source.token(), "k2");
    clock.now += hour_ms;
    EXPECT_FALSE(source.token().has_value());
}

TEST_F(KeptToken, that_was_refused_is_tried_again_later_and_later) {
    std::int64_t wait_ms = 5 * minute_ms;
    for (int times = 0; times < 12; ++times) {
        ASSERT_TRUE(source.renew(1).ok()) << times;
        source.reject("k1");
        EXPECT_FALSE(source.token().has_value());
        const Result<void> renewed = source.renew(1);
        ASSERT_FALSE(renewed.ok());
        EXPECT_EQ(renewed.error().status, Status::auth);
        EXPECT_EQ(renewed.error().first().code, "auth.token.kept_refused");
        EXPECT_EQ(renewed.error().retry_after_ms, wait_ms) << times;
        clock.now += wait_ms - 1;
        EXPECT_EQ(refusal(), "auth.token.kept_refused");
        clock.now += 1;
        wait_ms = std::min(2 * wait_ms, hour_ms);
    }
    ASSERT_TRUE(source.renew(1).ok());
    EXPECT_EQ(source.token(), "k1");
}

TEST_F(KeptToken, that_is_another_one_is_used_at_once_and_begins_anew) {
    ASSERT_TRUE(source.renew(1).ok());
    source.reject("k1");
    EXPECT_EQ(refusal(), "auth.token.kept_refused");
    secrets.values["key"] = "k2";
    ASSERT_TRUE(source.renew(1).ok());
    EXPECT_EQ(source.token(), "k2");
    source.reject("k1");
    EXPECT_EQ(source.token(), "k2") << "a late reply is about the one before";
    source.reject("k2");
    EXPECT_EQ(source.renew(1).error().retry_after_ms, 5 * minute_ms);
}

TEST_F(KeptToken, that_served_long_does_not_wait_for_what_was_before) {
    ASSERT_TRUE(source.renew(1).ok());
    source.reject("k1");
    clock.now += 5 * minute_ms;
    ASSERT_TRUE(source.renew(1).ok());
    clock.now += 2 * hour_ms;
    ASSERT_TRUE(source.renew(1).ok());
    source.reject("k1");
    EXPECT_EQ(source.renew(1).error().retry_after_ms, 5 * minute_ms);
}

TEST_F(KeptToken, waits_no_longer_for_a_clock_that_was_set_back) {
    ASSERT_TRUE(source.renew(1).ok());
    source.reject("k1");
    clock.now -= 24 * hour_ms;
    EXPECT_TRUE(source.renew(1).ok());
}

TEST_F(KeptToken, that_no_header_can_carry_is_told) {
    for (const char* const text : {"", "k 1", "k1\n", "k\xc3\xa9", "\t"}) {
        secrets.values["key"] = text;
        EXPECT_EQ(refusal(), "auth.token.kept_unusable") << text;
    }
    secrets.values.erase("key");
    EXPECT_FALSE(source.renew(1).ok());
    EXPECT_FALSE(source.token().has_value());
}

TEST_F(KeptToken, is_not_needed_without_a_grant) {
    TokenSource none({"", "", "key", "", Grant::none}, sage, secrets, clock);
    EXPECT_EQ(none.token(), "");
    EXPECT_EQ(none.renewal_due_ms(), std::numeric_limits<std::int64_t>::max());
    EXPECT_TRUE(none.renew(1).ok());
    EXPECT_TRUE(sage.requests.empty());
}

}  // namespace
}  // namespace sage
