// SPDX-License-Identifier: Apache-2.0
// Plan: lines come back in order; a cut last line is removed; a second simulator is kept out; a
// folder that cannot be used is refused with what to do.
#include "plugins/sage_simulator/state_file.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/simulator/folder.h"

namespace sage::test {
namespace {

std::vector<std::string> lines_of(const std::string& path) {
    auto file = StateFile::open(path);
    EXPECT_TRUE(file.ok());
    std::vector<std::string> lines;
    EXPECT_TRUE(file.value()->read([&](std::string_view line) { lines.emplace_back(line); }).ok());
    return lines;
}

TEST(StateFile, lines_come_back_in_order) {
    const Folder folder;
    const std::string long_line(600'000, 'x');
    {
        auto file = StateFile::open(folder.file("state"));
        ASSERT_TRUE(file.ok());
        EXPECT_TRUE(file.value()->append("one"));
        EXPECT_TRUE(file.value()->append(long_line));
        EXPECT_TRUE(file.value()->append("three"));
    }
    EXPECT_EQ(lines_of(folder.file("state")),
              (std::vector<std::string>{"one", long_line, "three"}));
}

TEST(StateFile, a_cut_last_line_is_removed_and_writing_goes_on_after_it) {
    const Folder folder;
    folder.write("state", "one\ntwo\nthr");
    {
        auto file = StateFile::open(folder.file("state"));
        ASSERT_TRUE(file.ok());
        int lines = 0;
        EXPECT_TRUE(file.value()->read([&](std::string_view) { ++lines; }).ok());
        EXPECT_EQ(lines, 2);
        EXPECT_TRUE(file.value()->append("four"));
    }
    EXPECT_EQ(folder.read("state"), "one\ntwo\nfour\n");
}

TEST(StateFile, a_second_simulator_is_kept_out) {
    const Folder folder;
    const auto first = StateFile::open(folder.file("state"));
    ASSERT_TRUE(first.ok());
    const auto second = StateFile::open(folder.file("state"));
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().status, Status::storage);
    EXPECT_NE(second.error().first().cause.find("Another simulator"), std::string::npos);
}

TEST(StateFile, a_place_that_cannot_be_opened_is_refused) {
    const auto file = StateFile::open("/nowhere/at/all");
    ASSERT_FALSE(file.ok());
    EXPECT_NE(file.error().first().cause.find("/nowhere/at/all"), std::string::npos);
    EXPECT_NE(file.error().first().fix, "");
}

}  // namespace
}  // namespace sage::test
