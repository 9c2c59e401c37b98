// SPDX-License-Identifier: Apache-2.0
// Plan: a line is its record with a hash that depends on the line before; what is no record makes
// no line; the end of a file is read back, and what a write left unfinished is taken away.
#include "mock-host/audit_line.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

TEST(AuditLine, line_is_its_record_and_a_hash_of_it_and_the_line_before) {
    std::string hash;
    const std::string first = audit_line(R"({"a":1})", hash).value();
    EXPECT_EQ(first, R"({"a":1,"lineHash":")" + hash + "\"}");
    // printf '{"a":1}' | sha256sum
    EXPECT_EQ(hash, "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
    const std::string before = hash;
    const std::string second = audit_line(R"({"a":1})", hash).value();
    EXPECT_NE(second, first) << "the same record elsewhere";
    EXPECT_EQ(hash, audit_line_hash(R"({"a":1})", before));
    EXPECT_EQ(read_audit_line(second)->record, R"({"a":1})");
    EXPECT_EQ(read_audit_line(second)->hash, hash);
    EXPECT_EQ(read_audit_line(audit_line("{}", hash).value())->record, "{}");
}

TEST(AuditLine, what_is_no_object_on_one_line_is_no_record) {
    std::string hash = "kept";
    for (const char* record : {"", "{", "a", "[1]", "{\"a\":\n1}", "{} "}) {
        EXPECT_FALSE(audit_line(record, hash).has_value()) << record;
    }
    EXPECT_EQ(hash, "kept");
}

TEST(AuditLine, line_without_a_hash_has_none) {
    const std::string x64(64, 'X');
    for (const std::string& line :
         {std::string(), std::string("{}"), std::string(R"({"a":1})"),
          R"({"lineHash":")" + x64 + "\"}", std::string(100, 'a') + "\"}"}) {
        EXPECT_FALSE(read_audit_line(line).has_value()) << line;
    }
}

TEST(AuditLine, end_of_a_file_is_read_back_and_what_is_unfinished_taken_away) {
    const testing::TemporaryFolder folder;
    const auto path = folder / "audit";
    EXPECT_EQ(last_audit_hash(path), "") << "there is none";
    EXPECT_EQ(last_audit_hash("/dev/full"), "");
    std::string hash;
    const std::string first = *audit_line(R"({"a":1})", hash);
    const std::string second = *audit_line(R"({"b":2})", hash);
    const auto left = [&](const std::string& text) {
        std::ofstream(path, std::ios::binary) << text;
        return last_audit_hash(path);
    };
    EXPECT_EQ(left(""), "");
    EXPECT_EQ(left("\n"), "");
    EXPECT_EQ(left("{}\n"), "") << "from before there were hashes";
    EXPECT_EQ(left(first + "\n" + second + "\n"), hash);
    EXPECT_EQ(left(first + "\n" + second + "\n{\"c\":"), hash);
    EXPECT_EQ(folder.read("audit"), first + "\n" + second + "\n");
    EXPECT_EQ(left("{\"c\":"), "");
    EXPECT_EQ(folder.read("audit"), "");
}

}  // namespace
}  // namespace wms
