// SPDX-License-Identifier: Apache-2.0
// Plan: the example events of the contract are read; the last word about a message counts,
// whichever of receipt and event is first; rubbish is refused.
#include "mock-host/postings.h"
#include "tests/support/source_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace wms {
namespace {

std::string example(const std::string& name) {
    std::ifstream file(sage::source_folder() + "/host-api/schemas/examples/" + name + ".json");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string event_of(const std::string& id, const std::string& state) {
    return R"({"eventType":"postingResult","messageId":")" + id + R"(","state":")" + state +
           R"(","attempts":2})";
}

Posting expected(const std::string& id) {
    Posting posting;
    posting.message_id = id;
    posting.message_type = "despatchAdvice";
    posting.document_id = "DN-" + id;
    posting.state = "queued";
    posting.external_reference = "W" + id;
    return posting;
}

TEST(Postings, reads_the_example_events_of_the_contract) {
    Postings postings;
    ASSERT_TRUE(postings.record(example("postingResult")).ok());
    ASSERT_EQ(postings.all().size(), 1U);
    const Posting posting = postings.all()[0];
    EXPECT_EQ(posting.state, "posted");
    EXPECT_EQ(posting.document_id, "DN-1001-1");
    EXPECT_EQ(posting.sage_number, "SI-0001");
    EXPECT_EQ(posting.attempts, 1);
    EXPECT_TRUE(posting.problem.code.empty());
    ASSERT_TRUE(postings.record(example("attention")).ok());
    ASSERT_EQ(postings.attentions().size(), 1U);
    EXPECT_EQ(postings.attentions()[0].problem.code, "delivery.read_back_difference");
    EXPECT_EQ(postings.attentions()[0].problem.owner, "finance");
    EXPECT_EQ(postings.all().size(), 1U);
}

TEST(Postings, the_last_word_counts) {
    Postings postings;
    postings.expect(expected("1"));
    EXPECT_EQ(postings.counts()["queued"], 1);
    ASSERT_TRUE(postings.record(event_of("1", "held")).ok());
    ASSERT_TRUE(postings.record(event_of("1", "posted")).ok());
    EXPECT_EQ(postings.counts()["posted"], 1);
    EXPECT_EQ(postings.counts()["held"], 0);
    const auto posting = postings.find("1");
    EXPECT_EQ(posting->external_reference, "W1");
    EXPECT_EQ(posting->document_id, "DN-1");
    EXPECT_EQ(posting->attempts, 2);
}

TEST(Postings, an_event_may_be_faster_than_the_receipt) {
    Postings postings;
    ASSERT_TRUE(postings.record(event_of("1", "posted")).ok());
    postings.expect(expected("1"));
    EXPECT_EQ(postings.find("1")->state, "posted");
    EXPECT_EQ(postings.find("1")->external_reference, "W1");
    EXPECT_EQ(postings.all().size(), 1U);
    EXPECT_FALSE(postings.find("2").has_value());
}

TEST(Postings, unknown_events_change_nothing_and_rubbish_is_refused) {
    Postings postings;
    EXPECT_TRUE(postings.record(R"({"eventType":"catalogueChanged"})").ok());
    for (const char* text :
         {"", "[]", "{", "{}", R"({"eventType":7})", R"({"eventType":"postingResult"})",
          R"({"eventType":"postingResult","messageId":"1"})"}) {
        EXPECT_FALSE(postings.record(text).ok()) << text;
    }
    EXPECT_TRUE(postings.all().empty());
}

}  // namespace
}  // namespace wms
