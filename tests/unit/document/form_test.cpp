// SPDX-License-Identifier: Apache-2.0
// Plan: each form by its edges; dates against a calendar counted day by day over four centuries, so
// that every leap year and every month's end is met.
#include "sage-adapter/document/form.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <string>

namespace sage {
namespace {

std::string date_text(int year, int month, int day) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", year % 10000, month % 100, day % 100);
    return text;
}

TEST(Form, dates_are_the_days_of_the_calendar_and_no_others) {
    for (int year = 1899; year <= 2301; ++year) {
        for (int month = 0; month <= 13; ++month) {
            for (int day = 0; day <= 32; ++day) {
                const std::chrono::year_month_day expected{
                    std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                    std::chrono::day(static_cast<unsigned>(day))};
                ASSERT_EQ(is_date(date_text(year, month, day)), expected.ok())
                    << date_text(year, month, day);
            }
        }
    }
    EXPECT_TRUE(is_date("0001-01-01"));
    EXPECT_TRUE(is_date("9999-12-31"));
    EXPECT_FALSE(is_date("0000-01-01"));
}

TEST(Form, other_ways_to_write_a_date_are_none) {
    for (const char* text :
         {"", "2026-1-1", "2026/01/01", "20260101", "01-01-2026", "2026-01-01 ", " 2026-01-01",
          "2026-01-01T00:00:00Z", "2026-0a-01", "+026-01-01", "-026-01-01", "2026-01-0:"}) {
        EXPECT_FALSE(is_date(text)) << text;
    }
}

TEST(Form, instants_have_a_date_a_time_and_an_offset) {
    for (const char* text :
         {"2026-11-20T15:42:10Z", "2026-11-20T15:42:10+00:00", "2026-11-20T00:00:00-11:30",
          "2026-11-20T23:59:60Z", "2026-11-20T15:42:10.1Z", "2026-11-20T15:42:10.123456789+01:00",
          "2024-02-29T15:42:10+14:00"}) {
        EXPECT_TRUE(is_instant(text)) << text;
    }
    for (const char* text : {"",
                             "2026-11-20",
                             "2026-11-20T15:42:10",
                             "2026-11-20 15:42:10Z",
                             "2026-11-20t15:42:10Z",
                             "2026-02-30T15:42:10Z",
                             "2026-11-20T24:00:00Z",
                             "2026-11-20T15:60:10Z",
                             "2026-11-20T15:42:61Z",
                             "2026-11-20T15:42Z",
                             "2026-11-20T15:42:10.Z",
                             "2026-11-20T15:42:10.1234567890Z",
                             "2026-11-20T15:42:10.12",
                             "2026-11-20T15:42:10.1xZ",
                             "2026-11-20T15:42:10+1:00",
                             "2026-11-20T15:42:10+0100",
                             "2026-11-20T15:42:10+25:00",
                             "2026-11-20T15:42:10+00:60",
                             "2026-11-20T15:42:10ZZ",
                             "2026-11-20T15:42:10+00:00Z",
                             "2026-11-20T15:42:10z",
                             "2026-11-20T15:42:10+00:00:00"}) {
        EXPECT_FALSE(is_instant(text)) << text;
    }
}

TEST(Form, uuids_are_groups_of_hexadecimal_digits) {
    EXPECT_TRUE(is_uuid("0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a01"));
    EXPECT_TRUE(is_uuid("0E3F4D5C-7A11-4C55-9A52-1C0D4B7D1AFF"));
    for (const char* text :
         {"", "0e3f4d5c7a114c559a521c0d4b7d1a01", "{0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a01}",
          "0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a0", "0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a01 ",
          "0e3f4d5g-7a11-4c55-9a52-1c0d4b7d1a01", "0e3f4d5c07a11-4c55-9a52-1c0d4b7d1a01",
          "0e3f4d5c-7a11-4c55-9a52-1c0d4b7d-a01"}) {
        EXPECT_FALSE(is_uuid(text)) << text;
    }
}

TEST(Form, gtins_are_8_to_14_digits) {
    EXPECT_TRUE(is_gtin("12345678"));
    EXPECT_TRUE(is_gtin("05012345678900"));
    for (const char* text :
         {"", "1234567", "123456789012345", "1234567x", "12345678 ", "-2345678"}) {
        EXPECT_FALSE(is_gtin(text)) << text;
    }
}

TEST(Form, capitals_are_counted_letters) {
    EXPECT_TRUE(is_capitals("GBP", 3));
    EXPECT_TRUE(is_capitals("AZ", 2));
    EXPECT_FALSE(is_capitals("GB", 3));
    EXPECT_FALSE(is_capitals("GBPX", 3));
    EXPECT_FALSE(is_capitals("gbp", 3));
    EXPECT_FALSE(is_capitals("G1P", 3));
    EXPECT_FALSE(is_capitals("\xC3\x84P", 3));
    EXPECT_FALSE(is_capitals("@[Z", 3));
}

TEST(Form, decimals_follow_the_grammar_whatever_their_size) {
    for (const char* text : {"0", "-0", "10.50", "123456789012345678901234567890.12345678901234"}) {
        EXPECT_TRUE(is_decimal(text)) << text;
    }
    for (const char* text : {"", "-", "1.", ".1", "01", "1e3", "1,5", "+1", "1.2.3", " 1", "0x1"}) {
        EXPECT_FALSE(is_decimal(text)) << text;
    }
}

TEST(Form, versions_are_three_numbers) {
    EXPECT_TRUE(is_version("1.0.0"));
    EXPECT_TRUE(is_version("10.22.333"));
    for (const char* text :
         {"", "1", "1.0", "1.0.0.0", "1..0", ".0.0", "1.0.", "v1.0.0", "1.0.0-rc1", "1.0.0 "}) {
        EXPECT_FALSE(is_version(text)) << text;
    }
}

}  // namespace
}  // namespace sage
