// SPDX-License-Identifier: Apache-2.0
// Plan: encodings there and back, malformed ones, dates of the calendar and times of the clock.
#include "plugins/sage_simulator/wire.h"

#include <gtest/gtest.h>

namespace sage::test {
namespace {

using namespace simulated;

TEST(SimulatedWire, percent_encoding_goes_there_and_back) {
    const std::string text = "Sales Invoice-SUBINV#5812#doc/ä\x01";
    EXPECT_EQ(percent_encoded("Sales Invoice"), "Sales%20Invoice");
    EXPECT_EQ(percent_decoded(percent_encoded(text)), text);
    EXPECT_EQ(percent_decoded("%2f%2F"), "//");
    for (const char* const wrong : {"%", "%2", "%zz", "a%1", "%-1"}) {
        EXPECT_FALSE(percent_decoded(wrong)) << wrong;
    }
}

TEST(SimulatedWire, forms_are_read_in_order) {
    const auto fields = form_fields("a=1&b=x+y%26&a=");
    ASSERT_TRUE(fields);
    ASSERT_EQ(fields->size(), 3U);
    EXPECT_EQ((*fields)[1].second, "x y&");
    EXPECT_EQ((*fields)[2].second, "");
    EXPECT_TRUE(form_fields("")->empty());
    EXPECT_FALSE(form_fields("a"));
    EXPECT_FALSE(form_fields("a=1&&"));
}

TEST(SimulatedWire, decimals_are_digits_with_so_many_places) {
    for (const char* const text : {"0", "-1", "10.5", "0.1234567890", "007"}) {
        EXPECT_TRUE(is_decimal(text, 10)) << text;
    }
    for (const char* const text :
         {"", "-", ".5", "5.", "+1", "1e3", "1,5", "--1", "1.12345678901"}) {
        EXPECT_FALSE(is_decimal(text, 10)) << text;
    }
    EXPECT_FALSE(is_decimal("1.123", 2));
}

TEST(SimulatedWire, dates_are_those_of_the_calendar) {
    for (const char* const date : {"2024-02-29", "2026-12-31", "0001-01-01"}) {
        EXPECT_TRUE(is_date(date)) << date;
    }
    for (const char* const date :
         {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026/01/01",
          "2026-01-0x", "-026-01-01", "2026-01-+1", ""}) {
        EXPECT_FALSE(is_date(date)) << date;
    }
    EXPECT_TRUE(is_date_time("2026-11-20T23:59:59Z"));
    for (const char* const time : {"2026-11-20T24:00:00Z", "2026-11-20 10:00:00Z",
                                   "2026-11-20T10:00:00", "2026-11-20T10:60:00Z"}) {
        EXPECT_FALSE(is_date_time(time)) << time;
    }
}

TEST(SimulatedWire, milliseconds_become_dates) {
    EXPECT_EQ(date_time_of(0), "1970-01-01T00:00:00Z");
    EXPECT_EQ(date_time_of(1'700'000'000'999), "2023-11-14T22:13:20Z");
    EXPECT_EQ(date_time_of(-1), "1969-12-31T23:59:59Z");
    EXPECT_EQ(http_date_of(784'111'777'000), "Sun, 06 Nov 1994 08:49:37 GMT") << "RFC 9110";
    EXPECT_EQ(http_date_of(-1), "Wed, 31 Dec 1969 23:59:59 GMT");
    EXPECT_EQ(date_of(951'782'400'000), "2000-02-29");
}

TEST(SimulatedWire, base64_for_addresses_has_no_padding) {
    EXPECT_EQ(base64_url(""), "");
    EXPECT_EQ(base64_url("f"), "Zg");
    EXPECT_EQ(base64_url("foob"), "Zm9vYg");
    EXPECT_EQ(base64_url("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64_url("\xfb\xff"), "-_8");
}

TEST(SimulatedWire, texts_are_split_and_lowered) {
    EXPECT_EQ(split("a//b", '/'), (std::vector<std::string_view>{"a", "", "b"}));
    EXPECT_EQ(split("", '/').size(), 1U);
    EXPECT_EQ(lower_case("Retry-AFTER 9"), "retry-after 9");
}

}  // namespace
}  // namespace sage::test
