// SPDX-License-Identifier: Apache-2.0
// Plan: what is read back of a request is what was mapped, as far as facts are made of it; family
// and facts of lines are the same either way; what is no request of the gateway.
#include <gmock/gmock.h>

#include "tests/unit/intacct/gateway_sample.h"
#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;

Send by(const Document& subject, const Settings& chosen) {
    static const Catalogue known(sample::records(), 1);
    return expect_kind<Send>(prepare_by_settings(
        chosen, {subject, known, sample::reference, sample::key, "2026-11-25", {}, {}}));
}

Request of_gateway(std::string body) {
    return {"POST", std::string(gateway_target), {}, std::move(body)};
}

TEST(IntacctGatewayRead, facts_of_lines_are_the_same_either_way) {
    const Settings rest = sample::settings(R"({"taxDetails": {}, "lateTracking": "patch"})");
    Document adjustment = document("inventoryAdjustment");
    for (Line& line : adjustment.lines) {
        line.reason_code.clear();
        line.notes.clear();
    }
    for (Document subject : {document("despatchAdvice"), document("salesOrder"),
                             document("returnAdvice"), adjustment}) {
        subject.notes.clear();
        const Send one = by(subject, rest);
        const Send other = by(subject, sample::gateway_settings());
        EXPECT_FALSE(line_facts(one).empty());
        EXPECT_EQ(line_facts(one), line_facts(other));
        EXPECT_EQ(family_of(one.request), family_of(other.request));
        EXPECT_EQ(one.facts, other.facts);
    }
}

TEST(IntacctGatewayRead, an_adjustment_of_accounts_receivable_is_read_back_whole) {
    const Send rest = sample::receivable_send(document("returnAdvice"));
    const Result<Request> request = gateway_request(
        {},
        {GatewayFunction::create_aradjustment, adjustment_type, rest.request.body, "id", "", ""});
    ASSERT_TRUE(request.ok());
    const Result<JsonValue> read = mapped_body(request.value().body);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(canonical_json(read.value()), canonical_json(sample::parsed(rest.request.body)));
    Send other = rest;
    other.request = request.value();
    EXPECT_EQ(line_facts(rest), line_facts(other));
    EXPECT_EQ(line_facts(other).at("line 1 glAccount.id"), "4000");
}

TEST(IntacctGatewayRead, a_header_is_read_back_whole) {
    const char* const body =
        R"({"txnDate":"2026-11-05","customer":{"id":"C1"},"referenceNumber":"<R>&",)"
        R"("contacts":{"shipTo":{"id":"A"}},"nsp::A":"x","state":"draft",)"
        R"("lines":[{"dimensions":{"item":{"id":"S"},"department":{"id":"D"}},)"
        R"("unitQuantity":"2","memo":"a\nb"}],)"
        R"("subtotals":[{"description":"Freight","total":"-4.95",)"
        R"("dimensions":{"location":{"id":"100"}}}]})";
    const Result<Request> request = gateway_request(
        {}, {GatewayFunction::create_sotransaction, "Sales Invoice", body, "id", "", ""});
    ASSERT_TRUE(request.ok());
    const Result<JsonValue> read = mapped_body(request.value().body);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(canonical_json(read.value()), canonical_json(sample::parsed(body)));
}

TEST(IntacctGatewayRead, a_body_of_rest_is_read_as_it_is) {
    const Result<JsonValue> read = mapped_body(R"({"a":1.0})");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(text_at(read.value(), "/a"), "1.0");
    EXPECT_FALSE(mapped_body("{").ok());
}

TEST(IntacctGatewayRead, what_has_no_known_function_is_refused) {
    for (const char* body :
         {"", "<request/>", "<request><operation><content/></operation></request>",
          "<request><operation><content><function/></content></operation></request>",
          "<request><operation><content><function><delete_sotransaction/></function></content>"
          "</operation></request>"}) {
        EXPECT_FALSE(mapped_body(body).ok()) << body;
    }
    EXPECT_EQ(function_in(of_gateway("<request/>")), "");
}

}  // namespace
}  // namespace sage::intacct
