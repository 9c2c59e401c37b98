// SPDX-License-Identifier: Apache-2.0
// Plan: only wanted orders are kept in memory, by either number; what was written is there in the
// next run, also behind a line that was cut off; a despatch counts once.
#include "mock-host/imports/order_book.h"

#include <gtest/gtest.h>

#include "mock-host/imports/imported_document.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

Order order(const std::string& id, const std::string& buyers) {
    Order order;
    order.id = id;
    order.buyer_order_id = buyers;
    order.site = "MAIN";
    order.date = "2026-11-02";
    OrderLine line;
    line.id = "10";
    line.item = "SKU-1";
    line.ordered = Decimal::whole(6);
    line.price = *Decimal::parse("2.55");
    order.lines = {line};
    EXPECT_FALSE(check_order(order, "").has_value());
    return order;
}

Despatch despatch(const std::string& id, const std::string& order_id) {
    Despatch despatch;
    despatch.id = id;
    despatch.order_id = order_id;
    DespatchLine line;
    line.order_line_id = "10";
    line.delivered = Decimal::whole(4);
    line.cancelled = Decimal::whole(1);
    despatch.lines = {line};
    return despatch;
}

Despatch of_buyer(const std::string& number) {
    Despatch despatch;
    despatch.buyer_order_id = number;
    return despatch;
}

Done add(OrderBook& book, const Order& one) {
    return book.add(one, order_message(one, {}));
}

TEST(OrderBook, keeps_what_is_wanted_and_nothing_else) {
    OrderBook book({"SO-1", "PO-2"});
    for (const Order& one : {order("SO-1", "PO-1"), order("SO-2", "PO-2"), order("SO-3", "PO-3")}) {
        EXPECT_TRUE(add(book, one).ok());
    }
    EXPECT_NE(book.find(despatch("DN-1", "SO-1")), nullptr);
    ASSERT_NE(book.find(of_buyer("PO-2")), nullptr);
    EXPECT_EQ(book.find(of_buyer("PO-2"))->order.id, "SO-2");
    EXPECT_EQ(book.find(despatch("DN-1", "SO-3")), nullptr);
    EXPECT_EQ(book.find(of_buyer("PO-3")), nullptr);
}

TEST(OrderBook, a_buyers_number_of_two_orders_decides_nothing) {
    OrderBook book({"PO-1"});
    EXPECT_TRUE(add(book, order("SO-1", "PO-1")).ok());
    EXPECT_TRUE(add(book, order("SO-2", "PO-1")).ok());
    EXPECT_EQ(book.find(of_buyer("PO-1")), nullptr);
}

TEST(OrderBook, is_there_in_the_next_run) {
    const testing::TemporaryFolder folder;
    {
        OrderBook book({});
        ASSERT_TRUE(book.open(folder / "imported.jsonl").ok());
        EXPECT_TRUE(add(book, order("SO-1", "PO-1")).ok());
        EXPECT_TRUE(book.add(despatch("DN-1", "SO-1")).ok());
        EXPECT_TRUE(book.add(despatch("DN-1", "SO-1")).ok());
    }
    folder.write("imported.jsonl", folder.read("imported.jsonl") + "{\"order\":{\"id\":");
    {
        OrderBook book({"SO-1"});
        ASSERT_TRUE(book.open(folder / "imported.jsonl").ok());
        EXPECT_TRUE(book.add(despatch("DN-2", "SO-1")).ok());
    }
    OrderBook book({"SO-1"});
    ASSERT_TRUE(book.open(folder / "imported.jsonl").ok());
    const OrderBook::Entry* entry = book.find(despatch("DN-3", "SO-1"));
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->order.lines[0].price.money(), "2.55");
    ASSERT_EQ(entry->despatches.size(), 2U);
    EXPECT_EQ(entry->despatches[0].first, "DN-1");
    EXPECT_EQ(entry->despatches[0].second.at("10").text(), "5");
    EXPECT_EQ(entry->despatches[1].first, "DN-2");
}

}  // namespace
}  // namespace wms
