// SPDX-License-Identifier: Apache-2.0
// Plan: goods that come, go and move without an order: which document each step hands over, how
// stock stands afterwards, and that what is held or on its way is not available.
#include "tests/unit/mock_host/warehouse_steps_fixture.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

class WarehouseGoods : public WarehouseStepsTest {};

TEST_F(WarehouseGoods, what_comes_back_is_found_or_lost_is_a_document) {
    enter_ten();
    EXPECT_EQ(handed_over(R"({"warehouse":"return","id":"R-1","order":"SO-1","despatch":"DN-1",
                              "lines":[{"item":"A","quantity":"2","price":"3.39"}]})"),
              "returnAdvice");
    EXPECT_EQ(stock().at("onHand"), "102");
    EXPECT_EQ(handed_over(R"({"warehouse":"adjust","id":"A-1",
                              "lines":[{"item":"A","quantity":"-3","reason":"damaged"}]})"),
              "inventoryAdjustment");
    EXPECT_EQ(stock().at("onHand"), "99");
    EXPECT_EQ(handed_over(R"({"warehouse":"count","id":"C-1","item":"A","quantity":"99.5"})"),
              "inventoryAdjustment");
    EXPECT_EQ(stock().at("onHand"), "99.5");
    EXPECT_EQ(handed_over(R"({"warehouse":"count","id":"C-2","item":"A","quantity":"99.5"})"), "")
        << "both agree";
}

TEST_F(WarehouseGoods, a_receipt_with_a_number_is_told_and_opening_stock_is_not) {
    const auto received = told(R"({"warehouse":"receive","id":"GRN-1","purchaseOrder":"PO-5",
        "lines":[{"item":"A","quantity":"5","cost":"1.10"},{"item":"B","quantity":"2"}]})");
    ASSERT_TRUE(received.ok() && received.value().size() == 1);
    EXPECT_EQ(received.value().front().type, "receiptAdvice");
    const json::value body = json::parse(received.value().front().json).at("body");
    EXPECT_EQ(body.at("purchaseOrderReference").at("id"), "PO-5");
    EXPECT_EQ(body.at("lines").at(0).at("unitCost").at("amount"), "1.10");
    EXPECT_FALSE(body.at("lines").at(1).as_object().contains("unitCost")) << "Sage costs it";
    EXPECT_EQ(stock().at("onHand"), "5");
    EXPECT_EQ(handed_over(R"({"warehouse":"receive","item":"A","quantity":"1"})"), "");
}

TEST_F(WarehouseGoods, what_is_held_is_not_available_and_nobody_is_told) {
    enter_ten();
    EXPECT_EQ(handed_over(R"({"warehouse":"hold","item":"A","quantity":"95"})"), "");
    EXPECT_EQ(stock(), json::parse(R"({"onHand":"100","allocated":"0","onHold":"95",
        "inTransit":"0","available":"5"})"));
    EXPECT_EQ(handed_over(R"({"warehouse":"allocate","order":"SO-1","line":"10","quantity":"6"})"),
              "warehouse.stock.short");
    EXPECT_EQ(handed_over(R"({"warehouse":"free","item":"A","quantity":"96"})"),
              "warehouse.hold.short");
    EXPECT_EQ(handed_over(R"({"warehouse":"free","item":"A","quantity":"95"})"), "");
    EXPECT_EQ(stock().at("available"), "100");
}

TEST_F(WarehouseGoods, a_transfer_is_told_when_it_leaves_and_when_all_of_it_is_there) {
    enter_ten();
    EXPECT_EQ(handed_over(R"({"warehouse":"transfer","id":"T-1","to":"NORTH",
                              "lines":[{"item":"A","quantity":"10"}]})"),
              "inventoryTransfer");
    EXPECT_EQ(handed_over(R"({"warehouse":"transfer","id":"T-2","to":"NORTH","inTransit":true,
                              "lines":[{"item":"A","quantity":"30"}]})"),
              "inventoryTransfer");
    EXPECT_EQ(handed_over(R"({"warehouse":"arrive","id":"T-2",
                              "arrived":[{"line":"1","quantity":"10"}]})"),
              "");
    const json::value north = steps_.standing({}).value().at("stock").at("A").at("NORTH");
    EXPECT_EQ(north, json::parse(R"({"onHand":"20","allocated":"0","onHold":"0",
        "inTransit":"20","available":"20"})"));
    EXPECT_EQ(handed_over(R"({"warehouse":"arrive","id":"T-2","last":true,
                              "arrived":[{"line":"1","quantity":"15"}]})"),
              "inventoryTransfer");
    EXPECT_EQ(stock().at("onHand"), "65") << "five never left";
    EXPECT_EQ(handed_over(R"({"warehouse":"arrive","id":"T-2"})"), "warehouse.transfer.arrived");
}

TEST_F(WarehouseGoods, a_step_says_where_whose_and_why) {
    enter_ten();
    EXPECT_EQ(handed_over(R"({"warehouse":"receive","id":"GRN-1","site":"NORTH",
                              "lines":[{"item":"A","quantity":"20"}]})"),
              "receiptAdvice");
    EXPECT_EQ(handed_over(R"({"warehouse":"hold","item":"A","quantity":"5","site":"NORTH"})"), "");
    EXPECT_EQ(steps_.standing({}).value().at("stock").at("A").at("NORTH").at("onHold"), "5");
    const auto body_of = [this](const char* step) {
        const auto outcome = told(step);
        EXPECT_TRUE(outcome.ok() && outcome.value().size() == 1) << step;
        return json::parse(outcome.value().front().json).at("body");
    };
    const json::value returned = body_of(R"({"warehouse":"return","id":"R-1","order":"SO-1",
        "despatch":"DN-1","lines":[{"item":"A","quantity":"2","price":"3.39","orderLine":"10"},
                                   {"item":"A","quantity":"1","price":"3.39","orderLine":"20",
                                    "disposition":"scrap"}]})");
    EXPECT_EQ(returned.at("originalDespatchId"), "DN-1");
    const json::value& lines = returned.at("lines");
    EXPECT_EQ(lines.at(1).at("orderLineReference").at("lineId"), "20");
    EXPECT_EQ(lines.at(0).at("price").at("unitAmount").at("amount"), "3.39");
    EXPECT_EQ(lines.at(1).at("dispositionCode"), "scrap");
    EXPECT_EQ(stock().at("onHand"), "102") << "what is scrapped is not here";
    const json::value found = body_of(R"({"warehouse":"adjust","id":"A-1",
        "lines":[{"item":"A","quantity":"3","reason":"found"}]})");
    EXPECT_EQ(found.at("lines").at(0).at("reasonCode"), "found");
}

}  // namespace
}  // namespace wms::scenarios
