// SPDX-License-Identifier: Apache-2.0
// Plan: the plugin's answer is read as its schema says and told in lines for people; the outcome
// says whether it goes through; what is no answer is refused and what is misshapen does no harm.
// (The command as a whole: main_test.cpp.)
#include "mock-host/preview_query.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

TEST(PreviewQuery, what_would_be_sent_is_told_with_its_amounts) {
    const auto result = read_preview_answer(R"({"outcome":"post","reason":"",
        "sageType":"Sales Invoice","externalReference":"W1","problems":[],
        "predictedTotals":{"net":{"amount":"5.10","currencyId":"GBP"}},
        "predictedLines":[{"fieldPath":"/body/lines/0",
            "totals":{"net":{"amount":"5.10","currencyId":"GBP"}}}],
        "requests":[{"purpose":"create","method":"POST","target":"/post",
            "headers":[{"name":"Idempotency-Key","value":"k"}],"body":"{}"}],
        "accepted":null,"waitsFor":null,"otherVersion":null})");
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(result.value().goes_through());
    const std::string& text = result.value().text;
    EXPECT_NE(text.find("in Sage   Sales Invoice\n"), std::string::npos) << text;
    EXPECT_NE(text.find("net 5.10 GBP; not predicted: tax, gross\n"), std::string::npos) << text;
    EXPECT_NE(text.find("request (create)\nPOST /post\nIdempotency-Key: k\n\n{}\n"),
              std::string::npos)
        << text;
}

TEST(PreviewQuery, what_is_wrong_is_told_with_what_to_do_and_who) {
    const auto result = read_preview_answer(R"({"outcome":"hold","problems":[
        {"code":"a.b","fieldPath":"/x","cause":"It is.","fix":"Mend it.","owner":"finance"}],
        "accepted":{"messageType":"despatchAdvice","documentId":"D1","documentVersion":"2",
                    "state":"held"},
        "dueAt":"2025-11-20T18:00:00.000Z"})");
    ASSERT_TRUE(result.ok());
    EXPECT_FALSE(result.value().goes_through());
    const std::string& text = result.value().text;
    EXPECT_NE(text.find("accepted  despatchAdvice D1 version 2, held"), std::string::npos) << text;
    EXPECT_NE(text.find("goes at   2025-11-20T18:00:00.000Z"), std::string::npos) << text;
    EXPECT_NE(text.find("a.b /x\n  why         It is.\n  what to do  Mend it.\n"
                        "  who         finance\n"),
              std::string::npos)
        << text;
}

TEST(PreviewQuery, nothing_to_post_goes_through_and_a_refusal_does_not) {
    EXPECT_TRUE(read_preview_answer(R"({"outcome":"postNothing"})").value().goes_through());
    EXPECT_FALSE(read_preview_answer(R"({"outcome":"refuse"})").value().goes_through());
}

TEST(PreviewQuery, what_is_no_answer_is_refused) {
    for (const char* answer : {"", "[", "[]", "{}", R"({"outcome":1})"}) {
        EXPECT_FALSE(read_preview_answer(answer).ok()) << answer;
    }
    EXPECT_TRUE(read_preview_answer(R"({"outcome":"post","problems":[7],"requests":[7],
        "predictedLines":[7],"accepted":7})")
                    .ok());
}

}  // namespace
}  // namespace wms
