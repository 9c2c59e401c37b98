// SPDX-License-Identifier: Apache-2.0
// Plan: each type of filter over each type of column; all, any; what finds silently nothing; what
// is refused; the switches.
#include "plugins/sage50/simulator_search.h"

#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

constexpr std::string_view products = "/api/searchProduct";

class SimulatedSage50Search : public testing::Test {
  protected:
    /// How many products match.
    std::size_t matching(std::string_view column, std::string_view type, std::string_view value) {
        const Reply reply = company.find(products, column, type, value);
        EXPECT_EQ(said(reply), "SUCCESS");
        return count(reply);
    }
    SimulatedCompany company;
};

TEST_F(SimulatedSage50Search, no_filter_finds_everything) {
    EXPECT_EQ(count(company.post(products, "[]")), 3U);
}

TEST_F(SimulatedSage50Search, a_field_that_there_is_not_finds_silently_nothing) {
    const Reply reply = company.find(products, "stockCode", "eq", "MUG");
    EXPECT_EQ(said(reply), "SUCCESS");
    EXPECT_EQ(count(reply), 0U);
    EXPECT_EQ(matching("STOCK_CODE", "eq", "MUG"), 1U);
    company.change(R"({"installation":{"sageVersion":"24.2"}})");
    EXPECT_EQ(matching("ITEM_TYPE", "eq", "0"), 0U) << "no column of that version";
}

TEST_F(SimulatedSage50Search, texts_are_compared) {
    EXPECT_EQ(matching("STOCK_CODE", "ne", "MUG"), 2U);
    EXPECT_EQ(matching("STOCK_CODE", "lt", "MUG"), 1U);
    EXPECT_EQ(matching("STOCK_CODE", "lte", "MUG"), 2U);
    EXPECT_EQ(matching("STOCK_CODE", "gt", "MUG"), 1U);
    EXPECT_EQ(matching("STOCK_CODE", "gte", "MUG"), 2U);
    EXPECT_EQ(matching("STOCK_CODE", "in", "MUG, LANTERN,OTHER"), 2U);
    EXPECT_EQ(matching("STOCK_CODE", "like", "M%"), 1U);
    EXPECT_EQ(matching("STOCK_CODE", "like", "_UG"), 1U);
    EXPECT_EQ(matching("STOCK_CODE", "nlike", "%U%"), 2U);
    EXPECT_EQ(matching("STOCK_CODE", "like", "U"), 0U);
    EXPECT_EQ(matching("STOCK_CODE", "eq", "mug"), 0U);
}

TEST_F(SimulatedSage50Search, numbers_and_days_are_compared_as_such) {
    EXPECT_EQ(matching("QTY_IN_STOCK", "gt", "9.5"), 2U);
    EXPECT_EQ(matching("QTY_IN_STOCK", "eq", "10.00"), 1U);
    EXPECT_EQ(matching("RECORD_MODIFY_DATE", "gte", "18/11/2026"), 3U);
    EXPECT_EQ(matching("RECORD_MODIFY_DATE", "gte", "19/11/2026"), 0U);
    EXPECT_EQ(matching("RECORD_MODIFY_DATE", "lte", "18/11/2026 11:06:40"), 3U);
    company.behave(R"({"monthFirst":true})");
    EXPECT_EQ(matching("RECORD_MODIFY_DATE", "gte", "11/18/2026"), 3U);
}

TEST_F(SimulatedSage50Search, filters_hold_together_or_one_of_them) {
    const std::string two =
        R"([{"field":"STOCK_CODE","type":"eq","value":"MUG"OR},
            {"field":"QTY_IN_STOCK","type":"gt","value":50}])";
    const auto with = [&](std::string_view either) {
        std::string body = two;
        return count(company.post(products, body.replace(body.find("OR"), 2, either)));
    };
    EXPECT_EQ(with(""), 0U);
    EXPECT_EQ(with(R"(,"or":true)"), 2U);
    EXPECT_EQ(with(R"(,"or":false)"), 0U);
}

TEST_F(SimulatedSage50Search, what_is_no_filter_is_a_failure_and_no_empty_list) {
    for (const char* const body :
         {"{}", "x", "[1]", R"([{"field":"STOCK_CODE","type":"is","value":"A"}])",
          R"([{"field":"STOCK_CODE","type":"eq"}])", R"([{"type":"eq","value":"A"}])",
          R"([{"field":"QTY_IN_STOCK","type":"eq","value":"many"}])",
          R"([{"field":"RECORD_MODIFY_DATE","type":"gt","value":"2026-01-01"}])"}) {
        const Reply reply = company.post(products, body);
        EXPECT_NE(said(reply), "SUCCESS") << body;
        EXPECT_EQ(at(reply, "/success"), "false") << body;
    }
}

TEST_F(SimulatedSage50Search, what_nobody_knows_is_a_switch) {
    company.allocated_order();
    company.post("/api/salesOrder/1/complete", "");
    const auto invoices = [&] {
        return count(company.find("/api/searchInvoice", "ORDER_NUMBER", "eq", "1"));
    };
    EXPECT_EQ(invoices(), 0U) << "it stands at the right of seven characters";
    EXPECT_EQ(count(company.find("/api/searchInvoice", "ORDER_NUMBER_NUMERIC", "eq", "1")), 1U);
    company.behave(R"({"paddedKeysMatch":true,"likeContains":true,"ignoreCase":true})");
    EXPECT_EQ(invoices(), 1U);
    EXPECT_EQ(matching("STOCK_CODE", "like", "u"), 1U);
    EXPECT_EQ(matching("STOCK_CODE", "eq", "mug"), 1U);
}

}  // namespace
}  // namespace sage::test
