// SPDX-License-Identifier: Apache-2.0
// Plan: the table of a page is read, several rows in one line, too; reasons and cells follow from
// it and from the scenarios; pages and files without what is looked for are told.
#include "mock-host/scenario/promises.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

constexpr const char* page =
    "# Sage 9\n| 1 | not | of it |\n\n## The promises\n\n"
    "| # | shown by | for Sage 9 |\n|---|---|---|\n"
    "| 1 | `tests/scenarios/row-01-a.json` |  |\n"
    "| 2 | `tests/unit/b_test.cpp` | By texts |\n"
    "| 3 | `tests/unit/b_test.cpp` | Not possible: there is no such thing. Workaround: by hand |\n"
    "| 4–5 | not yet | later |\n";

TEST(Promises, are_read_from_the_page) {
    const auto read = promises_in(page);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().edition_name, "Sage 9");
    ASSERT_EQ(read.value().rows.size(), 4U);
    EXPECT_EQ(read.value().rows[3].first, 4);
    EXPECT_EQ(read.value().rows[3].last, 5);
    EXPECT_EQ(read.value().rows[0].shown_by, "`tests/scenarios/row-01-a.json`");
    EXPECT_EQ(read.value().rows[0].note, "");
    EXPECT_EQ(reason_of(read.value(), 2), "`tests/unit/b_test.cpp`: By texts");
    EXPECT_EQ(reason_of(read.value(), 3),
              "not possible: there is no such thing. Workaround: by hand");
    EXPECT_EQ(reason_of(read.value(), 9), "the edition's page says nothing of it");
}

TEST(Promises, table_says_of_each_row_what_shows_it) {
    Scenario scenario;
    scenario.row = "01";
    scenario.promise = "One is one.";
    scenario.editions["sage9"] = json::object();
    const std::vector<std::pair<std::string, Promises>> pages = {
        {"sage9", promises_in(page).value()}};
    EXPECT_EQ(table_of({scenario}, pages, {{4, "Four is four."}}, 6),
              "| # | promise | Sage 9 |\n|---|---|---|\n"
              "| 1 | One is one. | passes |\n"
              "| 2 |  | by test |\n"
              "| 3 |  | not possible: there is no such thing |\n"
              "| 4 | Four is four. | missing |\n"
              "| 5 |  | missing |\n"
              "| 6 |  | missing |\n");
}

TEST(Promises, what_is_not_there_is_told) {
    const testing::TemporaryFolder folder;
    EXPECT_EQ(read_promises(folder.path(), "sage9").problem().code, "file.not_found");
    folder.write("sage9.md", "# Sage 9\n");
    const auto none = read_promises(folder.path(), "sage9");
    EXPECT_EQ(none.problem().code, "promises.table");
    EXPECT_EQ(none.problem().pointer, (folder / "sage9.md").string());
    folder.write("sage9.md", page);
    EXPECT_TRUE(read_promises(folder.path(), "sage9").ok());
}

TEST(Promises, rows_without_a_scenario_have_their_text_in_a_file) {
    const testing::TemporaryFolder folder;
    EXPECT_EQ(read_other_rows(folder.path()).problem().code, "file.not_found");
    for (const char* const text : {"[]", "{\"x\":\"y\"}", "{\"4\":4}", "{"}) {
        folder.write("promises.json", text);
        EXPECT_EQ(read_other_rows(folder.path()).problem().code, "promises.syntax") << text;
    }
    folder.write("promises.json", R"({"4":"Four is four."})");
    EXPECT_EQ(read_other_rows(folder.path()).value().at(4), "Four is four.");
}

}  // namespace
}  // namespace wms::scenarios
