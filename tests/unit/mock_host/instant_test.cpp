// SPDX-License-Identifier: Apache-2.0
// Plan: instants and dates as text; calendar days that exist and that do not; London's summer time
// at both of its edges.
#include "mock-host/instant.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

TEST(Instant, writes_rfc_3339) {
    EXPECT_EQ(instant_text(0), "1970-01-01T00:00:00.000+00:00");
    EXPECT_EQ(instant_text(1'795'189'330'120), "2026-11-20T15:42:10.120+00:00");
    EXPECT_EQ(instant_text(-1), "1969-12-31T23:59:59.999+00:00");
    EXPECT_EQ(date_text(1'795'189'330'120), "2026-11-20");
}

TEST(Instant, knows_which_days_there_are) {
    EXPECT_EQ(instant_of(2026, 11, 20, 15, 42), 1'795'189'320'000);
    EXPECT_TRUE(instant_of(2028, 2, 29, 0, 0).has_value());
    EXPECT_FALSE(instant_of(2026, 2, 29, 0, 0).has_value());
    EXPECT_FALSE(instant_of(2026, 13, 1, 0, 0).has_value());
    EXPECT_FALSE(instant_of(2026, 0, 1, 0, 0).has_value());
    EXPECT_FALSE(instant_of(2026, 1, -1, 0, 0).has_value());
    EXPECT_FALSE(instant_of(2026, 1, 1, 24, 0).has_value());
    EXPECT_FALSE(instant_of(2026, 1, 1, 0, 60).has_value());
}

TEST(Instant, is_read_as_it_is_written) {
    EXPECT_EQ(instant_of("2026-11-20T15:42:10.120+00:00"), 1'795'189'330'120);
    EXPECT_EQ(instant_of("2026-11-20T15:42:10Z"), 1'795'189'330'000);
    EXPECT_EQ(instant_of("2026-11-20T15:42:10.5Z"), 1'795'189'330'500);
    for (const char* const text :
         {"", "2026-11-20", "2026-11-20T15:42:10", "2026-11-20T15:42:10+01:00",
          "2026-02-30T15:42:10Z", "2026-11-20T24:00:00Z", "2026-11-20T15:42:60Z",
          "2026-11-20T15:42:10Z "}) {
        EXPECT_FALSE(instant_of(text).has_value()) << text;
    }
}

TEST(Instant, london_is_ahead_in_summer) {
    const auto offset = [](int month, int day, int hour) {
        return london_offset_minutes(instant_of(2011, month, day, hour, 0).value());
    };
    EXPECT_EQ(offset(12, 1, 8), 0);
    EXPECT_EQ(offset(7, 1, 8), 60);
    EXPECT_EQ(offset(3, 27, 0), 0);
    EXPECT_EQ(offset(3, 27, 2), 60);
    EXPECT_EQ(offset(10, 30, 1), 60);
    EXPECT_EQ(offset(10, 30, 2), 0);
}

}  // namespace
}  // namespace wms
