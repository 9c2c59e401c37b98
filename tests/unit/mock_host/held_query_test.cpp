// SPDX-License-Identifier: Apache-2.0
// Plan: the plugin's answers are read as their schemas say: issues and single documents in words
// for people, lines as the table they came in; what is no answer is refused. (The command as a
// whole: tests/issues_test.cpp.)
#include "mock-host/held_query.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

TEST(HeldQuery, issues_and_single_documents_are_told_in_words) {
    const auto result = read_held_answer(R"({"issues":[{"rootCause":"item:X","count":3,
        "error":{"cause":"No X.","fix":"Create it.","owner":"finance"}}],
        "held":[{"rootCause":"item:X","documentId":"DN-1"},
                {"rootCause":"","messageType":"despatchAdvice","documentId":"DN-2",
                 "error":{"cause":"Two of them.","fix":"Look."}}]})");
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(result.value().any);
    const std::string& text = result.value().text;
    EXPECT_NE(text.find("3 documents wait for item:X\n  why         No X.\n"), std::string::npos)
        << text;
    EXPECT_NE(text.find("despatchAdvice DN-2 waits for a decision\n"), std::string::npos) << text;
    EXPECT_EQ(text.find("DN-1"), std::string::npos) << text;
}

TEST(HeldQuery, nothing_held_is_said) {
    const auto result = read_held_answer(R"({"issues":[],"held":[]})");
    ASSERT_TRUE(result.ok());
    EXPECT_FALSE(result.value().any);
    EXPECT_EQ(result.value().text, "Nothing is held.\n");
}

TEST(HeldQuery, lines_are_the_table_itself) {
    const auto result = read_held_lines_answer(
        R"({"rootCause":"c","held":2,"documents":1,"csv":"a,b\r\n1,2\r\n"})");
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(result.value().any);
    EXPECT_EQ(result.value().text, "a,b\r\n1,2\r\n");
}

TEST(HeldQuery, what_is_no_answer_is_refused) {
    for (const char* answer :
         {"", "[", "{}", R"({"issues":[]})", R"({"held":[]})", R"({"issues":1,"held":[]})"}) {
        EXPECT_FALSE(read_held_answer(answer).ok()) << answer;
    }
    for (const char* answer : {"", "{}", R"({"csv":7})"}) {
        EXPECT_FALSE(read_held_lines_answer(answer).ok()) << answer;
    }
}

}  // namespace
}  // namespace wms
