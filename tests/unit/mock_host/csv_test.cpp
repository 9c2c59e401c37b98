// SPDX-License-Identifier: Apache-2.0
// Plan: quotes, commas and line breaks in fields; CRLF and LF; line numbers; Latin-1; rows that
// cannot be read cost one line and no more; random text never hangs or crashes.
#include "mock-host/csv.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

using Fields = std::vector<std::string>;

std::vector<Fields> rows_of(std::string_view text) {
    std::vector<Fields> rows;
    CsvReader reader(text);
    while (auto row = reader.next()) {
        rows.push_back(row->ok() ? row->value().fields : Fields{"BAD", row->problem().pointer});
    }
    return rows;
}

TEST(Csv, reads_plain_and_quoted_fields) {
    EXPECT_EQ(rows_of("a,b\r\nc,\r\n"), (std::vector<Fields>{{"a", "b"}, {"c", ""}}));
    EXPECT_EQ(rows_of("a,\"b, \"\"c\"\"\"\n"), (std::vector<Fields>{{"a", "b, \"c\""}}));
    EXPECT_EQ(rows_of("\"two\nlines\",x\ny,z"),
              (std::vector<Fields>{{"two\nlines", "x"}, {"y", "z"}}));
    EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                      "a\n\n\r\nb"),
              (std::vector<Fields>{{"a"}, {"b"}}));
    EXPECT_TRUE(rows_of("").empty());
    EXPECT_EQ(rows_of("\"\","), (std::vector<Fields>{{"", ""}}));
}

TEST(Csv, a_bad_row_costs_one_line) {
    EXPECT_EQ(rows_of("a,b\nc,\"open\nd,e\n"),
              (std::vector<Fields>{{"a", "b"}, {"BAD", "line 2"}, {"d", "e"}}));
    EXPECT_EQ(rows_of("\"a\"x,b\nc,d"), (std::vector<Fields>{{"BAD", "line 1"}, {"c", "d"}}));
}

TEST(Csv, counts_lines_of_the_file) {
    CsvReader reader("a\n\n\"b\nc\"\nd\n");
    EXPECT_EQ(reader.next()->value().line, 1U);
    EXPECT_EQ(reader.next()->value().line, 3U);
    EXPECT_EQ(reader.next()->value().line, 5U);
    EXPECT_FALSE(reader.next().has_value());
}

TEST(Csv, takes_bytes_that_are_no_utf_8_for_latin_1) {
    EXPECT_EQ(utf8_of("caf\xE9 \xA3"), "caf\xC3\xA9 \xC2\xA3");
    EXPECT_EQ(utf8_of("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x8E\x81"),
              "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x8E\x81");
    EXPECT_EQ(utf8_of("\xC0\xAF"), "\xC3\x80\xC2\xAF");              // overlong
    EXPECT_EQ(utf8_of("\xED\xA0\x80"), "\xC3\xAD\xC2\xA0\xC2\x80");  // surrogate
    EXPECT_EQ(utf8_of("\xE2\x82"), "\xC3\xA2\xC2\x82");              // cut
}

TEST(Csv, any_bytes_end) {
    std::uint32_t state = 12345;
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (int length = 0; length < 60; ++length) {
            state = state * 1'664'525 + 1'013'904'223;
            text.push_back("\",\r\n a\xE9x"[(state >> 24) % 8]);
        }
        std::size_t bytes = 0;
        for (const Fields& row : rows_of(text)) {
            for (const std::string& field : row) {
                bytes += field.size();
            }
        }
        EXPECT_LE(bytes, 60 * 20U);
    }
}

}  // namespace
}  // namespace wms
