// SPDX-License-Identifier: Apache-2.0
// A disk in memory that fails as disks do. It knows what a power loss would leave: everything up to
// the last sync, and of the writes since then whichever the world's chance lets survive, whole, in
// part or not at all. Registers itself as SQLite's default file system while it lives.
//
// One thread. What the outbox believes to be outbox.db, its log and its shared memory lives here;
// only the folder's own lock file is real.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/chance.h"
#include "tests/simulation/faults.h"

namespace sage::simulation {

enum class DiskStep : std::uint8_t { read, write, sync, lock };

struct DiskWrite {
    std::int64_t offset = 0;
    std::string bytes;
    bool cut = false;   ///< the file ends at offset
    bool lost = false;  ///< a sync failed over it: no later sync brings it to the disk
};

struct DiskFile {
    std::string path;
    std::string bytes;  ///< as the operating system shows it
    std::string kept;   ///< as the disk has it
    std::vector<DiskWrite> unsynced;

    // Locks, as SQLite defines them.
    const void* reserved = nullptr;
    const void* pending = nullptr;
    const void* exclusive = nullptr;
    int shared = 0;
    std::vector<std::unique_ptr<std::string>> regions;  ///< shared memory, never moved
    int shared_slots[SQLITE_SHM_NLOCK] = {};
    const void* exclusive_slots[SQLITE_SHM_NLOCK] = {};
};

using DiskImage = std::map<std::string, std::string>;

class Disk {
  public:
    /// @param sleep  advances the world's clock
    /// @param told   is told of each fault as it happens
    Disk(Chance& chance, Faults& faults, std::function<void(std::int64_t)> sleep,
         std::function<void(const std::string&)> told);
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    ~Disk();

    /// The next `times` steps of that kind, after `skip` of them, fail with that code of SQLite.
    void fail(DiskStep step, int code, int skip, int times, Fault fault);
    /// Syncs are answered and not done, until heal().
    void lie();
    /// Since the last power loss.
    bool lied() const { return lied_; }
    /// Everything stops at the n-th step from now: no byte is written any more.
    void stop_after(int steps);
    bool stopped() const { return stopped_; }
    void stop() { stopped_ = true; }
    void heal();
    bool armed() const { return !failures_.empty() || lying_ || stop_in_ >= 0; }

    /// Of the writes not synced some survive; then the disk works again.
    void lose_power();
    /// The operating system survives: so does every write. Then the disk works again.
    void lose_program();

    /// What a power loss now might lose: bytes not synced, and where what the disk has differs.
    std::string unsafe() const;
    /// True when every byte of the write-ahead log is on the disk.
    bool log_synced() const;
    DiskImage image() const;
    void restore(const DiskImage& image);
    /// Flips one bit of the database; gives the offset.
    std::int64_t flip_bit();
    void flip_bit_at(std::int64_t offset, int bit);
    void forget_shared_memory();
    bool contains(const std::string& text) const;
    std::uint64_t steps() const { return steps_; }
    /// Writes to the write-ahead log.
    std::uint64_t log_writes() const { return log_writes_; }

    /// No faults while it lives: the checker reads.
    class Calm {
      public:
        explicit Calm(Disk& disk) : disk_(disk) { ++disk_.calm_; }
        Calm(const Calm&) = delete;
        Calm& operator=(const Calm&) = delete;
        ~Calm() { --disk_.calm_; }

      private:
        Disk& disk_;
    };

    // For the file system (disk_vfs.cpp).
    int begin(DiskStep step);
    int write(DiskFile& file, const void* from, int amount, std::int64_t offset);
    int truncate(DiskFile& file, std::int64_t size);
    int sync(DiskFile& file);
    DiskFile* open(const std::string& path, bool create);
    bool exists(const std::string& path) const { return files_.contains(path); }
    void remove(const std::string& path);
    void sleep(std::int64_t ms) { sleep_(ms); }
    Chance& chance() { return chance_; }

  private:
    struct Failure {
        DiskStep step;
        int code;
        int skip;
        int times;
        Fault fault;
    };
    void survive(DiskFile& file);
    void works_again();

    Chance& chance_;
    Faults& faults_;
    std::function<void(std::int64_t)> sleep_;
    std::function<void(const std::string&)> told_;
    std::map<std::string, std::unique_ptr<DiskFile>> files_;
    std::vector<std::unique_ptr<DiskFile>> removed_;  ///< a connection may still hold them
    std::vector<Failure> failures_;
    bool lying_ = false;
    bool lied_ = false;
    bool stopped_ = false;
    int stop_in_ = -1;
    int calm_ = 0;
    std::uint64_t steps_ = 0;
    std::uint64_t log_writes_ = 0;
    std::unique_ptr<sqlite3_vfs> vfs_;
};

/// The file system's table of functions over this disk; registered by the disk itself.
std::unique_ptr<sqlite3_vfs> make_vfs(Disk& disk);

}  // namespace sage::simulation
