// SPDX-License-Identifier: Apache-2.0
// Plan: each explanation by what tells it, and what looks like it and is not; goods on both sides,
// also where Sage counts in another unit.
#include "sage-adapter/delivery/explanation.h"

#include <gtest/gtest.h>

#include <set>

namespace sage {
namespace {

Decimal decimal(const std::string& text) {
    return Decimal::parse(text).value();
}

Amounts sums() {
    return {decimal("20.34"), decimal("4.07"), decimal("24.41")};
}

Explanation explained(const std::vector<Difference>& wrong, std::size_t lines = 2) {
    return explain(wrong, sums(), lines);
}

TEST(Explanation, of_another_document_under_the_reference_comes_before_what_differs_in_it) {
    EXPECT_EQ(explained({{"key", "12", "13"}, {"lines", "2", "3"}}), Explanation::replaced);
}

TEST(Explanation, of_what_is_marked_as_deleted_is_that_it_is_gone) {
    EXPECT_EQ(explained({{"key", "12", "13"}, {"recordDeleted", "0", "1"}}),
              Explanation::missing_in_sage);
    EXPECT_TRUE(is_marked_deleted({{"recordDeleted", "0"}}, {{"recordDeleted", "1"}}));
    EXPECT_FALSE(is_marked_deleted({{"recordDeleted", "0"}}, {{"recordDeleted", "0"}}));
    EXPECT_FALSE(is_marked_deleted({{"total", "0"}}, {{"total", "1"}}));
}

TEST(Explanation, of_lines_that_came_or_went_is_told_by_their_number) {
    EXPECT_EQ(explained({{"line 2 quantity", "4", ""}, {"lines", "2", "1"}}),
              Explanation::lines_changed);
    EXPECT_EQ(explained({{"lines", "2", "3"}}), Explanation::lines_changed);
}

TEST(Explanation, of_a_unit_is_told_by_any_of_its_names_and_no_price) {
    for (const char* const field : {"line 1 unit", "line 1 selling_unit_id", "line 1 unitOfSale"}) {
        EXPECT_EQ(explained({{field, "Each", "Box"}, {"line 1 quantity", "6", "1"}}),
                  Explanation::unit_of_measure)
            << field;
    }
    for (const char* const field : {"line 1 unitPrice", "line 1 selling_unit_price", "unitCost"}) {
        EXPECT_EQ(explained({{field, "3.39", "3.50"}}), Explanation::edited) << field;
    }
}

TEST(Explanation, of_rounding_is_a_penny_a_line_of_a_sum_that_was_predicted) {
    EXPECT_EQ(explained({{"subtotal", "20.34", "20.33"}}), Explanation::rounding);
    EXPECT_EQ(explained({{"tax", "4.07", "4.08"}, {"total", "24.41", "24.42"}}),
              Explanation::rounding);
    EXPECT_EQ(explained({{"total", "24.41", "24.43"}}), Explanation::rounding);
    EXPECT_EQ(explained({{"document_goods_value", "-20.34", "-20.35"}}), Explanation::rounding);
    EXPECT_EQ(explained({{"total", "24.41", "24.44"}}), Explanation::edited) << "three pennies";
    EXPECT_EQ(explained({{"total", "24.41", "24.43"}}, 1), Explanation::edited);
    EXPECT_EQ(explained({{"total", "24.41", "24.43"}}, 0), Explanation::edited);
    EXPECT_EQ(explained({{"discount", "20.34", "20.33"}}), Explanation::edited);
    EXPECT_EQ(explained({{"quantity", "20.34", "20.33"}}), Explanation::edited);
    EXPECT_EQ(explained({{"charge", "5.00", "5.01"}}), Explanation::edited) << "no such sum";
    EXPECT_EQ(explained({{"total", "24.41", "24.40"}, {"date", "2026-11-20", "2026-11-21"}}),
              Explanation::edited);
    EXPECT_EQ(explained({{"total", "24.41", ""}}), Explanation::edited);
    EXPECT_EQ(explain({{"total", "24.41", "24.40"}}, {}, 2), Explanation::edited);
}

TEST(Explanation, has_a_word_for_each) {
    std::set<std::string_view> words;
    for (const Explanation one :
         {Explanation::missing_in_sage, Explanation::duplicated, Explanation::replaced,
          Explanation::lines_changed, Explanation::unit_of_measure, Explanation::rounding,
          Explanation::edited, Explanation::not_posted, Explanation::foreign_document}) {
        words.insert(text_of(one));
    }
    EXPECT_EQ(words.size(), 9U);
}

Line line(const std::string& item, const std::string& quantity) {
    Line one;
    one.item.sellers_item_id = item;
    one.quantity.value = decimal(quantity);
    return one;
}

std::string told(const std::vector<ItemQuantity>& quantities) {
    std::string all;
    for (const ItemQuantity& one : quantities) {
        all += one.item + " " + one.expected.text() + " " +
               one.found.rounded(1, Rounding::toward_zero).text() + "; ";
    }
    return all;
}

TEST(Explanation, counts_the_goods_of_each_item_on_both_sides) {
    Document document;
    document.lines = {line("MUG", "6"), line("LAMP", "2.5"), line("MUG", "1")};
    EXPECT_EQ(told(quantities_held(document, 0)), "MUG 7 0.0; LAMP 2.5 0.0; ");
    EXPECT_EQ(told(quantities_held(document, 2)), "MUG 7 14.0; LAMP 2.5 5.0; ");
    EXPECT_EQ(told(quantities_held(document, {{"line 3 quantity", "1", "4"}})),
              "MUG 7 10.0; LAMP 2.5 2.5; ");
    EXPECT_EQ(told(quantities_held(document, {{"line 1 qtyOrder", "72", "36"}})),
              "MUG 7 4.0; LAMP 2.5 2.5; ")
        << "Sage counts in twelfths";
    EXPECT_EQ(told(quantities_held(document, {{"line 2 quantity", "2.5", ""},
                                              {"lines", "3", "2"},
                                              {"line 2 unitPrice", "1", "9"},
                                              {"line 9 quantity", "1", "2"},
                                              {"linesTotal", "1", "2"}})),
              "MUG 7 7.0; LAMP 2.5 0.0; ");
    EXPECT_EQ(told(quantities_held(document, {{"line 2 dimensions.item.id", "LAMP", "OTHER"}})),
              "MUG 7 7.0; LAMP 2.5 0.0; ");
    document.lines[0].is_kit = true;
    EXPECT_EQ(told(quantities_held(document, {{"line 3 quantity", "1", "4"}})), "");
}

}  // namespace
}  // namespace sage
