// SPDX-License-Identifier: Apache-2.0
// Plan: bodies are JSON with digits as they are and nothing empty; numbers and dates that are equal
// are equal texts; records with their parts, bare, wrapped, alone, and what is none.
#include "plugins/sage200/wire_values.h"

#include <gtest/gtest.h>

namespace sage::sage200 {
namespace {

TEST(Sage200Values, a_body_says_what_is_said_and_nothing_else) {
    BodyWriter body;
    body.text("a", "with \"marks\"");
    body.text_unless_empty("b", "");
    body.number("c", "12.50000");
    body.number("d", "");
    body.truth("e", true);
    body.day("f", "2026-11-18");
    body.day("g", "");
    body.begin_list("h");
    body.begin_item();
    body.end_object();
    body.begin_item();
    body.truth("i", false);
    body.end_object();
    body.end_list();
    body.begin_object("j");
    body.end_object();
    EXPECT_EQ(body.take(), R"({"a":"with \"marks\"","c":12.50000,"e":true,)"
                           R"("f":"2026-11-18T00:00:00Z","h":[{},{"i":false}],"j":{}})");
    EXPECT_EQ(BodyWriter().take(), "{}");
}

TEST(Sage200Values, equal_values_are_equal_texts) {
    EXPECT_EQ(plain_number("12.50000"), "12.5");
    EXPECT_EQ(plain_number("10"), "10");
    EXPECT_EQ(plain_number("0.00"), "0");
    EXPECT_EQ(plain_number("-0.10"), "-0.1");
    EXPECT_EQ(plain_number("many"), "many");
    EXPECT_EQ(plain_number("0.1234567891"), "0.1234567891") << "nothing is rounded away";
    EXPECT_EQ(plain_value("line_quantity", "2.0"), "2");
    EXPECT_EQ(plain_value("spare_number_3", "7.10"), "7.1");
    EXPECT_EQ(plain_value("spare_date_1", "2026-11-18T16:05:00.61Z"), "2026-11-18T16:05:00");
    EXPECT_EQ(plain_value("document_date", "2026-11-18T00:00:00Z"), "2026-11-18");
    EXPECT_EQ(plain_value("spare_text_1", "2.0"), "2.0");
    const std::string no_day = "2026-11-1\u00e9T00:00:00Z";
    EXPECT_EQ(plain_value("document_date", no_day), no_day) << "not cut within a character";
    EXPECT_EQ(plain_value("spare_date_1", "2026-11-18T16:05:0\u00e9"), "2026-11-18T16:05:0\u00e9");
}

TEST(Sage200Values, records_come_bare_wrapped_or_alone) {
    for (const char* text : {R"([{"id":1,"n":2.50,"lines":[{"id":2}],"done":true,"of":{}}])",
                             R"({"value":[{"id":1,"n":2.50,"lines":[{"id":2}],"done":true}]})",
                             R"({"id":1,"n":2.50,"lines":[{"id":2}],"done":true})"}) {
        const auto records = read_records({200, {}, text});
        ASSERT_TRUE(records.ok()) << text;
        ASSERT_EQ(records.value().size(), 1U);
        const JsonValue& one = records.value().front();
        EXPECT_EQ(value_of(one, "id"), "1");
        EXPECT_EQ(value_of(one, "n"), "2.50");
        EXPECT_EQ(value_of(one, "done"), "true");
        EXPECT_EQ(value_of(one, "lines"), "");
        EXPECT_EQ(value_of(one, "nothing"), "");
        EXPECT_EQ(part_of(one, "lines").size(), 1U);
        EXPECT_TRUE(part_of(one, "id").empty());
    }
    EXPECT_FALSE(read_records({504, {}, "[]"}).ok());
    EXPECT_FALSE(read_records({200, {}, "nothing"}).ok());
    EXPECT_FALSE(read_records({200, {}, "{}"}).ok());
    EXPECT_EQ(value_of(JsonValue(), "id"), "");
    EXPECT_TRUE(part_of(JsonValue(), "id").empty());
}

}  // namespace
}  // namespace sage::sage200
