// SPDX-License-Identifier: Apache-2.0
#include "mock-host/start_child.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace wms {
namespace {

void confine() {
    ::setpgid(0, 0);
    const rlimit no_core = {0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::unsetenv("LD_LIBRARY_PATH");
}

/// Between fork and exec: only calls that are safe in a copy of a process with threads.
[[noreturn]] void become(const ChildStart& start, char* const* words, pid_t parent) {
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
    ::dup2(start.output, STDOUT_FILENO);
    ::dup2(start.error_output, STDERR_FILENO);
    // Whatever this process was given itself is no concern of the child's.
    ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    if (start.lent >= 0) {
        ::fcntl(start.lent, F_SETFD, 0);
    }
    if (start.confined) {
        confine();
    }
    if (start.address_space_max != 0) {
        const rlimit space = {start.address_space_max, start.address_space_max};
        ::setrlimit(RLIMIT_AS, &space);
    }
    ::execv(words[0], words);
    ::_exit(127);
}

}  // namespace

pid_t start_child(const ChildStart& start) {
    std::vector<std::string> texts = start.arguments;
    texts.insert(texts.begin(), start.program.string());
    std::vector<char*> words;
    for (std::string& text : texts) {
        words.push_back(text.data());
    }
    words.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t id = ::fork();
    if (id == 0) {
        become(start, words.data(), parent);
    }
    if (id > 0 && start.confined) {
        // Whichever of the two is first: the group is there when this returns.
        const int reason = errno;
        ::setpgid(id, id);
        errno = reason;
    }
    return id;
}

}  // namespace wms
