// SPDX-License-Identifier: Apache-2.0
// Plan: types, widths, versions, ranges of columns.
#include "plugins/sage50/simulator_model.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage50 {
namespace {

TEST(SimulatedSage50Model, reads_types_and_widths) {
    const Model model("CODE",
                      "CODE:V8 COUNT:I SHORT:S FLAG:T PRICE:D DAY:DATE LONG:L LINK:C1 @record");
    EXPECT_EQ(model.key(), "CODE");
    EXPECT_EQ(model.find("CODE")->sql_type, "VARCHAR");
    EXPECT_EQ(model.find("CODE")->width, 8);
    EXPECT_EQ(model.find("COUNT")->sql_type, "INTEGER");
    EXPECT_EQ(model.find("SHORT")->sql_type, "SMALLINT");
    EXPECT_EQ(model.find("FLAG")->sql_type, "TINYINT");
    EXPECT_EQ(model.find("PRICE")->type, ColumnType::number);
    EXPECT_EQ(model.find("DAY")->type, ColumnType::date);
    EXPECT_EQ(model.find("LONG")->width, 32'767);
    EXPECT_EQ(model.find("LINK")->sql_type, "CHAR");
    EXPECT_EQ(model.find("RECORD_MODIFY_DATE")->sql_type, "") << "Sage's driver names no type";
    EXPECT_EQ(model.find("RECORD_MODIFY_DATE")->type, ColumnType::date_time);
    EXPECT_EQ(model.find("RECORD_DELETED")->sql_type, "TINYINT");
    EXPECT_EQ(model.find("OTHER"), nullptr);
}

TEST(SimulatedSage50Model, columns_come_and_grow_with_versions) {
    const Model model("CODE", "CODE:V8 NOTES_1..2:V60 KIND:T@25 TEXT:V60>120@29");
    EXPECT_EQ(model.columns().size(), 5U);
    EXPECT_EQ(model.find("KIND", 24), nullptr);
    EXPECT_NE(model.find("KIND", 25), nullptr);
    EXPECT_EQ(model.find("TEXT", 28)->width_in(28), 60);
    EXPECT_EQ(model.find("TEXT", 29)->width_in(29), 120);
    EXPECT_NE(model.find("NOTES_2", 11), nullptr);
}

}  // namespace
}  // namespace sage::simulated_sage50
