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

}  // namespace
}  // namespace sage::testing
