// SPDX-License-Identifier: Apache-2.0
// Plan: amounts to the penny, by tax code and value; prices with tax; dates; currency; what comes
// to nothing or less; terms for what follows; taken by the simulated Sage and found again as
// promised.
#include <gmock/gmock.h>

#include <random>

#include "sage-adapter/mapping/correction.h"
#include "tests/unit/sage200/sample.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::sage200 {
namespace {

using sample::body_of;
using sample::expect_kind;
using sample::held_by;
using sample::prepared;

std::string text(const boost::json::value& body, const char* pointer) {
    return std::string(body.at_pointer(pointer).as_string());
}

TEST(Sage200MapLedger, amounts_are_exact_and_stand_by_tax_code_and_by_value) {
    const Preparation made = prepared(sample::document());
    const boost::json::value body = body_of(made);
    EXPECT_EQ(text(body, "/document_goods_value"), "25.29");
    EXPECT_EQ(text(body, "/document_tax_value"), "5.06");
    EXPECT_EQ(body.at("tax_analysis_items").as_array().size(), 1U);
    EXPECT_EQ(text(body, "/nominal_analysis_items/0/value"), "20.34");
    EXPECT_EQ(text(body, "/nominal_analysis_items/1/value"), "4.95");
    EXPECT_EQ(text(body, "/transaction_date"), "2026-11-20T00:00:00Z");
    EXPECT_EQ(text(body, "/reference"), sample::reference);
    const Send send = expect_kind<Send>(made);
    ASSERT_EQ(send.prediction.lines.size(), 2U);
    EXPECT_EQ(send.prediction.lines[0].pointer, "/body/lines/0");
    EXPECT_EQ(*send.prediction.lines[0].amounts.gross, *Decimal::parse("24.41"));
    EXPECT_EQ(send.prediction.currency_id, "GBP");
}

TEST(Sage200MapLedger, prices_that_include_tax_make_the_same_gross_again) {
    const Settings with_tax = sample::settings(R"({"pricesIncludeTax":true})");
    const Send send = expect_kind<Send>(prepared(sample::document(), with_tax));
    EXPECT_EQ(send.facts.at("document_gross_value"), "25.29");
    EXPECT_EQ(send.facts.at("document_goods_value"), "21.08");
}

TEST(Sage200MapLedger, a_line_of_which_nothing_left_is_not_there) {
    Document subject = sample::document();
    subject.lines[0].quantity.value = Decimal();
    subject.lines[0].price.reset();
    EXPECT_EQ(body_of(prepared(subject)).at("nominal_analysis_items").as_array().size(), 1U);
    subject.allowance_charges.clear();
    EXPECT_EQ(expect_kind<PostNothing>(prepared(subject)).reason,
              "Every line has the quantity zero.");
}

TEST(Sage200MapLedger, what_is_free_changes_no_account) {
    boost::json::value message = example("despatchAdvice");
    message = with(message, "/body/lines/0/price/unitAmount/amount", "\"0\"");
    EXPECT_EQ(
        body_of(prepared(sample::document(message))).at("nominal_analysis_items").as_array().size(),
        1U);
    message = with(message, "/body/allowanceCharges", "[]");
    EXPECT_THAT(expect_kind<PostNothing>(prepared(sample::document(message))).reason,
                testing::HasSubstr("free of charge"));
}

TEST(Sage200MapLedger, a_correction_of_what_is_free_leaves_what_is_posted) {
    Document subject = sample::document("returnAdvice");
    subject.corrected_version = "1";
    subject.lines[0].price->unit_amount.amount = Decimal();
    subject.allowance_charges.clear();
    Related posted = sample::posted_despatch(subject.id);
    const auto nothing = [&] {
        return expect_kind<PostNothing>(
            prepared(subject, sample::settings(), sample::catalogue(), {posted}));
    };
    EXPECT_EQ(nothing().about.key, posted.sage_document.key);
    EXPECT_NE(nothing().about.key, "");
    subject.corrected_version.clear();
    EXPECT_EQ(nothing().about.key, "") << "a document that stands for itself";
}

TEST(Sage200MapLedger, dates_in_a_closed_period_are_held_or_moved) {
    const Settings closed = sample::settings(R"({"dates":{"openFrom":"2026-12-01"}})");
    EXPECT_EQ(held_by(prepared(sample::document(), closed)).substr(0, 26),
              "mapping.period_closed /bod");
    const Settings moves = sample::settings(R"({"dates":{"openFrom":"2026-12-01",
        "closedPeriod":{"despatchAdvice":"firstOpenDay"}}})");
    const Preparation moved = prepared(sample::document(), moves);
    EXPECT_EQ(text(body_of(moved), "/transaction_date"), "2026-12-01T00:00:00Z");
    EXPECT_THAT(text(body_of(moved), "/nominal_analysis_items/0/narrative"),
                testing::HasSubstr("business date 2026-11-20"));
    EXPECT_EQ(expect_kind<Send>(moved).remarks.size(), 1U);
    const Document subject = sample::document();
    const Catalogue known = sample::catalogue();
    EXPECT_TRUE(std::holds_alternative<Send>(prepare(
        closed, {subject, known, sample::reference, sample::key, "2026-11-21", {}, {}, true})));
}

TEST(Sage200MapLedger, another_currency_and_too_much_are_held) {
    Document subject = sample::document();
    subject.currency_id = "EUR";
    EXPECT_EQ(held_by(prepared(subject)), "sage200.currency_foreign /body/currencyId currency:EUR");
    subject.currency_id.clear();
    EXPECT_TRUE(std::holds_alternative<Send>(prepared(subject)));
    subject.lines[0].price->unit_amount.amount = *Decimal::parse("-9");
    EXPECT_EQ(held_by(prepared(subject)), "sage200.amount_negative /body/lines ");
    subject.lines[0].price->unit_amount.amount = *Decimal::parse("999999999999999999999999");
    subject.lines[0].quantity.value = *Decimal::parse("999999999999999999999999");
    EXPECT_EQ(held_by(prepared(subject)), "sage200.amount_too_large /body/lines/0 ");
}

TEST(Sage200MapLedger, everything_that_is_missing_is_told_at_once) {
    Document subject = sample::document();
    subject.currency_id = "EUR";
    subject.buyer.id = "NOBODY";
    subject.lines[0].tax.tax_code = "OTHER";
    const Hold hold = expect_kind<Hold>(prepared(subject));
    EXPECT_EQ(hold.problem.code, "sage200.currency_foreign");
    ASSERT_EQ(hold.others.size(), 2U);
    EXPECT_EQ(hold.others[0].code, "sage200.customer_unknown");
    EXPECT_EQ(hold.others[1].code, "sage200.tax_undecided");
}

TEST(Sage200MapLedger, what_lines_became_is_kept_for_what_follows) {
    const Send send = expect_kind<Send>(prepared(sample::document()));
    EXPECT_EQ(send.terms.customer, "CUST-001");
    ASSERT_EQ(send.terms.lines.size(), 2U);
    const PostedTerms& terms = send.terms.lines[0].terms;
    EXPECT_EQ(terms.item, "SKU-100");
    EXPECT_EQ(terms.tax, "1");
    EXPECT_EQ(*terms.tax_percent, *Decimal::parse("20"));
    EXPECT_EQ(terms.dimensions->at(0).id, "4000");
    EXPECT_TRUE(terms.site->empty());
}

TEST(Sage200MapLedger, what_a_line_comes_to_is_known_before_it_is_posted) {
    const Document subject = sample::document();
    const Settings settings = sample::settings();
    const Catalogue known = sample::catalogue();
    EXPECT_EQ(*line_amounts(settings, subject, subject.lines[0], known).gross,
              *Decimal::parse("24.41"));
    EXPECT_EQ(*charge_amounts(settings, subject, subject.allowance_charges[0], known).tax,
              *Decimal::parse("0.99"));
    Document other = subject;
    other.lines[0].tax.tax_code = "OTHER";
    EXPECT_FALSE(line_amounts(settings, other, other.lines[0], known).net);
    other.lines[0].price.reset();
    EXPECT_FALSE(line_amounts(settings, other, other.lines[0], known).net);
    other.lines[0] = subject.lines[0];
    other.lines[0].posted = PostedTerms{"SKU-100", "77", Decimal::parse("20")};
    EXPECT_EQ(*line_amounts(settings, other, other.lines[0], known).gross,
              *Decimal::parse("24.41"));
}

// The simulated Sage checks that both analyses balance.
TEST(Sage200MapLedger, random_documents_are_taken_by_sage_as_predicted) {
    test::SimulatedSite site;
    site.control("POST", "/control/seed", R"({"customers":[{"id":"CUST-001"}]})");
    const auto key_of = [&](const char* resource, const char* field, const char* id) {
        return std::to_string(site.id_of(resource, field, id));
    };
    std::vector<CatalogueRecord> all = sample::records();
    for (CatalogueRecord& one : all) {
        one.key = one.kind == kind::customer && one.id == "CUST-001"
                      ? key_of("customers", "reference", "CUST-001")
                  : one.id == "1" ? key_of("tax_codes", "name", "Standard rate")
                  : one.id == "0" ? key_of("tax_codes", "name", "Zero rate")
                                  : one.key;
        if (one.kind == kind::customer) {
            one.fields.erase("currency_id");
        }
    }
    const Catalogue known{std::move(all), 1};
    std::mt19937 random(20'261'127);  // NOLINT(bugprone-random-generator-seed): the same each time
    const auto number = [&](int most) {
        return std::to_string(random() % static_cast<unsigned>(most));
    };
    for (int round = 0; round < 200; ++round) {
        Document subject = sample::document(round % 2 == 0 ? "despatchAdvice" : "returnAdvice");
        const Line line = subject.lines[0];
        subject.lines.clear();
        for (unsigned index = 0; index <= random() % 5; ++index) {
            Line& one = subject.lines.emplace_back(line);
            one.id = std::to_string(index + 1);
            one.quantity.value = *Decimal::parse(number(40) + "." + number(1000));
            one.price->unit_amount.amount = *Decimal::parse(number(90) + "." + number(10'000));
            one.price->discount_rate = Decimal::parse(number(30));
            one.tax.tax_code = random() % 3 == 0 ? "ZERO" : "STANDARD";
            one.tax.percent.reset();
        }
        const Settings settings =
            sample::settings(round % 3 == 0 ? R"({"pricesIncludeTax":true})" : "{}");
        const Preparation made = prepared(subject, settings, known);
        if (std::holds_alternative<PostNothing>(made)) {
            continue;
        }
        const Send send = expect_kind<Send>(made);
        const Reply reply = site.authorised(send.request);
        ASSERT_EQ(reply.status, 200) << reply.body << send.request.body;
        const Verdict verdict = classify(send, reply);
        ASSERT_EQ(verdict.judgement, Judgement::done);
        ReadBackSubject subject_of_read;
        subject_of_read.sage_document = verdict.sage_document;
        const LookUp found = read_read_back(
            {subject_of_read}, FindBy::number,
            site.authorised(read_back(settings.books, {subject_of_read}, FindBy::number)));
        ASSERT_EQ(found.found.size(), 1U) << found.why;
        EXPECT_TRUE(differences(send.facts, found.found[0].facts).empty()) << send.request.body;
    }
}

}  // namespace
}  // namespace sage::sage200
