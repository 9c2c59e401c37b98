// SPDX-License-Identifier: Apache-2.0
// Plan: a child's first line is read, it ends with us and says how; one that cannot start, says
// nothing or ends early is a Problem that quotes what it wrote.
#include "mock-host/child.h"

#include <gtest/gtest.h>

#include <signal.h>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

constexpr int kLongMs = 60'000;

class ChildTest : public ::testing::Test {
  protected:
    Result<std::unique_ptr<Child>> run(const std::string& script, int ms_max = kLongMs) {
        return Child::start("/bin/sh", {"-c", script}, folder_ / "log", ms_max);
    }
    testing::TemporaryFolder folder_;
};

TEST_F(ChildTest, its_first_line_is_read_and_it_ends_when_told) {
    const auto child = run("echo '{\"address\":\"x\"}'; exec sleep 1000");
    ASSERT_TRUE(child.ok()) << in_one_line(child.problem());
    EXPECT_EQ(child.value()->first_line(), "{\"address\":\"x\"}");
    EXPECT_EQ(child.value()->stop(), -SIGTERM);
    EXPECT_EQ(child.value()->stop(), 0);
}

TEST_F(ChildTest, its_exit_code_is_told) {
    const auto child = run("trap 'exit 7' TERM; echo ready; while true; do read x; done");
    ASSERT_TRUE(child.ok());
    EXPECT_EQ(child.value()->stop(), 7);
}

TEST_F(ChildTest, one_that_ends_early_is_quoted) {
    const auto child = run("echo 'port in use' >&2; exit 3");
    ASSERT_FALSE(child.ok());
    EXPECT_EQ(child.problem().code, "child.ended");
    EXPECT_NE(child.problem().cause.find("port in use"), std::string::npos);
}

TEST_F(ChildTest, one_that_says_nothing_is_given_up) {
    const auto child = run("exec sleep 1000", 0);
    ASSERT_FALSE(child.ok());
    EXPECT_EQ(child.problem().code, "child.silent");
}

TEST_F(ChildTest, one_that_does_not_exist_is_named) {
    const auto child = Child::start(folder_ / "none", {}, folder_ / "log", kLongMs);
    ASSERT_FALSE(child.ok());
    EXPECT_EQ(child.problem().code, "child.not_started");
    EXPECT_NE(child.problem().pointer.find("none"), std::string::npos);
    const auto rubbish =
        Child::start(folder_.write("text", "no program"), {}, folder_ / "log", kLongMs);
    EXPECT_FALSE(rubbish.ok());
}

TEST(ChildPlace, a_program_is_looked_for_beside_this_one) {
    EXPECT_TRUE(std::filesystem::exists(beside_this_program("unit_mock_host")));
}

}  // namespace
}  // namespace wms
