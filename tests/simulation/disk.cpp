// SPDX-License-Identifier: Apache-2.0
// What a write, a sync and a power loss do to the bytes.
#include "tests/simulation/disk.h"

#include <algorithm>
#include <utility>

namespace sage::simulation {
namespace {

constexpr std::size_t sector_bytes = 512;

void put(std::string& bytes, std::int64_t offset, const char* from, std::size_t amount) {
    const auto at = static_cast<std::size_t>(offset);
    if (bytes.size() < at + amount) {
        bytes.resize(at + amount);
    }
    std::copy_n(from, amount, bytes.begin() + offset);
}

void carry_out(std::string& bytes, const DiskWrite& write) {
    if (write.cut) {
        bytes.resize(static_cast<std::size_t>(write.offset));
    } else {
        put(bytes, write.offset, write.bytes.data(), write.bytes.size());
    }
}

}  // namespace

Disk::Disk(Chance& chance, Faults& faults, std::function<void(std::int64_t)> sleep,
           std::function<void(const std::string&)> told)
    : chance_(chance),
      faults_(faults),
      sleep_(std::move(sleep)),
      told_(std::move(told)),
      vfs_(make_vfs(*this)) {
    sqlite3_vfs_register(vfs_.get(), 1);
    // SQLite draws its own chance from this disk again, or one world would know the one before.
    sqlite3_randomness(0, nullptr);
}

Disk::~Disk() {
    sqlite3_vfs_unregister(vfs_.get());
}

void Disk::fail(DiskStep step, int code, int skip, int times, Fault fault) {
    failures_.push_back({step, code, skip, times, fault});
}

void Disk::lie() {
    lying_ = true;
}

void Disk::stop_after(int steps) {
    stop_in_ = steps;
}

void Disk::heal() {
    failures_.clear();
    lying_ = false;
    stop_in_ = -1;
}

int Disk::begin(DiskStep step) {
    if (stopped_) {
        return SQLITE_IOERR;
    }
    if (calm_ > 0) {
        return SQLITE_OK;
    }
    ++steps_;
    if (stop_in_ >= 0 && step != DiskStep::read && step != DiskStep::lock && stop_in_-- == 0) {
        stopped_ = true;
        return SQLITE_IOERR;
    }
    for (auto failure = failures_.begin(); failure != failures_.end(); ++failure) {
        if (failure->step != step || failure->skip-- > 0) {
            continue;
        }
        const int code = failure->code;
        faults_.fire(failure->fault);
        told_(std::string(text_of(failure->fault)));
        if (--failure->times <= 0) {
            failures_.erase(failure);
        } else {
            failure->skip = 0;
        }
        return code;
    }
    return SQLITE_OK;
}

int Disk::write(DiskFile& file, const void* from, int amount, std::int64_t offset) {
    const int failed = begin(DiskStep::write);
    const auto whole = static_cast<std::size_t>(amount);
    // A write that fails may have written its first sectors.
    const std::size_t part = failed == SQLITE_OK ? whole
                             : stopped_          ? 0
                                        : sector_bytes * chance_.below(whole / sector_bytes + 1);
    const std::size_t written = std::min(part, whole);
    if (written > 0) {
        const char* const bytes = static_cast<const char*>(from);
        put(file.bytes, offset, bytes, written);
        log_writes_ += file.path.ends_with("-wal") ? 1U : 0U;
        file.unsynced.push_back({offset, std::string(bytes, written), false, false});
    }
    return failed;
}

int Disk::truncate(DiskFile& file, std::int64_t size) {
    const int failed = begin(DiskStep::write);
    if (failed == SQLITE_OK) {
        file.bytes.resize(static_cast<std::size_t>(size));
        file.unsynced.push_back({size, "", true, false});
    }
    return failed;
}

int Disk::sync(DiskFile& file) {
    const int failed = begin(DiskStep::sync);
    if (failed != SQLITE_OK) {
        // The operating system may drop what it could not write and forget that it did.
        for (DiskWrite& write : file.unsynced) {
            write.lost = write.lost || (!stopped_ && chance_.percent(50));
            if (write.lost) {
                told_("lost " + file.path.substr(file.path.rfind('/') + 1) + " " +
                      std::to_string(write.offset) + " " + std::to_string(write.bytes.size()));
            }
        }
        return failed == SQLITE_IOERR ? SQLITE_IOERR_FSYNC : failed;
    }
    if (lying_ && calm_ == 0) {
        lied_ = true;
        return SQLITE_OK;
    }
    for (const DiskWrite& write : file.unsynced) {
        if (!write.lost) {
            carry_out(file.kept, write);
        }
    }
    file.unsynced.clear();
    return SQLITE_OK;
}

DiskFile* Disk::open(const std::string& path, bool create) {
    const auto found = files_.find(path);
    if (found != files_.end()) {
        return found->second.get();
    }
    if (!create) {
        return nullptr;
    }
    auto file = std::make_unique<DiskFile>();
    file->path = path;
    return files_.emplace(path, std::move(file)).first->second.get();
}

void Disk::remove(const std::string& path) {
    const auto found = files_.find(path);
    if (found != files_.end()) {
        removed_.push_back(std::move(found->second));
        files_.erase(found);
    }
}

void Disk::survive(DiskFile& file) {
    // One kind of disk keeps a beginning of what was written, another any part of it.
    const bool in_order = chance_.percent(40);
    const std::size_t first = chance_.below(file.unsynced.size() + 1);
    for (std::size_t index = 0; index < file.unsynced.size(); ++index) {
        DiskWrite& write = file.unsynced[index];
        const bool survives = in_order ? index < first : chance_.percent(50);
        if (!survives || write.lost) {
            faults_.fire(Fault::writes_reordered);
            continue;
        }
        if (!write.cut && chance_.percent(20)) {
            faults_.fire(Fault::write_torn);
            write.bytes.resize(chance_.below(write.bytes.size() + 1));
        }
        carry_out(file.kept, write);
    }
}

void Disk::lose_power() {
    for (auto& [path, file] : files_) {
        survive(*file);
        file->unsynced.clear();
        file->bytes = file->kept;
    }
    lied_ = false;
    works_again();
}

void Disk::lose_program() {
    works_again();
}

void Disk::works_again() {
    heal();
    stopped_ = false;
    removed_.clear();
    for (auto& [path, file] : files_) {
        file->reserved = file->pending = file->exclusive = nullptr;
        file->shared = 0;
        file->regions.clear();
        std::fill(std::begin(file->shared_slots), std::end(file->shared_slots), 0);
        std::fill(std::begin(file->exclusive_slots), std::end(file->exclusive_slots), nullptr);
    }
}

std::string Disk::unsafe() const {
    std::string out;
    for (const auto& [path, file] : files_) {
        const std::size_t size = std::min(file->bytes.size(), file->kept.size());
        const auto differs = std::mismatch(file->bytes.begin(),
                                           file->bytes.begin() + static_cast<std::ptrdiff_t>(size),
                                           file->kept.begin());
        out += path.substr(path.rfind('/') + 1) + ": " + std::to_string(file->unsynced.size()) +
               " writes, differs at " + std::to_string(differs.first - file->bytes.begin()) +
               " of " + std::to_string(file->bytes.size()) + " and " +
               std::to_string(file->kept.size()) + "; ";
    }
    return out;
}

bool Disk::log_synced() const {
    return lied_ || std::all_of(files_.begin(), files_.end(), [](const auto& named) {
               return !named.first.ends_with("-wal") || named.second->unsynced.empty();
           });
}

DiskImage Disk::image() const {
    DiskImage image;
    for (const auto& [path, file] : files_) {
        image[path] = file->bytes;
    }
    return image;
}

void Disk::restore(const DiskImage& image) {
    files_.clear();
    lied_ = false;
    for (const auto& [path, bytes] : image) {
        auto file = std::make_unique<DiskFile>();
        file->path = path;
        file->bytes = file->kept = bytes;
        files_[path] = std::move(file);
    }
}

std::int64_t Disk::flip_bit() {
    for (auto& [path, file] : files_) {
        if (path.ends_with(".db") && !file->bytes.empty()) {
            const auto offset = static_cast<std::int64_t>(chance_.below(file->bytes.size()));
            flip_bit_at(offset, 0);
            return offset;
        }
    }
    return -1;
}

void Disk::flip_bit_at(std::int64_t offset, int bit) {
    for (auto& [path, file] : files_) {
        if (path.ends_with(".db") && offset >= 0) {
            file->bytes[static_cast<std::size_t>(offset)] ^= static_cast<char>(1U << bit);
            file->kept = file->bytes;
        }
    }
}

void Disk::forget_shared_memory() {
    for (auto& [path, file] : files_) {
        file->regions.clear();
    }
}

bool Disk::contains(const std::string& text) const {
    return std::any_of(files_.begin(), files_.end(), [&](const auto& named) {
        return named.second->bytes.find(text) != std::string::npos;
    });
}

}  // namespace sage::simulation
