// SPDX-License-Identifier: Apache-2.0
// Plan: each way a line may differ and the least that corrects it; lots and serial numbers; pennies
// that do not split; headers; charges; returns and adjustments; the order of versions. The terms of
// Sage are in correction_terms_test.cpp.
#include "sage-adapter/mapping/correction.h"

#include <gtest/gtest.h>

#include "tests/unit/mapping/corrected_documents.h"

namespace sage {
namespace {

// "returnAdvice: 1 SKU-1 @2.50; +FC 3.00"
std::string words(const Document& document) {
    std::string text(text_of(document.envelope.message_type));
    text += ':';
    for (const Line& one : document.lines) {
        text += ' ' + one.quantity.value.text() + ' ' + one.item.sellers_item_id;
        if (one.price) {
            text += " @" + one.price->unit_amount.amount.text();
        }
        for (const Lot& lot : one.lots) {
            text += " lot " + lot.lot_number + '=' + lot.quantity.value.text();
        }
        for (const std::string& serial : one.serial_ids) {
            text += " #" + serial;
        }
        text += ';';
    }
    for (const AllowanceCharge& charge : document.allowance_charges) {
        text += ' ' + charge.reason_code + ' ' + charge.amount.amount.text() + ';';
    }
    return text;
}

std::vector<std::string> corrected(const Document& posted, const Document& wanted) {
    std::vector<std::string> all;
    for (const Document& one : correction(posted, wanted)) {
        all.push_back(words(one));
    }
    return all;
}

using Words = std::vector<std::string>;

TEST(Correction, equal_versions_need_none) {
    Document wanted = despatch("2", {line("1", "10")});
    wanted.notes = {"left at the door"};
    wanted.shipment.tracking_ids = {"1Z9"};
    wanted.lines[0].notes = {"fragile"};
    wanted.lines[0].ordered_quantity = Quantity{decimal("12"), "C62"};
    wanted.lines[0].price->base_quantity = decimal("1");
    wanted.lines[0].price->discount_rate = decimal("0.00");
    EXPECT_EQ(corrected(despatch("1", {line("1", "10.0")}), wanted), Words{});
}

TEST(Correction, too_much_is_credited_at_the_price_it_was_posted_at) {
    const std::vector<Document> made = correction(despatch("1", {line("1", "10"), line("2", "5")}),
                                                  despatch("2", {line("1", "9"), line("2", "5")}));
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(words(made[0]), "returnAdvice: 1 SKU-1 @2.50;");
    EXPECT_EQ(made[0].corrected_version, "1");
    EXPECT_EQ(made[0].envelope.document_version, "2");
    EXPECT_EQ(made[0].original_despatch_id, "DN-1");
    EXPECT_EQ(made[0].issue_date, "2026-11-20");
    EXPECT_EQ(made[0].notes, Words{"Corrects version 1 to version 2."});
    EXPECT_TRUE(made[0].shipment.tracking_ids.empty());
}

TEST(Correction, too_little_is_supplemented) {
    EXPECT_EQ(corrected(despatch("1", {line("1", "9")}), despatch("2", {line("1", "10")})),
              Words{"despatchAdvice: 1 SKU-1 @2.50;"});
}

TEST(Correction, lines_added_and_removed_go_into_two_documents_the_credit_first) {
    EXPECT_EQ(
        corrected(despatch("1", {line("1", "9"), line("2", "4")}),
                  despatch("2", {line("2", "6"), line("3", "1")})),
        (Words{"returnAdvice: 9 SKU-1 @2.50;", "despatchAdvice: 2 SKU-2 @2.50; 1 SKU-3 @2.50;"}));
}

TEST(Correction, another_price_takes_the_line_back_whole) {
    EXPECT_EQ(
        corrected(despatch("1", {line("1", "9", "2.50")}), despatch("2", {line("1", "8", "2.40")})),
        (Words{"returnAdvice: 9 SKU-1 @2.50;", "despatchAdvice: 8 SKU-1 @2.40;"}));
}

TEST(Correction, every_term_of_a_line_counts) {
    const auto change = [](auto&& apply) {
        Document wanted = despatch("2", {line("1", "9")});
        apply(wanted.lines[0]);
        return corrected(despatch("1", {line("1", "9")}), wanted).size();
    };
    EXPECT_EQ(change([](Line& one) { one.item.sellers_item_id = "OTHER"; }), 2U);
    EXPECT_EQ(change([](Line& one) { one.item.gtin = "4006381333931"; }), 2U);
    EXPECT_EQ(change([](Line& one) { one.item.buyers_item_id = "B1"; }), 2U);
    EXPECT_EQ(change([](Line& one) { one.quantity.unit_code = "KGM"; }), 2U);
    EXPECT_EQ(change([](Line& one) { one.price->base_quantity = decimal("10"); }), 2U);
    EXPECT_EQ(change([](Line& one) { one.price->discount_rate = decimal("10"); }), 2U);
    EXPECT_EQ(change([](Line& one) { one.price->unit_amount.currency_id = "EUR"; }), 2U);
    EXPECT_EQ(change([](Line& one) { one.price.reset(); }), 2U);
    EXPECT_EQ(change([](Line& one) { one.tax.tax_code = "T0"; }), 2U);
    EXPECT_EQ(change([](Line& one) { one.tax.category_code = "Z"; }), 2U);
    EXPECT_EQ(change([](Line& one) { one.tax.percent = decimal("20"); }), 2U);
    EXPECT_EQ(change([](Line& one) { one.unit_cost = Money{decimal("1"), "GBP"}; }), 2U);
    EXPECT_EQ(change([](Line& one) { one.reason_code = "damaged"; }), 2U);
    EXPECT_EQ(change([](Line& one) { one.disposition_code = "scrap"; }), 2U);
    EXPECT_EQ(change([](Line& one) { one.kit = Kit{"7", "", decimal("2")}; }), 2U);
    EXPECT_EQ(change([](Line&) {}), 0U);
}

TEST(Correction, what_concerns_the_whole_document_replaces_it) {
    const auto change = [](auto&& apply) {
        Document wanted = despatch("2", {line("1", "9")});
        wanted.allowance_charges = {carriage("3.00")};
        Document posted = wanted;
        apply(wanted);
        return corrected(posted, wanted).size();
    };
    EXPECT_EQ(change([](Document& one) { one.issue_date = "2026-11-21"; }), 2U);
    EXPECT_EQ(change([](Document& one) { one.currency_id = "EUR"; }), 2U);
    EXPECT_EQ(change([](Document& one) { one.location_id = "NORTH"; }), 2U);
    EXPECT_EQ(change([](Document& one) { one.sales_channel_id = "web"; }), 2U);
    EXPECT_EQ(change([](Document& one) { one.buyer.id = "C2"; }), 2U);
    EXPECT_EQ(change([](Document& one) { one.buyer.company_id = "GB1"; }), 2U);
    EXPECT_EQ(change([](Document& one) { one.buyer.country_code = "FR"; }), 2U);
    EXPECT_EQ(change([](Document& one) { one.delivery.country_code = "FR"; }), 2U);
    EXPECT_EQ(change([](Document& one) { one.delivery.postal_zone = "BT1 1AA"; }), 2U);
    EXPECT_EQ(change([](Document& one) { one.buyer.name = "Same account, other name"; }), 0U);
}

TEST(Correction, a_guest_is_known_by_name_and_postal_zone) {
    Document posted = despatch("1", {line("1", "9")});
    posted.buyer = {};
    posted.buyer.name = "Ann";
    Document wanted = posted;
    EXPECT_EQ(corrected(posted, wanted), Words{});
    wanted.buyer.name = "Ben";
    EXPECT_EQ(corrected(posted, wanted).size(), 2U);
    wanted = posted;
    wanted.buyer.postal_zone = "M1";
    EXPECT_EQ(corrected(posted, wanted).size(), 2U);
}

TEST(Correction, what_is_taken_back_keeps_the_header_it_was_posted_under) {
    Document wanted = despatch("2", {line("1", "9")});
    wanted.buyer.id = "C2";
    wanted.issue_date = "2026-11-22";
    const auto made = correction(despatch("1", {line("1", "9")}), wanted);
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[0].buyer.id, "C1");
    EXPECT_EQ(made[0].issue_date, "2026-11-20");
    EXPECT_EQ(made[1].buyer.id, "C2");
    EXPECT_EQ(made[1].issue_date, "2026-11-22");
    EXPECT_EQ(made[1].shipment.tracking_ids, Words{"1Z1"});
}

TEST(Correction, pennies_that_do_not_split_take_the_line_back_whole) {
    // 10 x 0.125 = 1.25, 7 x 0.125 = 0.88, 3 x 0.125 = 0.38: one penny too many.
    EXPECT_EQ(corrected(despatch("1", {line("1", "10", "0.125")}),
                        despatch("2", {line("1", "7", "0.125")})),
              (Words{"returnAdvice: 10 SKU-1 @0.125;", "despatchAdvice: 7 SKU-1 @0.125;"}));
    EXPECT_EQ(corrected(despatch("1", {line("1", "10", "0.125")}),
                        despatch("2", {line("1", "6", "0.125")})),
              Words{"returnAdvice: 4 SKU-1 @0.125;"});
}

TEST(Correction, tax_that_does_not_split_takes_the_line_back_whole) {
    // 20 percent of 0.09 is 0.02, of 0.06 and of 0.03 it is 0.01 each; of 0.12 it is 0.02.
    const auto taxed = [](const std::string& version, const std::string& quantity) {
        Document made = despatch(version, {line("1", quantity, "0.03")});
        made.lines[0].tax.percent = decimal("20");
        return made;
    };
    EXPECT_EQ(corrected(taxed("1", "3"), taxed("2", "2")).size(), 1U);
    EXPECT_EQ(corrected(taxed("1", "4"), taxed("2", "3")).size(), 2U);
}

TEST(Correction, lots_are_corrected_lot_by_lot) {
    const auto lots = [](const std::string& version, const std::string& a, const std::string& b) {
        Document made = despatch(version, {line("1", (decimal(a) + decimal(b)).text())});
        made.lines[0].lots = {{"A", "2027-01-01", "", {decimal(a), "C62"}},
                              {"B", "2027-02-01", "", {decimal(b), "C62"}}};
        return made;
    };
    EXPECT_EQ(corrected(lots("1", "6", "4"), lots("2", "6", "3")),
              Words{"returnAdvice: 1 SKU-1 @2.50 lot B=1;"});
    EXPECT_EQ(corrected(lots("1", "6", "4"), lots("2", "8", "5")),
              Words{"despatchAdvice: 3 SKU-1 @2.50 lot A=2 lot B=1;"});
    EXPECT_EQ(corrected(lots("1", "6", "4"), lots("2", "5", "5")),
              (Words{"returnAdvice: 10 SKU-1 @2.50 lot A=6 lot B=4;",
                     "despatchAdvice: 10 SKU-1 @2.50 lot A=5 lot B=5;"}))
        << "the same quantity of other lots";
    Document other = lots("2", "6", "3");
    other.lines[0].lots[0].expiry_date = "2028-01-01";
    EXPECT_EQ(corrected(lots("1", "6", "4"), other).size(), 2U);
}

TEST(Correction, serial_numbers_are_corrected_one_by_one) {
    const auto serials = [](const std::string& version, const Words& numbers) {
        Document made = despatch(version, {line("1", std::to_string(numbers.size()))});
        made.lines[0].serial_ids = numbers;
        return made;
    };
    EXPECT_EQ(corrected(serials("1", {"S1", "S2", "S3"}), serials("2", {"S1", "S3"})),
              Words{"returnAdvice: 1 SKU-1 @2.50 #S2;"});
    EXPECT_EQ(corrected(serials("1", {"S1"}), serials("2", {"S1", "S4"})),
              Words{"despatchAdvice: 1 SKU-1 @2.50 #S4;"});
    EXPECT_EQ(corrected(serials("1", {"S1"}), serials("2", {"S2"})),
              (Words{"returnAdvice: 1 SKU-1 @2.50 #S1;", "despatchAdvice: 1 SKU-1 @2.50 #S2;"}));
}

TEST(Correction, charges_are_corrected_by_the_difference) {
    Document posted = despatch("1", {line("1", "9")});
    posted.allowance_charges = {carriage("5.00"), carriage("2.00")};
    Document wanted = despatch("2", {line("1", "9")});
    wanted.allowance_charges = {carriage("2.00"), carriage("3.50")};
    EXPECT_EQ(corrected(posted, wanted), Words{"returnAdvice: FC 1.50;"});
    wanted.allowance_charges = {carriage("5.00"), carriage("2.00"), carriage("1.00")};
    EXPECT_EQ(corrected(posted, wanted), Words{"despatchAdvice: FC 1.00;"});
    wanted.allowance_charges = {carriage("2.00")};
    EXPECT_EQ(corrected(posted, wanted), Words{"returnAdvice: FC 5.00;"});
    wanted.allowance_charges = {carriage("2.00"), carriage("6.00")};
    EXPECT_EQ(corrected(posted, wanted), Words{"despatchAdvice: FC 1.00;"});
    posted.allowance_charges = {carriage("1.005")};
    wanted.allowance_charges = {carriage("1.00")};
    EXPECT_EQ(corrected(posted, wanted).size(), 2U) << "the difference is no penny";
}

TEST(Correction, a_document_with_kits_is_replaced) {
    const auto set = [](const std::string& version, const char* kits, const char* parts) {
        Document made = despatch(version, {line("1", kits), line("2", parts), line("3", "5")});
        made.lines[1].price.reset();
        made.lines[1].kit = Kit{"1", "SKU-1", decimal("2")};
        return made;
    };
    EXPECT_EQ(corrected(set("1", "3", "6"), set("2", "3", "6")), Words{});
    EXPECT_EQ(corrected(set("1", "3", "6"), set("2", "2", "4")),
              (Words{"returnAdvice: 3 SKU-1 @2.50; 6 SKU-2; 5 SKU-3 @2.50;",
                     "despatchAdvice: 2 SKU-1 @2.50; 4 SKU-2; 5 SKU-3 @2.50;"}));
}

TEST(Correction, of_a_tax_that_nobody_knows_nothing_is_split) {
    const auto coded = [](const std::string& version, const std::string& quantity) {
        Document made = despatch(version, {line("1", quantity)});
        made.lines[0].tax.tax_code = "STANDARD";
        return made;
    };
    EXPECT_EQ(corrected(coded("1", "10"), coded("2", "9")).size(), 2U);
    EXPECT_EQ(corrected(coded("1", "10"), coded("2", "10")), Words{});
    const AmountsOf known = {[](const Document& of, const Line& one) {
                                 EXPECT_EQ(of.envelope.document_version, "1");
                                 Amounts amounts;
                                 amounts.net = line_net(one);
                                 amounts.tax = Decimal();
                                 return amounts;
                             },
                             {}};
    EXPECT_EQ(sage::correction(coded("1", "10"), coded("2", "9"), known).size(), 1U);
}

TEST(Correction, a_return_is_corrected_the_other_way) {
    const auto returned = [](const std::string& version, std::vector<Line> lines) {
        Document made = document(MessageType::return_advice, version, std::move(lines));
        made.original_despatch_id = "DN-0";
        return made;
    };
    EXPECT_EQ(corrected(returned("1", {line("1", "3")}), returned("2", {line("1", "2")})),
              Words{"despatchAdvice: 1 SKU-1 @2.50;"});
    const auto made = correction(returned("1", {line("1", "3")}),
                                 returned("2", {line("1", "2"), line("2", "1")}));
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(words(made[0]), "returnAdvice: 1 SKU-2 @2.50;") << "stock comes back first";
    EXPECT_EQ(words(made[1]), "despatchAdvice: 1 SKU-1 @2.50;");
    EXPECT_EQ(made[0].original_despatch_id, "DN-0");
}

TEST(Correction, adjustments_are_corrected_by_adjustments_of_one_direction_each) {
    const auto adjusted = [](const std::string& version, std::vector<Line> lines) {
        for (Line& one : lines) {
            one.price.reset();
        }
        return document(MessageType::inventory_adjustment, version, std::move(lines));
    };
    EXPECT_EQ(corrected(adjusted("1", {line("1", "-3")}), adjusted("2", {line("1", "-2")})),
              Words{"inventoryAdjustment: 1 SKU-1;"});
    EXPECT_EQ(corrected(adjusted("1", {line("1", "-3")}), adjusted("2", {line("1", "-5")})),
              Words{"inventoryAdjustment: -2 SKU-1;"});
    EXPECT_EQ(corrected(adjusted("1", {line("1", "-3")}), adjusted("2", {line("1", "2")})),
              Words{"inventoryAdjustment: 3 SKU-1; 2 SKU-1;"});
    EXPECT_EQ(corrected(adjusted("1", {line("1", "-3"), line("2", "-1")}),
                        adjusted("2", {line("1", "-2"), line("2", "-4")})),
              (Words{"inventoryAdjustment: 1 SKU-1;", "inventoryAdjustment: -3 SKU-2;"}));
    Document lots = adjusted("1", {line("1", "-3")});
    lots.lines[0].lots = {{"A", "", "", {decimal("-3"), "C62"}}};
    EXPECT_EQ(corrected(lots, adjusted("2", {})), Words{"inventoryAdjustment: 3 SKU-1 lot A=3;"});
    Document moved = adjusted("2", {line("1", "-3")});
    moved.location_id = "NORTH";
    const auto made = correction(adjusted("1", {line("1", "-3")}), moved);
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[0].location_id, "MAIN");
    EXPECT_EQ(made[1].location_id, "NORTH");
}

TEST(Correction, a_version_with_nothing_takes_all_back) {
    Document posted = despatch("1", {line("1", "3")});
    posted.allowance_charges = {carriage("4.00")};
    EXPECT_EQ(corrected(posted, despatch("2", {line("1", "0")})),
              Words{"returnAdvice: 3 SKU-1 @2.50; FC 4.00;"});
}

TEST(Correction, versions_that_are_numbers_are_compared_as_numbers) {
    EXPECT_TRUE(is_later_version("10", "9"));
    EXPECT_TRUE(is_later_version("2", "1"));
    EXPECT_TRUE(is_later_version("010", "9"));
    EXPECT_FALSE(is_later_version("9", "10"));
    EXPECT_FALSE(is_later_version("2", "02"));
    EXPECT_FALSE(is_later_version("b", "a")) << "as accepted";
    EXPECT_FALSE(is_later_version("2", "a"));
    EXPECT_FALSE(is_later_version("", "1"));
    EXPECT_FALSE(is_later_version("0", "00"));
}

TEST(Correction, is_for_what_is_in_the_books) {
    EXPECT_TRUE(is_correctable(MessageType::despatch_advice));
    EXPECT_TRUE(is_correctable(MessageType::return_advice));
    EXPECT_TRUE(is_correctable(MessageType::inventory_adjustment));
    EXPECT_FALSE(is_correctable(MessageType::sales_order));
    EXPECT_FALSE(is_correctable(MessageType::tracking_update));
}

}  // namespace
}  // namespace sage
