// SPDX-License-Identifier: Apache-2.0
// POSIX files: one write() a line, so that lines of a killed process are whole or last.
#include "plugins/sage_simulator/state_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace sage {
namespace {

Error failed(const std::string& path, const std::string& what, const std::string& fix) {
    return {Status::storage,
            Problem{"simulator.state", "", what + " " + path + ": " + std::strerror(errno) + ".",
                    fix, Owner::it}};
}

}  // namespace

Result<std::unique_ptr<StateFile>> StateFile::open(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0) {
        return failed(path, "The state cannot be opened at",
                      "Give --data a folder that this user can write.");
    }
    std::unique_ptr<StateFile> opened(new StateFile(file, path));
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        return failed(path, "Another simulator uses the state at",
                      "Stop it, or give --data another folder.");
    }
    return opened;
}

StateFile::~StateFile() {
    ::close(file_);
}

Result<void> StateFile::read(const std::function<void(std::string_view)>& line) {
    std::string pending;
    std::array<char, std::size_t{256} * 1024> buffer;
    off_t complete = 0;
    while (true) {
        const ssize_t got = ::read(file_, buffer.data(), buffer.size());
        if (got < 0) {
            return failed(path_, "The state cannot be read from", "Check the disk.");
        }
        if (got == 0) {
            break;
        }
        pending.append(buffer.data(), static_cast<std::size_t>(got));
        std::size_t begin = 0;
        for (std::size_t end = pending.find('\n'); end != std::string::npos;
             end = pending.find('\n', begin)) {
            line(std::string_view(pending).substr(begin, end - begin));
            begin = end + 1;
        }
        complete += static_cast<off_t>(begin);
        pending.erase(0, begin);
    }
    if (!pending.empty() && ::ftruncate(file_, complete) != 0) {
        return failed(path_, "The state cannot be repaired at", "Check the disk.");
    }
    return {};
}

bool StateFile::append(std::string_view line) {
    std::string whole(line);
    whole += '\n';
    std::size_t done = 0;
    while (done < whole.size()) {
        const ssize_t written = ::write(file_, whole.data() + done, whole.size() - done);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        done += written < 0 ? 0 : static_cast<std::size_t>(written);
    }
    return true;
}

}  // namespace sage
