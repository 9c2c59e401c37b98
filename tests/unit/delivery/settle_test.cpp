// SPDX-License-Identifier: Apache-2.0
// Plan: a document in doubt ends posted, queued, rejected or held as edges E10 to E15 say, by
// replay where the server has keys and by look-up otherwise; it is never sent anew before its
// absence is proven.
#include <algorithm>

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t hour = 60 * minute;

using Settle = World;

std::size_t posts(const FakeSage& sage) {
    std::size_t count = 0;
    for (const Request& request : sage.received) {
        count += request.target == "/post" ? 1U : 0U;
    }
    return count;
}

TEST_F(Settle, a_lost_reply_is_settled_by_replaying_the_same_bytes) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::in_doubt);
    work_for(minute);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
    std::vector<Request> sent;
    for (const Request& request : sage.received) {
        if (request.target == "/post") {
            sent.push_back(request);
        }
    }
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[0].body, sent[1].body);
    EXPECT_EQ(sent[0].headers[0].value, sent[1].headers[0].value);
    EXPECT_EQ(entry("D1").attempts, 2);
}

TEST_F(Settle, what_was_cut_is_told_when_the_doubt_is_settled_by_a_replay) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("CUT"));
    work_for(minute);
    ASSERT_EQ(state("CUT"), State::posted);
    EXPECT_NE(entry("CUT").sage_document_json.find("mapping.text_cut"), std::string::npos);
}

TEST_F(Settle, what_was_cut_is_told_of_a_document_that_was_looked_up) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("CUT"));
    work();
    sage.answers.begin()->second = Reply{409, {}, ""};
    work_for(minute);
    ASSERT_EQ(state("CUT"), State::posted);
    EXPECT_NE(entry("CUT").sage_document_json.find("mapping.text_cut"), std::string::npos);
}

TEST_F(Settle, a_request_that_never_arrived_is_posted_by_its_replay) {
    start();
    sage.scripts = {{false, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work_for(minute);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Settle, a_server_error_is_no_failure) {
    start();
    sage.scripts = {{true, Outcome::answered, 500}};
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::in_doubt);
    work_for(minute);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Settle, a_refusal_found_by_the_replay_is_final) {
    start();
    sage.scripts = {{false, Outcome::maybe_sent, 0}, {false, Outcome::answered, 400}};
    submit(despatch("D1"));
    work_for(minute);
    EXPECT_EQ(state("D1"), State::rejected);
    EXPECT_TRUE(sage.kept.empty());
}

TEST_F(Settle, a_key_that_answers_no_more_is_settled_by_look_up) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    sage.answers.begin()->second = Reply{409, {}, ""};
    work_for(minute);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Settle, a_throttling_that_the_server_keeps_under_the_key_is_not_waited_for) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    sage.answers.begin()->second = Reply{429, {{"Kept", "since then"}}, ""};
    work_for(minute);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(posts(sage), 2U);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Settle, a_replay_that_comes_too_late_does_not_leave) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    audit.meanwhile = [this] { clock.now += company.connection().reply_ms_max; };
    clock.now += 3'000;
    work();
    EXPECT_EQ(posts(sage), 1U);
    EXPECT_EQ(state("D1"), State::in_doubt);
    audit.meanwhile = nullptr;
    work_for(hour);
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(Settle, what_was_being_sent_when_the_run_ended_is_in_doubt_and_settled) {
    start();
    submit(despatch("D1"));
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    const Result<Worked> worked = delivery->work([] { return false; });
    ASSERT_TRUE(worked.ok());
    // The verdict was not yet on disk: the new run finds `sending`.
    restart();
    work_for(10 * minute);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

class SettleByLookUp : public World {
  protected:
    SettleByLookUp() { company.settles = SettleClass::searchable; }
};

TEST_F(SettleByLookUp, found_once_with_the_same_content_is_posted) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work_for(minute);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(posts(sage), 1U);
}

TEST_F(SettleByLookUp, found_with_other_content_is_held_with_both_sides) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    sage.kept.at(0).content = "CHANGED";
    work_for(minute);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_NE(entry("D1").problem_json.find("sent 'D1', found 'CHANGED'"), std::string::npos);
}

TEST_F(SettleByLookUp, found_twice_is_held_with_all_candidates) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    Kept copy = sage.kept.at(0);
    copy.key = "77";
    sage.kept.push_back(copy);
    work_for(minute);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_NE(entry("D1").problem_json.find("Invoice N77 with key 77"), std::string::npos);
}

TEST_F(SettleByLookUp, absence_is_proven_late_twice_and_with_a_later_document_in_sight) {
    start();
    sage.scripts = {{false, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    clock.now += minute;
    submit(despatch("D2"));  // the later document that a query shows
    work_for(9 * minute);
    EXPECT_EQ(state("D2"), State::posted);
    EXPECT_EQ(state("D1"), State::in_doubt);
    EXPECT_EQ(posts(sage), 2U) << "sent again before absence was proven";
    work_for(20 * minute);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(entry("D1").generation, 2);
    EXPECT_EQ(sage.kept.size(), 2U);
}

TEST_F(SettleByLookUp, without_a_later_document_in_sight_absence_is_never_believed) {
    start();
    sage.scripts = {{false, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work_for(23 * hour);
    EXPECT_EQ(state("D1"), State::in_doubt);
    EXPECT_EQ(posts(sage), 1U);
    work_for(2 * hour);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_TRUE(entry("D1").maybe_in_sage);
}

TEST_F(SettleByLookUp, a_look_up_that_fails_is_not_an_absence) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    sage.look_up_works = false;
    submit(despatch("D1"));
    work();
    clock.now += minute;
    submit(despatch("D2"));
    work_for(hour);
    EXPECT_EQ(state("D1"), State::in_doubt);
    sage.look_up_works = true;
    work_for(hour);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 2U);
}

TEST_F(SettleByLookUp, a_query_that_lags_does_not_lead_to_a_second_document) {
    start();
    sage.query_shows = false;
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    clock.now += minute;
    submit(despatch("D2"));
    work_for(2 * hour);
    EXPECT_EQ(posts(sage), 2U);
    sage.query_shows = true;
    work_for(hour);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 2U);
}

TEST_F(Settle, an_edition_without_any_way_to_look_holds_the_doubt) {
    company.settles = SettleClass::blind;
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work_for(minute);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(posts(sage), 1U);
}

TEST_F(Settle, what_waits_for_a_person_s_import_is_held_for_that_and_never_written_again) {
    company.settles = SettleClass::blind;
    company.awaits = "import:batch 7";
    company.gone = "import:batch 7";
    start();
    // The answer of a folder: the file is there. Whether Sage has it is another matter.
    sage.scripts = {{false, Outcome::answered, 202}, {false, Outcome::answered, 202}};
    submit(despatch("D1"));
    submit(despatch("D2"));
    work_for(5 * 3'600'000);
    for (const char* number : {"D1", "D2"}) {
        EXPECT_EQ(state(number), State::held);
        EXPECT_TRUE(entry(number).maybe_in_sage) << "it may be imported at any moment";
        EXPECT_EQ(entry(number).root_cause, "import:batch 7");
        EXPECT_NE(entry(number).problem_json.find("fake.import"), std::string::npos);
    }
    EXPECT_EQ(posts(sage), 2U) << "a cause that is gone sends nothing of which this is not known";
    const std::vector<StoredEvent> told = events();
    EXPECT_EQ(std::count_if(told.begin(), told.end(),
                            [](const StoredEvent& event) { return event.type == "attention"; }),
              1)
        << "one issue, whatever waits for it";
    sage.look_up_works = false;
    submit(replaced(decision("X1", "D1", "markPosted"), R"("sageDocumentNumber")",
                    R"("checkedByHand":true,"sageDocumentNumber")"));
    submit(decision("X2", "D2", "sendAgain"));
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state("D2"), State::held) << "not without the word of somebody who looked";
    EXPECT_EQ(posts(sage), 2U);
}

TEST_F(Settle, absence_is_not_believed_for_a_document_that_no_query_has_shown) {
    company.settles = SettleClass::searchable;
    start();
    sage.query_shows = false;
    submit(despatch("EARLIER"));
    work();
    clock.now += 1'000;
    sage.scripts = {{false, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    ASSERT_EQ(state("D1"), State::in_doubt);
    clock.now += 1'000;
    submit(despatch("LATER"));
    work();
    sage.query_shows = true;
    sage.hidden_key = "2";
    work_for(2 * 3'600'000);
    EXPECT_TRUE(entry("EARLIER").verified);
    EXPECT_EQ(state("D1"), State::in_doubt) << "what was shown is older than its attempt";
    sage.hidden_key.clear();
    submit(despatch("LAST"));
    work_for(3'600'000);
    EXPECT_EQ(state("D1"), State::posted);
}

}  // namespace
}  // namespace sage::testing
