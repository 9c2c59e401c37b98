// SPDX-License-Identifier: Apache-2.0
// Plan: receipts, returns, adjustments, counts and holds, what each does to the three
// figures, its event and its document; lots and serial numbers; everything refused leaves nothing
// behind.
#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms {
namespace {

using testing::code;
using testing::order_of;
using testing::units;

class StockTest : public testing::WarehouseFixture {
  protected:
    static GoodsReceipt receipt_of(const std::string& id, const ReceiptLine& line) {
        GoodsReceipt receipt;
        receipt.id = id;
        receipt.site = "MAIN";
        receipt.date = "2026-11-20";
        receipt.purchase_order_id = "PO-1";
        receipt.lines = {line};
        return receipt;
    }
    static ReceiptLine line_of(const std::string& item, int quantity, const std::string& lot = {},
                               const std::string& expiry = {}) {
        ReceiptLine line;
        line.id = "1";
        line.item = item;
        line.received = units(quantity);
        line.lot = lot;
        line.expiry_date = expiry;
        return line;
    }
    static Adjustment lost(const std::string& id, int quantity) {
        return {id, "MAIN", "2026-11-20", 1, {{"1", "A", units(-quantity), "damaged", ""}}};
    }
};

TEST_F(StockTest, a_receipt_becomes_stock_and_a_document_and_what_was_rejected_does_not) {
    ReceiptLine line = line_of("B", 96);
    line.rejected = units(2);
    line.reject_reason = "broken";
    line.unit_cost = Decimal::parse("1.10");
    ASSERT_EQ(code(warehouse_.receive(receipt_of("GRN-1", line))), "ok");
    EXPECT_EQ(stock("B").on_hand, units(96));
    const boost::json::value body = body_of_last();
    EXPECT_EQ(body.at("purchaseOrderReference").at("id"), "PO-1");
    EXPECT_EQ(body.at("lines").at(0).at("rejectedQuantity").at("value"), "2");
    EXPECT_EQ(body.at("lines").at(0).at("unitCost").at("amount"), "1.10");
    EXPECT_EQ(code(warehouse_.receive(receipt_of("GRN-1", line))), "warehouse.document.known");
    EXPECT_EQ(stock("B").on_hand, units(96));
}

TEST_F(StockTest, an_item_with_lots_needs_one_and_the_first_to_expire_goes_first) {
    ASSERT_TRUE(warehouse_.describe({"L", "Lantern oil", true, false}).ok());
    EXPECT_EQ(code(warehouse_.receive(receipt_of("G1", line_of("L", 4)))), "warehouse.lot.missing");
    ASSERT_TRUE(warehouse_.receive(receipt_of("G2", line_of("L", 4, "NEW", "2028-01-31"))).ok());
    ASSERT_TRUE(warehouse_.receive(receipt_of("G3", line_of("L", 4, "OLD", "2027-01-31"))).ok());
    enter(order_of("O", {{"L", 6}}));
    allocate("O");
    const Result<Despatch> despatch = send("O", "D");
    ASSERT_EQ(code(despatch), "ok");
    const DespatchLine& line = despatch.value().lines.at(0);
    ASSERT_EQ(line.lots.size(), 2U);
    EXPECT_EQ(line.lots[0].number, "OLD");
    EXPECT_EQ(line.lots[0].quantity, units(4));
    EXPECT_EQ(line.lots[1].number, "NEW");
    EXPECT_EQ(line.lots[1].quantity, units(2));
    EXPECT_EQ(line.delivered, units(6));
    EXPECT_EQ(body_of_last().at("lines").at(0).at("lots").at(0).at("expiryDate"), "2027-01-31");
}

TEST_F(StockTest, each_unit_of_a_serial_item_is_one_number_from_the_door_to_the_door) {
    ASSERT_TRUE(warehouse_.describe({"S", "Scanner", false, true}).ok());
    ReceiptLine line = line_of("S", 3);
    line.serials = {"S1", "S2"};
    EXPECT_EQ(code(warehouse_.receive(receipt_of("G1", line))), "warehouse.serials.count");
    line.serials = {"S1", "S2", "S3"};
    ASSERT_TRUE(warehouse_.receive(receipt_of("G2", line)).ok());
    EXPECT_EQ(code(warehouse_.receive(receipt_of("G3", line))), "warehouse.serials.known");
    EXPECT_EQ(stock("S").on_hand, units(3));
    enter(order_of("O", {{"S", 2}}));
    allocate("O");
    const Result<Despatch> despatch = send("O", "D");
    EXPECT_EQ(despatch.value().lines.at(0).serials, (std::vector<std::string>{"S1", "S2"}));
    Return credit;
    credit.id = "R";
    credit.site = "MAIN";
    credit.lines = {{"1", "1", "S", units(1), units(2), "restock", "", {"S3"}}};
    EXPECT_EQ(code(warehouse_.take_back(credit)), "warehouse.serials.known");
    credit.lines[0].serials = {"S1"};
    EXPECT_EQ(code(warehouse_.take_back(credit)), "ok");
    EXPECT_EQ(stock("S").on_hand, units(2));
}

TEST_F(StockTest, quarantined_goods_are_here_and_not_available) {
    Return credit;
    credit.id = "R";
    credit.site = "MAIN";
    credit.lines = {{"1", "", "A", units(2), units(2), "quarantine"}};
    ASSERT_TRUE(warehouse_.take_back(credit).ok());
    EXPECT_EQ(stock("A").on_hand, units(12));
    EXPECT_EQ(stock("A").on_hold, units(2));
    EXPECT_EQ(stock("A").available(), units(10));
    enter(order_of("O", {{"A", 12}}));
    EXPECT_EQ(warehouse_.allocate_order("O").value(), units(10));
}

TEST_F(StockTest, what_is_on_hold_is_not_allocated_until_it_is_freed) {
    EXPECT_EQ(code(warehouse_.hold("MAIN", {"", "A", units(11), "inspection", ""})),
              "warehouse.stock.short");
    ASSERT_EQ(code(warehouse_.hold("MAIN", {"", "A", units(4), "inspection", ""})), "ok");
    EXPECT_EQ(stock("A").available(), units(6));
    EXPECT_EQ(code(warehouse_.adjust(lost("ADJ", 7))), "warehouse.stock.short");
    EXPECT_EQ(code(warehouse_.free("MAIN", {"", "A", units(5), "inspection", ""})),
              "warehouse.hold.short");
    ASSERT_EQ(code(warehouse_.free("MAIN", {"", "A", units(4), "inspection", ""})), "ok");
    EXPECT_EQ(stock("A").available(), units(10));
    EXPECT_EQ(kinds_of_events(), (std::vector<std::string>{"received", "held", "freed"}));
}

TEST_F(StockTest, a_count_that_differs_is_an_adjustment_and_one_that_agrees_is_none) {
    StockCount count{"C1", "MAIN", "2026-11-20", 1, {{"1", "A", units(10), "", ""}}};
    EXPECT_TRUE(warehouse_.count(count).value().lines.empty());
    EXPECT_TRUE(documents().empty());
    count.id = "C2";
    count.lines[0].counted = units(7);
    EXPECT_EQ(warehouse_.count(count).value().lines.at(0).quantity, units(-3));
    EXPECT_EQ(stock("A").on_hand, units(7));
    EXPECT_EQ(body_of_last().at("lines").at(0).at("reasonCode"), "stock_check");
    count.id = "C3";
    count.lines = {{"1", "B", units(2), "AISLE-3", ""}};
    EXPECT_EQ(warehouse_.count(count).value().lines.at(0).quantity, units(2));
    EXPECT_EQ(warehouse_.places("MAIN", "B").value().at(0).location, "AISLE-3");
}

TEST_F(StockTest, a_count_below_what_is_promised_is_refused) {
    enter(order_of("O", {{"A", 6}}));
    allocate("O");
    const StockCount count{"C1", "MAIN", "2026-11-20", 1, {{"1", "A", units(5), "", ""}}};
    EXPECT_EQ(code(warehouse_.count(count)), "warehouse.count.bound");
    EXPECT_EQ(stock("A").on_hand, units(10));
}

TEST_F(StockTest, an_adjustment_has_its_reason_and_is_taken_from_where_it_says) {
    ASSERT_EQ(code(warehouse_.adjust(
                  {"A1", "MAIN", "2026-11-20", 1, {{"1", "A", units(3), "found", "", "BIN-7"}}})),
              "ok");
    Adjustment gone = lost("A2", 4);
    gone.lines[0].location = "BIN-7";
    EXPECT_EQ(code(warehouse_.adjust(gone)), "warehouse.stock.short");
    gone.lines[0].quantity = units(-2);
    EXPECT_EQ(code(warehouse_.adjust(gone)), "ok");
    EXPECT_EQ(warehouse_.places("MAIN", "A").value().at(0).figure.on_hand, units(1));
    EXPECT_EQ(body_of_last().at("lines").at(0).at("reasonCode"), "damaged");
    gone.lines[0].quantity = {};
    gone.id = "A3";
    EXPECT_EQ(code(warehouse_.adjust(gone)), "warehouse.line.quantity");
}

TEST_F(StockTest, the_serial_numbers_of_what_is_lost_are_lost_with_it_place_by_place) {
    ASSERT_TRUE(warehouse_.describe({"S", "Scanner", false, true}).ok());
    ReceiptLine line = line_of("S", 2);
    line.location = "BIN-1";
    line.serials = {"S1", "S2"};
    ASSERT_TRUE(warehouse_.receive(receipt_of("G1", line)).ok());
    line.location = "BIN-2";
    line.serials = {"S3", "S4"};
    ASSERT_TRUE(warehouse_.receive(receipt_of("G2", line)).ok());
    Adjustment gone = lost("A1", 3);
    gone.lines[0].item = "S";
    ASSERT_EQ(code(warehouse_.adjust(gone)), "ok") << "both of one place, one of the other";
    line.serials = {"S4", "S1"};
    EXPECT_EQ(code(warehouse_.receive(receipt_of("G3", line))), "warehouse.serials.known");
    line.serials = {"S3", "S1"};
    ASSERT_EQ(code(warehouse_.receive(receipt_of("G3", line))), "ok") << "they were found again";
    const StockCount count{"C1", "MAIN", "2026-11-20", 1, {{"1", "S", units(2), "BIN-2", ""}}};
    ASSERT_EQ(code(warehouse_.count(count)), "ok");
    enter(order_of("O", {{"S", 2}}));
    allocate("O");
    EXPECT_EQ(send("O", "D").value().lines.at(0).serials, (std::vector<std::string>{"S3", "S4"}));
}

TEST_F(StockTest, what_was_all_rejected_at_the_door_is_in_the_document_and_moves_nothing) {
    ReceiptLine line = line_of("B", 0);
    line.rejected = units(2);
    line.reject_reason = "broken";
    ASSERT_EQ(code(warehouse_.receive(receipt_of("GRN-1", line))), "ok");
    EXPECT_EQ(kinds_of_events(), std::vector<std::string>{"received"}) << "that of the fixture";
    EXPECT_EQ(body_of_last().at("lines").at(0).at("rejectedQuantity").at("value"), "2");
}

TEST_F(StockTest, the_lot_that_was_counted_is_the_one_that_is_adjusted) {
    ASSERT_TRUE(warehouse_.describe({"L", "Lantern oil", true, false}).ok());
    ASSERT_TRUE(warehouse_.receive(receipt_of("G1", line_of("L", 4, "OLD"))).ok());
    ASSERT_TRUE(warehouse_.receive(receipt_of("G2", line_of("L", 4, "NEW"))).ok());
    const StockCount count{"C1", "MAIN", "2026-11-20", 1, {{"1", "L", units(3), "", "NEW"}}};
    EXPECT_EQ(warehouse_.count(count).value().lines.at(0).lot, "NEW");
    EXPECT_EQ(stock("L").on_hand, units(7));
}

TEST_F(StockTest, opening_stock_of_nothing_or_less_is_refused) {
    EXPECT_EQ(code(warehouse_.receive("MAIN", "A", Decimal{})), "warehouse.line.quantity");
    EXPECT_EQ(code(warehouse_.receive("MAIN", "A", units(-3))), "warehouse.line.quantity");
    EXPECT_EQ(stock("A").on_hand, units(10));
}

TEST_F(StockTest, a_return_of_nothing_is_refused) {
    Return credit;
    credit.id = "R";
    credit.site = "MAIN";
    for (const Decimal& quantity : {Decimal{}, units(-1)}) {
        credit.lines = {{"1", "", "A", quantity, units(2), "restock"}};
        EXPECT_EQ(code(warehouse_.take_back(credit)), "warehouse.line.quantity");
    }
    EXPECT_EQ(stock("A").on_hand, units(10));
}

}  // namespace
}  // namespace wms
