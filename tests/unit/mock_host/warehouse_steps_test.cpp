// SPDX-License-Identifier: Apache-2.0
// Plan: each verb does its part in the warehouse and hands over what the contract has a document
// for, and nothing else; a refusal changes nothing; the figures show every stage.
#include "mock-host/scenario/warehouse_steps.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace wms::scenarios {
namespace {

namespace json = boost::json;

constexpr std::int64_t now_ms = 1'763'653'330'000;

class WarehouseStepsTest : public ::testing::Test {
  protected:
    WarehouseSteps::Outcome told(const char* step) {
        return steps_.carry_out(json::parse(step).as_object(), now_ms);
    }
    /// The type of the document that it hands over; "" for none.
    std::string handed_over(const char* step) {
        const auto outcome = told(step);
        if (!outcome.ok()) {
            return outcome.problem().code;
        }
        return outcome.value() ? outcome.value()->type : "";
    }
    json::value line() const {
        return steps_.standing(json::parse(R"({"orders":{"SO-1":[]}})").as_object())
            .value()
            .at("orders")
            .at("SO-1")
            .at(0);
    }
    json::value stock() const { return steps_.standing({}).value().at("stock").at("A").at("MAIN"); }
    void enter_ten() {
        EXPECT_EQ(handed_over(R"({"warehouse":"receive","item":"A","quantity":"100"})"), "");
        EXPECT_EQ(handed_over(R"({"warehouse":"enter","order":"SO-1",
            "lines":[{"item":"A","quantity":"10","price":"3.39"}]})"),
                  "salesOrder");
    }
    WarehouseSteps steps_;
};

TEST_F(WarehouseStepsTest, an_order_goes_from_entry_to_despatch) {
    enter_ten();
    EXPECT_EQ(handed_over(R"({"warehouse":"allocate","order":"SO-1","line":"10","quantity":"6"})"),
              "");
    EXPECT_EQ(stock(), json::parse(R"({"onHand":"100","allocated":"6","available":"94"})"));
    EXPECT_EQ(handed_over(R"({"warehouse":"pick","order":"SO-1"})"), "");
    EXPECT_EQ(handed_over(R"({"warehouse":"pack","order":"SO-1","tracking":"T1",
                              "packed":[{"line":"10","quantity":"2"}]})"),
              "");
    EXPECT_EQ(line(), json::parse(R"({"line":"10","item":"A","ordered":"10","allocated":"6",
        "picked":"6","packed":"2","despatched":"0","outstanding":"10"})"));
    EXPECT_EQ(handed_over(R"({"warehouse":"pack","order":"SO-1"})"), "");
    const auto despatch = told(R"({"warehouse":"despatch","order":"SO-1","id":"DN-1"})");
    ASSERT_TRUE(despatch.ok() && despatch.value());
    EXPECT_EQ(despatch.value()->type, "despatchAdvice");
    EXPECT_EQ(despatch.value()->document_id, "DN-1");
    EXPECT_EQ(json::parse(despatch.value()->json)
                  .at("body")
                  .at("lines")
                  .at(0)
                  .at("deliveredQuantity")
                  .at("value"),
              "6");
    EXPECT_EQ(line().at("outstanding"), "4");
    EXPECT_EQ(stock(), json::parse(R"({"onHand":"94","allocated":"0","available":"94"})"));
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

TEST_F(WarehouseStepsTest, what_comes_back_is_found_or_lost_is_a_document) {
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

}  // namespace
}  // namespace wms::scenarios
