// SPDX-License-Identifier: Apache-2.0
// Plan: every status from 200 to 599 with no body, with garbage and with each error shape; every
// code of the fact sheet; success only with the key of the document sent; waits; hostile bodies.
#include "plugins/intacct/wire_verdict.h"

#include <gmock/gmock.h>

#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

using sample::reply;
using testing::ElementsAre;
using testing::HasSubstr;

// Shape: 0 inside ia::result, 1 at the top, 2 the gateway's.
std::string error_body(std::string_view code, std::string_view error_id = "",
                       std::string_view message = "text", int shape = 0) {
    sample::json::object error = {{"code", code}, {"message", message}, {"supportId", "S1"}};
    if (!error_id.empty()) {
        error["errorId"] = error_id;
    }
    sample::json::value body;
    if (shape == 0) {
        body = {{"ia::result", {{"ia::error", error}}}, {"ia::meta", {{"totalCount", 1}}}};
    } else {
        body = {{shape == 1 ? "ia::error" : "error", error}};
    }
    return sample::json::serialize(body);
}

std::string success_body(std::string_view type = "Sales Invoice", std::string_view key = "12922") {
    return R"({"ia::result":{"key":")" + std::string(key) + R"(","id":"12922","documentType":")" +
           std::string(type) + R"(","href":"/x"},"ia::meta":{"totalCount":1}})";
}

Send despatch() {
    static const Send send = sample::sent();
    return send;
}

Verdict judged(const Reply& answer) {
    const Verdict verdict = classify(despatch(), answer);
    if (verdict.judgement == Judgement::done) {
        EXPECT_FALSE(verdict.sage_document.key.empty());
    } else {
        sample::expect_complete(verdict.problem);
        EXPECT_TRUE(verdict.sage_document.key.empty());
    }
    return verdict;
}

Judgement judgement(int status, std::string body, std::vector<Header> headers = {}) {
    return judged(reply(status, std::move(body), std::move(headers))).judgement;
}

TEST(IntacctVerdict, a_success_carries_the_key_of_the_document) {
    for (const int status : {200, 201}) {
        const Verdict verdict = judged(reply(status, success_body()));
        EXPECT_EQ(verdict.judgement, Judgement::done);
        EXPECT_EQ(verdict.sage_document.key, "12922");
        EXPECT_EQ(verdict.sage_document.type, "Sales Invoice");
        EXPECT_FALSE(verdict.cached_under_key);
    }
    EXPECT_EQ(judgement(201, R"({"ia::result":{"key":"1"}})"), Judgement::done);
}

TEST(IntacctVerdict, a_success_that_proves_nothing_is_in_doubt) {
    for (const char* body :
         {"", "OK", "<html></html>", "{}", "[]", "null", R"({"ia::result":[]})",
          R"({"ia::result":{}})", R"({"ia::result":{"key":""}})", R"({"ia::result":{"key":null}})",
          R"({"ia::result":{"key":{"id":"1"}}})", R"({"ia::result":{"id":"12922"}})",
          R"({"ia::result":[{"key":"1"}]})", R"({"key":"1"})",
          R"({"ia::result":{"key":"1","ia::error":{"code":"x"}}})",
          R"({"ia::result":{"key":"1"},"ia::error":{"code":"x"}})",
          R"({"ia::result":{"key":"1"},"error":{"code":"x"}})",
          R"({"ia::result":{"key":"1","key":"2"}})"}) {
        EXPECT_EQ(judgement(201, body), Judgement::unknown) << body;
        EXPECT_EQ(judgement(200, body), Judgement::unknown) << body;
    }
    EXPECT_EQ(judgement(201, success_body("Sales Order")), Judgement::unknown);
}

TEST(IntacctVerdict, every_truncation_of_a_success_is_in_doubt) {
    const std::string whole = success_body();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(judgement(201, whole.substr(0, size)), Judgement::unknown) << size;
    }
}

TEST(IntacctVerdict, a_change_must_answer_with_the_key_that_was_changed) {
    Send patch = despatch();
    patch.existing_key = "12922";
    EXPECT_EQ(classify(patch, reply(200, success_body())).judgement, Judgement::done);
    EXPECT_EQ(classify(patch, reply(200, success_body("Sales Invoice", "1"))).judgement,
              Judgement::unknown);
    const Verdict gone = classify(patch, reply(404, error_body("notFound")));
    EXPECT_EQ(gone.judgement, Judgement::refused_cause);
    EXPECT_EQ(gone.problem.code, "intacct.document_gone");
    EXPECT_EQ(gone.problem.owner, Owner::finance);
    EXPECT_EQ(classify(patch, reply(404, "<html>")).judgement, Judgement::configuration);
    EXPECT_EQ(classify(patch, reply(404, error_body("GW-0015"))).judgement,
              Judgement::configuration);
    EXPECT_EQ(classify(patch, reply(405, error_body("notFound"))).judgement,
              Judgement::configuration);
}

Judgement expected_without_body(int status) {
    if (status >= 300 && status < 400) {
        return Judgement::configuration;
    }
    switch (status) {
        case 401:
            return Judgement::unauthorised;
        case 403:
        case 404:
        case 405:
            return Judgement::configuration;
        case 429:
            return Judgement::not_processed;
        default:
            return Judgement::unknown;
    }
}

TEST(IntacctVerdict, every_status_without_a_known_body_has_its_place) {
    for (int status = 100; status <= 599; ++status) {
        for (const char* body : {"", "<html>Bad Gateway</html>", "{\"ia::result\":", "{}", "[1]"}) {
            EXPECT_EQ(judgement(status, body), expected_without_body(status)) << status << body;
        }
    }
    EXPECT_EQ(judgement(0, ""), Judgement::unknown);
    EXPECT_EQ(judgement(-1, ""), Judgement::unknown);
    EXPECT_EQ(judgement(1000, ""), Judgement::unknown);
}

TEST(IntacctVerdict, every_status_with_a_business_error_has_its_place_in_all_shapes) {
    for (int status = 202; status <= 599; ++status) {
        const bool business = status == 400 || status == 422;
        const Judgement expected = business ? Judgement::refused : expected_without_body(status);
        for (int shape = 0; shape < 3; ++shape) {
            EXPECT_EQ(judgement(status, error_body("invalidRequest", "REST-1028", "text", shape)),
                      expected)
                << status << " shape " << shape;
        }
    }
}

TEST(IntacctVerdict, each_code_of_the_fact_sheet_has_its_place) {
    struct Row {
        int status;
        const char* code;
        const char* error_id;
        Judgement expected;
    };
    const std::vector<Row> rows = {
        {500, "GW-0001", "", Judgement::unknown},
        {400, "GW-0001", "", Judgement::unknown},
        {429, "GW-0010", "", Judgement::not_processed},
        {400, "GW-0010", "", Judgement::not_processed},
        {503, "GW-0010", "", Judgement::not_processed},
        {403, "GW-0011", "", Judgement::configuration},
        {400, "GW-0012", "", Judgement::configuration},
        {400, "GW-0014", "", Judgement::configuration},
        {400, "GW-0015", "", Judgement::configuration},
        {401, "GW-0031", "", Judgement::unauthorised},
        {400, "GW-0031", "", Judgement::unauthorised},
        {403, "GW-0031", "", Judgement::unauthorised},
        {400, "GW-0032", "", Judgement::configuration},
        {400, "GW-0033", "", Judgement::configuration},
        {401, "GW-0034", "", Judgement::unauthorised},
        {400, "GW-0035", "", Judgement::configuration},
        {400, "GW-0036", "", Judgement::configuration},
        {400, "GW-0037", "", Judgement::configuration},
        {400, "GW-0038", "", Judgement::configuration},
        {400, "GW-0039", "", Judgement::configuration},
        {403, "GW-0042", "", Judgement::configuration},
        {400, "invalidRequest", "REST-1028", Judgement::refused},
        {400, "invalidRequest", "REST-1030", Judgement::configuration},
        {400, "invalidRequest", "REST-1050", Judgement::configuration},
        {400, "invalidRequest", "REST-1107", Judgement::configuration},
        {401, "tokenInvalid", "REST-2102", Judgement::unauthorised},
        {400, "tokenInvalid", "REST-2102", Judgement::unauthorised},
        {409, "invalidRequest", "", Judgement::unknown},
        {400, "BL01001973", "", Judgement::refused},
        {422, "BL04002055", "", Judgement::refused_cause},
        {400, "INV-1359", "", Judgement::refused_cause},
        {400, "INV-1372", "", Judgement::refused},
        {400, "AR-0148", "", Judgement::refused_cause},
        {400, "AR-0279", "", Judgement::refused_cause},
        {500, "operationFailed", "", Judgement::unknown},
        {500, "GW-0010", "", Judgement::unknown},
        {500, "GW-0031", "", Judgement::unknown},
    };
    for (const Row& row : rows) {
        for (int shape = 0; shape < 3; ++shape) {
            EXPECT_EQ(judgement(row.status, error_body(row.code, row.error_id, "text", shape)),
                      row.expected)
                << row.status << " " << row.code << " " << row.error_id;
        }
    }
}

TEST(IntacctVerdict, every_answer_has_its_code_its_fix_and_who_acts) {
    struct Row {
        int status;
        std::string body;
        std::string code;
        std::string_view fix;  ///< how it begins
        Owner owner;
    };
    const std::string refusal = error_body("invalidRequest", "REST-1028");
    const std::vector<Row> rows = {
        {201, "", "answer_unclear", "Nothing to do: it is settled", Owner::it},
        {500, "", "answer_unclear", "Nothing to do: it is settled", Owner::it},
        {400, "", "answer_unclear", "Nothing to do: it is settled", Owner::it},
        {408, "", "answer_unclear", "Nothing to do: it is settled", Owner::it},
        {429, "", "throttled", "Nothing to do; if it happens often", Owner::it},
        {401, "", "token_refused", "Nothing to do if it happens once", Owner::it},
        {409, "", "conflict", "Nothing to do: it is looked up", Owner::it},
        {409, error_body("x", "", "locked"), "in_progress", "Nothing to do: it is asked again",
         Owner::it},
        {300, "", "configuration", "Set /address", Owner::it},
        {399, "", "configuration", "Set /address", Owner::it},
        {400, error_body("GW-0012"), "configuration", "Check the address", Owner::it},
        {402, error_body("GW-0012"), "configuration", "Check the address", Owner::it},
        {400, error_body("GW-0042"), "configuration", "Give the Web Services user", Owner::it},
        {403, "", "configuration", "Give the Web Services user", Owner::it},
        {404, "", "configuration", "Check that the transaction definition", Owner::it},
        {405, "", "configuration", "Check that the transaction definition", Owner::it},
        {400, error_body("x", "REST-1030"), "request_wrong", "Check the field names", Owner::it},
        {400, error_body("INV-1359"), "unit_refused", "Add the unit", Owner::finance},
        {400, refusal, "refused", "Correct what Sage Intacct names", Owner::finance},
    };
    for (const Row& row : rows) {
        const Verdict verdict = judged(reply(row.status, row.body));
        EXPECT_EQ(verdict.problem.code, "intacct." + row.code) << row.status << row.body;
        EXPECT_TRUE(verdict.problem.fix.starts_with(row.fix)) << verdict.problem.fix;
        EXPECT_EQ(verdict.problem.owner, row.owner) << row.status << row.body;
    }
    EXPECT_EQ(judged(reply(500, "")).problem.cause,
              "Sage Intacct, or something before it, failed: no explanation (HTTP 500).");
    EXPECT_EQ(judged(reply(408, "")).problem.cause,
              "The gateway of Sage Intacct failed: no explanation (HTTP 408).");
}

TEST(IntacctVerdict, the_oauth_shape_explains_and_decides_nothing) {
    const char* body = R"({"error":"invalid_client","error_description":"no such client"})";
    const SageError error = read_error(body);
    EXPECT_FALSE(error.recognised);
    EXPECT_EQ(judgement(400, body), Judgement::unknown);
    EXPECT_EQ(judgement(401, body), Judgement::unauthorised);
    EXPECT_EQ(error.code, "invalid_client");
    EXPECT_THAT(error.codes, ElementsAre("invalid_client"));
    EXPECT_EQ(error.message, "no such client");
}

TEST(IntacctVerdict, a_conflict_is_in_doubt_unless_the_first_still_runs) {
    for (const char* message : {"The request with this key is still running", "Request in progress",
                                "The first request is being processed", "The key is LOCKED"}) {
        EXPECT_EQ(judgement(409, error_body("invalidRequest", "", message)), Judgement::in_progress)
            << message;
    }
    EXPECT_EQ(judgement(409, error_body("requestLocked", "", "wait")), Judgement::in_progress);
    for (const char* message : {"The key was used with another body", "duplicate", ""}) {
        EXPECT_EQ(judgement(409, error_body("invalidRequest", "", message)), Judgement::unknown)
            << message;
    }
}

TEST(IntacctVerdict, a_number_of_ours_that_is_taken_holds_the_document) {
    Send sent =
        sample::receivable_send(sample::document("despatchAdvice"),
                                sample::receivable_settings(R"({"numberedBy":"warehouse"})"));
    EXPECT_EQ(own_number(sent), "DN-1001-1");
    const Reply taken = reply(
        409, error_body("operationFailed", "BL01001973", "A document with that number exists"));
    const Verdict verdict = classify(sent, taken);
    EXPECT_EQ(verdict.judgement, Judgement::refused_cause);
    EXPECT_EQ(verdict.problem.code, "intacct.number_taken");
    EXPECT_THAT(verdict.problem.cause, HasSubstr("DN-1001-1"));
    EXPECT_EQ(verdict.root_cause, "");
    sample::expect_complete(verdict.problem);
    for (const Reply& other :
         {reply(409, ""), reply(409, error_body("x", "", "The key was used with another body"))}) {
        EXPECT_EQ(classify(sent, other).judgement, Judgement::unknown);
    }
    EXPECT_EQ(classify(sent, reply(409, error_body("x", "", "in progress"))).judgement,
              Judgement::in_progress);
    for (const char* const text :
         {"Idempotency-Key was used before", "Another request had the same key.",
          "The (key) was used", "Duplicate number; the request's 'key' is known"}) {
        EXPECT_EQ(classify(sent, reply(409, error_body("x", "", text))).judgement,
                  Judgement::unknown)
            << text;
    }
    for (const char* const text :
         {"Duplicate key: a document with that number exists", "Unique key violation",
          "Keystone Ltd has a document of that number", "Number KEY-1 is taken",
          "A transaction of Monkey Business with the number exists", ""}) {
        EXPECT_EQ(classify(sent, reply(409, error_body("x", "", text))).problem.code,
                  "intacct.number_taken")
            << text;
    }
    for (const char* const number : {"KEY", "THE KEY"}) {
        sent.facts["invoiceNumber"] = number;
        EXPECT_EQ(classify(sent, reply(409, error_body("x", "",
                                                       std::string("Number '") + number +
                                                           "' exists already")))
                      .problem.code,
                  "intacct.number_taken");
    }
    sent.facts.erase("invoiceNumber");
    EXPECT_TRUE(own_number(sent).empty());
    EXPECT_EQ(classify(sent, taken).judgement, Judgement::unknown);
}

TEST(IntacctVerdict, an_unavailable_server_is_no_throttle_unless_it_says_so) {
    EXPECT_EQ(judgement(503, "", {{"Retry-After", "5"}}), Judgement::not_processed);
    EXPECT_EQ(judgement(503, "", {{"Retry-After", "soon"}}), Judgement::unknown);
    EXPECT_EQ(judgement(503, error_body("operationFailed")), Judgement::unknown);
    EXPECT_EQ(judgement(500, "", {{"Retry-After", "5"}}), Judgement::unknown);
}

TEST(IntacctVerdict, the_longest_wait_of_all_headers_counts) {
    const auto wait = [](std::vector<Header> headers) {
        return retry_after_ms(reply(429, "", std::move(headers)));
    };
    EXPECT_EQ(wait({}), 0U);
    EXPECT_EQ(wait({{"retry-after", "3"}}), 3'000U);
    for (const char* name :
         {"X-IA-Throttle-Retry-After", "X-IA-Throttle-RetryAfter",
          "X-IA-Minute-Rate-Limit-Retry-After", "X-IA-Hour-Rate-Limit-Retry-After",
          "X-IA-TENANT-Throttle-Limit-Retry-After", "x-ia-cpu-limit-retry-after"}) {
        EXPECT_EQ(wait({{"Retry-After", "3"}, {name, "40"}}), 40'000U) << name;
    }
    EXPECT_EQ(wait({{"X-IA-Throttle-Limit", "8"}, {"X-IA-Throttle-Remaining", "0"}}), 0U);
    EXPECT_EQ(wait({{"Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"}}), 0U);
    EXPECT_EQ(wait({{"Retry-After", "86400"}}), 86'400'000U);
    EXPECT_EQ(wait({{"X-Other-Retry-After", "5"}}), 0U);
    EXPECT_EQ(wait({{"Retry-After", ""}}), 0U);
    EXPECT_EQ(wait({{"Retry-After", "-5"}}), 0U);
    EXPECT_EQ(wait({{"Retry-After", "5s"}}), 0U);
    EXPECT_EQ(wait({{"Retry-After", "99999999999999999999"}}), 0U);
    EXPECT_EQ(wait({{"Retry-After", "4000000000"}}), 86'400'000U);
    EXPECT_EQ(judged(reply(429, "", {{"Retry-After", "7"}})).retry_after_ms, 7'000U);
}

TEST(IntacctVerdict, definite_failures_are_kept_under_the_key_and_the_gateways_are_not) {
    EXPECT_TRUE(judged(reply(400, error_body("BL01001973"))).cached_under_key);
    EXPECT_TRUE(judged(reply(422, error_body("INV-1359"))).cached_under_key);
    EXPECT_TRUE(judged(reply(404, error_body("notFound"))).cached_under_key);
    EXPECT_FALSE(judged(reply(404, "<html>")).cached_under_key);
    EXPECT_FALSE(judged(reply(403, error_body("GW-0042"))).cached_under_key);
    EXPECT_FALSE(judged(reply(429, error_body("GW-0010"))).cached_under_key);
    EXPECT_FALSE(judged(reply(401, error_body("tokenInvalid", "REST-2102"))).cached_under_key);
    EXPECT_FALSE(judged(reply(500, error_body("operationFailed"))).cached_under_key);
    const std::vector<Header> cached = {{"x-ia-idempotency-cached-date", "2026-11-20"}};
    EXPECT_TRUE(judged(reply(500, error_body("operationFailed"), cached)).cached_under_key);
    EXPECT_TRUE(judged(reply(429, error_body("GW-0010"), cached)).cached_under_key);
    EXPECT_TRUE(judged(reply(403, error_body("GW-0042"), cached)).cached_under_key);
}

TEST(IntacctVerdict, all_texts_and_codes_of_an_error_are_kept) {
    const SageError error = read_error(R"({"ia::result":{"ia::error":{
        "code":"invalidRequest","message":"Could not create","errorId":"REST-1028",
        "supportId":"abc","details":[{"code":"BL01001973","message":"Invalid Item 'X'"},
        {"code":"BL01001973","message":"Could not create"},{"errorId":"INV-1359"},7],
        "additionalInfo":{"messageId":"IA.X","placeholders":{"ITEM":"X","N":5,"O":null}}}}})");
    EXPECT_TRUE(error.recognised);
    EXPECT_EQ(error.message, "Could not create Invalid Item 'X'");
    EXPECT_EQ(error.support_id, "abc");
    EXPECT_THAT(error.codes, ElementsAre("invalidRequest", "REST-1028", "BL01001973", "INV-1359"));
    EXPECT_THAT(error.named, ElementsAre("X", "5"));
    const Verdict verdict = judged(reply(400, error_body("invalidRequest", "REST-1028", "why")));
    EXPECT_EQ(verdict.problem.cause,
              "Sage Intacct refused the document: why (HTTP 400, invalidRequest, REST-1028, "
              "support id S1).");
}

TEST(IntacctVerdict, details_of_the_gateway_are_an_object_and_may_be_absent) {
    EXPECT_TRUE(read_error(R"({"error":{"code":"GW-0042","details":{"requestId":"r"}}})")
                    .has_code("GW-0042"));
    EXPECT_TRUE(read_error(R"({"ia::error":{}})").recognised);
    const SageError listed = read_error(
        R"({"error":{"code":"x","message":"m","additionalInfo":{"placeholders":["SKU-100"]}}})");
    EXPECT_EQ(listed.message, "m");
    EXPECT_TRUE(listed.named.empty());
}

TEST(IntacctVerdict, a_message_of_600_bytes_stays_whole_and_a_longer_one_is_cut) {
    const std::string longest(600, 'x');
    EXPECT_EQ(read_error(error_body("c", "", longest)).message, longest);
    EXPECT_EQ(read_error(error_body("c", "", longest + "y")).message, longest + "...");
    const std::string oauth = R"({"error":"c","error_description":")" + longest + R"(y"})";
    EXPECT_EQ(read_error(oauth).message, longest + "...");
}

TEST(IntacctVerdict, only_the_letters_from_a_to_z_have_a_lower_case) {
    EXPECT_EQ(lower_case("AZaz@[09 \xC3\x84"), "azaz@[09 \xC3\x84");
}

TEST(IntacctVerdict, hostile_errors_are_read_or_in_doubt_and_never_too_long) {
    for (const char* body : {R"({"ia::result":{"ia::error":7}})", R"({"ia::error":"x"})",
                             R"({"error":7})", R"({"error":[]})", R"({"error":""})"}) {
        EXPECT_FALSE(read_error(body).recognised) << body;
        EXPECT_EQ(judgement(400, body), Judgement::unknown) << body;
    }
    std::string deep;
    for (int level = 0; level < 10'000; ++level) {
        deep += R"({"error":)";
    }
    EXPECT_EQ(judgement(400, deep), Judgement::unknown);
    EXPECT_EQ(judgement(400, std::string(17 * 1024 * 1024, ' ') + error_body("x")),
              Judgement::unknown);
    const SageError wrong_types =
        read_error(R"({"error":{"code":1,"message":{},"details":[[],null],"supportId":[]}})");
    EXPECT_TRUE(wrong_types.recognised);
    std::string umlauts = "x";
    for (int count = 0; count < 1'000; ++count) {
        umlauts += "\xC3\xA4";
    }
    const SageError cut = read_error(error_body("x", "", umlauts));
    EXPECT_LE(cut.message.size(), 604U);
    EXPECT_TRUE(cut.message.ends_with("\xC3\xA4..."));
    EXPECT_EQ(read_error(error_body("x", "", "a\nb\x01\x1F\x20!")).message, "a b   !");
}

TEST(IntacctVerdict, says_of_a_token_the_same_as_of_the_document_it_came_with) {
    const auto refusal = [](int status, const std::string& body) {
        return token_refusal(Reply{status, {}, body});
    };
    const std::string ended = R"({"error":{"code":"tokenInvalid","errorId":"REST-2102",)"
                              R"("additionalInfo":{"messageId":"IA.TOKEN_IS_INVALID"}}})";
    EXPECT_EQ(refusal(401, ended), TokenRefusal::replaced);
    EXPECT_EQ(refusal(400, ended), TokenRefusal::replaced);
    EXPECT_EQ(refusal(401, ""), TokenRefusal::refused);
    EXPECT_EQ(refusal(400, R"({"error":{"code":"GW-0031"}})"), TokenRefusal::refused);
    EXPECT_EQ(refusal(403, R"({"error":{"code":"GW-0042"}})"), TokenRefusal::none);
    for (const int status : {200, 201, 302, 408, 429, 500, 503}) {
        EXPECT_EQ(refusal(status, ended), TokenRefusal::none) << status;
    }
    EXPECT_EQ(refusal(400, R"({"error":{"code":"GW-0010","errorId":"REST-2102"}})"),
              TokenRefusal::none);
}

}  // namespace
}  // namespace sage::intacct
