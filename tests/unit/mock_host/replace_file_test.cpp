// SPDX-License-Identifier: Apache-2.0
// Plan: a file is there whole and private, replaces the one before, leaves nothing beside it, and a
// folder that cannot be written leaves the old one.
#include "mock-host/replace_file.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

TEST(ReplaceFile, is_whole_private_and_alone) {
    const testing::TemporaryFolder folder;
    EXPECT_EQ(replace_file(folder / "a.json", "one"), 0);
    EXPECT_EQ(replace_file(folder / "a.json", "two, longer"), 0);
    EXPECT_EQ(folder.read("a.json"), "two, longer");
    EXPECT_EQ(std::filesystem::status(folder / "a.json").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_FALSE(std::filesystem::exists(folder / "a.json.new"));
}

TEST(ReplaceFile, that_cannot_be_written_leaves_the_old_one) {
    const testing::TemporaryFolder folder;
    folder.write("a.json", "old");
    std::filesystem::create_directory(folder / "a.json.new");
    EXPECT_EQ(replace_file(folder / "a.json", "new"), EISDIR);
    EXPECT_EQ(folder.read("a.json"), "old");
    EXPECT_EQ(replace_file(folder / "none/a.json", "new"), ENOENT);
}

}  // namespace
}  // namespace wms
