// SPDX-License-Identifier: Apache-2.0
// Plan: fields by type of line, products, warehouses, units, permissions, amounts, quantities in
// stock units.
#include "plugins/sage200/simulator_lines.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

class SimulatedSage200Lines : public testing::Test {
  protected:
    /// What an order with this one line is answered.
    std::string post(json::object line) {
        json::object order = site_.order();
        order["lines"] = json::array{std::move(line)};
        return said(site_.send("POST", "/sop_orders", order));
    }
    /// The first line of what was made of it.
    json::value posted(json::object line) {
        json::object order = site_.order();
        order["lines"] = json::array{std::move(line)};
        return parsed(site_.send("POST", "/sop_orders", order)).at("lines").at(0);
    }
    json::object with(std::string_view name, const json::value& value) {
        json::object line = site_.line("LANTERN", 2);
        line[name] = value;
        return line;
    }
    void forbid(std::string_view permission) {
        site_.change(R"({"set":{"model":"sop_user_permission","fields":{")" +
                     std::string(permission) + R"(":false}}})");
    }

    SimulatedSite site_;
};

TEST_F(SimulatedSage200Lines, each_type_needs_and_may_have_its_own_fields) {
    EXPECT_THAT(post({{"line_type", "EnumLineTypeFreeText"},
                      {"description", "Carriage"},
                      {"line_quantity", 1},
                      {"selling_unit_price", "#4.95"}}),
                HasSubstr("200 "));
    EXPECT_THAT(post({{"line_type", "EnumLineTypeComment"}, {"description", "Thank you"}}),
                HasSubstr("200 "));
    EXPECT_THAT(post({{"line_type", "EnumLineTypeCharge"},
                      {"code", "POST"},
                      {"selling_unit_price", "#4.95"}}),
                HasSubstr("200 "));
    EXPECT_THAT(post({{"line_type", "EnumLineTypeCharge"}, {"code", "NONE"}}),
                HasSubstr("no such additional charge"));
    EXPECT_THAT(post({{"line_type", "EnumLineTypeCharge"}}), HasSubstr("a code or a description"));
    EXPECT_THAT(post({{"line_type", "EnumLineTypeComment"}}), HasSubstr("lines[0].description"));
    EXPECT_THAT(
        post({{"line_type", "EnumLineTypeComment"}, {"description", "x"}, {"line_quantity", 1}}),
        HasSubstr("does not belong to this type"));
    EXPECT_THAT(post({{"line_type", "EnumLineTypeFreeText"}, {"description", "x"}}),
                HasSubstr("lines[0].line_quantity: The field is required"));
    EXPECT_THAT(post({{"line_type", "Standard"}}), HasSubstr("no such type of line"));
    EXPECT_THAT(post(with("line_quantity", 0)), HasSubstr("not above zero"));
}

TEST_F(SimulatedSage200Lines, products_and_warehouses_have_to_be_there) {
    EXPECT_THAT(post(with("product_id", 1)), HasSubstr("no such product"));
    EXPECT_THAT(post(with("warehouse_id", 1)), HasSubstr("not held in such a warehouse"));
    EXPECT_THAT(post(with("selling_unit_id", 1)), HasSubstr("no such unit"));
    EXPECT_THAT(post(with("tax_code_id", 1)), HasSubstr("no such tax code"));
    EXPECT_THAT(post(with("nominal_reference", "9999")), HasSubstr("no such nominal code"));
    EXPECT_THAT(post(with("nominal_reference", "4000")), HasSubstr("200 "));
    json::object line = site_.line("LANTERN", 1);
    line.erase("warehouse_id");
    EXPECT_THAT(post(line), HasSubstr("lines[0].warehouse_id: The field is required"));
    site_.behave(R"({"acceptMissingWarehouse":true})");
    EXPECT_THAT(post(line), HasSubstr("200 "));
    const std::string id = std::to_string(site_.id_of("products", "code", "LANTERN"));
    site_.change(R"({"set":{"model":"product","id":)" + id +
                 R"(,"fields":{"product_status_type":"EnumStockItemStatusTypeInactive"}}})");
    EXPECT_THAT(post(site_.line("LANTERN", 1)), HasSubstr("not active"));
    site_.change(R"({"set":{"model":"product","id":)" + id +
                 R"(,"fields":{"allow_sales_order":false}}})");
    EXPECT_THAT(post(site_.line("LANTERN", 1)), HasSubstr("not for sales orders"));
}

TEST_F(SimulatedSage200Lines, a_permission_that_lacks_is_answered_with_401) {
    EXPECT_THAT(post(with("cost_price", 1)), HasSubstr("200 "));
    forbid("override_cost_price");
    EXPECT_THAT(post(with("cost_price", 1)), HasSubstr("401 {\"message\":\"lines[0].cost_price"));
    forbid("override_prices_discounts");
    EXPECT_THAT(post(site_.line("LANTERN", 1)), HasSubstr("401 "));
    json::object line = site_.line("LANTERN", 1);
    line.erase("selling_unit_price");
    EXPECT_THAT(post(line), HasSubstr("200 "));
    site_.change(R"({"set":{"model":"sop_settings","fields":{"amend_nominal_codes":false}}})");
    line["nominal_reference"] = "4000";
    EXPECT_THAT(post(line), HasSubstr("cannot be amended"));
}

TEST_F(SimulatedSage200Lines, amounts_are_rounded_to_pennies_after_discounts) {
    json::object line = site_.line("LANTERN", 3);
    line["selling_unit_price"] = "#3.335";
    EXPECT_EQ(text_at(posted(line), "/line_total_value"), "10.01");
    EXPECT_EQ(text_at(posted(line), "/line_tax_value"), "2");
    line["unit_discount_percent"] = "#12.5";
    EXPECT_EQ(text_at(posted(line), "/line_total_value"), "8.75");
    line["unit_discount_value"] = "#0.335";
    EXPECT_EQ(text_at(posted(line), "/line_total_value"), "9") << "the value wins";
}

TEST_F(SimulatedSage200Lines, quantities_are_shown_in_stock_units_besides) {
    const std::string id = std::to_string(site_.id_of("products", "code", "LANTERN"));
    site_.change(R"({"set":{"model":"product","id":)" + id +
                 R"(,"fields":{"units":[{"unit_id":77,"multiple_of_base_unit":"12"}]}}})");
    json::object line = site_.line("LANTERN", 2);
    line["selling_unit_id"] = 77;
    const json::value dozens = posted(line);
    EXPECT_EQ(text_at(dozens, "/allocated_quantity"), "2");
    EXPECT_EQ(text_at(dozens, "/stock_unit_available_for_despatch"), "24");
    EXPECT_EQ(text_at(dozens, "/allocation_status"), "EnumLineStatusFully");
    line["line_quantity"] = 20;
    const json::value short_of = posted(line);
    EXPECT_EQ(text_at(short_of, "/allocation_status"), "EnumLineStatusPartially");
    EXPECT_EQ(text_at(posted(line), "/allocation_status"), "EnumLineStatusNone");
}

TEST_F(SimulatedSage200Lines, stock_may_be_counted_in_another_unit_than_the_base_unit) {
    site_.change(R"({"productUnit":{"product":"LANTERN","unit":"Dozen","multiple":"12"}})");
    site_.change(R"({"productUnit":{"product":"LANTERN","unit":"Pair","multiple":"2",
        "inStock":true}})");
    json::object line = site_.line("LANTERN", 2);
    line["selling_unit_id"] = site_.id_of("units", "name", "Dozen");
    const json::value dozens = posted(line);
    EXPECT_EQ(text_at(dozens, "/selling_unit_multiple"), "12");
    EXPECT_EQ(text_at(dozens, "/stock_unit_multiple"), "2");
    EXPECT_EQ(text_at(dozens, "/stock_unit_available_for_despatch"), "12");
    json::object despatch = {
        {"sop_order_return_id", std::stoll(std::string(text_at(dozens, "/sop_order_id")))},
        {"items", json::array{json::object{{"id", std::stoll(std::string(text_at(dozens, "/id")))},
                                           {"quantity", 6}}}}};
    EXPECT_EQ(site_.send("POST", "/sop_confirm_despatch", despatch).status, 200);
    const json::value after = site_.get(
        "/sop_orders/" + std::string(text_at(dozens, "/sop_order_id")) + "/sop_order_lines");
    EXPECT_EQ(text_at(after, "/0/despatch_receipt_quantity"), "1");
    EXPECT_EQ(text_at(after, "/0/allocated_quantity"), "1");
    EXPECT_EQ(site_.on_hand("LANTERN"), "94");
}

}  // namespace
}  // namespace sage::test
