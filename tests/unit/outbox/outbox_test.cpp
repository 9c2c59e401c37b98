// SPDX-License-Identifier: Apache-2.0
// Plan: the words for waiting, and a fresh change: it keeps all of the entry, except a time to look
// again where nobody will look again.
#include "sage-adapter/outbox/outbox.h"

#include <gtest/gtest.h>

#include <string>

namespace sage {
namespace {

Entry full_entry(State state) {
    Entry entry;
    entry.sequence = 7;
    entry.state = state;
    entry.wait_reason = WaitReason::backoff;
    entry.due_ms = 500;
    entry.epoch = 3;
    entry.generation = 2;
    entry.look_ups = 4;
    entry.absent_ms = 90;
    entry.maybe_in_sage = true;
    entry.verified = true;
    entry.problem_json = "{\"code\":\"x\"}";
    entry.root_cause = "item:SKU-1";
    entry.sage_document_json = "{\"key\":\"1\"}";
    return entry;
}

TEST(Outbox, change_keeps_everything_of_the_entry) {
    const Change change = change_of(full_entry(State::sending), Step{State::queued, 9}, 1'000);
    EXPECT_EQ(change.sequence, 7);
    EXPECT_EQ(change.epoch, 3);
    EXPECT_EQ(change.from, State::sending);
    EXPECT_EQ(change.to, State::queued);
    EXPECT_EQ(change.edge, 9);
    EXPECT_EQ(change.now_ms, 1'000);
    EXPECT_EQ(change.due_ms, 500);
    EXPECT_EQ(change.wait_reason, WaitReason::backoff);
    EXPECT_EQ(change.generation, 2);
    EXPECT_EQ(change.look_ups, 4);
    EXPECT_EQ(change.absent_ms, 90);
    EXPECT_TRUE(change.maybe_in_sage);
    EXPECT_TRUE(change.verified);
    EXPECT_EQ(change.problem_json, "{\"code\":\"x\"}");
    EXPECT_EQ(change.root_cause, "item:SKU-1");
    EXPECT_EQ(change.sage_document_json, "{\"key\":\"1\"}");
    EXPECT_TRUE(change.evidence.empty());
    EXPECT_TRUE(change.event_type.empty());
    EXPECT_TRUE(change.event_json.empty());
}

TEST(Outbox, change_into_a_final_or_held_state_waits_for_no_time_and_no_reason) {
    for (const State state : states) {
        const Change change = change_of(full_entry(State::sending), Step{state, 0}, 0);
        const bool waits =
            state == State::queued || state == State::sending || state == State::in_doubt;
        EXPECT_EQ(change.due_ms.has_value(), waits) << text_of(state);
        EXPECT_EQ(change.wait_reason != WaitReason::none, state == State::queued) << text_of(state);
    }
}

TEST(Outbox, change_of_an_entry_without_a_time_has_none) {
    Entry entry = full_entry(State::queued);
    entry.due_ms = 0;
    EXPECT_FALSE(change_of(entry, Step{State::queued, 9}, 0).due_ms.has_value());
}

TEST(Outbox, wait_reasons_are_their_own_names) {
    std::string all;
    for (const WaitReason reason :
         {WaitReason::none, WaitReason::backoff, WaitReason::throttle, WaitReason::auth,
          WaitReason::breaker, WaitReason::predecessor, WaitReason::paused}) {
        all += std::string(text_of(reason)) + " ";
        EXPECT_EQ(wait_reason_of(text_of(reason)), reason);
    }
    EXPECT_EQ(all, "none backoff throttle auth breaker predecessor paused ");
    EXPECT_FALSE(wait_reason_of("").has_value());
    EXPECT_FALSE(wait_reason_of("Backoff").has_value());
}

TEST(Outbox, what_is_no_reason_to_wait_has_no_word) {
    EXPECT_EQ(text_of(static_cast<WaitReason>(0xFF)), "");
}

}  // namespace
}  // namespace sage
