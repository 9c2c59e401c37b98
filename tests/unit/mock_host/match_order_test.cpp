// SPDX-License-Identifier: Apache-2.0
// Plan: the order gives buyer, prices, lines and charges; charges go with the first despatch, also
// when a file is read again; the last despatch is known by what left of every line; items by code,
// GTIN and line; what contradicts the order is told.
#include "mock-host/imports/match_order.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

Decimal decimal(const char* text) {
    return *Decimal::parse(text);
}

OrderLine order_line(const char* id, const char* item, const char* ordered, const char* price) {
    OrderLine line;
    line.id = id;
    line.item = item;
    line.item_name = std::string("Name of ") + item;
    line.ordered = decimal(ordered);
    line.price = decimal(price);
    return line;
}

OrderBook::Entry entry() {
    OrderBook::Entry entry;
    entry.order.id = "SO-1";
    entry.order.buyer_order_id = "PO-1";
    entry.order.customer.id = "C-1";
    entry.order.site = "MAIN";
    entry.order.lines = {order_line("10", "SKU-1", "6", "2.55"),
                         order_line("20", "SKU-2", "4", "10")};
    entry.order.lines[1].gtin = "5012345600222";
    entry.order.charges = {{"POST", "Carriage", decimal("4.95")}};
    return entry;
}

DespatchLine line(const char* id, const char* item, const char* delivered) {
    DespatchLine line;
    line.id = id;
    line.item = item;
    line.delivered = decimal(delivered);
    line.unit_code = "EA";
    return line;
}

Despatch despatch(const char* id, std::vector<DespatchLine> lines) {
    Despatch despatch;
    despatch.id = id;
    despatch.order_id = "SO-1";
    despatch.date = "2026-11-03";
    despatch.last = true;
    despatch.lines = std::move(lines);
    return despatch;
}

TEST(MatchOrder, the_order_says_what_the_file_does_not) {
    const Result<Despatch> matched = match_order(
        despatch("DN-1", {line("1", "SKU-1", "6"), line("2", "SKU-2", "4")}), entry(), "here");
    ASSERT_TRUE(matched.ok()) << in_one_line(matched.problem());
    const Despatch& one = matched.value();
    EXPECT_EQ(one.customer.id, "C-1");
    EXPECT_EQ(one.buyer_order_id, "PO-1");
    EXPECT_EQ(one.site, "MAIN");
    EXPECT_EQ(one.lines[0].price.money(), "2.55");
    EXPECT_EQ(one.lines[0].order_line_id, "10");
    EXPECT_EQ(one.lines[0].unit_code, "C62") << "the order's word for a piece";
    EXPECT_EQ(one.lines[0].ordered.text(), "6");
    EXPECT_EQ(one.lines[1].item_name, "Name of SKU-2");
    EXPECT_EQ(net_of(one).money(), "60.25");
    EXPECT_TRUE(one.last);
}

TEST(MatchOrder, charges_go_with_the_first_despatch_whenever_it_is_read) {
    OrderBook::Entry known = entry();
    known.despatches = {{"DN-1", {{"10", decimal("2")}}}, {"DN-2", {{"10", decimal("4")}}}};
    EXPECT_EQ(
        match_order(despatch("DN-1", {line("1", "SKU-1", "2")}), known, "").value().charges.size(),
        1U);
    for (const char* id : {"DN-2", "DN-3"}) {
        EXPECT_TRUE(
            match_order(despatch(id, {line("1", "SKU-1", "2")}), known, "").value().charges.empty())
            << id;
    }
}

TEST(MatchOrder, the_last_despatch_is_known_by_every_line) {
    OrderBook::Entry known = entry();
    EXPECT_FALSE(match_order(despatch("DN-1", {line("1", "SKU-1", "6")}), known, "").value().last)
        << "the other line is still to come";
    known.despatches = {{"DN-1", {{"10", decimal("6")}, {"20", decimal("1")}}}};
    EXPECT_TRUE(match_order(despatch("DN-2", {line("1", "SKU-2", "3")}), known, "").value().last);
    Despatch stated = despatch("DN-2", {line("1", "SKU-2", "3")});
    stated.last = false;
    EXPECT_FALSE(match_order(stated, known, "").value().last) << "the file says more is to come";
    DespatchLine part = line("1", "SKU-2", "2");
    part.cancelled = decimal("1");
    EXPECT_TRUE(match_order(despatch("DN-2", {part}), known, "").value().last);
}

TEST(MatchOrder, what_is_more_than_ordered_is_oversupply) {
    OrderBook::Entry known = entry();
    known.despatches = {{"DN-1", {{"10", decimal("4")}}}};
    const auto matched = match_order(despatch("DN-2", {line("1", "SKU-1", "5")}), known, "");
    ASSERT_TRUE(matched.ok());
    EXPECT_EQ(matched.value().lines[0].oversupply.text(), "3");
}

TEST(MatchOrder, items_are_found_by_code_gtin_and_line) {
    DespatchLine by_gtin = line("1", "", "4");
    by_gtin.gtin = "05012345600222";
    auto matched = match_order(despatch("DN-1", {by_gtin}), entry(), "");
    ASSERT_TRUE(matched.ok()) << in_one_line(matched.problem());
    EXPECT_EQ(matched.value().lines[0].item, "SKU-2");
    DespatchLine by_line = line("1", "", "4");
    by_line.order_line_id = "20";
    matched = match_order(despatch("DN-1", {by_line}), entry(), "");
    ASSERT_TRUE(matched.ok());
    EXPECT_EQ(matched.value().lines[0].item, "SKU-2");
    OrderBook::Entry twice = entry();
    twice.order.lines.push_back(order_line("30", "SKU-1", "5", "2.55"));
    matched = match_order(despatch("DN-1", {line("1", "SKU-1", "6"), line("2", "SKU-1", "5")}),
                          twice, "");
    ASSERT_TRUE(matched.ok());
    EXPECT_EQ(matched.value().lines[1].order_line_id, "30") << "the first is used up";
}

TEST(MatchOrder, lines_of_which_nothing_left_are_dropped) {
    DespatchLine none = line("2", "SKU-2", "0");
    none.cancelled = decimal("4");
    const auto matched =
        match_order(despatch("DN-1", {line("1", "SKU-1", "6"), none}), entry(), "");
    ASSERT_TRUE(matched.ok());
    EXPECT_EQ(matched.value().lines.size(), 1U);
    EXPECT_TRUE(matched.value().last);
    EXPECT_FALSE(match_order(despatch("DN-1", {none}), entry(), "").ok()) << "nothing left at all";
}

TEST(MatchOrder, what_contradicts_the_order_is_told) {
    Despatch other_buyer = despatch("DN-1", {line("1", "SKU-1", "6")});
    other_buyer.buyer_order_id = "PO-9";
    DespatchLine other_line = line("1", "SKU-1", "6");
    other_line.order_line_id = "20";
    DespatchLine cases = line("1", "SKU-1", "6");
    cases.unit_code = "XCS";
    for (const Despatch& wrong : {other_buyer, despatch("DN-1", {line("1", "SKU-9", "6")}),
                                  despatch("DN-1", {other_line}), despatch("DN-1", {cases})}) {
        const auto matched = match_order(wrong, entry(), "here");
        ASSERT_FALSE(matched.ok());
        EXPECT_EQ(matched.problem().code, "import.not_of_order");
        EXPECT_EQ(matched.problem().pointer, "here");
    }
    OrderBook::Entry prices = entry();
    prices.order.lines.push_back(order_line("30", "SKU-1", "5", "2.45"));
    EXPECT_FALSE(match_order(despatch("DN-1", {line("1", "SKU-1", "5")}), prices, "").ok());
}

}  // namespace
}  // namespace wms
