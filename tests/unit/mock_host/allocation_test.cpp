// SPDX-License-Identifier: Apache-2.0
// Plan: who gets scarce stock: promised date, service, entry, number; parts of lines; backorders
// that are filled when goods come; fifty threads over many orders; the reservation of a unit.
#include <atomic>
#include <set>
#include <thread>
#include <tuple>

#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms {
namespace {

using testing::code;
using testing::order_of;
using testing::units;

class AllocationTest : public testing::WarehouseFixture {
  protected:
    void enter_with(const std::string& id, const std::string& promised, const std::string& service,
                    std::int64_t entered_ms) {
        Order order = order_of(id, {{"A", 4}});
        order.promised_date = promised;
        order.service_level = service;
        order.entered_ms = entered_ms;
        enter(order);
    }
};

TEST_F(AllocationTest, the_earliest_promise_is_kept_first_then_the_faster_service) {
    enter_with("LATE", "2026-11-30", "express", 1);
    enter_with("NONE", "", "express", 1);
    enter_with("STANDARD", "2026-11-25", "standard", 1);
    enter_with("EXPRESS", "2026-11-25", "express", 9);
    EXPECT_EQ(warehouse_.allocate_waiting().value(), units(10));
    EXPECT_EQ(line("EXPRESS").allocated, units(4));
    EXPECT_EQ(line("STANDARD").allocated, units(4));
    EXPECT_EQ(line("LATE").allocated, units(2));
    EXPECT_EQ(line("NONE").allocated, Decimal{});
}

TEST_F(AllocationTest, ties_are_decided_by_entry_and_then_by_number) {
    enter_with("C", "2026-11-25", "standard", 2);
    enter_with("B", "2026-11-25", "standard", 1);
    enter_with("A", "2026-11-25", "standard", 2);
    EXPECT_EQ(warehouse_.allocate_waiting().value(), units(10));
    EXPECT_EQ(line("B").allocated, units(4));
    EXPECT_EQ(line("A").allocated, units(4));
    EXPECT_EQ(line("C").allocated, units(2));
}

TEST_F(AllocationTest, a_backorder_is_filled_when_goods_come) {
    enter(order_of("O", {{"A", 14}}));
    EXPECT_EQ(warehouse_.allocate_waiting().value(), units(10));
    EXPECT_EQ(warehouse_.list_orders("open", "", 10).value().at(0).backordered(), units(4));
    EXPECT_EQ(warehouse_.allocate_waiting().value(), Decimal{});
    ASSERT_TRUE(warehouse_.receive("MAIN", "A", units(3)).ok());
    EXPECT_EQ(warehouse_.allocate_waiting().value(), units(3));
    EXPECT_EQ(line("O").allocated, units(13));
}

TEST_F(AllocationTest, part_of_a_line_is_reserved_and_the_rest_still_waits) {
    enter(order_of("O", {{"A", 10}, {"A", 2}}));
    ASSERT_EQ(code(warehouse_.allocate_line("O", "1", units(6))), "ok");
    EXPECT_EQ(line("O", 0).allocated, units(6));
    EXPECT_EQ(line("O", 0).outstanding(), units(10));
    EXPECT_EQ(line("O", 1).allocated, Decimal{});
    EXPECT_EQ(warehouse_.release("O").value(), units(6));
    EXPECT_EQ(code(warehouse_.release("X")), "warehouse.order.unknown");
}

TEST_F(AllocationTest, stock_of_another_site_is_not_given_out) {
    enter(order_of("O", {{"A", 4}}, "NORTH"));
    EXPECT_EQ(warehouse_.allocate_order("O").value(), Decimal{});
}

TEST_F(AllocationTest, fifty_threads_give_out_every_unit_once) {
    ASSERT_TRUE(warehouse_.receive("MAIN", "A", units(90)).ok());
    for (int index = 0; index < 50; ++index) {
        enter(order_of(std::to_string(index), {{"A", 3}}));
    }
    std::vector<std::thread> crew;
    for (int index = 0; index < 50; ++index) {
        crew.emplace_back([&, index] {
            EXPECT_EQ(code(warehouse_.allocate_order(std::to_string(index))), "ok");
        });
    }
    for (std::thread& thread : crew) {
        thread.join();
    }
    Decimal given;
    for (int index = 0; index < 50; ++index) {
        given += line(std::to_string(index)).allocated;
    }
    EXPECT_EQ(given, units(100));
    EXPECT_EQ(stock("A").available(), Decimal{});
}

TEST_F(AllocationTest, a_unit_has_one_reservation_from_the_shelf_to_the_lorry) {
    enter(order_of("O", {{"A", 1}}));
    allocate("O");
    ASSERT_TRUE(send("O", "D").ok());
    std::set<std::int64_t> reservations;
    std::vector<std::string> steps;
    for (const Event& event : warehouse_.events_after(0, 100).value()) {
        if (event.reservation != 0) {
            reservations.insert(event.reservation);
            steps.push_back(event.kind);
        }
    }
    EXPECT_EQ(reservations.size(), 1U);
    EXPECT_EQ(steps, (std::vector<std::string>{"allocated", "picked", "packed", "despatched"}));
}

TEST_F(AllocationTest, between_promises_for_one_day_the_faster_service_decides_and_not_the_entry) {
    for (const auto& [id, service, entered_ms] :
         {std::tuple("E", "economy", 1), std::tuple("S", "standard", 2),
          std::tuple("N", "next-day", 3), std::tuple("X", "express", 4)}) {
        Order order = order_of(id, {{"A", 6}});
        order.promised_date = "2026-11-25";
        order.service_level = service;
        order.entered_ms = entered_ms;
        enter(order);
    }
    EXPECT_EQ(warehouse_.allocate_waiting().value(), units(10));
    EXPECT_EQ(line("X").allocated, units(6));
    EXPECT_EQ(line("N").allocated, units(4));
    ASSERT_TRUE(warehouse_.receive("MAIN", "A", units(6)).ok());
    EXPECT_EQ(warehouse_.allocate_waiting().value(), units(6));
    EXPECT_EQ(line("N").allocated, units(6));
    EXPECT_EQ(line("S").allocated, units(4));
    EXPECT_EQ(line("E").allocated, Decimal{});
}

TEST_F(AllocationTest, who_was_entered_first_goes_before_a_lower_number) {
    enter_with("A", "2026-11-25", "standard", 3);
    enter_with("B", "2026-11-25", "standard", 2);
    enter_with("C", "2026-11-25", "standard", 1);
    EXPECT_EQ(warehouse_.allocate_waiting().value(), units(10));
    EXPECT_EQ(line("C").allocated, units(4));
    EXPECT_EQ(line("A").allocated, units(2));
}

TEST_F(AllocationTest, what_is_cancelled_or_reserved_already_is_not_reserved_again) {
    enter(order_of("O", {{"A", 10}}));
    ASSERT_EQ(code(warehouse_.cancel_line("O", "1", units(4))), "ok");
    ASSERT_EQ(code(warehouse_.allocate_line("O", "1", units(5))), "ok");
    EXPECT_EQ(code(warehouse_.allocate_line("O", "1", units(2))), "warehouse.line.quantity");
    EXPECT_EQ(warehouse_.allocate_order("O").value(), units(1));
    EXPECT_EQ(stock("A").available(), units(4));
}

}  // namespace
}  // namespace wms
