// SPDX-License-Identifier: Apache-2.0
// Plan: whatever a field holds, the line stays one JSON object of bounded length on one line; what
// a reader could mistake for a line of its own is escaped.
#include "sage-adapter/base/log.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/text.h"

namespace sage {
namespace {

std::string value_in(const std::string& line) {
    const auto parsed = parse_json(line, line.size(), JsonNumbers::integers_only);
    EXPECT_TRUE(parsed.ok()) << line;
    return parsed.ok() ? std::string(text_at(parsed.value(), "/value")) : std::string();
}

std::string line_with(std::string value) {
    return log_fields_json({{"value", std::move(value)}});
}

TEST(Log, fields_are_members_in_the_order_given) {
    EXPECT_EQ(log_fields_json({}), "{}");
    EXPECT_EQ(log_fields_json({{"b", "1"}, {"a", "two"}}), R"({"b":"1","a":"two"})");
}

TEST(Log, characters_that_could_fake_a_line_are_escaped) {
    const std::string line = line_with(
        "a\nb\r\x1b[31m\"\\\x7f\xC2\x85\xE2\x80\xA8"
        "end");
    EXPECT_EQ(line, "{\"value\":\"a\\u000ab\\u000d\\u001b[31m\\\"\\\\\\u007f\\u0085\\u2028end\"}");
    EXPECT_EQ(value_in(line),
              "a\nb\r\x1b[31m\"\\\x7f\xC2\x85\xE2\x80\xA8"
              "end");
}

TEST(Log, a_nul_is_escaped_and_ends_nothing) {
    EXPECT_EQ(line_with(std::string("a\0b", 3)), R"({"value":"a\u0000b"})");
}

TEST(Log, bytes_that_are_no_utf8_are_replaced) {
    EXPECT_EQ(value_in(line_with("a\xFF"
                                 "b\xC3")),
              "a\xEF\xBF\xBD"
              "b\xEF\xBF\xBD");
}

TEST(Log, long_values_are_cut_between_characters) {
    const std::string fits(256, 'x');
    EXPECT_EQ(value_in(line_with(fits)), fits);
    EXPECT_EQ(value_in(line_with(fits + "y")), std::string(253, 'x') + "…");
    std::string wide;
    for (int index = 0; index < 200; ++index) {
        wide += "é";
    }
    const std::string cut = value_in(line_with(wide));
    EXPECT_LE(cut.size(), 256U);
    EXPECT_EQ(first_not_utf8(cut), std::string_view::npos);
    EXPECT_TRUE(cut.ends_with("é…"));
}

}  // namespace
}  // namespace sage
