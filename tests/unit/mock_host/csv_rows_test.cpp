// SPDX-License-Identifier: Apache-2.0
// Plan: the rows that CsvReader finds in a whole text come from a stream one by one, with their
// lines; a quote without an end costs its own line; Windows-1252 is told; any bytes end.
#include "mock-host/imports/csv_rows.h"

#include <gtest/gtest.h>

#include <sstream>

namespace wms {
namespace {

using Fields = std::vector<std::string>;

std::vector<Fields> streamed(const std::string& text) {
    std::istringstream stream(text);
    CsvRows rows(stream);
    std::vector<Fields> found;
    while (auto row = rows.next()) {
        found.push_back(row->ok() ? row->value().fields : Fields{"BAD"});
        found.back().push_back(row->ok() ? std::to_string(row->value().line)
                                         : row->problem().pointer);
    }
    return found;
}

std::vector<Fields> at_once(const std::string& text) {
    CsvReader reader(text);
    std::vector<Fields> found;
    while (auto row = reader.next()) {
        found.push_back(row->ok() ? row->value().fields : Fields{"BAD"});
        found.back().push_back(row->ok() ? std::to_string(row->value().line)
                                         : row->problem().pointer);
    }
    return found;
}

TEST(CsvRows, are_those_of_the_whole_text) {
    for (const std::string text :
         {"", "a,b\r\nc,\r\n", "a,\"b, \"\"c\"\"\"\n", "\"two\nlines\",x\ny,z",
          "\xEF\xBB\xBF"
          "a\n\n\r\nb",
          "a 5\" pipe,\"two\nlines\"\nb\n", "a,\"b\"\"\nc\"\nd"}) {
        EXPECT_EQ(streamed(text), at_once(text)) << text;
    }
}

TEST(CsvRows, a_quote_without_an_end_costs_its_own_line) {
    EXPECT_EQ(streamed("a,b\nc,\"open\nd,e\n"),
              (std::vector<Fields>{{"a", "b", "1"}, {"BAD", "line 2"}, {"d", "e", "3"}}));
    std::string huge = "a\n\"open\n";
    for (int line = 0; line < 100'000; ++line) {
        huge += "x,y\n";
    }
    const std::vector<Fields> rows = streamed(huge);
    ASSERT_EQ(rows.size(), 100'002U);
    EXPECT_EQ(rows[1][1], "line 2");
    EXPECT_EQ(rows.back(), (Fields{"x", "y", "100002"}));
}

TEST(CsvRows, tell_that_a_row_was_not_utf_8) {
    std::istringstream stream("caf\xC3\xA9\ncaf\xE9\n");
    CsvRows rows(stream);
    EXPECT_EQ(rows.next()->value().fields[0], "caf\xC3\xA9");
    EXPECT_FALSE(rows.was_converted());
    EXPECT_EQ(rows.next()->value().fields[0], "caf\xC3\xA9");
    EXPECT_TRUE(rows.was_converted());
}

TEST(CsvRows, any_bytes_end) {
    std::uint32_t state = 4711;
    const std::string letters = "a,\"\n\r\xE9";
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (int index = 0; index < 30; ++index) {
            state = state * 1664525 + 1013904223;
            text += letters[(state >> 16) % letters.size()];
        }
        EXPECT_LE(streamed(text).size(), 31U);
    }
}

}  // namespace
}  // namespace wms
