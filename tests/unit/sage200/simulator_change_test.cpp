// SPDX-License-Identifier: Apache-2.0
// Plan: records added, changed, doubled and removed by hand; another site; wrong changes.
#include "plugins/sage200/simulator_seed.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

TEST(SimulatedSage200Change, records_are_added_changed_doubled_and_removed) {
    SimulatedSite site;
    site.send("POST", "/sales_invoices", site.invoice());
    const auto posted = [&] { return site.get("/sales_posted_transactions?$orderby=id"); };
    const std::string id(text_at(posted(), "/0/id"));
    site.change(R"({"duplicate":{"model":"sales_posted_transaction","id":)" + id + "}}");
    ASSERT_EQ(posted().as_array().size(), 2U);
    EXPECT_EQ(text_at(posted(), "/1/urn"), "1302");
    EXPECT_EQ(text_at(posted(), "/1/reference"), "WREFERENCE");
    site.change(
        R"({"set":{"model":"sales_posted_transaction","id":)" + id +
        R"(,"fields":{"reference":"OTHER","document_goods_value":"1.50","due_date":null}}})");
    EXPECT_EQ(text_at(posted(), "/0/document_goods_value"), "1.5");
    site.change(R"({"remove":{"model":"sales_posted_transaction","id":)" + id + "}}");
    ASSERT_EQ(posted().as_array().size(), 1U);
    site.change(R"({"add":{"model":"courier","fields":{"name":"Second","is_default":false}}})");
    EXPECT_NE(site.id_of("couriers", "name", "Second"), 0);
}

TEST(SimulatedSage200Change, a_change_is_dated_by_the_clock_that_replies_show) {
    SimulatedSite site;
    const Reply reply = site.send("GET", "/customers?$top=1");
    EXPECT_EQ(reply.header("Date"), "Wed, 18 Nov 2026 11:06:40 GMT");
    const std::string id = std::to_string(site.id_of("customers", "reference", "C1"));
    const auto updated = [&] {
        return site.get("/customers?$filter=date_time_updated gt 2026-11-18T11:06:40Z")
            .as_array()
            .size();
    };
    EXPECT_EQ(updated(), 0U);
    site.now_ms += 1'000;
    site.change(R"({"set":{"model":"customer","id":)" + id + R"(,"fields":{"on_hold":true}}})");
    EXPECT_EQ(updated(), 1U);
}

TEST(SimulatedSage200Change, a_site_becomes_another) {
    SimulatedSite site;
    site.change(R"({"site":{"professional":false,"release":"2024-02-05"}})");
    EXPECT_EQ(site.send("GET", "/customers").status, 404);
    site.professional = false;
    EXPECT_EQ(site.send("GET", "/customers").status, 200);
    EXPECT_EQ(site.send("GET", "/sop_returns").status, 404);
}

TEST(SimulatedSage200Change, an_order_is_entered_under_a_number) {
    SimulatedSite site;
    site.change(R"({"order":{"number":"SO-7","customer":"C2","location":"HOME",
        "lines":[{"item":"LANTERN","quantity":"3","price":"1.25"}]}})");
    const json::value orders = site.get("/sop_orders?$expand=lines");
    ASSERT_EQ(orders.as_array().size(), 1U);
    EXPECT_EQ(text_at(orders, "/0/document_no"), "SO-7");
    EXPECT_EQ(text_at(orders, "/0/document_status"), "EnumDocumentStatusLive");
    EXPECT_EQ(text_at(orders, "/0/total_net_value"), "3.75");
    EXPECT_EQ(text_at(orders, "/0/lines/0/allocated_quantity"), "3");
}

TEST(SimulatedSage200Change, a_wrong_change_is_refused) {
    SimulatedSite site;
    for (const char* const body :
         {"[]", "{}", R"({"a":1,"b":2})", R"({"weather":"fine"})", R"({"closedUntil":7})",
          R"({"site":{"professional":"yes"}})", R"({"add":{"model":"planet","fields":{}}})",
          R"({"add":{"model":"courier"}})", R"({"set":{"model":"courier","id":1,"fields":{}}})",
          R"({"set":{"model":"customer","fields":{}}})",
          R"({"remove":{"model":"courier","id":"x"}})",
          R"({"order":{"customer":"ELSE","location":"HOME","lines":[]}})",
          R"({"order":{"customer":"C1","location":"HOME","lines":[]}})",
          R"({"order":{"customer":"C1","location":"HOME","lines":[{"item":"ELSE"}]}})"}) {
        EXPECT_EQ(site.control("POST", "/control/change", body).status, 400) << body;
    }
}

}  // namespace
}  // namespace sage::test
