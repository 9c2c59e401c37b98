// SPDX-License-Identifier: Apache-2.0
// Plan: what append() returned for is in the file, in the order of one thread, with eight threads
// sharing flushes; a record is one line; a full disk refuses, and goes on refusing.
#include "mock-host/audit.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <sstream>
#include <thread>
#include <vector>

#include "mock-host/audit_line.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

/// The records of a trail that is one chain.
std::string records_in(const std::string& text) {
    std::istringstream lines(text);
    std::string records;
    std::string before;
    for (std::string line; std::getline(lines, line);) {
        const std::optional<AuditLine> read = read_audit_line(line);
        EXPECT_TRUE(read.has_value()) << line;
        if (read) {
            EXPECT_EQ(read->hash, audit_line_hash(read->record, before)) << line;
            before = read->hash;
            records += read->record + "\n";
        }
    }
    return records;
}

TEST(Audit, goes_on_with_the_chain_of_the_file) {
    const testing::TemporaryFolder folder;
    for (const char* record : {R"({"a":1})", R"({"b":2})"}) {
        ASSERT_TRUE(Audit::open(folder / "audit").value()->append(record).ok());
    }
    EXPECT_EQ(records_in(folder.read("audit")), "{\"a\":1}\n{\"b\":2}\n");
}

TEST(Audit, a_record_is_in_the_file_when_append_returns) {
    const testing::TemporaryFolder folder;
    const auto audit = Audit::open(folder / "audit");
    ASSERT_TRUE(audit.ok());
    ASSERT_TRUE(audit.value()->append(R"({"a":1})").ok());
    EXPECT_EQ(records_in(folder.read("audit")), "{\"a\":1}\n");
    ASSERT_TRUE(audit.value()->append(R"({"b":2})").ok());
    EXPECT_EQ(records_in(folder.read("audit")), "{\"a\":1}\n{\"b\":2}\n");
    EXPECT_EQ(audit.value()->figures().flushes, 2U);
}

TEST(Audit, eight_threads_keep_their_order_and_share_flushes) {
    const testing::TemporaryFolder folder;
    const auto audit = Audit::open(folder / "audit");
    ASSERT_TRUE(audit.ok());
    constexpr int kEach = 200;
    std::vector<std::thread> crew;
    for (int thread = 0; thread < 8; ++thread) {
        crew.emplace_back([&, thread] {
            for (int count = 0; count < kEach; ++count) {
                const std::string record =
                    "{" + std::to_string(thread) + " " + std::to_string(count) + "}";
                ASSERT_TRUE(audit.value()->append(record).ok());
            }
        });
    }
    for (std::thread& thread : crew) {
        thread.join();
    }
    std::map<int, int> next;
    std::istringstream records(records_in(folder.read("audit")));
    int thread = 0;
    int count = 0;
    for (char brace = 0; records >> brace >> thread >> count >> brace;) {
        EXPECT_EQ(count, next[thread]++);
    }
    for (int index = 0; index < 8; ++index) {
        EXPECT_EQ(next[index], kEach);
    }
    const Audit::Figures figures = audit.value()->figures();
    EXPECT_EQ(figures.records, 8U * kEach);
    EXPECT_LE(figures.flushes, figures.records);
}

TEST(Audit, a_record_is_one_line) {
    const testing::TemporaryFolder folder;
    const auto audit = Audit::open(folder / "audit");
    for (const char* const records : {"", "\n", "\na", "a\n", "a\n\nb"}) {
        EXPECT_EQ(audit.value()->append(records).problem().code, "audit.empty_record") << records;
    }
    EXPECT_EQ(folder.read("audit"), "");
}

TEST(Audit, several_records_are_on_disk_together) {
    const testing::TemporaryFolder folder;
    const auto audit = Audit::open(folder / "audit");
    ASSERT_TRUE(audit.value()->append("{\"a\":1}\n{\"b\":2}\n{\"c\":3}").ok());
    EXPECT_EQ(records_in(folder.read("audit")), "{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");
    EXPECT_EQ(audit.value()->figures().records, 3U);
    EXPECT_EQ(audit.value()->figures().flushes, 1U);
}

TEST(Audit, a_full_disk_refuses_and_goes_on_refusing) {
    const auto audit = Audit::open("/dev/full");
    if (!audit.ok()) {
        GTEST_SKIP() << "skipped: no /dev/full";
    }
    for (int tries = 0; tries < 2; ++tries) {
        const Done done = audit.value()->append("{}");
        ASSERT_FALSE(done.ok());
        EXPECT_EQ(done.problem().code, "audit.not_durable");
        EXPECT_NE(done.problem().cause.find("No space"), std::string::npos);
    }
    EXPECT_EQ(audit.value()->figures().records, 0U);
}

}  // namespace
}  // namespace wms
