// SPDX-License-Identifier: Apache-2.0
// The whole: despatches are posted and read back, and each has a receipt. A copy of the data folder
// is verified by the mock host's command, the audit trail against the journal. Then somebody who
// may write to the files changes a byte of a document, a row, the audit trail, or cuts off their
// ends, and each is told with its place.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/program.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr int despatches = 5;
constexpr std::int64_t hour_ms = 3'600'000;

class JournalWhole : public ::testing::Test {
  protected:
    JournalWhole() {
        box.connect();
        for (int number = 0; number < despatches; ++number) {
            const auto receipt =
                box.host().submit(despatch_of("DN-" + std::to_string(1000 + number), 1));
            EXPECT_TRUE(receipt.ok());
            message_ids.push_back(receipt.value().message_id);
        }
        const auto left = box.host().settle(hour_ms);
        EXPECT_TRUE(left.ok());
        EXPECT_EQ(left.value().unsettled(), 0);
    }

    json::value ask(const std::string& request) {
        return json::parse(box.host().query(request).value());
    }
    /// Of the folder of the host, once nobody works in it.
    fs::path copy() {
        box.disconnect();
        const fs::path to = box.folder() / ("copy" + std::to_string(++copies));
        fs::copy(box.folder() / "host", to, fs::copy_options::recursive);
        fs::permissions(to, fs::perms::owner_all);
        return to;
    }
    static Ended verified(const fs::path& folder) {
        return run_program({MOCK_HOST_PROGRAM, "verify", "--audit", "--plugin", SAGE_PLUGIN_FILE,
                            "--data", folder.string()});
    }
    static void change(const fs::path& folder, const std::string& sql) {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open((folder / "plugin" / "outbox.db").c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
    }
    static std::vector<std::string> lines_of(const fs::path& file) {
        std::ifstream from(file);
        std::vector<std::string> lines;
        for (std::string line; std::getline(from, line);) {
            lines.push_back(line);
        }
        return lines;
    }
    static void write(const fs::path& file, const std::vector<std::string>& lines) {
        std::ofstream to(file, std::ios::trunc);
        for (const std::string& line : lines) {
            to << line << "\n";
        }
    }

    SageInABox box;
    std::vector<std::string> message_ids;
    int copies = 0;
};

TEST_F(JournalWhole, receipt_binds_event_request_document_and_read_back) {
    for (const std::string& id : message_ids) {
        const json::value receipt = ask(R"({"query":"receipt","messageId":")" + id + R"("})");
        EXPECT_EQ(receipt.at("state"), "posted") << receipt;
        EXPECT_EQ(receipt.at("requests").as_array().size(), 1U);
        EXPECT_FALSE(receipt.at("sageDocument").at("key").as_string().empty());
        EXPECT_TRUE(receipt.at("readBack").at("totals").as_object().contains("net")) << receipt;
        EXPECT_GT(receipt.at("journal").at("position").as_int64(), 3);
    }
    const json::value whole = ask(R"({"query":"verify"})");
    EXPECT_EQ(whole.at("whole"), true) << whole;
    EXPECT_EQ(whole.at("documents"), despatches);
    const Ended told = run_program({MOCK_HOST_PROGRAM, "receipt", message_ids[2], "--plugin",
                                    SAGE_PLUGIN_FILE, "--data", copy().string()});
    EXPECT_EQ(told.exit_code, 0) << told.output;
    EXPECT_NE(told.output.find("despatchAdvice DN-1002 version 1, posted"), std::string::npos)
        << told.output;
}

TEST_F(JournalWhole, what_somebody_changes_in_a_copy_is_told_with_its_place) {
    const fs::path sound = copy();
    const Ended whole = verified(sound);
    EXPECT_EQ(whole.exit_code, 0) << whole.output;
    EXPECT_NE(whole.output.find("The audit trail is whole: "), std::string::npos) << whole.output;
    EXPECT_NE(whole.output.find(" 5 requests"), std::string::npos) << whole.output;

    const fs::path document = copy();
    change(document,
           "DROP TRIGGER content_unchanged; UPDATE content SET canonical_bytes ="
           " replace(canonical_bytes, 'CUST-001', 'CUST-002') WHERE sequence = 3");
    const Ended of_document = verified(document);
    EXPECT_EQ(of_document.exit_code, 1) << of_document.output;
    EXPECT_NE(of_document.output.find("document " + message_ids[2] +
                                      ": the content is not that of its content hash"),
              std::string::npos)
        << of_document.output;

    const fs::path row = copy();
    change(row, "DROP TRIGGER journal_kept; DELETE FROM journal WHERE position = 7");
    const Ended of_row = verified(row);
    EXPECT_EQ(of_row.exit_code, 1);
    EXPECT_NE(of_row.output.find("chain 0, row 7"), std::string::npos) << of_row.output;

    // Everything of the last documents, in every table: only the audit trail knows of them.
    const fs::path end = copy();
    change(end,
           "PRAGMA foreign_keys = OFF; DROP TRIGGER journal_kept; DROP TRIGGER document_kept;"
           " DROP TRIGGER content_kept; DROP TRIGGER attempt_kept; DROP TRIGGER event_kept;"
           " DELETE FROM journal WHERE position > 2; DELETE FROM event; DELETE FROM attempt;"
           " DELETE FROM content; DELETE FROM document");
    const Ended of_end = verified(end);
    EXPECT_EQ(of_end.exit_code, 1);
    EXPECT_NE(of_end.output.find("the host's audit trail names a row that is not there"),
              std::string::npos)
        << of_end.output;
}

TEST_F(JournalWhole, what_somebody_changes_in_the_audit_trail_is_told_with_its_line) {
    const fs::path folder = copy();
    const fs::path file = folder / "audit.jsonl";
    const std::vector<std::string> sound = lines_of(file);
    ASSERT_EQ(sound.size(), static_cast<std::size_t>(despatches));
    std::vector<std::string> changed = sound;
    changed[1].replace(changed[1].find("POST"), 4, "PUT ");
    write(file, changed);
    const Ended of_byte = verified(folder);
    EXPECT_EQ(of_byte.exit_code, 1);
    EXPECT_NE(of_byte.output.find("line 2 of the audit trail"), std::string::npos)
        << of_byte.output;
    changed = sound;
    changed.pop_back();
    write(file, changed);
    const Ended of_end = verified(folder);
    EXPECT_EQ(of_end.exit_code, 1);
    EXPECT_NE(of_end.output.find("was not announced"), std::string::npos) << of_end.output;
    write(file, sound);
    EXPECT_EQ(verified(folder).exit_code, 0);
}

}  // namespace
}  // namespace sage::testing
