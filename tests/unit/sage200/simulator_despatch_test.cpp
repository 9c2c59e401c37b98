// SPDX-License-Identifier: Apache-2.0
// Plan: goods leave in parts and with tracking; what cannot leave; settings; tracking changed
// afterwards; older sites.
#include "plugins/sage200/simulator_despatch.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

class SimulatedSage200Despatch : public testing::Test {
  protected:
    SimulatedSage200Despatch() {
        order_ = parsed(site_.send("POST", "/sop_orders", site_.order()));
    }

    std::int64_t id(const json::value& from, std::string_view pointer) {
        return std::stoll(std::string(text_at(from, pointer)));
    }
    json::object despatch(std::int64_t quantity) {
        return {{"sop_order_return_id", id(order_, "/id")},
                {"despatch_receipt_date", "2026-11-18T00:00:00Z"},
                {"items", json::array{json::object{{"id", id(order_, "/lines/0/id")},
                                                   {"quantity", quantity}}}},
                {"tracking_items",
                 json::array{
                     json::object{{"courier_id", site_.id_of("couriers", "name", "Parcel Carrier")},
                                  {"consignment_no", "1Z999AA1"},
                                  {"weight", "#12.5"},
                                  {"pieces", 2},
                                  {"notes", "WREFERENCE"}}}}};
    }
    std::string confirm(const json::object& body) {
        return said(site_.send("POST", "/sop_confirm_despatch", body));
    }
    json::value views() {
        return site_.get("/sop_order_despatch_line_views?$filter=sop_order_id eq " +
                         std::string(text_at(order_, "/id")));
    }

    SimulatedSite site_;
    json::value order_;
};

TEST_F(SimulatedSage200Despatch, goods_leave_with_their_tracking) {
    EXPECT_THAT(confirm(despatch(2)), HasSubstr("200 "));
    EXPECT_EQ(site_.on_hand("LANTERN"), "98");
    const json::value seen = views();
    ASSERT_EQ(seen.as_array().size(), 1U);
    EXPECT_EQ(text_at(seen, "/0/sop_despatch_consignment_no"), "1Z999AA1");
    EXPECT_EQ(text_at(seen, "/0/sop_despatch_courier_name"), "Parcel Carrier");
    EXPECT_EQ(text_at(seen, "/0/sop_despatch_line_quantity"), "2");
    EXPECT_EQ(text_at(seen, "/0/sop_despatch_notes"), "WREFERENCE");
    const json::value after =
        site_.get("/sop_orders/" + std::string(text_at(order_, "/id")) + "?$expand=lines");
    EXPECT_EQ(text_at(after, "/despatch_receipt_status"), "EnumDocumentProcessStatusFull");
    EXPECT_EQ(text_at(after, "/lines/0/despatch_receipt_status"), "EnumLineStatusFully");
    EXPECT_EQ(text_at(after, "/lines/0/stock_unit_available_for_despatch"), "0");
    EXPECT_THAT(confirm(despatch(1)), HasSubstr("Only 0 can be despatched"));
}

TEST_F(SimulatedSage200Despatch, a_part_leaves_and_the_rest_is_ready) {
    const std::string ready = "/sop_confirm_despatch?$filter=document_no eq '0000000001'";
    EXPECT_EQ(text_at(site_.get(ready), "/0/items/0/quantity"), "2");
    EXPECT_THAT(confirm(despatch(1)), HasSubstr("200 "));
    EXPECT_EQ(text_at(site_.get(ready), "/0/items/0/quantity"), "1");
    EXPECT_THAT(confirm(despatch(1)), HasSubstr("200 "));
    EXPECT_TRUE(site_.get(ready).as_array().empty());
    EXPECT_EQ(site_.send("GET", "/sop_confirm_despatch?$filter=id eq 1").status, 400);
    EXPECT_EQ(views().as_array().size(), 2U);
}

TEST_F(SimulatedSage200Despatch, only_lines_of_the_order_and_what_is_allocated_can_leave) {
    EXPECT_THAT(confirm(despatch(3)), HasSubstr("Only 2 can be despatched"));
    EXPECT_THAT(confirm(despatch(0)), HasSubstr("not above zero"));
    json::object body = despatch(1);
    body["items"].as_array().push_back(body["items"].at(0));
    EXPECT_THAT(confirm(body), HasSubstr("there twice"));
    body["items"] = json::array{json::object{{"id", 1}, {"quantity", 1}}};
    EXPECT_THAT(confirm(body), HasSubstr("no such line"));
    body["items"] = json::array{};
    EXPECT_THAT(confirm(body), HasSubstr("no items"));
    body = despatch(1);
    body["sop_order_return_id"] = 1;
    EXPECT_THAT(confirm(body), HasSubstr("no such order"));
    EXPECT_EQ(site_.on_hand("LANTERN"), "100");
}

TEST_F(SimulatedSage200Despatch, tracking_needs_its_setting_and_a_courier_that_there_is) {
    json::object body = despatch(1);
    body["tracking_items"].as_array()[0].as_object()["courier_id"] = 1;
    EXPECT_THAT(confirm(body), HasSubstr("no such courier"));
    body = despatch(1);
    body["tracking_items"].as_array().push_back(body["tracking_items"].at(0));
    EXPECT_THAT(confirm(body), HasSubstr("One for each order"));
    body = despatch(1);
    body["tracking_items"].as_array()[0].as_object()["sop_order_return_id"] = 1;
    EXPECT_THAT(confirm(body), HasSubstr("another order's"));
    site_.change(R"({"set":{"model":"sop_settings","fields":
        {"record_tracking_on_despatch":false}}})");
    EXPECT_THAT(confirm(despatch(1)), HasSubstr("not recorded"));
    site_.behave(R"({"ignoreUnrecordedTracking":true})");
    EXPECT_THAT(confirm(despatch(1)), HasSubstr("200 "));
    EXPECT_EQ(text_at(views(), "/0/sop_despatch_consignment_no"), "");
}

TEST_F(SimulatedSage200Despatch, stock_leaves_at_despatch_only_if_the_setting_says_so) {
    site_.change(R"({"set":{"model":"sop_settings","fields":{"update_stock_on_despatch":false}}})");
    EXPECT_THAT(confirm(despatch(2)), HasSubstr("200 "));
    EXPECT_EQ(site_.on_hand("LANTERN"), "100");
    EXPECT_EQ(text_at(site_.get("/products?$filter=code eq 'LANTERN'"), "/0/free_stock_quantity"),
              "98");
}

TEST_F(SimulatedSage200Despatch, tracking_is_changed_while_the_order_is_live) {
    confirm(despatch(2));
    const std::string receipt =
        "/sop_despatch_receipts/" + std::string(text_at(views(), "/0/sop_despatch_id"));
    EXPECT_EQ(site_.send("PUT", receipt, json::object{{"consignment_no", "NEW"}}).status, 200);
    EXPECT_EQ(text_at(views(), "/0/sop_despatch_consignment_no"), "NEW");
    EXPECT_EQ(text_at(views(), "/0/sop_despatch_notes"), "WREFERENCE") << "left as it was";
    EXPECT_EQ(site_.send("PUT", receipt, json::object{{"courier_id", 1}}).status, 400);
    EXPECT_EQ(site_.send("PUT", receipt, json::object{{"despatch_no", "1"}}).status, 400);
    EXPECT_EQ(site_.send("PUT", "/sop_despatch_receipts/1", json::object{}).status, 404);
    site_.change(R"({"set":{"model":"sop_order","fields":
        {"document_status":"EnumDocumentStatusComplete"}}})");
    EXPECT_EQ(site_.send("PUT", receipt, json::object{{"consignment_no", "LATE"}}).status, 400);
}

TEST_F(SimulatedSage200Despatch, is_not_there_on_an_older_site) {
    site_.change(R"({"site":{"release":"2022-08-21"}})");
    EXPECT_THAT(confirm(despatch(1)), HasSubstr("404 "));
    EXPECT_EQ(site_.send("GET", "/couriers?$top=1").status, 404);
}

}  // namespace
}  // namespace sage::test
