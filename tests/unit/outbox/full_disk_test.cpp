// SPDX-License-Identifier: Apache-2.0
// Plan: a disk that fills, by a limit on the database's pages and, where one may be mounted, by a
// file system of a few hundred kilobytes; a file system gone read-only; writes the system refuses.
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "sage-adapter/outbox/sqlite_store.h"
#include "tests/unit/outbox/outbox_folder.h"

namespace sage::outbox_test {
namespace {

NewEntry large_entry(int number) {
    NewEntry entry = new_entry(number);
    entry.canonical_bytes = std::string(50'000, 'x');
    return entry;
}

/// Accepts until the disk refuses; returns how many were accepted.
int fill(Store& store, Error& error) {
    for (int number = 1; number < 1'000; ++number) {
        const Result<Accepted> accepted = store.accept(large_entry(number));
        if (!accepted.ok()) {
            error = accepted.error();
            return number - 1;
        }
    }
    return -1;
}

void expect_all_there_and_no_more(Store& store, int accepted) {
    EXPECT_EQ(value_of(store.counts()).queued, accepted);
    EXPECT_EQ(value_of(store.in_state(State::queued, 1'000)).size(),
              static_cast<std::size_t>(accepted));
    EXPECT_EQ(entry_of(store, accepted).canonical_bytes.size(), 50'000U);
    EXPECT_FALSE(
        value_of(store.find_message("message-" + std::to_string(accepted + 1))).has_value());
}

TEST(FullDisk, what_was_accepted_stays_and_what_was_refused_left_nothing) {
    const OutboxFolder folder;
    int accepted = 0;
    {
        const std::unique_ptr<Store> store =
            value_of(open_sqlite_store(folder.options(), {1'000, 300}));
        Error error(Status::ok, Problem{});
        accepted = fill(*store, error);
        ASSERT_GT(accepted, 5);
        EXPECT_EQ(error.status, Status::storage);
        EXPECT_EQ(error.first().code, "outbox.disk_full");
        expect_all_there_and_no_more(*store, accepted);
        EXPECT_FALSE(store->accept(large_entry(999)).ok());
    }
    const std::unique_ptr<Store> store = folder.store();
    expect_all_there_and_no_more(*store, accepted);
    EXPECT_FALSE(value_of(store->accept(large_entry(accepted + 1))).duplicate);
    EXPECT_EQ(value_of(store->counts()).queued, accepted + 1);
}

TEST(FullDisk, later_result_that_found_no_room_is_reported_and_the_entry_is_as_before) {
    const OutboxFolder folder;
    const std::unique_ptr<Store> store =
        value_of(open_sqlite_store(folder.options(), {1'000, 300}));
    accept(*store, 0);
    const Entry sent = sending(*store, claim(*store).at(0));
    Error error(Status::ok, Problem{});
    fill(*store, error);
    Change change = change_by(sent, Happening::done);
    change.evidence = std::string(500'000, 'x');
    store->apply_later(change);
    const Result<void> reported = store->flush();
    ASSERT_FALSE(reported.ok());
    EXPECT_EQ(reported.error().status, Status::storage);
    EXPECT_EQ(reported.error().first().code, "outbox.disk_full");
    EXPECT_EQ(entry_of(*store, 0).state, State::sending);
    change.evidence.clear();
    EXPECT_TRUE(value_of(store->apply(change)));
}

/// A small file system of its own, where the test may mount one.
class SmallDisk {
  public:
    SmallDisk() {
        mounted_ = ::mount("none", folder_.path().c_str(), "tmpfs", 0, "size=1500k,mode=0700") == 0;
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        if (mounted_) {
            ::umount2(folder_.path().c_str(), MNT_DETACH);
        }
    }
    bool mounted() const { return mounted_; }
    bool make_read_only() const {
        return ::mount("none", folder_.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) ==
               0;
    }
    const OutboxFolder& folder() const { return folder_; }

  private:
    OutboxFolder folder_;
    bool mounted_ = false;
};

TEST(FullDisk, real_disk_that_fills_loses_nothing_and_goes_on_when_there_is_room) {
    const SmallDisk disk;
    if (!disk.mounted()) {
        GTEST_SKIP() << "skipped: no right to mount a file system";
    }
    std::ofstream(disk.folder().file("ballast")) << std::string(200'000, 'b');
    const std::unique_ptr<Store> store = disk.folder().store();
    Error error(Status::ok, Problem{});
    const int accepted = fill(*store, error);
    ASSERT_GT(accepted, 3);
    EXPECT_EQ(error.status, Status::storage);
    EXPECT_EQ(error.first().code, "outbox.disk_full");
    expect_all_there_and_no_more(*store, accepted);
    std::filesystem::remove(disk.folder().file("ballast"));
    EXPECT_FALSE(value_of(store->accept(large_entry(accepted + 1))).duplicate);
    expect_all_there_and_no_more(*store, accepted + 1);
}

TEST(FullDisk, read_only_file_system_is_refused_with_a_word_for_it) {
    const SmallDisk disk;
    if (!disk.mounted()) {
        GTEST_SKIP() << "skipped: no right to mount a file system";
    }
    disk.folder().store().reset();
    ASSERT_TRUE(disk.make_read_only());
    const Result<std::unique_ptr<Store>> refused = disk.folder().open();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::storage);
    EXPECT_EQ(refused.error().first().code, "outbox.read_only");
}

/// No file may grow beyond so many bytes, for this process and until destroyed.
class FileLimit {
  public:
    explicit FileLimit(rlim_t bytes) : previous_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit now{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;
    ~FileLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, previous_);
    }

  private:
    void (*previous_)(int);
    rlimit before_{};
};

TEST(FullDisk, write_that_the_system_refuses_fails_the_commit_and_nothing_else) {
    const OutboxFolder folder;
    const std::unique_ptr<Store> store = folder.store();
    int accepted = 0;
    {
        const FileLimit limit(600'000);
        Error error(Status::ok, Problem{});
        accepted = fill(*store, error);
        ASSERT_GT(accepted, 3);
        EXPECT_EQ(error.status, Status::storage);
        EXPECT_EQ(error.first().code, "outbox.io");
        expect_all_there_and_no_more(*store, accepted);
    }
    EXPECT_FALSE(value_of(store->accept(large_entry(accepted + 1))).duplicate);
    expect_all_there_and_no_more(*store, accepted + 1);
}

}  // namespace
}  // namespace sage::outbox_test
