// SPDX-License-Identifier: Apache-2.0
// Plan: picking in parts, parcels and their codes, despatches in parts and their numbers; what is
// corrected after it left, down and up, with stock, order and a new version of the document.
#include "mock-host/wms/sscc.h"
#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms {
namespace {

using testing::code;
using testing::order_of;
using testing::units;

class FulfilmentTest : public testing::WarehouseFixture {};

TEST_F(FulfilmentTest, a_line_is_picked_in_parts) {
    enter(order_of("O", {{"A", 6}}));
    ASSERT_TRUE(warehouse_.allocate_line("O", "1", units(5)).ok());
    EXPECT_EQ(code(warehouse_.pick_line("O", "1", units(6))), "warehouse.line.not_allocated");
    ASSERT_EQ(code(warehouse_.pick_line("O", "1", units(2))), "ok");
    EXPECT_EQ(line("O").picked, units(2));
    EXPECT_EQ(warehouse_.pick("O").value(), units(3));
    EXPECT_EQ(code(warehouse_.pick("X")), "warehouse.order.unknown");
}

TEST_F(FulfilmentTest, each_parcel_has_a_code_of_its_own) {
    const std::string first = warehouse_.next_sscc().value();
    const std::string second = warehouse_.next_sscc().value();
    EXPECT_TRUE(is_sscc(first));
    EXPECT_TRUE(is_sscc(second));
    EXPECT_NE(first, second);
    enter(order_of("O", {{"A", 6}}));
    allocate("O");
    ASSERT_TRUE(warehouse_.pick("O").ok());
    ASSERT_EQ(code(warehouse_.pack("O", {"", first, {{"1", units(4)}}})), "ok");
    EXPECT_EQ(code(warehouse_.pack("O", {"", first, {{"1", units(2)}}})), "warehouse.parcel.known");
    ASSERT_EQ(code(warehouse_.pack("O", {"1Z", second, {{"1", units(2)}}})), "ok");
    const Result<Despatch> despatch = warehouse_.despatch("O", {"D", "2026-11-20", 1, "UPS"});
    EXPECT_EQ(despatch.value().ssccs, (std::vector<std::string>{first, second}));
    EXPECT_EQ(despatch.value().lines.at(0).ssccs, (std::vector<std::string>{first, second}));
    EXPECT_EQ(despatch.value().tracking_numbers, std::vector<std::string>{"1Z"});
}

TEST_F(FulfilmentTest, a_despatch_number_is_used_once_and_a_refused_one_leaves_nothing) {
    enter(order_of("O", {{"A", 4}}));
    enter(order_of("P", {{"A", 4}}));
    allocate("O");
    allocate("P");
    ASSERT_TRUE(send("O", "D").ok());
    ASSERT_TRUE(warehouse_.pick("P").ok());
    ASSERT_TRUE(warehouse_.pack_all("P", {}).ok());
    EXPECT_EQ(code(warehouse_.despatch("P", {"D", "2026-11-20", 1, "UPS"})),
              "warehouse.despatch.known");
    EXPECT_EQ(line("P").despatched, Decimal{});
    EXPECT_EQ(stock("A").on_hand, units(6));
    EXPECT_EQ(code(warehouse_.despatch("P", {"D2", "2026-11-20", 1, "UPS"})), "ok");
}

TEST_F(FulfilmentTest, fewer_left_than_was_said_come_back_and_are_awaited) {
    enter(order_of("O", {{"A", 10}}));
    allocate("O");
    ASSERT_TRUE(send("O", "D").ok());
    const Result<Despatch> corrected = warehouse_.correct("D", "1", units(9));
    ASSERT_EQ(code(corrected), "ok");
    EXPECT_EQ(corrected.value().version, 2);
    EXPECT_EQ(corrected.value().lines.at(0).delivered, units(9));
    EXPECT_EQ(corrected.value().lines.at(0).outstanding, units(1));
    EXPECT_FALSE(corrected.value().last);
    EXPECT_EQ(stock("A").on_hand, units(1));
    EXPECT_EQ(stock("A").allocated, Decimal{});
    EXPECT_EQ(warehouse_.order("O").value().state, "open");
    const KeptDocument last = documents().back();
    EXPECT_EQ(last.message.type, "despatchAdvice");
    EXPECT_EQ(last.message.version, 2);
    EXPECT_EQ(body_of_last().at("lines").at(0).at("deliveredQuantity").at("value"), "9");
}

TEST_F(FulfilmentTest, more_left_than_was_said_are_taken_from_where_they_were) {
    enter(order_of("O", {{"A", 8}}));
    ASSERT_TRUE(warehouse_.allocate_line("O", "1", units(6)).ok());
    ASSERT_TRUE(send("O", "D").ok());
    EXPECT_EQ(code(warehouse_.correct("D", "1", units(9))), "warehouse.despatch.ordered");
    const Result<Despatch> corrected = warehouse_.correct("D", "1", units(8));
    ASSERT_EQ(code(corrected), "ok");
    EXPECT_EQ(corrected.value().lines.at(0).delivered, units(8));
    EXPECT_TRUE(corrected.value().last);
    EXPECT_EQ(stock("A").on_hand, units(2));
    EXPECT_EQ(line("O").despatched, units(8));
}

TEST_F(FulfilmentTest, a_correction_of_what_is_not_there_is_refused) {
    enter(order_of("O", {{"A", 4}}));
    allocate("O");
    ASSERT_TRUE(send("O", "D").ok());
    EXPECT_EQ(code(warehouse_.correct("X", "1", units(1))), "warehouse.despatch.unknown");
    EXPECT_EQ(code(warehouse_.correct("D", "2", units(1))), "warehouse.line.unknown");
    EXPECT_EQ(code(warehouse_.correct("D", "1", units(-1))), "warehouse.line.unknown");
    EXPECT_EQ(warehouse_.despatch("D").value().version, 1);
}

TEST_F(FulfilmentTest, what_another_order_needs_is_not_taken_for_a_correction) {
    enter(order_of("O", {{"A", 8}}));
    ASSERT_TRUE(warehouse_.allocate_line("O", "1", units(6)).ok());
    ASSERT_TRUE(send("O", "D").ok());
    enter(order_of("P", {{"A", 4}}));
    allocate("P");
    EXPECT_EQ(code(warehouse_.correct("D", "1", units(7))), "warehouse.stock.short");
    EXPECT_EQ(warehouse_.despatch("D").value().lines.at(0).delivered, units(6));
    EXPECT_EQ(line("O").despatched, units(6));
}

}  // namespace
}  // namespace wms
