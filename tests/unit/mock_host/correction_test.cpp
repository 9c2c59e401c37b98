// SPDX-License-Identifier: Apache-2.0
// Plan: what is corrected after it left, down, to nothing and up, with stock, order and a new
// version of the document; what is not there, or another order needs, is refused and leaves
// nothing.
#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms {
namespace {

using testing::code;
using testing::order_of;
using testing::units;

class CorrectionTest : public testing::WarehouseFixture {};

TEST_F(CorrectionTest, fewer_left_than_was_said_come_back_and_are_awaited) {
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

TEST_F(CorrectionTest, more_left_than_was_said_are_taken_from_where_they_were) {
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

TEST_F(CorrectionTest, a_line_of_which_nothing_left_is_not_in_the_document) {
    Order order = order_of("O", {{"A", 2}, {"A", 3}});
    order.charges.clear();
    enter(order);
    allocate("O");
    ASSERT_TRUE(send("O", "D").ok());
    ASSERT_EQ(code(warehouse_.correct("D", "1", {})), "ok");
    const boost::json::value body = body_of_last();
    ASSERT_EQ(body.at("lines").as_array().size(), 1U);
    EXPECT_EQ(body.at("lines").at(0).at("orderLineReference").at("lineId"), "2");
    EXPECT_EQ(code(warehouse_.correct("D", "2", {})), "warehouse.despatch.empty");
    ASSERT_EQ(code(warehouse_.correct("D", "1", units(2))), "ok");
    EXPECT_EQ(body_of_last().at("lines").as_array().size(), 2U);
}

TEST_F(CorrectionTest, a_correction_of_what_is_not_there_is_refused) {
    enter(order_of("O", {{"A", 4}}));
    allocate("O");
    ASSERT_TRUE(send("O", "D").ok());
    EXPECT_EQ(code(warehouse_.correct("X", "1", units(1))), "warehouse.despatch.unknown");
    EXPECT_EQ(code(warehouse_.correct("D", "2", units(1))), "warehouse.line.unknown");
    EXPECT_EQ(code(warehouse_.correct("D", "1", units(-1))), "warehouse.line.unknown");
    EXPECT_EQ(warehouse_.despatch("D").value().version, 1);
}

TEST_F(CorrectionTest, what_another_order_needs_is_not_taken_for_a_correction) {
    enter(order_of("O", {{"A", 8}}));
    ASSERT_TRUE(warehouse_.allocate_line("O", "1", units(6)).ok());
    ASSERT_TRUE(send("O", "D").ok());
    enter(order_of("P", {{"A", 4}}));
    allocate("P");
    EXPECT_EQ(code(warehouse_.correct("D", "1", units(7))), "warehouse.stock.short");
    EXPECT_EQ(warehouse_.despatch("D").value().lines.at(0).delivered, units(6));
    EXPECT_EQ(line("O").despatched, units(6));
}

TEST_F(CorrectionTest, what_came_from_two_places_is_brought_back_to_the_last_of_them_first) {
    ASSERT_EQ(code(warehouse_.adjust(
                  {"A1", "MAIN", "2026-11-20", 1, {{"1", "A", units(4), "found", "", "BIN-7"}}})),
              "ok");
    enter(order_of("O", {{"A", 12}}));
    allocate("O");
    ASSERT_TRUE(send("O", "D").ok());
    const Result<Despatch> corrected = warehouse_.correct("D", "1", units(9));
    ASSERT_EQ(code(corrected), "ok");
    EXPECT_EQ(corrected.value().lines.at(0).delivered, units(9));
    EXPECT_EQ(stock("A").on_hand, units(5)) << "two were left behind, three are back";
    const auto places = warehouse_.places("MAIN", "A").value();
    ASSERT_EQ(places.size(), 1U);
    EXPECT_EQ(places[0].location, kReceivingPlace);
}

}  // namespace
}  // namespace wms
