// SPDX-License-Identifier: Apache-2.0
// Plan: a person's word about a document whose order is held, waits, is in doubt or is in Sage:
// sent again, marked as posted, withdrawn, cancelled; about the order's own message id; both move
// in one commit or neither.
#include "tests/unit/delivery/orders_first.h"

namespace sage::testing {
namespace {

class PrecursorDecisions : public OrdersFirst {
  protected:
    /// D1 with its order, of which the first request got that answer.
    void begin(const Script& script) {
        start();
        sage.scripts.push_back(script);
        submit(despatch("D1"));
        work_for(60'000);
    }
    /// D1 held after its order is in Sage.
    void begin_held_behind_its_order() {
        start();
        sage.scripts.push_back({true, Outcome::answered, 201});
        sage.scripts.push_back({false, Outcome::answered, 403});
        submit(despatch("D1"));
        work_for(60'000);
        ASSERT_EQ(state("D1"), State::held);
    }
};

TEST_F(PrecursorDecisions, send_again_reaches_the_step_that_is_held) {
    begin({false, Outcome::answered, 403});
    ASSERT_EQ(state("D1"), State::held);
    ASSERT_EQ(order_of("D1")->state, State::held);
    submit(decision("X1", "D1", "sendAgain", ""));
    work_for(60'000);
    EXPECT_EQ(state("X1"), State::posted);
    EXPECT_EQ(contents(), (Words{"SO-D1", "D1 of 1"}));
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(store->history(order_of("D1")->sequence).value().at(3).evidence.substr(0, 12),
              "pat: checked");
}

TEST_F(PrecursorDecisions, mark_posted_reaches_the_step_that_is_held) {
    company.settles = SettleClass::blind;
    begin({true, Outcome::maybe_sent, 0});
    ASSERT_EQ(order_of("D1")->state, State::held);
    ASSERT_EQ(state("D1"), State::held);
    EXPECT_EQ(problem("D1"), "delivery.doubt_not_settled");
    submit(decision("X1", "D1", "markPosted", R"("sageDocumentNumber":"1")"));
    work_for(60'000);
    EXPECT_EQ(state("X1"), State::posted);
    EXPECT_EQ(order_of("D1")->state, State::posted);
    EXPECT_EQ(contents(), (Words{"SO-D1", "D1 of 1"}));
}

TEST_F(PrecursorDecisions, send_again_is_refused_where_sage_has_the_order) {
    company.settles = SettleClass::blind;
    begin({true, Outcome::maybe_sent, 0});
    submit(decision("X1", "D1", "sendAgain", ""));
    work_for(3'600'000);
    EXPECT_EQ(state("X1"), State::rejected);
    EXPECT_EQ(problem("X1"), "decision.found_in_sage");
    EXPECT_EQ(contents(), Words{"SO-D1"});
    EXPECT_EQ(state("D1"), State::held);
}

TEST_F(PrecursorDecisions, withdrawing_ends_both) {
    begin({false, Outcome::answered, 422});
    ASSERT_EQ(state("D1"), State::held);
    submit(decision("X1", "D1", "withdraw", ""));
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(order_of("D1")->state, State::withdrawn);
    EXPECT_EQ(problem("D1"), "") << "nothing is left behind";
    EXPECT_EQ(contents(), Words{});
}

TEST_F(PrecursorDecisions, cancelling_ends_both) {
    begin({false, Outcome::answered, 422});
    submit(cancellation("X1", "D1"));
    work_for(60'000);
    EXPECT_EQ(state("X1"), State::posted);
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(order_of("D1")->state, State::withdrawn);
}

TEST_F(PrecursorDecisions, cancelling_ends_both_while_they_wait) {
    start();
    for (int times = 0; times < 8; ++times) {
        sage.scripts.push_back({false, Outcome::answered, 429});
    }
    submit(despatch("D1"));
    work();
    ASSERT_EQ(order_of("D1")->state, State::queued);
    submit(cancellation("X1", "D1"));
    work_for(3'600'000);
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(order_of("D1")->state, State::withdrawn);
    EXPECT_EQ(contents(), Words{});
}

TEST_F(PrecursorDecisions, cancelling_waits_until_it_is_known_whether_sage_has_the_order) {
    start();
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(despatch("D1"));
    work();
    ASSERT_EQ(order_of("D1")->state, State::in_doubt);
    sage.reachable = false;
    submit(cancellation("X1", "D1"));
    work_for(10'000);
    EXPECT_EQ(state("X1"), State::queued);
    EXPECT_EQ(state("D1"), State::queued);
}

TEST_F(PrecursorDecisions, cancelling_is_refused_where_the_order_may_be_in_sage) {
    company.settles = SettleClass::blind;
    begin({true, Outcome::maybe_sent, 0});
    submit(cancellation("X1", "D1"));
    work_for(60'000);
    EXPECT_EQ(problem("X1"), "decision.maybe_in_sage");
    EXPECT_EQ(state("D1"), State::held);
}

TEST_F(PrecursorDecisions, withdrawing_is_told_what_stays_in_sage) {
    begin_held_behind_its_order();
    submit(decision("X1", "D1", "withdraw", ""));
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(problem("D1"), "delivery.precursor_remains");
    bool told = false;
    for (const StoredEvent& event : events()) {
        told = told || event.json.find("delivery.precursor_remains") != std::string::npos;
    }
    EXPECT_TRUE(told);
}

TEST_F(PrecursorDecisions, withdrawing_what_is_proven_absent_leaves_nothing_behind) {
    company.settles = SettleClass::blind;
    begin({false, Outcome::maybe_sent, 0});
    ASSERT_EQ(order_of("D1")->state, State::held);
    ASSERT_TRUE(order_of("D1")->maybe_in_sage);
    submit(decision("X1", "D1", "withdraw", R"("checkedByHand":true)"));
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(order_of("D1")->state, State::withdrawn);
    EXPECT_EQ(problem("D1"), "");
}

TEST_F(PrecursorDecisions, go_to_the_document_once_its_order_is_in_sage) {
    begin_held_behind_its_order();
    submit(decision("X1", "D1", "sendAgain", ""));
    work_for(60'000);
    EXPECT_EQ(contents(), (Words{"SO-D1", "D1 of 1"}));
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(PrecursorDecisions, about_the_order_are_about_its_document) {
    begin({false, Outcome::answered, 403});
    const std::string text = replaced(decision("X1", "D1", "withdraw", ""), message_id("D1"),
                                      order_of("D1")->message_id);
    submit(text);
    work_for(60'000);
    EXPECT_EQ(state("X1"), State::posted);
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(order_of("D1")->state, State::withdrawn);
}

TEST_F(PrecursorDecisions, do_not_apply_where_neither_is_held) {
    start();
    sage.scripts.push_back({false, Outcome::answered, 429});
    submit(despatch("D1"));
    work();
    ASSERT_EQ(order_of("D1")->state, State::queued);
    submit(decision("X1", "D1", "withdraw", ""));
    clock.now += 1;
    for (int turn = 0; turn < 5; ++turn) {
        ASSERT_TRUE(delivery->work([] { return false; }).ok());
    }
    work_for(600'000);
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(PrecursorDecisions, are_written_for_both_or_for_neither) {
    begin({false, Outcome::answered, 403});
    submit(decision("X1", "D1", "withdraw", ""));
    store->fail("apply_all");
    static_cast<void>(delivery->work([] { return false; }));
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(order_of("D1")->state, State::held);
    work_for(3'600'000);
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(order_of("D1")->state, State::withdrawn);
}

}  // namespace
}  // namespace sage::testing
