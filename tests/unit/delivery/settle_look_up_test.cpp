// SPDX-License-Identifier: Apache-2.0
// Plan: after each thing that a look-up can show, all that is written of the document, the host's
// event and the time of the next look; absence is believed at the first moment it may be, not
// before.
#include "tests/unit/delivery/settle_fixture.h"

namespace sage::testing {
namespace {

using ::testing::HasSubstr;

class SettleByLookUpRecord : public SettleRecord {
  protected:
    SettleByLookUpRecord() { company.settles = SettleClass::searchable; }

    /// A document that begins later and is shown by a query.
    void later_document() {
        sage.query_shows = true;
        submit(despatch("LATER"));
        work();
        ASSERT_TRUE(entry("LATER").verified);
    }

    std::int64_t believed_from() const {
        return begun_ms + company.connection().reply_ms_max + company.connection().settle_ms;
    }
};

TEST_F(SettleByLookUpRecord, found_as_sent_is_posted_and_verified) {
    doubt(true);
    const Entry posted = step();
    EXPECT_EQ(posted.state, State::posted);
    EXPECT_TRUE(posted.verified);
    EXPECT_FALSE(posted.maybe_in_sage);
    EXPECT_EQ(posted.problem_json, "");
    EXPECT_THAT(posted.sage_document_json, HasSubstr(R"("number":"N1")"));
    EXPECT_EQ(evidence(), "looked up: found 1");
    EXPECT_THAT(last_event(), HasSubstr(R"("state":"posted","verified":true)"));
}

TEST_F(SettleByLookUpRecord, found_otherwise_is_held_for_a_person_to_compare) {
    doubt(true);
    sage.kept.at(0).content = "CHANGED";
    const Entry held = step();
    EXPECT_EQ(held.state, State::held);
    EXPECT_TRUE(held.maybe_in_sage);
    EXPECT_THAT(held.problem_json, HasSubstr("delivery.found_other_content"));
    EXPECT_THAT(held.problem_json, HasSubstr("Under our reference: "));
    EXPECT_THAT(held.problem_json, HasSubstr(R"("owner":"finance")"));
    EXPECT_THAT(last_event(), HasSubstr("delivery.found_other_content"));
}

TEST_F(SettleByLookUpRecord, found_several_times_is_held_with_each) {
    doubt(true);
    Kept copy = sage.kept.at(0);
    copy.key = "77";
    sage.kept.push_back(copy);
    const Entry held = step();
    EXPECT_EQ(held.state, State::held);
    EXPECT_THAT(held.problem_json, HasSubstr("delivery.found_several"));
    EXPECT_THAT(held.problem_json, HasSubstr(held.external_reference +
                                             ": Invoice N1 with key 1, Invoice N77 with key 77."));
    EXPECT_THAT(held.problem_json, HasSubstr(R"("owner":"finance")"));
    EXPECT_THAT(last_event(), HasSubstr("delivery.found_several"));
}

TEST_F(SettleByLookUpRecord, a_look_up_that_fails_says_why_and_is_repeated_in_a_minute) {
    doubt(true);
    sage.look_up_works = false;
    Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.look_ups, 1);
    EXPECT_EQ(waiting.due_ms, clock.now + minute);
    EXPECT_EQ(evidence(), "looked up: status 500");
    EXPECT_THAT(waiting.problem_json, HasSubstr("whether Sage has it: status 500"));
    EXPECT_TRUE(events().empty());
    sage.reachable = false;
    clock.now = waiting.due_ms;
    waiting = step();
    EXPECT_EQ(waiting.look_ups, 2);
    EXPECT_EQ(evidence(), "looked up: connection refused");
    sage.reachable = true;
    clock.now = waiting.due_ms;
    make_due(7);
    waiting = step();
    EXPECT_EQ(waiting.look_ups, 8);
    EXPECT_EQ(waiting.due_ms, wait_of_server(8));
    EXPECT_GT(waiting.due_ms, clock.now + minute);
}

TEST_F(SettleByLookUpRecord, what_the_outbox_cannot_say_about_absence_is_an_error_of_the_call) {
    doubt(false);
    const Entry before = entry("D1");
    store->shared = true;
    store->fail("recall");
    step_fails("test.store_failed");
    EXPECT_EQ(entry("D1").look_ups, before.look_ups);
    EXPECT_EQ(state("D1"), State::in_doubt);
}

TEST_F(SettleByLookUpRecord, an_absence_is_believed_after_the_servers_time_and_a_minute) {
    doubt(false);
    Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.due_ms, believed_from());
    EXPECT_EQ(waiting.look_ups, 1);
    EXPECT_EQ(waiting.absent_ms, 0);
    EXPECT_EQ(evidence(), "looked up: not found, but too early to be sure.");
    later_document();

    clock.now = believed_from() - 1;
    make_due();
    waiting = step();
    EXPECT_EQ(waiting.due_ms, believed_from());
    EXPECT_EQ(waiting.absent_ms, 0);

    clock.now = believed_from();
    waiting = step();
    EXPECT_EQ(waiting.absent_ms, clock.now);
    EXPECT_EQ(waiting.due_ms, clock.now + minute);
    EXPECT_EQ(evidence(), "looked up: not found once; looked up again in a minute.");

    clock.now += minute - 1;
    make_due();
    waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.absent_ms, believed_from()) << "the first time counts";

    clock.now += 1;
    make_due();
    const Entry queued = step();
    EXPECT_EQ(queued.state, State::queued);
    EXPECT_EQ(queued.generation, 2);
    EXPECT_FALSE(queued.maybe_in_sage);
    EXPECT_EQ(queued.look_ups, 0);
    EXPECT_EQ(queued.absent_ms, 0);
    EXPECT_EQ(queued.due_ms, clock.now);
    EXPECT_EQ(queued.problem_json, "");
    EXPECT_EQ(evidence(), "looked up twice: not in Sage");
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 2U);
}

TEST_F(SettleByLookUpRecord, an_absence_without_a_later_document_in_sight_is_none) {
    doubt(false);
    clock.now = believed_from();
    make_due();
    const Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.absent_ms, 0);
    EXPECT_EQ(waiting.due_ms, clock.now + minute);
    EXPECT_EQ(evidence(),
              "looked up: not found, but no later document has been seen by a query either.");
}

TEST_F(SettleByLookUpRecord, what_a_look_up_has_shown_is_a_later_document_in_sight) {
    doubt(false);
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("LATER"));
    work();
    ASSERT_EQ(state("LATER"), State::in_doubt);
    clock.now = entry("LATER").due_ms;
    work();
    ASSERT_EQ(state("LATER"), State::posted);
    clock.now = believed_from();
    make_due();
    EXPECT_EQ(step().absent_ms, clock.now);
    EXPECT_EQ(evidence(), "looked up: not found once; looked up again in a minute.");
}

TEST_F(SettleByLookUpRecord, a_change_that_sage_does_not_show_is_absent_and_not_wrong_content) {
    start();
    submit(despatch("D0"));
    work();
    sage.scripts = {{false, Outcome::maybe_sent, 0}};
    submit(tracking("D1", "D0", "PARCEL"));
    work();
    ASSERT_EQ(state("D1"), State::in_doubt);
    begun_ms = attempt().begun_ms;
    clock.now = entry("D1").due_ms;
    const Entry waiting = step();
    EXPECT_EQ(waiting.state, State::in_doubt);
    EXPECT_EQ(waiting.due_ms, believed_from());
    EXPECT_EQ(evidence(), "looked up: not found, but too early to be sure.");
    sage.kept.at(0).content = "PARCEL";
    clock.now = believed_from();
    EXPECT_EQ(step().state, State::posted);
}

}  // namespace
}  // namespace sage::testing
