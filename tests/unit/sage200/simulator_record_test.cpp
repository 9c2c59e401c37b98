// SPDX-License-Identifier: Apache-2.0
// Plan: values by kind, missing ones, numbers without zeros at the end, finding and removing
// records.
#include "plugins/sage200/simulator_record.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage200 {
namespace {

TEST(SimulatedSage200Record, values_are_read_as_what_they_are_and_missing_ones_as_nothing) {
    Row row;
    row.set_text("name", "Mug");
    row.set_number("price", *Decimal::parse("12.500"));
    row.set_integer("code", 7);
    row.set_truth("on_hold", true);
    EXPECT_EQ(row.text("name"), "Mug");
    EXPECT_EQ(row.text("price"), "12.5");
    EXPECT_EQ(row.number("price"), *Decimal::parse("12.5"));
    EXPECT_EQ(row.integer("code"), 7);
    EXPECT_TRUE(row.truth("on_hold"));
    EXPECT_EQ(row.text("none"), "");
    EXPECT_EQ(row.number("none"), Decimal());
    EXPECT_EQ(row.integer("none"), 0);
    EXPECT_FALSE(row.truth("none"));
    row.default_text("name", "Cup");
    row.default_integer("code", 8);
    row.default_truth("on_hold", false);
    EXPECT_EQ(row.text("name"), "Mug");
    EXPECT_EQ(row.integer("code"), 7);
    EXPECT_TRUE(row.truth("on_hold"));
}

TEST(SimulatedSage200Record, numbers_are_written_without_zeros_at_the_end) {
    EXPECT_EQ(plain(*Decimal::parse("10.00")), "10");
    EXPECT_EQ(plain(*Decimal::parse("100")), "100");
    EXPECT_EQ(plain(*Decimal::parse("-0.250")), "-0.25");
    EXPECT_EQ(pennies(*Decimal::parse("1.005")).text(), "1.01");
}

TEST(SimulatedSage200Record, records_are_found_by_id_and_by_text_and_removed) {
    Table table;
    for (const std::int64_t id : {5, 6}) {
        Row row;
        row.id = id;
        row.set_text("code", id == 5 ? "A" : "B");
        table.add(row);
    }
    ASSERT_NE(table.find(6), nullptr);
    EXPECT_EQ(table.find(6)->text("code"), "B");
    EXPECT_EQ(table.find_text("code", "A")->id, 5);
    EXPECT_EQ(table.find_text("code", "C"), nullptr);
    EXPECT_TRUE(table.remove(5));
    EXPECT_FALSE(table.remove(5));
    EXPECT_EQ(table.find(5), nullptr);
}

}  // namespace
}  // namespace sage::simulated_sage200
