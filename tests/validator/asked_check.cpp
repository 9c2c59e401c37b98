// SPDX-License-Identifier: Apache-2.0
#include "tests/validator/asked_check.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "mock-host/validate/validate.h"

namespace wms::validate {
namespace {

[[noreturn]] void answer(const Question& question, int pipe) {
    const int output =
        ::open((question.folder / "output").c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    const rlimit no_core = {0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    for (const auto& [name, value] : question.variables) {
        ::setenv(name.c_str(), value.c_str(), 1);
    }
    std::filesystem::current_path(question.folder);
    ::alarm(question.real_seconds_max);
    BenchOptions options;
    options.plugin = question.library;
    options.folder = question.folder;
    options.simulator_program = question.simulator;
    const Result<Outcome> outcome = run_check(question.check, options, question.locale);
    const std::string line =
        line_of(outcome.ok() ? outcome.value()
                             : Outcome{Verdict::failed, {in_one_line(outcome.problem())}});
    ::_exit(::write(pipe, line.data(), line.size()) == static_cast<ssize_t>(line.size()) ? 0 : 1);
}

}  // namespace

Outcome ask(const Question& question) {
    std::filesystem::create_directories(question.folder);
    std::array<int, 2> ends = {-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return {Verdict::crashed, {"no pipe"}};
    }
    std::fflush(nullptr);
    const pid_t id = ::fork();
    if (id == 0) {
        answer(question, ends[1]);
    }
    ::close(ends[1]);
    Ending ending;
    std::array<char, 4096> part = {};
    for (ssize_t count = ::read(ends[0], part.data(), part.size()); count > 0;
         count = ::read(ends[0], part.data(), part.size())) {
        ending.answer.append(part.data(), static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(id, &status, 0);
    ending.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    ending.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    std::error_code ignored;
    std::filesystem::remove_all(question.folder, ignored);
    return outcome_of(ending, 0);
}

}  // namespace wms::validate
