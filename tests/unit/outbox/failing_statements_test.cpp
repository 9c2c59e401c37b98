// SPDX-License-Identifier: Apache-2.0
// Plan: a life in which every function of the store has its part, lived again and again, and each
// time another statement fails: the caller repeats what failed, and all ends as without a failure.
#include "tests/unit/outbox/failing_statements.h"

#include <gtest/gtest.h>

#include "tests/unit/outbox/outbox_life.h"

namespace sage::outbox_test {
namespace {

TEST(FailingStatements, whichever_fails_what_is_repeated_ends_as_without_a_failure) {
    FailingStatements statements;
    std::string expected;
    int failures = 0;
    for (int statement = 0;; ++statement) {
        const OutboxFolder folder(place_in_memory());
        std::unique_ptr<Store> store = folder.store();
        statements.fail_at(statement);
        live(*store);
        store.reset();
        const bool failed = statements.has_failed();
        const std::string sql = statements.sql();
        statements.fail_at(0);
        const std::string found = contents(*folder.store());
        expected = statement == 0 ? found : expected;
        ASSERT_EQ(found, expected) << "statement " << statement << " failed: " << sql;
        if (statement != 0 && !failed) {
            break;
        }
        failures += failed ? 1 : 0;
    }
    EXPECT_GT(failures, 80);
    RecordProperty("failures", failures);
}

TEST(FailingStatements, an_outbox_opens_or_says_why_not_and_then_opens) {
    for (const bool is_new : {true, false}) {
        FailingStatements statements;
        for (int statement = 1;; ++statement) {
            const OutboxFolder folder(place_in_memory());
            if (!is_new) {
                statements.fail_at(0);
                accept(*folder.store(), 1);
            }
            statements.fail_at(statement);
            const Result<std::unique_ptr<Store>> opened = folder.open();
            if (!statements.has_failed()) {
                EXPECT_GT(statement, 10);
                break;
            }
            const std::string failed = statements.sql();
            statements.fail_at(0);
            if (!opened.ok()) {
                EXPECT_EQ(opened.error().status, Status::storage) << failed;
                EXPECT_FALSE(opened.error().first().fix.empty()) << failed;
                const std::unique_ptr<Store> store = folder.store();
                EXPECT_EQ(value_of(store->counts()).queued, is_new ? 0 : 1) << failed;
            }
        }
    }
}

TEST(FailingStatements, what_is_done_one_at_a_time_stops_at_the_first_failure) {
    const OutboxFolder folder(place_in_memory());
    FailingStatements statements;
    const std::unique_ptr<Store> store = folder.store();
    accept(*store, 1);
    const Entry entry = claim(*store).at(0);
    const std::vector<std::function<bool()>> calls = {
        [&] { return store->Store::begin_attempts({{next_attempt(entry), entry.epoch}}).ok(); },
        [&] { return store->Store::last_attempts({entry.sequence}).ok(); },
        [&] { return store->Store::raise_as_leader({"d", 1}, "attention", "{}", start_ms).ok(); }};
    for (const std::function<bool()>& call : calls) {
        statements.fail_at(1);
        EXPECT_FALSE(call());
        EXPECT_TRUE(call());
    }
}

TEST(FailingStatements, a_question_that_fails_anywhere_leaves_nothing_old_for_the_next_one) {
    const OutboxFolder folder(place_in_memory());
    FailingStatements statements;
    const std::unique_ptr<Store> store = folder.store();
    accept(*store, 1);
    int number = 1;
    for (int statement = 1;; ++statement) {
        statements.fail_at(statement);
        const bool answered = store->last_attempts({1, 1}).ok();
        if (!statements.has_failed()) {
            EXPECT_TRUE(answered);
            break;
        }
        statements.fail_at(0);
        accept(*store, ++number);
        EXPECT_TRUE(value_of(store->find_message("message-" + std::to_string(number))).has_value())
            << "after a failure at statement " << statement;
        EXPECT_TRUE(store->last_attempts({1, 1}).ok()) << statement;
    }
    EXPECT_EQ(number, 5) << "begin, both questions, end";
}

}  // namespace
}  // namespace sage::outbox_test
