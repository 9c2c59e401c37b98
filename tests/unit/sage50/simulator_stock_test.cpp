// SPDX-License-Identifier: Apache-2.0
// Plan: adjustments in and out, their cost, what is refused; the switches.
#include "plugins/sage50/simulator_stock.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

class SimulatedSage50Stock : public testing::Test {
  protected:
    std::string adjust(int type, std::string_view quantity, std::string_view more = "") {
        return said(company.post(
            "/api/stock",
            fmt::format(R"({{"stockCode":"MUG","type":{},"quantity":{},"reference":"M-1",
                            "details":"count"{}}})",
                        type, quantity, more)));
    }
    SimulatedCompany company;
};

TEST_F(SimulatedSage50Stock, adjustments_move_stock_at_once) {
    const Reply done = company.post(
        "/api/stock", R"({"stockCode":"MUG","type":1,"quantity":5,"reference":"M-1"})");
    EXPECT_EQ(at(done, "/response"), "true") << "no number";
    EXPECT_EQ(adjust(2, "3"), "SUCCESS");
    EXPECT_EQ(company.stock("MUG"), "12/0");
    const Reply found = company.find("/api/searchStock", "REFERENCE", "eq", "M-1");
    ASSERT_EQ(count(found), 2U) << "the same reference is taken twice";
    EXPECT_EQ(at(found, "/results/1/type"), "AO");
    EXPECT_EQ(at(found, "/results/1/quantity"), "-3");
    EXPECT_EQ(at(found, "/results/1/tranNumber"), "2");
    EXPECT_EQ(at(found, "/results/1/details"), "count");
}

TEST_F(SimulatedSage50Stock, a_cost_given_overwrites_the_last_one) {
    adjust(1, "1", R"(,"costPrice":3.5)");
    const auto cost = [&] {
        return at(company.get("/api/product/MUG"), "/response/lastPurchasePrice");
    };
    EXPECT_EQ(cost(), "3.5");
    adjust(1, "1");
    EXPECT_EQ(cost(), "3.5");
    adjust(2, "1", R"(,"costPrice":9)");
    EXPECT_EQ(cost(), "3.5") << "an adjustment out has no cost";
    adjust(1, "1", R"(,"costPrice":0)");
    EXPECT_EQ(cost(), "0");
}

TEST_F(SimulatedSage50Stock, wrong_ones_are_refused) {
    EXPECT_EQ(adjust(3, "1"), "type: 1 (in) or 2 (out) is expected");
    EXPECT_EQ(adjust(1, "0"), "quantity: A quantity above zero is expected");
    EXPECT_EQ(adjust(1, "-1"), "quantity: A quantity above zero is expected");
    EXPECT_EQ(adjust(1, "1", R"(,"costPrice":-1)"), "costPrice: It is below zero");
    EXPECT_EQ(said(company.post("/api/stock", R"({"stockCode":"NONE","type":1,"quantity":1})")),
              "Product NONE was not found");
    EXPECT_EQ(adjust(2, "11"), "Product MUG has not enough free stock");
    EXPECT_EQ(company.stock("MUG"), "10/0");
    company.control("POST", "/control/seed",
                    R"({"locations":[{"id":"HOME","allowNegativeStock":true}]})");
    EXPECT_EQ(adjust(2, "11"), "SUCCESS");
    EXPECT_EQ(company.stock("MUG"), "-1/0");
}

TEST_F(SimulatedSage50Stock, allocated_stock_is_not_free) {
    company.allocated_order();
    EXPECT_EQ(adjust(2, "8"), "Product MUG has not enough free stock");
    EXPECT_EQ(adjust(2, "7"), "SUCCESS");
}

TEST_F(SimulatedSage50Stock, fractions_are_refused_taken_or_cut) {
    EXPECT_EQ(adjust(1, "1.5"), "quantity: A whole number is expected");
    EXPECT_EQ(adjust(1, "1.0"), "SUCCESS");
    company.behave(R"({"fractionalAdjustments":1})");
    EXPECT_EQ(adjust(1, "1.5"), "SUCCESS");
    EXPECT_EQ(company.stock("MUG"), "12.5/0");
    company.behave(R"({"fractionalAdjustments":2})");
    EXPECT_EQ(adjust(1, "1.5"), "SUCCESS");
    EXPECT_EQ(company.stock("MUG"), "13.5/0");
}

TEST_F(SimulatedSage50Stock, a_closed_day_stops_them_unless_the_switch_says_so) {
    company.change(R"({"closedUntil":"2026-10-31"})");
    EXPECT_EQ(adjust(1, "1", R"(,"date":"31/10/2026")"),
              "The ledger is closed on this date (SDO error 49)");
    company.behave(R"({"lockDateStopsDocuments":false})");
    EXPECT_EQ(adjust(1, "1", R"(,"date":"31/10/2026")"), "SUCCESS");
}

}  // namespace
}  // namespace sage::test
