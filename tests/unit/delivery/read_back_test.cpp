// SPDX-License-Identifier: Apache-2.0
// Plan: what was posted is read back in batches; equal content is told as verified, a difference or
// a missing document is told to a person and nothing is corrected.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

using ReadBack = World;

TEST_F(ReadBack, one_query_verifies_many_documents) {
    start();
    for (int number = 0; number < 20; ++number) {
        submit(despatch("D" + std::to_string(number)));
    }
    work();
    std::size_t reads = 0;
    for (const Request& request : sage.received) {
        reads += request.target.rfind("/read/", 0) == 0 ? 1U : 0U;
    }
    EXPECT_EQ(reads, 1U);
    for (int number = 0; number < 20; ++number) {
        EXPECT_TRUE(entry("D" + std::to_string(number)).verified);
    }
    EXPECT_EQ(store->counts().value().unverified, 0);
}

TEST_F(ReadBack, the_number_learnt_is_told) {
    start();
    submit(despatch("D1"));
    work();
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 2U);
    EXPECT_NE(told[0].json.find("\"verified\":false"), std::string::npos);
    EXPECT_NE(told[1].json.find("\"verified\":true"), std::string::npos);
    EXPECT_NE(told[1].json.find("\"number\":\"N1\""), std::string::npos);
}

TEST_F(ReadBack, a_difference_is_told_with_both_sides_and_not_corrected) {
    start();
    submit(despatch("D1"));
    while (sage.kept.empty()) {
        ASSERT_TRUE(delivery->work([] { return false; }).ok());
    }
    sage.kept.at(0).content = "CHANGED";
    work();
    EXPECT_EQ(state("D1"), State::posted);
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[1].type, "attention");
    EXPECT_NE(told[1].json.find("sent 'D1', found 'CHANGED'"), std::string::npos);
    EXPECT_EQ(sage.kept.at(0).content, "CHANGED");
}

TEST_F(ReadBack, a_lagging_query_is_asked_again_and_a_missing_document_is_told_at_last) {
    start();
    sage.query_shows = false;
    submit(despatch("D1"));
    work();
    EXPECT_FALSE(entry("D1").verified);
    work_for(90'000);
    EXPECT_FALSE(entry("D1").verified);
    sage.query_shows = true;
    work_for(120'000);
    EXPECT_TRUE(entry("D1").verified);

    sage.query_shows = false;
    submit(despatch("D2"));
    work_for(3'600'000);
    EXPECT_EQ(state("D2"), State::posted);
    EXPECT_NE(entry("D2").problem_json.find("delivery.read_back_missing"), std::string::npos);
    EXPECT_EQ(events().back().type, "attention");
}

TEST_F(ReadBack, a_query_that_lags_is_not_taken_for_a_missing_document_however_often_it_is_asked) {
    sage.query_shows = false;
    start();
    submit(despatch("D1"));
    work();
    for (int again = 0; again < 8; ++again) {
        restart();
        work_for(10'000);
    }
    EXPECT_GE(entry("D1").look_ups, 8);
    EXPECT_FALSE(entry("D1").verified);
    EXPECT_EQ(entry("D1").problem_json, "");
    sage.query_shows = true;
    work_for(120'000);
    EXPECT_TRUE(entry("D1").verified);
    EXPECT_EQ(entry("D1").problem_json, "");
}

TEST_F(ReadBack, late_tracking_that_lands_before_the_read_back_raises_no_false_difference) {
    start();
    sage.query_shows = false;
    submit(despatch("D1"));
    work();
    submit(tracking("T1", "D1", "LATE"));
    work();
    ASSERT_EQ(sage.kept.at(0).content, "LATE");
    sage.query_shows = true;
    work_for(120'000);
    EXPECT_TRUE(entry("D1").verified);
    EXPECT_TRUE(entry("T1").verified);
    EXPECT_EQ(entry("D1").problem_json, "");
    for (const StoredEvent& event : events()) {
        EXPECT_NE(event.type, "attention") << event.json;
    }
}

TEST_F(ReadBack, the_second_late_tracking_does_not_make_the_first_look_wrong) {
    start();
    sage.query_shows = false;
    submit(despatch("D1"));
    work();
    submit(tracking("T1", "D1", "FIRST"));
    work();
    submit(tracking("T2", "D1", "SECOND"));
    work();
    sage.query_shows = true;
    work_for(120'000);
    EXPECT_EQ(entry("T1").problem_json, "");
    EXPECT_EQ(store->counts().value().unverified, 0);
}

TEST_F(ReadBack, while_a_late_change_is_in_doubt_nothing_is_told_of_it) {
    start();
    sage.query_shows = false;
    submit(despatch("D1"));
    work();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(tracking("T1", "D1", "LATE"));
    work();
    ASSERT_EQ(state("T1"), State::in_doubt);
    sage.reachable = false;
    clock.now += 60'000;
    sage.query_shows = true;
    sage.reachable = true;
    for (int call = 0; call < 20 && state("T1") == State::in_doubt; ++call) {
        ASSERT_TRUE(delivery->work([] { return false; }).ok());
    }
    work_for(300'000);
    EXPECT_EQ(state("T1"), State::posted);
    EXPECT_EQ(entry("D1").problem_json, "");
    EXPECT_TRUE(entry("D1").verified);
}

TEST_F(ReadBack, what_was_changed_by_hand_after_late_tracking_is_still_told) {
    start();
    sage.query_shows = false;
    submit(despatch("D1"));
    work();
    submit(tracking("T1", "D1", "LATE"));
    work();
    sage.kept.at(0).content = "BY HAND";
    sage.query_shows = true;
    work_for(120'000);
    EXPECT_NE(entry("D1").problem_json.find("sent 'LATE', found 'BY HAND'"), std::string::npos);
}

TEST_F(ReadBack, lines_are_compared_too) {
    company.with_lines = true;
    start();
    sage.query_shows = false;
    submit(despatch("D1"));
    submit(despatch("D2"));
    work();
    sage.kept.at(1).line = "3 SKU-1";
    sage.query_shows = true;
    work_for(120'000);
    EXPECT_EQ(entry("D1").problem_json, "");
    EXPECT_NE(entry("D2").problem_json.find("line 1 item: sent '2 SKU-1', found '3 SKU-1'"),
              std::string::npos);
}

TEST_F(ReadBack, lines_that_sage_refuses_to_show_count_as_they_were_sent) {
    company.with_lines = true;
    sage.lines_status = 403;
    start();
    submit(despatch("D1"));
    work();
    EXPECT_TRUE(entry("D1").verified);
    EXPECT_EQ(entry("D1").problem_json, "");
    EXPECT_NE(store->history(entry("D1").sequence).value().back().evidence.find("lines"),
              std::string::npos);
}

TEST_F(ReadBack, lines_that_cannot_be_read_now_are_read_later) {
    company.with_lines = true;
    sage.lines_status = 503;
    start();
    submit(despatch("D1"));
    work();
    EXPECT_FALSE(entry("D1").verified);
    sage.lines_status = 200;
    work_for(120'000);
    EXPECT_TRUE(entry("D1").verified);
}

TEST_F(ReadBack, after_sending_again_the_reference_is_counted) {
    company.settles = SettleClass::searchable;
    start();
    // Silent past every deadline and two look-ups, and carried out afterwards: the one case left.
    sage.scripts = {{false, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work_for(60'000);
    submit(despatch("D2"));
    for (int call = 0; call < 1'000 && sage.kept.size() < 2; ++call) {
        const Result<Worked> worked = delivery->work([] { return false; });
        ASSERT_TRUE(worked.ok());
        clock.now =
            worked.value().idle ? std::max(clock.now + 1, worked.value().next_due_ms) : clock.now;
    }
    ASSERT_EQ(sage.kept.size(), 2U);
    sage.kept.push_back({"late", sage.kept.at(1).reference, "D1"});
    work_for(600'000);
    ASSERT_EQ(entry("D1").generation, 2);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_NE(entry("D1").problem_json.find("reconcile.twice"), std::string::npos);
    EXPECT_EQ(events().back().type, "reconciliationFinding");
}

TEST_F(ReadBack, a_document_without_a_readable_attempt_waits_and_delays_nobody) {
    start();
    sage.query_shows = false;
    submit(despatch("D1"));
    submit(despatch("D2"));
    work();
    const std::int64_t damaged = entry("D1").sequence;
    for (const bool gone : {true, false}) {
        store->change_attempt = [damaged, gone](std::optional<Attempt>& attempt) {
            if (attempt.has_value() && attempt->sequence == damaged) {
                attempt->send_json = "{";
                attempt = gone ? std::nullopt : attempt;
            }
        };
        work_for(60'000);
        EXPECT_FALSE(entry("D1").verified);
    }
    sage.query_shows = true;
    work_for(600'000);
    EXPECT_TRUE(entry("D2").verified);
    EXPECT_FALSE(entry("D1").verified);
    store->change_attempt = nullptr;
    work_for(600'000);
    EXPECT_TRUE(entry("D1").verified);
}

TEST_F(ReadBack, what_the_outbox_cannot_say_about_later_changes_is_an_error) {
    start();
    sage.query_shows = false;
    submit(despatch("D1"));
    work();
    sage.kept.at(0).content = "TYPED";
    sage.query_shows = true;
    clock.now += 600'000;
    store->fail("about");
    bool failed = false;
    for (int call = 0; call < 20 && !failed; ++call) {
        failed = !delivery->work([] { return false; }).ok();
    }
    EXPECT_TRUE(failed);
    EXPECT_FALSE(entry("D1").verified);
    work_for(600'000);
    EXPECT_TRUE(entry("D1").verified);
}

}  // namespace
}  // namespace sage::testing
