// SPDX-License-Identifier: Apache-2.0
// Plan: answer, exit code, signal and output come back; what does not end in time is ended with all
// that it started, also where it has closed the pipe; what cannot be tried is a Problem.
#include "mock-host/validate/attempt.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::validate {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

class AttemptTest : public ::testing::Test {
  protected:
    /// The script finds the descriptor to answer on in $2, and `word` in $1.
    Attempt run(const std::string& script, const std::string& word = "") {
        AttemptOptions options = options_;
        options.program = "/bin/bash";
        options.arguments = {"-c", script, "bash", word};
        options.output = folder_ / "output";
        const Result<Attempt> made = attempt(options);
        EXPECT_TRUE(made.ok()) << in_one_line(made.problem());
        return made.ok() ? made.value() : Attempt{};
    }

    testing::TemporaryFolder folder_;
    AttemptOptions options_;
};

TEST_F(AttemptTest, answer_output_and_exit_code_come_back) {
    const Attempt made = run("echo out; echo err >&2; printf answer > /dev/fd/$2; exit 3");
    EXPECT_EQ(made.answer, "answer");
    EXPECT_EQ(made.exit_code, 3);
    EXPECT_EQ(made.signal, 0);
    EXPECT_FALSE(made.timed_out);
    EXPECT_EQ(made.said, "out\nerr\n");
    EXPECT_GE(made.real_ms, 0);
}

TEST_F(AttemptTest, of_much_output_the_end_is_told) {
    const Attempt made = run("i=0; while [ $i -lt 400 ]; do echo line $i; i=$((i+1)); done");
    EXPECT_THAT(made.said, EndsWith("line 399\n"));
    EXPECT_LE(made.said.size(), 1200U);
    EXPECT_THAT(folder_.read("output"), HasSubstr("line 0\n"));
}

TEST_F(AttemptTest, a_signal_that_ends_it_is_told) {
    const Attempt made = run("printf half > /dev/fd/$2; kill -SEGV $$");
    EXPECT_EQ(made.signal, SIGSEGV);
    EXPECT_EQ(made.exit_code, 0);
    EXPECT_EQ(made.answer, "half");
    EXPECT_FALSE(made.timed_out);
}

TEST_F(AttemptTest, an_answer_without_end_is_cut) {
    const Attempt made = run("exec cat /dev/zero > /dev/fd/$2");
    EXPECT_GE(made.answer.size(), std::size_t{1024} * 1024);
    EXPECT_LE(made.answer.size(), std::size_t{1024} * 1024 + 4096);
    EXPECT_EQ(made.signal, SIGPIPE);
}

TEST_F(AttemptTest, what_does_not_end_in_time_is_ended_with_all_that_it_started) {
    const std::string pipe = folder_ / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    // Held open by what the program started, and by nobody else.
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    options_.real_ms_max = 300;
    const Attempt made = run("exec 9> \"$1\"; sleep 1000 & exec sleep 1000", pipe);
    EXPECT_TRUE(made.timed_out);
    EXPECT_EQ(made.signal, 0);
    char letter = 0;
    pollfd ready{reader, POLLIN, 0};
    ::poll(&ready, 1, 10'000);
    EXPECT_EQ(::read(reader, &letter, 1), 0);
    EXPECT_EQ(ready.revents & POLLIN, 0) << "something was written";
    ::close(reader);
}

TEST_F(AttemptTest, one_that_has_answered_and_goes_on_is_out_of_time) {
    options_.real_ms_max = 300;
    const Attempt made = run("eval \"exec $2>&-\"; exec sleep 1000");
    EXPECT_TRUE(made.timed_out);
}

TEST_F(AttemptTest, what_it_left_running_is_ended_with_it) {
    const std::string pipe = folder_ / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    const Attempt made =
        run("exec 9> \"$1\"; (eval \"exec $2>&-\"; exec sleep 1000) & printf done > /dev/fd/$2; "
            "kill $$",
            pipe);
    EXPECT_FALSE(made.timed_out);
    EXPECT_EQ(made.signal, SIGTERM);
    pollfd ready{reader, POLLIN, 0};
    ::poll(&ready, 1, 10'000);
    char letter = 0;
    EXPECT_EQ(::read(reader, &letter, 1), 0);
    ::close(reader);
}

TEST_F(AttemptTest, a_program_that_is_not_there_ends_with_127) {
    options_.program = folder_ / "none";
    options_.output = folder_ / "output";
    const Result<Attempt> made = attempt(options_);
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(made.value().exit_code, 127);
    EXPECT_EQ(made.value().answer, "");
}

TEST_F(AttemptTest, without_a_place_for_its_output_it_is_not_tried) {
    options_.program = "/bin/true";
    options_.output = folder_ / "no such folder" / "output";
    const Result<Attempt> made = attempt(options_);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.problem().code, "validate.process");
    EXPECT_THAT(made.problem().pointer, HasSubstr("no such folder"));
    EXPECT_THAT(made.problem().cause, HasSubstr("No such file"));
}

}  // namespace
}  // namespace wms::validate
