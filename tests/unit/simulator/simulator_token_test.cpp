// SPDX-License-Identifier: Apache-2.0
// Plan: the token endpoint's refusals each by its code, the life of a token by the simulated clock,
// and that a second authorisation ends the first token.
#include "plugins/intacct/simulator_token.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

constexpr std::string_view right_form =
    "grant_type=client_credentials&client_id=wms-client.app.sage.com&client_secret="
    "simulated-client-secret&username=wms%40northwind";

std::string form_without(std::string_view part, std::string_view instead = "") {
    std::string form(right_form);
    form.replace(form.find(part), part.size(), instead);
    return form;
}

TEST(IntacctTokens, a_right_request_gives_a_bearer_token_for_six_hours) {
    Sage sage;
    const Reply reply = sage.token(right_form);
    ASSERT_EQ(reply.status, 200);
    const auto body = parsed(reply);
    EXPECT_EQ(text_at(body, "/token_type"), "Bearer");
    EXPECT_EQ(body.at("expires_in").as_int64(), 21'600);
    EXPECT_EQ(text_at(body, "/access_token").substr(0, 2), "ey") << "a JWT";
}

TEST(IntacctTokens, each_wrong_form_is_refused_by_its_code) {
    Sage sage;
    const std::pair<std::string, std::string> cases[] = {
        {"", "GW-0035"},
        {"no pairs here", "GW-0032"},
        {"grant_type=%zz", "GW-0032"},
        {form_without("client_credentials", "password"), "GW-0032"},
        {form_without("&client_id=wms-client.app.sage.com"), "GW-0037"},
        {form_without("wms-client.app.sage.com"), "GW-0037"},
        {form_without("&username=wms%40northwind"), "GW-0036"},
        {form_without("wms%40northwind"), "GW-0036"},
        {std::string(right_form) + "&client_id=other", "GW-0038"},
        {std::string(right_form) + "&username=other", "GW-0039"},
        {form_without("%40northwind"), "GW-0012"},
        {form_without("northwind", "southwind"), "GW-0011"},
    };
    for (const auto& [form, code] : cases) {
        const Reply reply = sage.token(form);
        EXPECT_EQ(reply.status, 400) << form;
        EXPECT_EQ(text_at(parsed(reply), "/error/code"), code) << form;
    }
}

TEST(IntacctTokens, a_wrong_client_or_user_is_refused_in_oauths_own_words) {
    Sage sage;
    const Reply secret = sage.token(form_without("simulated-client-secret", "guess"));
    EXPECT_EQ(secret.status, 401);
    EXPECT_EQ(text_at(parsed(secret), "/error"), "invalid_client");
    for (const std::string& user :
         {form_without("wms%40", "WMS%40"), std::string(right_form) + "%7C999"}) {
        const Reply reply = sage.token(user);
        EXPECT_EQ(reply.status, 401);
        EXPECT_EQ(text_at(parsed(reply), "/error"), "invalid_grant");
    }
}

TEST(IntacctTokens, a_token_expires_by_the_simulated_clock) {
    Sage sage;
    sage.now_ms += 21'600'000 - 1;
    EXPECT_EQ(sage.send("GET", "/objects/inventory-control/item").status, 200);
    sage.now_ms += 1;
    const Reply reply = sage.send("GET", "/objects/inventory-control/item");
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(text_at(parsed(reply), "/error/errorId"), "REST-2102");
    EXPECT_EQ(text_at(parsed(reply), "/error/additionalInfo/messageId"), "IA.TOKEN_IS_INVALID");
}

TEST(IntacctTokens, a_second_authorisation_ends_the_first_token) {
    Sage sage;
    sage.token(right_form);
    const Reply reply = sage.send("GET", "/objects/inventory-control/item");
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(error_id(reply), "REST-2102");
    EXPECT_EQ(sage.counter("tokens"), 2);
}

TEST(IntacctTokens, other_endpoints_and_methods_are_refused) {
    Sage sage;
    EXPECT_EQ(error_id(sage.raw({"POST", "/ia/api/v1/oauth2/revoke", {}, ""})), "GW-0033");
    EXPECT_EQ(sage.raw({"GET", "/ia/api/v1/oauth2/token", {}, ""}).status, 405);
}

TEST(IntacctTokens, the_life_of_a_token_can_be_set) {
    Sage sage;
    sage.control("POST", "/control/behaviours", R"({"tokenSeconds":43200})");
    EXPECT_EQ(parsed(sage.token(right_form)).at("expires_in").as_int64(), 43'200);
}

}  // namespace
}  // namespace sage::test
