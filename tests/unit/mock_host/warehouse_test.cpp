// SPDX-License-Identifier: Apache-2.0
// Plan: each step of an order and what it refuses; partial despatches; charges once; stock after
// returns and adjustments; fifty threads that want the same ten units.
#include "tests/unit/mock_host/warehouse_fixture.h"

#include <atomic>
#include <thread>

namespace wms {
namespace {

using testing::order_of;
using testing::units;

class WarehouseTest : public testing::WarehouseFixture {};

TEST_F(WarehouseTest, an_order_goes_from_entry_to_despatch) {
    ASSERT_TRUE(warehouse_.enter(order_of("O", {{"A", 6}})).ok());
    EXPECT_EQ(warehouse_.allocate_order("O").value(), units(6));
    EXPECT_EQ(stock("A").allocated, units(6));
    const auto despatch = send("O", "D1");
    ASSERT_TRUE(despatch.ok());
    ASSERT_EQ(despatch.value().lines.size(), 1U);
    EXPECT_EQ(despatch.value().lines[0].delivered, units(6));
    EXPECT_EQ(despatch.value().lines[0].ssccs, std::vector<std::string>{"SD1"});
    EXPECT_EQ(despatch.value().tracking_numbers, std::vector<std::string>{"1ZD1"});
    EXPECT_TRUE(despatch.value().last);
    EXPECT_EQ(net_of(despatch.value()).money(), "17.00");
    EXPECT_EQ(stock("A").on_hand, units(4));
    EXPECT_EQ(stock("A").allocated, Decimal{});
}

TEST_F(WarehouseTest, part_of_a_line_leaves_first_and_the_charges_go_once) {
    ASSERT_TRUE(warehouse_.enter(order_of("O", {{"A", 10}})).ok());
    ASSERT_TRUE(warehouse_.allocate_line("O", "1", units(6)).ok());
    const auto first = send("O", "D1");
    EXPECT_EQ(first.value().lines[0].delivered, units(6));
    EXPECT_EQ(first.value().lines[0].outstanding, units(4));
    EXPECT_EQ(first.value().charges.size(), 1U);
    EXPECT_FALSE(first.value().last);
    EXPECT_EQ(warehouse_.allocate_order("O").value(), units(4));
    const auto second = send("O", "D2");
    EXPECT_EQ(second.value().lines[0].delivered, units(4));
    EXPECT_TRUE(second.value().charges.empty());
    EXPECT_TRUE(second.value().last);
}

TEST_F(WarehouseTest, an_order_of_charges_alone_is_despatched) {
    ASSERT_TRUE(warehouse_.enter(order_of("O", {})).ok());
    const auto despatch = send("O", "D1");
    ASSERT_TRUE(despatch.ok());
    EXPECT_TRUE(despatch.value().lines.empty());
    EXPECT_EQ(net_of(despatch.value()), units(5));
}

TEST_F(WarehouseTest, the_same_item_twice_stays_two_lines_and_shares_the_stock) {
    ASSERT_TRUE(warehouse_.enter(order_of("O", {{"A", 6}, {"A", 6}})).ok());
    EXPECT_EQ(warehouse_.allocate_order("O").value(), units(10));
    const auto despatch = send("O", "D1");
    ASSERT_EQ(despatch.value().lines.size(), 2U);
    EXPECT_EQ(despatch.value().lines[0].delivered, units(6));
    EXPECT_EQ(despatch.value().lines[1].delivered, units(4));
}

TEST_F(WarehouseTest, what_is_not_picked_can_be_released_and_packed_it_cannot) {
    ASSERT_TRUE(warehouse_.enter(order_of("O", {{"A", 6}})).ok());
    ASSERT_TRUE(warehouse_.allocate_order("O").ok());
    EXPECT_EQ(warehouse_.release("O").value(), units(6));
    EXPECT_EQ(stock("A").allocated, Decimal{});
    ASSERT_TRUE(warehouse_.allocate_line("O", "1", units(2)).ok());
    ASSERT_TRUE(warehouse_.pick("O").ok());
    EXPECT_EQ(warehouse_.release("O").value(), Decimal{});
    EXPECT_FALSE(warehouse_.pack("O", {"", "", {{"1", units(3)}}}).ok());
    EXPECT_FALSE(warehouse_.pack("O", {"", "", {{"1", units(2)}, {"1", units(1)}}}).ok());
    EXPECT_TRUE(warehouse_.pack("O", {"", "", {{"1", units(2)}}}).ok());
    EXPECT_FALSE(warehouse_.pack("O", {"", "", {{"1", units(1)}}}).ok());
}

TEST_F(WarehouseTest, refuses_what_cannot_be_with_a_code) {
    using testing::code;
    ASSERT_TRUE(warehouse_.enter(order_of("O", {{"A", 20}})).ok());
    EXPECT_EQ(code(warehouse_.enter(order_of("O", {}))), "warehouse.order.known");
    EXPECT_EQ(code(warehouse_.enter(order_of("P", {{"A", 0}}))), "warehouse.line.quantity");
    EXPECT_EQ(code(warehouse_.allocate_order("X")), "warehouse.order.unknown");
    EXPECT_EQ(code(warehouse_.allocate_line("O", "9", units(1))), "warehouse.line.unknown");
    EXPECT_EQ(code(warehouse_.allocate_line("O", "1", units(21))), "warehouse.line.quantity");
    EXPECT_EQ(code(warehouse_.allocate_line("O", "1", units(0))), "warehouse.line.quantity");
    EXPECT_EQ(code(warehouse_.allocate_line("O", "1", units(11))), "warehouse.stock.short");
    EXPECT_EQ(code(warehouse_.despatch("O", {"D", "", 0, ""})), "warehouse.order.not_packed");
    EXPECT_EQ(code(warehouse_.order("X")), "warehouse.order.unknown");
    EXPECT_EQ(code(warehouse_.order("O")), "ok");
}

TEST_F(WarehouseTest, returned_goods_come_back_only_if_restocked) {
    Return credit;
    credit.site = "MAIN";
    credit.lines = {{"1", "", "A", units(2), units(2), "restock"},
                    {"2", "", "A", units(3), units(2), "scrap"}};
    ASSERT_TRUE(warehouse_.take_back(credit).ok());
    EXPECT_EQ(stock("A").on_hand, units(12));
    credit.lines[0].quantity = units(-1);
    EXPECT_FALSE(warehouse_.take_back(credit).ok());
    EXPECT_EQ(stock("A").on_hand, units(12));
}

TEST_F(WarehouseTest, an_adjustment_never_takes_what_is_promised) {
    ASSERT_TRUE(warehouse_.enter(order_of("O", {{"A", 6}})).ok());
    ASSERT_TRUE(warehouse_.allocate_order("O").ok());
    Adjustment lost;
    lost.id = "ADJ";
    lost.site = "MAIN";
    lost.lines = {{"1", "A", units(-3), "damaged", ""}, {"2", "A", units(-2), "damaged", ""}};
    EXPECT_EQ(warehouse_.adjust(lost).problem().code, "warehouse.stock.short");
    EXPECT_EQ(stock("A").on_hand, units(10));
    lost.lines.pop_back();
    EXPECT_TRUE(warehouse_.adjust(lost).ok());
    EXPECT_EQ(stock("A").on_hand, units(7));
}

TEST_F(WarehouseTest, fifty_threads_never_get_more_than_there_is) {
    for (int index = 0; index < 50; ++index) {
        ASSERT_TRUE(warehouse_.enter(order_of(std::to_string(index), {{"A", 1}})).ok());
    }
    std::atomic<int> got = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> crew;
    for (int index = 0; index < 50; ++index) {
        crew.emplace_back([&, index] {
            const Done done = warehouse_.allocate_line(std::to_string(index), "1", units(1));
            ++(done.ok() ? got : refused);
        });
    }
    for (std::thread& thread : crew) {
        thread.join();
    }
    EXPECT_EQ(got, 10);
    EXPECT_EQ(refused, 40);
    EXPECT_EQ(stock("A").allocated, units(10));
}

}  // namespace
}  // namespace wms
