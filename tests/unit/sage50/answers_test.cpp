// SPDX-License-Identifier: Apache-2.0
// Plan: lists and records only in a whole envelope that says success, whatever the status; never
// empty in place of unknown; the one form of busy, and near misses of it; what was published.
#include <gmock/gmock.h>

#include "plugins/sage50/wire.h"
#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using testing::HasSubstr;

constexpr std::string_view busy_body =
    R"({"Message":"A Get Tax Codes process is already running."})";

Reply reply(std::string body, int status = 200) {
    return {status, {}, std::move(body)};
}

TEST(Sage50Answers, rows_are_texts_by_their_names) {
    const auto rows = read_rows(
        reply(R"({"results":[{"a":"63","b":63,"c":88.199999999999989,"d":null,"e":true,"f":[1]}],)"
              R"("success":true,"code":200,"response":null,"message":null})"));
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows.value().size(), 1U);
    const Row& row = rows.value().front();
    EXPECT_EQ(value_in(row, "a"), "63");
    EXPECT_EQ(value_in(row, "b"), "63") << "numbers and their texts are the same";
    EXPECT_EQ(value_in(row, "c"), "88.199999999999989");
    EXPECT_EQ(value_in(row, "d"), "");
    EXPECT_EQ(value_in(row, "e"), "true");
    EXPECT_EQ(value_in(row, "f"), "");
    EXPECT_EQ(value_in(row, "g"), "");
}

TEST(Sage50Answers, an_empty_list_is_one) {
    const auto rows = read_rows(
        reply(R"({"results":[],"success":true,"code":200,"response":null,"message":null})"));
    ASSERT_TRUE(rows.ok());
    EXPECT_TRUE(rows.value().empty());
}

TEST(Sage50Answers, what_is_no_whole_list_is_unusable_and_not_empty) {
    const std::vector<Reply> replies = {
        reply(""),
        reply("[]"),
        reply("{}"),
        reply("<html>"),
        reply("null"),
        reply(std::string(busy_body)),
        reply(std::string(busy_body), 409),
        reply(R"({"results":[]})"),
        reply(R"({"results":[],"success":"true","code":200,"response":null,"message":null})"),
        reply(R"({"results":[],"success":false,"code":500,"response":null,"message":"No"})"),
        reply(R"({"results":null,"success":true,"code":200,"response":null,"message":null})"),
        reply(R"({"success":true,"code":200,"response":null,"message":null})"),
        reply(R"({"results":[1],"success":true,"code":200,"response":null,"message":null})"),
        reply(R"({"results":[],"success":true,"code":200,"message":null})"),
        reply(R"({"results":[],"success":true,"code":200,"response":null,"message":null})", 500),
        reply(R"({"results":[],"success":true,"code":200,"response":null,"message":null})", 206),
    };
    for (const Reply& one : replies) {
        const auto rows = read_rows(one);
        ASSERT_FALSE(rows.ok()) << one.status << one.body;
        EXPECT_EQ(rows.error().status, Status::remote);
        EXPECT_EQ(rows.error().first().code, "sage50.answer_unreadable");
        EXPECT_FALSE(read_record(one).ok()) << one.status << one.body;
    }
}

TEST(Sage50Answers, why_it_failed_is_told) {
    const auto failed = read_rows(
        reply(R"({"success":false,"code":500,"response":null,"message":"Accounts are busy"})"));
    EXPECT_THAT(failed.error().first().cause, HasSubstr("Accounts are busy"));
    EXPECT_THAT(read_rows(reply(std::string(busy_body))).error().first().cause,
                HasSubstr("is busy"));
    EXPECT_THAT(read_rows(reply("<html>", 503)).error().first().cause, HasSubstr("503"));
}

TEST(Sage50Answers, a_record_is_the_response) {
    const auto record = read_record(
        reply(R"({"success":true,"code":200,"response":{"lockDate":"x"},"message":""})"));
    ASSERT_TRUE(record.ok());
    EXPECT_EQ(value_in(record.value(), "lockDate"), "x");
    EXPECT_FALSE(
        read_record(reply(R"({"success":true,"code":200,"response":7,"message":""})")).ok());
}

TEST(Sage50Answers, an_envelope_says_what_became_of_a_write) {
    const auto done =
        read_envelope(reply(R"({"success":true,"code":200,"response":95,"message":null})"));
    ASSERT_TRUE(done);
    EXPECT_TRUE(done->success);
    EXPECT_EQ(done->response, "95");
    const auto failed = read_envelope(
        reply(R"({"success":false,"code":500,"response":null,"message":"Image not found"})"));
    ASSERT_TRUE(failed);
    EXPECT_FALSE(failed->success);
    EXPECT_EQ(failed->message, "Image not found");
    EXPECT_FALSE(read_envelope(reply(R"({"success":true})")));
    EXPECT_FALSE(read_envelope(reply("<html>")));
    EXPECT_FALSE(read_envelope(reply(std::string(busy_body))));
}

TEST(Sage50Answers, busy_has_one_form) {
    EXPECT_TRUE(is_busy(reply(std::string(busy_body), 409)));
    EXPECT_TRUE(is_busy(reply(std::string(busy_body))));
    EXPECT_FALSE(is_busy(reply(std::string(busy_body), 500)));
    for (const char* const body :
         {R"({"Message":"An error has occurred."})",
          R"({"message":"A X process is already running."})",
          R"({"Message":"A X process is already running.","success":true})",
          R"({"Message":"A X process is already running"})", R"({"Message":7})",
          R"({"Message":"A  process is already running."})",
          R"(["A X process is already running."])", "A X process is already running.", ""}) {
        EXPECT_FALSE(is_busy(reply(body, 409))) << body;
    }
}

TEST(Sage50Answers, what_was_published_is_read) {
    const std::string list =
        published_sample("sales-invoices-credits.search-sales-invoices.response");
    if (list.empty()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    const auto rows = read_rows(reply(list));
    ASSERT_TRUE(rows.ok());
    EXPECT_FALSE(rows.value().empty());
    for (const Row& row : rows.value()) {
        EXPECT_FALSE(value_in(row, "invoiceNumber").empty());
        EXPECT_FALSE(value_in(row, "invoiceTypeCode").empty());
    }
    for (const char* const name :
         {"products-stock.search-stock-movements.response", "settings.read-tax-codes.response",
          "sales-orders.search-sales-order.response", "sales-orders.search-sales-items.response",
          "sales-orders.search-dispatches.response",
          "sales-invoices-credits.search-sales-invoice-items.response"}) {
        EXPECT_TRUE(read_rows(reply(published_sample(name))).ok()) << name;
    }
    for (const char* const name :
         {"settings.read-company-settings.response", "settings.read-api-status.response",
          "sales-invoices-credits.read-sales-invoice.response"}) {
        EXPECT_TRUE(read_record(reply(published_sample(name))).ok()) << name;
    }
    const auto failed =
        read_envelope(reply(published_sample("products-stock.read-product-image.response")));
    ASSERT_TRUE(failed);
    EXPECT_FALSE(failed->success);
}

}  // namespace
}  // namespace sage::sage50
