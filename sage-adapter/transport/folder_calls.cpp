// SPDX-License-Identifier: Apache-2.0
// The folder's calls on POSIX systems, and Linux's renameat2 where it is known.
#include "sage-adapter/transport/folder_calls.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace sage {
namespace {

constexpr mode_t readable_by_group = S_IRUSR | S_IWUSR | S_IRGRP;

std::error_code no_error() {
    return {};
}

std::error_code error_of(int number) {
    switch (number) {
        case EDQUOT:
            number = ENOSPC;
            break;
        case ESTALE:
        case EHOSTDOWN:
        case EREMOTEIO:
        case ENODEV:
        case ENXIO:
            number = ENOTCONN;
            break;
        case EOPNOTSUPP:
            number = ENOTSUP;
            break;
        default:
            break;
    }
    return {number, std::generic_category()};
}

/// Of a call that returns -1 and sets errno.
std::error_code outcome_of(long returned) {
    return returned < 0 ? error_of(errno) : no_error();
}

class SystemFolderCalls final : public FolderCalls {
  public:
    explicit SystemFolderCalls(std::string path) : path_(std::move(path)) {}
    ~SystemFolderCalls() override { leave(); }
    SystemFolderCalls(const SystemFolderCalls&) = delete;
    SystemFolderCalls& operator=(const SystemFolderCalls&) = delete;

    std::error_code enter() override {
        leave();
        folder_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        return outcome_of(folder_);
    }

    void leave() override {
        static_cast<void>(close());
        if (folder_ >= 0) {
            ::close(std::exchange(folder_, -1));
        }
    }

    std::error_code create(const std::string& name) override {
        static_cast<void>(close());
        file_ = ::openat(folder_, name.c_str(),
                         O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, readable_by_group);
        return outcome_of(file_);
    }

    std::error_code write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const ssize_t written = ::write(file_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) {
                continue;
            }
            if (written <= 0) {
                return written == 0 ? error_of(ENOSPC) : error_of(errno);
            }
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return no_error();
    }

    std::error_code sync() override { return outcome_of(::fsync(file_)); }

    std::error_code close() override {
        // After EINTR Linux has closed it all the same.
        return file_ < 0 ? no_error() : outcome_of(::close(std::exchange(file_, -1)));
    }

    std::error_code publish(const std::string& from, const std::string& to) override {
#ifdef RENAME_NOREPLACE
        if (::renameat2(folder_, from.c_str(), folder_, to.c_str(), RENAME_NOREPLACE) == 0) {
            return no_error();
        }
        // NFS and older systems do not know the flag.
        if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) {
            return error_of(errno);
        }
#endif
        if (::linkat(folder_, from.c_str(), folder_, to.c_str(), 0) != 0) {
            // What Linux says of file systems that have one name for a file.
            return errno == EPERM ? error_of(ENOTSUP) : error_of(errno);
        }
        static_cast<void>(::unlinkat(folder_, from.c_str(), 0));
        return no_error();
    }

    std::error_code remove(const std::string& name) override {
        return outcome_of(::unlinkat(folder_, name.c_str(), 0));
    }

    std::error_code sync_folder() override {
        const std::error_code synced = outcome_of(::fsync(folder_));
        const bool has_no_such_call =
            synced == std::errc::invalid_argument || synced == std::errc::not_supported;
        return has_no_such_call ? no_error() : synced;
    }

    std::error_code read(const std::string& name, std::size_t bytes_max,
                         std::string& bytes) override {
        bytes.clear();
        const int file =
            ::openat(folder_, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (file < 0) {
            return error_of(errno);
        }
        std::array<char, 64 * 1024> piece{};
        std::error_code outcome;
        for (;;) {
            const ssize_t got = ::read(file, piece.data(), piece.size());
            if (got < 0 && errno == EINTR) {
                continue;
            }
            outcome = outcome_of(got);
            if (got <= 0) {
                break;
            }
            bytes.append(piece.data(), static_cast<std::size_t>(got));
            if (bytes.size() > bytes_max) {
                outcome = error_of(EFBIG);
                break;
            }
        }
        ::close(file);
        return outcome;
    }

  private:
    std::string path_;
    int folder_ = -1;
    int file_ = -1;
};

}  // namespace

std::unique_ptr<FolderCalls> system_folder_calls(std::string path) {
    return std::make_unique<SystemFolderCalls>(std::move(path));
}

}  // namespace sage
