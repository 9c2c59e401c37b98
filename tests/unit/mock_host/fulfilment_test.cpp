// SPDX-License-Identifier: Apache-2.0
// Plan: picking in parts, parcels and their codes, despatches in parts and their numbers.
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

TEST_F(FulfilmentTest, what_is_picked_is_not_picked_again_and_a_parcel_is_not_of_nothing) {
    enter(order_of("O", {{"A", 6}}));
    allocate("O");
    ASSERT_EQ(code(warehouse_.pick_line("O", "1", units(4))), "ok");
    EXPECT_EQ(code(warehouse_.pick_line("O", "1", units(3))), "warehouse.line.not_allocated");
    EXPECT_EQ(code(warehouse_.pack("O", {"", "", {{"1", Decimal{}}}})), "warehouse.line.quantity");
    EXPECT_EQ(code(warehouse_.pack("O", {"", "", {{"1", units(-1)}}})), "warehouse.line.quantity");
    EXPECT_EQ(line("O").packed, Decimal{});
}

TEST_F(FulfilmentTest, serial_numbers_follow_what_is_picked_put_back_and_unpacked) {
    ASSERT_TRUE(warehouse_.describe({"S", "Scanner", false, true}).ok());
    GoodsReceipt receipt;
    receipt.id = "G1";
    receipt.site = "MAIN";
    receipt.date = "2026-11-20";
    ReceiptLine in;
    in.id = "1";
    in.item = "S";
    in.received = units(3);
    in.serials = {"S1", "S2", "S3"};
    receipt.lines = {in};
    ASSERT_EQ(code(warehouse_.receive(receipt)), "ok");
    enter(order_of("O", {{"S", 3}}));
    allocate("O");
    ASSERT_EQ(code(warehouse_.pick_line("O", "1", units(1))), "ok");
    ASSERT_EQ(code(warehouse_.pack("O", {"", "P1", {{"1", units(1)}}})), "ok");
    ASSERT_EQ(code(warehouse_.pick("O")), "ok");
    OrderCancellation cancellation;
    cancellation.order_id = "O";
    cancellation.date = "2026-11-21";
    ASSERT_EQ(code(warehouse_.cancel(cancellation)), "ok");
    // All three are on the shelf again, and leave with others.
    enter(order_of("P", {{"S", 1}}));
    ASSERT_EQ(code(warehouse_.allocate_line("P", "1", units(1))), "ok");
    ASSERT_EQ(code(warehouse_.pick_line("P", "1", units(1))), "ok");
    ASSERT_EQ(code(warehouse_.pack_all("P", {"", "P2", {}})), "ok");
    EXPECT_EQ(warehouse_.despatch("P", {"D1", "2026-11-21", 1, "UPS"}).value().lines.at(0).serials,
              std::vector<std::string>{"S1"});
    enter(order_of("Q", {{"S", 2}}));
    allocate("Q");
    EXPECT_EQ(send("Q", "D2").value().lines.at(0).serials, (std::vector<std::string>{"S2", "S3"}));
}

}  // namespace
}  // namespace wms
