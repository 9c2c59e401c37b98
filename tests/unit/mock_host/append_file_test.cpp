// SPDX-License-Identifier: Apache-2.0
// Plan: lines are appended whole by many threads, earlier content stays, mode is 0600, links and
// missing folders are refused.
#include "mock-host/append_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <sstream>
#include <thread>
#include <vector>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

TEST(AppendFile, keeps_what_was_there_and_every_line_whole) {
    const testing::TemporaryFolder folder;
    folder.write("log", "first\n");
    const auto file = AppendFile::open(folder / "log");
    ASSERT_TRUE(file.ok());
    std::vector<std::thread> crew;
    for (int thread = 0; thread < 8; ++thread) {
        crew.emplace_back([&, thread] {
            for (int count = 0; count < 100; ++count) {
                EXPECT_TRUE(file.value()->line(std::string(50, static_cast<char>('a' + thread))));
            }
        });
    }
    for (std::thread& thread : crew) {
        thread.join();
    }
    std::istringstream lines(folder.read("log"));
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(line, "first");
    int count = 0;
    while (std::getline(lines, line)) {
        EXPECT_EQ(line, std::string(50, line.at(0)));
        ++count;
    }
    EXPECT_EQ(count, 800);
}

TEST(AppendFile, says_what_could_not_be_written) {
    const auto full = AppendFile::open("/dev/full");
    if (!full.ok()) {
        GTEST_SKIP() << "skipped: no /dev/full";
    }
    EXPECT_FALSE(full.value()->line("x"));
    const testing::TemporaryFolder folder;
    const auto file = AppendFile::open(folder / "log");
    EXPECT_TRUE(file.value()->line("x"));
    EXPECT_TRUE(file.value()->flush());
}

TEST(AppendFile, is_for_this_user_only) {
    const testing::TemporaryFolder folder;
    ASSERT_TRUE(AppendFile::open(folder / "log").ok());
    struct stat facts = {};
    ASSERT_EQ(::stat((folder / "log").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(AppendFile, refuses_links_and_missing_folders) {
    const testing::TemporaryFolder folder;
    folder.write("real", "");
    std::filesystem::create_symlink(folder / "real", folder / "link");
    for (const char* name : {"link", "none/log"}) {
        const auto file = AppendFile::open(folder / name);
        ASSERT_FALSE(file.ok()) << name;
        EXPECT_EQ(file.problem().code, "host.file_not_writable");
        EXPECT_FALSE(file.problem().fix.empty());
    }
}

}  // namespace
}  // namespace wms
