// SPDX-License-Identifier: Apache-2.0
// Plan: numbers as drivers write them - plain, with an exponent, with the noise of a DOUBLE - as
// decimals of at most fifteen digits, compared with the arithmetic of Decimal over many; dates,
// times and texts, good and bad; what may be bound.
#include "sage-adapter/transport/query_values.h"

#include <gtest/gtest.h>

#include <random>
#include <utility>

#include "sage-adapter/document/decimal.h"

namespace sage {
namespace {

std::string number(const std::string& given) {
    return query_value(given, ValueKind::number).value_or("none");
}

TEST(QueryValues, a_number_is_its_digits) {
    const std::pair<const char*, const char*> expected[] = {{"0", "0"},
                                                            {"-0", "0"},
                                                            {"0.00", "0"},
                                                            {"12", "12"},
                                                            {"-12.50", "-12.5"},
                                                            {"+3", "3"},
                                                            {"007", "7"},
                                                            {".5", "0.5"},
                                                            {"5.", "5"},
                                                            {" 88.2 ", "88.2"},
                                                            {"1200", "1200"},
                                                            {"1.0e+20", "100000000000000000000"},
                                                            {"1e-3", "0.001"},
                                                            {"-1.25E2", "-125"},
                                                            {"1E0", "1"},
                                                            {"0e400", "0"},
                                                            {"123.456e-1", "12.3456"}};
    for (const auto& [given, wanted] : expected) {
        EXPECT_EQ(number(given), wanted) << given;
    }
}

TEST(QueryValues, the_noise_of_binary_numbers_is_gone) {
    const std::pair<const char*, const char*> expected[] = {
        {"88.199999999999989", "88.2"},
        {"14.280000000000001", "14.28"},
        {"529.19999999999993", "529.2"},
        {"0.10000000000000001", "0.1"},
        {"-0.29999999999999999", "-0.3"},
        {"1.4210854715202004e-14", "0"},
        {"-1.4210854715202004e-14", "0"},
        {"999999999999999.9", "1000000000000000"},
        {"0.99999999999999999", "1"},
        {"123456789012345.6", "123456789012346"},
        {"0.00000000005", "0.0000000001"},
        {"0.00000000004", "0"},
        {"1234567.12345678949", "1234567.12345679"}};
    for (const auto& [given, wanted] : expected) {
        EXPECT_EQ(number(given), wanted) << given;
    }
}

TEST(QueryValues, what_is_no_number_is_refused) {
    for (const char* given : {"", " ", "-", ".", "e5", "1e", "1e+", "12,5", "1 2", "0x10", "NaN",
                              "inf", "1.2.3", "1e401", "1e99999999999999999999", "1e24", "--1"}) {
        EXPECT_EQ(number(given), "none") << given;
    }
    EXPECT_EQ(number("1e23"), "100000000000000000000000");
}

TEST(QueryValues, every_amount_survives_the_way_through_a_binary_number) {
    std::mt19937 random(7);
    std::uniform_int_distribution<std::int64_t> unscaled(-99'999'999'999, 99'999'999'999);
    std::uniform_int_distribution<int> places(0, 4);
    for (int round = 0; round < 20'000; ++round) {
        const Decimal amount = Decimal::of(unscaled(random), places(random));
        char text[64];
        // What a driver does that writes all digits of a DOUBLE.
        std::snprintf(text, sizeof text, "%.17g", std::strtod(amount.text().c_str(), nullptr));
        const std::optional<Decimal> read = Decimal::parse(number(text));
        ASSERT_TRUE(read.has_value()) << text;
        ASSERT_EQ(*read, amount) << text;
    }
}

TEST(QueryValues, dates_and_times_have_one_form) {
    const auto is = [](const std::string& given, ValueKind kind) {
        return query_value(given, kind) == given;
    };
    EXPECT_TRUE(is("2026-11-27", ValueKind::date));
    for (const char* given : {"", "27/11/2026", "2026-13-01", "2026-00-01", "2026-01-32",
                              "2026-01-00", "2026-1-1", "2026-11-27 00:00:00"}) {
        EXPECT_FALSE(is(given, ValueKind::date)) << given;
    }
    for (const char* given : {"2026-11-27 23:59:60", "2026-11-27 00:00:00.5"}) {
        EXPECT_TRUE(is(given, ValueKind::time)) << given;
    }
    for (const char* given :
         {"2026-11-27", "2026-11-27 24:00:00", "2026-11-27 00:60:00", "2026-11-27 00:00:61",
          "2026-11-27 00:00:00.", "2026-11-27 00:00:00.x", "2026-11-27T00:00:00",
          "2026-13-27 00:00:00", "28/03/2041 00:00:00"}) {
        EXPECT_FALSE(is(given, ValueKind::time)) << given;
    }
    EXPECT_TRUE(is("  café ", ValueKind::text)) << "blanks are the edition's";
    EXPECT_TRUE(is("", ValueKind::text));
    EXPECT_FALSE(is("\xFF", ValueKind::text));
    EXPECT_FALSE(is(std::string("a\0b", 3), ValueKind::text));
}

TEST(QueryValues, what_is_bound_has_the_form_of_its_kind) {
    EXPECT_TRUE(is_binding({"anything' at all", ValueKind::text}));
    EXPECT_TRUE(is_binding({"", ValueKind::text}));
    EXPECT_FALSE(is_binding({std::string("a\0b", 3), ValueKind::text}));
    EXPECT_FALSE(is_binding({std::string(129, 'x'), ValueKind::text}));
    EXPECT_TRUE(is_binding({"-999999999", ValueKind::number}));
    for (const char* value : {"", "-", "1.5", "1000000000", "1e3", " 1"}) {
        EXPECT_FALSE(is_binding({value, ValueKind::number})) << value;
    }
    EXPECT_TRUE(is_binding({"2026-01-02", ValueKind::date}));
    EXPECT_FALSE(is_binding({"02/01/2026", ValueKind::date}));
    EXPECT_TRUE(is_binding({"2026-01-02 03:04:05", ValueKind::time}));
}

}  // namespace
}  // namespace sage
