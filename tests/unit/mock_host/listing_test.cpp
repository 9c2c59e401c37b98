// SPDX-License-Identifier: Apache-2.0
// Plan: the same rows in the three forms, byte for byte; what needs quotes has them; a table fits
// the terminal by cutting only what may be cut and by further lines, counts characters and not
// bytes, and does not let a control character through; separated and JSON rows are written at once,
// one by one.
#include "mock-host/listing.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

const std::vector<Column> kColumns = {
    {"orderId", "order"}, {"customerName", "customer", false, true}, {"ordered", "ordered", true}};

std::string shown(Form form, std::size_t width, const std::vector<std::vector<std::string>>& rows) {
    std::string text;
    Listing listing(kColumns, form, width, [&text](std::string_view part) { text += part; });
    for (const std::vector<std::string>& row : rows) {
        listing.add(row);
    }
    listing.end();
    EXPECT_EQ(listing.rows(), rows.size());
    return text;
}

TEST(ListingTest, a_table_stands_in_columns_numbers_at_the_right) {
    EXPECT_EQ(shown(Form::table, 0, {{"SO-1", "Acme Gifts", "6"}, {"SO-1000", "B", "12.5"}}),
              "order    customer    ordered\n"
              "SO-1     Acme Gifts        6\n"
              "SO-1000  B              12.5\n");
}

TEST(ListingTest, a_narrow_terminal_cuts_what_may_be_cut_and_marks_it) {
    EXPECT_EQ(shown(Form::table, 26, {{"SO-1", "Acme Gifts and Toys Ltd", "6"}}),
              "order  customer    ordered\n"
              "SO-1   Acme Gift…        6\n");
    // Nothing is cut below what can be read.
    EXPECT_EQ(shown(Form::table, 5, {{"SO-1", "Acme Gifts and Toys Ltd", "6"}}),
              "order\n    customer\n    ordered\n"
              "SO-1\n    Acme Gi…\n          6\n");
}

TEST(ListingTest, columns_without_room_stand_below_and_nothing_is_lost) {
    std::string written;
    Listing listing({{"order", "order"},
                     {"name", "name"},
                     {"ordered", "ordered", true},
                     {"left", "left", true}},
                    Form::table, 17, [&](std::string_view text) { written += text; });
    listing.add({"SO-1", "", "10", "6"});
    listing.add({"SO-2", "mugs", "4", "4"});
    listing.end();
    EXPECT_EQ(written,
              "order  name\n    ordered  left\n"
              "SO-1\n         10     6\n"
              "SO-2   mugs\n          4     4\n");
}

TEST(ListingTest, characters_are_counted_and_not_bytes) {
    EXPECT_EQ(shown(Form::table, 0, {{"é", "Café Zoë", "1"}, {"ab", "12345678", "1"}}),
              "order  customer  ordered\n"
              "é      Café Zoë        1\n"
              "ab     12345678        1\n");
    EXPECT_EQ(shown(Form::table, 24, {{"é", "Café Zoë äöü", "1"}}),
              "order  customer  ordered\n"
              "é      Café Zo…        1\n");
}

TEST(ListingTest, a_control_character_does_not_reach_the_terminal) {
    EXPECT_EQ(shown(Form::table, 0, {{"SO\x1b[2J", "a\nb", "1"}}),
              "order   customer  ordered\n"
              "SO [2J  a b             1\n");
}

TEST(ListingTest, a_table_without_rows_is_its_titles) {
    EXPECT_EQ(shown(Form::table, 0, {}), "order  customer  ordered\n");
}

TEST(ListingTest, rows_behind_the_measured_ones_keep_their_widths) {
    std::string text;
    Listing listing(kColumns, Form::table, 0, [&text](std::string_view part) { text = part; });
    for (std::size_t at = 0; at < Listing::rows_measured; ++at) {
        listing.add({"SO", "C", "1"});
    }
    listing.add({"SO-123456", "Customer of a long name", "1"});
    EXPECT_EQ(text, "SO-123456  Custome…        1\n");
}

TEST(ListingTest, separated_values_name_their_columns_and_quote_what_needs_it) {
    EXPECT_EQ(shown(Form::comma_separated, 20, {{"SO-1", "Smith, \"Jo\"", "6"}, {"", "a\nb", "1"}}),
              "orderId,customerName,ordered\r\n"
              "SO-1,\"Smith, \"\"Jo\"\"\",6\r\n"
              ",\"a\nb\",1\r\n");
}

TEST(ListingTest, a_json_object_a_line_and_numbers_as_texts) {
    EXPECT_EQ(shown(Form::json_lines, 20, {{"SO-1", "A\"B", "6.50"}}),
              "{\"orderId\":\"SO-1\",\"customerName\":\"A\\\"B\",\"ordered\":\"6.50\"}\n");
}

TEST(ListingTest, programs_get_each_row_when_it_is_added) {
    for (const Form form : {Form::comma_separated, Form::json_lines}) {
        int parts = 0;
        Listing listing(kColumns, form, 0, [&parts](std::string_view) { ++parts; });
        const int before = parts;
        listing.add({"1", "2", "3"});
        EXPECT_EQ(parts, before + 1);
    }
}

}  // namespace
}  // namespace wms
