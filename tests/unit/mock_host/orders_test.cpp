// SPDX-License-Identifier: Apache-2.0
// Plan: an order's versions: more, less, another line, another item, another price and address;
// what is allocated, picked or packed beyond it; a change that was made from an older version; a
// change that races with the despatch; cancellation of all and of part; the documents of each.
#include <thread>

#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms {
namespace {

using testing::code;
using testing::order_of;
using testing::units;

class OrdersTest : public testing::WarehouseFixture {
  protected:
    Order read(const std::string& id) const { return warehouse_.order(id).value(); }
};

TEST_F(OrdersTest, an_order_is_read_as_it_was_entered) {
    Order order = order_of("O", {{"A", 6}, {"B", 2}});
    order.buyer_order_id = "PO-7";
    order.promised_date = "2026-11-25";
    order.service_level = "express";
    order.lines[1].note = "blue";
    order.lines[1].unit_code = "KGM";
    order.lines[1].gtin = "05012345678900";
    enter(order);
    const Order read_back = read("O");
    EXPECT_EQ(read_back.buyer_order_id, "PO-7");
    EXPECT_EQ(read_back.promised_date, "2026-11-25");
    EXPECT_EQ(read_back.service_level, "express");
    EXPECT_EQ(read_back.customer.address_lines, order.customer.address_lines);
    EXPECT_EQ(read_back.lines.at(1).note, "blue");
    EXPECT_EQ(read_back.lines.at(1).unit_code, "KGM");
    EXPECT_EQ(read_back.lines.at(1).gtin, "05012345678900");
    EXPECT_EQ(read_back.charges.at(0).amount, units(5));
    EXPECT_EQ(documents().at(0).message.type, "salesOrder");
    EXPECT_EQ(body_of_last().at("promisedDeliveryPeriod").at("endDate"), "2026-11-25");
    Order twice = order_of("P", {{"A", 1}, {"A", 1}});
    twice.lines[1].id = "1";
    EXPECT_EQ(code(warehouse_.enter(twice)), "warehouse.line.known");
}

TEST_F(OrdersTest, a_smaller_quantity_gives_back_what_is_allocated_beyond_it) {
    enter(order_of("O", {{"A", 10}}));
    allocate("O");
    Order order = read("O");
    order.lines[0].ordered = units(8);
    ASSERT_EQ(code(warehouse_.change(order)), "ok");
    EXPECT_EQ(line("O").allocated, units(8));
    EXPECT_EQ(stock("A").available(), units(2));
    EXPECT_EQ(read("O").version, 2);
    const KeptDocument last = documents().back();
    EXPECT_EQ(last.message.type, "salesOrder");
    EXPECT_EQ(last.message.version, 2);
    EXPECT_NE(last.message.id, documents().front().message.id);
    EXPECT_EQ(body_of_last().at("lines").at(0).at("orderedQuantity").at("value"), "8");
}

TEST_F(OrdersTest, picked_units_are_put_back_and_packed_ones_stand_in_the_way) {
    enter(order_of("O", {{"A", 10}}));
    allocate("O");
    ASSERT_TRUE(warehouse_.pick("O").ok());
    ASSERT_TRUE(warehouse_.pack("O", {"", "", {{"1", units(5)}}}).ok());
    Order order = read("O");
    order.lines[0].ordered = units(4);
    EXPECT_EQ(code(warehouse_.change(order)), "warehouse.order.packed");
    EXPECT_EQ(line("O").picked, units(10));
    order.lines[0].ordered = units(6);
    ASSERT_EQ(code(warehouse_.change(order)), "ok");
    EXPECT_EQ(line("O").picked, units(6));
    EXPECT_EQ(line("O").packed, units(5));
    EXPECT_EQ(stock("A").available(), units(4));
    EXPECT_EQ(kinds_of_events().at(5), "putBack");
}

TEST_F(OrdersTest, lines_are_added_removed_and_substituted) {
    ASSERT_TRUE(warehouse_.receive("MAIN", "B", units(5)).ok());
    enter(order_of("O", {{"A", 4}, {"A", 3}}));
    allocate("O");
    Order order = read("O");
    order.lines[0].item = "B";
    order.lines[0].item_name = "Substitute";
    order.lines[1] = order.lines[0];
    order.lines[1].id = "9";
    order.lines[1].item = "A";
    ASSERT_EQ(code(warehouse_.change(order)), "ok");
    const Order after = read("O");
    ASSERT_EQ(after.lines.size(), 2U);
    EXPECT_EQ(after.lines[0].item, "B");
    EXPECT_EQ(after.lines[0].allocated, Decimal{});
    EXPECT_EQ(after.lines[1].id, "9");
    EXPECT_EQ(stock("A").allocated, Decimal{});
    allocate("O");
    EXPECT_EQ(stock("B").allocated, units(4));
}

TEST_F(OrdersTest, the_last_price_and_address_are_those_of_the_despatch) {
    enter(order_of("O", {{"A", 4}}));
    Order order = read("O");
    order.lines[0].price = units(3);
    order.customer.address_lines = {"9 Quay"};
    ASSERT_EQ(code(warehouse_.change(order)), "ok");
    allocate("O");
    const Result<Despatch> despatch = send("O", "D");
    EXPECT_EQ(despatch.value().lines.at(0).price, units(3));
    EXPECT_EQ(despatch.value().customer.address_lines, std::vector<std::string>{"9 Quay"});
}

TEST_F(OrdersTest, a_change_from_an_older_version_is_refused) {
    enter(order_of("O", {{"A", 4}}));
    const Order seen_by_both = read("O");
    ASSERT_EQ(code(warehouse_.change(seen_by_both)), "ok");
    EXPECT_EQ(code(warehouse_.change(seen_by_both)), "warehouse.order.version");
    Order elsewhere = read("O");
    elsewhere.site = "NORTH";
    EXPECT_EQ(code(warehouse_.change(elsewhere)), "warehouse.order.site");
    EXPECT_EQ(code(warehouse_.change(order_of("X", {}))), "warehouse.order.unknown");
}

TEST_F(OrdersTest, what_has_left_is_changed_no_more) {
    enter(order_of("O", {{"A", 10}}));
    ASSERT_TRUE(warehouse_.allocate_line("O", "1", units(6)).ok());
    ASSERT_TRUE(send("O", "D1").ok());
    Order order = read("O");
    order.charges[0].amount = units(6);
    EXPECT_EQ(code(warehouse_.change(order)), "warehouse.order.charges");
    order = read("O");
    order.lines[0].ordered = units(5);
    EXPECT_EQ(code(warehouse_.change(order)), "warehouse.order.packed");
    order.lines.clear();
    EXPECT_EQ(code(warehouse_.change(order)), "warehouse.order.packed");
    order = read("O");
    order.lines[0].ordered = units(6);
    ASSERT_EQ(code(warehouse_.change(order)), "ok");
    EXPECT_EQ(read("O").state, "closed");
    EXPECT_EQ(code(warehouse_.change(read("O"))), "warehouse.order.closed");
}

TEST_F(OrdersTest, a_cancelled_order_gives_everything_back) {
    enter(order_of("O", {{"A", 10}}));
    allocate("O");
    ASSERT_TRUE(warehouse_.pick("O").ok());
    ASSERT_TRUE(warehouse_.pack("O", {"", "S", {{"1", units(3)}}}).ok());
    OrderCancellation cancellation;
    cancellation.order_id = "O";
    cancellation.date = "2026-11-21";
    cancellation.reason = "ordered twice";
    ASSERT_EQ(code(warehouse_.cancel(cancellation)), "ok");
    EXPECT_EQ(stock("A").available(), units(10));
    EXPECT_EQ(read("O").state, "cancelled");
    EXPECT_EQ(line("O").cancelled, units(10));
    EXPECT_EQ(documents().back().message.type, "orderCancellation");
    EXPECT_EQ(body_of_last().at("reason"), "ordered twice");
    EXPECT_EQ(code(warehouse_.cancel(cancellation)), "warehouse.order.cancelled");
    EXPECT_EQ(code(warehouse_.despatch("O", {"D", "", 0, ""})), "warehouse.order.not_packed");
}

TEST_F(OrdersTest, the_balance_of_a_line_is_cancelled_and_the_order_closes) {
    enter(order_of("O", {{"A", 10}}));
    ASSERT_TRUE(warehouse_.allocate_line("O", "1", units(6)).ok());
    ASSERT_TRUE(send("O", "D1").ok());
    EXPECT_EQ(code(warehouse_.cancel_line("O", "1", units(5))), "warehouse.order.packed");
    ASSERT_EQ(code(warehouse_.cancel_line("O", "1", units(1))), "ok");
    EXPECT_EQ(documents().back().message.type, "salesOrder");
    ASSERT_EQ(code(warehouse_.cancel_line("O", "1", units(3))), "ok");
    EXPECT_EQ(documents().back().message.type, "orderCancellation");
    EXPECT_EQ(read("O").state, "closed");
    EXPECT_EQ(line("O").outstanding(), Decimal{});
    EXPECT_EQ(code(warehouse_.cancel_line("O", "2", units(1))), "warehouse.line.unknown");
}

TEST_F(OrdersTest, a_change_that_races_with_the_despatch_is_before_or_after_it) {
    for (int round = 0; round < 20; ++round) {
        const std::string id = "R" + std::to_string(round);
        ASSERT_TRUE(warehouse_.receive("MAIN", "A", units(10)).ok());
        enter(order_of(id, {{"A", 10}}));
        allocate(id);
        ASSERT_TRUE(warehouse_.pick(id).ok());
        ASSERT_TRUE(warehouse_.pack_all(id, {}).ok());
        Order order = read(id);
        order.lines[0].price = units(7);
        std::string changed;
        std::thread other([&] { changed = code(warehouse_.change(order)); });
        const Result<Despatch> despatch = warehouse_.despatch(id, {"D" + id, "", 0, ""});
        other.join();
        ASSERT_EQ(code(despatch), "ok");
        const Decimal price = despatch.value().lines.at(0).price;
        EXPECT_EQ(price, changed == "ok" ? units(7) : units(2));
        EXPECT_TRUE(changed == "ok" || changed == "warehouse.order.closed") << changed;
    }
}

TEST_F(OrdersTest, a_change_is_measured_by_what_is_left_of_the_line) {
    Order free = order_of("F", {{"A", 1}});
    free.lines[0].price = units(-1);
    EXPECT_EQ(code(warehouse_.enter(free)), "warehouse.line.quantity");

    enter(order_of("O", {{"A", 10}}));
    ASSERT_TRUE(warehouse_.allocate_line("O", "1", units(6)).ok());
    ASSERT_TRUE(send("O", "D1").ok());
    ASSERT_EQ(code(warehouse_.cancel_line("O", "1", units(2))), "ok");
    Order order = read("O");
    order.lines[0].ordered = units(7);
    EXPECT_EQ(code(warehouse_.change(order)), "warehouse.order.packed") << "two are cancelled";
    order.lines[0].ordered = units(20);
    order.lines[0].item = "B";
    EXPECT_EQ(code(warehouse_.change(order)), "warehouse.order.packed") << "A has left";
    order.lines[0].item = "A";
    order.lines[0].ordered = units(9);
    EXPECT_EQ(code(warehouse_.change(order)), "ok");
    EXPECT_EQ(line("O").outstanding(), units(1));
}

TEST_F(OrdersTest, the_charges_of_the_last_version_are_those_of_the_despatch) {
    enter(order_of("O", {{"A", 4}}));
    Order order = read("O");
    order.charges[0].amount = units(6);
    order.charges.push_back({"GIFT", "Wrapping", units(1)});
    ASSERT_EQ(code(warehouse_.change(order)), "ok");
    allocate("O");
    const Result<Despatch> despatch = send("O", "D");
    ASSERT_EQ(despatch.value().charges.size(), 2U);
    EXPECT_EQ(despatch.value().charges[0].amount, units(6));
    EXPECT_EQ(despatch.value().charges[1].code, "GIFT");
}

TEST_F(OrdersTest, a_cancellation_gives_back_what_nobody_needs_and_no_more) {
    enter(order_of("O", {{"A", 10}}));
    ASSERT_TRUE(warehouse_.allocate_line("O", "1", units(8)).ok());
    ASSERT_EQ(code(warehouse_.cancel_line("O", "1", units(4))), "ok");
    EXPECT_EQ(line("O").allocated, units(6)) << "two of the four were not allocated";
    ASSERT_TRUE(warehouse_.pick("O").ok());
    ASSERT_TRUE(warehouse_.pack("O", {"", "S", {{"1", units(5)}}}).ok());
    EXPECT_EQ(code(warehouse_.cancel_line("O", "1", units(2))), "warehouse.order.packed");
    ASSERT_EQ(code(warehouse_.cancel_line("O", "1", units(1))), "ok");
    EXPECT_EQ(stock("A").available(), units(5));
    OrderCancellation cancellation;
    cancellation.order_id = "O";
    cancellation.date = "2026-11-21";
    ASSERT_EQ(code(warehouse_.cancel(cancellation)), "ok");
    EXPECT_EQ(body_of_last().at("buyerCustomerParty").at("id"), "C1")
        << "whose order it is says the warehouse";
}

}  // namespace
}  // namespace wms
