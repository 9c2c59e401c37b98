// SPDX-License-Identifier: Apache-2.0
// Plan: bodies keep digits and say only what is said; days in both languages; amounts without what
// binary floating point left, at every magnitude; values by the names of their members.
#include "plugins/sage50/wire_values.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/limits.h"

namespace sage::sage50 {
namespace {

TEST(Sage50Values, a_body_has_what_is_said_in_its_digits) {
    BodyWriter body;
    body.text("a", "\"Ü\"");
    body.text_unless_empty("b", "");
    body.text_if_given("c", std::optional<std::string>());
    body.text_if_given("d", std::optional<std::string>(""));
    body.number("e", Decimal::parse("12.50"));
    body.number("f", std::optional<Decimal>());
    body.number("g", std::optional<int>(7));
    body.number("h", std::optional<int>());
    body.truth("i", false);
    body.begin_list("j");
    for (int item = 0; item < 2; ++item) {
        body.begin_item();
        body.digits("k", "1");
        body.end_item();
    }
    body.end_list();
    EXPECT_EQ(body.take(),
              R"({"a":"\"Ü\"","d":"","e":12.50,"g":7,"i":false,"j":[{"k":1},{"k":1}]})");
}

TEST(Sage50Values, days_go_in_the_language_of_the_machine_and_come_in_one) {
    EXPECT_EQ(day_on_wire("2026-11-18", false), "18/11/2026");
    EXPECT_EQ(day_on_wire("2026-11-18", true), "11/18/2026");
    EXPECT_EQ(day_on_wire("", false), "");
    EXPECT_EQ(day_of("18/11/2026 00:00:00"), "2026-11-18");
    EXPECT_EQ(day_of("18/11/2026"), "2026-11-18");
    EXPECT_EQ(day_of(""), "");
    EXPECT_EQ(day_of("2026-11-18"), "2026-11-18") << "is none: stays";
}

TEST(Sage50Values, numbers_have_fifteen_digits_and_no_noise) {
    // As they were published.
    EXPECT_EQ(plain_number("88.199999999999989"), "88.2");
    EXPECT_EQ(plain_number("14.280000000000001"), "14.28");
    EXPECT_EQ(plain_number("529.19999999999993"), "529.2");
    EXPECT_EQ(plain_number("0.22999999999999998"), "0.23");
    EXPECT_EQ(plain_number("-36.839999999999996"), "-36.84");
    EXPECT_EQ(plain_number("1E-05"), "0.00001");
    EXPECT_EQ(plain_number("3"), "3");
    EXPECT_EQ(plain_number("3.000"), "3");
    EXPECT_EQ(plain_number("0"), "0");
    EXPECT_EQ(plain_number("1.4210854715202004E-14"), "0") << "what is left of zero";
    EXPECT_EQ(plain_number("-1.4210854715202004e-14"), "0");
    EXPECT_EQ(plain_number("1.5E+3"), "1500");
    EXPECT_EQ(plain_number("0.1000000000000000055511151231257827"),
              "0.1000000000000000055511151231257827")
        << "more digits than Sage has: stays";
    for (const char* const text : {"A1", "1E", "1E999", "1E-999", "1.2.3", "--1", "1e5x", "."}) {
        EXPECT_EQ(plain_number(text), text);
    }
    EXPECT_TRUE(is_digits("0123"));
    EXPECT_FALSE(is_digits(""));
    EXPECT_FALSE(is_digits("-1"));
    EXPECT_EQ(trimmed("  a b "), "a b");
    EXPECT_EQ(trimmed("  "), "");
    EXPECT_EQ(plain_number(""), "");
    EXPECT_EQ(plain_number(*Decimal::parse("4.990")), "4.99");
}

TEST(Sage50Values, money_has_two_places) {
    EXPECT_EQ(money("50.269999999999996"), "50.27");
    EXPECT_EQ(money("25"), "25.00");
    EXPECT_EQ(money(*Decimal::parse("25.5")), "25.50");
    EXPECT_EQ(money("9999999.9900000002"), "9999999.99");
    EXPECT_EQ(money("none"), "none");
    EXPECT_EQ(magnitude("-25.00"), "25.00");
    EXPECT_EQ(magnitude("25.00"), "25.00");
}

TEST(Sage50Values, values_are_compared_by_what_their_members_are) {
    EXPECT_EQ(plain_value("itemsNet", "261.58000000000004"), "261.58");
    EXPECT_EQ(plain_value("quantity", "2.0"), "2");
    EXPECT_EQ(plain_value("invoiceDate", "24/03/2023 00:00:00"), "2023-03-24");
    EXPECT_EQ(plain_value("date", "31/12/2020 00:00:00"), "2020-12-31");
    EXPECT_EQ(plain_value("orderNumber", "     63"), "63");
    EXPECT_EQ(plain_value("notes1", "two  words "), "two  words");
    EXPECT_EQ(plain_value("invoiceNumber", "12.0"), "12.0") << "a text";
}

TEST(Sage50Values, members_of_records_are_text) {
    const auto record = parse_json(R"({"a":"x","b":1.50,"c":true,"d":null,"e":[1],"f":false})",
                                   limits::reply_bytes_max, JsonNumbers::as_text);
    ASSERT_TRUE(record.ok());
    EXPECT_EQ(value_of(record.value(), "a"), "x");
    EXPECT_EQ(value_of(record.value(), "b"), "1.50");
    EXPECT_EQ(value_of(record.value(), "c"), "true");
    EXPECT_EQ(value_of(record.value(), "d"), "");
    EXPECT_EQ(value_of(record.value(), "e"), "");
    EXPECT_EQ(value_of(record.value(), "f"), "false");
    EXPECT_EQ(value_of(record.value(), "g"), "");
    EXPECT_EQ(value_of(JsonValue("text"), "a"), "");
    EXPECT_EQ(text_of(JsonValue("text")), "text");
}

}  // namespace
}  // namespace sage::sage50
