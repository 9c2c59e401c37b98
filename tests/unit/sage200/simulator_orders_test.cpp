// SPDX-License-Identifier: Apache-2.0
// Plan: numbers, amounts, allocation, drafts, holds, returns; what is refused leaves no trace.
#include "plugins/sage200/simulator_orders.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

TEST(SimulatedSage200Orders, an_order_is_numbered_priced_allocated_and_shown) {
    SimulatedSite site;
    const Reply reply = site.send("POST", "/sop_orders", site.order());
    ASSERT_EQ(reply.status, 200) << reply.body;
    const json::value order = parsed(reply);
    EXPECT_EQ(text_at(order, "/document_no"), "0000000001");
    EXPECT_EQ(text_at(order, "/document_status"), "EnumDocumentStatusLive");
    EXPECT_EQ(text_at(order, "/total_net_value"), "25");
    EXPECT_EQ(text_at(order, "/total_tax_value"), "5");
    EXPECT_EQ(text_at(order, "/total_gross_value"), "30");
    EXPECT_EQ(text_at(order, "/customer/reference"), "C1");
    EXPECT_EQ(text_at(order, "/lines/0/allocated_quantity"), "2");
    EXPECT_EQ(text_at(site.get("/products?$filter=code eq 'LANTERN'"), "/0/free_stock_quantity"),
              "98");
    const json::value found = site.get("/sop_orders?$filter=spare_text_1 eq 'WREFERENCE'&$top=2");
    ASSERT_EQ(found.as_array().size(), 1U);
    EXPECT_EQ(at_pointer(found, "/0/lines"), nullptr);
    EXPECT_EQ(site.counter("created"), 1);
}

TEST(SimulatedSage200Orders, customers_have_to_be_there_and_not_on_hold) {
    SimulatedSite site;
    json::object order = site.order();
    order["customer_id"] = 1;
    EXPECT_THAT(said(site.send("POST", "/sop_orders", order)), HasSubstr("no such customer"));
    order["customer_id"] = site.id_of("customers", "reference", "C2");
    EXPECT_THAT(said(site.send("POST", "/sop_orders", order)), HasSubstr("on hold"));
    order["override_on_hold"] = true;
    EXPECT_EQ(site.send("POST", "/sop_orders", order).status, 200);
    site.change(
        R"({"set":{"model":"sop_user_permission","fields":{"override_credit_holds":false}}})");
    EXPECT_EQ(site.send("POST", "/sop_orders", order).status, 401);
    EXPECT_EQ(site.counter("created"), 1);
}

TEST(SimulatedSage200Orders, numbers_are_given_by_hand_only_on_professional_sites_that_want_it) {
    SimulatedSite site;
    site.change(R"({"set":{"model":"sop_settings","fields":
        {"auto_generate_order_return_numbers":false}}})");
    json::object order = site.order();
    EXPECT_THAT(said(site.send("POST", "/sop_orders", order)), HasSubstr("document_no: "));
    order["document_no"] = "SO-7";
    EXPECT_EQ(text_at(parsed(site.send("POST", "/sop_orders", order)), "/document_no"), "SO-7");
    site.change(R"({"site":{"professional":false}})");
    site.professional = false;
    EXPECT_EQ(text_at(parsed(site.send("POST", "/sop_orders", order)), "/document_no"),
              "0000000001");
}

TEST(SimulatedSage200Orders, a_draft_has_no_number_and_is_deleted_with_what_it_held) {
    SimulatedSite site;
    json::object order = site.order();
    order["is_editing"] = true;
    const json::value draft = parsed(site.send("POST", "/sop_orders", order));
    EXPECT_EQ(text_at(draft, "/document_no"), "TBA");
    EXPECT_EQ(text_at(draft, "/document_status"), "EnumDocumentStatusDraft");
    const std::string path = "/sop_orders/" + std::string(text_at(draft, "/id"));
    EXPECT_EQ(site.send("DELETE", path).status, 200);
    EXPECT_EQ(site.send("GET", path).status, 404);
    EXPECT_EQ(site.send("DELETE", path).status, 404);
    EXPECT_EQ(text_at(site.get("/products?$filter=code eq 'LANTERN'"), "/0/free_stock_quantity"),
              "100");
}

TEST(SimulatedSage200Orders, allocation_goes_by_edition_setting_and_wish) {
    SimulatedSite site;
    const auto allocated = [&](json::object order) {
        return std::string(text_at(parsed(site.send("POST", "/sop_orders", order)),
                                   "/lines/0/stock_unit_allocated_quantity"));
    };
    json::object order = site.order();
    site.change(R"({"set":{"model":"sop_settings","fields":
        {"allocate_stock_on_order_entry":false}}})");
    EXPECT_EQ(allocated(order), "0");
    order["lines"].as_array()[0].as_object()["to_allocate_quantity"] = 1;
    EXPECT_EQ(allocated(order), "1");
    order["lines"].as_array()[0].as_object()["to_allocate_quantity"] = 3;
    EXPECT_THAT(said(site.send("POST", "/sop_orders", order)), HasSubstr("More than the line's"));
    site.change(R"({"site":{"professional":false}})");
    site.professional = false;
    EXPECT_EQ(allocated(site.order()), "2") << "Standard allocates always";
}

TEST(SimulatedSage200Orders, tax_is_counted_by_line_or_by_tax_code_as_the_switch_says) {
    SimulatedSite site;
    json::object order = site.order();
    json::object line = site.line("LANTERN", 1);
    line["selling_unit_price"] = "#0.12";
    order["lines"] = json::array{line, line, line};
    EXPECT_EQ(text_at(parsed(site.send("POST", "/sop_orders", order)), "/total_tax_value"), "0.06");
    site.behave(R"({"taxByLine":false})");
    EXPECT_EQ(text_at(parsed(site.send("POST", "/sop_orders", order)), "/total_tax_value"), "0.07");
}

TEST(SimulatedSage200Orders, a_return_has_its_own_numbers_and_holds_no_stock) {
    SimulatedSite site;
    const json::value made = parsed(site.send("POST", "/sop_returns", site.order()));
    EXPECT_EQ(text_at(made, "/document_no"), "0000000001");
    EXPECT_EQ(text_at(made, "/lines/0/stock_unit_allocated_quantity"), "0");
    site.change(R"({"site":{"release":"2024-02-05"}})");
    EXPECT_EQ(site.send("POST", "/sop_returns", site.order()).status, 404);
}

TEST(SimulatedSage200Orders, what_is_refused_leaves_no_trace) {
    SimulatedSite site;
    json::object order = site.order();
    order["lines"].as_array().push_back(json::object{{"line_type", "EnumLineTypeComment"}});
    EXPECT_EQ(site.send("POST", "/sop_orders", order).status, 400);
    order["lines"] = json::array{};
    EXPECT_THAT(said(site.send("POST", "/sop_orders", order)), HasSubstr("lines"));
    order["lines"] = json::array{site.line("LANTERN", 2)};
    order["customer_type"] = "Friend";
    EXPECT_THAT(said(site.send("POST", "/sop_orders", order)), HasSubstr("customer_type"));
    EXPECT_TRUE(site.get("/sop_orders").as_array().empty());
    EXPECT_EQ(text_at(site.get("/products?$filter=code eq 'LANTERN'"), "/0/free_stock_quantity"),
              "100");
}

}  // namespace
}  // namespace sage::test
