// SPDX-License-Identifier: Apache-2.0
// Plan: days in both orders, what binary floating point leaves, Windows-1252.
#include "plugins/sage50/simulator_values.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage50 {
namespace {

std::string noisy(std::string_view digits) {
    return with_binary_noise(*Decimal::parse(digits));
}

TEST(SimulatedSage50Values, days_are_read_in_the_order_of_the_machine) {
    EXPECT_EQ(stored_date("03/07/2024", false), "2024-07-03");
    EXPECT_EQ(stored_date("03/07/2024", true), "2024-03-07");
    EXPECT_EQ(stored_date("25/12/2024 08:30:00", false), "2024-12-25 08:30:00");
    for (const char* const wrong : {"", "2024-07-03", "32/01/2024", "29/02/2023", "03/07/24",
                                    "03/07/2024 25:00:00", "03/07/2024x"}) {
        EXPECT_EQ(stored_date(wrong, false), std::nullopt) << wrong;
    }
    EXPECT_EQ(stored_date("25/12/2024", true), std::nullopt);
}

TEST(SimulatedSage50Values, days_are_shown_with_or_without_time) {
    EXPECT_EQ(shown_date("2024-07-03 08:30:00"), "03/07/2024");
    EXPECT_EQ(shown_date(""), "");
    EXPECT_EQ(shown_date_time("2024-07-03"), "03/07/2024 00:00:00");
    EXPECT_EQ(shown_date_time("2024-07-03 08:30:00"), "03/07/2024 08:30:00");
    EXPECT_EQ(shown_date_time(""), "");
}

TEST(SimulatedSage50Values, a_neighbour_of_a_number_is_what_binary_floating_point_leaves) {
    // The first two are values that a live installation gave.
    EXPECT_EQ(noisy("88.2"), "88.199999999999989");
    EXPECT_EQ(noisy("529.2"), "529.19999999999993");
    EXPECT_EQ(noisy("-88.2"), "-88.199999999999989");
    EXPECT_EQ(noisy("0.03"), "0.030000000000000002");
    EXPECT_EQ(noisy("0.000002"), "0.0000019999999999999995");
}

TEST(SimulatedSage50Values, what_is_exact_in_binary_has_no_neighbour) {
    for (const char* const exact :
         {"0", "3", "-3", "2.5", "0.25", "1234567890123456", "0.1234567", "0.5"}) {
        EXPECT_EQ(noisy(exact), exact);
    }
}

TEST(SimulatedSage50Values, texts_become_windows_1252) {
    EXPECT_EQ(windows_1252("£ caf\u00e9 €"), "\xA3 caf\xE9 \x80");
    EXPECT_EQ(windows_1252("\u0142\U0001F600x"), "??x");
    EXPECT_TRUE(fits_windows_1252("Ÿ’–"));
    EXPECT_FALSE(fits_windows_1252("zł"));
    EXPECT_EQ(kept_text("5 zł für"), "5 z? für");
    EXPECT_EQ(utf8_of(windows_1252("£ café €Ÿ’ x")), "£ café €Ÿ’ x");
    EXPECT_EQ(utf8_of("a\x81"), "a?");
}

TEST(SimulatedSage50Values, texts_are_counted_and_cut_by_characters) {
    EXPECT_EQ(characters("für €"), 5U);
    EXPECT_EQ(first_characters("für €", 2), "fü");
    EXPECT_EQ(first_characters("fü", 9), "fü");
    EXPECT_EQ(upper_case("a1d001"), "A1D001");
    EXPECT_EQ(trimmed("      9 "), "9");
    EXPECT_EQ(trimmed("   "), "");
}

}  // namespace
}  // namespace sage::simulated_sage50
