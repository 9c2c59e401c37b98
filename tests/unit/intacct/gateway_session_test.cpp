// SPDX-License-Identifier: Apache-2.0
// Plan: the request for a session and each kind of answer; what is put into a request, and where;
// secrets with characters that have a meaning in XML.
#include <gmock/gmock.h>

#include "tests/unit/intacct/gateway_sample.h"

namespace sage::intacct {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<GrantedSession> read(int status, const std::string& body) {
    return read_gateway_session({status, {}, body});
}

TEST(IntacctGatewaySession, is_asked_for_in_the_entity_of_the_settings) {
    const Request request = gateway_session_request(sample::settings());
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.target, "/ia/api/v1/services/core/session/id");
    ASSERT_EQ(request.headers.size(), 1U);
    EXPECT_EQ(request.headers[0].name, "X-IA-API-Param-Entity");
    EXPECT_EQ(request.headers[0].value, "100");
}

TEST(IntacctGatewaySession, is_read_with_its_life) {
    for (const char* body : {R"({"ia::result":{"sessionId":"a.b..","expiresIn":21600}})",
                             R"({"sessionId":"a.b..","expiresIn":"21600"})"}) {
        const Result<GrantedSession> granted = read(200, body);
        ASSERT_TRUE(granted.ok()) << body;
        EXPECT_EQ(granted.value().session, "a.b..");
        EXPECT_EQ(granted.value().life_ms, 21'600'000);
    }
}

TEST(IntacctGatewaySession, that_cannot_be_used_is_none) {
    for (const char* body :
         {"", "<html/>", "{}", R"({"sessionId":"","expiresIn":21600})", R"({"sessionId":"a"})",
          R"({"sessionId":"a","expiresIn":60})", R"({"sessionId":"a","expiresIn":-5})",
          R"({"sessionId":"a","expiresIn":"soon"})"}) {
        const Result<GrantedSession> granted = read(200, body);
        ASSERT_FALSE(granted.ok()) << body;
        EXPECT_EQ(granted.error().status, Status::remote);
    }
    EXPECT_FALSE(
        read(200, R"({"expiresIn":21600,"sessionId":")" + std::string(5'000, 'a') + "\"}").ok());
    EXPECT_EQ(read(200, R"({"sessionId":"a","expiresIn":99999999999})").value().life_ms,
              7LL * 24 * 3'600'000);
}

TEST(IntacctGatewaySession, a_refusal_is_told_apart_from_what_passes) {
    for (const int status : {400, 403, 404}) {
        EXPECT_EQ(read(status, "{}").error().status, Status::auth) << status;
    }
    for (const int status : {401, 408, 429, 500, 503}) {
        EXPECT_EQ(read(status, "{}").error().status, Status::remote) << status;
    }
    const Result<GrantedSession> refused =
        read(403, R"({"ia::error":{"code":"forbidden","message":"No XML for this user"}})");
    EXPECT_THAT(refused.error().first().cause, HasSubstr("No XML for this user"));
    EXPECT_EQ(refused.error().first().pointer, "/gateway");
    EXPECT_EQ(read_gateway_session({429, {{"Retry-After", "7"}}, "{}"}).error().retry_after_ms,
              7'000U);
}

TEST(IntacctGatewaySession, secrets_are_named_by_the_settings) {
    const Settings usual = sample::gateway_settings();
    EXPECT_THAT(gateway_session_rules(usual.gateway).secret_names,
                ElementsAre("intacct.sender_id", "intacct.sender_password"));
    const Settings own = sample::settings(
        R"({"gateway": {"inventoryIncrease": "gateway", "senderIdSecret": "who",
            "senderPasswordSecret": null}})");
    EXPECT_THAT(gateway_session_rules(own.gateway).secret_names, ElementsAre("who"));
}

TEST(IntacctGatewaySession, what_is_put_in_is_escaped_and_nothing_else_changes) {
    Request request{"POST",
                    std::string(gateway_target),
                    {},
                    "<r><senderid/><password/><sessionid/><a>1</a></r>"};
    enter_gateway_session(request, {"s<1>", {"me & you", "p\"w"}});
    EXPECT_EQ(request.body,
              "<r><senderid>me &amp; you</senderid><password>p&quot;w</password>"
              "<sessionid>s&lt;1&gt;</sessionid><a>1</a></r>");
    Request without{
        "POST", std::string(gateway_target), {}, "<r><senderid/><password/><sessionid/></r>"};
    enter_gateway_session(without, {"s", {"me"}});
    EXPECT_EQ(without.body,
              "<r><senderid>me</senderid><password></password><sessionid>s</sessionid></r>");
}

TEST(IntacctGatewaySession, a_request_without_places_stays_as_it_is) {
    Request request{"POST", std::string(gateway_target), {}, "<r><sessionid/></r>"};
    enter_gateway_session(request, {"s", {"me", "pw"}});
    EXPECT_EQ(request.body, "<r><sessionid/></r>");
}

}  // namespace
}  // namespace sage::intacct
