// SPDX-License-Identifier: Apache-2.0
// fork and exec; nothing of the plugin is ever in this process.
#include "mock-host/validate/attempt.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "mock-host/read_file.h"

namespace wms::validate {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kAnswerBytesMax = 1024 * 1024;
constexpr std::size_t kSaidBytes = 1200;

Problem cannot(const std::filesystem::path& path) {
    return {"validate.process", path.string(),
            std::string("A process for a check cannot be started: ") + std::strerror(errno) + ".",
            "Let this user start processes and write to the temporary folder.", "it"};
}

/// Between fork and exec: only calls that are safe in a copy of a process with threads.
[[noreturn]] void become(const AttemptOptions& options, char* const* words, int answer, int output,
                         pid_t parent) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
        ::_exit(127);
    }
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    // Whatever this process was given itself is no concern of a plugin.
    ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    ::fcntl(answer, F_SETFD, 0);
    const rlimit no_core = {0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    if (options.address_space_max != 0) {
        const rlimit space = {options.address_space_max, options.address_space_max};
        ::setrlimit(RLIMIT_AS, &space);
    }
    ::unsetenv("LD_LIBRARY_PATH");
    ::execv(words[0], words);
    ::_exit(127);
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
        ::close(output);
        return cannot(options.output);
    }
    std::vector<std::string> texts = options.arguments;
    texts.insert(texts.begin(), options.program.string());
    texts.push_back(std::to_string(ends[1]));
    std::vector<char*> words;
    for (std::string& text : texts) {
        words.push_back(text.data());
    }
    words.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t id = ::fork();
    if (id == 0) {
        become(options, words.data(), ends[1], output, parent);
    }
    ::close(output);
    ::close(ends[1]);
    if (id < 0) {
        ::close(ends[0]);
        return cannot(options.program);
    }
    ::setpgid(id, id);
    Attempt result;
    const Clock::time_point end = begin + std::chrono::milliseconds(options.real_ms_max);
    result.timed_out = !read_answer(ends[0], end, result.answer) || !has_ended(id, end);
    ::close(ends[0]);
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
