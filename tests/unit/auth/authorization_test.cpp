// SPDX-License-Identifier: Apache-2.0
// Plan: the address of begin, part by part; complete exchanges the code with its verifier and
// stores the refresh token before the access token is used; every wrong redirect is refused by its
// code and nothing is asked; what can be completed again can, everything else not.
#include "sage-adapter/auth/authorization.h"

#include <gmock/gmock.h>

#include <thread>

#include "sage-adapter/document/hash.h"
#include "tests/unit/auth/token_fixture.h"

namespace sage {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* address = "https://wms.example/sage";

class Consent : public testing::Test {
  protected:
    Consent() { secrets.values["id"] = "client"; }

    std::string begin() {
        Result<Authorization::Begun> begun = authorization.begin(address);
        EXPECT_TRUE(begun.ok());
        url = begun.ok() ? begun.value().url : "";
        return part("state");
    }
    /// A parameter of the last address.
    std::string part(const std::string& name) const {
        const std::size_t at = url.find("&" + name + "=");
        const std::size_t from = at + name.size() + 2;
        return at == std::string::npos ? "" : url.substr(from, url.find('&', from) - from);
    }
    std::string code_of(const Result<void>& result) const {
        return result.ok() ? "" : result.error().first().code;
    }
    void grant(const std::string& access, const std::string& refresh) {
        sage.reply(200, R"({"access_token":")" + access +
                            R"(","token_type":"Bearer","expires_in":3600,"refresh_token":")" +
                            refresh + "\"}");
    }
    static std::string redirect(const std::string& state, const std::string& code = "c0de") {
        return std::string(address) + "?code=" + code + "&state=" + state;
    }

    SetClock clock;
    KnownSecrets secrets;
    FakeSage sage;
    TokenSource tokens{
        {"/token", "id", "secret", "", Grant::authorization_code, "refresh"}, sage, secrets, clock};
    Authorization authorization{{"https://api.sage.example", "/authorize", "offline_access", "id",
                                 Grant::authorization_code},
                                tokens,
                                secrets,
                                clock};
    std::string url;
};

TEST_F(Consent, begins_with_the_address_that_a_browser_opens) {
    const Result<Authorization::Begun> begun = authorization.begin(address);
    ASSERT_TRUE(begun.ok());
    url = begun.value().url;
    EXPECT_THAT(url, StartsWith("https://api.sage.example/authorize?response_type=code&"
                                "client_id=client&redirect_uri=https%3A%2F%2Fwms.example%2Fsage&"
                                "state="));
    EXPECT_EQ(part("scope"), "offline_access");
    EXPECT_EQ(part("code_challenge_method"), "S256");
    EXPECT_EQ(part("code_challenge").size(), 43U);
    EXPECT_EQ(part("state").size(), 43U);
    EXPECT_EQ(begun.value().expires_ms, clock.now + 10 * minute_ms);
    EXPECT_THAT(url, Not(HasSubstr("s%c+t")));
    EXPECT_THAT(url, Not(HasSubstr("s%25c%2Bt")));
    EXPECT_TRUE(sage.requests.empty());
    const std::string first = url;
    begin();
    EXPECT_NE(first, url) << "state and challenge are fresh each time";
}

TEST_F(Consent, names_the_audience_where_the_server_has_to_be_told) {
    begin();
    EXPECT_EQ(part("audience"), "");
    EXPECT_EQ(url.find("audience"), std::string::npos);
    Authorization told{{"https://id.sage.example", "/authorize", "offline_access", "id",
                        Grant::authorization_code, "s200ukipd/sage200"},
                       tokens,
                       secrets,
                       clock};
    const Result<Authorization::Begun> begun = told.begin(address);
    ASSERT_TRUE(begun.ok());
    url = begun.value().url;
    EXPECT_EQ(part("audience"), "s200ukipd%2Fsage200");
}

TEST_F(Consent, stores_the_refresh_token_before_the_access_token_is_used) {
    const std::string state = begin();
    const std::string challenge = part("code_challenge");
    grant("access", "r1");
    secrets.meanwhile = [&] { EXPECT_FALSE(tokens.token().has_value()) << "not stored yet"; };
    ASSERT_TRUE(authorization.complete(redirect(state), 1'000).ok());
    EXPECT_EQ(secrets.values["refresh"], "r1");
    EXPECT_EQ(tokens.token(), "access");
    ASSERT_EQ(sage.requests.size(), 1U);
    const std::string& body = sage.requests[0].body;
    EXPECT_THAT(body, StartsWith("grant_type=authorization_code&client_id=client&"));
    EXPECT_THAT(body, HasSubstr("&code=c0de&redirect_uri=https%3A%2F%2Fwms.example%2Fsage&"));
    // The challenge of RFC 7636 appendix B shows how verifier and challenge belong together.
    const std::size_t at = body.find("code_verifier=") + 14;
    EXPECT_EQ(body.size() - at, 43U);
    EXPECT_NE(body.substr(at), challenge) << "S256, not plain";
}

TEST_F(Consent, wrong_redirects_are_refused_and_nothing_is_asked) {
    const std::string state = begin();
    const auto refused = [&](const std::string& text) {
        return code_of(authorization.complete(text, 1));
    };
    EXPECT_EQ(refused("code=c0de"), "authorize.redirect_malformed");
    EXPECT_EQ(refused(redirect("wrong")), "authorize.state_unknown");
    EXPECT_EQ(refused(redirect(state + "x")), "authorize.state_unknown");
    EXPECT_EQ(refused("https://other.example/sage?code=c&state=" + state),
              "authorize.other_address");
    EXPECT_EQ(refused("http://wms.example/sage?code=c&state=" + state), "authorize.other_address");
    EXPECT_TRUE(sage.requests.empty());
    grant("access", "r1");
    EXPECT_EQ(refused(redirect(state)), "") << "none of those ended it";
    EXPECT_EQ(refused(redirect(state)), "authorize.completed_already");
    EXPECT_EQ(refused(redirect(state, "another")), "authorize.completed_already");
    EXPECT_EQ(sage.requests.size(), 1U);
    EXPECT_EQ(secrets.values["refresh"], "r1");
}

TEST_F(Consent, of_another_instance_is_foreign) {
    Authorization other{{"https://api.sage.example", "/authorize", "offline_access", "id",
                         Grant::authorization_code},
                        tokens,
                        secrets,
                        clock};
    const Result<void> completed = other.complete(redirect(begin()), 1);
    EXPECT_EQ(code_of(completed), "authorize.state_unknown");
    EXPECT_EQ(completed.error().status, Status::not_accepted);
}

TEST_F(Consent, expires_after_ten_minutes_and_stays_so) {
    const std::string state = begin();
    clock.now += 10 * minute_ms;
    EXPECT_EQ(code_of(authorization.complete(redirect(state), 1)), "authorize.expired");
    clock.now -= 10 * minute_ms;
    EXPECT_EQ(code_of(authorization.complete(redirect(state), 1)), "authorize.completed_already");
    EXPECT_TRUE(sage.requests.empty());
    const std::string next = begin();
    clock.now -= hour_ms;
    EXPECT_EQ(code_of(authorization.complete(redirect(next), 1)), "authorize.expired")
        << "a clock that jumps back gives no time";
}

TEST_F(Consent, that_was_refused_says_so_and_is_over) {
    secrets.values["refresh"] = "old";
    const std::string state = begin();
    const Result<void> denied = authorization.complete("error=access_denied&state=" + state, 1);
    EXPECT_EQ(code_of(denied), "authorize.denied");
    EXPECT_EQ(denied.error().status, Status::auth);
    EXPECT_EQ(code_of(authorization.complete(redirect(state), 1)), "authorize.completed_already");
    const Result<void> other =
        authorization.complete("error=%3Cscript%3Es3cret&state=" + begin(), 1);
    EXPECT_EQ(code_of(other), "authorize.refused");
    EXPECT_THAT(other.error().first().cause, Not(HasSubstr("script"))) << "a stranger's words";
    const Result<void> known = authorization.complete("error=invalid_scope&state=" + begin(), 1);
    EXPECT_THAT(known.error().first().cause, HasSubstr("invalid_scope"));
    EXPECT_EQ(secrets.values["refresh"], "old");
    EXPECT_TRUE(sage.requests.empty());
}

TEST_F(Consent, without_an_answer_can_be_tried_again_only_if_nothing_was_sent) {
    const std::string state = begin();
    sage.answer = [](const Request&) { return Evidence{Outcome::not_sent, {}, "refused", 0}; };
    EXPECT_EQ(code_of(authorization.complete(redirect(state), 1)), "auth.token.unreachable");
    sage.answer = [](const Request&) { return Evidence{Outcome::maybe_sent, {}, "reset", 9}; };
    EXPECT_EQ(code_of(authorization.complete(redirect(state), 1)), "auth.consent.answer_lost");
    EXPECT_EQ(code_of(authorization.complete(redirect(state), 1)), "authorize.completed_already");
    EXPECT_EQ(sage.requests.size(), 2U) << "a code that may have been used is not used again";
}

TEST_F(Consent, whose_code_sage_refuses_is_over) {
    const std::string state = begin();
    sage.reply(400, R"({"error":"invalid_grant","error_description":"code c0de is used"})");
    const Result<void> refused = authorization.complete(redirect(state), 1);
    EXPECT_EQ(code_of(refused), "auth.consent.code_refused");
    EXPECT_THAT(refused.error().first().cause, Not(HasSubstr("c0de")));
    EXPECT_EQ(code_of(authorization.complete(redirect(state), 1)), "authorize.completed_already");
    sage.reply(200, R"({"access_token":"t1","token_type":"Bearer","expires_in":3600})");
    EXPECT_EQ(code_of(authorization.complete(redirect(begin()), 1)),
              "auth.consent.no_refresh_token");
    EXPECT_FALSE(tokens.token().has_value());
}

TEST_F(Consent, that_the_host_did_not_store_is_stored_by_the_same_call_later) {
    const std::string state = begin();
    grant("access", "r1");
    secrets.put_failure = Error(
        Status::storage, Problem{"host.full", "", "No room for r1.", "Make room.", Owner::it});
    const Result<void> failed = authorization.complete(redirect(state), 1);
    EXPECT_EQ(code_of(failed), "auth.refresh.not_stored");
    EXPECT_EQ(failed.error().status, Status::storage);
    EXPECT_THAT(failed.error().first().cause, HasSubstr("No room for ***."));
    EXPECT_FALSE(tokens.token().has_value()) << "not used before its refresh token is stored";
    secrets.put_failure.reset();
    EXPECT_TRUE(authorization.complete(redirect(state), 1).ok());
    EXPECT_EQ(sage.requests.size(), 1U) << "the code was exchanged once";
    EXPECT_EQ(secrets.values["refresh"], "r1");
    EXPECT_EQ(tokens.token(), "access");
}

TEST_F(Consent, needs_a_client_id_a_grant_of_that_kind_and_a_page) {
    EXPECT_EQ(authorization.begin("http://127.0.0.1/").error().first().code,
              "authorize.redirect_uri");
    secrets.values.erase("id");
    EXPECT_EQ(authorization.begin(address).error().first().code, "secret.unknown");
    Authorization by_client{
        {"https://x", "/authorize", "", "id", Grant::client_credentials}, tokens, secrets, clock};
    EXPECT_EQ(by_client.begin(address).error().status, Status::config);
    Authorization without{
        {"https://x", "", "", "id", Grant::client_credentials}, tokens, secrets, clock};
    EXPECT_EQ(without.begin(address).error().status, Status::unsupported);
}

TEST_F(Consent, of_many_that_were_begun_the_oldest_is_forgotten) {
    const std::string first = begin();
    std::string second = begin();
    for (int count = 0; count < 7; ++count) {
        begin();
    }
    grant("access", "r1");
    EXPECT_EQ(code_of(authorization.complete(redirect(first), 1)), "authorize.state_unknown");
    EXPECT_TRUE(authorization.complete(redirect(second), 1).ok());
}

TEST_F(Consent, completed_by_two_threads_is_exchanged_once) {
    const std::string state = begin();
    grant("access", "r1");
    int done = 0;
    std::mutex mutex;
    std::vector<std::thread> threads;
    for (int index = 0; index < 4; ++index) {
        threads.emplace_back([&] {
            const Result<void> completed = authorization.complete(redirect(state), 1);
            const std::lock_guard lock(mutex);
            done += completed.ok() ? 1 : 0;
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(done, 1);
    EXPECT_EQ(sage.requests.size(), 1U);
}

}  // namespace
}  // namespace sage
