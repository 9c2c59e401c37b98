// SPDX-License-Identifier: Apache-2.0
// Plan: what each document moves; drift of hand edits with documents in flight, in doubt, refused;
// units that differ, items and sites nobody knows; a figure for each place; what a policy lets be
// corrected; and at random: the drift of each place is the sum of the hand edits there, corrected
// once it is nothing, and then nothing is corrected.
#include "sage-adapter/mapping/stock_drift.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace sage {
namespace {

/// Sage has one figure of an item.
std::optional<std::string> anywhere(std::string_view /*site*/) {
    return "";
}

/// Two sites of one place, and one of its own; of any other Sage knows nothing.
std::optional<std::string> place_of(std::string_view site) {
    return site == "MAIN" || site == "SHOP" ? std::optional<std::string>("WH1")
           : site == "NORTH"                ? std::optional<std::string>("WH2")
                                            : std::nullopt;
}

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
    return drift.rows({{{"A", ""}, Decimal::of(sage)}}).at(0);
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
    StockDrift drift(positions(90, 7), anywhere);
    drift.add(document(MessageType::despatch_advice, 10), MovementState::in_flight);
    drift.add(document(MessageType::inventory_transfer, 7), MovementState::in_flight);
    drift.add(document(MessageType::receipt_advice, 1, "OTHER"), MovementState::in_flight);
    const Drift agreed = drift_of(drift, 107);
    EXPECT_EQ(agreed.drift, Decimal());
    EXPECT_EQ(agreed.cause, DriftCause::none);
    EXPECT_EQ(agreed.in_flight, Decimal::of(-10));
    EXPECT_EQ(agreed.warehouse, Decimal::of(97));
    EXPECT_EQ(agreed.sites, (std::vector<std::string>{"MAIN", "NORTH"}));
    const Drift edited = drift_of(drift, 104);
    EXPECT_EQ(edited.drift, Decimal::of(-3));
    EXPECT_EQ(edited.cause, DriftCause::manual_edit);
}

TEST(StockDrift, what_was_rejected_is_missing_in_sage) {
    StockDrift drift(positions(88), anywhere);
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
    StockDrift doubtful(positions(90), anywhere);
    doubtful.add(document(MessageType::despatch_advice, 10), MovementState::uncertain);
    const Drift uncertain = drift_of(doubtful, 100);
    EXPECT_EQ(uncertain.cause, DriftCause::uncertain);
    EXPECT_FALSE(uncertain.drift.has_value());
    EXPECT_FALSE(may_correct(uncertain, limit));

    const Drift unknown = StockDrift(positions(90), anywhere).rows({}).at(0);
    EXPECT_EQ(unknown.cause, DriftCause::unknown_item);
    EXPECT_FALSE(unknown.sage.has_value());
    EXPECT_FALSE(may_correct(unknown, limit));

    StockDrift boxes(positions(90), anywhere);
    Document box = document(MessageType::receipt_advice, 1);
    box.lines[0].quantity.unit_code = "BX";
    boxes.add(box, MovementState::in_flight);
    EXPECT_EQ(drift_of(boxes, 90).cause, DriftCause::unit);
    EXPECT_FALSE(may_correct(drift_of(boxes, 90), limit));
    const StockDrift mixed(
        {{"A", "MAIN", Decimal::of(1), "C62"}, {"A", "NORTH", Decimal::of(1), "BX"}}, anywhere);
    EXPECT_EQ(drift_of(mixed, 2).cause, DriftCause::unit);
    const Drift counted = StockDrift(positions(90), anywhere).rows({{{"A", ""}, {}}}).at(0);
    EXPECT_EQ(counted.cause, DriftCause::unit) << "Sage counts it in another unit";
    EXPECT_FALSE(may_correct(counted, limit));
}

TEST(StockDrift, each_place_of_sage_is_compared_with_its_own_sites) {
    StockDrift drift({{"A", "MAIN", Decimal::of(60), "C62"},
                      {"A", "SHOP", Decimal::of(5), "C62"},
                      {"A", "NORTH", Decimal::of(20), "C62"},
                      {"A", "YARD", Decimal::of(1), "C62"}},
                     place_of);
    Document within = document(MessageType::inventory_transfer, 4);
    within.to_location_id = "SHOP";
    drift.add(within, MovementState::in_flight);
    drift.add(document(MessageType::inventory_transfer, 7), MovementState::in_flight);
    Document elsewhere = document(MessageType::receipt_advice, 9);
    elsewhere.location_id = "YARD";
    drift.add(elsewhere, MovementState::in_flight);
    const std::vector<Drift> rows =
        drift.rows({{{"A", "WH1"}, Decimal::of(70)}, {{"A", "WH2"}, Decimal::of(13)}});
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].cause, DriftCause::unknown_site);
    EXPECT_EQ(rows[0].sites, (std::vector<std::string>{"YARD"}));
    EXPECT_FALSE(may_correct(rows[0], Decimal::of(1'000'000)));
    EXPECT_EQ(rows[1].sites, (std::vector<std::string>{"MAIN", "SHOP"}));
    EXPECT_EQ(rows[1].in_flight, Decimal::of(-7)) << "between sites of one place nothing moves";
    EXPECT_EQ(rows[1].drift, Decimal::of(-2));
    EXPECT_EQ(rows[2].sites, (std::vector<std::string>{"NORTH"}));
    EXPECT_EQ(rows[2].drift, Decimal());
}

TEST(StockDrift, above_the_limit_a_person_decides) {
    const StockDrift drift(positions(100), anywhere);
    EXPECT_TRUE(may_correct(drift_of(drift, 105), Decimal::of(5)));
    EXPECT_TRUE(may_correct(drift_of(drift, 95), Decimal::of(5)));
    EXPECT_FALSE(may_correct(drift_of(drift, 106), Decimal::of(5)));
    EXPECT_FALSE(may_correct(drift_of(drift, 94), Decimal::of(5)));
    EXPECT_FALSE(may_correct(drift_of(drift, 100), Decimal::of(5))) << "there is none";
}

TEST(StockDrift, a_correction_has_a_number_of_its_own_and_always_the_same) {
    const std::string number = correction_number("A", "MAIN", 1);
    EXPECT_EQ(number, correction_number("A", "MAIN", 1));
    EXPECT_EQ(number.substr(0, 6), "DRIFT-");
    EXPECT_EQ(number.size(), 20U) << number;
    EXPECT_NE(number, correction_number("A", "MAIN", 2));
    EXPECT_NE(number, correction_number("A", "NORTH", 1));
    EXPECT_NE(number, correction_number("B", "MAIN", 1));
    EXPECT_NE(correction_number("AB", "C", 1), correction_number("A", "BC", 1));
}

constexpr std::array types = {MessageType::despatch_advice, MessageType::return_advice,
                              MessageType::receipt_advice, MessageType::inventory_adjustment,
                              MessageType::inventory_transfer};
constexpr std::array sites = {"MAIN", "SHOP", "NORTH"};

TEST(StockDrift, at_random_is_the_sum_of_the_hand_edits_and_is_corrected_once) {
    std::mt19937 random(20261128);
    const auto below = [&](std::uint32_t limit) { return random() % limit; };
    for (int world = 0; world < 60; ++world) {
        std::map<std::string, Decimal> warehouse;  // by site
        std::map<std::string, Decimal> sage;       // by place
        std::map<std::string, Decimal> edits;
        std::vector<Document> open;
        const auto post = [&](const Document& one) {
            for (const StockMovement& moved : stock_movements(one)) {
                Decimal& held = sage[*place_of(moved.site)];
                held = held + moved.quantity;
            }
        };
        for (int step = 0; step < 60; ++step) {
            if (below(4) == 0) {
                const std::string place = below(2) == 0 ? "WH1" : "WH2";
                const Decimal edit = Decimal::of(static_cast<std::int64_t>(below(21)) - 10);
                sage[place] = sage[place] + edit;
                edits[place] = edits[place] + edit;
                continue;
            }
            Document done =
                document(types.at(below(types.size())), 1 + static_cast<std::int64_t>(below(50)));
            done.location_id = sites.at(below(sites.size()));
            done.to_location_id = done.to_location_id.empty() ? "" : sites.at(below(sites.size()));
            done.in_transit = below(3) == 0;
            for (const StockMovement& one : stock_movements(done)) {
                warehouse[one.site] = warehouse[one.site] + one.quantity;
            }
            below(2) == 0 ? post(done) : open.push_back(done);
        }
        std::vector<StockPosition> counted;
        for (const char* site : sites) {
            counted.push_back({"A", site, warehouse[site], "C62"});
        }
        const auto look = [&](const std::vector<Document>& in_flight) {
            StockDrift drift(counted, place_of);
            for (const Document& one : in_flight) {
                drift.add(one, MovementState::in_flight);
            }
            return drift.rows({{{"A", "WH1"}, sage["WH1"]}, {{"A", "WH2"}, sage["WH2"]}});
        };
        std::vector<Document> then = open;
        std::vector<Document> corrections;
        for (const Drift& found : look(open)) {
            const Decimal& wanted = edits[*place_of(found.sites.front())];
            ASSERT_EQ(found.drift, wanted) << "world " << world;
            ASSERT_EQ(found.cause == DriftCause::manual_edit, wanted.sign() != 0);
            if (may_correct(found, Decimal::of(1'000'000))) {
                Document correction = document(MessageType::inventory_adjustment, 0);
                correction.location_id = found.sites.front();
                correction.lines[0].quantity.value = -*found.drift;
                corrections.push_back(correction);
                then.push_back(correction);
            }
        }
        for (const Drift& accepted : look(then)) {
            ASSERT_EQ(accepted.drift, Decimal()) << "accepted, not yet posted, world " << world;
        }
        for (const Document& correction : corrections) {
            post(correction);
        }
        for (const Drift& posted : look(open)) {
            ASSERT_EQ(posted.drift, Decimal()) << "posted, world " << world;
            ASSERT_FALSE(may_correct(posted, Decimal::of(1'000'000)));
        }
    }
}

}  // namespace
}  // namespace sage
