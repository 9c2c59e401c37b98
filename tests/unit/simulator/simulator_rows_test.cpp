// SPDX-License-Identifier: Apache-2.0
// Plan: rows of each kind of object: documents of one application, lines, master data, stock.
#include "plugins/intacct/simulator_rows.h"

#include <gtest/gtest.h>

#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

TEST(IntacctRows, each_application_shows_its_own_documents) {
    Sage sage;
    sage.send("POST", orders, order());
    sage.send("POST", increases, adjustment());
    const auto order_entry = sage.rows("order-entry/document", R"(["key"])");
    const auto inventory = sage.rows("inventory-control/document", R"(["key","transactionDate"])");
    ASSERT_EQ(order_entry.size(), 1U);
    EXPECT_EQ(order_entry[0].at("key"), "1");
    ASSERT_EQ(inventory.size(), 1U);
    EXPECT_EQ(inventory[0].at("key"), "2");
    EXPECT_TRUE(sage.rows("order-entry/document::Sales Invoice", R"(["key"])").empty());
}

TEST(IntacctRows, lines_come_in_the_order_of_their_documents) {
    Sage sage;
    auto body = order();
    body["lines"].as_array().push_back(order_line("MUG", "1", "1.00"));
    sage.send("POST", orders, body);
    sage.send("POST", orders, order());
    const auto lines =
        sage.rows("order-entry/document-line", R"(["dimensions.item.id","lineNumber"])");
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[1].at("dimensions.item.id"), "MUG");
    EXPECT_EQ(lines[1].at("lineNumber").as_int64(), 1);
    EXPECT_EQ(lines[2].at("lineNumber").as_int64(), 0);
}

TEST(IntacctRows, stock_is_an_object_too) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    const auto rows = sage.rows("inventory-control/item-warehouse-inventory",
                                R"(["item.id","item.name","warehouse.id","onHand"])",
                                R"([{"$lt":{"onHand":"100"}}])");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].at("item.name"), "White lantern");
    EXPECT_EQ(rows[0].at("onHand"), "97");
    EXPECT_EQ(rows[1].at("onHand"), "10");
}

}  // namespace
}  // namespace sage::test
