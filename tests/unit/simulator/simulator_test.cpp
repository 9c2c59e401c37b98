// SPDX-License-Identifier: Apache-2.0
// Plan: what stands in front of the company: paths, tokens, content types, entities, throttling;
// then the journal: a restart keeps documents, stock, numbers and answers, and hostile input.
#include "plugins/intacct/simulator.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

using testing::HasSubstr;

constexpr std::string_view one_item_query =
    R"({"object":"inventory-control/item","fields":["key"],"size":1})";

TEST(IntacctSimulator, a_request_without_a_token_is_refused_in_the_gateways_words) {
    Sage sage;
    const Reply none = sage.raw({"GET", "/ia/api/v1/objects/inventory-control/item", {}, ""});
    EXPECT_EQ(none.status, 401);
    EXPECT_EQ(error_id(none), "GW-0034");
    const Reply unknown = sage.raw({"GET",
                                    "/ia/api/v1/objects/inventory-control/item",
                                    {{"authorization", "Bearer nonsense"}},
                                    ""});
    EXPECT_EQ(unknown.status, 401);
    EXPECT_EQ(error_id(unknown), "GW-0031");
}

TEST(IntacctSimulator, a_body_that_is_not_json_by_its_content_type_is_refused) {
    Sage sage;
    Reply reply = sage.send("POST", "/services/core/query", "", {{"Content-Type", "text/xml"}});
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(error_id(reply), "GW-0014");
    reply = sage.send("POST", "/services/core/query", "");
    EXPECT_EQ(error_id(reply), "GW-0014");
}

TEST(IntacctSimulator, paths_outside_the_api_are_not_found_in_the_top_envelope) {
    Sage sage;
    EXPECT_EQ(sage.raw({"GET", "/", {}, ""}).status, 404);
    const Reply version = sage.raw({"GET", "/ia/api/v2/objects/x/y", {}, ""});
    EXPECT_EQ(version.status, 404);
    EXPECT_EQ(text_at(parsed(version), "/ia::error/message"), "Version is not supported.");
    EXPECT_EQ(sage.send("GET", "/nowhere").status, 404);
}

TEST(IntacctSimulator, an_unknown_entity_is_refused_and_a_misspelt_header_is_ignored) {
    Sage sage("wms@northwind");
    const Reply unknown =
        sage.send("POST", invoices, invoice(), {{"X-IA-API-Param-Entity", "999"}});
    EXPECT_EQ(unknown.status, 400);
    EXPECT_THAT(messages(unknown), HasSubstr("999"));
    const Reply misspelt =
        sage.send("POST", invoices, invoice(), {{"X-IA-API-ParamEntity", "100"}});
    EXPECT_EQ(misspelt.status, 201);
    const auto rows = sage.rows("order-entry/document::Sales Invoice", R"(["key","entity.id"])");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_TRUE(rows[0].at("entity.id").is_null()) << "it must have landed at the top level";
}

TEST(IntacctSimulator, the_entity_comes_from_the_header_or_else_from_the_token) {
    Sage by_token("wms@northwind|100");
    by_token.send("POST", invoices, invoice());
    EXPECT_EQ(by_token.rows("order-entry/document", R"(["entity.id"])")[0].at("entity.id"), "100");
    Sage by_header("wms@northwind");
    by_header.send("POST", invoices, invoice(), {{"x-ia-api-param-entity", "100"}});
    EXPECT_EQ(by_header.rows("order-entry/document", R"(["entity.id"])")[0].at("entity.id"), "100");
}

TEST(IntacctSimulator, beyond_the_throttle_requests_are_refused_until_the_window_is_over) {
    Sage sage;
    sage.control("POST", "/control/behaviours", R"({"throttleRequests":2,"throttleMs":10000})");
    const Reply first = sage.send("POST", "/services/core/query", one_item_query);
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.header("x-ia-hour-rate-limit-remaining"), "1");
    sage.send("POST", "/services/core/query", one_item_query);
    sage.now_ms += 2'500;
    const Reply refused = sage.send("POST", "/services/core/query", one_item_query);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(error_id(refused), "GW-0010");
    EXPECT_EQ(refused.header("retry-after"), "8");
    EXPECT_EQ(refused.header("x-ia-hour-rate-limit-remaining"), "0");
    EXPECT_EQ(sage.counter("throttled"), 1);
    sage.now_ms += 7'500;
    EXPECT_EQ(sage.send("POST", "/services/core/query", one_item_query).status, 200);
}

TEST(IntacctSimulator, a_throttled_answer_is_kept_under_the_key_only_when_the_switch_says_so) {
    for (const bool kept : {false, true}) {
        Sage sage;
        sage.control("POST", "/control/behaviours",
                     kept ? R"({"throttleRequests":1,"throttleMs":1000,"cacheThrottled":true})"
                          : R"({"throttleRequests":1,"throttleMs":1000})");
        sage.send("POST", "/services/core/query", one_item_query);
        EXPECT_EQ(sage.send("POST", invoices, invoice(), with_key("k")).status, 429);
        sage.now_ms += 1'000;
        EXPECT_EQ(sage.send("POST", invoices, invoice(), with_key("k")).status, kept ? 429 : 201);
    }
}

TEST(IntacctSimulator, a_restart_keeps_documents_stock_numbers_and_answers) {
    Sage sage;
    const Reply first = sage.send("POST", invoices, invoice(), with_key("k1"));
    auto bad = invoice();
    bad["customer"] = {{"id", "NOBODY"}};
    const Reply refused = sage.send("POST", invoices, bad, with_key("k2"));
    ASSERT_EQ(first.status, 201);
    ASSERT_EQ(refused.status, 422);
    sage.restart();
    EXPECT_EQ(sage.on_hand("LANTERN"), "97");
    const Reply again = sage.send("POST", invoices, invoice(), with_key("k1"));
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("x-ia-idempotency-cached-date"), "2026-11-18T11:06:40Z");
    EXPECT_EQ(sage.send("POST", invoices, bad, with_key("k2")).body, refused.body);
    sage.send("POST", invoices, invoice());
    const auto rows = sage.rows("order-entry/document", R"(["documentNumber","entity.id"])");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1].at("documentNumber"), "SI-000002");
    EXPECT_EQ(rows[0].at("entity.id"), "100");
}

TEST(IntacctSimulator, a_restart_ends_tokens) {
    Sage sage;
    const std::vector<std::string> lines = sage.journal;
    sage.simulator = make_intacct_simulator([] { return std::int64_t{0}; }, nullptr);
    for (const std::string& line : lines) {
        sage.simulator->restore(line);
    }
    EXPECT_EQ(sage.send("GET", "/objects/inventory-control/item").status, 401);
}

TEST(IntacctSimulator, lines_that_are_cut_or_strange_are_skipped_on_restore) {
    Sage sage;
    for (const char* const line :
         {"", "{", R"({"nowMs":1,"method":"PO)", "[]", "{}", "null",
          R"({"control":"/control/seed","body":"{"})", R"({"nowMs":"x","method":"POST"})"}) {
        sage.simulator->restore(line);
    }
    EXPECT_EQ(sage.send("POST", invoices, invoice()).status, 201);
}

TEST(IntacctSimulator, hostile_bodies_are_refused_and_change_nothing) {
    Sage sage;
    const std::string deep = std::string(10'000, '[') + std::string(10'000, ']');
    for (const std::string& body :
         {std::string("{"), std::string("[]"), std::string("null"), std::string("\xff\xfe"), deep,
          std::string(R"({"lines":[1,2]})"), std::string(R"({"lines":{}})"),
          std::string(R"({"txnDate":"2026-11-20","txnDate":"2026-11-21"})"),
          std::string(R"({"customer":[],"lines":[{"dimensions":7}]})")}) {
        const Reply reply = sage.send("POST", invoices, body);
        EXPECT_EQ(reply.status, 400) << body.substr(0, 60);
        EXPECT_NE(error_id(reply), "") << body.substr(0, 60);
        EXPECT_EQ(sage.send("POST", "/services/core/query", body).status / 100, 4);
    }
    EXPECT_EQ(sage.counter("created"), 0);
    EXPECT_EQ(sage.on_hand("LANTERN"), "100");
}

TEST(IntacctSimulator, a_clock_that_was_set_stays_until_it_is_set_again_even_over_a_reset) {
    Sage sage;
    EXPECT_EQ(sage.control("POST", "/control/clock", R"({"nowMs":1700000000000})").status, 200);
    EXPECT_EQ(sage.control("POST", "/control/clock", R"({"nowMs":"soon"})").status, 400);
    sage.control("POST", "/control/reset", "{}");
    sage.control("POST", "/control/seed", R"({"customers":[{"id":"C1"}],"items":[{"id":"LANTERN"}],
        "stock":[{"item":"LANTERN","location":"MAIN","quantity":"9"}]})");
    sage.authorise();
    EXPECT_EQ(sage.send("POST", invoices, invoice()).status, 201);
    const auto rows = sage.rows("order-entry/document", R"(["audit.createdDateTime"])");
    EXPECT_EQ(rows.at(0).at("audit.createdDateTime"), "2023-11-14T22:13:20Z");
}

TEST(IntacctSimulator, a_reset_forgets_documents_and_tokens) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    sage.control("POST", "/control/reset", "{}");
    EXPECT_EQ(sage.send("GET", "/objects/inventory-control/item").status, 401);
    sage.authorise();
    EXPECT_TRUE(sage.rows("order-entry/document", R"(["key"])").empty());
    EXPECT_EQ(sage.on_hand("LANTERN"), "");
}

}  // namespace
}  // namespace sage::test
