// SPDX-License-Identifier: Apache-2.0
// Plan: a trial is under way until its document has ended; posted, it frees the cause for all.
#include "sage-adapter/delivery/cause_trials.h"

#include <gmock/gmock.h>

namespace sage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Entry entry(std::int64_t sequence) {
    Entry one;
    one.sequence = sequence;
    one.message_id = "m" + std::to_string(sequence);
    return one;
}

TEST(CauseTrials, free_the_cause_when_the_document_is_posted) {
    CauseTrials trials;
    EXPECT_THAT(trials.under_way("right:a"), IsEmpty());
    EXPECT_EQ(trials.end(1, State::posted), "") << "not one of them";
    trials.begin(entry(1), "right:a");
    trials.begin(entry(2), "right:a");
    trials.begin(entry(3), "right:b");
    EXPECT_EQ(trials.end(4, State::posted), "");
    for (const State state : {State::queued, State::sending, State::in_doubt}) {
        EXPECT_EQ(trials.end(1, state), "");
        EXPECT_THAT(trials.under_way("right:a"), ElementsAre("m1", "m2"));
    }
    EXPECT_EQ(trials.end(2, State::posted), "right:a");
    EXPECT_THAT(trials.under_way("right:a"), IsEmpty()) << "neither of the two";
    EXPECT_EQ(trials.end(1, State::posted), "");
    EXPECT_THAT(trials.under_way("right:b"), ElementsAre("m3"));
}

TEST(CauseTrials, end_without_freeing_anything_when_the_document_is_held_again_or_ends) {
    CauseTrials trials;
    for (const State state : {State::held, State::rejected, State::withdrawn}) {
        trials.begin(entry(1), "right:a");
        EXPECT_EQ(trials.end(1, state), "");
        EXPECT_THAT(trials.under_way("right:a"), IsEmpty());
    }
}

}  // namespace
}  // namespace sage
