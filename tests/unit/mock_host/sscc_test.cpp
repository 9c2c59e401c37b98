// SPDX-License-Identifier: Apache-2.0
// Plan: the check digit of the GS1 General Specifications' rule, worked out by hand; one wrong
// digit and one transposition are seen; what does not fit is refused.
#include "mock-host/wms/sscc.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

TEST(SsccTest, the_check_digit_is_worked_out_from_the_right) {
    // 0 0614141 123456789: 3 x (9+7+5+3+1+4+4+6+0) + (8+6+4+2+1+1+1+0) = 117 + 23 = 140.
    EXPECT_EQ(sscc_of("00614141", 123456789).value(), "006141411234567890");
    EXPECT_TRUE(is_sscc("006141411234567890"));
}

TEST(SsccTest, numbers_are_filled_up_with_zeros) {
    const std::string code = sscc_of("05012345", 1).value();
    EXPECT_EQ(code.substr(0, 17), "05012345000000001");
    EXPECT_TRUE(is_sscc(code));
}

TEST(SsccTest, a_wrong_digit_and_two_that_changed_places_are_seen) {
    EXPECT_FALSE(is_sscc("006141411234567891"));
    EXPECT_FALSE(is_sscc("006141411234567980"));
    EXPECT_FALSE(is_sscc("00614141123456789"));
    EXPECT_FALSE(is_sscc("00614141123456789X"));
    EXPECT_FALSE(is_sscc(""));
}

TEST(SsccTest, what_does_not_fit_is_refused) {
    EXPECT_EQ(sscc_of("0501234", 1).problem().code, "warehouse.sscc.prefix");
    EXPECT_EQ(sscc_of("05012345678901", 1).problem().code, "warehouse.sscc.prefix");
    EXPECT_EQ(sscc_of("0501234X", 1).problem().code, "warehouse.sscc.prefix");
    EXPECT_EQ(sscc_of("05012345", 1'000'000'000).problem().code, "warehouse.sscc.serial");
    EXPECT_EQ(sscc_of("05012345", -1).problem().code, "warehouse.sscc.serial");
    EXPECT_TRUE(sscc_of("05012345", 999'999'999).ok());
}

}  // namespace
}  // namespace wms
