// SPDX-License-Identifier: Apache-2.0
// Plan: a trail that is whole and fits; lines changed, left out, put in, moved, from before there
// were hashes; requests that were sent and not announced, announced and not known, announced again
// or in another order; what other hosts did is theirs.
#include "mock-host/audit_comparison.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <vector>

#include "mock-host/audit_line.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

namespace json = boost::json;

json::object send(const std::string& reference, int attempt, const std::string& hash,
                  int position = 0, int chain = 0) {
    json::object record{{"action", "send"},
                        {"externalReference", reference},
                        {"attempt", attempt},
                        {"replay", false},
                        {"sendHash", hash}};
    if (position > 0) {
        record.emplace("journal",
                       json::object{{"chain", chain}, {"position", position}, {"hash", "h"}});
    }
    return record;
}

json::object attempt_row(const std::string& message, int attempt, const std::string& hash,
                         int chain = 0) {
    return {{"chain", chain},    {"position", 9},      {"what", "attempt"}, {"messageId", message},
            {"number", attempt}, {"before", "queued"}, {"valueHash", hash}};
}

json::object answered_row(const std::string& message, int edge) {
    return {{"chain", 0},           {"position", 10}, {"what", "answered"},
            {"messageId", message}, {"number", edge}, {"before", "sending"}};
}

class AuditCompared : public ::testing::Test {
  protected:
    void announce(const json::object& record) {
        lines.push_back(audit_line(json::serialize(record), hash).value());
    }
    std::string first_break() {
        for (const std::string& line : lines) {
            comparison.add_line(line);
        }
        for (const json::object& row : rows) {
            comparison.add_row(row);
        }
        comparison.end();
        return comparison.figures().first_break;
    }

    std::string hash;
    std::vector<std::string> lines;
    std::vector<json::object> rows;
    AuditComparison comparison;
};

TEST_F(AuditCompared, trail_that_fits_has_no_break) {
    announce(send("W1", 1, "a", 2));
    announce({{"action", "decide"}});
    announce(send("W2", 1, "b"));
    announce(send("W1", 2, "c", 7));
    rows = {attempt_row("m1", 1, "a"), attempt_row("m2", 1, "b"), answered_row("m1", 9),
            attempt_row("m1", 2, "c")};
    EXPECT_EQ(first_break(), "");
    EXPECT_EQ(comparison.figures().lines, 4);
    EXPECT_EQ(comparison.figures().sends, 3);
    EXPECT_EQ(comparison.figures().unannounced, 0);
    EXPECT_EQ(comparison.anchors_json(), R"([{"chain":0,"position":7,"hash":"h"}])");
}

TEST_F(AuditCompared, line_that_is_changed_left_out_put_in_or_moved_is_found) {
    for (int attempt = 1; attempt <= 4; ++attempt) {
        announce(send("W1", attempt, std::to_string(attempt)));
    }
    const std::vector<std::string> sound = lines;
    const auto with = [&](const std::function<void(std::vector<std::string>&)>& edit) {
        std::vector<std::string> changed = sound;
        edit(changed);
        AuditComparison own;
        for (const std::string& line : changed) {
            own.add_line(line);
        }
        return own.figures().first_break;
    };
    EXPECT_EQ(with([](auto& /*as they are*/) {}), "");
    EXPECT_NE(with([](auto& all) { all[1][5] = 'X'; }), "");
    EXPECT_NE(with([](auto& all) { all.erase(all.begin() + 1); }), "");
    EXPECT_NE(with([](auto& all) { all.erase(all.begin()); }), "");
    EXPECT_NE(with([](auto& all) { all.insert(all.begin() + 1, all[2]); }), "");
    EXPECT_NE(with([](auto& all) { std::swap(all[1], all[2]); }), "");
    EXPECT_NE(with([](auto& all) { all[2] = "{}"; }), "") << "without a hash in the middle";
}

TEST_F(AuditCompared, lines_from_before_there_were_hashes_are_counted) {
    lines = {R"({"action":"send"})", "{}"};
    announce(send("W1", 1, "a"));
    rows = {attempt_row("m1", 1, "a")};
    EXPECT_EQ(first_break(), "");
    EXPECT_EQ(comparison.figures().before, 2);
    EXPECT_EQ(comparison.figures().sends, 1);
}

TEST_F(AuditCompared, request_that_was_sent_and_not_announced_is_found) {
    rows = {attempt_row("m1", 1, "a"), answered_row("m1", 7)};
    EXPECT_EQ(first_break(), "the request of row 9 of the journal was not announced");
}

TEST_F(AuditCompared, attempt_of_which_nothing_left_needs_no_announcement) {
    rows = {attempt_row("m1", 1, "a"), answered_row("m1", 9), attempt_row("m2", 1, "b"),
            answered_row("m2", 10), attempt_row("m3", 1, "c")};
    EXPECT_EQ(first_break(), "");
    EXPECT_EQ(comparison.figures().unannounced, 3);
}

TEST_F(AuditCompared, announcement_that_the_journal_does_not_know_is_found) {
    announce(send("W1", 1, "a"));
    EXPECT_EQ(first_break(), "1 requests that the audit trail announces are not in the journal");
}

TEST_F(AuditCompared, request_that_is_announced_again_or_out_of_order_is_found) {
    announce(send("W1", 2, "b"));
    announce(send("W1", 1, "a"));
    rows = {attempt_row("m1", 1, "a"), attempt_row("m1", 2, "b")};
    EXPECT_EQ(first_break(), "line 2 of the audit trail announces attempt 1 after attempt 2");
    AuditComparison again;
    std::string own;
    again.add_line(*audit_line(json::serialize(send("W1", 1, "a")), own));
    again.add_line(*audit_line(json::serialize(send("W1", 1, "a")), own));
    EXPECT_EQ(again.figures().first_break,
              "line 2 of the audit trail announces a request once more");
}

TEST_F(AuditCompared, replay_is_announced_before_it_is_begun_and_may_not_be) {
    json::object replay = send("W1", 2, "a");
    replay["replay"] = true;
    announce(send("W1", 1, "a"));
    announce(replay);
    announce(replay);
    rows = {attempt_row("m1", 1, "a")};
    EXPECT_EQ(first_break(), "");
}

TEST_F(AuditCompared, chains_of_other_hosts_are_not_looked_at) {
    announce(send("W1", 1, "a", 3, 5));
    rows = {attempt_row("m1", 1, "a", 5), attempt_row("m2", 1, "b", 6)};
    EXPECT_EQ(first_break(), "");
    EXPECT_EQ(comparison.figures().unannounced, 0);
}

TEST(AuditComparisonOfFile, unfinished_line_is_left_out_and_a_missing_file_told) {
    const testing::TemporaryFolder folder;
    std::string hash;
    const std::string line = *audit_line(json::serialize(send("W1", 1, "a")), hash);
    std::ofstream(folder / "audit") << line << "\n{\"act";
    AuditComparison comparison;
    ASSERT_TRUE(comparison.read(folder / "audit").ok());
    EXPECT_EQ(comparison.figures().lines, 1);
    EXPECT_EQ(comparison.read(folder / "nowhere").problem().code, "file.not_readable");
}

}  // namespace
}  // namespace wms
