// SPDX-License-Identifier: Apache-2.0
// fork and exec; both outputs of the program go into one pipe. The kernel ends the program when the
// thread that started it ends.
#include "tests/support/program.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace sage::testing {
namespace {

[[noreturn]] void become(char* const* words, int output, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
        ::_exit(127);
    }
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::execvp(words[0], words);
    const char* const reason = std::strerror(errno);
    [[maybe_unused]] ssize_t told = ::write(STDERR_FILENO, words[0], std::strlen(words[0]));
    told = ::write(STDERR_FILENO, ": ", 2);
    told = ::write(STDERR_FILENO, reason, std::strlen(reason));
    ::_exit(127);
}

}  // namespace

bool Ended::says(const std::string& line) const {
    return ("\n" + output).find("\n" + line + "\n") != std::string::npos;
}

std::string Ended::after(const std::string& beginning) const {
    const std::string all = "\n" + output;
    const std::size_t at = all.find("\n" + beginning);
    if (at == std::string::npos) {
        return {};
    }
    const std::size_t begin = at + 1 + beginning.size();
    return all.substr(begin, all.find('\n', begin) - begin);
}

Program::Program(const std::vector<std::string>& words) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        throw std::runtime_error(std::string("no pipe: ") + std::strerror(errno));
    }
    std::vector<char*> arguments;
    for (const std::string& word : words) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    const pid_t parent = ::getpid();
    id_ = ::fork();
    if (id_ == 0) {
        become(arguments.data(), ends[1], parent);
    }
    ::close(ends[1]);
    output_ = ends[0];
    if (id_ < 0) {
        ::close(output_);
        throw std::runtime_error(std::string("no process: ") + std::strerror(errno));
    }
}

Program::~Program() {
    if (id_ > 0) {
        kill();
        ::waitpid(id_, nullptr, 0);
    }
    ::close(output_);
}

bool Program::read_more() {
    std::array<char, 4096> buffer;
    ssize_t size = 0;
    do {
        size = ::read(output_, buffer.data(), buffer.size());
    } while (size < 0 && errno == EINTR);
    if (size <= 0) {
        return false;
    }
    text_.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
}

bool Program::wait_for_line(const std::string& line) {
    while (("\n" + text_).find("\n" + line + "\n") == std::string::npos) {
        if (!read_more()) {
            return false;
        }
    }
    return true;
}

pid_t Program::child_id() const {
    const std::string id = std::to_string(id_);
    std::ifstream children("/proc/" + id + "/task/" + id + "/children");
    pid_t child = 0;
    children >> child;
    return child;
}

Ended Program::wait() {
    while (read_more()) {
    }
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    Ended ended;
    ended.output = std::move(text_);
    if (WIFEXITED(status)) {
        ended.exit_code = WEXITSTATUS(status);
    } else {
        ended.signal = WTERMSIG(status);
    }
    return ended;
}

void Program::kill() {
    if (id_ > 0) {
        ::kill(id_, SIGKILL);
    }
}

Ended run_program(const std::vector<std::string>& words) {
    return Program(words).wait();
}

}  // namespace sage::testing
