// SPDX-License-Identifier: Apache-2.0
// Plan: values of a record; a table by id and by key, and what changed in it.
#include "plugins/sage50/simulator_record.h"

#include <gmock/gmock.h>

namespace sage::simulated_sage50 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Row row(std::int64_t id, std::string_view key) {
    Row made;
    made.id = id;
    made.set("KEY", key);
    return made;
}

TEST(SimulatedSage50Record, what_has_no_value_is_blank_or_zero) {
    Row one = row(1, "A");
    EXPECT_EQ(one.text("OTHER"), "");
    EXPECT_EQ(one.number("OTHER"), Decimal());
    EXPECT_EQ(one.integer("OTHER"), 0);
    EXPECT_FALSE(one.has("OTHER"));
    one.set_number("PRICE", Decimal::of(1250, 2));
    EXPECT_EQ(one.text("PRICE"), "12.5");
    one.copy(one, "PRICE", "COST");
    EXPECT_EQ(one.number("COST"), Decimal::of(125, 1));
    one.set_integer("COUNT", -3);
    EXPECT_EQ(one.integer("COUNT"), -3);
}

TEST(SimulatedSage50Record, money_is_rounded_half_up) {
    EXPECT_EQ(pennies(Decimal::of(125, 3)), Decimal::of(13, 2));
    EXPECT_EQ(pennies(Decimal::of(-125, 3)), Decimal::of(-13, 2));
    EXPECT_EQ(plain(Decimal::of(1200, 2)), "12");
    EXPECT_EQ(right_justified("9"), "      9");
    EXPECT_EQ(right_justified("12345678"), "12345678");
}

TEST(SimulatedSage50Record, a_table_finds_by_id_and_by_key) {
    Table table("KEY");
    table.add(row(1, "A"));
    table.add(row(2, "B"));
    table.add(row(3, "A"));
    EXPECT_EQ(table.first("A")->id, 1);
    EXPECT_EQ(table.all("A").size(), 2U);
    EXPECT_EQ(table.first("C"), nullptr);
    EXPECT_EQ(table.find(2)->text("KEY"), "B");
    table.remove(1);
    table.remove(1);
    EXPECT_EQ(table.first("A")->id, 3);
    EXPECT_EQ(table.find(1), nullptr);
}

TEST(SimulatedSage50Record, a_table_tells_what_changed) {
    Table table("KEY");
    table.add(row(1, "A"));
    table.add(row(2, "B"));
    table.remove(2);
    Table::Changes changes = table.take_changes();
    EXPECT_THAT(changes.written, ElementsAre(1));
    EXPECT_THAT(changes.removed, ElementsAre(2));
    table.change(1).set("NAME", "new");
    changes = table.take_changes();
    EXPECT_THAT(changes.written, ElementsAre(1));
    EXPECT_THAT(changes.removed, IsEmpty());
    EXPECT_THAT(table.take_changes().written, IsEmpty());
}

}  // namespace
}  // namespace sage::simulated_sage50
