// SPDX-License-Identifier: Apache-2.0
// The functions that SQLite calls, over the disk in memory. Locks and shared memory behave as on
// one machine: several connections of this program see each other's.
#include <algorithm>
#include <cstring>
#include <new>

#include "tests/simulation/disk.h"

namespace sage::simulation {
namespace {

struct OpenFile {
    sqlite3_file base;
    Disk* disk;
    DiskFile* file;
    int level;
    std::uint32_t shared_slots;
    std::uint32_t exclusive_slots;
};

OpenFile& own(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file);
}

Disk& disk_of(sqlite3_vfs* vfs) {
    return *static_cast<Disk*>(vfs->pAppData);
}

int unlock_file(sqlite3_file* opened, int level) {
    OpenFile& open = own(opened);
    DiskFile& file = *open.file;
    if (open.level <= level) {
        return SQLITE_OK;
    }
    for (const void** const owner : {&file.reserved, &file.pending, &file.exclusive}) {
        if (*owner == opened) {
            *owner = nullptr;
        }
    }
    if (level == SQLITE_LOCK_NONE && open.level >= SQLITE_LOCK_SHARED) {
        --file.shared;
    }
    open.level = level;
    return SQLITE_OK;
}

int lock_file(sqlite3_file* opened, int level) {
    OpenFile& open = own(opened);
    DiskFile& file = *open.file;
    if (open.level >= level) {
        return SQLITE_OK;
    }
    const auto other = [&](const void* owner) { return owner != nullptr && owner != opened; };
    if (other(file.exclusive) || (level == SQLITE_LOCK_SHARED && other(file.pending)) ||
        (level >= SQLITE_LOCK_RESERVED && other(file.reserved))) {
        return SQLITE_BUSY;
    }
    if (level == SQLITE_LOCK_SHARED) {
        ++file.shared;
    } else if (level == SQLITE_LOCK_RESERVED) {
        file.reserved = opened;
    } else {
        if (other(file.pending)) {
            return SQLITE_BUSY;
        }
        file.pending = opened;
        if (file.shared > 1) {
            return SQLITE_BUSY;
        }
        file.exclusive = opened;
    }
    open.level = level;
    return SQLITE_OK;
}

int reserved_by_other(sqlite3_file* opened, int* out) {
    *out = own(opened).file->reserved != nullptr ? 1 : 0;
    return SQLITE_OK;
}

int close_file(sqlite3_file* opened) {
    unlock_file(opened, SQLITE_LOCK_NONE);
    return SQLITE_OK;
}

int read_file(sqlite3_file* opened, void* into, int amount, sqlite3_int64 offset) {
    OpenFile& open = own(opened);
    const int failed = open.disk->begin(DiskStep::read);
    if (failed != SQLITE_OK) {
        return failed;
    }
    const std::string& bytes = open.file->bytes;
    const auto size = static_cast<sqlite3_int64>(bytes.size());
    const sqlite3_int64 have = std::clamp<sqlite3_int64>(size - offset, 0, amount);
    std::memcpy(into, bytes.data() + std::min(offset, size), static_cast<std::size_t>(have));
    if (have == amount) {
        return SQLITE_OK;
    }
    std::memset(static_cast<char*>(into) + have, 0, static_cast<std::size_t>(amount - have));
    return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* opened, const void* from, int amount, sqlite3_int64 offset) {
    // As SQLite's own file system does: of more it writes nothing, and takes the disk for full.
    constexpr int amount_max = 0x1FFFF;
    if (amount > amount_max) {
        return SQLITE_FULL;
    }
    return own(opened).disk->write(*own(opened).file, from, amount, offset);
}

int truncate_file(sqlite3_file* opened, sqlite3_int64 size) {
    return own(opened).disk->truncate(*own(opened).file, size);
}

int sync_file(sqlite3_file* opened, int) {
    return own(opened).disk->sync(*own(opened).file);
}

int size_of_file(sqlite3_file* opened, sqlite3_int64* out) {
    *out = static_cast<sqlite3_int64>(own(opened).file->bytes.size());
    return SQLITE_OK;
}

int control_file(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}

int sector_of_file(sqlite3_file*) {
    return 512;
}

int traits_of_file(sqlite3_file*) {
    // As SQLite takes every disk of this system to be: bytes beside a write stay what they were.
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int map_region(sqlite3_file* opened, int region, int bytes, int extend, void volatile** out) {
    DiskFile& file = *own(opened).file;
    const auto index = static_cast<std::size_t>(region);
    *out = nullptr;
    if (file.regions.size() <= index) {
        if (extend == 0) {
            return SQLITE_OK;
        }
        while (file.regions.size() <= index) {
            file.regions.push_back(
                std::make_unique<std::string>(static_cast<std::size_t>(bytes), '\0'));
        }
    }
    *out = file.regions[index]->data();
    return SQLITE_OK;
}

int lock_slots(sqlite3_file* opened, int first, int count, int flags) {
    OpenFile& open = own(opened);
    DiskFile& file = *open.file;
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        for (int slot = first; slot < first + count; ++slot) {
            const std::uint32_t bit = 1U << slot;
            if (exclusive && (open.exclusive_slots & bit) != 0) {
                file.exclusive_slots[slot] = nullptr;
                open.exclusive_slots &= ~bit;
            } else if (!exclusive && (open.shared_slots & bit) != 0) {
                --file.shared_slots[slot];
                open.shared_slots &= ~bit;
            }
        }
        return SQLITE_OK;
    }
    // Only who wants to write meets a lock of somebody else for long.
    if (exclusive && first == 0) {
        const int failed = open.disk->begin(DiskStep::lock);
        if (failed != SQLITE_OK) {
            return failed;
        }
    }
    for (int slot = first; slot < first + count; ++slot) {
        const void* const owner = file.exclusive_slots[slot];
        const bool mine = (open.shared_slots & (1U << slot)) != 0;
        if ((owner != nullptr && owner != opened) ||
            (exclusive && file.shared_slots[slot] > (mine ? 1 : 0))) {
            return SQLITE_BUSY;
        }
    }
    for (int slot = first; slot < first + count; ++slot) {
        const std::uint32_t bit = 1U << slot;
        if (exclusive) {
            file.exclusive_slots[slot] = opened;
            open.exclusive_slots |= bit;
        } else if ((open.shared_slots & bit) == 0) {
            ++file.shared_slots[slot];
            open.shared_slots |= bit;
        }
    }
    return SQLITE_OK;
}

void barrier(sqlite3_file*) {}

int unmap_regions(sqlite3_file* opened, int remove) {
    if (remove != 0) {
        own(opened).file->regions.clear();
    }
    return SQLITE_OK;
}

constexpr sqlite3_io_methods methods = {
    2,
    close_file,
    read_file,
    write_file,
    truncate_file,
    sync_file,
    size_of_file,
    lock_file,
    unlock_file,
    reserved_by_other,
    control_file,
    sector_of_file,
    traits_of_file,
    map_region,
    lock_slots,
    barrier,
    unmap_regions,
    nullptr,
    nullptr,
};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* opened, int flags, int* out) {
    OpenFile& open = own(opened);
    open = OpenFile{};
    Disk& disk = disk_of(vfs);
    if (disk.stopped()) {
        return SQLITE_CANTOPEN;
    }
    // The folder's owner makes the database's file; it is a new one on this disk.
    const std::string path = name == nullptr ? "temporary" : name;
    open.disk = &disk;
    open.file = disk.open(path, true);
    open.base.pMethods = &methods;
    if (out != nullptr) {
        *out = flags;
    }
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int) {
    if (disk_of(vfs).stopped()) {
        return SQLITE_IOERR_DELETE;
    }
    disk_of(vfs).remove(name);
    return SQLITE_OK;
}

int access_file(sqlite3_vfs* vfs, const char* name, int, int* out) {
    *out = disk_of(vfs).exists(name) ? 1 : 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    std::strncpy(out, name, static_cast<std::size_t>(size));
    out[size - 1] = '\0';
    return SQLITE_OK;
}

int chance_bytes(sqlite3_vfs* vfs, int size, char* out) {
    for (int index = 0; index < size; ++index) {
        out[index] = static_cast<char>(disk_of(vfs).chance().below(256));
    }
    return size;
}

int wait_in_world(sqlite3_vfs* vfs, int microseconds) {
    disk_of(vfs).sleep(std::max(1, microseconds / 1000));
    return microseconds;
}

int time_of_day(sqlite3_vfs*, sqlite3_int64* out) {
    // No statement of the outbox asks SQLite for the time.
    *out = 0;
    return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

}  // namespace

std::unique_ptr<sqlite3_vfs> make_vfs(Disk& disk) {
    auto vfs = std::make_unique<sqlite3_vfs>();
    vfs->iVersion = 2;
    vfs->szOsFile = sizeof(OpenFile);
    vfs->mxPathname = 512;
    vfs->zName = "simulated";
    vfs->pAppData = &disk;
    vfs->xOpen = open_file;
    vfs->xDelete = delete_file;
    vfs->xAccess = access_file;
    vfs->xFullPathname = full_path;
    vfs->xRandomness = chance_bytes;
    vfs->xSleep = wait_in_world;
    vfs->xGetLastError = last_error;
    vfs->xCurrentTimeInt64 = time_of_day;
    return vfs;
}

}  // namespace sage::simulation
