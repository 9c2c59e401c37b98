// SPDX-License-Identifier: Apache-2.0
// The kernel ends the child when the thread that started it ends, so that no run leaves a server
// behind, however it ended.
#include "mock-host/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "mock-host/read_file.h"
#include "mock-host/start_child.h"

namespace wms {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kStopRealMsMax = 10'000;
constexpr std::size_t kFirstLineBytesMax = 64 * 1024;
constexpr std::size_t kLogTailBytes = 600;

Problem cannot_start(const fs::path& program, const std::string& reason) {
    return {"child.not_started", program.string(), "The program cannot be started: " + reason + ".",
            "Build everything, so that both programs lie in one folder.", "it"};
}

std::string tail_of(const fs::path& log) {
    const Result<std::string> text = read_file(log, 16 * 1024 * 1024);
    if (!text.ok() || text.value().empty()) {
        return "It said nothing.";
    }
    const std::string& all = text.value();
    return "It said: " + all.substr(all.size() - std::min(all.size(), kLogTailBytes));
}

int milliseconds_until(Clock::time_point end) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
}

}  // namespace

fs::path beside_this_program(const std::string& name) {
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    return self.parent_path() / name;
}

Result<std::unique_ptr<Child>> Child::start(const fs::path& program,
                                            const std::vector<std::string>& arguments,
                                            const fs::path& log, int first_line_real_ms_max) {
    if (::access(program.c_str(), X_OK) != 0) {
        return cannot_start(program, std::strerror(errno));
    }
    const int log_file =
        ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    std::array<int, 2> ends = {-1, -1};
    if (log_file < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
        const int reason = errno;
        ::close(log_file);
        return cannot_start(log, std::strerror(reason));
    }
    ChildStart start;
    start.program = program;
    start.arguments = arguments;
    start.output = ends[1];
    start.error_output = log_file;
    const pid_t id = start_child(start);
    const int reason = errno;
    ::close(log_file);
    ::close(ends[1]);
    if (id < 0) {
        ::close(ends[0]);
        return cannot_start(program, std::strerror(reason));
    }
    std::unique_ptr<Child> child(new Child(id, ends[0]));
    const Done read = child->read_first_line(first_line_real_ms_max);
    if (!read.ok()) {
        child->stop();
        Problem problem = read.problem();
        problem.pointer = program.string();
        problem.cause += " " + tail_of(log);
        return problem;
    }
    return child;
}

Done Child::read_first_line(int real_ms_max) {
    const Clock::time_point end = Clock::now() + std::chrono::milliseconds(real_ms_max);
    while (first_line_.size() < kFirstLineBytesMax) {
        pollfd ready{output_, POLLIN, 0};
        const int found = ::poll(&ready, 1, milliseconds_until(end));
        if (found < 0 && errno == EINTR) {
            continue;
        }
        if (found <= 0) {
            return Problem{"child.silent", "", "The program did not say that it is ready.",
                           "Look at what it wrote to its log.", "it"};
        }
        char letter = 0;
        if (::read(output_, &letter, 1) != 1) {
            return Problem{"child.ended", "", "The program ended before it was ready.",
                           "Correct what it complains about.", "it"};
        }
        if (letter == '\n') {
            return Nothing{};
        }
        first_line_.push_back(letter);
    }
    return Problem{"child.first_line", "", "The program's first line has no end.",
                   "Build both programs from one version.", "it"};
}

int Child::stop() {
    if (id_ < 0) {
        return 0;
    }
    ::kill(id_, SIGTERM);
    const Clock::time_point end = Clock::now() + std::chrono::milliseconds(kStopRealMsMax);
    int status = 0;
    while (::waitpid(id_, &status, WNOHANG) == 0) {
        if (Clock::now() >= end) {
            ::kill(id_, SIGKILL);
            ::waitpid(id_, &status, 0);
            break;
        }
        // Its output is closed when it ends, which ends this wait at once.
        pollfd closed{output_, 0, 0};
        ::poll(&closed, 1, 5);
    }
    id_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

Child::~Child() {
    stop();
    ::close(output_);
}

}  // namespace wms
