// SPDX-License-Identifier: Apache-2.0
// Plan: what the simulated disk keeps through a power loss, by SQLite's own eyes: what was synced
// and nothing more; without syncs, or with syncs that lie, it may all be gone; faults have the
// codes SQLite knows; one seed, one outcome. And the checker's own sums.
#include "tests/simulation/disk.h"

#include <gtest/gtest.h>

#include "tests/simulation/exact.h"

namespace sage::simulation {
namespace {

class SimulatedDisk : public testing::Test {
  protected:
    SimulatedDisk()
        : disk_(
              chance_, faults_, [this](std::int64_t ms) { slept_ += ms; },
              [](const std::string&) {}) {}
    ~SimulatedDisk() override { sqlite3_close(database_); }

    int run(const char* sql) { return sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); }
    void open(const char* synchronous = "PRAGMA synchronous = FULL") {
        ASSERT_EQ(sqlite3_open("a.db", &database_), SQLITE_OK);
        ASSERT_EQ(run("PRAGMA journal_mode = WAL"), SQLITE_OK);
        ASSERT_EQ(run(synchronous), SQLITE_OK);
    }
    void lose_power() {
        disk_.stop();
        sqlite3_close(database_);
        database_ = nullptr;
        disk_.lose_power();
    }
    int rows() {
        int count = -1;
        const auto read = [](void* out, int, char** texts, char**) {
            *static_cast<int*>(out) = std::atoi(texts[0]);
            return 0;
        };
        sqlite3_exec(database_, "SELECT count(*) FROM t", read, &count, nullptr);
        return count;
    }
    void fill(int count) {
        ASSERT_EQ(run("CREATE TABLE IF NOT EXISTS t (x)"), SQLITE_OK);
        for (int row = 0; row < count; ++row) {
            ASSERT_EQ(run("INSERT INTO t VALUES (1)"), SQLITE_OK);
        }
    }

    Chance chance_{7};
    Faults faults_;
    std::int64_t slept_ = 0;
    Disk disk_;
    sqlite3* database_ = nullptr;
};

TEST_F(SimulatedDisk, what_was_committed_with_sync_survives_a_power_loss) {
    open();
    fill(40);
    EXPECT_TRUE(disk_.log_synced());
    lose_power();
    open();
    EXPECT_EQ(rows(), 40);
}

TEST_F(SimulatedDisk, what_was_not_synced_is_lost_in_part) {
    open("PRAGMA synchronous = OFF");
    fill(40);
    EXPECT_FALSE(disk_.log_synced());
    lose_power();
    open();
    EXPECT_LT(rows(), 40);
}

TEST_F(SimulatedDisk, a_sync_that_lies_keeps_nothing) {
    open();
    disk_.lie();
    fill(40);
    EXPECT_TRUE(disk_.lied());
    lose_power();
    open();
    EXPECT_LT(rows(), 40);
    EXPECT_FALSE(disk_.lied());
}

TEST_F(SimulatedDisk, the_end_of_the_program_alone_loses_nothing) {
    open("PRAGMA synchronous = OFF");
    fill(40);
    disk_.stop();
    sqlite3_close(database_);
    disk_.lose_program();
    open();
    EXPECT_EQ(rows(), 40);
}

TEST_F(SimulatedDisk, faults_come_when_they_are_due_and_pass) {
    open();
    fill(1);
    disk_.fail(DiskStep::write, SQLITE_FULL, 0, 1, Fault::disk_full);
    EXPECT_EQ(run("INSERT INTO t VALUES (1)"), SQLITE_FULL);
    EXPECT_EQ(faults_.fired(), 1U);
    disk_.fail(DiskStep::sync, SQLITE_IOERR_FSYNC, 0, 1, Fault::sync_failed);
    EXPECT_EQ(run("INSERT INTO t VALUES (1)"), SQLITE_IOERR);
    EXPECT_EQ(run("INSERT INTO t VALUES (1)"), SQLITE_OK);
    EXPECT_EQ(rows(), 2);
}

TEST_F(SimulatedDisk, a_busy_disk_costs_time_of_the_world) {
    open();
    fill(1);
    sqlite3_busy_timeout(database_, 10'000);
    disk_.fail(DiskStep::lock, SQLITE_BUSY, 0, 5, Fault::disk_busy);
    EXPECT_EQ(run("INSERT INTO t VALUES (1)"), SQLITE_OK);
    EXPECT_GT(slept_, 0);
}

TEST_F(SimulatedDisk, an_image_brings_back_what_was) {
    open();
    fill(3);
    sqlite3_close(database_);
    const DiskImage image = disk_.image();
    open();
    fill(3);
    sqlite3_close(database_);
    disk_.restore(image);
    open();
    EXPECT_EQ(rows(), 3);
    EXPECT_FALSE(disk_.contains("no such text"));
}

TEST(SimulatedChance, one_seed_is_one_sequence) {
    Chance first(3);
    Chance second(3);
    Chance other(4);
    EXPECT_EQ(first.next(), second.next());
    EXPECT_NE(first.next(), other.next());
}

TEST(SimulatedSums, are_exact) {
    EXPECT_EQ(text_of(times(*exact_of("12"), *exact_of("12345678.1234567891"))),
              "148148137.4814814692");
    EXPECT_EQ(text_of(*exact_of("-0.05")), "-0.0500000000");
    EXPECT_FALSE(exact_of("1.12345678901").has_value());
    EXPECT_FALSE(exact_of("1e5").has_value());
}

}  // namespace
}  // namespace sage::simulation
