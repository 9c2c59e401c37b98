// SPDX-License-Identifier: Apache-2.0
// Plan: a plugin's process is stopped (SIGSTOP) in the middle of an attempt, time goes on beyond
// its lease, and it is woken again: before the first byte, after the request has left, before the
// verdict is on disk. Nobody else can take its folder meanwhile; a worker that wakes late sends
// nothing; and when it never wakes, the next one settles what it left.
#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <stdexcept>
#include <utility>

#include "tests/crash/trial.h"

namespace sage::testing {
namespace {

constexpr std::int64_t beyond_the_lease_ms = 3'600'000;

class Pause : public ::testing::TestWithParam<Pair> {
  protected:
    void SetUp() override { ASSERT_EQ(why_no_tracing(), ""); }

    /// Starts a life that stops at the n-th call of a kind, waits until it stands still, and lets
    /// the host's and Sage's time go on. strace tells of the stop on the same output.
    std::unique_ptr<Program> stopped_at(const Trial& trial, const std::string& call, unsigned n) {
        std::vector<std::string> words = {
            "strace",        "-qq", "-e",
            "trace=" + call, "-e",  "inject=" + call + ":signal=STOP:when=" + std::to_string(n)};
        const std::vector<std::string> life = bench_.words(trial);
        words.insert(words.end(), life.begin(), life.end());
        auto paused = std::make_unique<Program>(words);
        EXPECT_TRUE(paused->wait_for_line("--- stopped by SIGSTOP ---"));
        life_id_ = paused->child_id();
        if (life_id_ <= 0) {
            throw std::runtime_error("strace has no child");
        }
        bench_.set_now_ms(trial, bench_.now_ms(trial) + beyond_the_lease_ms);
        return paused;
    }

    void expect_refused_to_others(const Trial& trial) const {
        const Ended other = run_program(bench_.words(trial));
        EXPECT_EQ(other.exit_code, 3);
        EXPECT_NE(other.after("trouble ").find("WMS_E_BUSY"), std::string::npos) << other.output;
        EXPECT_NE(other.after("trouble ").find("outbox.in_use"), std::string::npos);
        EXPECT_FALSE(other.says("created"));
    }

    /// Stops at that call, is refused to another, wakes up and comes to its end.
    void expect_once_when_woken(Trial& trial, const std::string& call, unsigned n) {
        const std::unique_ptr<Program> paused = stopped_at(trial, call, n);
        expect_refused_to_others(trial);
        ::kill(life_id_, SIGCONT);
        trial.lives.push_back(paused->wait());
        EXPECT_EQ(trial.lives.back().exit_code, 0) << trial.lives.back().output;
        bench_.carry_on(trial);
        bench_.expect_once(trial);
    }

    /// Stops at that call and never wakes; another one takes over.
    void expect_once_when_killed(Trial& trial, const std::string& call, unsigned n) {
        const std::unique_ptr<Program> paused = stopped_at(trial, call, n);
        expect_refused_to_others(trial);
        ::kill(life_id_, SIGKILL);
        trial.lives.push_back(paused->wait());
        bench_.carry_on(trial);
        bench_.expect_once(trial);
    }

    /// Of requests with this number in them that would have posted something. A file is counted
    /// with what became of it.
    void expect_sent_once(const Trial& trial) {
        if (!GetParam().by_files) {
            EXPECT_EQ(bench_.received("POST", trial.cases.front().message.document_id), 1U);
        }
    }

    Bench bench_{GetParam()};
    pid_t life_id_ = 0;
};

TEST_P(Pause, before_the_first_byte_ends_in_not_sent_and_a_second_attempt) {
    // The attempt and the audit record are on disk; the request is what comes next.
    const unsigned audit = bench_.call_after_audit("fdatasync") - 1;
    Trial trial = bench_.begin();
    expect_once_when_woken(trial, "fdatasync", audit);
    expect_sent_once(trial);
    EXPECT_EQ(bench_.attempts(trial), 2);
    EXPECT_EQ(bench_.evidence_of_first_attempt(trial),
              "not sent: called back before the first byte");
}

TEST_P(Pause, after_the_request_has_left_still_takes_the_reply) {
    const unsigned write = bench_.call_after_audit("write");
    Trial trial = bench_.begin();
    expect_once_when_woken(trial, "write", write);
    expect_sent_once(trial);
    EXPECT_EQ(bench_.attempts(trial), 1);
}

TEST_P(Pause, before_the_verdict_is_on_disk_still_writes_it) {
    const unsigned verdict = bench_.sync_of_the_verdict();
    Trial trial = bench_.begin();
    expect_once_when_woken(trial, "fdatasync", verdict);
    expect_sent_once(trial);
    EXPECT_EQ(bench_.attempts(trial), 1);
}

TEST_P(Pause, that_nobody_ends_is_settled_by_the_next_one) {
    const unsigned verdict = bench_.sync_of_the_verdict();
    const unsigned write = bench_.call_after_audit("write");
    for (const auto& [call, n] :
         {std::pair{"fdatasync", verdict - 1}, {"write", write}, {"fdatasync", verdict}}) {
        const ::testing::ScopedTrace where(__FILE__, __LINE__, call);
        Trial trial = bench_.begin();
        expect_once_when_killed(trial, call, n);
    }
}

// Of an order and its despatch the first is posted as any document is.
INSTANTIATE_TEST_SUITE_P(Pairs, Pause, ::testing::ValuesIn(pairs_of_one_step()),
                         [](const auto& parameter) { return name_of(parameter.param); });

}  // namespace
}  // namespace sage::testing
