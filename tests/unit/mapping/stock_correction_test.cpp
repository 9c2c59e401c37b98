// SPDX-License-Identifier: Apache-2.0
// Plan: receipts by receipts and adjustments; transfers by transfers the other way; goods on their
// way that arrive, that are called back, that are sent again; what is no difference.
#include "sage-adapter/mapping/stock_correction.h"

#include <gtest/gtest.h>

#include "sage-adapter/mapping/correction.h"

namespace sage {
namespace {

Line line(const std::string& id, const std::string& quantity) {
    Line made;
    made.id = id;
    made.item.sellers_item_id = "SKU-" + id;
    made.quantity = {*Decimal::parse(quantity), "C62"};
    return made;
}

Document document(MessageType type, const std::string& version, std::vector<Line> lines) {
    Document made;
    made.envelope.message_type = type;
    made.envelope.document_version = version;
    made.id = "D-1";
    made.issue_date = "2026-11-20";
    made.location_id = "MAIN";
    made.lines = std::move(lines);
    return made;
}

Document receipt(const std::string& version, std::vector<Line> lines) {
    return document(MessageType::receipt_advice, version, std::move(lines));
}

Document transfer(const std::string& version, std::vector<Line> lines, bool in_transit = false) {
    Document made = document(MessageType::inventory_transfer, version, std::move(lines));
    made.to_location_id = "NORTH";
    made.in_transit = in_transit;
    return made;
}

std::vector<Document> corrected(const Document& posted, const Document& wanted) {
    return correction(
        posted, wanted,
        {[](const Document&, const Line& one) { return stated_amounts(one); },
         [](const Document&, const AllowanceCharge& charge) { return stated_amounts(charge); }});
}

// "inventoryTransfer MAIN>NORTH arrival: 3 SKU-1;"
std::string words(const Document& made) {
    std::string text = std::string(text_of(made.envelope.message_type)) + " " + made.location_id;
    text += made.to_location_id.empty() ? "" : ">" + made.to_location_id;
    text += made.transfer_step == TransferStep::arrival  ? " arrival"
            : made.transfer_step == TransferStep::recall ? " recall"
                                                         : "";
    text += made.in_transit ? " in transit:" : ":";
    for (const Line& one : made.lines) {
        text += " " + one.quantity.value.text() + " " + one.item.sellers_item_id + ";";
    }
    return text;
}

using Words = std::vector<std::string>;
Words words(const std::vector<Document>& all) {
    Words made;
    for (const Document& one : all) {
        made.push_back(words(one));
    }
    return made;
}

TEST(StockCorrection, more_of_a_receipt_is_received_and_less_is_taken_from_stock) {
    EXPECT_EQ(words(corrected(receipt("1", {line("1", "10")}), receipt("2", {line("1", "12")}))),
              Words{"receiptAdvice MAIN: 2 SKU-1;"});
    const auto made = corrected(receipt("1", {line("1", "10"), line("2", "5")}),
                                receipt("2", {line("1", "7"), line("2", "6")}));
    EXPECT_EQ(words(made),
              (Words{"receiptAdvice MAIN: 1 SKU-2;", "inventoryAdjustment MAIN: -3 SKU-1;"}));
    EXPECT_EQ(made[1].lines[0].reason_code, "correction");
    EXPECT_EQ(made[1].corrected_version, "1");
    EXPECT_EQ(made[1].envelope.document_version, "2");
}

TEST(StockCorrection, lots_that_did_not_come_are_negative_like_their_line) {
    Document posted = receipt("1", {line("1", "6")});
    posted.lines[0].lots = {{"A", "", "", {*Decimal::parse("4"), "C62"}},
                            {"B", "", "", {*Decimal::parse("2"), "C62"}}};
    Document wanted = receipt("2", {line("1", "4")});
    wanted.lines[0].lots = {posted.lines[0].lots[0]};
    const auto made = corrected(posted, wanted);
    ASSERT_EQ(words(made), Words{"inventoryAdjustment MAIN: -2 SKU-1;"});
    ASSERT_EQ(made[0].lines[0].lots.size(), 1U);
    EXPECT_EQ(made[0].lines[0].lots[0].lot_number, "B");
    EXPECT_EQ(made[0].lines[0].lots[0].quantity.value.text(), "-2");
}

TEST(StockCorrection, a_receipt_at_another_site_or_cost_is_taken_back_and_received_whole) {
    Document moved = receipt("2", {line("1", "10")});
    moved.location_id = "NORTH";
    EXPECT_EQ(words(corrected(receipt("1", {line("1", "10")}), moved)),
              (Words{"receiptAdvice NORTH: 10 SKU-1;", "inventoryAdjustment MAIN: -10 SKU-1;"}));
    Document dearer = receipt("2", {line("1", "10")});
    dearer.lines[0].unit_cost = Money{*Decimal::parse("1.20"), "GBP"};
    EXPECT_EQ(words(corrected(receipt("1", {line("1", "10")}), dearer)).size(), 2U);
}

TEST(StockCorrection, a_line_of_which_nothing_came_is_no_line) {
    EXPECT_TRUE(
        corrected(receipt("1", {line("1", "10"), line("2", "0")}), receipt("2", {line("1", "10")}))
            .empty());
    EXPECT_EQ(words(corrected(receipt("1", {line("1", "0")}), receipt("2", {line("1", "3")}))),
              Words{"receiptAdvice MAIN: 3 SKU-1;"});
}

TEST(StockCorrection, what_was_too_much_of_a_transfer_goes_back) {
    EXPECT_EQ(words(corrected(transfer("1", {line("1", "10")}), transfer("2", {line("1", "7")}))),
              Words{"inventoryTransfer NORTH>MAIN: 3 SKU-1;"});
    EXPECT_EQ(words(corrected(transfer("1", {line("1", "10"), line("2", "1")}),
                              transfer("2", {line("1", "7"), line("2", "4")}))),
              (Words{"inventoryTransfer NORTH>MAIN: 3 SKU-1;",
                     "inventoryTransfer MAIN>NORTH: 3 SKU-2;"}));
    Document elsewhere = transfer("2", {line("1", "10")});
    elsewhere.to_location_id = "SOUTH";
    EXPECT_EQ(words(corrected(transfer("1", {line("1", "10")}), elsewhere)),
              (Words{"inventoryTransfer NORTH>MAIN: 10 SKU-1;",
                     "inventoryTransfer MAIN>SOUTH: 10 SKU-1;"}));
}

TEST(StockCorrection, goods_on_their_way_arrive_whole_and_then_differ) {
    Document arrived = transfer("2", {line("1", "10")});
    arrived.issue_date = "2026-11-22";
    const auto made = corrected(transfer("1", {line("1", "10")}, true), arrived);
    ASSERT_EQ(words(made), Words{"inventoryTransfer MAIN>NORTH arrival: 10 SKU-1;"})
        << "the day on which it arrives is no difference";
    EXPECT_EQ(made[0].issue_date, "2026-11-22");
    EXPECT_EQ(
        words(corrected(transfer("1", {line("1", "10")}, true), transfer("2", {line("1", "8")}))),
        (Words{"inventoryTransfer MAIN>NORTH arrival: 10 SKU-1;",
               "inventoryTransfer NORTH>MAIN: 2 SKU-1;"}));
}

TEST(StockCorrection, goods_that_are_still_on_their_way_are_called_back) {
    EXPECT_EQ(words(corrected(transfer("1", {line("1", "10")}, true),
                              transfer("2", {line("1", "12")}, true))),
              Words{"inventoryTransfer MAIN>NORTH in transit: 2 SKU-1;"});
    EXPECT_EQ(words(corrected(transfer("1", {line("1", "10")}, true),
                              transfer("2", {line("1", "8")}, true))),
              Words{"inventoryTransfer NORTH>MAIN recall: 2 SKU-1;"});
    EXPECT_EQ(
        words(corrected(transfer("1", {line("1", "10")}), transfer("2", {line("1", "10")}, true))),
        (Words{"inventoryTransfer NORTH>MAIN: 10 SKU-1;",
               "inventoryTransfer MAIN>NORTH in transit: 10 SKU-1;"}))
        << "what has arrived is on its way again";
}

TEST(StockCorrection, the_same_again_is_no_difference) {
    EXPECT_TRUE(
        corrected(transfer("1", {line("1", "10")}), transfer("2", {line("1", "10")})).empty());
    EXPECT_TRUE(
        corrected(transfer("1", {line("1", "10")}, true), transfer("2", {line("1", "10")}, true))
            .empty());
    Document noted = receipt("2", {line("1", "10")});
    noted.notes = {"late"};
    noted.purchase_order_id = "PO-2";
    EXPECT_TRUE(corrected(receipt("1", {line("1", "10")}), noted).empty());
}

TEST(StockCorrection, is_for_what_moves_stock_and_nothing_else) {
    EXPECT_TRUE(moves_only_stock(MessageType::receipt_advice));
    EXPECT_TRUE(moves_only_stock(MessageType::inventory_adjustment));
    EXPECT_TRUE(moves_only_stock(MessageType::inventory_transfer));
    EXPECT_FALSE(moves_only_stock(MessageType::despatch_advice));
    EXPECT_FALSE(moves_only_stock(MessageType::inventory_report));
}

}  // namespace
}  // namespace sage
