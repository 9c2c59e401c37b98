// SPDX-License-Identifier: Apache-2.0
// Nothing of the plugin is ever in this process.
#include "mock-host/validate/attempt.h"

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

namespace wms::validate {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kAnswerBytesMax = 1024 * 1024;
constexpr std::size_t kSaidBytes = 1200;

Problem cannot(const std::filesystem::path& path, int reason) {
    return {"validate.process", path.string(),
            std::string("A process for a check cannot be started: ") + std::strerror(reason) + ".",
            "Let this user start processes and write to the temporary folder.", "it"};
}

/// Until the other side closes the pipe; false: not in time.
bool read_answer(int pipe, Clock::time_point end, std::string& out) {
    std::array<char, 4096> part = {};
    while (out.size() < kAnswerBytesMax) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
        pollfd ready{pipe, POLLIN, 0};
        const int found =
            ::poll(&ready, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        if (found < 0 && errno == EINTR) {
            continue;
        }
        if (found <= 0) {
            return false;
        }
        const ssize_t count = ::read(pipe, part.data(), part.size());
        if (count <= 0) {
            return true;
        }
        out.append(part.data(), static_cast<std::size_t>(count));
    }
    return true;
}

std::string end_of(const std::filesystem::path& output) {
    const Result<std::string> text = read_file(output, 64 * 1024 * 1024);
    if (!text.ok()) {
        return {};
    }
    const std::string& all = text.value();
    return all.substr(all.size() - std::min(all.size(), kSaidBytes));
}

/// The program may have closed the pipe and go on: its end is waited for, too. False: not in time.
bool has_ended(pid_t id, Clock::time_point end) {
    while (true) {
        siginfo_t found = {};
        if (::waitid(P_PID, static_cast<id_t>(id), &found, WEXITED | WNOHANG | WNOWAIT) != 0 ||
            found.si_pid == id) {
            return true;
        }
        if (Clock::now() >= end) {
            return false;
        }
        ::poll(nullptr, 0, 2);
    }
}

}  // namespace

Result<Attempt> attempt(const AttemptOptions& options) {
    const Clock::time_point begin = Clock::now();
    const int output = ::open(options.output.c_str(),
                              O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    std::array<int, 2> ends = {-1, -1};
    if (output < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
        const int reason = errno;
        ::close(output);
        return cannot(options.output, reason);
    }
    ChildStart start;
    start.program = options.program;
    start.arguments = options.arguments;
    start.arguments.push_back(std::to_string(ends[1]));
    start.output = output;
    start.error_output = output;
    start.lent = ends[1];
    start.confined = true;
    start.address_space_max = options.address_space_max;
    const pid_t id = start_child(start);
    const int reason = errno;
    ::close(output);
    ::close(ends[1]);
    if (id < 0) {
        ::close(ends[0]);
        return cannot(options.program, reason);
    }
    Attempt result;
    const Clock::time_point end = begin + std::chrono::milliseconds(options.real_ms_max);
    result.timed_out = !read_answer(ends[0], end, result.answer);
    // One that never stops writing is not waited for.
    ::close(ends[0]);
    result.timed_out = result.timed_out || !has_ended(id, end);
    // Not waited for yet, the group still has this number.
    ::kill(-id, SIGKILL);
    int status = 0;
    while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {
    }
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    result.signal = WIFSIGNALED(status) && !result.timed_out ? WTERMSIG(status) : 0;
    result.said = end_of(options.output);
    result.real_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
    return result;
}

}  // namespace wms::validate
