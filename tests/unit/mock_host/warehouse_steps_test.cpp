// SPDX-License-Identifier: Apache-2.0
// Plan: each verb does its part in the warehouse and hands over what the contract has a document
// for, and nothing else; a refusal changes nothing; the figures show every stage.
#include "tests/unit/mock_host/warehouse_steps_fixture.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

TEST_F(WarehouseStepsTest, an_order_goes_from_entry_to_despatch) {
    enter_ten();
    EXPECT_EQ(handed_over(R"({"warehouse":"allocate","order":"SO-1","line":"10","quantity":"6"})"),
              "");
    EXPECT_EQ(stock(), json::parse(R"({"onHand":"100","allocated":"6","onHold":"0",
        "inTransit":"0","available":"94"})"));
    EXPECT_EQ(handed_over(R"({"warehouse":"pick","order":"SO-1"})"), "");
    EXPECT_EQ(handed_over(R"({"warehouse":"pack","order":"SO-1","tracking":"T1",
                              "packed":[{"line":"10","quantity":"2"}]})"),
              "");
    EXPECT_EQ(line(), json::parse(R"({"line":"10","item":"A","ordered":"10","allocated":"6",
        "picked":"6","packed":"2","despatched":"0","cancelled":"0","outstanding":"10"})"));
    EXPECT_EQ(handed_over(R"({"warehouse":"pack","order":"SO-1"})"), "");
    const auto despatch = told(R"({"warehouse":"despatch","order":"SO-1","id":"DN-1"})");
    ASSERT_TRUE(despatch.ok() && despatch.value().size() == 1);
    const Message& left = despatch.value().front();
    EXPECT_EQ(left.type, "despatchAdvice");
    EXPECT_EQ(left.document_id, "DN-1");
    EXPECT_EQ(
        json::parse(left.json).at("body").at("lines").at(0).at("deliveredQuantity").at("value"),
        "6");
    EXPECT_EQ(line().at("outstanding"), "4");
    EXPECT_EQ(stock(), json::parse(R"({"onHand":"94","allocated":"0","onHold":"0",
        "inTransit":"0","available":"94"})"));
}

TEST_F(WarehouseStepsTest, allocation_hands_nothing_over_and_can_be_given_back) {
    enter_ten();
    EXPECT_EQ(handed_over(R"({"warehouse":"allocate","order":"SO-1"})"), "");
    EXPECT_EQ(line().at("allocated"), "10");
    EXPECT_EQ(handed_over(R"({"warehouse":"deallocate","order":"SO-1"})"), "");
    EXPECT_EQ(stock().at("available"), "100");
}

TEST_F(WarehouseStepsTest, a_refusal_has_its_code_and_changes_nothing) {
    enter_ten();
    EXPECT_EQ(handed_over(R"({"warehouse":"despatch","order":"SO-1","id":"DN-1"})"),
              "warehouse.order.not_packed");
    EXPECT_EQ(handed_over(R"({"warehouse":"pick","order":"SO-9"})"), "warehouse.order.unknown");
    EXPECT_EQ(handed_over(R"({"warehouse":"dance","order":"SO-1"})"), "scenario.verb");
    EXPECT_EQ(line().at("allocated"), "0");
    EXPECT_FALSE(steps_.standing(json::parse(R"({"orders":{"SO-9":[]}})").as_object()).ok());
}

TEST_F(WarehouseStepsTest, a_change_is_the_next_version_and_says_what_the_order_is_from_now_on) {
    enter_ten();
    const auto changed = told(R"({"warehouse":"change","order":"SO-1","address":["5 Quay","Hull"],
        "lines":[{"item":"A","quantity":"8","price":"2.99"},{"item":"B","quantity":"1"}]})");
    ASSERT_TRUE(changed.ok() && changed.value().size() == 1);
    const Message& version = changed.value().front();
    EXPECT_EQ(version.version, 2);
    const json::value body = json::parse(version.json).at("body");
    EXPECT_EQ(body.at("lines").as_array().size(), 2U);
    EXPECT_EQ(body.at("lines").at(0).at("orderedQuantity").at("value"), "8");
    EXPECT_EQ(body.at("deliveryCustomerParty").at("postalAddress").at("addressLines"),
              (json::array{"5 Quay", "Hull"}));
    EXPECT_EQ(handed_over(R"({"warehouse":"change","order":"SO-1","version":"1",
                              "promised":"2026-12-01"})"),
              "warehouse.order.version")
        << "somebody changed it since";
    EXPECT_EQ(handed_over(R"({"warehouse":"change","order":"SO-9","service":"express"})"),
              "warehouse.order.unknown");
}

TEST_F(WarehouseStepsTest, what_is_cancelled_does_not_leave) {
    enter_ten();
    EXPECT_EQ(handed_over(R"({"warehouse":"cancel","order":"SO-1","line":"10","quantity":"4"})"),
              "salesOrder");
    EXPECT_EQ(line().at("cancelled"), "4");
    EXPECT_EQ(line().at("outstanding"), "6");
    EXPECT_EQ(handed_over(R"({"warehouse":"cancel","order":"SO-1"})"), "orderCancellation");
    EXPECT_EQ(line().at("outstanding"), "0");
    EXPECT_EQ(handed_over(R"({"warehouse":"cancel","order":"SO-1"})"), "warehouse.order.cancelled");
}

TEST_F(WarehouseStepsTest, what_was_said_wrong_about_what_left_is_the_despatchs_next_version) {
    enter_ten();
    for (const char* const step :
         {R"({"warehouse":"allocate","order":"SO-1"})", R"({"warehouse":"pick","order":"SO-1"})",
          R"({"warehouse":"pack","order":"SO-1"})",
          R"({"warehouse":"despatch","order":"SO-1","id":"DN-1"})"}) {
        EXPECT_TRUE(told(step).ok()) << step;
    }
    const auto corrected =
        told(R"({"warehouse":"correct","despatch":"DN-1","line":"10","quantity":"9"})");
    ASSERT_TRUE(corrected.ok() && corrected.value().size() == 1);
    EXPECT_EQ(corrected.value().front().version, 2);
    EXPECT_EQ(stock().at("onHand"), "91");
}

TEST_F(WarehouseStepsTest, what_a_step_says_is_in_its_document) {
    const auto body_of = [this](const char* step) {
        const auto outcome = told(step);
        EXPECT_TRUE(outcome.ok() && outcome.value().size() == 1) << step;
        return json::parse(outcome.value().front().json).at("body");
    };
    json::value body = body_of(R"({"warehouse":"enter","order":"SO-1","promised":"2026-12-01",
        "service":"express","lines":[{"item":"A","quantity":"10","price":"3.39"},
                                     {"item":"B","quantity":"2","price":"1.00"}]})");
    EXPECT_EQ(body.at("promisedDeliveryPeriod").at("endDate"), "2026-12-01");
    EXPECT_EQ(body.at("serviceLevelCode"), "express");
    body = body_of(R"({"warehouse":"change","order":"SO-1","promised":"2026-12-02",
                       "service":"economy"})");
    EXPECT_EQ(body.at("promisedDeliveryPeriod").at("endDate"), "2026-12-02");
    EXPECT_EQ(body.at("serviceLevelCode"), "economy");
    for (const char* const step :
         {R"({"warehouse":"receive","item":"B","quantity":"2"})",
          R"({"warehouse":"allocate","order":"SO-1"})", R"({"warehouse":"pick","order":"SO-1"})",
          R"({"warehouse":"pack","order":"SO-1"})",
          R"({"warehouse":"despatch","order":"SO-1","id":"DN-1"})"}) {
        EXPECT_TRUE(told(step).ok()) << step;
    }
    body = body_of(R"({"warehouse":"correct","despatch":"DN-1","line":"20","quantity":"1"})");
    EXPECT_EQ(body.at("lines").at(0).at("orderLineReference").at("lineId"), "20");
    EXPECT_EQ(body.at("lines").at(0).at("deliveredQuantity").at("value"), "1");
    EXPECT_EQ(body_of(R"({"warehouse":"cancel","order":"SO-1"})").at("issueDate"), "2025-11-20");
}

}  // namespace
}  // namespace wms::scenarios
