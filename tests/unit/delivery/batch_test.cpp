// SPDX-License-Identifier: Apache-2.0
// Plan: what is claimed together has its attempts begun together and is sent one by one; what is
// ready and not sent when work stops, or when sending pauses, is closed as not sent and posted
// later, once; whoever asked Sage is the last of its batch; what is left of a batch keeps its turn.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class Batch : public World {
  protected:
    void submit_all(int count) {
        for (int number = 1; number <= count; ++number) {
            submit(despatch(name(number)));
        }
    }
    static std::string name(int number) { return "D" + std::to_string(number); }
    bool one_call() {
        return delivery->work([] { return false; }).ok();
    }
    std::size_t posts() const {
        std::size_t count = 0;
        for (const Request& request : sage.received) {
            count += request.target == "/post" ? 1U : 0U;
        }
        return count;
    }
    std::int64_t in(State state) { return static_cast<std::int64_t>(of(state).size()); }
    std::vector<Entry> of(State state) { return store->in_state(state, 100).value(); }
};

TEST_F(Batch, begins_the_attempts_together_and_sends_them_one_by_one) {
    start();
    submit_all(3);
    ASSERT_TRUE(one_call());
    EXPECT_EQ(posts(), 1U) << "one call, one document on the wire";
    EXPECT_EQ(in(State::sending), 3) << "all begun on disk, the verdict of the first to come";
    ASSERT_EQ(audit.records.size(), 3U) << "all announced before the first leaves";
    EXPECT_NE(audit.records[0].find(store->journal_head().hash), std::string::npos)
        << "one of them says how far the journal goes";
    EXPECT_EQ(audit.records[1].find("journal"), std::string::npos);
    ASSERT_TRUE(one_call());
    EXPECT_EQ(posts(), 2U);
    work();
    EXPECT_EQ(in(State::posted), 3);
    EXPECT_EQ(sage.kept.size(), 3U);
}

TEST_F(Batch, is_closed_as_not_sent_when_the_audit_trail_refuses_it) {
    start();
    submit_all(3);
    audit.refuses = true;
    ASSERT_TRUE(one_call());
    ASSERT_TRUE(store->flush().ok());
    EXPECT_EQ(posts(), 0U);
    EXPECT_EQ(in(State::queued), 3);
    audit.refuses = false;
    work_for(60'000);
    EXPECT_EQ(in(State::posted), 3);
}

TEST_F(Batch, is_no_larger_than_what_the_connections_take) {
    company.connection_.connections_max = 2;
    restart();
    start();
    submit_all(5);
    ASSERT_TRUE(one_call());
    EXPECT_EQ(in(State::sending), 2);
    work();
    EXPECT_EQ(in(State::posted), 5);
}

TEST_F(Batch, leaves_nothing_in_doubt_when_work_stops_between_two_sends) {
    start();
    submit_all(3);
    ASSERT_TRUE(one_call());
    ASSERT_TRUE(delivery->finish().ok());
    EXPECT_EQ(in(State::sending), 0);
    EXPECT_EQ(in(State::in_doubt), 0);
    EXPECT_EQ(in(State::queued), 2);
    EXPECT_EQ(posts(), 1U);
    restart();
    work();
    EXPECT_EQ(in(State::posted), 3);
    EXPECT_EQ(sage.kept.size(), 3U);
}

TEST_F(Batch, is_settled_like_any_attempt_when_everything_stops_at_once) {
    start();
    submit_all(3);
    ASSERT_TRUE(one_call());
    restart();
    EXPECT_EQ(in(State::in_doubt), 2) << "begun, and nobody knows that they were not sent";
    work_for(3'600'000);
    EXPECT_EQ(in(State::posted), 3);
    EXPECT_EQ(sage.kept.size(), 3U) << "none of them twice";
}

TEST_F(Batch, is_closed_as_not_sent_while_sending_pauses) {
    start();
    submit_all(3);
    sage.scripts = {{false, Outcome::answered, 429}};
    ASSERT_TRUE(one_call());
    ASSERT_TRUE(one_call());
    ASSERT_TRUE(one_call());
    ASSERT_TRUE(store->flush().ok());
    EXPECT_EQ(posts(), 1U) << "throttled: the others stay here";
    EXPECT_EQ(in(State::queued), 3);
    work_for(3'600'000);
    EXPECT_EQ(in(State::posted), 3);
    EXPECT_EQ(sage.kept.size(), 3U);
}

TEST_F(Batch, is_given_back_when_the_token_was_lost_meanwhile) {
    start();
    sage.items_status = 401;
    submit(despatch("ASKS"));
    ASSERT_TRUE(delivery->work([] { return false; }).ok());
    EXPECT_EQ(state("ASKS"), State::queued);
    EXPECT_EQ(entry("ASKS").attempts, 0);
    sage.items_status = 200;
    work_for(60'000);
    EXPECT_EQ(state("ASKS"), State::posted);
}

TEST_F(Batch, of_documents_that_another_host_has_taken_sends_nothing) {
    start();
    submit(despatch("D1"));
    store->loses_fence = true;
    ASSERT_TRUE(delivery->work([] { return false; }).ok());
    EXPECT_TRUE(sage.kept.empty());
    EXPECT_EQ(state("D1"), State::queued);
}

TEST_F(Batch, that_cannot_be_given_back_is_an_error) {
    start();
    sage.items_status = 401;
    submit(despatch("ASKS"));
    store->fail("release");
    EXPECT_EQ(delivery->work([] { return false; }).error().first().code, "test.store_failed");
    EXPECT_TRUE(sage.kept.empty());
}

TEST_F(Batch, ends_with_the_document_at_which_the_host_called_back) {
    start();
    for (int number = 0; number < 5; ++number) {
        submit(despatch("D" + std::to_string(number)));
    }
    int asked = 0;
    while (sage.kept.empty()) {
        ASSERT_TRUE(delivery->work([&] { return ++asked % 2 == 0; }).ok());
    }
    work();
    EXPECT_EQ(sage.kept.size(), 5U);
}

}  // namespace
}  // namespace sage::testing
