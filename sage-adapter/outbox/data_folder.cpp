// SPDX-License-Identifier: Apache-2.0
// Checks before anything is opened, each with its own message: a folder that is refused is left as
// it was found.
#include "sage-adapter/outbox/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace sage {
namespace {

constexpr std::string_view lock_name = "/outbox.lock";
constexpr std::string_view database_name = "/outbox.db";
constexpr mode_t private_mode = S_IRUSR | S_IWUSR;
constexpr mode_t others_write = S_IWGRP | S_IWOTH;
constexpr mode_t others = S_IRWXG | S_IRWXO;

// The f_type of statfs(2): NFS, SMB 1 to 3, AFS, Coda, NCP, 9P, Ceph, OCFS2, GFS2, Lustre.
constexpr std::array<std::int64_t, 12> network_types = {
    0x6969, 0x517B,     0xFF534D42, 0xFE534D42, 0x5346414F, 0x73757245,
    0x564C, 0x01021997, 0x00C36400, 0x7461636F, 0x01161970, 0x0BD00BD0};

Error refused(std::string code, std::string cause, std::string fix) {
    return Error(Status::storage,
                 Problem{std::move(code), "", std::move(cause), std::move(fix), Owner::it});
}

std::string reason(int error_number) {
    return std::generic_category().message(error_number);
}

Result<void> check_folder(const std::string& folder) {
    if (folder.empty() || folder.front() != '/') {
        return refused("outbox.folder_not_absolute",
                       "The data directory is not an absolute path: '" + folder + "'.",
                       "Give a path that starts with a slash.");
    }
    struct stat found{};
    if (::stat(folder.c_str(), &found) != 0) {
        return refused("outbox.folder_missing",
                       "The data directory " + folder + " cannot be used: " + reason(errno) + ".",
                       "Make the directory, owned by the host's user, with mode 0700.");
    }
    if (!S_ISDIR(found.st_mode)) {
        return refused("outbox.folder_not_directory", folder + " is not a directory.",
                       "Give the path of a directory of its own.");
    }
    if ((found.st_mode & others_write) != 0) {
        return refused("outbox.folder_writable_by_others",
                       "Users other than the owner may write the data directory " + folder + ".",
                       "Run: chmod go-w " + folder);
    }
    struct statfs system{};
    if (::statfs(folder.c_str(), &system) == 0 &&
        is_network_file_system(static_cast<std::int64_t>(system.f_type))) {
        return refused("outbox.network_file_system",
                       "The data directory " + folder +
                           " is on a network file system, where an "
                           "outbox can be damaged.",
                       "Use a directory on a disk of this machine.");
    }
    return {};
}

/// Opens or makes a private file that is no link, and leaves its content alone.
Result<int> open_private(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, private_mode);
    if (file < 0) {
        if (errno == ELOOP) {
            return refused("outbox.file_is_link", path + " is a symbolic link.",
                           "Put the file itself there instead of the link.");
        }
        if (errno == EROFS) {
            return refused("outbox.read_only", path + " is on a read-only file system.",
                           "Mount it for writing or choose another data directory.");
        }
        return refused("outbox.file_not_usable", path + " cannot be opened: " + reason(errno) + ".",
                       "Give the host's user the right to read and write the directory.");
    }
    struct stat found{};
    if (::fstat(file, &found) != 0 || !S_ISREG(found.st_mode)) {
        ::close(file);
        return refused("outbox.file_not_regular", path + " is not a regular file.",
                       "Move it away; the adapter makes the file it needs.");
    }
    if ((found.st_mode & others) != 0 && ::fchmod(file, private_mode) != 0) {
        ::close(file);
        return refused("outbox.file_not_private",
                       path + " may be read by other users and belongs to somebody else.",
                       "Make the host's user its owner, with mode 0600.");
    }
    return file;
}

}  // namespace

bool is_network_file_system(std::int64_t type) {
    // Some systems tell the type as a signed number of 32 bits.
    return std::find(network_types.begin(), network_types.end(), type & 0xFFFFFFFF) !=
           network_types.end();
}

Result<std::unique_ptr<DataFolder>> DataFolder::open(const std::string& folder) {
    Result<void> usable = check_folder(folder);
    if (!usable.ok()) {
        return std::move(usable).error();
    }
    const Result<int> lock = open_private(folder + std::string(lock_name));
    if (!lock.ok()) {
        return lock.error();
    }
    std::string path = folder + std::string(database_name);
    std::unique_ptr<DataFolder> held(new DataFolder(lock.value(), ::getpid(), std::move(path)));
    if (::flock(lock.value(), LOCK_EX | LOCK_NB) != 0) {
        return Error(Status::busy,
                     Problem{"outbox.in_use", "",
                             "Another instance is using the data directory " + folder + ".",
                             "Stop it, or give this instance a directory of its own.", Owner::it});
    }
    const Result<int> database = open_private(held->database_path());
    if (!database.ok()) {
        return database.error();
    }
    ::close(database.value());
    return held;
}

DataFolder::~DataFolder() {
    // A host starts programs, too: until one begins, it is a copy of the host that holds the lock
    // as well, so that closing would not give it back. The copy itself must not.
    if (::getpid() == holder_) {
        ::flock(lock_, LOCK_UN);
    }
    ::close(lock_);
}

}  // namespace sage
