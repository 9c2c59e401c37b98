// SPDX-License-Identifier: Apache-2.0
// Plan: the plugin's answer in words, whole and broken; what is no answer is refused. (The command
// as a whole: tests/journal_test.cpp.)
#include "mock-host/verify_query.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

TEST(VerifyQuery, whole_journal_is_counted_in_words) {
    const auto result = read_verify_answer(R"({"whole":true,"rows":14,"documents":4,"purged":1})");
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(result.value().whole);
    EXPECT_EQ(result.value().text,
              "The journal is whole: 14 rows, 4 documents, 1 of them without their content.\n");
}

TEST(VerifyQuery, break_is_told_with_its_place) {
    const auto row = read_verify_answer(
        R"({"whole":false,"firstBreak":{"chain":0,"position":5,"messageId":"","cause":"gone"}})");
    ASSERT_TRUE(row.ok());
    EXPECT_FALSE(row.value().whole);
    EXPECT_EQ(row.value().text, "The journal is not whole: chain 0, row 5: gone.\n");
    const auto document = read_verify_answer(
        R"({"whole":false,"firstBreak":{"chain":2,"position":7,"messageId":"m","cause":"gone"}})");
    EXPECT_EQ(document.value().text,
              "The journal is not whole: chain 2, row 7, document m: gone.\n");
}

TEST(VerifyQuery, what_is_no_answer_is_refused) {
    for (const char* answer : {"", "{}", "[]", R"({"whole":1})"}) {
        EXPECT_EQ(read_verify_answer(answer).problem().code, "host.verify_malformed") << answer;
    }
}

}  // namespace
}  // namespace wms
