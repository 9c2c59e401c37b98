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

}  // namespace
}  // namespace sage::testing
