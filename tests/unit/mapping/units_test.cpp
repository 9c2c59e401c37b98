// SPDX-License-Identifier: Apache-2.0
// Plan: exact arithmetic or nothing; what a group has and lacks; a ratio only where all that tell
// it agree; a line converted keeps its amount, over many random ones, or is not converted.
#include "sage-adapter/mapping/units.h"

#include <gtest/gtest.h>

#include <random>

namespace sage {
namespace {

Decimal decimal(std::string_view text) {
    return *Decimal::parse(text);
}

CatalogueRecord unit(std::string group, std::string name, std::string factor) {
    CatalogueRecord record;
    record.kind = "unit";
    record.id = unit_record_id(group, name);
    record.fields = {{std::string(unit_field::group), std::move(group)},
                     {std::string(unit_field::name), std::move(name)},
                     {std::string(unit_field::is_base), factor == "1" ? "true" : "false"},
                     {std::string(unit_field::factor), std::move(factor)}};
    return record;
}

Catalogue known() {
    return {
        {unit("Count", "Each", "1"), unit("Count", "Dozen", "12"), unit("Count", "Pallet", "480"),
         unit("Pieces", "Each", "1"), unit("Cases", "Case", "1"), unit("Cases", "Each", "0.125"),
         unit("Mass", "Kilogram", "1"), unit("Grams", "Gram", "1"),
         unit("Grams", "Kilogram", "1000")},
        1};
}

Line line_of(const std::string& quantity, const std::string& price) {
    Line line;
    line.id = "1";
    line.quantity = {decimal(quantity), "DZN"};
    line.price = Price{{decimal(price), "GBP"}, {}, {}};
    return line;
}

std::string text_or_none(const std::optional<Decimal>& value) {
    return value ? value->text() : "none";
}

TEST(Units, products_and_quotients_are_exact_or_none) {
    EXPECT_EQ(text_or_none(exact_product(decimal("2.50"), decimal("4"))), "10");
    EXPECT_EQ(text_or_none(exact_product(decimal("0.0000001"), decimal("0.0001"))), "none");
    EXPECT_EQ(text_or_none(exact_quotient(decimal("40.68"), decimal("12"))), "3.39");
    EXPECT_EQ(text_or_none(exact_quotient(decimal("-1"), decimal("8"))), "-0.125");
    EXPECT_EQ(text_or_none(exact_quotient(decimal("1"), decimal("0.25"))), "4");
    EXPECT_EQ(text_or_none(exact_quotient(decimal("1"), decimal("12"))), "none");
    EXPECT_EQ(text_or_none(exact_quotient(decimal("1"), decimal("0.3"))), "none");
    EXPECT_EQ(text_or_none(exact_quotient(decimal("1"), decimal("0"))), "none");
}

TEST(Units, a_group_has_its_active_units_and_no_others) {
    const Catalogue catalogue = known();
    const ItemUnits count{catalogue, "unit", "Count"};
    EXPECT_TRUE(count.known());
    EXPECT_TRUE(count.has("Dozen"));
    EXPECT_FALSE(count.has("Gram"));
    EXPECT_FALSE((ItemUnits{catalogue, "unit", "Pieces"}.has("Dozen")));
    EXPECT_FALSE((ItemUnits{catalogue, "unit", ""}.known()));
    EXPECT_FALSE((ItemUnits{catalogue, "unit", "Unread"}.known()));
    CatalogueRecord inactive = unit("Count", "Dozen", "12");
    inactive.active = false;
    const Catalogue closed({inactive}, 1);
    EXPECT_FALSE((ItemUnits{closed, "unit", "Count"}.has("Dozen")));
}

TEST(Units, another_group_tells_how_much_a_unit_is_where_both_count_in_the_same) {
    const Catalogue catalogue = known();
    EXPECT_EQ(text_or_none(ItemUnits{catalogue, "unit", "Pieces"}.base_units_in("Dozen")), "12");
    EXPECT_EQ(text_or_none(ItemUnits{catalogue, "unit", "Cases"}.base_units_in("Dozen")), "1.5");
    EXPECT_EQ(text_or_none(ItemUnits{catalogue, "unit", "Mass"}.base_units_in("Gram")), "none")
        << "Mass has no gram to count in";
    EXPECT_EQ(text_or_none(ItemUnits{catalogue, "unit", "Mass"}.base_units_in("Dozen")), "none");
    EXPECT_EQ(text_or_none(ItemUnits{catalogue, "unit", "Pieces"}.base_units_in("Gross")), "none");
}

TEST(Units, groups_that_disagree_tell_nothing) {
    const Catalogue catalogue(
        {unit("A", "Each", "1"), unit("A", "Box", "10"), unit("B", "Each", "1"),
         unit("B", "Box", "12"), unit("C", "Each", "1")},
        1);
    EXPECT_EQ(text_or_none(ItemUnits{catalogue, "unit", "C"}.base_units_in("Box")), "none");
}

TEST(Units, a_line_is_converted_with_its_price_and_lots) {
    Line line = line_of("2.5", "40.68");
    line.lots = {{"L1", "", "", {decimal("1.5"), "DZN"}}, {"L2", "", "", {decimal("1"), "DZN"}}};
    const Catalogue catalogue = known();
    const auto converted = convert_line({catalogue, "unit", "Pieces"}, "Dozen", line);
    EXPECT_EQ(converted->times, Decimal::of(12));
    EXPECT_EQ(in_other_unit(line, Decimal::of(12))->quantity.value, converted->line.quantity.value);
    ASSERT_TRUE(converted);
    EXPECT_EQ(converted->unit, "Each");
    EXPECT_EQ(converted->line.quantity.value.text(), "30");
    EXPECT_EQ(converted->line.lots[0].quantity.value.text(), "18");
    EXPECT_EQ(exact_quotient(converted->line.price->unit_amount.amount,
                             *converted->line.price->base_quantity)
                  ->text(),
              "3.39");
    EXPECT_EQ(line_net(converted->line)->text(), line_net(line)->text());
    const Remark remark = conversion_remark(line, "Dozen", *converted);
    EXPECT_EQ(remark.code, "mapping.unit_converted");
    EXPECT_EQ(remark.message, "Line 1: 2.5 Dozen is 30 Each in Sage.");
}

TEST(Units, what_is_not_exact_is_not_converted) {
    const Catalogue catalogue = known();
    const ItemUnits pieces{catalogue, "unit", "Pieces"};
    EXPECT_FALSE(convert_line(pieces, "Dozen", line_of("1", "10.00"))) << "0.8333…";
    EXPECT_TRUE(convert_line(pieces, "Dozen", line_of("1", "9.00")));
    Line cost = line_of("1", "9.00");
    cost.unit_cost = Money{decimal("10.00"), "GBP"};
    EXPECT_FALSE(convert_line(pieces, "Dozen", cost));
    cost.unit_cost->amount = decimal("6.00");
    EXPECT_EQ(convert_line(pieces, "Dozen", cost)->line.unit_cost->amount.text(), "0.5");
    Line serials = line_of("2", "9.00");
    serials.serial_ids = {"S1", "S2"};
    EXPECT_FALSE(convert_line(pieces, "Dozen", serials)) << "two numbers for twenty-four pieces";
    EXPECT_FALSE(convert_line(pieces, "Gram", line_of("1", "9.00")));
    EXPECT_FALSE(convert_line({catalogue, "unit", "Mass"}, "Dozen", line_of("1", "9.00")));
}

TEST(Units, another_unit_of_the_group_takes_what_the_base_unit_does_not) {
    const Catalogue catalogue(
        {unit("Count", "Each", "1"), unit("Count", "Twin", "2"), unit("Count", "Six", "6"),
         unit("Box", "Each", "1"), unit("Box", "Dozen", "12")},
        1);
    // 10.00 a dozen is 5.00 for six, and no exact price for one or two.
    const auto converted =
        convert_line({catalogue, "unit", "Count"}, "Dozen", line_of("3", "10.00"));
    ASSERT_TRUE(converted);
    EXPECT_EQ(converted->unit, "Six");
    EXPECT_EQ(converted->line.quantity.value.text(), "6");
}

TEST(Units, whatever_is_converted_comes_to_the_same_amount) {
    const Catalogue catalogue = known();
    std::mt19937 random(20261126);
    int converted_lines = 0;
    for (int round = 0; round < 5'000; ++round) {
        const auto number = [&](int most, int places) {
            return Decimal::of(
                static_cast<std::int64_t>(random() % static_cast<unsigned>(most)) + 1,
                static_cast<int>(random() % static_cast<unsigned>(places + 1)));
        };
        Line line = line_of("1", "1");
        line.quantity.value = number(100'000, 3);
        line.price->unit_amount.amount = number(1'000'000, 4);
        if (random() % 3 == 0) {
            line.price->base_quantity = number(20, 0);
        }
        const char* group = random() % 2 == 0 ? "Pieces" : "Cases";
        const char* from = random() % 2 == 0 ? "Dozen" : "Pallet";
        const auto converted = convert_line({catalogue, "unit", group}, from, line);
        if (!converted) {
            continue;
        }
        ++converted_lines;
        const Price& price = *converted->line.price;
        const auto one = exact_quotient(price.unit_amount.amount, *price.base_quantity);
        ASSERT_TRUE(one);
        ASSERT_EQ(line_net(converted->line)->text(), line_net(line)->text());
        ASSERT_EQ(Decimal::multiply(converted->line.quantity.value, *one, 2,
                                    Rounding::half_away_from_zero)
                      ->text(),
                  line_net(line)->text());
    }
    EXPECT_GT(converted_lines, 500);
}

}  // namespace
}  // namespace sage
