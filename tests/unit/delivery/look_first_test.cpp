// SPDX-License-Identifier: Apache-2.0
// Plan: "mark as posted" looks in Sage first: what is found by reference or number is stored with
// its key and compared; what contradicts the person is told and nothing is changed; without an
// answer it waits, or takes the word of a person who looked.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class LookFirst : public World {
  protected:
    /// @param executed  whether Sage did it
    void hold(bool executed) {
        company.settles = SettleClass::blind;
        start();
        sage.scripts = {{executed, Outcome::maybe_sent, 0}};
        submit(despatch("D1"));
        work_for(60'000);
        ASSERT_EQ(state("D1"), State::held);
        events();
    }
    std::string marked(const std::string& more) {
        submit(decision("X1", "D1", "markPosted", more));
        work();
        return entry("X1").problem_json;
    }
};

TEST_F(LookFirst, what_is_found_by_our_reference_is_stored_with_its_key) {
    hold(true);
    EXPECT_EQ(marked(R"("sageDocumentNumber":"N1")"), "");
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_NE(entry("D1").sage_document_json.find(R"("key":"1","number":"N1")"), std::string::npos);
    EXPECT_EQ(entry("D1").problem_json, "");
    const std::vector<StoredEvent> told = events();
    ASSERT_FALSE(told.empty());
    EXPECT_NE(told[0].json.find(R"("verified":true)"), std::string::npos) << told[0].json;
}

TEST_F(LookFirst, the_number_may_be_left_out_where_one_document_has_our_reference) {
    hold(true);
    EXPECT_EQ(marked(R"("checkedByHand":false)"), "");
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(LookFirst, other_content_is_told_with_both_sides) {
    hold(true);
    sage.kept.at(0).content = "TYPED";
    EXPECT_EQ(marked(R"("sageDocumentNumber":"N1")"), "");
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_NE(entry("D1").problem_json.find("sent 'D1', found 'TYPED'"), std::string::npos);
    const std::vector<StoredEvent> told = events();
    ASSERT_FALSE(told.empty());
    EXPECT_NE(told[0].json.find(R"("verified":false)"), std::string::npos) << told[0].json;
    EXPECT_NE(told[0].json.find("found 'TYPED'"), std::string::npos);
}

TEST_F(LookFirst, another_number_than_sage_shows_is_refused) {
    hold(true);
    EXPECT_NE(marked(R"("sageDocumentNumber":"N9")").find("decision.other_number"),
              std::string::npos);
    EXPECT_EQ(state("D1"), State::held);
}

TEST_F(LookFirst, a_document_entered_by_hand_is_found_by_its_number) {
    hold(false);
    sage.kept.push_back({"7", "", "D1"});
    EXPECT_EQ(marked(R"("sageDocumentNumber":"N7")"), "");
    EXPECT_NE(entry("D1").sage_document_json.find(R"("key":"7")"), std::string::npos);
    EXPECT_NE(entry("D1").problem_json.find("reference"), std::string::npos)
        << "it does not carry our reference";
}

TEST_F(LookFirst, a_number_that_sage_does_not_show_is_refused_unless_checked_by_hand) {
    hold(false);
    EXPECT_NE(marked(R"("sageDocumentNumber":"S-7")").find("decision.number_unknown"),
              std::string::npos);
    EXPECT_EQ(state("D1"), State::held);
    submit(
        decision("X2", "D1", "markPosted", R"("sageDocumentNumber":"S-7","checkedByHand":true)"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_NE(entry("D1").sage_document_json.find(R"("number":"S-7")"), std::string::npos);
    EXPECT_EQ(store->counts().value().unverified, 0);
}

TEST_F(LookFirst, without_a_number_what_sage_does_not_show_is_refused) {
    hold(false);
    EXPECT_NE(marked(R"("checkedByHand":true)").find("decision.number_missing"), std::string::npos);
}

TEST_F(LookFirst, of_several_the_named_one_is_taken_and_the_others_are_told) {
    hold(true);
    sage.kept.push_back(sage.kept.at(0));
    sage.kept.at(1).key = "2";
    EXPECT_NE(marked(R"("checkedByHand":true)").find("decision.found_several"), std::string::npos);
    submit(decision("X2", "D1", "markPosted", R"("sageDocumentNumber":"N2")"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_NE(entry("D1").problem_json.find("reconcile.twice"), std::string::npos);
}

TEST_F(LookFirst, marking_waits_while_sage_cannot_be_asked) {
    hold(true);
    sage.look_up_works = false;
    EXPECT_EQ(marked(R"("sageDocumentNumber":"N1")"), "");
    EXPECT_EQ(state("X1"), State::queued);
    EXPECT_EQ(state("D1"), State::held);
    sage.look_up_works = true;
    work_for(600'000);
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(LookFirst, a_key_names_a_document_as_well_as_its_number) {
    hold(true);
    EXPECT_EQ(marked(R"("sageDocumentNumber":"1")"), "");
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(LookFirst, a_number_that_several_documents_have_is_refused) {
    hold(false);
    sage.kept.push_back({"9", "by hand", "X"});
    sage.kept.push_back({"9", "by hand, too", "Y"});
    EXPECT_NE(marked(R"("sageDocumentNumber":"N9")").find("decision."), std::string::npos);
    EXPECT_EQ(state("D1"), State::held);
}

TEST_F(LookFirst, marking_waits_while_sage_cannot_be_reached) {
    hold(true);
    submit(decision("X1", "D1", "markPosted", R"("sageDocumentNumber":"N1")"));
    sage.reachable = false;
    work();
    EXPECT_EQ(state("X1"), State::queued);
    sage.reachable = true;
    work_for(600'000);
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(LookFirst, what_was_never_sent_is_marked_by_its_number_while_sage_cannot_be_asked) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    ASSERT_EQ(state("D1"), State::held);
    sage.look_up_works = false;
    submit(decision("X0", "D1", "markPosted", ""));
    work();
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(state("X0"), State::rejected);
    EXPECT_EQ(marked(R"("sageDocumentNumber":"N7")"), "");
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_NE(entry("D1").sage_document_json.find(R"("number":"N7")"), std::string::npos);
}

TEST_F(LookFirst, a_change_is_there_once_sage_shows_it) {
    for (const bool executed : {false, true}) {
        company.settles = SettleClass::replay_key;
        const std::string made = executed ? "D2" : "D1";
        const std::string change = executed ? "T2" : "T1";
        if (!executed) {
            start();
        }
        submit(despatch(made));
        work();
        company.settles = SettleClass::blind;
        sage.scripts = {{executed, Outcome::maybe_sent, 0}};
        submit(tracking(change, made, "PARCEL"));
        work_for(60'000);
        ASSERT_EQ(state(change), State::held);
        clock.now += 3'600'000;
        submit(decision("X" + change, change, "withdraw", ""));
        work();
        EXPECT_EQ(state(change), executed ? State::held : State::withdrawn);
    }
}

}  // namespace
}  // namespace sage::testing
