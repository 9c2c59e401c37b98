// SPDX-License-Identifier: Apache-2.0
// Plan: lists bare, wrapped and single; what is none; messages of every shape that a refusal may
// have; money without sign.
#include "plugins/sage200/wire.h"

#include <gtest/gtest.h>

#include "tests/unit/sage200/simulated_site.h"

namespace sage::sage200 {
namespace {

Result<std::vector<Row>> rows(std::string body, int status = 200) {
    return read_rows({status, {}, std::move(body)});
}

TEST(Sage200Answers, a_list_is_read_bare_wrapped_or_as_the_one_record) {
    for (const char* const body :
         {R"([{"id":1,"price":2.50,"on":true,"none":null,"customer":{"reference":"C1"}}])",
          R"({"value":[{"id":1,"price":2.50,"on":true,"name":"x","customer":{"reference":"C1"}}]})",
          R"({"id":1,"price":2.50,"on":true,"name":"x","customer":{"reference":"C1"}})"}) {
        const auto read = rows(body);
        ASSERT_TRUE(read.ok()) << body;
        ASSERT_EQ(read.value().size(), 1U);
        const Row& row = read.value()[0];
        EXPECT_EQ(value_in(row, "id"), "1");
        EXPECT_EQ(value_in(row, "price"), "2.50");
        EXPECT_EQ(value_in(row, "on"), "true");
        EXPECT_EQ(value_in(row, "customer.reference"), "C1");
        EXPECT_EQ(value_in(row, "none"), "");
    }
    EXPECT_TRUE(rows("[]").value().empty());
    EXPECT_TRUE(rows(R"({"value":[]})").value().empty());
}

TEST(Sage200Answers, what_is_no_list_is_never_taken_for_an_empty_one) {
    for (const char* const body :
         {"", "<html>", "null", "7", R"("[]")", "{}", R"({"value":{}})", R"({"message":"no"})",
          "[7]", R"([{"id":1},null])", R"({"value":[[]]})"}) {
        const auto read = rows(body);
        ASSERT_FALSE(read.ok()) << body;
        EXPECT_EQ(read.error().status, Status::remote);
        EXPECT_EQ(read.error().first().code, "sage200.answer_unreadable");
    }
    EXPECT_FALSE(rows("[]", 204).ok());
    EXPECT_FALSE(rows("[]", 504).ok());
    EXPECT_FALSE(rows(std::string(9'000, '[')).ok());
}

TEST(Sage200Answers, a_refusals_words_are_found_whatever_its_shape) {
    test::SimulatedSite site;
    for (int shape = 0; shape <= 6; ++shape) {
        site.behave("{\"errorShape\":" + std::to_string(shape) + "}");
        const Reply reply = site.send("POST", "/sales_invoices", "{}");
        EXPECT_EQ(message_of(reply), "customer_id: The field is required.") << shape;
    }
    site.behave(R"({"errorShape":7})");
    EXPECT_EQ(message_of(site.send("POST", "/sales_invoices", "{}")), "");
}

TEST(Sage200Answers, words_that_nobody_knows_are_repeated_as_they_are_and_cut) {
    EXPECT_EQ(message_of({400, {}, R"({"odd":1})"}), R"({"odd":1})");
    EXPECT_EQ(message_of({400, {}, R"({"error":{"errors":[{"message":"deep"}]}})"}),
              R"({"error":{"errors":[{"message":"deep"}]}})");
    EXPECT_EQ(message_of({400, {}, R"({"errors":[]})"}), R"({"errors":[]})");
    EXPECT_LE(message_of({400, {}, std::string(2'000, 'x')}).size(), 510U);
    EXPECT_EQ(message_of({400, {}, "a\nb\xff"}), "a?b?");
}

TEST(Sage200Answers, money_is_compared_without_its_sign) {
    EXPECT_EQ(magnitude("-44.9"), "44.90");
    EXPECT_EQ(magnitude("44.95"), "44.95");
    EXPECT_EQ(magnitude("0"), "0.00");
    EXPECT_EQ(magnitude("1.005"), "1.005") << "not made to look right";
    EXPECT_EQ(magnitude("x"), "x");
    EXPECT_EQ(magnitude(""), "");
}

}  // namespace
}  // namespace sage::sage200
