// SPDX-License-Identifier: Apache-2.0
// Plan: names of lines and charges; the newest terms win; what is covered; terms put on a version;
// terms taken from a despatch by a return, and what is not about it.
#include "sage-adapter/mapping/posted_terms.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

Decimal decimal(std::string_view text) {
    return Decimal::parse(text).value();
}

Line line(const std::string& id, const std::string& item, const std::string& price = "2.50") {
    Line made;
    made.id = id;
    made.item.sellers_item_id = item;
    made.quantity = {decimal("1"), "C62"};
    made.price = Price{{decimal(price), "GBP"}, {}, {}};
    made.tax.tax_code = "STANDARD";
    return made;
}

AllowanceCharge charge(const std::string& code, const std::string& tax = "STANDARD") {
    AllowanceCharge made;
    made.reason_code = code;
    made.amount = {decimal("5"), "GBP"};
    made.tax.tax_code = tax;
    return made;
}

SentTerms sent(std::vector<SentLineTerms> lines, std::string customer = "C1") {
    return {std::move(customer), std::move(lines)};
}

std::string tax_of(const Line& one) {
    return one.posted ? one.posted->tax : "none";
}

TEST(PostedTerms, lines_are_named_by_id_item_and_tax_and_charges_by_code_and_tax) {
    EXPECT_EQ(terms_key(line("1", "A")), terms_key(line("1", "A", "9")));
    EXPECT_NE(terms_key(line("1", "A")), terms_key(line("2", "A")));
    EXPECT_NE(terms_key(line("1", "A")), terms_key(line("1", "B")));
    EXPECT_NE(terms_key(line("1 A", "B")), terms_key(line("1", "A B")));
    Line taxed = line("1", "A");
    taxed.tax.tax_code = "ZERO";
    EXPECT_NE(terms_key(line("1", "A")), terms_key(taxed));
    taxed.kit = Kit{"9", "KIT", Decimal::of(1)};
    Line component = line("1", "A");
    component.kit = taxed.kit;
    EXPECT_EQ(terms_key(component), terms_key(taxed)) << "it may have the tax of its kit";
    AllowanceCharge other = charge("POST");
    other.amount = {decimal("7"), "GBP"};
    other.reason = "Carriage";
    EXPECT_EQ(terms_key(charge("POST")), terms_key(other));
    EXPECT_NE(terms_key(charge("POST")), terms_key(charge("POST", "ZERO")));
    EXPECT_NE(terms_key(charge("A B/")), terms_key(charge("A", "B//")));
    other.tax.percent = decimal("20");
    EXPECT_NE(terms_key(charge("POST")), terms_key(other));
}

TEST(PostedTerms, the_newest_of_a_line_stays_and_what_was_sent_before_fills_in) {
    BookedTerms booked;
    booked.add_earlier(sent({{"one", {"A", "new", {}}}}, "C2"));
    booked.add_earlier(sent({{"one", {"A", "old", {}}}, {"two", {"B", "old", {}}}}));
    EXPECT_EQ(booked.customer, "C2");
    EXPECT_EQ(booked.lines.at("one").tax, "new");
    EXPECT_EQ(booked.lines.at("two").tax, "old");
}

TEST(PostedTerms, all_that_is_posted_is_covered_or_not) {
    Document document;
    document.lines = {line("1", "A"), line("2", "B")};
    document.allowance_charges = {charge("POST")};
    BookedTerms booked;
    booked.add_earlier(sent({{terms_key(document.lines[0]), {}}, {terms_key(charge("POST")), {}}}));
    EXPECT_FALSE(booked.cover(document));
    document.lines[1].quantity.value = Decimal();
    EXPECT_TRUE(booked.cover(document)) << "nothing of it was posted";
    document.allowance_charges.push_back(charge("WRAP"));
    EXPECT_FALSE(booked.cover(document));
}

TEST(PostedTerms, a_version_gets_what_is_known_of_it) {
    Document document;
    document.lines = {line("1", "A"), line("2", "B")};
    document.allowance_charges = {charge("POST")};
    BookedTerms booked;
    booked.add_earlier(sent({{terms_key(document.lines[0]), {"SAGE-A", "Standard", decimal("20")}},
                             {terms_key(charge("POST")), {"CARRIAGE", "Zero", {}}}}));
    put_terms(document, booked);
    ASSERT_TRUE(document.lines[0].posted);
    EXPECT_EQ(document.lines[0].posted->item, "SAGE-A");
    EXPECT_EQ(document.lines[0].posted->tax, "Standard");
    EXPECT_EQ(document.lines[0].posted->tax_percent->text(), "20");
    EXPECT_FALSE(document.lines[1].posted);
    EXPECT_EQ(document.allowance_charges[0].posted->item, "CARRIAGE");
    EXPECT_EQ(document.posted_customer, "C1");
}

struct Returned : testing::Test {
    void SetUp() override {
        despatch.buyer.id = "C1";
        despatch.lines = {line("1", "A"), line("2", "A", "3.00"), line("3", "A", "4.00"),
                          line("4", "B"), line("5", "C")};
        despatch.lines[1].order_line_id = "20";
        despatch.lines[4].tax.tax_code = "REDUCED";
        booked.add_earlier(sent({{terms_key(despatch.lines[0]), {"A", "first", {}}},
                                 {terms_key(despatch.lines[1]), {"A", "second", {}}},
                                 {terms_key(despatch.lines[2]), {"A", "third", {}}},
                                 {terms_key(despatch.lines[4]), {"C", "reduced", {}}},
                                 {terms_key(charge("POST")), {"CARRIAGE", "post", {}}}},
                                "ACME"));
        put_terms(despatch, booked);
        back.buyer.id = "C1";
    }

    std::string taken(Line one) {
        back.lines = {std::move(one)};
        take_terms(back, despatch, booked);
        return tax_of(back.lines[0]);
    }

    Document despatch;
    Document back;
    BookedTerms booked;
};

TEST_F(Returned, goods_have_the_terms_of_the_line_that_is_the_likeliest) {
    EXPECT_EQ(taken(line("9", "A", "7.00")), "first") << "no line has that price";
    EXPECT_EQ(taken(line("9", "A", "4.00")), "third");
    Line named = line("9", "A", "4.00");
    named.order_line_id = "20";
    EXPECT_EQ(taken(named), "second") << "the order line says more than the price";
    named.price.reset();
    EXPECT_EQ(taken(named), "second");
}

TEST_F(Returned, goods_that_the_despatch_had_not_or_in_another_tax_are_left_as_they_are) {
    EXPECT_EQ(taken(line("9", "D")), "none");
    EXPECT_EQ(taken(line("9", "B")), "none") << "its terms are not known";
    EXPECT_EQ(taken(line("9", "C")), "none") << "the warehouse says another tax";
    Line silent = line("9", "C");
    silent.tax = Tax();
    EXPECT_EQ(taken(silent), "reduced");
    silent.tax.percent = decimal("5");
    EXPECT_EQ(taken(silent), "none");
}

TEST_F(Returned, charges_are_found_by_their_code) {
    back.allowance_charges = {charge("POST"), charge("POST", ""), charge("POST", "ZERO"),
                              charge("PO", ""), charge("ZZZ", "")};
    take_terms(back, despatch, booked);
    const std::vector<AllowanceCharge>& all = back.allowance_charges;
    ASSERT_TRUE(all[0].posted);
    EXPECT_EQ(all[0].posted->item, "CARRIAGE");
    EXPECT_TRUE(all[1].posted) << "it states no tax";
    EXPECT_FALSE(all[2].posted);
    EXPECT_FALSE(all[3].posted);
    EXPECT_FALSE(all[4].posted);
}

TEST_F(Returned, what_comes_back_to_another_site_is_put_in_stock_there) {
    PostedTerms with_site{"B", "fourth", {}};
    with_site.site = PostedTerms::Places{{"warehouse", "WH1"}};
    with_site.dimensions = PostedTerms::Places{{"department", "WEB"}};
    despatch.lines[3].posted = with_site;
    PostedTerms carriage = with_site;
    booked.lines.insert_or_assign(terms_key(charge("POST")), carriage);
    despatch.location_id = "MAIN";
    back.allowance_charges = {charge("POST")};
    for (const char* const same : {"MAIN", ""}) {
        back.location_id = same;
        taken(line("9", "B"));
        EXPECT_TRUE(back.lines[0].posted->site) << same;
        EXPECT_TRUE(back.allowance_charges[0].posted->site) << same;
    }
    back.location_id = "NORTH";
    EXPECT_EQ(taken(line("9", "B")), "fourth");
    EXPECT_FALSE(back.lines[0].posted->site);
    EXPECT_FALSE(back.allowance_charges[0].posted->site);
    EXPECT_EQ(back.lines[0].posted->dimensions, with_site.dimensions);
}

TEST_F(Returned, the_customer_is_the_same_where_the_buyer_is) {
    take_terms(back, despatch, booked);
    EXPECT_EQ(back.posted_customer, "ACME");
    Document other;
    other.buyer.id = "C2";
    take_terms(other, despatch, booked);
    EXPECT_EQ(other.posted_customer, "");
}

PostedRate euros(const char* rate) {
    return {"EUR", decimal(rate), "", "2026-11-20"};
}

TEST(PostedTerms, the_rate_is_that_of_the_newest_request_that_had_one) {
    BookedTerms booked;
    booked.add_earlier({"C1", {}, {}});
    EXPECT_FALSE(booked.rate);
    booked.add_earlier({"C1", {}, euros("0.87")});
    booked.add_earlier({"C1", {}, euros("0.86")});
    ASSERT_TRUE(booked.rate);
    EXPECT_EQ(booked.rate->rate->text(), "0.87");
    Document posted;
    put_terms(posted, booked);
    ASSERT_TRUE(posted.posted_rate);
    EXPECT_EQ(posted.posted_rate->rate->text(), "0.87");
    EXPECT_EQ(posted.posted_rate->date, "2026-11-20");
    EXPECT_FALSE((SentTerms{"", {}, euros("0.87")}.empty()));
}

TEST_F(Returned, what_comes_back_is_in_the_currency_and_at_the_rate_of_the_despatch) {
    take_terms(back, despatch, booked);
    EXPECT_FALSE(back.posted_rate) << "the despatch names no currency";
    despatch.currency_id = "GBP";
    take_terms(back, despatch, booked);
    ASSERT_TRUE(back.posted_rate);
    EXPECT_EQ(back.posted_rate->currency_id, "GBP");
    EXPECT_FALSE(back.posted_rate->has_rate());
    booked.rate = euros("0.87");
    Document other;
    other.buyer.id = "C2";
    take_terms(other, despatch, booked);
    ASSERT_TRUE(other.posted_rate) << "whoever is credited";
    EXPECT_EQ(other.posted_rate->currency_id, "EUR");
    EXPECT_EQ(other.posted_rate->rate->text(), "0.87");
}

}  // namespace
}  // namespace sage
