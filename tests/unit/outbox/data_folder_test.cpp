// SPDX-License-Identifier: Apache-2.0
// Plan: which folders and files are refused and with which code, that the lock excludes others
// until it is given back, that what is made is private, and which file systems are networks.
#include "sage-adapter/outbox/data_folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>

#include "tests/unit/outbox/outbox_folder.h"

namespace sage::outbox_test {
namespace {

std::string code_of(const std::string& path) {
    const Result<std::unique_ptr<DataFolder>> opened = DataFolder::open(path);
    if (opened.ok()) {
        return "open";
    }
    EXPECT_FALSE(opened.error().first().cause.empty());
    EXPECT_FALSE(opened.error().first().fix.empty());
    return opened.error().first().code;
}

unsigned mode_of(const std::string& path) {
    struct stat found{};
    EXPECT_EQ(::lstat(path.c_str(), &found), 0) << path;
    return found.st_mode & 0777U;
}

TEST(DataFolder, makes_private_files_whatever_the_umask) {
    const OutboxFolder folder;
    const mode_t before = ::umask(0);
    {
        const std::unique_ptr<DataFolder> held = value_of(DataFolder::open(folder.path()));
        EXPECT_EQ(held->database_path(), folder.database());
    }
    ::umask(before);
    EXPECT_EQ(mode_of(folder.database()), 0600U);
    EXPECT_EQ(mode_of(folder.file("outbox.lock")), 0600U);
}

TEST(DataFolder, makes_files_that_others_could_read_private) {
    const OutboxFolder folder;
    std::ofstream(folder.database()).close();
    ::chmod(folder.database().c_str(), 0644);
    EXPECT_EQ(code_of(folder.path()), "open");
    EXPECT_EQ(mode_of(folder.database()), 0600U);
}

TEST(DataFolder, leaves_the_content_of_files_alone) {
    const OutboxFolder folder;
    std::ofstream(folder.database()) << "content";
    EXPECT_EQ(code_of(folder.path()), "open");
    EXPECT_EQ(bytes_of(folder.database()), "content");
}

TEST(DataFolder, relative_and_empty_paths_are_refused) {
    EXPECT_EQ(code_of(""), "outbox.folder_not_absolute");
    EXPECT_EQ(code_of("data"), "outbox.folder_not_absolute");
    EXPECT_EQ(code_of("./"), "outbox.folder_not_absolute");
}

TEST(DataFolder, folder_that_is_missing_is_refused_and_not_made) {
    const OutboxFolder folder;
    EXPECT_EQ(code_of(folder.file("none")), "outbox.folder_missing");
    EXPECT_FALSE(std::filesystem::exists(folder.file("none")));
}

TEST(DataFolder, file_in_place_of_the_folder_is_refused) {
    const OutboxFolder folder;
    std::ofstream(folder.file("plain")).close();
    EXPECT_EQ(code_of(folder.file("plain")), "outbox.folder_not_directory");
}

TEST(DataFolder, folder_that_others_may_write_is_refused_untouched) {
    for (const unsigned mode : {0770U, 0720U, 0702U, 0777U, 01777U}) {
        const OutboxFolder folder;
        ::chmod(folder.path().c_str(), mode);
        EXPECT_EQ(code_of(folder.path()), "outbox.folder_writable_by_others") << std::oct << mode;
        EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    }
}

TEST(DataFolder, folder_that_others_may_only_read_is_accepted) {
    const OutboxFolder folder;
    ::chmod(folder.path().c_str(), 0755);
    EXPECT_EQ(code_of(folder.path()), "open");
}

TEST(DataFolder, link_in_place_of_the_database_is_refused_and_its_target_untouched) {
    const OutboxFolder folder;
    std::ofstream(folder.file("precious")) << "precious";
    ::chmod(folder.file("precious").c_str(), 0644);
    std::filesystem::create_symlink(folder.file("precious"), folder.database());
    EXPECT_EQ(code_of(folder.path()), "outbox.file_is_link");
    EXPECT_EQ(bytes_of(folder.file("precious")), "precious");
    EXPECT_EQ(mode_of(folder.file("precious")), 0644U);
}

TEST(DataFolder, dangling_link_does_not_make_a_file_elsewhere) {
    const OutboxFolder folder;
    const OutboxFolder elsewhere;
    std::filesystem::create_symlink(elsewhere.file("made"), folder.database());
    EXPECT_EQ(code_of(folder.path()), "outbox.file_is_link");
    EXPECT_FALSE(std::filesystem::exists(elsewhere.file("made")));
}

TEST(DataFolder, folder_or_pipe_in_place_of_a_file_is_refused) {
    const OutboxFolder with_folder;
    std::filesystem::create_directory(with_folder.database());
    EXPECT_EQ(code_of(with_folder.path()), "outbox.file_not_usable");
    const OutboxFolder with_pipe;
    ASSERT_EQ(::mkfifo(with_pipe.database().c_str(), 0600), 0);
    EXPECT_EQ(code_of(with_pipe.path()), "outbox.file_not_regular");
}

TEST(DataFolder, second_opener_is_told_it_is_in_use_until_the_first_is_gone) {
    const OutboxFolder folder;
    {
        const std::unique_ptr<DataFolder> held = value_of(DataFolder::open(folder.path()));
        const Result<std::unique_ptr<DataFolder>> second = DataFolder::open(folder.path());
        ASSERT_FALSE(second.ok());
        EXPECT_EQ(second.error().status, Status::busy);
        EXPECT_EQ(second.error().first().code, "outbox.in_use");
    }
    EXPECT_EQ(code_of(folder.path()), "open");
}

/// A copy of this program that is about to become another one, until the test lets it end.
class Copy {
  public:
    /// @param first  what it does before it waits
    explicit Copy(const std::function<void()>& first = [] {}) {
        if (::pipe2(begun_.data(), O_CLOEXEC) != 0 || ::pipe2(ending_.data(), O_CLOEXEC) != 0) {
            ADD_FAILURE() << "no pipe";
        }
        id_ = ::fork();
        char letter = 0;
        if (id_ == 0) {
            ::close(ending_[1]);
            first();
            ::close(begun_[0]);
            ::close(begun_[1]);
            ::_exit(::read(ending_[0], &letter, 1) == 0 ? 0 : 1);
        }
        ::close(begun_[1]);
        EXPECT_EQ(::read(begun_[0], &letter, 1), 0) << "it has begun once its end is closed";
    }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;
    ~Copy() {
        ::close(ending_[1]);
        ::waitpid(id_, nullptr, 0);
        ::close(ending_[0]);
        ::close(begun_[0]);
    }

  private:
    std::array<int, 2> begun_{-1, -1};
    std::array<int, 2> ending_{-1, -1};
    pid_t id_ = -1;
};

TEST(DataFolder, lock_is_given_back_although_the_host_is_starting_another_program) {
    const OutboxFolder folder;
    std::unique_ptr<DataFolder> held = value_of(DataFolder::open(folder.path()));
    const Copy copy;
    held.reset();
    EXPECT_EQ(code_of(folder.path()), "open");
}

TEST(DataFolder, lock_is_kept_although_a_copy_of_the_host_gives_it_back) {
    const OutboxFolder folder;
    std::unique_ptr<DataFolder> held = value_of(DataFolder::open(folder.path()));
    const Copy copy([&] { held.reset(); });
    EXPECT_EQ(code_of(folder.path()), "outbox.in_use");
}

TEST(DataFolder, another_process_is_excluded_too) {
    const OutboxFolder folder;
    const std::unique_ptr<DataFolder> held = value_of(DataFolder::open(folder.path()));
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(DataFolder::open(folder.path()).ok() ? 1 : 0);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST(DataFolder, folders_do_not_exclude_each_other) {
    const OutboxFolder one;
    const OutboxFolder other;
    const std::unique_ptr<DataFolder> held = value_of(DataFolder::open(one.path()));
    EXPECT_EQ(code_of(other.path()), "open");
}

TEST(DataFolder, network_file_systems_are_known_by_their_numbers) {
    constexpr std::int64_t nfs = 0x6969;
    constexpr std::int64_t cifs = 0xFF534D42;
    constexpr std::int64_t smb2 = 0xFE534D42;
    constexpr std::int64_t nine_p = 0x01021997;
    for (const std::int64_t type : {nfs, cifs, smb2, nine_p}) {
        EXPECT_TRUE(is_network_file_system(type)) << std::hex << type;
    }
    // As a signed number of 32 bits, which is how some systems tell it.
    EXPECT_TRUE(is_network_file_system(static_cast<std::int32_t>(0xFF534D42)));
}

TEST(DataFolder, local_file_systems_are_accepted) {
    constexpr std::int64_t ext4 = 0xEF53;
    constexpr std::int64_t xfs = 0x58465342;
    constexpr std::int64_t btrfs = 0x9123683E;
    constexpr std::int64_t tmpfs = 0x01021994;
    constexpr std::int64_t overlay = 0x794C7630;
    for (const std::int64_t type : {ext4, xfs, btrfs, tmpfs, overlay}) {
        EXPECT_FALSE(is_network_file_system(type)) << std::hex << type;
    }
}

}  // namespace
}  // namespace sage::outbox_test
