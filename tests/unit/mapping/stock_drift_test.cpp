// SPDX-License-Identifier: Apache-2.0
// Plan: what each document moves; drift of hand edits with documents in flight, in doubt, refused;
// units that differ, items nobody knows; what a policy lets be corrected; and at random: the drift
// is the sum of the hand edits, corrected once it is nothing, and then nothing is corrected.
#include "sage-adapter/mapping/stock_drift.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace sage {
namespace {

using OnHand = std::map<std::string, Decimal, std::less<>>;

Document document(MessageType type, std::int64_t quantity, const std::string& item = "A",
                  const std::string& id = "D-1") {
    Document made;
    made.envelope.message_type = type;
    made.id = id;
    made.location_id = "MAIN";
    made.to_location_id = type == MessageType::inventory_transfer ? "NORTH" : "";
    Line line;
    line.id = "1";
    line.item.sellers_item_id = item;
    line.quantity = {Decimal::of(quantity), "C62"};
    made.lines.push_back(line);
    return made;
}

std::string moved(const Document& of) {
    std::string text;
    for (const StockMovement& one : stock_movements(of)) {
        text += one.site + " " + one.quantity.text() + " " + one.unit + ";";
    }
    return text;
}

std::vector<StockPosition> positions(std::int64_t main, std::int64_t north = 0) {
    return {{"A", "NORTH", Decimal::of(north), "C62"}, {"A", "MAIN", Decimal::of(main), "C62"}};
}

Drift drift_of(const StockDrift& drift, std::int64_t sage) {
    return drift.rows({{"A", Decimal::of(sage)}}).at(0);
}

TEST(StockDrift, each_document_moves_what_the_warehouse_moved) {
    EXPECT_EQ(moved(document(MessageType::despatch_advice, 3)), "MAIN -3 C62;");
    EXPECT_EQ(moved(document(MessageType::receipt_advice, 3)), "MAIN 3 C62;");
    EXPECT_EQ(moved(document(MessageType::inventory_adjustment, -3)), "MAIN -3 C62;");
    EXPECT_EQ(moved(document(MessageType::sales_order, 3)), "");
    EXPECT_EQ(moved(document(MessageType::tracking_update, 3)), "");
    Document back = document(MessageType::return_advice, 3);
    for (const auto& [disposition, expected] :
         {std::pair("", "MAIN 3 C62;"), std::pair("restock", "MAIN 3 C62;"),
          std::pair("quarantine", "MAIN 3 C62;"), std::pair("scrap", ""),
          std::pair("returnToSupplier", "")}) {
        back.lines[0].disposition_code = disposition;
        EXPECT_EQ(moved(back), expected) << disposition;
    }
    Document kit = document(MessageType::despatch_advice, 3);
    kit.lines[0].is_kit = true;
    EXPECT_EQ(moved(kit), "") << "its components are lines of their own";
}

TEST(StockDrift, goods_on_their_way_are_at_neither_site) {
    Document transfer = document(MessageType::inventory_transfer, 5);
    EXPECT_EQ(moved(transfer), "MAIN -5 C62;NORTH 5 C62;");
    transfer.in_transit = true;
    EXPECT_EQ(moved(transfer), "MAIN -5 C62;");
    transfer.transfer_step = TransferStep::arrival;
    EXPECT_EQ(moved(transfer), "NORTH 5 C62;");
    transfer.transfer_step = TransferStep::recall;
    EXPECT_EQ(moved(transfer), "MAIN 5 C62;");
}

TEST(StockDrift, what_is_in_flight_is_no_drift) {
    StockDrift drift(positions(90, 7));
    drift.add(document(MessageType::despatch_advice, 10), MovementState::in_flight);
    drift.add(document(MessageType::inventory_transfer, 7), MovementState::in_flight);
    drift.add(document(MessageType::receipt_advice, 1, "OTHER"), MovementState::in_flight);
    const Drift agreed = drift_of(drift, 107);
    EXPECT_EQ(agreed.drift, Decimal());
    EXPECT_EQ(agreed.cause, DriftCause::none);
    EXPECT_EQ(agreed.in_flight, Decimal::of(-10));
    EXPECT_EQ(agreed.warehouse, Decimal::of(97));
    EXPECT_EQ(agreed.site, "MAIN");
    const Drift edited = drift_of(drift, 104);
    EXPECT_EQ(edited.drift, Decimal::of(-3));
    EXPECT_EQ(edited.cause, DriftCause::manual_edit);
}

TEST(StockDrift, what_was_rejected_is_missing_in_sage) {
    StockDrift drift(positions(88));
    drift.add(document(MessageType::despatch_advice, 10, "A", "DN-7"), MovementState::refused);
    drift.add(document(MessageType::despatch_advice, 2, "A", "DN-9"), MovementState::refused);
    const Drift missing = drift_of(drift, 100);
    EXPECT_EQ(missing.drift, Decimal::of(12));
    EXPECT_EQ(missing.cause, DriftCause::document_missing);
    EXPECT_EQ(missing.refused_documents, (std::vector<std::string>{"DN-7", "DN-9"}));
    const Drift edited = drift_of(drift, 101);
    EXPECT_EQ(edited.cause, DriftCause::manual_edit);
    EXPECT_TRUE(edited.refused_documents.empty());
}

TEST(StockDrift, what_cannot_be_told_is_never_corrected) {
    const Decimal limit = Decimal::of(1'000'000);
    StockDrift doubtful(positions(90));
    doubtful.add(document(MessageType::despatch_advice, 10), MovementState::uncertain);
    const Drift uncertain = drift_of(doubtful, 100);
    EXPECT_EQ(uncertain.cause, DriftCause::uncertain);
    EXPECT_FALSE(uncertain.drift.has_value());
    EXPECT_FALSE(may_correct(uncertain, limit));

    const Drift unknown = StockDrift(positions(90)).rows(OnHand()).at(0);
    EXPECT_EQ(unknown.cause, DriftCause::unknown_item);
    EXPECT_FALSE(unknown.sage.has_value());
    EXPECT_FALSE(may_correct(unknown, limit));

    StockDrift boxes(positions(90));
    Document box = document(MessageType::receipt_advice, 1);
    box.lines[0].quantity.unit_code = "BX";
    boxes.add(box, MovementState::in_flight);
    EXPECT_EQ(drift_of(boxes, 90).cause, DriftCause::unit);
    EXPECT_FALSE(may_correct(drift_of(boxes, 90), limit));
    const StockDrift mixed(
        {{"A", "MAIN", Decimal::of(1), "C62"}, {"A", "NORTH", Decimal::of(1), "BX"}});
    EXPECT_EQ(drift_of(mixed, 2).cause, DriftCause::unit);
}

TEST(StockDrift, above_the_limit_a_person_decides) {
    const StockDrift drift(positions(100));
    EXPECT_TRUE(may_correct(drift_of(drift, 105), Decimal::of(5)));
    EXPECT_TRUE(may_correct(drift_of(drift, 95), Decimal::of(5)));
    EXPECT_FALSE(may_correct(drift_of(drift, 106), Decimal::of(5)));
    EXPECT_FALSE(may_correct(drift_of(drift, 94), Decimal::of(5)));
    EXPECT_FALSE(may_correct(drift_of(drift, 100), Decimal::of(5))) << "there is none";
}

TEST(StockDrift, one_reading_has_one_number_for_a_correction) {
    EXPECT_EQ(correction_number("A", 17), correction_number("A", 17));
    EXPECT_NE(correction_number("A", 17), correction_number("A", 18));
    EXPECT_NE(correction_number("A", 17), correction_number("B", 17));
}

TEST(StockDrift, at_random_is_the_sum_of_the_hand_edits_and_is_corrected_once) {
    constexpr std::array types = {MessageType::despatch_advice, MessageType::return_advice,
                                  MessageType::receipt_advice, MessageType::inventory_adjustment,
                                  MessageType::inventory_transfer};
    std::mt19937 random(20261128);
    const auto below = [&](std::uint32_t limit) { return random() % limit; };
    for (int world = 0; world < 60; ++world) {
        std::map<std::string, Decimal> warehouse;  // by site
        Decimal sage;
        Decimal edits;
        std::vector<Document> open;
        for (int step = 0; step < 40; ++step) {
            if (below(4) == 0) {
                const Decimal edit = Decimal::of(static_cast<std::int64_t>(below(21)) - 10);
                sage = sage + edit;
                edits = edits + edit;
                continue;
            }
            Document done =
                document(types.at(below(types.size())), 1 + static_cast<std::int64_t>(below(50)));
            done.in_transit = below(3) == 0;
            const bool posted = below(2) == 0;
            for (const StockMovement& one : stock_movements(done)) {
                warehouse[one.site] = warehouse[one.site] + one.quantity;
                sage = posted ? sage + one.quantity : sage;
            }
            if (!posted) {
                open.push_back(done);
            }
        }
        std::vector<StockPosition> counted = {{"A", "MAIN", Decimal(), "C62"}};
        for (const auto& [site, quantity] : warehouse) {
            counted.push_back({"A", site, quantity, "C62"});
        }
        const auto look = [&](const std::vector<Document>& in_flight) {
            StockDrift drift(counted);
            for (const Document& one : in_flight) {
                drift.add(one, MovementState::in_flight);
            }
            return drift.rows({{"A", sage}}).at(0);
        };
        const Drift found = look(open);
        ASSERT_EQ(found.drift, edits) << "world " << world;
        ASSERT_EQ(found.cause == DriftCause::manual_edit, edits.sign() != 0) << "world " << world;
        if (!may_correct(found, Decimal::of(1'000'000))) {
            continue;
        }
        Document correction = document(MessageType::inventory_adjustment, 0);
        correction.lines[0].quantity.value = -*found.drift;
        std::vector<Document> then = open;
        then.push_back(correction);
        ASSERT_EQ(look(then).drift, Decimal()) << "accepted, not yet posted, world " << world;
        sage = sage + correction.lines[0].quantity.value;
        ASSERT_EQ(look(open).drift, Decimal()) << "posted, world " << world;
        ASSERT_FALSE(may_correct(look(open), Decimal::of(1'000'000)));
    }
}

}  // namespace
}  // namespace sage
