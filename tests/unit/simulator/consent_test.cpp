// SPDX-License-Identifier: Apache-2.0
// Plan: the consent page's redirects and refusals; a code serves once, in time, with its verifier
// and address; refresh tokens are replaced, and a second authorisation ends the first's.
#include "plugins/sage_simulator/consent.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

// RFC 7636, appendix B.
constexpr std::string_view verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr std::string_view challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

std::string page(std::string_view without = "", std::string_view instead = "") {
    std::string target =
        "/ia/api/v1/oauth2/authorize?response_type=code&client_id=wms-client.app.sage.com"
        "&redirect_uri=https%3A%2F%2Fwms.example%2Fsage&state=st%2B1&scope=offline_access"
        "&code_challenge=" +
        std::string(challenge) + "&code_challenge_method=S256";
    if (!without.empty()) {
        target.replace(target.find(without), without.size(), instead);
    }
    return target;
}

Reply ask(Sage& sage, const std::string& target) {
    return sage.raw({"GET", target, {}, ""});
}

std::string code_in(const Reply& reply) {
    const std::string location(reply.header("Location"));
    const std::string begin = "https://wms.example/sage?code=";
    const std::size_t end = location.find('&');
    return location.starts_with(begin) ? location.substr(begin.size(), end - begin.size()) : "";
}

std::string form(const std::string& code, std::string_view proof = verifier,
                 std::string_view address = "https%3A%2F%2Fwms.example%2Fsage") {
    return "grant_type=authorization_code&client_id=wms-client.app.sage.com&client_secret="
           "simulated-client-secret&code=" +
           code + "&redirect_uri=" + std::string(address) + "&code_verifier=" + std::string(proof);
}

std::string refresh_form(std::string_view token) {
    return "grant_type=refresh_token&client_id=wms-client.app.sage.com&client_secret="
           "simulated-client-secret&refresh_token=" +
           std::string(token);
}

std::string member(const Reply& reply, std::string_view name) {
    return std::string(text_at(parsed(reply), "/" + std::string(name)));
}

TEST(SimulatedConsent, sends_the_browser_back_with_code_and_state) {
    Sage sage;
    const Reply reply = ask(sage, page());
    EXPECT_EQ(reply.status, 302);
    EXPECT_FALSE(code_in(reply).empty());
    EXPECT_NE(reply.header("Location").find("&state=st%2B1"), std::string_view::npos);
    const Reply tokens = sage.token(form(code_in(reply)));
    EXPECT_EQ(tokens.status, 200);
    EXPECT_FALSE(member(tokens, "access_token").empty());
    EXPECT_FALSE(member(tokens, "refresh_token").empty());
}

TEST(SimulatedConsent, refuses_on_a_page_of_its_own_whoever_cannot_be_trusted) {
    Sage sage;
    for (const std::string& target :
         {page("wms-client.app", "other.app"), page("https%3A", "http%3A"), page("state=", "%zz="),
          page("&scope=offline_access", "&state=again"),
          std::string("/ia/api/v1/oauth2/authorize")}) {
        const Reply reply = ask(sage, target);
        EXPECT_EQ(reply.status, 400) << target;
        EXPECT_TRUE(reply.header("Location").empty());
    }
    EXPECT_EQ(error_id(sage.raw({"POST", page(), {}, ""})), "GW-0033");
}

TEST(SimulatedConsent, sends_back_a_refusal_with_its_state) {
    Sage sage;
    EXPECT_NE(ask(sage, page("response_type=code", "response_type=other"))
                  .header("Location")
                  .find("?error=unsupported_response_type&state=st%2B1"),
              std::string_view::npos);
    EXPECT_NE(ask(sage, page("=S256", "=plain")).header("Location").find("error=invalid_request"),
              std::string_view::npos);
    sage.control("POST", "/control/behaviours", R"({"denyConsent":true})");
    EXPECT_NE(ask(sage, page()).header("Location").find("error=access_denied"),
              std::string_view::npos);
}

TEST(SimulatedConsent, a_code_serves_once_in_time_for_who_can_prove_it) {
    Sage sage;
    const std::string used = code_in(ask(sage, page()));
    EXPECT_EQ(sage.token(form(used)).status, 200);
    const Reply again = sage.token(form(used));
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(member(again, "error"), "invalid_grant");
    EXPECT_EQ(sage.token(form(code_in(ask(sage, page())), "guess")).status, 400);
    EXPECT_EQ(sage.token(form(code_in(ask(sage, page())), verifier, "https%3A%2F%2Fother")).status,
              400);
    const std::string late = code_in(ask(sage, page()));
    sage.now_ms += 600'000;
    EXPECT_EQ(sage.token(form(late)).status, 400);
    EXPECT_EQ(sage.token(form("none")).status, 400);
    EXPECT_EQ(sage.token(form(code_in(ask(sage, page("&code_challenge=" + std::string(challenge) +
                                                     "&code_challenge_method=S256"))),
                              ""))
                  .status,
              200)
        << "PKCE is accepted, not required";
}

TEST(SimulatedConsent, a_refresh_token_is_asked_for_replaced_and_ended_by_the_next_authorisation) {
    Sage sage;
    const Reply without = sage.token(form(code_in(ask(sage, page("offline_access", "x")))));
    EXPECT_EQ(member(without, "refresh_token"), "");
    const std::string first = member(sage.token(form(code_in(ask(sage, page())))), "refresh_token");
    const Reply renewed = sage.token(refresh_form(first));
    EXPECT_EQ(renewed.status, 200);
    const std::string second = member(renewed, "refresh_token");
    EXPECT_NE(first, second);
    EXPECT_EQ(member(sage.token(refresh_form(first)), "error"), "invalid_grant");
    EXPECT_EQ(sage.token(refresh_form(second)).status, 200);
    EXPECT_EQ(sage.token(refresh_form("")).status, 400);

    sage.control("POST", "/control/behaviours", R"({"keepRefreshTokens":true})");
    const std::string kept = member(sage.token(form(code_in(ask(sage, page())))), "refresh_token");
    EXPECT_EQ(member(sage.token(refresh_form(kept)), "refresh_token"), kept);
    sage.authorise();
    EXPECT_EQ(sage.token(refresh_form(kept)).status, 400) << "client credentials, the same user";
}

TEST(SimulatedConsent, an_unknown_entity_is_refused_unless_the_switch_says_that_it_is_ignored) {
    Sage sage("wms@northwind");
    const auto posted = [&] {
        return sage.send("POST", invoices, invoice(), {{"X-IA-API-Param-Entity", "1OO"}});
    };
    EXPECT_EQ(posted().status, 400);
    sage.control("POST", "/control/behaviours", R"({"refuseUnknownEntity":false})");
    const Reply reply = posted();
    ASSERT_EQ(reply.status, 201) << reply.body;
    const auto rows = sage.rows("order-entry/document", R"(["key","entity.id"])");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_TRUE(rows[0].at("entity.id").is_null()) << "it must have landed at the top level";
}

}  // namespace
}  // namespace sage::test
