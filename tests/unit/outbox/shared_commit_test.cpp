// SPDX-License-Identifier: Apache-2.0
// Plan: a transaction that only counts stands in for the database: who shares a commit, in what
// order, whom a failure reaches, and what is believed after a commit that failed.
#include "sage-adapter/outbox/shared_commit.h"

#include <gtest/gtest.h>

#include <barrier>
#include <future>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

Error broken(const std::string& what) {
    return Error(Status::storage,
                 Problem{"test." + what, "", what + " failed.", "Nothing.", Owner::it});
}

class FakeTransaction : public Transaction {
  public:
    Result<void> begin() override {
        trace += "b";
        return begin_fails ? Result<void>(broken("begin")) : Result<void>();
    }
    Result<void> commit() override {
        trace += "c";
        ++commits;
        if (without_memory_from != 0 && commits >= without_memory_from) {
            throw std::bad_alloc();
        }
        return commit_fails ? Result<void>(broken("commit")) : Result<void>();
    }
    void roll_back() override { trace += "r"; }
    Result<bool> took_effect() override { return kept; }

    std::string trace;
    int commits = 0;
    bool begin_fails = false;
    bool commit_fails = false;
    int without_memory_from = 0;  ///< the number of a commit; 0: never
    Result<bool> kept = false;
};

/// Holds a commit under way until let go, so that others gather meanwhile.
class Gate {
  public:
    SharedCommit::Operation operation() {
        return [this] {
            entered_.set_value();
            opened_.get_future().wait();
            return Result<void>();
        };
    }
    void wait_until_entered() { entered_.get_future().wait(); }
    void open() { opened_.set_value(); }

  private:
    std::promise<void> entered_;
    std::promise<void> opened_;
};

SharedCommit::Operation writes(FakeTransaction& transaction, const std::string& letter) {
    return [&transaction, letter] {
        transaction.trace += letter;
        return Result<void>();
    };
}

void nothing(const Result<void>& /*outcome*/) {}

TEST(SharedCommit, one_caller_gets_a_commit_of_its_own) {
    FakeTransaction transaction;
    SharedCommit shared(transaction);
    EXPECT_TRUE(shared.run(writes(transaction, "1")).ok());
    EXPECT_TRUE(shared.run(writes(transaction, "2")).ok());
    EXPECT_EQ(transaction.trace, "b1cb2c");
}

TEST(SharedCommit, those_who_come_during_a_commit_share_the_next) {
    FakeTransaction transaction;
    SharedCommit shared(transaction);
    Gate gate;
    std::thread first([&] { EXPECT_TRUE(shared.run(gate.operation()).ok()); });
    gate.wait_until_entered();
    std::vector<std::thread> others;
    for (int number = 0; number < 7; ++number) {
        others.emplace_back([&] { EXPECT_TRUE(shared.run(writes(transaction, "x")).ok()); });
    }
    while (shared.waiting() < 7) {
        std::this_thread::yield();
    }
    gate.open();
    first.join();
    for (std::thread& other : others) {
        other.join();
    }
    EXPECT_EQ(transaction.trace, "bcbxxxxxxxc");
}

TEST(SharedCommit, a_commit_holds_no_more_than_its_limit) {
    FakeTransaction transaction;
    SharedCommit shared(transaction);
    Gate gate;
    std::thread first([&] { EXPECT_TRUE(shared.run(gate.operation()).ok()); });
    gate.wait_until_entered();
    std::vector<std::thread> others;
    const std::size_t count = limits::commit_batch_max + 1;
    for (std::size_t number = 0; number < count; ++number) {
        others.emplace_back([&] { EXPECT_TRUE(shared.run(writes(transaction, "x")).ok()); });
    }
    while (shared.waiting() < count) {
        std::this_thread::yield();
    }
    gate.open();
    first.join();
    for (std::thread& other : others) {
        other.join();
    }
    EXPECT_EQ(transaction.trace, "bcb" + std::string(limits::commit_batch_max, 'x') + "cbxc");
}

TEST(SharedCommit, a_failed_operation_fails_its_whole_batch_and_no_other) {
    FakeTransaction transaction;
    SharedCommit shared(transaction);
    Gate gate;
    std::thread first([&] { EXPECT_TRUE(shared.run(gate.operation()).ok()); });
    gate.wait_until_entered();
    std::vector<std::thread> others;
    for (int number = 0; number < 3; ++number) {
        others.emplace_back([&, number] {
            const Result<void> outcome = shared.run(
                [number] { return number == 1 ? Result<void>(broken("write")) : Result<void>(); });
            ASSERT_FALSE(outcome.ok());
            EXPECT_EQ(outcome.error().first().code, "test.write");
        });
    }
    while (shared.waiting() < 3) {
        std::this_thread::yield();
    }
    gate.open();
    first.join();
    for (std::thread& other : others) {
        other.join();
    }
    EXPECT_EQ(transaction.trace, "bcbr");
    EXPECT_TRUE(shared.run(writes(transaction, "1")).ok());
}

TEST(SharedCommit, begin_that_fails_is_everybodys_failure) {
    FakeTransaction transaction;
    transaction.begin_fails = true;
    SharedCommit shared(transaction);
    const Result<void> outcome = shared.run(writes(transaction, "1"));
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().first().code, "test.begin");
    EXPECT_EQ(transaction.trace, "br");
}

TEST(SharedCommit, failed_commit_that_did_not_take_effect_is_a_failure) {
    FakeTransaction transaction;
    transaction.commit_fails = true;
    SharedCommit shared(transaction);
    const Result<void> outcome = shared.run(writes(transaction, "1"));
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().first().code, "test.commit");
    EXPECT_EQ(transaction.trace, "b1cr");
}

TEST(SharedCommit, failed_commit_that_took_effect_is_a_success) {
    FakeTransaction transaction;
    transaction.commit_fails = true;
    transaction.kept = true;
    SharedCommit shared(transaction);
    EXPECT_TRUE(shared.run(writes(transaction, "1")).ok());
}

TEST(SharedCommit, failed_commit_that_cannot_be_read_back_is_said_to_be_unknown) {
    FakeTransaction transaction;
    transaction.commit_fails = true;
    transaction.kept = broken("read");
    SharedCommit shared(transaction);
    const Result<void> outcome = shared.run(writes(transaction, "1"));
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().status, Status::storage);
    EXPECT_EQ(outcome.error().first().code, "outbox.commit_unknown");
    EXPECT_NE(outcome.error().first().cause.find("commit failed."), std::string::npos);
}

TEST(SharedCommit, what_is_thrown_fails_the_batch_and_leaves_nobody_waiting) {
    FakeTransaction transaction;
    SharedCommit shared(transaction);
    const Result<void> outcome =
        shared.run([]() -> Result<void> { throw std::runtime_error("thrown"); });
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().status, Status::internal);
    EXPECT_TRUE(shared.run(writes(transaction, "2")).ok());
    EXPECT_EQ(transaction.trace, "brb2c");
}

TEST(SharedCommit, later_operations_go_first_in_the_next_commit) {
    FakeTransaction transaction;
    SharedCommit shared(transaction);
    shared.run_later(writes(transaction, "l"), nothing);
    shared.run_later(writes(transaction, "m"), nothing);
    EXPECT_EQ(transaction.trace, "");
    EXPECT_TRUE(shared.run(writes(transaction, "1")).ok());
    EXPECT_EQ(transaction.trace, "blm1c");
}

TEST(SharedCommit, later_operations_learn_what_became_of_their_commit) {
    FakeTransaction transaction;
    transaction.commit_fails = true;
    SharedCommit shared(transaction);
    std::vector<bool> outcomes;
    const auto note = [&](const Result<void>& outcome) { outcomes.push_back(outcome.ok()); };
    shared.run_later(writes(transaction, "l"), note);
    EXPECT_FALSE(shared.flush().ok());
    transaction.commit_fails = false;
    shared.run_later(writes(transaction, "m"), note);
    EXPECT_TRUE(shared.flush().ok());
    EXPECT_EQ(outcomes, (std::vector<bool>{false, true}));
    EXPECT_EQ(transaction.trace, "blcrbmc");
}

TEST(SharedCommit, flush_with_nothing_to_write_writes_nothing) {
    FakeTransaction transaction;
    SharedCommit shared(transaction);
    EXPECT_TRUE(shared.flush().ok());
    EXPECT_EQ(transaction.trace, "");
}

TEST(SharedCommit, flush_waits_for_a_commit_under_way) {
    FakeTransaction transaction;
    SharedCommit shared(transaction);
    Gate gate;
    shared.run_later(gate.operation(), nothing);
    std::thread first([&] { EXPECT_TRUE(shared.run(writes(transaction, "1")).ok()); });
    gate.wait_until_entered();
    std::string seen;
    std::thread flusher([&] {
        EXPECT_TRUE(shared.flush().ok());
        seen = transaction.trace;
    });
    while (shared.waiting() < 1) {
        std::this_thread::yield();
    }
    gate.open();
    first.join();
    flusher.join();
    EXPECT_EQ(seen, "b1c");
    EXPECT_EQ(transaction.trace, "b1c");
}

TEST(SharedCommit, many_threads_each_find_their_own_operation_done_once) {
    FakeTransaction transaction;
    SharedCommit shared(transaction);
    constexpr int threads = 8;
    constexpr int rounds = 500;
    std::vector<int> done(threads, 0);
    std::barrier start(threads);
    std::vector<std::thread> callers;
    for (int number = 0; number < threads; ++number) {
        callers.emplace_back([&, number] {
            start.arrive_and_wait();
            int& mine = done[static_cast<std::size_t>(number)];
            for (int round = 0; round < rounds; ++round) {
                const int before = mine;
                EXPECT_TRUE(shared
                                .run([&mine] {
                                    ++mine;
                                    return Result<void>();
                                })
                                .ok());
                EXPECT_EQ(mine, before + 1);
            }
        });
    }
    for (std::thread& caller : callers) {
        caller.join();
    }
    EXPECT_EQ(done, std::vector<int>(threads, rounds));
}

TEST(SharedCommit, leader_without_memory_left_everybody_waiting_for_ever) {
    FakeTransaction transaction;
    SharedCommit shared(transaction);
    Gate gate;
    std::thread first([&] { EXPECT_TRUE(shared.run(gate.operation()).ok()); });
    gate.wait_until_entered();
    std::vector<std::thread> others;
    for (int number = 0; number < 3; ++number) {
        others.emplace_back(
            [&] { EXPECT_THROW(shared.run(writes(transaction, "x")).ok(), std::bad_alloc); });
    }
    bool told = false;
    shared.run_later(writes(transaction, "l"), [&](const Result<void>& outcome) {
        told = true;
        EXPECT_FALSE(outcome.ok());
    });
    while (shared.waiting() < 3) {
        std::this_thread::yield();
    }
    transaction.without_memory_from = 2;
    gate.open();
    for (std::thread& other : others) {
        other.join();
    }
    first.join();
    EXPECT_TRUE(told);
    transaction.without_memory_from = 0;
    EXPECT_TRUE(shared.run(writes(transaction, "y")).ok());
    EXPECT_EQ(transaction.trace, "bcblxxxcrbyc");
}

}  // namespace
}  // namespace sage
