// SPDX-License-Identifier: Apache-2.0
#include "mock-host/replace_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "mock-host/append_file.h"

namespace wms {

namespace {

int flush_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return errno;
    }
    const int failure = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    return failure;
}

}  // namespace

int replace_file(const std::filesystem::path& path, std::string_view text) {
    std::filesystem::path beside = path;
    beside += ".new";
    const int descriptor =
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    int failure = descriptor < 0 ? errno : 0;
    if (failure == 0) {
        failure = write_all(descriptor, text);
        if (failure == 0 && ::fsync(descriptor) != 0) {
            failure = errno;
        }
        ::close(descriptor);
    }
    if (failure == 0 && ::rename(beside.c_str(), path.c_str()) != 0) {
        failure = errno;
    }
    return failure == 0 ? flush_folder(path.parent_path()) : failure;
}

}  // namespace wms
