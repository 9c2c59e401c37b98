// SPDX-License-Identifier: Apache-2.0
// Plan: a child gets its words and outputs and nothing else of this process, neither descriptors
// nor a signal mask; confined it has a group of its own; what cannot be run ends with 127.
#include "mock-host/start_child.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

class StartChild : public ::testing::Test {
  protected:
    ~StartChild() override {
        ::close(output_);
        ::close(error_output_);
    }
    /// Its exit code.
    int run(const std::string& script, std::vector<std::string> words = {}) {
        start_.program = "/bin/sh";
        start_.arguments = {"-c", script, "sh"};
        start_.arguments.insert(start_.arguments.end(), words.begin(), words.end());
        return run();
    }
    int run() {
        start_.output = output_;
        start_.error_output = error_output_;
        const pid_t id = start_child(start_);
        if (id < 0) {
            return -1;
        }
        group_ = ::getpgid(id);
        id_ = id;
        int status = 0;
        while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {
        }
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

    testing::TemporaryFolder folder_;
    int output_ = ::open((folder_ / "out").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    int error_output_ = ::open((folder_ / "err").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ChildStart start_;
    pid_t id_ = -1;
    pid_t group_ = -1;
};

TEST_F(StartChild, it_has_its_words_two_outputs_and_nothing_to_read) {
    EXPECT_EQ(run("echo \"$1\"; echo no >&2; read line && echo read; exit 4", {"a b"}), 4);
    EXPECT_EQ(folder_.read("out"), "a b\n");
    EXPECT_EQ(folder_.read("err"), "no\n");
}

TEST_F(StartChild, it_has_the_one_descriptor_that_it_is_lent) {
    const int left_open = ::open("/dev/null", O_RDONLY);
    const int lent = ::open((folder_ / "lent").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    start_.lent = lent;
    EXPECT_EQ(run("[ -e /dev/fd/$1 ] && exit 9; echo here > /dev/fd/$2",
                  {std::to_string(left_open), std::to_string(lent)}),
              0);
    EXPECT_EQ(folder_.read("lent"), "here\n");
    // Here it stays what it was.
    EXPECT_EQ(::fcntl(left_open, F_GETFD), 0);
    ::close(left_open);
    ::close(lent);
}

TEST_F(StartChild, what_this_process_blocks_or_ignores_is_not_inherited) {
    sigset_t terminate;
    sigset_t before;
    ::sigemptyset(&terminate);
    ::sigaddset(&terminate, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &terminate, &before);
    const auto handler = ::signal(SIGPIPE, SIG_IGN);
    EXPECT_EQ(run("kill -TERM $$; exit 5"), -SIGTERM);
    EXPECT_EQ(run("kill -PIPE $$; exit 5"), -SIGPIPE);
    ::signal(SIGPIPE, handler);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST_F(StartChild, confined_it_has_a_group_of_its_own_and_libraries_of_the_system) {
    ::setenv("LD_LIBRARY_PATH", "/of/this/process", 1);
    EXPECT_EQ(run("echo \"$LD_LIBRARY_PATH\""), 0);
    EXPECT_EQ(group_, ::getpgrp());
    start_.confined = true;
    EXPECT_EQ(run("ulimit -c; echo \"<$LD_LIBRARY_PATH>\""), 0);
    ::unsetenv("LD_LIBRARY_PATH");
    EXPECT_EQ(group_, id_);
    EXPECT_EQ(folder_.read("out"), "/of/this/process\n0\n<>\n");
}

TEST_F(StartChild, its_memory_is_bounded) {
    start_.address_space_max = std::uint64_t{512} << 20U;
    EXPECT_EQ(run("ulimit -v"), 0);
    EXPECT_EQ(folder_.read("out"), "524288\n");
}

TEST_F(StartChild, what_cannot_be_run_ends_with_127) {
    start_.program = folder_ / "none";
    EXPECT_EQ(run(), 127);
    start_.program = folder_.write("text", "no program");
    EXPECT_EQ(run(), 127);
}

}  // namespace
}  // namespace wms
