// SPDX-License-Identifier: Apache-2.0
// Plan: an order of all four types of line and a return are taken by the simulated Sage and are
// found again by a reference in three places; read back by key, reference and number; drafts and
// half-made orders; duplicates; lists; verdicts; the fields are Sage's own.
#include "plugins/sage200/wire_order.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/order_sample.h"
#include "tests/unit/sage200/published.h"

namespace sage::sage200 {
namespace {

using testing::HasSubstr;

class Sage200Order : public testing::Test {
  protected:
    Send posted(const Order& order, std::string_view field = "spare_text_1") {
        Send send = encode_order(books_, order, field, sample_reference);
        const Reply reply = site_.authorised(send.request);
        EXPECT_EQ(reply.status / 100, 2) << reply.body << send.request.body;
        verdict_ = classify_order(send, reply);
        return send;
    }
    LookUp looked_up(const Send& send) {
        return read_look_up_order(send,
                                  site_.authorised(look_up_order(books_, send, sample_reference)));
    }
    ReadBackSubject subject(const Send& send) {
        ReadBackSubject subject;
        subject.sage_document = verdict_.sage_document;
        subject.facts = send.facts;
        subject.external_reference = sample_reference;
        return subject;
    }
    LookUp read_again(const std::vector<ReadBackSubject>& subjects, FindBy by) {
        return read_read_back_orders(subjects, by,
                                     site_.authorised(read_back_orders(books_, subjects, by)));
    }
    /// The id of the one order that is there.
    std::string only_key() { return std::string(text_at(site_.get("/sop_orders"), "/0/id")); }

    test::SimulatedSite site_;
    Books books_ = sample_books();
    Verdict verdict_;
};

TEST_F(Sage200Order, is_found_by_its_reference_as_promised_wherever_that_is_kept) {
    site_.behave(R"({"createdStatus":true,"wrapLists":true})");
    for (const std::string_view field : {"spare_text_1", "spare_text_10", "customer_document_no"}) {
        SCOPED_TRACE(field);
        const Send send = posted(sample_order(site_), field);
        ASSERT_EQ(verdict_.judgement, Judgement::done) << verdict_.problem.cause;
        EXPECT_EQ(verdict_.sage_document.type, order_type);
        EXPECT_TRUE(knows_key(verdict_.sage_document));
        EXPECT_EQ(verdict_.sage_document.posted.net, decimal("37.41"));
        EXPECT_EQ(verdict_.sage_document.posted.tax->sign(), 1);
        const LookUp found = looked_up(send);
        ASSERT_TRUE(found.usable) << found.why;
        ASSERT_EQ(found.found.size(), 1U);
        EXPECT_EQ(found.found[0].external_reference, sample_reference);
        EXPECT_EQ(found.found[0].sage_document.key, verdict_.sage_document.key);
        for (const Difference& one : differences(send.facts, found.found[0].facts)) {
            ADD_FAILURE() << one.field << ": " << one.expected << " / " << one.found;
        }
        site_.send("DELETE", "/sop_orders/" + verdict_.sage_document.key);
    }
}

TEST_F(Sage200Order, goes_to_an_analysis_code_where_there_is_no_spare_text) {
    site_.change(R"({"site":{"professional":true,"release":"2022-08-22"}})");
    site_.change(R"({"add":{"model":"analysis_code_mapping","fields":{
        "class_name":"SOPOrderReturn","slot":3,"is_mandatory":false,"is_read_only":false}}})");
    Order order = sample_order(site_);
    order.custom_fields.clear();
    for (OrderLine& line : order.lines) {
        line.custom_fields.clear();
    }
    const Send send = encode_order(books_, order, "analysis_code_3", sample_reference);
    EXPECT_THAT(send.request.body, HasSubstr(R"("analysis_code_3":"W0123456789ABCDEFX")"));
    EXPECT_THAT(look_up_order(books_, send, sample_reference).target,
                HasSubstr("analysis_code_3%20eq%20%27W0123456789ABCDEFX%27"));
    const LookUp found = read_look_up_order(
        send, {200, {}, R"([{"id":7,"document_no":"1","analysis_code_3":"W0123456789ABCDEFX"}])"});
    ASSERT_EQ(found.found.size(), 1U);
    EXPECT_EQ(found.found[0].external_reference, sample_reference);
}

TEST_F(Sage200Order, predicts_its_net_and_promises_it_where_sage_has_nothing_to_round) {
    const Send send = encode_order(books_, sample_order(site_), "spare_text_1", sample_reference);
    EXPECT_FALSE(send.facts.contains("total_net_value")) << "of the price of one, or of the line?";
    EXPECT_EQ(send.prediction.document.net, decimal("37.41"));
    EXPECT_FALSE(send.prediction.document.tax) << "that Sage computes";
    Order whole = sample_order(site_);
    whole.lines[1].discount_percent.reset();
    const Send plain = encode_order(books_, whole, "spare_text_1", sample_reference);
    EXPECT_EQ(plain.facts.at("total_net_value"), "38.4");
    EXPECT_EQ(plain.prediction.document.net, decimal("38.40"));
    Order unpriced = sample_order(site_);
    unpriced.lines[0].price.reset();
    const Send other = encode_order(books_, unpriced, "spare_text_1", sample_reference);
    EXPECT_FALSE(other.facts.contains("total_net_value"));
    EXPECT_FALSE(other.prediction.document.net);
    Order off = sample_order(site_);
    off.lines.resize(1);
    off.lines[0].discount_value = decimal("0.255");
    off.lines[0].discount_percent = decimal("50");
    const Send reduced = encode_order(books_, off, "spare_text_1", sample_reference);
    EXPECT_EQ(reduced.prediction.document.net, decimal("24.49"));
    EXPECT_EQ(reduced.facts.at("total_net_value"), "24.49") << "the amount goes before";
}

TEST_F(Sage200Order, is_read_back_by_key_reference_and_number) {
    const Send send = posted(sample_order(site_));
    for (const FindBy by : {FindBy::key, FindBy::reference, FindBy::number}) {
        const LookUp found = read_again({subject(send)}, by);
        ASSERT_EQ(found.found.size(), 1U) << found.why;
        EXPECT_TRUE(differences(send.facts, found.found[0].facts).empty());
    }
    site_.change(R"({"set":{"model":"sop_order","fields":{"customer_document_no":"OTHER"}}})");
    const LookUp changed = read_again({subject(send)}, FindBy::key);
    ASSERT_EQ(differences(send.facts, changed.found.at(0).facts).size(), 1U);
    EXPECT_EQ(differences(send.facts, changed.found.at(0).facts)[0].found, "OTHER");
}

TEST_F(Sage200Order, are_read_back_together_wherever_each_has_its_reference) {
    const Send first = posted(sample_order(site_));
    const ReadBackSubject one = subject(first);
    Send second = encode_order(books_, sample_order(site_), "spare_text_3", "W1123456789ABCDEFX");
    verdict_ = classify_order(second, site_.authorised(second.request));
    ReadBackSubject other = subject(second);
    other.external_reference = "W1123456789ABCDEFX";
    for (const FindBy by : {FindBy::key, FindBy::reference}) {
        const LookUp found = read_again({one, other}, by);
        ASSERT_EQ(found.found.size(), 2U) << found.why;
        EXPECT_TRUE(differences(first.facts, found.found[0].facts).empty());
        EXPECT_TRUE(differences(second.facts, found.found[1].facts).empty());
        EXPECT_EQ(found.found[1].external_reference, "W1123456789ABCDEFX");
    }
    ReadBackSubject purged = one;
    purged.facts.clear();
    const LookUp known = read_again({purged}, FindBy::reference);
    ASSERT_EQ(known.found.size(), 1U) << known.why;
    EXPECT_EQ(known.found[0].external_reference, sample_reference);
}

TEST_F(Sage200Order, that_was_never_sent_is_looked_for_where_its_reference_would_be) {
    posted(sample_order(site_));
    ReadBackSubject subject;
    subject.sage_document.type = order_type;
    subject.facts = outline_order(false, "spare_text_1").facts;
    subject.external_reference = sample_reference;
    const LookUp found = read_again({subject}, FindBy::reference);
    ASSERT_EQ(found.found.size(), 1U) << found.why;
    EXPECT_TRUE(differences(subject.facts, found.found[0].facts).empty());
    subject.external_reference = "W1123456789ABCDEFX";
    EXPECT_TRUE(read_again({subject}, FindBy::reference).usable);
    EXPECT_TRUE(read_again({subject}, FindBy::reference).found.empty());
    EXPECT_EQ(outline_order(true, "spare_text_1").sage_type, return_type);
}

TEST_F(Sage200Order, of_somebody_else_is_found_by_its_number) {
    site_.send("POST", "/sop_orders", site_.order());
    ReadBackSubject subject;
    subject.sage_document.type = order_type;
    subject.sage_document.number = "0000000001";
    const LookUp found = read_again({subject}, FindBy::number);
    ASSERT_EQ(found.found.size(), 1U);
    EXPECT_EQ(found.found[0].sage_document.key, only_key());
}

TEST_F(Sage200Order, that_a_person_named_by_its_number_is_read_back_by_it) {
    site_.send("POST", "/sop_orders", site_.order());
    const ReadBackSubject sent = subject(posted(sample_order(site_)));
    ReadBackSubject named;
    named.sage_document.type = order_type;
    named.sage_document.number = "0000000001";
    named.external_reference = "W1123456789ABCDEFX";
    const LookUp found = read_again({named, sent}, FindBy::reference);
    ASSERT_TRUE(found.usable) << found.why;
    ASSERT_EQ(found.found.size(), 2U);
    EXPECT_EQ(found.found[0].sage_document.number, "0000000001");
    EXPECT_EQ(found.found[0].external_reference, named.external_reference);
    EXPECT_EQ(found.found[1].external_reference, sent.external_reference);
}

TEST_F(Sage200Order, that_is_there_twice_is_shown_twice) {
    const Send send = posted(sample_order(site_));
    posted(sample_order(site_));
    EXPECT_EQ(looked_up(send).found.size(), 2U);
    EXPECT_EQ(read_again({subject(send)}, FindBy::reference).found.size(), 2U);
}

TEST_F(Sage200Order, is_compared_letter_by_letter_whatever_sage_does) {
    site_.behave(R"({"ignoreCase":true})");
    const Send other =
        encode_order(books_, sample_order(site_), "spare_text_1", "w0123456789abcdefx");
    ASSERT_EQ(site_.authorised(other.request).status, 200);
    const Send send = encode_order(books_, sample_order(site_), "spare_text_1", sample_reference);
    EXPECT_TRUE(looked_up(send).usable);
    EXPECT_TRUE(looked_up(send).found.empty());
}

TEST_F(Sage200Order, that_stays_a_draft_or_half_made_is_seen_and_not_taken_for_done) {
    const Send send = posted(sample_order(site_));
    for (const auto& [fields, state] : std::vector<std::pair<std::string, std::string>>{
             {R"({"is_draft":true,"document_no":"TBA"})", "draft"},
             {R"({"is_draft":false,"document_no":"##17"})", "half made"},
             {R"({"is_draft":false,"document_no":""})", "draft"}}) {
        site_.change(R"({"set":{"model":"sop_order","fields":)" + fields + "}}");
        const LookUp found = looked_up(send);
        ASSERT_EQ(found.found.size(), 1U);
        const std::vector<Difference> wrong = differences(send.facts, found.found[0].facts);
        ASSERT_EQ(wrong.size(), 1U);
        EXPECT_EQ(wrong[0].field, "state");
        EXPECT_EQ(wrong[0].found, state);
        const Reply shown = site_.send("GET", "/sop_orders/" + only_key());
        const Verdict verdict = classify_order(send, shown);
        EXPECT_EQ(verdict.judgement, Judgement::unknown);
        EXPECT_EQ(verdict.problem.code, "sage200.order_unfinished");
        EXPECT_THAT(verdict.problem.cause, HasSubstr(state));
    }
}

TEST_F(Sage200Order, a_return_goes_to_its_own_address) {
    Order order = sample_order(site_);
    order.is_return = true;
    for (OrderLine& line : order.lines) {
        line.to_allocate.reset();
    }
    const Send send = posted(order);
    EXPECT_EQ(send.sage_type, return_type);
    EXPECT_EQ(verdict_.judgement, Judgement::done);
    EXPECT_EQ(looked_up(send).found.size(), 1U);
    EXPECT_EQ(read_again({subject(send)}, FindBy::key).found.size(), 1U);
    site_.change(R"({"site":{"professional":true,"release":"2024-10-28"}})");
    const OwnList list{std::string(return_type), "2026-11-01", "2026-11-30", ""};
    const Reply none = site_.authorised(list_own_orders(books_, list, "spare_text_1"));
    EXPECT_TRUE(read_own_orders(list, "spare_text_1", none).value().found.empty());
    EXPECT_FALSE(read_own_orders({std::string(order_type), "", "", ""}, "spare_text_1", none).ok());
    const Verdict older = classify_order(send, site_.authorised(send.request));
    EXPECT_EQ(older.problem.code, "sage200.not_offered");
}

TEST_F(Sage200Order, verdicts_tell_what_is_definite) {
    site_.change(R"({"set":{"model":"sop_user_permission","fields":
        {"override_prices_discounts":false}}})");
    const Send send = encode_order(books_, sample_order(site_), "spare_text_1", sample_reference);
    const Verdict permission = classify_order(send, site_.authorised(send.request));
    EXPECT_EQ(permission.judgement, Judgement::refused_cause);
    EXPECT_EQ(permission.problem.code, "sage200.permission_missing");
    for (int shape = 0; shape <= 7; ++shape) {
        site_.behave(R"({"errorShape":)" + std::to_string(shape) + "}");
        // Without words it cannot be told from a token that is not taken.
        EXPECT_EQ(classify_order(send, site_.authorised(send.request)).judgement,
                  shape == 7 ? Judgement::unauthorised : Judgement::refused_cause)
            << shape;
    }
    EXPECT_EQ(classify_order(send, {401, {}, ""}).judgement, Judgement::unauthorised);
    EXPECT_EQ(classify_order(send, {401, {}, R"({"statusCode":401,"message":"x"})"}).judgement,
              Judgement::unauthorised);
    EXPECT_EQ(classify_order(send, {504, {}, "Gateway Timeout"}).judgement, Judgement::unknown);
    EXPECT_EQ(classify_order(send, {400, {}, R"({"message":"no"})"}).judgement,
              Judgement::refused_cause);
    for (const char* body : {"", "[]", "{}", R"({"id":1})", R"([{"id":1},{"id":2}])"}) {
        EXPECT_EQ(classify_order(send, {200, {}, body}).judgement, Judgement::unknown) << body;
    }
}

TEST_F(Sage200Order, answers_that_show_less_than_everything_are_not_used) {
    const Send send = encode_order(books_, sample_order(site_), "spare_text_1", sample_reference);
    EXPECT_FALSE(read_look_up_order(send, {504, {}, "Gateway Timeout"}).usable);
    EXPECT_FALSE(read_look_up_order(send, {401, {}, ""}).usable);
    EXPECT_FALSE(read_look_up_order(send, {200, {}, R"([{"document_no":"1"}])"}).usable);
    std::string full = "[";
    for (int row = 1; row <= 10; ++row) {
        full += (row == 1 ? "" : ",") + std::string(R"({"id":)") + std::to_string(row) + "}";
    }
    EXPECT_FALSE(read_look_up_order(send, {200, {}, full + "]"}).usable);
}

TEST_F(Sage200Order, lists_hold_what_carries_a_reference_of_ours_in_the_period) {
    posted(sample_order(site_));
    Order other = sample_order(site_);
    site_.authorised(encode_order(books_, other, "spare_text_1", "INV-7").request);
    const auto listed = [&](const OwnList& list) {
        return read_own_orders(list, "spare_text_1",
                               site_.authorised(list_own_orders(books_, list, "spare_text_1")))
            .value();
    };
    const OwnPage page = listed({std::string(order_type), "2026-11-18", "2026-11-18", ""});
    ASSERT_EQ(page.found.size(), 1U);
    EXPECT_EQ(page.found[0].external_reference, sample_reference);
    EXPECT_TRUE(page.found[0].facts.empty());
    EXPECT_EQ(page.next, "");
    EXPECT_TRUE(listed({std::string(order_type), "2026-11-01", "2026-11-17", ""}).found.empty());
    EXPECT_TRUE(listed({std::string(order_type), "2026-11-18", "2026-11-18",
                        page.found[0].sage_document.key})
                    .found.empty());
    EXPECT_FALSE(read_own_orders({}, "spare_text_1", {504, {}, ""}).ok());
    std::string full = "[";
    for (int row = 1; row <= 500; ++row) {
        full += (row == 1 ? "" : ",") + std::string(R"({"id":)") + std::to_string(row) + "}";
    }
    EXPECT_EQ(read_own_orders({"Sales Order", "", "", ""}, "x", {200, {}, full + "]"}).value().next,
              "500");
    EXPECT_FALSE(read_own_orders({"Sales Order", "", "", "500"}, "x", {200, {}, full + "]"}).ok());
}

TEST_F(Sage200Order, the_body_has_only_fields_that_sage_publishes_and_may_be_written) {
    const JsonValue models = test::published_models();
    if (models.is_null()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    Order order = sample_order(site_);
    order.override_on_hold = true;
    order.document_no = "S-1";
    order.lines[0].nominal_reference = "4000";
    order.lines[0].nominal_cost_centre = "A";
    order.lines[0].nominal_department = "B";
    order.lines[0].selling_unit_key = "1";
    order.lines[0].description = "Own words";
    order.lines[0].discount_percent = decimal("1");
    order.lines[0].picking_list_comment = "x";
    order.lines[0].requested_date = "2026-11-18";
    order.lines[0].promised_date = "2026-11-18";
    order.lines[1].confirmation_intent = "ConfirmOnDespatch";
    order.lines[2].code = "FC";
    order.delivery->country_code_key = "3";
    const Send send = encode_order(books_, order, "spare_text_1", sample_reference);
    const auto body = parse_json(send.request.body, 100'000, JsonNumbers::as_text);
    ASSERT_TRUE(body.ok());
    const auto expect_writable = [&](const JsonObject& object, const JsonValue& model) {
        const JsonObject& properties = model.at("properties").get_object();
        for (const auto& [name, value] : object) {
            const JsonValue* const property = properties.if_contains(name);
            ASSERT_NE(property, nullptr) << std::string(name);
            EXPECT_FALSE(property->get_object().contains("readOnly")) << std::string(name);
        }
    };
    const JsonValue& published = models.at("sop_order");
    expect_writable(body.value().get_object(), published);
    for (const JsonValue& line : body.value().at("lines").get_array()) {
        expect_writable(line.get_object(), models.at("sop_order_line"));
    }
    expect_writable(body.value().at("delivery_address").get_object(),
                    published.at("properties").at("delivery_address"));
    expect_writable(body.value().at("memos").get_array()[0].get_object(),
                    models.at("sop_order_memo"));
}

}  // namespace
}  // namespace sage::sage200
