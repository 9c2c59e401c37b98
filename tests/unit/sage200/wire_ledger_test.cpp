// SPDX-License-Identifier: Apache-2.0
// Plan: what is sent fits the simulated Sage and Sage's own field list; look-up, read-back and
// lists find it again; credits in either sign; other references, full pages and rubbish.
#include "plugins/sage200/wire.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/published.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::sage200 {
namespace {

using testing::HasSubstr;

constexpr std::string_view reference = "W0123456789ABCDEFX";

Decimal decimal(std::string_view digits) {
    return *Decimal::parse(digits);
}

class Sage200Ledger : public testing::Test {
  protected:
    LedgerDocument document(bool credit = false) {
        LedgerDocument made;
        made.credit = credit;
        made.customer_key = std::to_string(site_.id_of("customers", "reference", "C1"));
        made.date = "2026-11-18";
        made.reference = reference;
        made.second_reference = "PO-\"1\"";
        made.taxes = {{std::to_string(site_.id_of("tax_codes", "name", "Standard rate")),
                       decimal("44.95"), decimal("8.99")},
                      {std::to_string(site_.id_of("tax_codes", "name", "Zero rate")),
                       decimal("10.005"), Decimal()}};
        made.nominals = {{"4000", "", "", "DN-1", "", decimal("54.96")}};
        made.currency_id = "GBP";
        return made;
    }
    Send posted(bool credit = false) {
        Send send = encode(books_, document(credit));
        const Reply reply = site_.authorised(send.request);
        EXPECT_EQ(reply.status, 200) << reply.body;
        verdict_ = classify(send, reply);
        return send;
    }
    LookUp looked_up(const Send& send) {
        return read_look_up(send, site_.authorised(look_up(books_, reference)));
    }
    ReadBackSubject subject(const Send& send) {
        ReadBackSubject subject;
        subject.sage_document = verdict_.sage_document;
        subject.facts = send.facts;
        subject.external_reference = reference;
        return subject;
    }
    LookUp read_again(const std::vector<ReadBackSubject>& subjects, FindBy by) {
        return read_read_back(subjects, by, site_.authorised(read_back(books_, subjects, by)));
    }

    test::SimulatedSite site_;
    Books books_{true, "7c9e6679-7425-40de-944b-e07fc1f90ae7", "1"};
    Verdict verdict_;
};

TEST_F(Sage200Ledger, what_is_posted_is_found_by_its_reference_as_promised) {
    for (const bool negative : {true, false}) {
        for (const bool credit : {false, true}) {
            SCOPED_TRACE(negative);
            site_.control("POST", "/control/reset");
            site_.authorise();
            site_.control("POST", "/control/seed", R"({"customers":[{"id":"C1"}]})");
            site_.behave(negative ? R"({"postedCreditsNegative":true})"
                                  : R"({"postedCreditsNegative":false,"wrapLists":true})");
            const Send send = posted(credit);
            EXPECT_EQ(verdict_.judgement, Judgement::done);
            const LookUp found = looked_up(send);
            ASSERT_TRUE(found.usable) << found.why;
            ASSERT_EQ(found.found.size(), 1U);
            EXPECT_TRUE(differences(send.facts, found.found[0].facts).empty());
            EXPECT_EQ(found.found[0].sage_document.number, verdict_.sage_document.number);
            EXPECT_TRUE(knows_key(found.found[0].sage_document));
            EXPECT_EQ(found.found[0].sage_document.type, send.sage_type);
        }
    }
}

TEST_F(Sage200Ledger, totals_are_the_sums_of_what_is_sent) {
    const Send send = encode(books_, document());
    EXPECT_EQ(send.facts.at("document_goods_value"), "54.96");
    EXPECT_EQ(send.facts.at("document_gross_value"), "63.95");
    EXPECT_EQ(send.prediction.document.net, decimal("54.96"));
    EXPECT_EQ(send.prediction.document.gross, decimal("63.95"));
    EXPECT_THAT(send.request.body, HasSubstr(R"("goods_amount":10.01,"tax_amount":0.00})"));
    EXPECT_THAT(send.request.body, HasSubstr(R"("second_reference":"PO-\"1\"")"));
    LedgerDocument bare = document();
    bare.second_reference.clear();
    EXPECT_EQ(encode(books_, bare).request.body.find("second_reference"), std::string::npos);
}

TEST_F(Sage200Ledger, the_body_has_only_fields_that_sage_publishes) {
    const JsonValue models = test::published_models();
    if (models.is_null()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    for (const bool credit : {false, true}) {
        const Send send = encode(books_, document(credit));
        const auto body = parse_json(send.request.body, 100'000, JsonNumbers::as_text);
        ASSERT_TRUE(body.ok());
        const JsonValue& properties =
            models.at(credit ? "sales_credit_note" : "sales_invoice").at("properties");
        for (const auto& [name, value] : body.value().get_object()) {
            const JsonValue* const property = properties.get_object().if_contains(name);
            ASSERT_NE(property, nullptr) << std::string(name);
            if (!value.is_array()) {
                continue;
            }
            for (const auto& [item, text] : value.get_array()[0].get_object()) {
                EXPECT_TRUE(property->at("items").at("properties").get_object().contains(item))
                    << std::string(name) << "." << std::string(item);
            }
        }
    }
}

TEST_F(Sage200Ledger, nothing_is_found_before_and_both_after_a_duplicate) {
    Send send = encode(books_, document());
    EXPECT_TRUE(looked_up(send).usable);
    EXPECT_TRUE(looked_up(send).found.empty());
    posted();
    posted();
    EXPECT_EQ(looked_up(send).found.size(), 2U);
    EXPECT_EQ(read_again({subject(send)}, FindBy::reference).found.size(), 2U);
}

TEST_F(Sage200Ledger, a_reference_is_compared_letter_by_letter_whatever_sage_does) {
    site_.behave(R"({"ignoreCase":true})");
    LedgerDocument lower = document();
    lower.reference = "w0123456789abcdefx";
    ASSERT_EQ(site_.authorised(encode(books_, lower).request).status, 200);
    const LookUp answer = looked_up(encode(books_, document()));
    EXPECT_TRUE(answer.usable);
    EXPECT_TRUE(answer.found.empty());
}

TEST_F(Sage200Ledger, read_back_goes_by_number_first_and_by_key_later) {
    const Send send = posted();
    const LookUp by_number = read_again({subject(send)}, FindBy::key);
    ASSERT_EQ(by_number.found.size(), 1U) << by_number.why;
    ReadBackSubject known = subject(send);
    known.sage_document = by_number.found[0].sage_document;
    const LookUp by_key = read_again({known, known}, FindBy::key);
    ASSERT_EQ(by_key.found.size(), 1U);
    EXPECT_EQ(by_key.found[0].sage_document.key, known.sage_document.key);
    EXPECT_EQ(by_key.found[0].sage_document.posted.net, decimal("54.96"));
    site_.change(R"({"set":{"model":"sales_posted_transaction","fields":
        {"document_tax_value":"9.00"}}})");
    const LookUp changed = read_again({known}, FindBy::number);
    ASSERT_EQ(changed.found.size(), 1U);
    ASSERT_EQ(differences(send.facts, changed.found[0].facts).size(), 1U);
    EXPECT_EQ(differences(send.facts, changed.found[0].facts)[0].found, "9.00");
}

TEST_F(Sage200Ledger, answers_that_show_less_than_everything_are_not_used) {
    const Send send = encode(books_, document());
    EXPECT_FALSE(read_look_up(send, {504, {}, "Gateway Timeout"}).usable);
    EXPECT_FALSE(read_look_up(send, {401, {}, ""}).usable);
    EXPECT_FALSE(read_look_up(send, {200, {}, "{}"}).usable);
    EXPECT_FALSE(read_look_up(send, {200, {}, R"([{"reference":"W"}])"}).usable);
    std::string full = "[";
    for (int row = 1; row <= 10; ++row) {
        full += (row == 1 ? "" : ",") + std::string(R"({"id":)") + std::to_string(row) +
                R"(,"urn":1,"reference":"X"})";
    }
    EXPECT_FALSE(read_look_up(send, {200, {}, full + "]"}).usable);
}

TEST_F(Sage200Ledger, lists_hold_what_carries_a_reference_of_ours_in_the_period) {
    posted();
    posted(true);
    LedgerDocument other = document();
    other.reference = "INV-7";
    site_.authorised(encode(books_, other).request);
    for (const std::string& scope : own_scopes()) {
        const OwnList list{scope, "2026-11-18", "2026-11-18", ""};
        const auto page = read_own_page(list, site_.authorised(list_own(books_, list)));
        ASSERT_TRUE(page.ok());
        ASSERT_EQ(page.value().found.size(), 1U) << scope;
        EXPECT_EQ(page.value().found[0].external_reference, reference);
        EXPECT_EQ(page.value().found[0].sage_document.type, scope);
        EXPECT_TRUE(page.value().found[0].facts.empty());
        EXPECT_EQ(page.value().next, "");
        const OwnList earlier{scope, "2026-11-01", "2026-11-17", ""};
        EXPECT_TRUE(read_own_page(earlier, site_.authorised(list_own(books_, earlier)))
                        .value()
                        .found.empty());
        const OwnList after{scope, "2026-11-18", "2026-11-18",
                            page.value().found[0].sage_document.key};
        EXPECT_TRUE(
            read_own_page(after, site_.authorised(list_own(books_, after))).value().found.empty());
    }
    EXPECT_FALSE(read_own_page({}, {504, {}, ""}).ok());
}

TEST_F(Sage200Ledger, a_full_page_of_a_list_names_where_the_next_begins) {
    std::string full = "[";
    for (int row = 1; row <= 500; ++row) {
        full += (row == 1 ? "" : ",") + std::string(R"({"id":)") + std::to_string(row) +
                R"(,"urn":1,"reference":"W"})";
    }
    const Reply reply{200, {}, full + "]"};
    EXPECT_EQ(read_own_page({"Sales Invoice", "", "", ""}, reply).value().next, "500");
    EXPECT_FALSE(read_own_page({"Sales Invoice", "", "", "500"}, reply).ok()) << "the same again";
}

TEST_F(Sage200Ledger, documents_of_others_are_found_by_what_people_type) {
    const Send send = posted();
    ReadBackSubject sought;
    sought.sage_document.type = invoice_type;
    sought.sought = {"second_reference", "PO-\"1\""};
    const LookUp found = read_again({sought}, FindBy::field);
    ASSERT_TRUE(found.usable) << found.why;
    ASSERT_EQ(found.found.size(), 1U);
    EXPECT_EQ(found.found[0].sought, sought.sought.value);
    EXPECT_FALSE(found.more);
    sought.sage_document.type = credit_type;
    EXPECT_TRUE(read_again({sought}, FindBy::field).found.empty());
    const Facts facts = shadow_facts(send);
    EXPECT_FALSE(facts.contains("reference"));
    EXPECT_FALSE(facts.contains("second_reference"));
    EXPECT_EQ(facts.at("document_gross_value"), "63.95");
    sought.sage_document.type = invoice_type;
    for (int copies = 0; copies < 10; ++copies) {
        posted();
    }
    const LookUp many = read_again({sought}, FindBy::field);
    EXPECT_TRUE(many.usable && many.more);
}

TEST_F(Sage200Ledger, a_number_that_is_none_finds_nothing_and_spoils_no_question) {
    const ReadBackSubject right = subject(posted());
    for (const char* const typed : {"SI-17", "", "12345678901234567890", "1 or id gt 0"}) {
        ReadBackSubject wrong;
        wrong.sage_document.number = typed;
        const LookUp found = read_again({wrong, right}, FindBy::number);
        ASSERT_TRUE(found.usable) << typed << ": " << found.why;
        EXPECT_EQ(found.found.size(), 1U) << typed;
        wrong.sage_document.key = typed;
        wrong.sage_document.number = "7";
        EXPECT_TRUE(read_again({wrong, right}, FindBy::key).usable) << typed;
    }
}

}  // namespace
}  // namespace sage::sage200
