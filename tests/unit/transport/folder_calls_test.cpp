// SPDX-License-Identifier: Apache-2.0
// Plan: each step on a real folder, with the errors that a test can have there: a name that exists,
// a link, a folder that is none, a file larger than wanted.
#include "sage-adapter/transport/folder_calls.h"

#include <sys/stat.h>

#include "tests/unit/transport/failing_folder.h"

namespace sage::test {
namespace {

class FolderCallsOnDisk : public FolderTest {
  protected:
    FolderCallsOnDisk() : calls(system_folder_calls(path)) {}
    std::unique_ptr<FolderCalls> calls;
};

TEST_F(FolderCallsOnDisk, a_file_is_made_and_given_its_name) {
    ASSERT_FALSE(calls->enter());
    ASSERT_FALSE(calls->create("part"));
    ASSERT_FALSE(calls->write(bytes));
    ASSERT_FALSE(calls->write(bytes));
    ASSERT_FALSE(calls->sync());
    ASSERT_FALSE(calls->close());
    ASSERT_FALSE(calls->publish("part", name));
    ASSERT_FALSE(calls->sync_folder());
    EXPECT_EQ(files(), (std::map<std::string, std::string>{{name, bytes + bytes}}));
    struct stat found{};
    ASSERT_EQ(::stat((path + "/" + name).c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & S_IWOTH, 0U);
    std::string read;
    ASSERT_FALSE(calls->read(name, 100, read));
    EXPECT_EQ(read, bytes + bytes);
    EXPECT_EQ(calls->read(name, bytes.size(), read), std::errc::file_too_large);
    ASSERT_FALSE(calls->remove(name));
    EXPECT_EQ(calls->read(name, 100, read), std::errc::no_such_file_or_directory);
    EXPECT_EQ(calls->remove(name), std::errc::no_such_file_or_directory);
    calls->leave();
}

TEST_F(FolderCallsOnDisk, no_name_is_given_twice) {
    put("part", "new");
    put(name, "old");
    ASSERT_FALSE(calls->enter());
    EXPECT_EQ(calls->create("part"), std::errc::file_exists);
    EXPECT_EQ(calls->publish("part", name), std::errc::file_exists);
    EXPECT_EQ(files().at(name), "old");
    EXPECT_EQ(calls->publish("nothing", "other"), std::errc::no_such_file_or_directory);
}

TEST_F(FolderCallsOnDisk, a_folder_that_is_none_cannot_be_entered) {
    put("file", "");
    EXPECT_EQ(system_folder_calls(path + "/nothing")->enter(),
              std::errc::no_such_file_or_directory);
    EXPECT_EQ(system_folder_calls(path + "/file")->enter(), std::errc::not_a_directory);
}

TEST_F(FolderCallsOnDisk, a_link_is_not_followed) {
    std::filesystem::create_symlink("/etc/hostname", path + "/" + name);
    ASSERT_FALSE(calls->enter());
    std::string read;
    EXPECT_EQ(calls->read(name, 100, read), std::errc::too_many_symbolic_link_levels);
    EXPECT_EQ(calls->create(name), std::errc::file_exists);
}

TEST_F(FolderCallsOnDisk, the_folder_that_was_entered_is_used_whatever_takes_its_path) {
    ASSERT_FALSE(calls->enter());
    const std::string moved = path + ".moved";
    std::filesystem::rename(path, moved);
    std::filesystem::create_directory(path);
    ASSERT_FALSE(calls->create(name));
    ASSERT_FALSE(calls->close());
    EXPECT_TRUE(std::filesystem::exists(moved + "/" + name));
    EXPECT_TRUE(files().empty());
    std::filesystem::remove_all(moved);
}

}  // namespace
}  // namespace sage::test
