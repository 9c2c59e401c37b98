// SPDX-License-Identifier: Apache-2.0
// Plan: attempts, replays and every kind of change with its fence; what each writes beside the
// state; recovery after a crash; the counts after every step against counting by hand.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "sage-adapter/outbox/sqlite_writer.h"
#include "tests/unit/outbox/any_outbox.h"

namespace sage::outbox_test {
namespace {

class StoreChangesTest : public StoreTest {
  public:
    Entry claimed(int number) {
        accept(*store, number);
        return claim(*store).at(0);
    }
    /// In doubt, claimed again.
    Entry doubtful(int number) {
        const Entry sent = sending(*store, claimed(number));
        Change change = change_by(sent, Happening::outcome_unknown);
        change.maybe_in_sage = true;
        change.due_ms = start_ms;
        EXPECT_TRUE(value_of(store->apply(change)));
        return claim(*store).at(0);
    }
    void expect_counts_of_the_rows() {
        const Counts counts = value_of(store->counts());
        const auto rows = [&](State state) {
            return static_cast<std::int64_t>(value_of(store->in_state(state, 1'000)).size());
        };
        EXPECT_EQ(counts.queued, rows(State::queued));
        EXPECT_EQ(counts.sending, rows(State::sending));
        EXPECT_EQ(counts.in_doubt, rows(State::in_doubt));
        EXPECT_EQ(counts.posted, rows(State::posted));
        EXPECT_EQ(counts.rejected, rows(State::rejected));
        EXPECT_EQ(counts.held, rows(State::held));
        EXPECT_EQ(counts.withdrawn, rows(State::withdrawn));
        EXPECT_EQ(counts.unverified,
                  static_cast<std::int64_t>(value_of(store->unverified(1'000)).size()));
    }
};

TEST_P(StoreChangesTest, attempt_is_kept_byte_for_byte_and_the_entry_is_sending) {
    const Entry entry = claimed(1);
    Attempt attempt = next_attempt(entry);
    attempt.generation = 3;
    attempt.send_json = "{\"body\":\"" + std::string(100'000, 'x') + "\"}";
    EXPECT_TRUE(value_of(store->begin_attempt(attempt, entry.epoch)));
    const Attempt kept = value_of(store->last_attempt(entry.sequence)).value();
    EXPECT_EQ(kept.sequence, entry.sequence);
    EXPECT_EQ(kept.number, 1);
    EXPECT_EQ(kept.generation, 3);
    EXPECT_EQ(kept.begun_ms, attempt.begun_ms);
    EXPECT_EQ(kept.deadline_ms, attempt.deadline_ms);
    EXPECT_EQ(kept.send_json, attempt.send_json);
    EXPECT_EQ(kept.send_hash, "send-hash");
    EXPECT_FALSE(kept.replay);
    const Entry now = entry_of(*store, 1);
    EXPECT_EQ(now.state, State::sending);
    EXPECT_EQ(now.due_ms, attempt.deadline_ms);
    EXPECT_EQ(now.attempts, 1);
    EXPECT_EQ(now.generation, 3);
    expect_counts_of_the_rows();
}

TEST_P(StoreChangesTest, attempt_is_refused_with_another_epoch_number_or_state) {
    const Entry entry = claimed(1);
    const Attempt attempt = next_attempt(entry);
    EXPECT_FALSE(value_of(store->begin_attempt(attempt, entry.epoch - 1)));
    EXPECT_FALSE(value_of(store->begin_attempt(attempt, entry.epoch + 1)));
    for (const std::int64_t number : {0, 2, 7}) {
        Attempt wrong = attempt;
        wrong.number = number;
        EXPECT_FALSE(value_of(store->begin_attempt(wrong, entry.epoch)));
    }
    Attempt replay = attempt;
    replay.replay = true;
    EXPECT_FALSE(value_of(store->begin_attempt(replay, entry.epoch)));
    Attempt unknown = attempt;
    unknown.sequence = 99;
    EXPECT_FALSE(value_of(store->begin_attempt(unknown, entry.epoch)));
    EXPECT_FALSE(value_of(store->last_attempt(entry.sequence)).has_value());
    EXPECT_TRUE(value_of(store->begin_attempt(attempt, entry.epoch)));
    EXPECT_FALSE(value_of(store->begin_attempt(attempt, entry.epoch))) << "two open attempts";
    expect_counts_of_the_rows();
}

TEST_P(StoreChangesTest, nothing_is_sent_that_may_be_in_sage) {
    const Entry doubt = doubtful(1);
    Change change = change_by(doubt, Happening::proven_absent);
    change.due_ms = start_ms;
    ASSERT_TRUE(change.maybe_in_sage);
    EXPECT_TRUE(value_of(store->apply(change)));
    const Entry again = claim(*store).at(0);
    EXPECT_FALSE(value_of(store->begin_attempt(next_attempt(again), again.epoch)));
}

TEST_P(StoreChangesTest, replay_is_refused_with_another_epoch_number_or_state) {
    const Entry doubt = doubtful(1);
    Attempt replay = next_attempt(doubt);
    replay.replay = true;
    EXPECT_FALSE(value_of(store->begin_attempt(replay, doubt.epoch - 1)));
    EXPECT_FALSE(value_of(store->begin_attempt(replay, doubt.epoch + 1)));
    replay.number = doubt.attempts;
    EXPECT_FALSE(value_of(store->begin_attempt(replay, doubt.epoch))) << "the same once more";
    EXPECT_EQ(value_of(store->last_attempt(doubt.sequence))->number, doubt.attempts);
    replay.number = doubt.attempts + 1;
    EXPECT_TRUE(value_of(store->begin_attempt(replay, doubt.epoch)));
    const Entry queued = claimed(2);
    Attempt early = next_attempt(queued);
    early.replay = true;
    EXPECT_FALSE(value_of(store->begin_attempt(early, queued.epoch))) << "nothing is in doubt";
}

TEST_P(StoreChangesTest, replay_leaves_the_entry_in_doubt_and_adds_an_attempt) {
    Entry doubt = doubtful(1);
    Change looked = change_by(doubt, Happening::still_unclear);
    looked.look_ups = 2;
    looked.absent_ms = 77;
    looked.due_ms = start_ms;
    EXPECT_TRUE(value_of(store->apply(looked)));
    doubt = claim(*store).at(0);
    Attempt replay = next_attempt(doubt);
    replay.replay = true;
    EXPECT_TRUE(value_of(store->begin_attempt(replay, doubt.epoch)));
    const Entry now = entry_of(*store, 1);
    EXPECT_EQ(now.state, State::in_doubt);
    EXPECT_EQ(now.attempts, 2);
    EXPECT_EQ(now.look_ups, 2);
    EXPECT_EQ(now.absent_ms, 77);
    EXPECT_EQ(now.due_ms, start_ms + lease_ms);
    EXPECT_TRUE(value_of(store->last_attempt(now.sequence))->replay);
    expect_counts_of_the_rows();
}

TEST_P(StoreChangesTest, new_attempt_forgets_the_look_ups_of_the_one_before) {
    const Entry doubt = doubtful(1);
    Change change = change_by(doubt, Happening::proven_absent);
    change.maybe_in_sage = false;
    change.look_ups = 2;
    change.absent_ms = 77;
    change.due_ms = start_ms;
    EXPECT_TRUE(value_of(store->apply(change)));
    sending(*store, claim(*store).at(0));
    EXPECT_EQ(entry_of(*store, 1).look_ups, 0);
    EXPECT_EQ(entry_of(*store, 1).absent_ms, 0);
}

TEST_P(StoreChangesTest, change_writes_all_it_says) {
    const Entry sent = sending(*store, claimed(1));
    Change change = change_by(sent, Happening::not_sent, start_ms + 50);
    change.due_ms = start_ms + 700;
    change.wait_reason = WaitReason::throttle;
    change.generation = 4;
    change.look_ups = 5;
    change.absent_ms = 6;
    change.problem_json = "{\"code\":\"throttled\"}";
    change.root_cause = "cause";
    change.evidence = "answered 429";
    EXPECT_TRUE(value_of(store->apply(change)));
    const Entry now = entry_of(*store, 1);
    EXPECT_EQ(now.state, State::queued);
    EXPECT_EQ(now.due_ms, start_ms + 700);
    EXPECT_EQ(now.wait_reason, WaitReason::throttle);
    EXPECT_EQ(now.generation, 4);
    EXPECT_EQ(now.look_ups, 5);
    EXPECT_EQ(now.absent_ms, 6);
    EXPECT_EQ(now.problem_json, "{\"code\":\"throttled\"}");
    EXPECT_EQ(now.root_cause, "cause");
    EXPECT_EQ(now.epoch, sent.epoch);
    const HistoryLine line = value_of(store->history(now.sequence)).back();
    EXPECT_EQ(line.at_ms, start_ms + 50);
    EXPECT_EQ(line.edge, 9);
    EXPECT_EQ(line.from, State::sending);
    EXPECT_EQ(line.to, State::queued);
    EXPECT_EQ(line.evidence, "answered 429");
    EXPECT_FALSE(value_of(store->next_event()).has_value());
    expect_counts_of_the_rows();
}

TEST_P(StoreChangesTest, change_that_comes_too_late_writes_nothing_at_all) {
    const Entry sent = sending(*store, claimed(1));
    Change wrong_epoch = change_by(sent, Happening::done);
    wrong_epoch.event_type = "postingResult";
    ++wrong_epoch.epoch;
    Change wrong_state = change_by(sent, Happening::done);
    wrong_state.from = State::in_doubt;
    wrong_state.edge = 11;
    Change unknown = change_by(sent, Happening::done);
    unknown.sequence = 99;
    for (const Change& change : {wrong_epoch, wrong_state, unknown}) {
        EXPECT_FALSE(value_of(store->apply(change)));
    }
    EXPECT_EQ(entry_of(*store, 1).state, State::sending);
    EXPECT_EQ(value_of(store->history(sent.sequence)).size(), 2U);
    EXPECT_FALSE(value_of(store->next_event()).has_value());
    expect_counts_of_the_rows();
}

TEST_P(StoreChangesTest, change_that_is_no_edge_is_refused_and_does_not_harm_others) {
    const Entry sent = sending(*store, claimed(1));
    for (const State to : states) {
        for (int edge = 0; edge < 20; ++edge) {
            Change change = change_by(sent, Happening::done);
            change.from = State::in_doubt;
            change.to = to;
            change.edge = static_cast<std::uint8_t>(edge);
            const Result<bool> applied = store->apply(change);
            const bool allowed = is_edge(State::in_doubt, to, change.edge);
            EXPECT_EQ(applied.ok(), allowed) << text_of(to) << edge;
            EXPECT_TRUE(allowed || applied.error().status == Status::internal);
        }
    }
    EXPECT_EQ(entry_of(*store, 1).state, State::sending);
    EXPECT_TRUE(value_of(store->apply(change_by(sent, Happening::done))));
}

TEST_P(StoreChangesTest, sending_is_reached_by_an_attempt_only) {
    const Entry entry = claimed(1);
    Change change = change_by(entry, Happening::attempt_begun);
    const Result<bool> applied = store->apply(change);
    ASSERT_FALSE(applied.ok());
    EXPECT_EQ(applied.error().first().code, "outbox.not_an_edge");
}

TEST_P(StoreChangesTest, what_is_done_or_held_is_never_due_whatever_the_change_says) {
    const auto ends = [&](int number, Happening happening) {
        Change change = change_by(sending(*store, claimed(number)), happening);
        change.due_ms = start_ms;
        EXPECT_TRUE(value_of(store->apply(change)));
        EXPECT_EQ(entry_of(*store, number).due_ms, 0);
    };
    ends(1, Happening::done);
    ends(2, Happening::refused);
    ends(3, Happening::held_by_cause);
    EXPECT_TRUE(claim(*store, start_ms + lease_ms + lease_ms).empty());
    expect_counts_of_the_rows();
}

TEST_P(StoreChangesTest, edges_taken_one_after_the_other_are_counted_and_remembered) {
    const Entry doubt = doubtful(1);
    Change held = change_by(doubt, Happening::doubt_not_settled);
    EXPECT_TRUE(value_of(store->apply(held)));
    expect_counts_of_the_rows();
    Change again = change_by(entry_of(*store, 1), Happening::decided_send_again);
    again.maybe_in_sage = false;
    again.generation = 2;
    again.due_ms = start_ms;
    EXPECT_TRUE(value_of(store->apply(again)));
    expect_counts_of_the_rows();
    const Entry sent = sending(*store, claim(*store).at(0));
    EXPECT_TRUE(value_of(store->apply(change_by(sent, Happening::done))));
    expect_counts_of_the_rows();
    Change verified = change_by(entry_of(*store, 1), Happening::verified);
    verified.verified = true;
    EXPECT_TRUE(value_of(store->apply(verified)));
    expect_counts_of_the_rows();
    std::vector<int> edges;
    for (const HistoryLine& line : value_of(store->history(doubt.sequence))) {
        edges.push_back(line.edge);
    }
    EXPECT_EQ(edges, (std::vector<int>{1, 2, 10, 15, 16, 2, 7, 17}));
}

TEST_P(StoreChangesTest, verified_document_is_not_counted_twice_when_looked_at_again) {
    posted(*store, 1);
    EXPECT_EQ(value_of(store->counts()).unverified, 1);
    for (const bool verified : {false, true, true, false, true}) {
        Change change = change_by(entry_of(*store, 1), Happening::verified);
        change.verified = verified;
        EXPECT_TRUE(value_of(store->apply(change)));
        EXPECT_EQ(value_of(store->counts()).unverified, verified ? 0 : 1);
        expect_counts_of_the_rows();
    }
}

TEST_P(StoreChangesTest, recovery_puts_what_was_being_sent_in_doubt_and_forgets_leases) {
    const Entry sent = sending(*store, claimed(1));
    const Entry waiting = claimed(2);
    Change later = change_by(claimed(3), Happening::stopped_before_send);
    EXPECT_TRUE(value_of(store->apply(later)));
    reopen();
    outbox.let_leases_run_out();
    EXPECT_EQ(value_of(store->recover(start_ms + 5)), 1);
    const Entry doubt = entry_of(*store, 1);
    EXPECT_EQ(doubt.state, State::in_doubt);
    EXPECT_TRUE(doubt.maybe_in_sage);
    EXPECT_EQ(doubt.due_ms, doubt.accepted_ms) << "before what was accepted later";
    EXPECT_EQ(value_of(store->history(sent.sequence)).back().edge, 10);
    EXPECT_EQ(entry_of(*store, 2).state, State::queued);
    EXPECT_EQ(entry_of(*store, 2).due_ms, start_ms + 5);
    EXPECT_EQ(entry_of(*store, 3).state, State::held);
    expect_counts_of_the_rows();
    EXPECT_EQ(claim(*store, start_ms + 5).size(), 2U);
    EXPECT_FALSE(value_of(store->apply(change_by(sent, Happening::done))));
    EXPECT_FALSE(value_of(store->begin_attempt(next_attempt(waiting), waiting.epoch)));
}

TEST_P(StoreChangesTest, what_was_being_sent_is_settled_before_the_queue_behind_it_is_posted) {
    sending(*store, claimed(1));
    for (int number = 2; number <= 60; ++number) {
        accept(*store, number);
    }
    reopen();
    outbox.let_leases_run_out();
    EXPECT_EQ(value_of(store->recover(start_ms + 60'000)), 1);
    EXPECT_EQ(claim(*store, start_ms + 60'000).at(0).document_id, "DN-1");
}

TEST_P(StoreChangesTest, recovery_leaves_alone_what_waits_for_a_later_time) {
    Change change = change_by(sending(*store, claimed(1)), Happening::not_sent);
    change.due_ms = start_ms + 900'000;
    EXPECT_TRUE(value_of(store->apply(change)));
    EXPECT_EQ(value_of(store->recover(start_ms + 5)), 0);
    EXPECT_EQ(entry_of(*store, 1).due_ms, start_ms + 900'000);
}

TEST_P(StoreChangesTest, what_has_to_come_before_a_held_document_is_not_counted_beside_it) {
    for (const char* type :
         {"despatchAdvice.precursor", "despatchAdvice.precursor2", "despatchAdvice.second"}) {
        NewEntry part = new_entry(1);
        part.message_type = type;
        part.document_key = std::string("key of ") + type;
        part.message_id = std::string("message of ") + type;
        value_of(store->accept(part));
    }
    accept(*store, 2);
    for (const Entry& entry : claim(*store)) {
        Change change = change_by(entry, Happening::stopped_before_send);
        change.root_cause = "item:A";
        EXPECT_TRUE(value_of(store->apply(change)));
    }
    EXPECT_EQ(value_of(store->held_for("item:A", 10)).size(), 4U);
    EXPECT_EQ(value_of(store->held_count("item:A")), 2);
}

TEST_P(StoreChangesTest, held_documents_are_found_by_their_cause) {
    for (int number = 1; number <= 5; ++number) {
        Change change = change_by(claimed(number), Happening::stopped_before_send);
        change.root_cause = number == 5 ? "" : number % 2 == 0 ? "item:B" : "customer:A";
        EXPECT_TRUE(value_of(store->apply(change)));
    }
    EXPECT_EQ(value_of(store->root_causes()), (std::vector<std::string>{"customer:A", "item:B"}));
    EXPECT_EQ(value_of(store->held_for("item:B", 10)).size(), 2U);
    EXPECT_EQ(value_of(store->held_count("item:B")), 2);
    EXPECT_EQ(value_of(store->held_count("customer:A")), 2);
    EXPECT_EQ(value_of(store->held_count("")), 0);
    EXPECT_EQ(value_of(store->held_for("item:B", 1)).at(0).document_id, "DN-2");
    EXPECT_TRUE(value_of(store->held_for("item:C", 10)).empty());
    Change gone = change_by(entry_of(*store, 2), Happening::cause_gone);
    gone.root_cause.clear();
    gone.due_ms = start_ms;
    EXPECT_TRUE(value_of(store->apply(gone)));
    EXPECT_EQ(value_of(store->held_for("item:B", 10)).size(), 1U);
    EXPECT_EQ(claim(*store).at(0).document_id, "DN-2");
}

TEST_P(StoreChangesTest, several_changes_are_written_together) {
    const Entry first = claimed(1);
    const Entry second = claimed(2);
    Change decided = change_by(first, Happening::nothing_to_post);
    decided.verified = true;
    Change withdrawn = change_by(second, Happening::withdrawn);
    withdrawn.event_type = "postingResult";
    withdrawn.event_json = "{\"a\":1}";
    EXPECT_TRUE(value_of(store->apply_all({withdrawn, decided})));
    EXPECT_EQ(entry_of(*store, 1).state, State::posted);
    EXPECT_EQ(entry_of(*store, 2).state, State::withdrawn);
    EXPECT_EQ(value_of(store->next_event())->json, "{\"a\":1}");
    expect_counts_of_the_rows();
}

TEST_P(StoreChangesTest, of_several_changes_none_is_written_when_one_comes_too_late) {
    const Entry first = claimed(1);
    const Entry second = claimed(2);
    const Change withdrawn = change_by(first, Happening::withdrawn);
    Change late = change_by(second, Happening::nothing_to_post);
    late.epoch -= 1;
    EXPECT_FALSE(value_of(store->apply_all({withdrawn, late})));
    late.epoch += 1;
    late.sequence = 99;
    EXPECT_FALSE(value_of(store->apply_all({withdrawn, late})));
    EXPECT_EQ(entry_of(*store, 1).state, State::queued);
    EXPECT_EQ(entry_of(*store, 2).state, State::queued);
    EXPECT_FALSE(value_of(store->next_event()).has_value());
    expect_counts_of_the_rows();
}

TEST_P(StoreChangesTest, two_changes_of_one_entry_or_no_edge_are_refused_as_a_whole) {
    const Entry first = claimed(1);
    const Entry second = claimed(2);
    const Change withdrawn = change_by(first, Happening::withdrawn);
    EXPECT_FALSE(store->apply_all({withdrawn, withdrawn}).ok());
    Change wrong = change_by(second, Happening::nothing_to_post);
    wrong.edge = 7;
    EXPECT_FALSE(store->apply_all({withdrawn, wrong}).ok());
    EXPECT_EQ(entry_of(*store, 1).state, State::queued);
    EXPECT_EQ(entry_of(*store, 2).state, State::queued);
}

TEST_P(StoreChangesTest, what_is_remembered_outlives_a_restart) {
    EXPECT_EQ(value_of(store->recall("reconcile.due")), "");
    done(store->remember("reconcile.due", "17"));
    done(store->remember("reconcile.due", "18"));
    done(store->remember("other", "x"));
    reopen();
    EXPECT_EQ(value_of(store->recall("reconcile.due")), "18");
    EXPECT_EQ(value_of(store->recall("other")), "x");
}

TEST_P(StoreChangesTest, an_attempt_begins_by_its_own_call_only) {
    accept(*store, 1);
    const Change change = change_by(claim(*store).at(0), Happening::attempt_begun);
    EXPECT_FALSE(store->apply(change).ok());
    EXPECT_FALSE(store->apply_all({change}).ok());
    EXPECT_EQ(entry_of(*store, 1).state, State::queued);
}

TEST_P(StoreChangesTest, a_store_that_can_do_one_at_a_time_does_the_same) {
    accept(*store, 1);
    accept(*store, 2);
    const std::vector<Entry> claimed = claim(*store);
    const std::vector<Beginning> beginnings = {
        {next_attempt(claimed.at(0)), claimed.at(0).epoch},
        {next_attempt(claimed.at(1)), claimed.at(1).epoch + 1}};
    EXPECT_EQ(value_of(store->Store::begin_attempts(beginnings)), (std::vector<bool>{true, false}));
    const auto attempts =
        value_of(store->Store::last_attempts({claimed.at(0).sequence, claimed.at(1).sequence}));
    EXPECT_TRUE(attempts.at(0).has_value());
    EXPECT_FALSE(attempts.at(1).has_value());
    EXPECT_TRUE(value_of(store->Store::raise_as_leader({"purge", 1}, "attention", "{}", start_ms)));
    EXPECT_TRUE(value_of(store->next_event()).has_value());
}

TEST_P(StoreChangesTest, later_result_goes_with_whatever_is_written_next) {
    const std::vector<std::function<bool()>> next = {
        [&] { return store->recover(start_ms).ok(); },
        [&] { return store->elect("purge", lease_ms).ok(); },
        [&] { return store->remember("note", "kept").ok(); },
        [&] { return store->release({}, start_ms).ok(); },
        [&] { return store->acknowledge(1).ok(); }};
    int number = 0;
    for (const std::function<bool()>& write : next) {
        const Entry entry = sending(*store, claimed(++number));
        store->apply_later(change_by(entry, Happening::done));
        EXPECT_TRUE(write()) << number;
        done(store->flush());
        EXPECT_EQ(entry_of(*store, number).state, State::posted) << number;
    }
    expect_counts_of_the_rows();
}

INSTANTIATE_TEST_SUITE_P(EveryStore, StoreChangesTest, every_store, name_of);

}  // namespace
}  // namespace sage::outbox_test
