// SPDX-License-Identifier: Apache-2.0
// Plan: TokenSource - the request's exact form, renewal ahead of expiry, one renewal at a time,
// reject(), secrets that are missing, what becomes of each kind of evidence.
#include <gmock/gmock.h>

#include <future>
#include <latch>
#include <thread>

#include "tests/unit/auth/token_fixture.h"

namespace sage {
namespace {

using testing::HasSubstr;

class Token : public testing::Test {
  protected:
    SetClock clock;
    KnownSecrets secrets;
    FakeSage sage;
    TokenSource source{{"/oauth2/token", "id", "secret", "wms@north|100"}, sage, secrets, clock};
};

TEST_F(Token, is_asked_for_in_a_form_that_is_encoded) {
    sage.grant("t1", 3600);
    ASSERT_TRUE(source.renew(1234).ok());
    ASSERT_EQ(sage.requests.size(), 1U);
    const Request& request = sage.requests[0];
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/oauth2/token");
    EXPECT_EQ(request.headers[0].name, "Content-Type");
    EXPECT_EQ(request.headers[0].value, "application/x-www-form-urlencoded");
    EXPECT_EQ(request.body,
              "grant_type=client_credentials&client_id=client+1.app%26sage"
              "&client_secret=s%25c%2Bt&username=wms%40north%7C100");
    EXPECT_EQ(sage.limit_ms, 1234);
    EXPECT_EQ(source.token(), "t1");
}

TEST_F(Token, is_asked_for_without_a_user_where_there_is_none) {
    TokenSource plain({"/token", "id", "secret", ""}, sage, secrets, clock);
    sage.grant("t1", 3600);
    ASSERT_TRUE(plain.renew(1).ok());
    EXPECT_EQ(sage.requests[0].body.find("username"), std::string::npos);
}

TEST_F(Token, is_due_at_once_when_there_is_none) {
    EXPECT_FALSE(source.token().has_value());
    EXPECT_EQ(source.renewal_due_ms(), 0);
    EXPECT_TRUE(sage.requests.empty());
}

TEST_F(Token, is_renewed_five_minutes_before_it_expires) {
    sage.grant("t1", 6 * 3600);
    ASSERT_TRUE(source.renew(1).ok());
    EXPECT_EQ(source.renewal_due_ms(), clock.now + 6 * hour_ms - 5 * minute_ms);
}

TEST_F(Token, is_renewed_a_tenth_of_its_life_before_it_expires_when_that_is_less) {
    sage.grant("t1", 30 * 60);
    ASSERT_TRUE(source.renew(1).ok());
    EXPECT_EQ(source.renewal_due_ms(), clock.now + 27 * minute_ms);
}

TEST_F(Token, is_given_until_a_minute_before_it_expires_and_renewed_before_that) {
    for (const std::int64_t life_s : {61, 62, 90, 120, 600, 900, 3600, 86'400}) {
        sage.grant("t" + std::to_string(life_s), life_s);
        const std::int64_t start_ms = clock.now;
        ASSERT_TRUE(source.renew(1).ok());
        const std::int64_t last_ms = start_ms + life_s * 1000 - minute_ms;
        EXPECT_GT(source.renewal_due_ms(), start_ms) << life_s;
        EXPECT_LT(source.renewal_due_ms(), last_ms) << life_s;
        clock.now = last_ms;
        EXPECT_TRUE(source.token().has_value()) << life_s;
        clock.now = last_ms + 1;
        EXPECT_FALSE(source.token().has_value()) << life_s;
    }
}

TEST_F(Token, ages_from_before_it_was_asked_for) {
    sage.answer = [&](const Request&) {
        clock.now += 10 * minute_ms;
        return Evidence{Outcome::answered,
                        Reply{200, {}, R"({"access_token":"slow","expires_in":660})"}, "", 1};
    };
    ASSERT_TRUE(source.renew(1).ok());
    EXPECT_TRUE(source.token().has_value());
    clock.now += 1;
    EXPECT_FALSE(source.token().has_value());
}

TEST_F(Token, stays_when_its_renewal_fails) {
    sage.grant("t1", 3600);
    ASSERT_TRUE(source.renew(1).ok());
    sage.reply(503, "");
    EXPECT_FALSE(source.renew(1).ok());
    EXPECT_EQ(source.token(), "t1");
}

TEST_F(Token, that_was_rejected_is_forgotten_unless_replaced_meanwhile) {
    sage.grant("t1", 3600);
    ASSERT_TRUE(source.renew(1).ok());
    source.reject("another");
    EXPECT_EQ(source.token(), "t1");
    source.reject("t1");
    EXPECT_FALSE(source.token().has_value());
    EXPECT_EQ(source.renewal_due_ms(), 0);
    sage.grant("t2", 3600);
    ASSERT_TRUE(source.renew(1).ok());
    source.reject("t1");
    EXPECT_EQ(source.token(), "t2");
}

TEST_F(Token, is_asked_for_by_one_thread_at_a_time) {
    std::latch asked(1);
    std::latch may_answer(1);
    sage.answer = [&](const Request&) {
        asked.count_down();
        may_answer.wait();
        return Evidence{Outcome::answered,
                        Reply{200, {}, R"({"access_token":"one","expires_in":3600})"}, "", 1};
    };
    std::future<Result<void>> first =
        std::async(std::launch::async, [&] { return source.renew(1); });
    asked.wait();
    for (int at = 0; at < 8; ++at) {
        const Result<void> other = source.renew(1);
        ASSERT_FALSE(other.ok());
        EXPECT_EQ(other.error().status, Status::busy);
        EXPECT_FALSE(source.token().has_value());
    }
    may_answer.count_down();
    EXPECT_TRUE(first.get().ok());
    EXPECT_EQ(sage.requests.size(), 1U);
    EXPECT_EQ(source.token(), "one");
    sage.grant("two", 3600);
    EXPECT_TRUE(source.renew(1).ok());
}

TEST_F(Token, is_not_asked_for_without_its_secrets) {
    for (const char* missing : {"id", "secret"}) {
        KnownSecrets some;
        some.values.erase(missing);
        TokenSource without({"/token", "id", "secret", ""}, sage, some, clock);
        const Result<void> renewed = without.renew(1);
        ASSERT_FALSE(renewed.ok());
        EXPECT_EQ(renewed.error().status, Status::auth);
        EXPECT_EQ(renewed.error().first().code, "secret.unknown");
        // And the way is free for the next try.
        some.values[missing] = "x";
        sage.grant("t", 3600);
        EXPECT_TRUE(without.renew(1).ok());
        sage.requests.clear();
    }
    secrets.failure = Error(Status::remote, Problem{"secret.store", "", "c", "f", Owner::it});
    const Result<void> renewed = source.renew(1);
    ASSERT_FALSE(renewed.ok());
    EXPECT_EQ(renewed.error().status, Status::remote);
    EXPECT_TRUE(sage.requests.empty());
}

TEST_F(Token, is_asked_for_again_later_when_no_answer_came) {
    for (const Outcome outcome : {Outcome::not_sent, Outcome::maybe_sent}) {
        sage.answer = [&](const Request&) {
            return Evidence{outcome, {}, "cannot connect: Connection refused", 0};
        };
        const Result<void> renewed = source.renew(1);
        ASSERT_FALSE(renewed.ok());
        EXPECT_EQ(renewed.error().status, Status::remote);
        EXPECT_EQ(renewed.error().first().code, "auth.token.unreachable");
        EXPECT_THAT(renewed.error().first().cause, HasSubstr("Connection refused"));
    }
}

TEST_F(Token, is_refused_with_no_secret_in_the_words) {
    sage.reply(401, R"({"error":"invalid_client","error_description":)"
                    R"("client client 1.app&sage with s%c+t is unknown"})");
    const Result<void> renewed = source.renew(1);
    ASSERT_FALSE(renewed.ok());
    EXPECT_EQ(renewed.error().status, Status::auth);
    const Problem& problem = renewed.error().first();
    EXPECT_THAT(problem.cause, HasSubstr("invalid_client, client *** with *** is unknown"));
    EXPECT_EQ(problem.cause.find("s%c+t"), std::string::npos);
}

class SharedToken : public Token {
  protected:
    FakeShelf shelf;
    ClientCredentials credentials{"/oauth2/token", "id", "secret", "wms@north"};
    TokenSource here{credentials, sage, secrets, clock, &shelf};
    TokenSource there{credentials, sage, secrets, clock, &shelf};
};

TEST_F(SharedToken, that_one_host_obtained_the_other_uses) {
    sage.grant("t1", 3600);
    ASSERT_TRUE(here.renew(1).ok());
    clock.now += minute_ms;
    ASSERT_TRUE(there.renew(1).ok());
    EXPECT_EQ(sage.requests.size(), 1U) << "a second request could end the first token";
    EXPECT_EQ(there.token(), "t1");
    EXPECT_EQ(there.renewal_due_ms(), clock.now - minute_ms + hour_ms - 5 * minute_ms);
    EXPECT_EQ(shelf.kept.find("t1"), std::string::npos) << "sealed";
}

TEST_F(SharedToken, is_renewed_by_one_host_and_taken_over_by_the_other) {
    sage.grant("t1", 3600);
    ASSERT_TRUE(here.renew(1).ok());
    ASSERT_TRUE(there.renew(1).ok());
    clock.now += 55 * minute_ms;
    sage.grant("t2", 3600);
    ASSERT_TRUE(here.renew(1).ok());
    EXPECT_EQ(here.token(), "t2");
    ASSERT_TRUE(there.renew(1).ok());
    EXPECT_EQ(there.token(), "t2");
    EXPECT_EQ(sage.requests.size(), 2U);
}

TEST_F(SharedToken, that_sage_refused_is_not_taken_from_the_shelf_again) {
    sage.grant("t1", 3600);
    ASSERT_TRUE(here.renew(1).ok());
    here.reject("t1");
    sage.grant("t2", 3600);
    ASSERT_TRUE(here.renew(1).ok());
    EXPECT_EQ(here.token(), "t2");
    there.reject("t1");
    ASSERT_TRUE(there.renew(1).ok());
    EXPECT_EQ(there.token(), "t2");
    EXPECT_EQ(sage.requests.size(), 2U);
}

TEST_F(SharedToken, that_nobody_can_open_or_is_nearly_over_is_asked_for) {
    sage.grant("t1", 3600);
    for (const std::string kept : {"", "00", "no seal"}) {
        shelf.kept = kept;
        TokenSource source_here(credentials, sage, secrets, clock, &shelf);
        ASSERT_TRUE(source_here.renew(1).ok()) << kept;
        EXPECT_EQ(source_here.token(), "t1");
    }
    EXPECT_EQ(sage.requests.size(), 3U);
    clock.now += 59 * minute_ms;
    ASSERT_TRUE(there.renew(1).ok());
    EXPECT_EQ(sage.requests.size(), 4U);
}

TEST_F(SharedToken, hosts_that_need_one_at_once_do_not_end_each_others) {
    sage.grant("t1", 3600);
    shelf.while_waiting = [this] { ASSERT_TRUE(there.renew(1).ok()); };
    ASSERT_TRUE(here.renew(1).ok());
    EXPECT_EQ(sage.requests.size(), 1U);
    EXPECT_EQ(here.token(), "t1");
    EXPECT_EQ(there.token(), "t1");
    EXPECT_EQ(shelf.turns, 2);
    clock.now += 55 * minute_ms;
    shelf.fails_in_turn = true;
    EXPECT_FALSE(here.renew(1).ok()) << "another one may be asking";
    EXPECT_EQ(sage.requests.size(), 1U);
}

TEST_F(SharedToken, is_not_asked_for_while_the_shelf_cannot_be_seen) {
    shelf.fails = true;
    sage.grant("t1", 3600);
    EXPECT_FALSE(here.renew(1).ok());
    EXPECT_TRUE(sage.requests.empty());
}

/// So often in a row a token is given and refused, `apart_ms` after it was given.
int refused_in_a_row(TokenSource& source, SetClock& clock, FakeSage& sage, int times,
                     std::int64_t apart_ms, TokenRefusal refusal = TokenRefusal::replaced) {
    int given = 0;
    for (int time = 0; time < times; ++time) {
        const std::string token = "t" + std::to_string(sage.requests.size());
        sage.grant(token, 3600);
        if (source.renew(1).ok()) {
            ++given;
            clock.now += apart_ms;
            source.reject(token, refusal);
        }
    }
    return given;
}

TEST_F(Token, that_another_connection_ends_again_and_again_is_explained_and_asked_for_rarely) {
    EXPECT_EQ(refused_in_a_row(source, clock, sage, 50, minute_ms), 5);
    const Result<void> refused = source.renew(1);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::auth);
    EXPECT_EQ(refused.error().first().code, "auth.token.contested");
    EXPECT_THAT(refused.error().first().fix, HasSubstr("user of its own"));
    EXPECT_EQ(refused.error().retry_after_ms, 5U * minute_ms);
    EXPECT_EQ(sage.requests.size(), 5U);

    // In a day of such a duel, with a try at each minute, few are asked for.
    const std::int64_t begun = clock.now;
    while (clock.now < begun + 24 * hour_ms) {
        clock.now += minute_ms;
        refused_in_a_row(source, clock, sage, 1, 1);
    }
    EXPECT_LE(sage.requests.size(), 5U + 4U + 24U);
    EXPECT_GE(sage.requests.size(), 20U) << "it is not given up either";
}

TEST_F(Token, that_is_refused_soon_for_another_reason_is_told_apart) {
    EXPECT_EQ(refused_in_a_row(source, clock, sage, 9, 0, TokenRefusal::refused), 5);
    EXPECT_EQ(source.renew(1).error().first().code, "auth.token.refused_soon");
}

TEST_F(Token, that_served_its_time_before_it_was_refused_is_no_duel) {
    EXPECT_EQ(refused_in_a_row(source, clock, sage, 20, 11 * minute_ms), 20);
    EXPECT_EQ(refused_in_a_row(source, clock, sage, 2, minute_ms), 2);
    sage.grant("long", 3600);
    ASSERT_TRUE(source.renew(1).ok());
    sage.grant("longer", 3600);
    ASSERT_TRUE(source.renew(1).ok()) << "replaced by ourselves: the duel is over";
    source.reject("longer", TokenRefusal::replaced);
    EXPECT_EQ(refused_in_a_row(source, clock, sage, 1, minute_ms), 1);
}

TEST_F(Token, refusals_with_hours_of_peace_between_them_are_no_row) {
    EXPECT_EQ(refused_in_a_row(source, clock, sage, 4, minute_ms), 4);
    clock.now += 3 * hour_ms;
    EXPECT_EQ(refused_in_a_row(source, clock, sage, 9, minute_ms), 5) << "it begins anew";
}

TEST_F(Token, a_clock_that_jumps_back_makes_nobody_wait_for_ever) {
    EXPECT_EQ(refused_in_a_row(source, clock, sage, 9, minute_ms), 5);
    clock.now -= 48 * hour_ms;
    sage.grant("t9", 3600);
    EXPECT_TRUE(source.renew(1).ok());
}

TEST_F(SharedToken, that_another_host_obtained_ends_a_wait) {
    EXPECT_EQ(refused_in_a_row(here, clock, sage, 9, minute_ms), 5);
    sage.grant("theirs", 3600);
    ASSERT_TRUE(there.renew(1).ok()) << "the refused one, from the shelf";
    there.reject(there.token().value_or(""), TokenRefusal::replaced);
    ASSERT_TRUE(there.renew(1).ok());
    ASSERT_TRUE(here.renew(1).ok()) << "from the shelf";
    EXPECT_EQ(here.token(), "theirs");
}

}  // namespace
}  // namespace sage
