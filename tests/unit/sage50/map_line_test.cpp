// SPDX-License-Identifier: Apache-2.0
// Plan: prices per many, with discounts and with more places than Sage has; units and quantities;
// products; tax; charges and allowances; what is posted; each hold until it is gone; what a line
// comes to before it is posted.
#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"
#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::held_by;
using sample::prepared;
using sample::sent;
using testing::HasSubstr;

bool gone(const Preparation& held, const Settings& settings = sample::settings(),
          const Catalogue& mended = sample::catalogue()) {
    return cause_gone(settings, expect_kind<Hold>(held).root_cause, mended);
}

/// "unit price/net amount" of the first line.
std::string priced(const Document& subject, const Settings& settings = sample::settings(),
                   const Catalogue& known = sample::catalogue()) {
    const Preparation made = prepared(subject, settings, known);
    return sent(made, "/invoiceItems/0/unitPrice") + "/" + sent(made, "/invoiceItems/0/netAmount");
}

// ---- prices

TEST(Sage50Line, a_discount_is_in_the_net_amount_and_not_in_the_price) {
    Document subject = sample::document();
    Price& price = *subject.lines[0].price;
    price.discount_rate = decimal("7.5");
    EXPECT_EQ(priced(subject), "3.39/18.81") << "18.8145";
    price.discount_amount = Money{decimal("0.39"), "GBP"};
    EXPECT_EQ(priced(subject), "3.39/16.65") << "3.00, and 7.5 percent off that";
    price.discount_rate.reset();
    EXPECT_EQ(priced(subject), "3.39/18.00");
}

TEST(Sage50Line, a_price_for_many_becomes_that_of_one_and_the_net_stays_exact) {
    Document subject = sample::document();
    subject.lines[0].price->base_quantity = decimal("1000");
    subject.lines[0].price->unit_amount.amount = decimal("1234");
    EXPECT_EQ(priced(subject), "1.233/7.40") << "7.404; the price is of the rounded net";
    subject.lines[0].price->discount_rate = decimal("50");
    EXPECT_EQ(priced(subject), "0.617/3.70");
}

TEST(Sage50Line, a_price_has_as_many_places_as_sage_has) {
    Document subject = sample::document();
    subject.lines[0].price->unit_amount.amount = decimal("3.394");
    EXPECT_EQ(priced(subject), "3.394/20.36");
    EXPECT_EQ(priced(subject, sample::settings(), sample::of_company({{"pricePlaces", "2"}})),
              "3.39/20.36");
    EXPECT_EQ(priced(subject, sample::settings(), sample::of_company({})), "3.39/20.36")
        << "two are usual";
    EXPECT_EQ(
        priced(subject, sample::settings(), sample::without(kind::company, sample::company_id)),
        "3.39/20.36");
}

TEST(Sage50Line, a_price_below_zero_waits_for_a_person) {
    Document subject = sample::document();
    subject.lines[0].price->unit_amount.amount = decimal("-0.01");
    EXPECT_EQ(held_by(prepared(subject)), "sage50.amount_negative /body/lines/0/price ");
    subject.lines[0].price->unit_amount.amount = Decimal();
    EXPECT_EQ(priced(subject), "0/0.00");
}

// ---- units and quantities

TEST(Sage50Line, another_unit_than_that_of_sale_holds_until_the_settings_know_it) {
    Document subject = sample::document();
    subject.lines[0].quantity.unit_code = "BX";
    const Preparation held = prepared(subject);
    EXPECT_EQ(held_by(held), "sage50.unit_unknown /body/lines/0 unit:BX");
    EXPECT_FALSE(gone(held));
    const Settings boxes = sample::settings(R"({"unitCodes":["C62","BX"]})");
    EXPECT_TRUE(gone(held, boxes));
    EXPECT_EQ(sent(prepared(subject, boxes), "/invoiceItems/0/quantity"), "6");
    EXPECT_EQ(held_by(prepared(sample::document(), sample::settings(R"({"unitCodes":["BX"]})"))),
              "sage50.unit_unknown /body/lines/0 unit:C62");
}

TEST(Sage50Line, more_places_than_a_quantity_has_hold_until_sage_has_them) {
    Document subject = sample::document();
    subject.lines[0].quantity.value = decimal("1.2340");
    const Preparation held = prepared(subject);
    EXPECT_EQ(held_by(held), "sage50.quantity_places /body/lines/0 quantity-places:3")
        << "the zero behind them counts for nothing";
    EXPECT_FALSE(gone(held));
    EXPECT_FALSE(gone(held, sample::settings(), sample::of_company({})));
    EXPECT_TRUE(gone(held, sample::settings(), sample::of_company({{"quantityPlaces", "3"}})));
    subject.lines[0].quantity.value = decimal("1.50");
    EXPECT_EQ(sent(prepared(subject), "/invoiceItems/0/quantity"), "1.50");
    EXPECT_EQ(held_by(prepared(subject, sample::settings(),
                               sample::of_company({{"quantityPlaces", "0"}}))),
              "sage50.quantity_places /body/lines/0 quantity-places:1");
}

// ---- products

TEST(Sage50Line, a_product_that_is_not_there_holds_until_it_is) {
    Document subject = sample::document();
    subject.lines[0].item.sellers_item_id = "NEW";
    const Preparation held = prepared(subject);
    EXPECT_EQ(held_by(held), "sage50.product_unknown /body/lines/0/item/sellersItemId item:NEW");
    EXPECT_FALSE(gone(held));
    EXPECT_TRUE(
        gone(held, sample::settings(), sample::with_record(sample::record(kind::product, "NEW"))));
    EXPECT_FALSE(gone(held, sample::settings(),
                      sample::with_record(sample::inactive(kind::product, "NEW"))));
    EXPECT_TRUE(
        gone(held, sample::settings(R"({"itemMatching":{"sellersItemIds":{"NEW":"OTHER"}}})")));
}

TEST(Sage50Line, a_product_is_found_by_other_codes_or_has_a_substitute) {
    Document subject = sample::document();
    subject.lines[0].item.sellers_item_id = "NEW";
    const Settings by_gtin =
        sample::settings(R"({"itemMatching":{"rules":["sellersItemId","gtin"]}})");
    EXPECT_EQ(sent(prepared(subject, by_gtin), "/invoiceItems/0/stockCode"), "SKU-100");
    EXPECT_EQ(sample::remarks_on(prepared(subject, by_gtin)).size(), 1U);
    const Settings instead = sample::settings(R"({"itemMatching":{"substituteItem":"POSTAGE"}})");
    const Preparation made = prepared(subject, instead);
    EXPECT_EQ(sent(made, "/invoiceItems/0/stockCode"), "POSTAGE");
    EXPECT_EQ(sent(made, "/invoiceItems/0/description"), "NEW White metal lantern");
    EXPECT_EQ(sample::remarks_on(made).size(), 1U);
}

TEST(Sage50Line, a_posted_line_is_of_the_product_that_it_was_posted_as) {
    Document subject = sample::document("returnAdvice");
    subject.lines[0].posted = PostedTerms{"GONE", "1", Decimal::parse("20")};
    const Preparation held = prepared(subject);
    EXPECT_EQ(held_by(held),
              "sage50.product_unknown /body/lines/0/item/sellersItemId product:GONE");
    EXPECT_FALSE(gone(held));
    EXPECT_TRUE(
        gone(held, sample::settings(), sample::with_record(sample::record(kind::product, "GONE"))));
}

// ---- tax

TEST(Sage50Line, a_tax_code_that_nothing_decides_holds_until_the_settings_do) {
    Document subject = sample::document();
    subject.lines[0].tax = {"", "ELSE", std::nullopt};
    const Preparation held = prepared(subject);
    EXPECT_THAT(held_by(held), testing::StartsWith("sage50.tax_undecided /body/lines/0/tax tax:"));
    EXPECT_FALSE(gone(held));
    EXPECT_TRUE(gone(held, sample::settings(R"({"taxCodes":{"ELSE":"1"}})")));
    EXPECT_TRUE(gone(held, sample::settings(R"({"taxRules":[{"schedule":"T1"}]})")));
}

TEST(Sage50Line, a_tax_code_that_sage_does_not_have_holds_until_it_does) {
    const Preparation held =
        prepared(sample::document(), sample::settings(), sample::without(kind::tax_code, "1"));
    EXPECT_EQ(held_by(held), "sage50.tax_code_unknown /body/lines/0/tax tax-code:1");
    EXPECT_FALSE(gone(held, sample::settings(), sample::without(kind::tax_code, "1")));
    EXPECT_TRUE(gone(held));
}

TEST(Sage50Line, a_rate_on_which_not_all_agree_or_that_nobody_says_holds) {
    Document subject = sample::document();
    subject.lines[0].tax.percent = decimal("17.5");
    const Preparation differs = prepared(subject);
    EXPECT_THAT(held_by(differs), HasSubstr("sage50.tax_rate_differs /body/lines/0/tax/percent"));
    EXPECT_FALSE(gone(differs));
    EXPECT_TRUE(gone(differs, sample::settings(),
                     sample::with_record(sample::record(kind::tax_code, "1", {{"rate", "17.5"}}))));
    subject.lines[0].tax = {"", "ODD", std::nullopt};
    const Settings odd = sample::settings(R"({"taxCodes":{"ODD":"T7","STANDARD":"1"}})");
    const Preparation unknown = prepared(subject, odd);
    EXPECT_THAT(held_by(unknown), HasSubstr("sage50.tax_rate_unknown /body/lines/0/tax"));
    EXPECT_FALSE(gone(unknown, odd));
    EXPECT_TRUE(gone(unknown, odd,
                     sample::with_record(sample::record(kind::tax_code, "7", {{"rate", "12.5"}}))));
    subject.lines[0].tax.percent = decimal("12.5");
    EXPECT_EQ(sent(prepared(subject, odd), "/invoiceItems/0/taxRate"), "12.5")
        << "the document says it";
}

TEST(Sage50Line, tax_rules_ask_for_site_destination_and_class) {
    const Settings rules = sample::settings(R"({"taxCodes":{},"originCountry":"GB",
        "siteCountries":{"MAIN":"IE"},"itemClasses":{"SKU-100":"books"},
        "taxRules":[{"origin":["IE"],"itemClasses":["books"],"schedule":"T0"},
                    {"schedule":"T1"}]})");
    Document subject = sample::document();
    subject.lines[0].tax = {};
    subject.allowance_charges[0].tax = {};
    const Preparation made = prepared(subject, rules);
    EXPECT_EQ(sent(made, "/invoiceItems/0/taxCode"), "0");
    EXPECT_EQ(sent(made, "/carrTaxCode"), "1") << "a charge has no class";
    subject.location_id = "NORTH";
    EXPECT_EQ(sent(prepared(subject, rules), "/invoiceItems/0/taxCode"), "1");
}

TEST(Sage50Line, the_tax_of_a_posted_line_has_to_be_as_it_was) {
    Document subject = sample::document("returnAdvice");
    subject.lines[0].posted = PostedTerms{"SKU-100", "1", Decimal::parse("17.5")};
    const Preparation held = prepared(subject);
    EXPECT_EQ(held_by(held), "sage50.original_tax_unusable /body/lines/0/tax posted-tax:17.5 1");
    EXPECT_FALSE(gone(held));
    EXPECT_TRUE(gone(held, sample::settings(),
                     sample::with_record(sample::record(kind::tax_code, "1", {{"rate", "17.5"}}))));
}

// ---- charges

Document with_charge(const std::string& code, const std::string& amount, bool adds = true) {
    Document made = sample::document();
    made.allowance_charges[0].reason_code = code;
    made.allowance_charges[0].amount.amount = decimal(amount);
    made.allowance_charges[0].charge_indicator = adds;
    return made;
}

TEST(Sage50Charge, that_the_settings_do_not_name_holds_until_they_do) {
    const Document subject = with_charge("FUEL", "1.00");
    const Preparation held = prepared(subject);
    EXPECT_EQ(held_by(held),
              "sage50.charge_unmapped /body/allowanceCharges/0/reasonCode charge:FUEL");
    EXPECT_FALSE(gone(held));
    EXPECT_TRUE(gone(held, sample::settings(R"({"charges":{"FUEL":"carriage"}})")));
    EXPECT_TRUE(gone(held, sample::settings(R"({"charges":{"FUEL":"S2"}})")));
    EXPECT_FALSE(gone(held, sample::settings(R"({"charges":{"FUEL":"NONE"}})")));
}

TEST(Sage50Charge, becomes_a_line_of_a_service_or_a_product) {
    const Preparation wrapping = prepared(with_charge("WRAP", "1.50"));
    ASSERT_EQ(sample::items_of(wrapping), 2U);
    EXPECT_EQ(sent(wrapping, "/invoiceItems/1/stockCode"), "S1");
    EXPECT_EQ(sent(wrapping, "/invoiceItems/1/description"), "Carriage") << "the reason";
    EXPECT_EQ(sent(wrapping, "/invoiceItems/1/quantity"), "1");
    EXPECT_EQ(sent(wrapping, "/invoiceItems/1/unitPrice"), "1.50");
    EXPECT_EQ(sent(wrapping, "/invoiceItems/1/netAmount"), "1.50");
    EXPECT_EQ(sent(wrapping, "/invoiceItems/1/nominal"), "4000");
    EXPECT_EQ(sent(wrapping, "/carrNet"), "");
    EXPECT_EQ(expect_kind<Send>(wrapping).prediction.lines.at(1).pointer,
              "/body/allowanceCharges/0");
    const Settings product = sample::settings(
        R"({"charges":{"POST":"POSTAGE"},"nominalCodes":[{"items":["SKU-100"],
            "set":{"nominalCode":"4000"}}]})");
    Document subject = sample::document();
    subject.allowance_charges[0].reason.clear();
    const Preparation postage = prepared(subject, product);
    EXPECT_EQ(sent(postage, "/invoiceItems/1/stockCode"), "POSTAGE");
    EXPECT_EQ(sent(postage, "/invoiceItems/1/description"), "POST");
    EXPECT_EQ(sent(postage, "/invoiceItems/1/nominal"), "4905") << "the product's own";
}

TEST(Sage50Charge, whose_product_is_not_there_holds_until_it_is) {
    const Settings product = sample::settings(R"({"charges":{"POST":"PARCEL"}})");
    const Preparation held = prepared(sample::document(), product);
    EXPECT_EQ(held_by(held),
              "sage50.product_unknown /body/allowanceCharges/0/reasonCode charge:POST");
    EXPECT_FALSE(gone(held, product));
    EXPECT_TRUE(gone(held, product, sample::with_record(sample::record(kind::product, "PARCEL"))));
    EXPECT_FALSE(
        gone(held, product, sample::with_record(sample::inactive(kind::product, "PARCEL"))));
    EXPECT_TRUE(gone(held)) << "the settings make carriage of it now";
    // A line of a message has no amount: the charge would be lost.
    EXPECT_EQ(
        held_by(prepared(sample::document(), sample::settings(R"({"charges":{"POST":"M"}})"))),
        "sage50.product_unknown /body/allowanceCharges/0/reasonCode charge:POST");
}

TEST(Sage50Charge, that_takes_off_says_so_and_stays_above_zero) {
    const Preparation made = prepared(with_charge("PROMO", "2.50", false));
    EXPECT_EQ(sent(made, "/invoiceItems/1/stockCode"), "S1");
    EXPECT_EQ(sent(made, "/invoiceItems/1/netAmount"), "2.50");
    EXPECT_EQ(sent(made, "/invoiceItems/1/unitPrice"), "2.50");
    EXPECT_EQ(sent(made, "/invoiceItems/1/isNegativeLine"), "true");
    EXPECT_EQ(expect_kind<Send>(made).prediction.document.gross->text(), "21.41");
    EXPECT_EQ(expect_kind<Send>(made).facts.at("itemsNet"), "17.84");
}

TEST(Sage50Charge, that_takes_off_by_another_code_holds_until_it_has_one_of_these) {
    for (const char* const code : {"carriage", "S2", "POSTAGE"}) {
        const std::string charges = R"({"charges":{"PROMO":")" + std::string(code) + R"("}})";
        const Settings settings = sample::settings(charges);
        const Preparation held = prepared(with_charge("PROMO", "2.50", false), settings);
        EXPECT_EQ(held_by(held), "sage50.allowance_code /body/allowanceCharges/0 allowance:PROMO")
            << code;
        EXPECT_FALSE(gone(held, settings)) << code;
        EXPECT_TRUE(gone(held)) << "S1";
        EXPECT_TRUE(gone(held, sample::settings(R"({"charges":{"PROMO":"S3"}})")));
        EXPECT_TRUE(gone(held, sample::settings(R"({"charges":{}})"))) << "held for that instead";
    }
}

TEST(Sage50Charge, text_that_does_not_fit_is_cut_and_said) {
    Document subject = with_charge("WRAP", "1.50");
    subject.allowance_charges[0].reason = std::string(61, 'x');
    const Preparation cut = prepared(subject);
    EXPECT_EQ(sent(cut, "/invoiceItems/1/description"), std::string(57, 'x') + "...");
    EXPECT_EQ(sample::remarks_on(cut), only("mapping.text_cut /body/allowanceCharges/0"));
    subject.allowance_charges[0].reason = "包装 gift";
    const Preparation replaced = prepared(subject);
    EXPECT_EQ(sent(replaced, "/invoiceItems/1/description"), "?? gift");
    EXPECT_EQ(sample::remarks_on(replaced),
              only("mapping.characters_replaced /body/allowanceCharges/0"));
    subject.allowance_charges[0].reason_code = "POST";
    EXPECT_TRUE(sample::remarks_on(prepared(subject)).empty()) << "carriage has no text";
}

TEST(Sage50Charge, of_what_is_posted_is_what_it_was) {
    Document subject = with_charge("FUEL", "1.00");
    subject.allowance_charges[0].posted = PostedTerms{"GONE", "1", Decimal::parse("20")};
    const Preparation held = prepared(subject);
    EXPECT_EQ(held_by(held),
              "sage50.product_unknown /body/allowanceCharges/0/reasonCode product:GONE");
    EXPECT_FALSE(gone(held));
    EXPECT_TRUE(
        gone(held, sample::settings(), sample::with_record(sample::record(kind::product, "GONE"))));
}

// ---- what a line comes to

TEST(Sage50Line, what_it_comes_to_is_known_before_it_is_posted) {
    const Document subject = sample::document();
    const Settings settings = sample::settings();
    const Catalogue known = sample::catalogue();
    EXPECT_EQ(line_amounts(settings, subject, subject.lines[0], known).gross->text(), "24.41");
    EXPECT_EQ(charge_amounts(settings, subject, subject.allowance_charges[0], known).tax->text(),
              "0.99");
    const Settings with_tax = sample::settings(R"({"pricesIncludeTax":true})");
    Document other = subject;
    other.lines[0].quantity.value = Decimal::of(1);
    other.lines[0].price->unit_amount.amount = decimal("25.29");
    EXPECT_EQ(line_amounts(with_tax, other, other.lines[0], known).gross->text(), "25.30")
        << "as Sage makes it of the net";
    other.lines[0].tax = {"", "ELSE", std::nullopt};
    EXPECT_FALSE(line_amounts(settings, other, other.lines[0], known).net);
    other.lines[0].price.reset();
    EXPECT_FALSE(line_amounts(settings, other, other.lines[0], known).net);
    other.lines[0] = subject.lines[0];
    other.lines[0].posted = PostedTerms{"SKU-100", "77", Decimal::parse("20")};
    EXPECT_EQ(line_amounts(settings, other, other.lines[0], known).gross->text(), "24.41")
        << "it was posted, whatever its tax code is now";
    other.lines[0].quantity.value = decimal("999999999999999999999999");
    other.lines[0].price->unit_amount.amount = decimal("999999999999999999999999");
    EXPECT_FALSE(line_amounts(settings, other, other.lines[0], known).net);
}

}  // namespace
}  // namespace sage::sage50
