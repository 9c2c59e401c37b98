// SPDX-License-Identifier: Apache-2.0
#include "mock-host/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace wms {

namespace {

Problem unreadable(const std::filesystem::path& path, int reason) {
    return {reason == ENOENT ? "file.not_found" : "file.not_readable", path.string(),
            std::string("The file cannot be read: ") + std::strerror(reason) + ".",
            reason == ENOENT ? "Name a file that exists." : "Let this user read the file.", "it"};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return unreadable(path, errno);
    }
    std::string text;
    int failure = 0;
    struct stat facts = {};
    if (::fstat(descriptor, &facts) != 0) {
        failure = errno;
    } else if (S_ISDIR(facts.st_mode)) {
        failure = EISDIR;
    }
    std::array<char, 65536> block;
    while (failure == 0 && text.size() <= bytes_max) {
        const ssize_t count = ::read(descriptor, block.data(), block.size());
        if (count == 0) {
            break;
        }
        if (count > 0) {
            text.append(block.data(), static_cast<std::size_t>(count));
        } else if (errno != EINTR) {
            failure = errno;
        }
    }
    ::close(descriptor);
    if (failure != 0) {
        return unreadable(path, failure);
    }
    if (text.size() > bytes_max) {
        return Problem{"file.too_large", path.string(),
                       "The file is larger than " + std::to_string(bytes_max) + " bytes.",
                       "Split the file.", "it"};
    }
    return text;
}

}  // namespace wms
