// SPDX-License-Identifier: Apache-2.0
// Plan: the units that warehouses report have their code of Recommendation 20, an unknown one has
// none; a piece is a piece; numbers as X12 writes them, and none that it does not write.
#include "mock-host/imports/x12_units.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

TEST(X12Units, have_their_code_of_recommendation_20) {
    EXPECT_EQ(unit_of_x12("EA"), "EA");
    EXPECT_EQ(unit_of_x12("CA"), "XCS");
    EXPECT_EQ(unit_of_x12("CT"), "XCT");
    EXPECT_EQ(unit_of_x12("DZ"), "DZN");
    EXPECT_EQ(unit_of_x12("LB"), "LBR");
    EXPECT_EQ(unit_of_x12("KG"), "KGM");
    EXPECT_FALSE(unit_of_x12("QQ").has_value());
    EXPECT_FALSE(unit_of_x12("").has_value());
}

TEST(X12Units, a_piece_is_a_piece) {
    EXPECT_TRUE(is_same_unit("EA", "C62"));
    EXPECT_TRUE(is_same_unit("H87", "EA"));
    EXPECT_TRUE(is_same_unit("XCS", "XCS"));
    EXPECT_FALSE(is_same_unit("XCS", "EA"));
}

TEST(X12Units, numbers_are_exact) {
    for (const auto& [text, value] :
         {std::pair("12", "12"), std::pair("0012", "12"), std::pair("+3", "3"),
          std::pair("-6", "-6"), std::pair(".5", "0.5"), std::pair("00.50", "0.5"),
          std::pair("7.", "7"), std::pair("0", "0"), std::pair("-0.25", "-0.25")}) {
        const auto read = lexical_decimal(text);
        ASSERT_TRUE(read.has_value()) << text;
        EXPECT_EQ(read->text(), value);
    }
    for (const char* text : {"", "-", ".", "1e3", "1,5", "--1", "x", "1.2.3"}) {
        EXPECT_FALSE(lexical_decimal(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace wms
