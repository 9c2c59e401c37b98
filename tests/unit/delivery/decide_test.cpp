// SPDX-License-Identifier: Apache-2.0
// Plan: a cancellation withdraws what was not sent, a decision moves what is held; both are
// refused, with a reason, wherever the document may be in Sage or is in another state.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

using Decide = World;

TEST_F(Decide, a_queued_document_is_withdrawn) {
    start();
    sage.scripts = {{false, Outcome::not_sent, 0}};
    submit(despatch("D1"));
    work();
    submit(cancellation("C1", "D1"));
    work();
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(state("C1"), State::posted);
    work_for(600'000);
    EXPECT_TRUE(sage.kept.empty());
}

TEST_F(Decide, a_posted_document_cannot_be_cancelled) {
    start();
    submit(despatch("D1"));
    work();
    submit(cancellation("C1", "D1"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state("C1"), State::rejected);
    EXPECT_NE(entry("C1").problem_json.find("decision.wrong_state"), std::string::npos);
}

TEST_F(Decide, a_document_in_doubt_cannot_be_cancelled) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    submit(cancellation("C1", "D1"));
    work();
    EXPECT_EQ(state("D1"), State::in_doubt);
    EXPECT_EQ(state("C1"), State::rejected);
}

TEST_F(Decide, an_unknown_document_is_told) {
    start();
    submit(cancellation("C1", "NOWHERE"));
    work();
    EXPECT_EQ(state("C1"), State::rejected);
    EXPECT_NE(entry("C1").problem_json.find("decision.unknown_document"), std::string::npos);
}

TEST_F(Decide, a_held_document_is_sent_again_withdrawn_or_marked_as_posted) {
    start();
    for (const char* number : {"D1", "D2", "D3"}) {
        submit(despatch(number, "MISSING"));
    }
    work();
    submit(decision("X1", "D1", "sendAgain"));
    submit(decision("X2", "D2", "withdraw"));
    submit(decision("X3", "D3", "markPosted"));
    work();
    EXPECT_EQ(state("D1"), State::held) << "sent again, held again: the item is still missing";
    EXPECT_EQ(entry("D1").generation, 2);
    EXPECT_EQ(state("D2"), State::withdrawn);
    EXPECT_EQ(state("D3"), State::posted);
    EXPECT_NE(entry("D3").sage_document_json.find("S-7"), std::string::npos);
    const Result<std::vector<HistoryLine>> history = store->history(entry("D2").sequence);
    ASSERT_TRUE(history.ok());
    EXPECT_EQ(history.value().back().evidence, "pat: checked");
}

TEST_F(Decide, sending_again_is_refused_while_sage_holds_the_document) {
    company.settles = SettleClass::blind;
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work_for(60'000);
    ASSERT_EQ(state("D1"), State::held);
    submit(decision("X1", "D1", "sendAgain"));
    work();
    EXPECT_EQ(state("X1"), State::rejected);
    EXPECT_EQ(sage.kept.size(), 1U);
    sage.kept.clear();
    submit(decision("X2", "D1", "sendAgain"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Decide, a_decision_about_a_document_that_is_not_held_is_refused) {
    start();
    submit(despatch("D1"));
    work();
    submit(decision("X1", "D1", "withdraw"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state("X1"), State::rejected);
}

}  // namespace
}  // namespace sage::testing
