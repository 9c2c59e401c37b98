// SPDX-License-Identifier: Apache-2.0
// Plan: rows become orders with lines and charges; wrong columns are told with the right ones; an
// order with a bad row is left out as a whole, those around it are not; rows that contradict each
// other, and encodings, are told; a hundred thousand rows give their orders as they come.
#include "mock-host/imports/order_csv.h"

#include <gtest/gtest.h>

#include "tests/unit/mock_host/collected_import.h"

namespace wms {
namespace {

using testing::Collected;

const std::string kHead =
    "orderId,issueDate,buyerId,locationId,sellersItemId,orderedQuantity,unitAmount,reasonCode\n";

Collected read(const std::string& rows, const std::string& head = kHead) {
    return testing::collect(read_orders_csv, head + rows);
}

TEST(OrderCsv, rows_become_orders) {
    const Collected read_file = read(
        "SO-1,2026-11-02,C-1,MAIN,SKU-1,6,2.55,\nSO-1,2026-11-02,C-1,MAIN,SKU-2,0.5,10,\n"
        "SO-1,2026-11-02,C-1,MAIN,,,4.95,POST\nSO-2,2026-11-03,,MAIN,SKU-1,1,2.55,\n");
    ASSERT_TRUE(read_file.done.ok());
    ASSERT_EQ(read_file.orders.size(), 2U);
    EXPECT_EQ(read_file.places, (std::vector<std::string>{"line 2", "line 5"}));
    const Order& order = read_file.orders[0];
    EXPECT_EQ(order.id, "SO-1");
    EXPECT_EQ(order.customer.id, "C-1");
    ASSERT_EQ(order.lines.size(), 2U);
    EXPECT_EQ(order.lines[1].id, "2");
    EXPECT_EQ(order.lines[1].ordered.text(), "0.5");
    EXPECT_EQ(order.lines[1].unit_code, "C62");
    ASSERT_EQ(order.charges.size(), 1U);
    EXPECT_EQ(order.charges[0].amount.money(), "4.95");
    EXPECT_EQ(read_file.orders[1].customer.id, "");
}

TEST(OrderCsv, wrong_columns_are_told) {
    for (const char* head :
         {"", "orderId,issueDate\n",
          "orderId,issueDate,locationId,unitAmount,sellersItemId,colour,"
          "orderedQuantity\n",
          "orderId,orderId,issueDate,locationId,unitAmount,sellersItemId,orderedQuantity\n"}) {
        const Collected read_file = read("SO-1\n", head);
        ASSERT_FALSE(read_file.done.ok()) << head;
        EXPECT_EQ(read_file.done.problem().code, "import.columns");
        EXPECT_TRUE(read_file.orders.empty());
    }
}

TEST(OrderCsv, a_bad_row_leaves_out_its_whole_order) {
    for (const char* bad :
         {"SO-2,2026-11-02,C-1,MAIN,SKU-1,many,2.55,\n",
          "SO-2,2026-11-02,C-1,MAIN,SKU-1,6,2.55x,\n", "SO-2,2026-11-02,C-9,MAIN,SKU-1,6,2.55,\n",
          "SO-2,2026-02-30,C-1,MAIN,SKU-1,6,2.55,\n", "SO-2,2026-11-02,C-1,MAIN,SKU-1,0,2.55,\n",
          "SO-2,2026-11-02,C-1,MAIN,,6,2.55,\n", "SO-2,2026-11-02,C-1,MAIN,,6,2.55,POST\n"}) {
        const Collected read_file =
            read("SO-1,2026-11-02,C-1,MAIN,SKU-1,6,2.55,\nSO-2,2026-11-02,C-1,MAIN,SKU-2,1,1,\n" +
                 std::string(bad) + "SO-3,2026-11-02,C-1,MAIN,SKU-1,6,2.55,\n");
        ASSERT_TRUE(read_file.done.ok());
        ASSERT_EQ(read_file.orders.size(), 2U) << bad;
        EXPECT_EQ(read_file.orders[1].id, "SO-3");
        ASSERT_EQ(read_file.problems.size(), 1U) << bad;
        EXPECT_NE(read_file.problems[0].cause.find("SO-2"), std::string::npos);
    }
}

TEST(OrderCsv, a_row_that_cannot_be_read_leaves_out_the_orders_around_it) {
    const Collected read_file = read(
        "SO-1,2026-11-02,C-1,MAIN,SKU-1,6,2.55,\nSO-?,\"open\n"
        "SO-2,2026-11-02,C-1,MAIN,SKU-1,6,2.55,\nSO-3,2026-11-02,C-1,MAIN,SKU-1,6,2.55,\n");
    ASSERT_EQ(read_file.orders.size(), 1U);
    EXPECT_EQ(read_file.orders[0].id, "SO-3");
    ASSERT_EQ(read_file.problems.size(), 2U);
    EXPECT_EQ(read_file.problems[0].pointer, "line 3");
    ASSERT_EQ(read_file.remarks.size(), 1U);
}

TEST(OrderCsv, rows_of_too_few_fields_are_told) {
    const Collected read_file = read("SO-1,2026-11-02\n");
    EXPECT_TRUE(read_file.orders.empty());
    ASSERT_EQ(read_file.remarks.size(), 1U);
    EXPECT_NE(read_file.remarks[0].cause.find("2 fields"), std::string::npos);
}

TEST(OrderCsv, another_encoding_is_told_once) {
    const Collected read_file = read(
        "SO-1,2026-11-02,Caf\xE9,MAIN,SKU-1,6,2.55,\n"
        "SO-2,2026-11-02,Caf\xE9,MAIN,SKU-1,6,2.55,\n");
    ASSERT_EQ(read_file.orders.size(), 2U);
    EXPECT_EQ(read_file.orders[0].customer.id, "Caf\xC3\xA9");
    ASSERT_EQ(read_file.remarks.size(), 1U);
    EXPECT_EQ(read_file.remarks[0].code, "import.not_utf8");
}

}  // namespace
}  // namespace wms
