// SPDX-License-Identifier: Apache-2.0
// Plan: what the outbox keeps as text is read back unchanged: Send with hostile bytes, Sage
// documents, problems; events carry state, error and Sage document; instants and dates are right.
#include "sage-adapter/delivery/record.h"

#include <gtest/gtest.h>

#include <limits>

namespace sage {
namespace {

TEST(Record, a_send_is_read_back_byte_for_byte) {
    Send send;
    send.request = {"POST", "/a%20b?c=\"d\"", {{"Idempotency-Key", "k"}, {"X", "\\\""}}, ""};
    send.request.body = "{\"memo\":\"line\\nquote \\\" \xE2\x82\xAC\"}";
    send.sage_type = "Sales Invoice";
    send.existing_key = "7";
    send.facts = {{"memo", "a\nb"}, {"subtotal", "12.50"}};
    const Result<Send> read = send_from_json(send_to_json(send));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().request.method, "POST");
    EXPECT_EQ(read.value().request.target, send.request.target);
    EXPECT_EQ(read.value().request.body, send.request.body);
    ASSERT_EQ(read.value().request.headers.size(), 2U);
    EXPECT_EQ(read.value().request.headers[1].value, "\\\"");
    EXPECT_EQ(read.value().sage_type, send.sage_type);
    EXPECT_EQ(read.value().existing_key, "7");
    EXPECT_EQ(read.value().facts, send.facts);
}

TEST(Record, a_damaged_send_is_an_error_and_no_crash) {
    for (const char* damaged : {"", "{", "[]", "{\"headers\":1}", "null"}) {
        const Result<Send> read = send_from_json(damaged);
        ASSERT_FALSE(read.ok()) << damaged;
        EXPECT_EQ(read.error().status, Status::storage);
    }
}

TEST(Record, a_sage_document_is_read_back_and_none_is_empty) {
    SageDocument document{"Sales Invoice", "129", "SI-1", "100", "2789", "https://x", {}};
    const SageDocument read = sage_document_from_json(sage_document_to_json(document));
    EXPECT_EQ(read.type, document.type);
    EXPECT_EQ(read.key, document.key);
    EXPECT_EQ(read.number, document.number);
    EXPECT_EQ(read.entity, document.entity);
    EXPECT_EQ(read.invoice_key, document.invoice_key);
    EXPECT_EQ(read.url, document.url);
    EXPECT_TRUE(sage_document_to_json(SageDocument{}).empty());
    EXPECT_TRUE(sage_document_from_json("").key.empty());
}

TEST(Record, remarks_stay_with_the_send_and_the_sage_document) {
    const std::vector<Remark> remarks = {{"mapping.text_cut", "memo", "It was cut."},
                                         {"mapping.characters_replaced", "notes", "Two."}};
    Send send;
    send.remarks = remarks;
    const Result<Send> read = send_from_json(send_to_json(send));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().remarks, remarks);
    SageDocument document;
    document.key = "129";
    EXPECT_EQ(sage_document_to_json(document).find("remarks"), std::string::npos);
    document.remarks = remarks;
    EXPECT_EQ(sage_document_from_json(sage_document_to_json(document)).remarks, remarks);
}

Decimal amount(const char* text) {
    return Decimal::parse(text).value_or(Decimal());
}

TEST(Record, totals_of_what_was_sent_are_read_back) {
    Send send;
    send.remarks = {{"a.b", "notes", "Cut."}};
    send.prediction.currency_id = "GBP";
    send.prediction.document = {amount("25.29"), amount("5.06"), amount("30.35")};
    const Result<Send> read = send_from_json(send_to_json(send));
    ASSERT_TRUE(read.ok());
    SageDocument document;
    document.key = "129";
    add_what_was_sent(document, read.value());
    document.posted.net = amount("25.30");
    const SageDocument again = sage_document_from_json(sage_document_to_json(document));
    EXPECT_EQ(again.remarks, send.remarks);
    EXPECT_EQ(again.currency_id, "GBP");
    EXPECT_EQ(again.predicted.net, amount("25.29"));
    EXPECT_EQ(again.predicted.tax, amount("5.06"));
    EXPECT_EQ(again.predicted.gross, amount("30.35"));
    EXPECT_EQ(again.posted.net, amount("25.30"));
    EXPECT_FALSE(again.posted.gross);
    document.predicted = {};
    EXPECT_EQ(sage_document_from_json(sage_document_to_json(document)).currency_id, "GBP");
    send.prediction.currency_id.clear();
    EXPECT_EQ(send_to_json(send).find("Totals"), std::string::npos) << "in no currency";
    EXPECT_TRUE(totals_to_json(send.prediction.document, "").empty());
}

TEST(Record, a_posting_result_tells_both_totals_and_where_they_differ) {
    const auto event = [](const SageDocument& document) {
        Change change;
        change.to = State::posted;
        change.sage_document_json = sage_document_to_json(document);
        return parse_json(posting_result(Entry(), change), 10'000, JsonNumbers::as_text).value();
    };
    SageDocument document;
    document.key = "129";
    document.currency_id = "GBP";
    document.predicted = {amount("25.29"), amount("5.06"), amount("30.35")};
    JsonValue told = event(document);
    EXPECT_EQ(text_at(told, "/predictedTotals/gross/amount"), "30.35");
    EXPECT_EQ(text_at(told, "/predictedTotals/gross/currencyId"), "GBP");
    EXPECT_EQ(at_pointer(told, "/sageDocument/predictedTotals"), nullptr);
    EXPECT_EQ(at_pointer(told, "/sageDocument/postedTotals"), nullptr);
    EXPECT_EQ(at_pointer(told, "/difference"), nullptr) << "not known yet";
    document.posted = {amount("25.29"), amount("5.05"), amount("30.34")};
    told = event(document);
    EXPECT_EQ(text_at(told, "/sageDocument/postedTotals/tax/amount"), "5.05");
    EXPECT_EQ(text_at(told, "/difference/tax/amount"), "-0.01");
    EXPECT_EQ(text_at(told, "/difference/gross/amount"), "-0.01");
    EXPECT_EQ(at_pointer(told, "/difference/net"), nullptr);
    document.posted = document.predicted;
    EXPECT_EQ(at_pointer(event(document), "/difference"), nullptr);
}

TEST(Record, a_problem_is_read_back_and_the_first_of_several_leads) {
    const Problem first{"a.b", "/body/id", "Cause.", "Fix.", Owner::finance};
    const Problem second{"c.d", "/body/x", "Other.", "Fix it.", Owner::warehouse};
    EXPECT_EQ(problem_from_json(problem_to_json(first)), first);
    const std::string both = problems_to_json({first, second});
    EXPECT_EQ(problem_from_json(both), first);
    EXPECT_NE(both.find("c.d"), std::string::npos);
    EXPECT_TRUE(problems_to_json({}).empty());
}

TEST(Record, a_posting_result_tells_state_error_and_sage_document) {
    Entry entry;
    entry.message_id = "m-1";
    entry.message_type = "despatchAdvice";
    entry.document_id = "D1";
    Change change;
    change.to = State::held;
    change.root_cause = "item:X";
    change.problem_json = problem_to_json({"a.b", "", "Cause.", "Fix.", Owner::finance});
    const std::string held = posting_result(entry, change);
    EXPECT_NE(held.find("\"state\":\"held\""), std::string::npos);
    EXPECT_NE(held.find("\"messageId\":\"m-1\""), std::string::npos);
    EXPECT_NE(held.find("\"fix\":\"Fix.\""), std::string::npos);
    EXPECT_NE(held.find("\"retry\":true"), std::string::npos);
    EXPECT_NE(held.find("\"sageDocument\":null"), std::string::npos);
    change.to = State::posted;
    change.problem_json.clear();
    change.sage_document_json = sage_document_to_json({"Sales Invoice", "129", "", "", "", "", {}});
    const std::string posted = posting_result(entry, change);
    EXPECT_NE(posted.find("\"error\":null"), std::string::npos);
    EXPECT_NE(posted.find("\"key\":\"129\""), std::string::npos);
}

TEST(Record, times_are_told_in_utc) {
    EXPECT_EQ(instant_text(0), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(instant_text(1'763'653'330'007), "2025-11-20T15:42:10.007Z");
    EXPECT_EQ(date_text(951'782'400'000), "2000-02-29");
    EXPECT_EQ(date_text(-1), "1969-12-31");
}

TEST(Record, an_audit_record_names_the_attempt_but_not_its_content) {
    Entry entry;
    entry.message_id = "m-1";
    Attempt attempt;
    attempt.number = 3;
    attempt.send_hash = "abc";
    Send send;
    send.request = {"POST", "/x", {{"Authorization", "Bearer secret"}}, "private body"};
    const std::string record = audit_record(entry, attempt, send);
    EXPECT_NE(record.find("\"attempt\":3"), std::string::npos);
    EXPECT_NE(record.find("\"sendHash\":\"abc\""), std::string::npos);
    EXPECT_EQ(record.find("secret"), std::string::npos);
    EXPECT_EQ(record.find("private"), std::string::npos);
    EXPECT_EQ(record.find("journal"), std::string::npos);
    EXPECT_NE(audit_record(entry, attempt, send, {2, 7, "def"})
                  .find(R"("journal":{"chain":2,"position":7,"hash":"def"})"),
              std::string::npos);
}

TEST(Record, a_time_that_never_comes_is_no_number) {
    EXPECT_EQ(due_json(1'763'653'330'007), "1763653330007");
    EXPECT_EQ(due_json(0), "0");
    EXPECT_EQ(due_json(std::numeric_limits<std::int64_t>::max()), "null");
}

TEST(Record, a_document_is_kept_by_its_number_where_no_key_is_known) {
    SageDocument document;
    EXPECT_EQ(sage_document_to_json(document), "");
    document.number = "SI-7";
    EXPECT_EQ(sage_document_from_json(sage_document_to_json(document)).number, "SI-7");
}

TEST(Record, an_audit_record_of_a_decision_says_who_why_and_what_was_seen) {
    Entry subject;
    subject.message_id = "m-1";
    Document order;
    order.envelope.message_type = MessageType::operator_decision;
    order.envelope.message_id = "m-2";
    order.decision = "sendAgain";
    order.decided_by = "pat";
    order.reason = "item created";
    order.checked_by_hand = true;
    const std::string record = audit_record(subject, order, "looked up: not in Sage", 0);
    for (const char* part :
         {R"("action":"decide")", R"("messageId":"m-1")", R"("decisionMessageId":"m-2")",
          R"("decision":"sendAgain")", R"("decidedBy":"pat")", R"("reason":"item created")",
          R"("checkedByHand":true)", R"("seen":"looked up: not in Sage")"}) {
        EXPECT_NE(record.find(part), std::string::npos) << part;
    }
    order.envelope.message_type = MessageType::document_cancellation;
    EXPECT_NE(audit_record(subject, order, "", 0).find(R"("decision":"cancel")"),
              std::string::npos);
}

TEST(Record, log_quotes_nobody) {
    EXPECT_EQ(own_words("Sage answered a query with 400: Jones & Sons is on hold."),
              "Sage answered a query with 400");
    EXPECT_EQ(own_words("connection refused"), "connection refused");
}

TEST(Record, facts_that_are_no_texts_and_members_of_another_kind_are_damage_or_nothing) {
    for (const char* damaged :
         {R"({"headers":{},"facts":{}})", R"({"headers":[]})", R"({"headers":[],"facts":[]})"}) {
        EXPECT_FALSE(send_from_json(damaged).ok()) << damaged;
    }
    const Result<Send> read = send_from_json(R"({"headers":[],"facts":{"a":"1","b":null}})");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().facts, (Facts{{"a", "1"}}));
}

TEST(Record, every_owner_of_a_problem_is_read_back) {
    for (const Owner owner : {Owner::warehouse, Owner::finance, Owner::it, Owner::vendor}) {
        const Problem problem{"a.code", "/p", "A cause.", "A fix.", owner};
        EXPECT_EQ(problem_from_json(problem_to_json(problem)).owner, owner);
    }
}

TEST(Record, a_problem_is_told_with_how_bad_it_is_and_when_it_goes_on) {
    const Problem known{"auth.token.busy", "", "A cause.", "A fix.", Owner::it};
    const std::string told = problem_to_json(known);
    EXPECT_NE(told.find(R"("severity":"information","retry":true,"retryRule":"byItself")"),
              std::string::npos)
        << told;
    const std::string unknown = problem_to_json({"a.code", "", "A cause.", "A fix.", Owner::it});
    EXPECT_EQ(unknown.find("severity"), std::string::npos) << "nothing is made up: " << unknown;
    EXPECT_EQ(unknown.find("retry"), std::string::npos) << unknown;
    const std::string several = problems_to_json({known, known});
    EXPECT_NE(several.find("severity", several.find(R"("problems")")), std::string::npos);
}

TEST(Record, a_result_says_of_its_document_whether_it_goes_on) {
    Change change;
    change.to = State::held;
    change.problem_json = problem_to_json({"auth.token.busy", "", "A cause.", "A fix.", Owner::it});
    const std::string told = posting_result(Entry{}, change);
    EXPECT_NE(told.find(R"("retry":false)"), std::string::npos)
        << "no cause releases it, whatever holds for the code: " << told;
    EXPECT_NE(told.find(R"("severity":"information")"), std::string::npos) << told;
}

TEST(Record, a_problem_that_is_damaged_is_told_as_it_is) {
    Change change;
    change.to = State::held;
    change.problem_json = "[1]";
    EXPECT_NE(posting_result(Entry{}, change).find(R"("error":[1])"), std::string::npos);
}

}  // namespace
}  // namespace sage
