// SPDX-License-Identifier: Apache-2.0
// Plan: the gate: three meanings of 401, sites, editions, throttling, replies lost behind the
// gateway; then the journal and hostile input.
#include "plugins/sage200/simulator.h"

#include <gmock/gmock.h>

#include "plugins/sage_simulator/faults.h"
#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

TEST(SimulatedSage200, the_first_meaning_of_401_is_the_token) {
    SimulatedSite site;
    Request request = site.request("GET", "/customers");
    request.headers[0].value = "Bearer nonsense";
    EXPECT_EQ(said(site.raw(request)),
              R"(401 {"statusCode":401,"message":"Access token is missing or invalid."})");
    request.headers.clear();
    EXPECT_EQ(site.raw(request).status, 401);
}

TEST(SimulatedSage200, the_second_meaning_of_401_is_site_and_company_and_has_no_body) {
    SimulatedSite site;
    for (const std::size_t header : {1U, 2U}) {
        Request request = site.request("GET", "/customers");
        request.headers[header].value = "2";
        EXPECT_EQ(said(site.raw(request)), "401 ");
        request.headers.erase(request.headers.begin() + static_cast<std::ptrdiff_t>(header));
        EXPECT_EQ(said(site.raw(request)), "401 ");
    }
    site.behave(R"({"wrongSiteIsEmpty":true})");
    Request request = site.request("GET", "/customers");
    request.headers[1].value = "other";
    EXPECT_EQ(said(site.raw(request)), "200 []");
    request.method = "POST";
    EXPECT_EQ(said(site.raw(request)), "401 ");
}

TEST(SimulatedSage200, sites_need_the_token_alone) {
    SimulatedSite site;
    Request request = site.request("GET", "/sites");
    request.headers.resize(1);
    const json::value sites = parsed(site.raw(request));
    EXPECT_EQ(text_at(sites, "/0/site_id"), "7c9e6679-7425-40de-944b-e07fc1f90ae7");
    EXPECT_EQ(text_at(sites, "/0/company_id"), "1");
    site.behave(R"({"offline":true})");
    EXPECT_EQ(said(site.raw(request)), "200 []");
    EXPECT_EQ(said(site.send("GET", "/customers")),
              R"(504 {"statusCode":504,"message":"Gateway Timeout"})");
}

TEST(SimulatedSage200, each_edition_has_its_own_address) {
    SimulatedSite site;
    site.professional = false;
    EXPECT_EQ(site.send("GET", "/customers").status, 404);
    EXPECT_EQ(site.raw({"GET", "/", {}, ""}).status, 404);
}

TEST(SimulatedSage200, a_body_that_is_not_json_by_its_content_type_is_refused) {
    SimulatedSite site;
    Request request = site.request("POST", "/sales_invoices", written(site.invoice()));
    request.headers[3].value = "text/xml";
    EXPECT_EQ(site.raw(request).status, 415);
}

TEST(SimulatedSage200, beyond_the_throttle_requests_are_refused_until_the_window_is_over) {
    SimulatedSite site;
    site.behave(R"({"throttleRequests":2,"throttleMs":10000})");
    EXPECT_EQ(site.send("GET", "/customers").status, 200);
    EXPECT_EQ(site.send("GET", "/customers").status, 200);
    site.now_ms += 2'500;
    const Reply refused = site.send("GET", "/customers");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.header("retry-after"), "8");
    EXPECT_EQ(site.counter("throttled"), 1);
    site.now_ms += 7'500;
    EXPECT_EQ(site.send("GET", "/customers").status, 200);
}

TEST(SimulatedSage200, a_post_may_go_through_although_the_gateway_gave_up) {
    SimulatedSite site;
    const std::string body = written(site.invoice());
    const Request request = site.request("POST", "/sales_invoices", body);
    const auto faults = read_faults(R"({"faults":[{"id":"gave-up","method":"POST",
        "targetContains":"sales_invoices","action":"reply","execute":true,"status":504,
        "body":"Gateway Timeout"}]})");
    ASSERT_TRUE(faults.ok());
    site.simulator = with_faults(std::move(site.simulator), faults.value());
    EXPECT_EQ(said(site.raw(request)), "504 Gateway Timeout");
    EXPECT_EQ(
        site.get("/sales_posted_transactions?$filter=reference eq 'WREFERENCE'").as_array().size(),
        1U);
}

TEST(SimulatedSage200, what_was_written_is_found_after_the_lag) {
    SimulatedSite site;
    site.behave(R"({"queryLagMs":60000})");
    site.send("POST", "/sales_invoices", site.invoice());
    EXPECT_TRUE(site.get("/sales_posted_transactions").as_array().empty());
    site.now_ms += 60'000;
    EXPECT_EQ(site.get("/sales_posted_transactions").as_array().size(), 1U);
}

TEST(SimulatedSage200, a_restart_keeps_documents_stock_and_numbers) {
    SimulatedSite site;
    const json::value order = parsed(site.send("POST", "/sop_orders", site.order()));
    site.send("POST", "/sales_invoices", site.invoice());
    site.restart();
    EXPECT_EQ(
        parsed(site.send("GET", "/sop_orders/" + std::string(text_at(order, "/id")))).at("id"),
        order.at("id"));
    EXPECT_EQ(said(site.send("POST", "/sales_invoices", site.invoice())), R"(200 {"urn":1302})");
    EXPECT_EQ(text_at(parsed(site.send("POST", "/sop_orders", site.order())), "/document_no"),
              "0000000002");
    EXPECT_EQ(text_at(site.get("/products?$filter=code eq 'LANTERN'"), "/0/free_stock_quantity"),
              "96");
}

TEST(SimulatedSage200, lines_that_are_cut_or_strange_are_skipped_on_restore) {
    SimulatedSite site;
    for (const char* const line : {"", "{", "[]", "{}", "null", R"({"nowMs":"x","method":"POST"})",
                                   R"({"nowMs":1,"control":"/control/seed","body":"{"})",
                                   R"({"nowMs":1,"method":"POST"})"}) {
        site.simulator->restore(line);
    }
    EXPECT_EQ(site.send("POST", "/sop_orders", site.order()).status, 200);
}

TEST(SimulatedSage200, no_secret_is_shown) {
    SimulatedSite site;
    const std::string shown = site.control("GET", "/control/received").body;
    EXPECT_THAT(shown, HasSubstr("/oauth/token"));
    EXPECT_THAT(shown, Not(HasSubstr("simulated-client-secret")));
    EXPECT_THAT(shown, Not(HasSubstr("Bearer")));
}

TEST(SimulatedSage200, hostile_bodies_are_refused_and_change_nothing) {
    SimulatedSite site;
    const std::string deep = std::string(10'000, '[') + std::string(10'000, ']');
    for (const std::string& body :
         {std::string("{"), std::string("[]"), std::string("null"), std::string("\xff\xfe"), deep,
          std::string(R"({"lines":[1,2]})"), std::string(R"({"lines":{}})"),
          std::string(R"({"customer_id":99999999999999999999})"),
          std::string(R"({"customer_id":1e400})")}) {
        for (const char* const where :
             {"/sop_orders", "/sop_returns", "/sop_confirm_despatch", "/sales_invoices"}) {
            EXPECT_EQ(site.send("POST", where, body).status, 400) << where << body.substr(0, 60);
        }
    }
    EXPECT_EQ(site.counter("created"), 0);
}

TEST(SimulatedSage200, clock_and_reset) {
    SimulatedSite site;
    EXPECT_EQ(site.control("POST", "/control/clock", R"({"nowMs":"soon"})").status, 400);
    EXPECT_EQ(site.control("POST", "/control/clock", R"({"nowMs":1700000000000})").status, 200);
    site.control("POST", "/control/reset", "{}");
    EXPECT_EQ(site.send("GET", "/customers").status, 401) << "tokens are forgotten";
    site.authorise();
    EXPECT_TRUE(site.get("/customers").as_array().empty());
    site.change(R"({"add":{"model":"courier","fields":{"name":"Second"}}})");
    EXPECT_EQ(text_at(site.get("/couriers?$filter=name eq 'Second'"), "/0/date_time_created"),
              "2023-11-14T22:13:20Z");
}

}  // namespace
}  // namespace sage::test
