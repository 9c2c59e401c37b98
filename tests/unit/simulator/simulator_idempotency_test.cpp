// SPDX-License-Identifier: Apache-2.0
// Plan: one key through its whole life: replay for 48 hours, 409 to 60 days, then forgotten; other
// bodies, failures, running requests, PATCH, and definitions that do not support keys.
#include "plugins/intacct/simulator_idempotency.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

using simulated_intacct::Idempotency;
using testing::HasSubstr;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;

/// A token lives six hours; tests that jump further need a new one.
void jump(Sage& sage, std::int64_t milliseconds) {
    sage.now_ms += milliseconds;
    sage.authorise();
}

TEST(IntacctIdempotency, within_48_hours_the_first_answer_is_given_again) {
    Sage sage;
    const Reply first = sage.send("POST", invoices, invoice(), with_key("k"));
    EXPECT_EQ(first.header("idempotency-key"), "k");
    EXPECT_EQ(first.header("x-ia-idempotency-cached-date"), "");
    jump(sage, 48 * hour_ms - 1);
    const Reply again = sage.send("POST", invoices, invoice(), with_key("k"));
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("idempotency-key"), "k");
    EXPECT_NE(again.header("x-ia-idempotency-cached-date"), "");
    EXPECT_EQ(sage.counter("created"), 1);
    EXPECT_EQ(sage.counter("replayed"), 1);
    EXPECT_EQ(sage.on_hand("LANTERN"), "97");
}

TEST(IntacctIdempotency, from_48_hours_to_60_days_the_key_is_refused) {
    Sage sage;
    sage.send("POST", invoices, invoice(), with_key("k"));
    jump(sage, 48 * hour_ms);
    EXPECT_EQ(sage.send("POST", invoices, invoice(), with_key("k")).status, 409);
    jump(sage, 58 * day_ms - 1);
    EXPECT_EQ(sage.send("POST", invoices, invoice(), with_key("k")).status, 409);
    EXPECT_EQ(sage.counter("created"), 1);
    jump(sage, 1);
    EXPECT_EQ(sage.send("POST", invoices, invoice(), with_key("k")).status, 201);
    EXPECT_EQ(sage.counter("created"), 2) << "after 60 days nothing protects";
}

TEST(IntacctIdempotency, failures_are_given_again_even_when_their_cause_is_gone) {
    Sage sage;
    auto body = invoice();
    body["customer"] = {{"id", "C2"}};
    const Reply refused = sage.send("POST", invoices, body, with_key("k"));
    ASSERT_EQ(refused.status, 422);
    sage.control("POST", "/control/change", R"({"customer":{"id":"C2","isOnHold":false}})");
    const Reply again = sage.send("POST", invoices, body, with_key("k"));
    EXPECT_EQ(again.status, 422);
    EXPECT_EQ(again.body, refused.body);
    EXPECT_EQ(sage.send("POST", invoices, body, with_key("k-2")).status, 201);
}

TEST(IntacctIdempotency, another_body_path_or_method_under_the_same_key_is_refused) {
    Sage sage;
    const std::string key = key_of(sage.send("POST", invoices, invoice(), with_key("k")));
    auto other = invoice();
    other["memo"] = "changed";
    EXPECT_EQ(sage.send("POST", invoices, other, with_key("k")).status, 409);
    EXPECT_EQ(sage.send("POST", orders, invoice(), with_key("k")).status, 409);
    EXPECT_EQ(
        sage.send("PATCH", std::string(invoices) + "/" + key, invoice(), with_key("k")).status,
        409);
    EXPECT_EQ(sage.send("POST", invoices, invoice(), with_key("k")).status, 201);
}

TEST(IntacctIdempotency, a_repeat_while_the_first_runs_is_refused_and_unseen_by_queries) {
    Sage sage;
    sage.control("POST", "/control/behaviours", R"({"runningMs":30000})");
    sage.send("POST", invoices, invoice(), with_key("k"));
    sage.now_ms += 29'999;
    const Reply locked = sage.send("POST", invoices, invoice(), with_key("k"));
    EXPECT_EQ(locked.status, 409);
    EXPECT_THAT(messages(locked), HasSubstr("still in progress"));
    EXPECT_TRUE(sage.rows("order-entry/document", R"(["key"])").empty());
    sage.now_ms += 1;
    EXPECT_EQ(sage.send("POST", invoices, invoice(), with_key("k")).status, 201);
    EXPECT_EQ(sage.rows("order-entry/document", R"(["key"])").size(), 1U);
}

TEST(IntacctIdempotency, changes_are_replayed_too) {
    Sage sage;
    const std::string path =
        std::string(invoices) + "/" + key_of(sage.send("POST", invoices, invoice()));
    const Reply first = sage.send("PATCH", path, R"({"memo":"one"})", with_key("p"));
    ASSERT_EQ(first.status, 200);
    sage.send("PATCH", path, R"({"memo":"two"})");
    EXPECT_EQ(sage.send("PATCH", path, R"({"memo":"one"})", with_key("p")).body, first.body);
    EXPECT_EQ(sage.rows("order-entry/document", R"(["memo"])")[0].at("memo"), "two");
}

TEST(IntacctIdempotency, a_key_has_at_most_256_characters) {
    Sage sage;
    EXPECT_EQ(sage.send("POST", invoices, invoice(), with_key(std::string(256, 'k'))).status, 201);
    EXPECT_EQ(sage.send("POST", invoices, invoice(), with_key(std::string(257, 'k'))).status, 400);
}

TEST(IntacctIdempotency, a_definition_without_support_makes_a_second_document) {
    Sage sage;
    sage.control("POST", "/control/change",
                 R"({"definition":{"id":"Sales Invoice","set":{"idempotenceSupported":false}}})");
    sage.send("POST", invoices, invoice(), with_key("k"));
    const Reply again = sage.send("POST", invoices, invoice(), with_key("k"));
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.header("idempotency-key"), "");
    EXPECT_EQ(sage.counter("created"), 2);
}

TEST(IntacctIdempotency, reads_ignore_keys) {
    Sage sage;
    constexpr std::string_view query = R"({"object":"order-entry/document","fields":["key"]})";
    sage.send("POST", "/services/core/query", query, with_key("q"));
    sage.send("POST", invoices, invoice());
    const Reply reply = sage.send("POST", "/services/core/query", query, with_key("q"));
    EXPECT_EQ(parsed(reply).at("ia::result").as_array().size(), 1U);
}

TEST(IntacctIdempotency, the_fingerprint_keeps_its_parts_apart) {
    EXPECT_NE(Idempotency::fingerprint("POST", "/a", "b"),
              Idempotency::fingerprint("POST", "/ab", ""));
    EXPECT_NE(Idempotency::fingerprint("POST", "/a", "b"),
              Idempotency::fingerprint("PATCH", "/a", "b"));
    EXPECT_EQ(Idempotency::fingerprint("POST", "/a", "b"),
              Idempotency::fingerprint("POST", "/a", "b"));
}

}  // namespace
}  // namespace sage::test
