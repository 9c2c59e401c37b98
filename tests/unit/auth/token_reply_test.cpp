// SPDX-License-Identifier: Apache-2.0
// Plan: read_token_reply - every shape of a granted token; the three envelopes of Sage and that of
// OAuth; which status means what, with Retry-After; garbage of every kind; secrets struck out.
#include "sage-adapter/auth/token_reply.h"

#include <gmock/gmock.h>

namespace sage {
namespace {

using testing::HasSubstr;

Result<GrantedToken> read(int status, std::string body, std::vector<Header> headers = {}) {
    return read_token_reply(Reply{status, std::move(headers), std::move(body)}, {"canary"});
}

std::int64_t life_of(const std::string& members) {
    const Result<GrantedToken> granted = read(200, R"({"access_token":"t")" + members + "}");
    return granted.ok() ? granted.value().life_ms : -1;
}

Error error_of(int status, std::string body, std::vector<Header> headers = {}) {
    Result<GrantedToken> granted = read(status, std::move(body), std::move(headers));
    EXPECT_FALSE(granted.ok());
    if (granted.ok()) {
        return {Status::ok, Problem{}};
    }
    EXPECT_FALSE(granted.error().first().cause.empty());
    EXPECT_FALSE(granted.error().first().fix.empty());
    EXPECT_EQ(granted.error().first().owner, Owner::it);
    return std::move(granted).error();
}

TEST(TokenReply, gives_the_token_and_its_life) {
    const Result<GrantedToken> granted = read(
        200, R"({"access_token":"a.b-c","token_type":"bearer","expires_in":21600,"more":[1]})");
    ASSERT_TRUE(granted.ok());
    EXPECT_EQ(granted.value().text, "a.b-c");
    EXPECT_EQ(granted.value().life_ms, 21'600'000);
}

TEST(TokenReply, reads_a_life_however_it_is_written) {
    EXPECT_EQ(life_of(R"(,"expires_in":"3600")"), 3'600'000);
    EXPECT_EQ(life_of(R"(,"expires_in":3600.9)"), 3'600'000);
    EXPECT_EQ(life_of(""), 600'000);
    EXPECT_EQ(life_of(R"(,"expires_in":61)"), 61'000);
    EXPECT_EQ(life_of(R"(,"expires_in":99999999999999999999)"), 315'360'000'000);
}

TEST(TokenReply, takes_no_token_that_would_expire_at_once) {
    for (const char* life : {"60", "0", "-5", "-99999999999999999999", "\"soon\"", "null", "true",
                             "1e9", "{}", "\"\""}) {
        const Error error =
            error_of(200, R"({"access_token":"t","expires_in":)" + std::string(life) + "}");
        EXPECT_EQ(error.status, Status::remote) << life;
        EXPECT_EQ(error.first().code, "auth.token.short_lived") << life;
    }
}

TEST(TokenReply, takes_no_token_that_could_not_stand_in_a_header) {
    for (const std::string& token :
         {std::string(), std::string("a b"), std::string("a\\r\\nX: y"), std::string("\\u0000"),
          std::string("\xc3\xa4"), std::string(16'385, 'a')}) {
        const Error error =
            error_of(200, R"({"access_token":")" + token + R"(","expires_in":3600})");
        EXPECT_EQ(error.status, Status::remote) << token.substr(0, 20);
        EXPECT_EQ(error.first().code, "auth.token.garbage") << token.substr(0, 20);
    }
}

TEST(TokenReply, takes_no_other_kind_of_token) {
    EXPECT_EQ(
        error_of(200, R"({"access_token":"t","token_type":"mac","expires_in":3600})").first().code,
        "auth.token.not_bearer");
}

TEST(TokenReply, takes_garbage_for_trouble_that_passes) {
    for (const char* body :
         {"", "<html></html>", "{", "[]", "null", "\"t\"", "{}", R"({"access_token":true})",
          R"({"access_token":"a","access_token":"b"})", "{\"access_token\":\"\xff\"}"}) {
        const Error error = error_of(200, body);
        EXPECT_EQ(error.status, Status::remote) << body;
        EXPECT_EQ(error.first().code, "auth.token.garbage") << body;
    }
    EXPECT_EQ(error_of(200, R"({"access_token":"t","x":")" + std::string(100'000, 'x') + "\"}")
                  .first()
                  .code,
              "auth.token.garbage");
}

TEST(TokenReply, tells_the_servers_words_from_every_envelope) {
    const char* const inside =
        R"({"code":"invalidRequest","message":"User name is wrong","errorId":"GW-0036"})";
    for (const std::string& body : {R"({"ia::result":{"ia::error":)" + std::string(inside) + "}}",
                                    R"({"ia::error":)" + std::string(inside) + "}",
                                    R"({"error":)" + std::string(inside) + "}"}) {
        const Error error = error_of(401, body);
        EXPECT_EQ(error.status, Status::auth);
        EXPECT_EQ(error.first().code, "auth.token.refused");
        EXPECT_THAT(error.first().cause,
                    HasSubstr("(HTTP 401): \"GW-0036, invalidRequest, User name is wrong\"."));
    }
    EXPECT_THAT(error_of(400, R"({"error":"invalid_grant","error_description":"unknown user"})")
                    .first()
                    .cause,
                HasSubstr("\"invalid_grant, unknown user\""));
    EXPECT_THAT(
        error_of(400, R"({"ia::error":{"code":"x","details":[{"message":"why"}]}})").first().cause,
        HasSubstr("\"x, why\""));
}

TEST(TokenReply, tells_a_refusal_also_without_words) {
    for (const char* body : {"", "<html>", "{}", R"({"error":true})", R"({"error":{"code":{}}})"}) {
        const Error error = error_of(401, body);
        EXPECT_EQ(error.status, Status::auth) << body;
        EXPECT_EQ(error.first().cause, "Sage refused an access token (HTTP 401).") << body;
    }
}

TEST(TokenReply, keeps_the_servers_words_short_printable_and_without_secrets) {
    const Error error =
        error_of(400, R"({"error":"canary\ncanarycanary)" + std::string(5000, 'x') + "\"}");
    const std::string& cause = error.first().cause;
    EXPECT_EQ(cause.find("canary"), std::string::npos);
    EXPECT_EQ(cause.find('\n'), std::string::npos);
    EXPECT_THAT(cause, HasSubstr("***?******x"));
    EXPECT_LT(cause.size(), 300U);
}

TEST(TokenReply, tells_a_refusal_from_trouble_that_passes) {
    for (const int status : {400, 401, 403, 404, 405, 409, 422}) {
        EXPECT_EQ(error_of(status, "").status, Status::auth) << status;
    }
    for (const int status : {301, 302, 307, 408, 425, 429, 500, 502, 503, 504, 599}) {
        EXPECT_EQ(error_of(status, "").status, Status::remote) << status;
    }
    EXPECT_THAT(error_of(429, R"({"error":{"code":"GW-0010"}})").first().cause,
                HasSubstr("(HTTP 429): \"GW-0010\""));
}

TEST(TokenReply, waits_as_long_as_it_is_told_within_reason) {
    const auto wait_ms = [](const char* value) {
        return error_of(503, "", {{"retry-after", value}}).retry_after_ms;
    };
    EXPECT_EQ(wait_ms("7"), 7'000U);
    EXPECT_EQ(wait_ms("86400"), 3'600'000U);
    EXPECT_EQ(wait_ms("99999999999999999999"), 3'600'000U);
    EXPECT_EQ(wait_ms("-1"), 0U);
    EXPECT_EQ(wait_ms("Fri, 31 Dec 1999 23:59:59 GMT"), 0U);
    EXPECT_EQ(wait_ms(""), 0U);
    EXPECT_EQ(error_of(503, "").retry_after_ms, 0U);
}

Reply reply_of(int status, std::string body) {
    return {status, {}, std::move(body)};
}

TEST(TokenReply, gives_a_refresh_token_also_beside_an_access_token_that_cannot_be_used) {
    EXPECT_EQ(refresh_token_in(reply_of(200, R"({"refresh_token":"r1"})")), "r1");
    EXPECT_EQ(refresh_token_in(reply_of(201, R"({"access_token":"","refresh_token":"r1"})")), "r1");
    for (const char* body : {"", "{}", "[", R"({"refresh_token":""})", R"({"refresh_token":7.5})",
                             R"({"refresh_token":"a b"})", R"({"refresh_token":null})"}) {
        const std::string read = refresh_token_in(reply_of(200, body));
        EXPECT_TRUE(read.empty() || read == "7.5") << body;
    }
    EXPECT_EQ(refresh_token_in(reply_of(400, R"({"refresh_token":"r1"})")), "");
}

TEST(TokenReply, knows_the_words_for_a_grant_that_is_over) {
    EXPECT_TRUE(says_invalid_grant(reply_of(400, R"({"error":"invalid_grant"})")));
    EXPECT_TRUE(says_invalid_grant(reply_of(401, R"({"error":"invalid_grant"})")));
    EXPECT_TRUE(says_invalid_grant(reply_of(401, R"({"error":{"code":"tokenInvalid"}})")));
    for (const int status : {200, 302, 408, 429, 500}) {
        EXPECT_FALSE(says_invalid_grant(reply_of(status, R"({"error":"invalid_grant"})")))
            << status;
    }
    EXPECT_FALSE(says_invalid_grant(reply_of(401, R"({"error":"invalid_client"})")));
    EXPECT_FALSE(says_invalid_grant(reply_of(400, "")));
}

}  // namespace
}  // namespace sage
