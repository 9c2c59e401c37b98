// SPDX-License-Identifier: Apache-2.0
// Plan: a decision about a held document is recorded and handed over in the contract's shape; of
// two who decide about the same state the second is told who was first, also when sixteen come at
// once; who saw an older state is told; a decision that was not carried out leaves it open.
#include "mock-host/serve/decisions.h"

#include <atomic>
#include <thread>

#include "tests/unit/mock_host/document_contract.h"
#include "tests/unit/mock_host/fake_desk.h"

namespace wms::serve {
namespace {

using wms::testing::kDocument;

class DecisionsTest : public wms::testing::SiteTest {
  protected:
    DecisionsTest() { desk.stands(kDocument, "held", 2); }
    Result<std::string> decide(const std::string& by, std::size_t seen = 2) {
        return decisions.decide({kDocument, "sendAgain", by, "looked at it", "", false, seen});
    }
    Decisions decisions{desk, actions};
};

TEST_F(DecisionsTest, are_recorded_and_handed_over) {
    const Result<std::string> id =
        decisions.decide({kDocument, "markPosted", "pat", "found it", "SI-7", true, 2});
    ASSERT_TRUE(id.ok());
    ASSERT_EQ(desk.submitted.size(), 1U);
    const Message& message = desk.submitted[0];
    EXPECT_EQ(message.id, id.value());
    for (const std::string& violation : contract::violations(message.type, message.json)) {
        ADD_FAILURE() << violation;
    }
    const boost::json::value body = boost::json::parse(message.json).at("body");
    EXPECT_EQ(body.at("subjectMessageId"), kDocument);
    EXPECT_EQ(body.at("decidedBy"), "pat");
    EXPECT_EQ(body.at("sageDocumentNumber"), "SI-7");
    EXPECT_EQ(body.at("checkedByHand"), true);
    EXPECT_EQ(last_action().at("who"), "pat");
    EXPECT_EQ(last_action().at("after"), "markPosted");
    EXPECT_EQ(last_action().at("reason"), "found it");
}

TEST_F(DecisionsTest, the_second_of_two_is_told_who_was_first) {
    const std::string first = decide("pat").value();
    Result<std::string> second = decide("sam");
    EXPECT_EQ(second.problem().code, "serve.decided");
    EXPECT_NE(second.problem().cause.find("pat has decided already: sendAgain"), std::string::npos);
    // It was carried out, and what sam had looked at is gone.
    desk.stands(first, "posted", 1);
    desk.stands(kDocument, "queued", 3);
    EXPECT_EQ(decide("sam").problem().code, "serve.decided");
    // Held once more for another reason: who sees that may decide.
    desk.stands(kDocument, "held", 4);
    EXPECT_EQ(decide("sam").problem().code, "serve.decided");
    EXPECT_TRUE(decide("sam", 4).ok());
    EXPECT_EQ(desk.submitted.size(), 2U);
}

TEST_F(DecisionsTest, of_sixteen_at_once_one_decides) {
    std::vector<std::thread> crew;
    std::atomic<int> decided = 0;
    std::atomic<int> told = 0;
    for (int index = 0; index < 16; ++index) {
        crew.emplace_back([&, index] {
            const auto one = decide("p" + std::to_string(index));
            decided += one.ok() ? 1 : 0;
            told += !one.ok() && one.problem().code == "serve.decided" ? 1 : 0;
        });
    }
    for (std::thread& thread : crew) {
        thread.join();
    }
    EXPECT_EQ(decided, 1);
    EXPECT_EQ(told, 15);
    EXPECT_EQ(desk.submitted.size(), 1U);
}

TEST_F(DecisionsTest, one_that_was_not_carried_out_leaves_it_open) {
    const std::string first = decide("pat").value();
    desk.stands(first, "rejected", 1);
    clock.jump_to(clock.now_ms() + 1);
    EXPECT_TRUE(decide("sam").ok());
}

TEST_F(DecisionsTest, who_saw_an_older_state_is_told) {
    EXPECT_EQ(decide("pat", 1).problem().code, "serve.changed");
    desk.stands(kDocument, "posted", 3);
    EXPECT_EQ(decide("pat", 3).problem().code, "serve.not_held");
    desk.documents.clear();
    EXPECT_EQ(decide("pat").problem().code, "query.unknown");
    desk.documents[kDocument] = "[";
    EXPECT_EQ(decide("pat").problem().code, "host.document_malformed");
    EXPECT_TRUE(desk.submitted.empty());
    EXPECT_TRUE(folder.read(kAuditFile).empty());
}

TEST_F(DecisionsTest, without_words_nothing_is_decided) {
    const auto code = [&](const char* decision, const std::string& reason) {
        return decisions.decide({kDocument, decision, "pat", reason, "", false, 2}).problem().code;
    };
    EXPECT_EQ(code("sendAgain", ""), "serve.reason");
    EXPECT_EQ(code("sendAgain", " \n"), "serve.reason");
    EXPECT_EQ(code("sendAgain", std::string(1001, 'x')), "serve.reason");
    EXPECT_EQ(code("delete", "why not"), "serve.decision");
    EXPECT_EQ(code("", "why not"), "serve.decision");
}

TEST_F(DecisionsTest, what_the_plugin_does_not_take_is_told) {
    desk.submit_problem = {"outbox.full", "", "It is full.", "Wait.", "it"};
    EXPECT_EQ(decide("pat").problem().code, "outbox.full");
    desk.submit_problem = {};
    EXPECT_TRUE(decide("pat").ok()) << "it stands open as before";
}

}  // namespace
}  // namespace wms::serve
