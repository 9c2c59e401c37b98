// SPDX-License-Identifier: Apache-2.0
// Plan: types, NULL and bytes as they were given; rows replaced and removed; all or nothing; read
// by another connection meanwhile; a file that cannot be made.
#include "plugins/sage_simulator/table_file.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/unit/simulator/folder.h"

namespace sage::test {
namespace {

/// What a question answers on a connection of its own that only reads: values with "|" between
/// them, rows with ";". NULL is "-".
std::string answer(const std::string& path, const char* question) {
    sqlite3* connection = nullptr;
    if (sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) {
        sqlite3_close(connection);
        return "cannot open";
    }
    std::string text;
    const auto add = [](void* into, int columns, char** values, char**) {
        std::string& out = *static_cast<std::string*>(into);
        out += out.empty() ? "" : ";";
        for (int at = 0; at < columns; ++at) {
            out += at == 0 ? "" : "|";
            out += values[at] == nullptr ? "-" : values[at];
        }
        return 0;
    };
    const int code = sqlite3_exec(connection, question, add, &text, nullptr);
    sqlite3_close(connection);
    return code == SQLITE_OK ? text : "failed";
}

const std::vector<TableLayout> layout = {
    {"STOCK",
     {{"STOCK_CODE", "VARCHAR(30)"}, {"QTY", "DOUBLE"}, {"DATE", "DATE"}, {"CHANGED", ""}}},
    {"EMPTY", {{"NUMBER", "SMALLINT"}}}};

std::unique_ptr<TableWriter> laid_out(const std::string& path) {
    auto opened = open_table_file(path);
    EXPECT_TRUE(opened.ok());
    EXPECT_TRUE(opened.value()->lay_out(layout).ok());
    return std::move(opened.value());
}

TEST(TableFile, values_are_kept_as_they_are) {
    const Folder folder;
    const std::string path = folder.file("tables");
    const auto writer = laid_out(path);
    EXPECT_EQ(writer->place(), path);
    ASSERT_TRUE(writer
                    ->write({{"STOCK",
                              {{1, {"Caf\xE9", "88.199999999999989", "2026-11-18", std::nullopt}},
                               {2, {"", "0", std::nullopt, "2026-11-18 11:06:40"}}},
                              {}}})
                    .ok());
    EXPECT_EQ(answer(path, "SELECT STOCK_CODE, DATE, CHANGED FROM STOCK ORDER BY rowid"),
              "Caf\xE9|2026-11-18|-;|-|2026-11-18 11:06:40");
    EXPECT_EQ(answer(path, "SELECT typeof(QTY), QTY < 88.2, QTY > 88.19 FROM STOCK WHERE rowid=1"),
              "real|1|1");
    EXPECT_EQ(answer(path, "SELECT count(*) FROM EMPTY"), "0");
}

TEST(TableFile, rows_are_replaced_and_removed_by_their_id) {
    const Folder folder;
    const std::string path = folder.file("tables");
    const auto writer = laid_out(path);
    const auto put = [&](std::int64_t id, const char* code) {
        return writer->write({{"STOCK", {{id, {code, "1", std::nullopt, std::nullopt}}}, {}}}).ok();
    };
    EXPECT_TRUE(put(1, "A"));
    EXPECT_TRUE(put(2, "B"));
    EXPECT_TRUE(put(1, "C"));
    EXPECT_TRUE(writer->write({{"STOCK", {}, {2, 9}}}).ok());
    EXPECT_EQ(answer(path, "SELECT STOCK_CODE FROM STOCK"), "C");
    EXPECT_TRUE(writer->lay_out(layout).ok());
    EXPECT_EQ(answer(path, "SELECT count(*) FROM STOCK"), "0");
}

TEST(TableFile, a_change_is_written_whole_or_not_at_all) {
    const Folder folder;
    const std::string path = folder.file("tables");
    const auto writer = laid_out(path);
    const auto failed = writer->write(
        {{"STOCK", {{1, {"A", "1", std::nullopt, std::nullopt}}}, {}}, {"NONE", {}, {1}}});
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().first().code, "simulator.tables");
    EXPECT_EQ(answer(path, "SELECT count(*) FROM STOCK"), "0");
    EXPECT_TRUE(writer->write({{"STOCK", {{1, {"A", "1", std::nullopt, std::nullopt}}}, {}}}).ok());
    EXPECT_EQ(answer(path, "SELECT count(*) FROM STOCK"), "1");
}

TEST(TableFile, who_reads_does_not_stop_who_writes) {
    const Folder folder;
    const std::string path = folder.file("tables");
    const auto writer = laid_out(path);
    sqlite3* reader = nullptr;
    ASSERT_EQ(sqlite3_open_v2(path.c_str(), &reader, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM STOCK", nullptr, nullptr, nullptr),
              SQLITE_OK);
    EXPECT_TRUE(writer->write({{"STOCK", {{1, {"A", "1", std::nullopt, std::nullopt}}}, {}}}).ok());
    EXPECT_EQ(answer(path, "SELECT count(*) FROM STOCK"), "1");
    sqlite3_close(reader);
}

TEST(TableFile, a_file_that_cannot_be_made_is_told) {
    const auto opened = open_table_file("/nonexistent/folder/tables");
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().status, Status::storage);
}

}  // namespace
}  // namespace sage::test
