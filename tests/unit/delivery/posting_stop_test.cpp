// SPDX-License-Identifier: Apache-2.0
// Plan: a read-back that shows a document in the wrong place stops posting, over a restart, too;
// one event tells it; a person's decision tries one document, and what is seen of that one decides
// about all others; a cause that is gone ends it.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class PostingStop : public World {
  protected:
    PostingStop() { company.stops_for = "place:A"; }

    /// Posts a document and moves it in Sage before it is read back.
    void post_wrong(const std::string& number) {
        submit(despatch(number));
        const std::size_t before = sage.kept.size();
        while (sage.kept.size() == before) {
            ASSERT_TRUE(delivery->work([] { return false; }).ok());
        }
        sage.kept.back().content = "ELSEWHERE";
        work();
    }
    std::size_t told() {
        std::size_t count = 0;
        for (const StoredEvent& event : events()) {
            const bool names_cause =
                event.json.find("\"rootCause\":\"place:A\"") != std::string::npos;
            const bool is_over = event.json.find("\"closed\":true") != std::string::npos;
            count += event.type == "attention" && names_cause && !is_over ? 1U : 0U;
        }
        return count;
    }
};

TEST_F(PostingStop, a_document_in_the_wrong_place_holds_all_that_follow_and_is_told_once) {
    start();
    post_wrong("D1");
    EXPECT_EQ(state("D1"), State::posted);
    for (const char* number : {"D2", "D3"}) {
        submit(despatch(number));
    }
    work();
    EXPECT_EQ(state("D2"), State::held);
    EXPECT_EQ(state("D3"), State::held);
    EXPECT_EQ(entry("D2").root_cause, "place:A");
    EXPECT_EQ(sage.kept.size(), 1U);
    EXPECT_EQ(told(), 1U);
}

TEST_F(PostingStop, stays_over_a_restart_and_ends_with_its_cause) {
    start();
    post_wrong("D1");
    restart();
    submit(despatch("D2"));
    work();
    EXPECT_EQ(state("D2"), State::held);
    EXPECT_EQ(sage.kept.size(), 1U);
    company.gone = "place:A";
    restart();
    work();
    EXPECT_EQ(state("D2"), State::posted);
    EXPECT_EQ(store->recall("posting_stopped").value(), "");
}

TEST_F(PostingStop, a_trial_that_is_right_lets_all_others_go_on) {
    start();
    post_wrong("D1");
    for (const char* number : {"D2", "D3", "D4"}) {
        submit(despatch(number));
    }
    work();
    ASSERT_EQ(state("D4"), State::held);
    clock.now += 1'000;
    submit(decision("O1", "D2", "sendAgain", ""));
    work();
    EXPECT_EQ(state("D2"), State::posted);
    EXPECT_EQ(state("D3"), State::posted);
    EXPECT_EQ(state("D4"), State::posted);
}

TEST_F(PostingStop, a_trial_that_is_wrong_again_stops_again) {
    start();
    post_wrong("D1");
    for (const char* number : {"D2", "D3"}) {
        submit(despatch(number));
    }
    work();
    clock.now += 1'000;
    submit(decision("O1", "D2", "sendAgain", ""));
    while (sage.kept.size() == 1) {
        ASSERT_TRUE(delivery->work([] { return false; }).ok());
    }
    sage.kept.back().content = "ELSEWHERE";
    work();
    EXPECT_EQ(state("D3"), State::held);
    submit(despatch("D4"));
    work();
    EXPECT_EQ(state("D4"), State::held);
    EXPECT_EQ(sage.kept.size(), 2U);
}

TEST_F(PostingStop, other_differences_stop_nothing) {
    company.stops_for.clear();
    start();
    post_wrong("D1");
    submit(despatch("D2"));
    work();
    EXPECT_EQ(state("D2"), State::posted);
}

}  // namespace
}  // namespace sage::testing
