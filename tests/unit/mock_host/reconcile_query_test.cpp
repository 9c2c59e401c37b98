// SPDX-License-Identifier: Apache-2.0
// Plan: the plugin's answer is read as its schema says, told in lines for people, and counts as
// agreement only if all of Sage could be asked; what is no answer is refused. (The command as a
// whole: tests/reconcile_test.cpp.)
#include "mock-host/reconcile_query.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

TEST(ReconcileQuery, an_answer_is_told_in_lines) {
    const auto result = read_reconcile_answer(R"({"from":"2026-11-01","to":"2026-11-30",
        "compared":3,"waiting":1,"complete":true,"findings":[
            {"finding":"changed","documentId":"DN-1","sageDocuments":[],"differences":[],
             "error":{"cause":"It differs.","fix":"Look."}},
            {"finding":"unknown","externalReference":"W1","sageDocuments":[],"differences":[],
             "error":{"cause":"Whose is it?","fix":"Ask."}}]})");
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result.value().compared, 3);
    EXPECT_EQ(result.value().waiting, 1);
    EXPECT_FALSE(result.value().agrees());
    const std::string text = text_of(result.value());
    EXPECT_NE(text.find("3 documents compared, 1 not yet, 2 findings"), std::string::npos) << text;
    EXPECT_NE(text.find("changed DN-1: It differs. Look."), std::string::npos) << text;
    EXPECT_NE(text.find("unknown W1: Whose is it? Ask."), std::string::npos) << text;
}

TEST(ReconcileQuery, only_a_whole_comparison_without_findings_agrees) {
    EXPECT_TRUE(read_reconcile_answer(R"({"complete":true,"findings":[]})").value().agrees());
    const auto cut = read_reconcile_answer(R"({"complete":false,"findings":[]})");
    EXPECT_FALSE(cut.value().agrees());
    EXPECT_NE(text_of(cut.value()).find("Sage could not be asked for all"), std::string::npos);
    EXPECT_FALSE(read_reconcile_answer(R"({"complete":true,"findings":[7]})").value().agrees());
}

TEST(ReconcileQuery, what_is_no_answer_is_refused) {
    for (const char* answer : {"", "[", "{}", R"({"complete":true})", R"({"findings":[]})",
                               R"({"complete":1,"findings":[]})"}) {
        EXPECT_FALSE(read_reconcile_answer(answer).ok()) << answer;
    }
}

}  // namespace
}  // namespace wms
