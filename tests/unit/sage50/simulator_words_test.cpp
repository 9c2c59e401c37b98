// SPDX-License-Identifier: Apache-2.0
// Plan: words, numbers, names that stand for several.
#include "plugins/sage50/simulator_words.h"

#include <gmock/gmock.h>

namespace sage::simulated_sage50 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SimulatedSage50Words, stand_between_blanks_and_line_ends) {
    EXPECT_THAT(words_in("\nA:B  C\nD "), ElementsAre("A:B", "C", "D"));
    EXPECT_THAT(words_in(" \n"), IsEmpty());
    EXPECT_EQ(number_in("60>120"), 60);
    EXPECT_EQ(number_in("x"), 0);
}

TEST(SimulatedSage50Words, a_range_stands_for_its_names) {
    EXPECT_THAT(names_in("NOTES_1..3"), ElementsAre("NOTES_1", "NOTES_2", "NOTES_3"));
    EXPECT_THAT(names_in("E_MAIL4..5"), ElementsAre("E_MAIL4", "E_MAIL5"));
    EXPECT_THAT(names_in("component9..10Code"), ElementsAre("component9Code", "component10Code"));
    EXPECT_THAT(names_in("NAME"), ElementsAre("NAME"));
}

}  // namespace
}  // namespace sage::simulated_sage50
