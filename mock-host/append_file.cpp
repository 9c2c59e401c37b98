// SPDX-License-Identifier: Apache-2.0
// The operating system's append, with its errors in words.
#include "mock-host/append_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace wms {

Result<int> open_for_appending(const std::filesystem::path& path) {
    const int descriptor =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        return Problem{
            "host.file_not_writable", path.string(),
            std::string("The file cannot be opened for writing: ") + std::strerror(errno) + ".",
            "Name a folder that this user can write to, with space on its disk.", "it"};
    }
    return descriptor;
}

int write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return errno;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

Result<std::unique_ptr<AppendFile>> AppendFile::open(const std::filesystem::path& path) {
    const Result<int> descriptor = open_for_appending(path);
    if (!descriptor.ok()) {
        return descriptor.problem();
    }
    return std::unique_ptr<AppendFile>(new AppendFile(descriptor.value()));
}

AppendFile::~AppendFile() {
    ::close(descriptor_);
}

bool AppendFile::line(std::string_view text) {
    std::string bytes(text);
    bytes.push_back('\n');
    return write_all(descriptor_, bytes) == 0;
}

bool AppendFile::flush() {
    return ::fdatasync(descriptor_) == 0;
}

}  // namespace wms
