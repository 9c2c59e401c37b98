// SPDX-License-Identifier: Apache-2.0
// Plan: what was sent to this server by its own page passes; another host, method, origin or type
// of content does not.
#include "mock-host/serve/gate.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace wms::serve {
namespace {

constexpr std::uint16_t kPort = 8080;

Request request(const std::string& method) {
    Request request;
    request.method = method;
    request.path = "/api/decisions";
    request.host = "127.0.0.1:8080";
    request.content_type = "application/json; charset=utf-8";
    request.origin = "http://127.0.0.1:8080";
    request.fetch_site = "same-origin";
    return request;
}

int status_of(const Request& request) {
    const std::optional<Reply> refused = refuse_at_gate(request, kPort);
    return refused.has_value() ? refused->status : 200;
}

TEST(Gate, lets_our_own_page_pass) {
    EXPECT_EQ(status_of(request("GET")), 200);
    EXPECT_EQ(status_of(request("POST")), 200);
    Request program = request("POST");
    program.host = "localhost:8080";
    program.origin.clear();
    program.fetch_site.clear();
    EXPECT_EQ(status_of(program), 200);
}

TEST(Gate, another_host_is_misdirected) {
    for (const char* host : {"", "127.0.0.1", "evil.example:8080", "127.0.0.1:8081",
                             "127.0.0.1:8080.evil.example", "[::1]:8080", "localhost"}) {
        Request other = request("GET");
        other.host = host;
        EXPECT_EQ(status_of(other), 421) << host;
    }
}

TEST(Gate, other_methods_are_refused) {
    for (const char* method : {"PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "get", ""}) {
        EXPECT_EQ(status_of(request(method)), 405) << method;
    }
}

TEST(Gate, a_change_of_another_page_is_refused) {
    for (const char* origin : {"http://evil.example", "null", "https://127.0.0.1:8080",
                               "http://localhost:8080", "http://127.0.0.1:8081"}) {
        Request other = request("POST");
        other.origin = origin;
        EXPECT_EQ(status_of(other), 403) << origin;
    }
    for (const char* site : {"cross-site", "same-site", "none"}) {
        Request other = request("POST");
        other.fetch_site = site;
        EXPECT_EQ(status_of(other), 403) << site;
    }
}

TEST(Gate, a_form_of_another_page_can_send_no_json) {
    for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded",
                             "multipart/form-data", "text/plain; application/json"}) {
        Request other = request("POST");
        other.content_type = type;
        EXPECT_EQ(status_of(other), 415) << type;
    }
}

TEST(Gate, a_refusal_says_what_to_do) {
    const Reply reply = refusal(409, {"code", "/here", "Cause.", "Fix.", "it"});
    const boost::json::value problem = boost::json::parse(reply.body).at("problem");
    EXPECT_EQ(problem.at("cause"), "Cause.");
    EXPECT_EQ(problem.at("pointer"), "/here");
    EXPECT_EQ(reply.status, 409);
}

}  // namespace
}  // namespace wms::serve
