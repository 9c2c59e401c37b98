// SPDX-License-Identifier: Apache-2.0
// Plan: renewal by refresh token - the replaced one is stored before the access token is given;
// what is not stored is kept and nothing is asked meanwhile; a lost answer, a refusal, a conflict
// and a crash are each told for what they are; several hosts renew once.
#include <gmock/gmock.h>

#include "tests/unit/auth/token_fixture.h"

namespace sage {
namespace {

using testing::HasSubstr;
using testing::Not;

class Refresh : public testing::Test {
  protected:
    Refresh() { secrets.values["refresh"] = "r0"; }

    void grant(const std::string& access, const std::string& refresh, int life_s = 3600) {
        sage.reply(200, R"({"access_token":")" + access +
                            R"(","token_type":"Bearer","expires_in":)" + std::to_string(life_s) +
                            R"(,"refresh_token":")" + refresh + "\"}");
    }
    std::string code(TokenSource& which) {
        const Result<void> renewed = which.renew(1'000);
        return renewed.ok() ? "" : renewed.error().first().code;
    }
    std::string code() { return code(source); }
    void no_answer(Outcome outcome) {
        sage.answer = [=](const Request&) { return Evidence{outcome, {}, "broken", 1}; };
    }
    static Error full() {
        return {Status::storage, Problem{"host.full", "", "Full.", "Make room.", Owner::it}};
    }

    SetClock clock;
    KnownSecrets secrets;
    FakeSage sage;
    ClientCredentials credentials{"/token", "id", "secret", "wms@north", Grant::authorization_code,
                                  "refresh"};
    TokenSource source{credentials, sage, secrets, clock};
};

TEST_F(Refresh, stores_the_new_refresh_token_before_the_access_token_is_given) {
    grant("t1", "r1");
    secrets.meanwhile = [&] { EXPECT_FALSE(source.token().has_value()); };
    EXPECT_EQ(code(), "");
    EXPECT_EQ(source.token(), "t1");
    EXPECT_EQ(secrets.values["refresh"], "r1");
    EXPECT_THAT(sage.requests[0].body, HasSubstr("grant_type=refresh_token"));
    EXPECT_THAT(sage.requests[0].body, HasSubstr("refresh_token=r0"));
    EXPECT_EQ(source.renewal_due_ms(), clock.now + 55 * minute_ms);
    clock.now += 55 * minute_ms;
    grant("t2", "r2");
    EXPECT_EQ(code(), "");
    EXPECT_THAT(sage.requests[1].body, HasSubstr("refresh_token=r1"));
}

TEST_F(Refresh, says_when_the_token_was_asked_for_that_the_host_has_stored) {
    EXPECT_EQ(source.refresh_token_asked_ms(), 0);
    const std::int64_t asked = clock.now;
    grant("t1", "r1");
    secrets.put_failure = full();
    secrets.meanwhile = [&] { clock.now += minute_ms; };
    EXPECT_EQ(code(), "auth.refresh.not_stored");
    EXPECT_EQ(source.refresh_token_asked_ms(), 0) << "nothing is stored yet";
    secrets.put_failure.reset();
    EXPECT_EQ(code(), "");
    EXPECT_EQ(source.refresh_token_asked_ms(), asked);
    sage.grant("t2", 3600);
    EXPECT_EQ(code(), "");
    EXPECT_EQ(source.refresh_token_asked_ms(), asked) << "it stays the same one";
}

TEST_F(Refresh, that_is_not_replaced_is_not_stored_again) {
    sage.grant("t1", 3600);
    EXPECT_EQ(code(), "");
    grant("t2", "r0");
    EXPECT_EQ(code(), "");
    EXPECT_EQ(secrets.puts, 0);
    EXPECT_EQ(source.token(), "t2");
}

TEST_F(Refresh, that_the_host_does_not_store_is_kept_and_nothing_is_asked_meanwhile) {
    grant("t1", "r1");
    secrets.put_failure = full();
    EXPECT_EQ(code(), "auth.refresh.not_stored");
    EXPECT_EQ(source.renew(1).error().status, Status::storage);
    EXPECT_FALSE(source.token().has_value());
    EXPECT_EQ(sage.requests.size(), 1U) << "not rotated again";
    secrets.put_failure.reset();
    EXPECT_EQ(code(), "");
    EXPECT_EQ(sage.requests.size(), 1U);
    EXPECT_EQ(source.token(), "t1");
    EXPECT_EQ(secrets.values["refresh"], "r1");
}

TEST_F(Refresh, that_was_stored_too_late_for_its_access_token_is_used_for_another) {
    grant("t1", "r1");
    secrets.put_failure = full();
    EXPECT_EQ(code(), "auth.refresh.not_stored");
    clock.now += hour_ms;
    secrets.put_failure.reset();
    grant("t2", "r2");
    EXPECT_EQ(code(), "");
    EXPECT_EQ(source.token(), "t2");
    EXPECT_THAT(sage.requests[1].body, HasSubstr("refresh_token=r1"));
    EXPECT_EQ(secrets.values["refresh"], "r2");
}

TEST_F(Refresh, beside_an_access_token_that_cannot_be_used_is_stored_all_the_same) {
    grant("t1", "r1", 30);
    EXPECT_EQ(code(), "auth.token.short_lived");
    EXPECT_EQ(secrets.values["refresh"], "r1");
}

TEST_F(Refresh, whose_answer_was_lost_is_tried_with_the_one_before_and_then_told) {
    no_answer(Outcome::maybe_sent);
    EXPECT_EQ(code(), "auth.token.unreachable");
    grant("t1", "r1");
    EXPECT_EQ(code(), "") << "Sage had not replaced it";
    EXPECT_THAT(sage.requests[1].body, HasSubstr("refresh_token=r0"));

    source.reject("t1");
    no_answer(Outcome::maybe_sent);
    EXPECT_EQ(code(), "auth.token.unreachable");
    sage.reply(400, R"({"error":"invalid_grant"})");
    const Result<void> told = source.renew(1);
    EXPECT_EQ(told.error().first().code, "auth.consent.needed");
    EXPECT_EQ(told.error().status, Status::auth);
    EXPECT_THAT(told.error().first().cause, HasSubstr("was lost on the way"));
    EXPECT_EQ(secrets.values["refresh"], "r1") << "nothing is thrown away";
}

TEST_F(Refresh, an_answer_that_cannot_be_read_or_failed_is_as_good_as_lost) {
    for (const int status : {200, 500}) {
        TokenSource fresh(credentials, sage, secrets, clock);
        sage.reply(status, "<html>");
        EXPECT_NE(code(fresh), "");
        sage.reply(400, R"({"error":"invalid_grant"})");
        EXPECT_THAT(fresh.renew(1).error().first().cause, HasSubstr("was lost on the way"));
    }
    TokenSource fresh(credentials, sage, secrets, clock);
    no_answer(Outcome::not_sent);
    EXPECT_EQ(code(fresh), "auth.token.unreachable");
    sage.reply(400, R"({"error":"invalid_grant"})");
    EXPECT_THAT(fresh.renew(1).error().first().cause, Not(HasSubstr("was lost on the way")));
}

TEST_F(Refresh, that_sage_refused_is_not_sent_again_until_there_is_another) {
    sage.reply(400, R"({"error":"invalid_grant","error_description":"r0 is over"})");
    const Result<void> refused = source.renew(1);
    EXPECT_EQ(refused.error().first().code, "auth.consent.needed");
    EXPECT_THAT(refused.error().first().cause, Not(HasSubstr("r0")));
    EXPECT_EQ(code(), "auth.consent.needed");
    EXPECT_EQ(sage.requests.size(), 1U);
    secrets.values["refresh"] = "r9";  // a consent on another host
    grant("t1", "r10");
    EXPECT_EQ(code(), "");
    EXPECT_EQ(source.token(), "t1");
}

TEST_F(Refresh, a_crash_between_answer_and_store_is_told_after_the_start) {
    grant("t1", "r1");
    secrets.put_failure = full();
    {
        TokenSource crashed(credentials, sage, secrets, clock);
        EXPECT_EQ(code(crashed), "auth.refresh.not_stored");
    }
    secrets.put_failure.reset();
    sage.reply(400, R"({"error":"invalid_grant"})");
    const Result<void> told = source.renew(1);
    EXPECT_EQ(told.error().first().code, "auth.consent.needed");
    EXPECT_THAT(told.error().first().cause, HasSubstr("never received or stored"));
}

TEST_F(Refresh, without_a_refresh_token_a_consent_is_needed_and_a_locked_store_is_waited_for) {
    secrets.values.erase("refresh");
    const Result<void> none = source.renew(1);
    EXPECT_EQ(none.error().first().code, "auth.consent.needed");
    EXPECT_THAT(none.error().first().cause, HasSubstr("under the name refresh"));
    secrets.failure =
        Error(Status::remote, Problem{"host.busy", "", "Not now.", "Wait.", Owner::it});
    EXPECT_EQ(source.renew(1).error().status, Status::remote);
    EXPECT_TRUE(sage.requests.empty());
}

TEST_F(Refresh, a_wrong_client_is_no_reason_for_a_consent) {
    sage.reply(401, R"({"error":"invalid_client"})");
    EXPECT_EQ(code(), "auth.token.refused");
    EXPECT_EQ(code(), "auth.token.refused");
    EXPECT_EQ(sage.requests.size(), 2U);
}

TEST_F(Refresh, gives_way_to_one_that_somebody_stored_meanwhile) {
    grant("t1", "r1");
    secrets.meanwhile = [&] {
        secrets.values["refresh"] = "theirs";
        ++secrets.versions["refresh"];
    };
    EXPECT_EQ(code(), "auth.refresh.superseded");
    EXPECT_EQ(secrets.values["refresh"], "theirs");
    grant("t2", "r2");
    EXPECT_EQ(code(), "");
    EXPECT_THAT(sage.requests[1].body, HasSubstr("refresh_token=theirs"));
}

TEST_F(Refresh, is_stored_over_the_one_it_replaces_whatever_its_version) {
    grant("t1", "r1");
    secrets.versions["refresh"] = 7;
    secrets.meanwhile = [&] { ++secrets.versions["refresh"]; };
    EXPECT_EQ(code(), "");
    EXPECT_EQ(secrets.values["refresh"], "r1");
}

TEST_F(Refresh, that_arrived_although_the_host_said_otherwise_counts_as_stored) {
    grant("t1", "r1");
    secrets.put_failure = full();
    EXPECT_EQ(code(), "auth.refresh.not_stored");
    secrets.put_failure.reset();
    secrets.values["refresh"] = "r1";
    ++secrets.versions["refresh"];
    EXPECT_EQ(code(), "");
    EXPECT_EQ(source.token(), "t1");
}

TEST_F(Refresh, of_a_host_that_stores_nothing_says_what_to_use) {
    class Reading final : public Secrets {
      public:
        Result<std::string> get(std::string_view name) override { return std::string(name); }
    } reading;
    TokenSource other(credentials, sage, reading, clock);
    grant("t1", "r1");
    const Result<void> refused = other.renew(1);
    EXPECT_EQ(refused.error().first().code, "auth.refresh.not_stored");
    EXPECT_THAT(refused.error().first().cause, HasSubstr("does not store"));
    EXPECT_EQ(reading.put("x", "y", "").error().status, Status::unsupported);
    EXPECT_FALSE(other.token().has_value());
}

TEST_F(Refresh, is_done_once_by_hosts_that_share_a_shelf) {
    FakeShelf shelf;
    TokenSource here(credentials, sage, secrets, clock, &shelf);
    TokenSource there(credentials, sage, secrets, clock, &shelf);
    grant("t1", "r1");
    shelf.while_waiting = [&] { EXPECT_EQ(code(there), ""); };
    EXPECT_EQ(code(here), "");
    EXPECT_EQ(sage.requests.size(), 1U);
    EXPECT_EQ(here.token(), "t1");
    EXPECT_EQ(there.token(), "t1");
    EXPECT_EQ(secrets.puts, 1);
    EXPECT_EQ(shelf.kept.find("r1"), std::string::npos);
}

TEST_F(Refresh, of_another_host_that_could_not_store_yet_is_taken_up_once_it_did) {
    FakeShelf shelf;
    TokenSource here(credentials, sage, secrets, clock, &shelf);
    TokenSource there(credentials, sage, secrets, clock, &shelf);
    grant("t1", "r1");
    secrets.put_failure = full();
    EXPECT_EQ(code(here), "auth.refresh.not_stored");
    sage.reply(400, R"({"error":"invalid_grant"})");
    EXPECT_EQ(code(there), "auth.consent.needed");
    secrets.put_failure.reset();
    EXPECT_EQ(code(here), "");
    EXPECT_EQ(code(there), "") << "from the shelf";
    EXPECT_EQ(there.token(), "t1");
}

}  // namespace
}  // namespace sage
