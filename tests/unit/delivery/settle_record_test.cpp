// SPDX-License-Identifier: Apache-2.0
// Plan: after each way in which a replay can end, all that is written of the document, the host's
// event and the time of the next look; each limit of time at its last moment and one later.
#include "tests/unit/delivery/settle_fixture.h"

namespace sage::testing {
namespace {

using ::testing::HasSubstr;

TEST_F(SettleRecord, a_replay_is_another_attempt_of_the_first_send) {
    doubt(true);
    const Entry posted = step();
    EXPECT_EQ(posted.state, State::posted);
    EXPECT_EQ(posted.attempts, 2);
    EXPECT_EQ(posted.problem_json, "");
    EXPECT_FALSE(posted.maybe_in_sage);
    EXPECT_FALSE(posted.verified);
    EXPECT_THAT(posted.sage_document_json, HasSubstr(R"("key":"1")"));
    EXPECT_EQ(evidence(), "replay answered 201");
    EXPECT_THAT(last_event(), HasSubstr(R"("state":"posted","verified":false,"attempts":2)"));
    EXPECT_THAT(audit.records.back(), HasSubstr(R"("attempt":2,"replay":true)"));
    EXPECT_EQ(attempt().number, 2);
    EXPECT_TRUE(attempt().replay);
    EXPECT_EQ(attempt().begun_ms, begun_ms);
    EXPECT_EQ(attempt().deadline_ms, clock.now + company.connection().reply_ms_max);
}

TEST_F(SettleRecord, a_replay_that_is_refused_says_why) {
    doubt_answered({400, {}, ""});
    const Entry rejected = step();
    EXPECT_EQ(rejected.state, State::rejected);
    EXPECT_FALSE(rejected.maybe_in_sage);
    EXPECT_THAT(rejected.problem_json, HasSubstr("fake.400"));
    EXPECT_EQ(evidence(), "replay answered 400");
    EXPECT_THAT(last_event(), HasSubstr("fake.400"));
}

TEST_F(SettleRecord, a_replay_refused_for_a_cause_outside_holds_for_it_under_a_new_key) {
    doubt_answered({422, {}, ""});
    const Entry held = step();
    EXPECT_EQ(held.state, State::held);
    EXPECT_FALSE(held.maybe_in_sage);
    EXPECT_EQ(held.root_cause, "item:LATE");
    EXPECT_EQ(held.generation, 2);
    EXPECT_THAT(held.problem_json, HasSubstr("fake.422"));
    EXPECT_EQ(evidence(), "replay answered 422");
    EXPECT_THAT(last_event(), HasSubstr("fake.422"));
}

TEST_F(SettleRecord, a_throttled_replay_waits_as_long_as_the_server_says_and_so_do_all_others) {
    doubt_answered({429, {}, ""});
    const Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.due_ms, clock.now + 30'000);
    EXPECT_EQ(waiting.look_ups, 0);
    EXPECT_TRUE(waiting.maybe_in_sage);
    EXPECT_EQ(posts(), 2U);
    submit(despatch("D2"));
    clock.now += 29'999;
    work();
    EXPECT_EQ(posts(), 2U);
    clock.now += 1;
    work();
    EXPECT_EQ(state("D2"), State::posted);
}

TEST_F(SettleRecord, a_throttling_kept_under_the_key_is_looked_up_at_once) {
    doubt_answered({429, {{"Kept", "since then"}}, ""});
    const Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.look_ups, 1);
    EXPECT_EQ(waiting.due_ms, clock.now);
    EXPECT_EQ(step().state, State::posted);
    EXPECT_EQ(posts(), 2U);
}

TEST_F(SettleRecord, a_replay_with_a_refused_token_is_repeated_at_once) {
    doubt_answered({401, {}, ""});
    const Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.due_ms, clock.now);
    EXPECT_EQ(waiting.look_ups, 0);
}

TEST_F(SettleRecord, a_key_that_answers_no_more_or_only_its_failure_is_looked_up_at_once) {
    const Reply kept_failure = {500, {{"Kept", "since then"}}, ""};
    doubt_answered({409, {}, ""});
    Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.look_ups, 1);
    EXPECT_EQ(waiting.due_ms, clock.now);
    EXPECT_THAT(waiting.problem_json, HasSubstr("whether Sage has it: Answered."));
    EXPECT_THAT(waiting.problem_json, HasSubstr(R"("owner":"it")"));
    EXPECT_EQ(step().state, State::posted);

    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D2"));
    work();
    for (auto& [key, reply] : sage.answers) {
        reply = kept_failure;
    }
    clock.now = entry("D2").due_ms;
    step();
    EXPECT_EQ(entry("D2").look_ups, 1);
    EXPECT_EQ(entry("D2").due_ms, clock.now);
}

TEST_F(SettleRecord, a_failure_of_the_server_is_asked_again_after_a_wait) {
    doubt_answered({500, {}, ""});
    const Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.look_ups, 0);
    EXPECT_EQ(waiting.due_ms, wait_of_server(2));
    EXPECT_THAT(waiting.problem_json, HasSubstr("whether Sage has it: Answered."));
    EXPECT_TRUE(events().empty());
}

TEST_F(SettleRecord, a_replay_still_running_or_not_allowed_waits_with_the_servers_words) {
    for (const int status : {425, 403}) {
        if (status == 425) {
            doubt_answered({status, {}, ""});
        } else {
            sage.answers.begin()->second = Reply{status, {}, ""};
            clock.now = entry("D1").due_ms;
        }
        const Entry waiting = step();
        EXPECT_EQ(waiting.state, State::in_doubt);
        EXPECT_EQ(waiting.look_ups, 0);
        EXPECT_EQ(waiting.due_ms, wait_of_server(waiting.attempts));
        EXPECT_THAT(waiting.problem_json, HasSubstr("fake." + std::to_string(status)));
    }
}

TEST_F(SettleRecord, a_replay_that_the_edition_cannot_judge_leaves_the_doubt_as_it_was) {
    doubt_answered({no_judgement, {}, ""});
    const std::string problem = entry("D1").problem_json;
    const Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.problem_json, problem);
    EXPECT_EQ(waiting.due_ms, wait_of_server(2));
    EXPECT_EQ(evidence(), "replay answered 299");
}

TEST_F(SettleRecord, a_replay_without_an_answer_says_so_and_waits) {
    doubt(false);
    sage.scripts = {{false, Outcome::maybe_sent, 0}};
    const Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.due_ms, wait_of_server(2));
    EXPECT_THAT(waiting.problem_json, HasSubstr("whether Sage has it: connection reset"));
    EXPECT_EQ(evidence(), "replay not answered: connection reset");
}

TEST_F(SettleRecord, what_the_host_does_not_audit_is_not_replayed) {
    doubt(true);
    audit.refuses = true;
    const Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.attempts, 1);
    EXPECT_EQ(waiting.due_ms, wait_of_server(1));
    EXPECT_EQ(posts(), 1U);
}

TEST_F(SettleRecord, a_replay_that_could_not_be_written_down_does_not_leave) {
    doubt(true);
    store->fail("begin_attempt");
    step_fails("test.store_failed");
    EXPECT_EQ(posts(), 1U);
}

TEST_F(SettleRecord, a_replay_of_a_document_that_another_host_has_taken_does_not_leave) {
    doubt(true);
    store->loses_fence = true;
    step();
    EXPECT_EQ(posts(), 1U);
}

TEST_F(SettleRecord, an_attempt_that_cannot_be_read_settles_nothing) {
    doubt(true);
    store->fail("last_attempt");
    step_fails("test.store_failed");
    clock.now += hour;
    store->change_attempt = [](std::optional<Attempt>& attempt) { attempt.reset(); };
    step_fails("outbox.attempt_missing");
    clock.now += hour;
    store->change_attempt = [](std::optional<Attempt>& attempt) { attempt->send_json = "{"; };
    const Result<Worked> worked = delivery->work([] { return false; });
    ASSERT_FALSE(worked.ok());
    EXPECT_EQ(worked.error().status, Status::storage);
    EXPECT_EQ(posts(), 1U);
    EXPECT_EQ(state("D1"), State::in_doubt);
}

TEST_F(SettleRecord, a_missing_attempt_is_for_it_to_restore) {
    doubt(true);
    store->change_attempt = [](std::optional<Attempt>& attempt) { attempt.reset(); };
    const Result<Worked> worked = delivery->work([] { return false; });
    ASSERT_FALSE(worked.ok());
    EXPECT_EQ(worked.error().first().owner, Owner::it);
}

TEST_F(SettleRecord, a_key_is_replayed_until_half_of_the_servers_window_is_over) {
    company.connection_.doubt_ms_max = 1'000 * hour;
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    for (auto& [key, reply] : sage.answers) {
        reply = Reply{425, {}, ""};
    }
    const std::int64_t begun = clock.now;
    clock.now = begun + 24 * hour - 1;
    work();
    EXPECT_EQ(posts(), 2U) << "replayed at the last moment";
    EXPECT_EQ(state("D1"), State::in_doubt);
    const Result<std::optional<std::int64_t>> due = store->next_due_ms();
    ASSERT_TRUE(due.ok());
    clock.now = begun + 25 * hour;
    work();
    EXPECT_EQ(posts(), 2U) << "looked up afterwards";
    EXPECT_EQ(state("D1"), State::posted);
}

// The server may compare an id with those alone that have ended, while the first still runs.
TEST_F(SettleRecord, an_id_that_is_refused_a_second_time_is_looked_up_and_not_sent_again) {
    company.settles = SettleClass::unique_refusal;
    doubt(true);
    EXPECT_EQ(step().state, State::posted);
    EXPECT_EQ(posts(), 1U);
    EXPECT_EQ(evidence(), "looked up: found 1");
}

TEST_F(SettleRecord, at_half_of_the_window_a_key_is_replayed_no_more) {
    company.connection_.doubt_ms_max = 1'000 * hour;
    doubt(true);
    clock.now = begun_ms + 24 * hour;
    work();
    EXPECT_EQ(posts(), 1U);
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(SettleRecord, a_doubt_is_held_with_its_reference_when_its_time_is_over) {
    company.settles = SettleClass::searchable;
    sage.query_shows = false;
    doubt(true);
    clock.now = begun_ms + company.connection().doubt_ms_max;
    work();
    EXPECT_EQ(state("D1"), State::in_doubt);
    EXPECT_EQ(entry("D1").look_ups, 1);
    clock.now += 1;
    make_due();
    events();
    work();
    const Entry held = entry("D1");
    EXPECT_EQ(held.state, State::held);
    EXPECT_TRUE(held.maybe_in_sage);
    EXPECT_THAT(held.problem_json, HasSubstr("delivery.doubt_not_settled"));
    EXPECT_THAT(held.problem_json, HasSubstr("the reference " + held.external_reference));
    EXPECT_THAT(held.problem_json, HasSubstr(R"("owner":"finance")"));
    EXPECT_THAT(last_event(), HasSubstr("delivery.doubt_not_settled"));
}

TEST_F(SettleRecord, an_attempt_nobody_concluded_is_in_doubt_when_its_lease_ends) {
    start();
    store->forgets_later = true;
    submit(despatch("D1"));
    work();
    ASSERT_EQ(state("D1"), State::sending);
    store->forgets_later = false;
    clock.now += hour;
    Entry unclear = step();
    EXPECT_EQ(unclear.state, State::in_doubt);
    EXPECT_TRUE(unclear.maybe_in_sage);
    EXPECT_EQ(unclear.due_ms, clock.now);
    EXPECT_THAT(unclear.problem_json, HasSubstr("the attempt was never concluded."));
    EXPECT_THAT(unclear.problem_json, HasSubstr(R"("owner":"it")"));
    EXPECT_EQ(evidence(), "lease ran out while sending");
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

}  // namespace
}  // namespace sage::testing
