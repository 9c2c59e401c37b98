// SPDX-License-Identifier: Apache-2.0
// Plan: consent, audience, refresh tokens that are replaced, expiry, refusals.
#include "plugins/sage200/simulator_token.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

TEST(SimulatedSage200Token,
     a_consent_gives_a_token_that_serves_and_a_refresh_token_that_serves_once) {
    SimulatedSite site;
    EXPECT_EQ(site.send("GET", "/customers").status, 200);
    const auto form = [&](const std::string& code) {
        return "grant_type=authorization_code&redirect_uri=https%3A%2F%2Fwms.example%2Fsage&code=" +
               code;
    };
    const Reply first = site.token(form(site.consent()));
    EXPECT_EQ(text_at(parsed(first), "/expires_in"), "28800");
    const std::string refresh = "grant_type=refresh_token&refresh_token=" +
                                std::string(text_at(parsed(first), "/refresh_token"));
    const Reply second = site.token(refresh);
    EXPECT_EQ(second.status, 200);
    EXPECT_NE(text_at(parsed(second), "/refresh_token"), text_at(parsed(first), "/refresh_token"));
    const Reply again = site.token(refresh);
    EXPECT_EQ(said(again), R"(400 {"error":"invalid_grant"})");
    site.behave(R"({"tokenRefusalStatus":403})");
    EXPECT_EQ(site.token(refresh).status, 403);
    EXPECT_EQ(site.token(form("none")).status, 403);
}

TEST(SimulatedSage200Token, without_the_audience_a_token_does_not_serve_sage_200) {
    SimulatedSite site;
    const Reply reply = site.token(
        "grant_type=authorization_code&redirect_uri=https%3A%2F%2Fwms.example%2Fsage&code=" +
        site.consent(""));
    ASSERT_EQ(reply.status, 200);
    Request request = site.request("GET", "/sites");
    request.headers[0].value = "Bearer " + std::string(text_at(parsed(reply), "/access_token"));
    EXPECT_EQ(site.raw(request).status, 401);
}

TEST(SimulatedSage200Token, tokens_expire) {
    SimulatedSite site;
    site.behave(R"({"tokenSeconds":60,"refreshSeconds":120})");
    site.authorise();
    const Reply offline = site.token(
        "grant_type=authorization_code&redirect_uri=https%3A%2F%2Fwms.example%2Fsage&code=" +
        site.consent());
    const std::string refresh = "grant_type=refresh_token&refresh_token=" +
                                std::string(text_at(parsed(offline), "/refresh_token"));
    site.now_ms += 59'999;
    EXPECT_EQ(site.send("GET", "/customers").status, 200);
    site.now_ms += 1;
    EXPECT_EQ(site.send("GET", "/customers").status, 401);
    site.now_ms += 60'000;
    EXPECT_EQ(site.token(refresh).status, 400);
}

TEST(SimulatedSage200Token, wrong_clients_and_grants_are_refused) {
    SimulatedSite site;
    const auto ask = [&](std::string body) {
        return said(site.raw({"POST", "/oauth/token", {}, std::move(body)}));
    };
    EXPECT_EQ(ask("client_id=wms-client&client_secret=guess"), R"(401 {"error":"invalid_client"})");
    EXPECT_EQ(ask("%zz"), R"(400 {"error":"invalid_request"})");
    EXPECT_EQ(said(site.token("grant_type=client_credentials")),
              R"(400 {"error":"unsupported_grant_type"})");
    site.behave(R"({"denyConsent":true})");
    EXPECT_EQ(site.consent(), "");
}

}  // namespace
}  // namespace sage::test
