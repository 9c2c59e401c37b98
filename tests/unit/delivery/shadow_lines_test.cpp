// SPDX-License-Identifier: Apache-2.0
// Plan: equal lines in any order are no difference; each of item, unit, quantity and price that
// differs is told on the line most like it; a line without counterpart on either side; many lines.
#include "sage-adapter/delivery/shadow_lines.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sage {
namespace {

struct Typed {
    std::string item;
    std::string quantity;
    std::string price;
};

Facts facts_of(const std::vector<Typed>& lines) {
    Facts facts = {{"lines", std::to_string(lines.size())}, {"customer.id", "C1"}};
    std::size_t number = 0;
    for (const Typed& line : lines) {
        const std::string name = "line " + std::to_string(++number) + " ";
        facts.emplace(name + "item", line.item);
        facts.emplace(name + "quantity", line.quantity);
        facts.emplace(name + "price", line.price);
    }
    return facts;
}

std::string told(const std::vector<Difference>& differences) {
    std::string text;
    for (const Difference& one : differences) {
        text += one.field + "=" + one.expected + "/" + one.found + ";";
    }
    return text;
}

TEST(ShadowLines, equal_lines_in_any_order_are_no_difference) {
    std::vector<Typed> lines = {{"A", "2", "1.50"}, {"B", "1", "9"}, {"A", "2", "1.50"}};
    const Facts expected = facts_of(lines);
    EXPECT_EQ(told(line_differences(expected, expected)), "");
    std::sort(lines.begin(), lines.end(),
              [](const Typed& left, const Typed& right) { return left.item > right.item; });
    EXPECT_EQ(told(line_differences(expected, facts_of(lines))), "");
}

TEST(ShadowLines, what_differs_is_told_on_the_line_most_like_it) {
    const Facts expected = facts_of({{"A", "2", "1.50"}, {"B", "1", "9"}, {"C", "4", "3"}});
    const Facts found = facts_of({{"C", "4", "3.50"}, {"A", "3", "1.50"}, {"B", "1", "9"}});
    EXPECT_EQ(told(line_differences(expected, found)), "line 1 quantity=2/3;line 3 price=3/3.50;");
    EXPECT_EQ(told(line_differences(facts_of({{"A", "2", "1"}}), facts_of({{"X", "2", "1"}}))),
              "line 1 item=A/X;");
}

TEST(ShadowLines, a_line_without_counterpart_is_told_whole_on_its_side) {
    const Facts two = facts_of({{"A", "2", "1"}, {"B", "5", "9"}});
    const Facts one = facts_of({{"B", "5", "9"}});
    EXPECT_EQ(told(line_differences(two, one)), "lines=2/1;line 1=item A, price 1, quantity 2/;");
    EXPECT_EQ(told(line_differences(one, two)), "lines=1/2;line 1=/item A, price 1, quantity 2;");
    EXPECT_EQ(told(line_differences(facts_of({{"A", "2", "1"}}), facts_of({{"X", "7", "8"}}))),
              "line 1=item A, price 1, quantity 2/;line 1=/item X, price 8, quantity 7;");
}

TEST(ShadowLines, what_sage_shows_besides_does_not_count) {
    Facts found = facts_of({{"B", "1", "2"}, {"A", "1", "2"}});
    found.emplace("line 1 unitCost", "7");
    EXPECT_EQ(told(line_differences(facts_of({{"A", "1", "2"}, {"B", "1", "2"}}), found)), "");
}

TEST(ShadowLines, ten_thousand_lines_that_all_differ_are_compared_by_their_place) {
    std::vector<Typed> lines(10'000, {"A", "1", "2"});
    const Facts expected = facts_of(lines);
    for (Typed& line : lines) {
        line.price = "3";
    }
    EXPECT_EQ(line_differences(expected, facts_of(lines)).size(), lines.size());
}

}  // namespace
}  // namespace sage
