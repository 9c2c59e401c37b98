// SPDX-License-Identifier: Apache-2.0
// Plan: the map of codes before the rules, the rules after it; what holds a document and what
// releases it again; rates of document, rule and Sage; classes of items; the defaults that ship;
// the tax in which a line is in the books already.
#include <gmock/gmock.h>

#include <algorithm>

#include "sage-adapter/base/settings.h"
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using namespace sample;

constexpr std::string_view standard = "UK Sale Goods Standard Rate";
constexpr std::string_view zero = "UK Sale Goods Zero Rate";

std::string rules(const std::string& all) {
    return R"({"taxDetails":{},"taxRules":[)" + all + "]}";
}

/// The sample's catalogue, with what Sage says of two schedules.
Catalogue with_rates(const char* standard_percent = "20",
                     const std::vector<CatalogueRecord>& more = {}) {
    std::vector<CatalogueRecord> all = records();
    all.push_back(record(kind::tax_schedule, zero));
    for (const std::string_view schedule : {standard, zero}) {
        all.push_back(
            record(kind::tax_schedule_detail, schedule, {{"taxDetail.id", std::string(schedule)}}));
        all.push_back(record(kind::tax_detail, schedule,
                             {{"taxPercent", schedule == zero ? "0" : standard_percent}}));
    }
    all.insert(all.end(), more.begin(), more.end());
    return {std::move(all), 1};
}

std::string schedule_of(const Preparation& preparation, std::size_t line = 0) {
    const json::value body = parsed(expect_kind<Send>(preparation).request.body);
    return std::string(text_at(body, "/lines/" + std::to_string(line) + "/taxSchedule/id"));
}

Hold held(const Document& subject, const Settings& chosen, const Catalogue& known) {
    Hold hold = expect_kind<Hold>(prepared(subject, chosen, known));
    expect_complete(hold.problem);
    return hold;
}

TEST(IntacctTax, a_tax_code_is_mapped_or_holds_unless_none_are_wanted) {
    const Hold hold = held(document("despatchAdvice"),
                           settings(R"({"taxDetails":{"ZERO":"UK Zero"}})"), catalogue());
    EXPECT_EQ(hold.problem.code, "intacct.tax_unmapped");
    EXPECT_EQ(hold.root_cause, "tax:STANDARD");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0/tax/taxCode");
    EXPECT_FALSE(
        cause_gone(settings(R"({"taxDetails":{"ZERO":"A"}})"), hold.root_cause, catalogue()));
    EXPECT_TRUE(cause_gone(settings(), hold.root_cause, catalogue()));
    EXPECT_TRUE(cause_gone(settings(rules(R"({"schedule":"A"})")), hold.root_cause, catalogue()));
    const Send send =
        expect_kind<Send>(prepared(document("despatchAdvice"), settings(R"({"taxDetails":{}})")));
    EXPECT_EQ(send.request.body.find("taxSchedule"), std::string::npos);
}

TEST(IntacctTax, the_map_of_codes_comes_before_the_rules) {
    const Settings both = settings(R"({"taxDetails":{"STANDARD":"UK Sale Goods Standard Rate"},
        "taxRules":[{"schedule":"UK Sale Goods Zero Rate"}]})");
    EXPECT_EQ(schedule_of(prepared(document("despatchAdvice"), both, with_rates())), standard);
    Document other = document("despatchAdvice", "/body/lines/0/tax/taxCode", "\"OTHER\"");
    other.lines[0].tax.percent.reset();
    EXPECT_EQ(schedule_of(prepared(other, both, with_rates())), zero);
    other.lines[0].tax = {};
    EXPECT_EQ(schedule_of(prepared(other, both, with_rates())), zero) << "no code at all";
}

TEST(IntacctTax, goods_and_charges_are_decided_each_by_itself) {
    const Settings chosen = settings(rules(R"(
        {"supply":"service","schedule":null},{"schedule":"UK Sale Goods Standard Rate"})"));
    const Preparation made = prepared(document("despatchAdvice"), chosen, with_rates());
    EXPECT_EQ(schedule_of(made, 0), standard);
    EXPECT_EQ(schedule_of(made, 1), "") << "the carriage";
}

TEST(IntacctTax, lines_that_ask_in_turn_get_each_its_own) {
    const Settings chosen = settings(R"({"taxDetails":{"STANDARD":")" + std::string(standard) +
                                     R"(","ZERO":")" + std::string(zero) + R"("}})");
    Document subject = document("despatchAdvice");
    subject.lines.resize(1, subject.lines.front());
    subject.lines.resize(4, subject.lines.front());
    subject.lines[2].tax = {"", "ZERO", std::nullopt};
    const Preparation made = prepared(subject, chosen, with_rates());
    EXPECT_EQ(schedule_of(made, 0), standard);
    EXPECT_EQ(schedule_of(made, 1), standard);
    EXPECT_EQ(schedule_of(made, 2), zero);
    EXPECT_EQ(schedule_of(made, 3), standard);
    // The same code with a rate that Sage does not have; what was held is not taken for decided.
    for (const std::size_t wrong : {0U, 1U}) {
        Document other = subject;
        other.lines[wrong].tax.percent = Decimal::of(5);
        other.lines[wrong + 1] = other.lines[wrong];
        const Hold hold = held(other, chosen, with_rates());
        EXPECT_EQ(hold.problem.code, "intacct.tax_rate_differs");
        EXPECT_EQ(hold.problem.pointer, "/body/lines/" + std::to_string(wrong) + "/tax/percent");
    }
}

TEST(IntacctTax, where_no_rule_fits_it_is_held_until_one_does) {
    Document subject = document("despatchAdvice");
    subject.delivery.country_code = "CH";
    const Settings chosen =
        settings(rules(R"({"destination":["GB"],"schedule":"UK Sale Goods Standard Rate"})"));
    const Hold hold = held(subject, chosen, with_rates());
    EXPECT_EQ(hold.problem.code, "intacct.tax_undecided");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0/tax");
    EXPECT_NE(hold.problem.cause.find("goods from GB to CH, to a"), std::string::npos)
        << hold.problem.cause;
    EXPECT_TRUE(hold.root_cause.starts_with("tax:{")) << hold.root_cause;
    EXPECT_EQ(hold.root_cause.find("date"), std::string::npos)
        << "no rule has days: documents of all days are one issue";
    EXPECT_FALSE(cause_gone(chosen, hold.root_cause, with_rates()));
    const Settings mended = settings(rules(R"({"destination":["CH"],"supply":"goods",
        "schedule":"UK Sale Goods Zero Rate"})"));
    EXPECT_TRUE(cause_gone(mended, hold.root_cause, with_rates()));
    const Settings mapped = settings(R"({"taxDetails":{"STANDARD":"UK Sale Goods Zero Rate"}})");
    EXPECT_TRUE(cause_gone(mapped, hold.root_cause, with_rates()));
}

TEST(IntacctTax, days_are_part_of_the_cause_where_rules_have_days) {
    const Settings chosen =
        settings(rules(R"({"validFrom":"2027-01-01","schedule":"UK Sale Goods Standard Rate"})"));
    const Hold hold = held(document("despatchAdvice"), chosen, with_rates());
    EXPECT_NE(hold.root_cause.find(R"("date":"2026-11-20")"), std::string::npos);
    const Settings sooner =
        settings(rules(R"({"validFrom":"2026-11-20","schedule":"UK Sale Goods Standard Rate"})"));
    EXPECT_TRUE(cause_gone(sooner, hold.root_cause, with_rates()));
    EXPECT_FALSE(cause_gone(chosen, hold.root_cause, with_rates()));
}

TEST(IntacctTax, a_schedule_that_sage_does_not_have_holds_all_its_documents_as_one) {
    const Settings chosen = settings(rules(R"({"schedule":"Nowhere"})"));
    const Hold hold = held(document("despatchAdvice"), chosen, with_rates());
    EXPECT_EQ(hold.problem.code, "intacct.tax_schedule_unknown");
    EXPECT_EQ(hold.root_cause, "tax-schedule:Nowhere");
    EXPECT_FALSE(cause_gone(chosen, hold.root_cause, with_rates()));
    EXPECT_TRUE(cause_gone(chosen, hold.root_cause,
                           with_rates("20", {record(kind::tax_schedule, "Nowhere")})));
    EXPECT_TRUE(cause_gone(settings(), hold.root_cause, with_rates()))
        << "the settings do not name it any more";
    const Catalogue inactive = catalogue_with(kind::tax_schedule, standard,
                                              [](CatalogueRecord& one) { one.active = false; });
    EXPECT_EQ(held(document("despatchAdvice"), settings(), inactive).root_cause,
              "tax-schedule:" + std::string(standard));
    EXPECT_FALSE(cause_gone(settings(), "tax-schedule:" + std::string(standard), inactive));
}

TEST(IntacctTax, where_sage_shows_no_schedules_it_decides_itself) {
    EXPECT_EQ(schedule_of(prepared(document("despatchAdvice"), settings(),
                                   without(kind::tax_schedule, standard))),
              standard);
}

TEST(IntacctTax, a_rate_of_the_document_that_sage_does_not_have_is_held) {
    const Document subject = document("despatchAdvice", "/body/lines/0/tax/percent", "\"5\"");
    const Hold hold = held(subject, settings(), with_rates());
    EXPECT_EQ(hold.problem.code, "intacct.tax_rate_differs");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0/tax/percent");
    EXPECT_EQ(hold.problem.cause,
              "The document says 5 percent of tax and the tax schedule UK Sale Goods Standard Rate "
              "has 20.");
    EXPECT_FALSE(cause_gone(settings(), hold.root_cause, with_rates()));
    EXPECT_TRUE(cause_gone(settings(), hold.root_cause, with_rates("5.0")));
    // Where neither says, nothing is compared.
    expect_kind<Send>(prepared(subject, settings(), catalogue()));
}

TEST(IntacctTax, a_rate_of_the_rule_that_sage_does_not_have_is_held) {
    const Settings chosen =
        settings(rules(R"({"schedule":"UK Sale Goods Standard Rate","percent":"22"})"));
    Document subject = document("despatchAdvice");
    subject.lines[0].tax.percent.reset();
    Hold hold = held(subject, chosen, with_rates());
    EXPECT_EQ(hold.problem.code, "intacct.tax_rate_differs");
    EXPECT_NE(hold.problem.cause.find("/taxRules/0 says 22"), std::string::npos)
        << hold.problem.cause;
    EXPECT_TRUE(cause_gone(chosen, hold.root_cause, with_rates("22")));
    hold = held(document("despatchAdvice"), chosen, catalogue());
    EXPECT_NE(hold.problem.cause.find("The document says 20"), std::string::npos)
        << hold.problem.cause;
}

TEST(IntacctTax, the_class_of_an_item_is_its_own_its_group_or_its_product_line) {
    const auto known = [](std::map<std::string, std::string, std::less<>> fields) {
        return with_rates("20", {record(kind::item_tax, "SKU-100", std::move(fields))});
    };
    const Settings chosen = settings(rules(R"({"itemClasses":["food"],
        "schedule":"UK Sale Goods Zero Rate"},{"schedule":"UK Sale Goods Standard Rate"})"));
    Document subject = document("despatchAdvice");
    subject.lines[0].tax.percent.reset();
    EXPECT_EQ(schedule_of(prepared(subject, chosen, with_rates())), standard);
    EXPECT_EQ(schedule_of(prepared(subject, chosen, known({{"sales.taxGroup", "food"}}))), zero);
    EXPECT_EQ(schedule_of(prepared(subject, chosen, known({{"productLine.id", "food"}}))), zero);
    EXPECT_EQ(
        schedule_of(prepared(subject, chosen,
                             known({{"sales.taxGroup", "other"}, {"productLine.id", "food"}}))),
        standard);
    const Settings own = settings(R"({"taxDetails":{},"itemClasses":{"SKU-100":"food"},
        "taxRules":[{"itemClasses":["food"],"schedule":"UK Sale Goods Zero Rate"},
                    {"schedule":"UK Sale Goods Standard Rate"}]})");
    EXPECT_EQ(schedule_of(prepared(subject, own, known({{"sales.taxGroup", "other"}}))), zero);
}

TEST(IntacctTax, a_site_of_another_country_is_where_the_goods_leave_from) {
    const Settings chosen = settings(R"({"taxDetails":{},
        "warehouses":{"MAIN":{"warehouse":"WH1","location":"100","country":"XI"}},
        "taxRules":[{"origin":["XI"],"schedule":"UK Sale Goods Standard Rate"}]})");
    EXPECT_EQ(schedule_of(prepared(document("despatchAdvice"), chosen, with_rates())), standard);
    const Settings home = settings(R"({"taxDetails":{},"originCountry":"IE",
        "taxRules":[{"origin":["IE"],"schedule":"UK Sale Goods Standard Rate"}]})");
    EXPECT_EQ(schedule_of(prepared(document("despatchAdvice"), home, with_rates())), standard);
}

// The example that is installed beside the documentation.
struct ShippedRules : testing::Test {
    void SetUp() override {
        const std::string text = file(source() / "packaging/examples/intacct-uk-vat.json");
        const Result<void> checked = check_settings(text, intacct_edition().settings_schema());
        ASSERT_TRUE(checked.ok()) << checked.error().first().cause;
        Result<Settings> read = read_settings(text);
        ASSERT_TRUE(read.ok()) << read.error().first().cause;
        shipped = std::move(read).value();
    }

    std::string decided(const char* origin, const char* country, const char* zone, bool business,
                        const char* category = "") {
        Document subject;
        subject.issue_date = "2026-11-20";
        subject.delivery.country_code = country;
        subject.delivery.postal_zone = zone;
        subject.buyer.company_id = business ? "VAT1" : "";
        TaxQuestion question = tax_question(subject, origin);
        Tax tax;
        tax.category_code = category;
        ask_about(question, tax, Supply::goods, "");
        const Mapped<LineTax> mapped = map_tax(shipped, Catalogue(), question, "/body/lines/0");
        return mapped.hold ? "held"
                           : mapped.value.schedule + " " +
                                 mapped.value.percent.value_or(Decimal::of(-1)).text();
    }

    Settings shipped;
};

TEST_F(ShippedRules, decide_the_cases_of_a_seller_in_great_britain) {
    EXPECT_EQ(decided("GB", "GB", "EC1A 1BB", false), "UK Sale Goods Standard Rate 20");
    EXPECT_EQ(decided("GB", "GB", "EC1A 1BB", true, "S"), "UK Sale Goods Standard Rate 20");
    EXPECT_EQ(decided("GB", "GB", "", false, "Z"), "UK Sale Goods Zero Rate 0");
    EXPECT_EQ(decided("GB", "GB", "", false, "E"), "UK Sale Goods Exempt Rate 0");
    EXPECT_EQ(decided("GB", "GB", "BT1 5GS", false), "UK Sale Goods Standard Rate 20");
    EXPECT_EQ(decided("GB", "IM", "", false), "UK Sale Goods Standard Rate 20");
    for (const bool business : {false, true}) {
        EXPECT_EQ(decided("GB", "DE", "", business), "UK Sale Goods Zero Rate 0");
        EXPECT_EQ(decided("GB", "US", "", business, "G"), "UK Sale Goods Zero Rate 0");
    }
    EXPECT_EQ(decided("GB", "GB", "", true, "AE"), "held") << "for finance to decide";
    EXPECT_EQ(decided("GB", "", "", false), "held") << "no country is guessed";
}

TEST_F(ShippedRules, decide_the_cases_of_a_seller_in_northern_ireland) {
    EXPECT_EQ(decided("XI", "GB", "BT1 5GS", false), "UK Sale Goods Standard Rate 20");
    EXPECT_EQ(decided("XI", "GB", "EC1A 1BB", true), "UK Sale Goods Standard Rate 20");
    EXPECT_EQ(decided("XI", "IE", "", true), "UK Sale Goods Zero Rate 0");
    EXPECT_EQ(decided("XI", "IE", "", true, "K"), "UK Sale Goods Zero Rate 0");
    EXPECT_EQ(decided("XI", "IE", "", false), "UK Sale Goods Standard Rate 20")
        << "a distance sale below the threshold";
    EXPECT_EQ(decided("XI", "IE", "", false, "K"), "held") << "no such supply to a consumer";
    EXPECT_EQ(decided("XI", "US", "", false), "UK Sale Goods Zero Rate 0");
}

TEST_F(ShippedRules, none_stands_where_it_never_comes_to_its_turn) {
    std::vector<Problem> problems;
    check_tax(shipped, Catalogue(), problems);
    for (const Problem& one : problems) {
        ADD_FAILURE() << one.pointer << ": " << one.cause;
    }
}

PostedTerms posted_in(std::string_view schedule, std::optional<Decimal> percent = Decimal::of(20)) {
    return {"SKU-100", std::string(schedule), std::move(percent)};
}

// The example with its first line posted so before.
Document credited(const PostedTerms& terms) {
    Document subject = document("returnAdvice");
    subject.lines.at(0).posted = terms;
    return subject;
}

TEST(IntacctPostedTax, is_on_what_is_credited_whatever_the_settings_say_by_now) {
    const Settings now = settings(R"({"taxDetails":{"STANDARD":"UK Sale Goods Zero Rate"}})");
    EXPECT_EQ(schedule_of(prepared(document("returnAdvice"), now, with_rates())), zero);
    const Send send = expect_kind<Send>(prepared(credited(posted_in(standard)), now, with_rates()));
    EXPECT_EQ(schedule_of(send), standard);
    const Amounts& made = send.prediction.lines.at(0).amounts;
    EXPECT_EQ(*made.tax, Decimal::multiply(*made.net, *Decimal::parse("0.20"), 2,
                                           Rounding::half_away_from_zero));
    EXPECT_EQ(schedule_of(prepared(credited(posted_in("", {})), now, with_rates())), "")
        << "there was none";
}

TEST(IntacctPostedTax, is_on_charges_too) {
    Document subject = document("despatchAdvice");
    ASSERT_EQ(subject.allowance_charges.size(), 1U);
    subject.allowance_charges[0].posted = PostedTerms{"SKU-100", std::string(zero), {}};
    const Preparation made = prepared(subject, settings(), with_rates());
    const json::value body = parsed(expect_kind<Send>(made).request.body);
    const std::string last = "/lines/" + std::to_string(subject.lines.size());
    EXPECT_EQ(text_at(body, last + "/taxSchedule/id"), zero);
    EXPECT_EQ(text_at(body, last + "/dimensions/item/id"), "SKU-100") << "and the item it had";
}

void expect_held(const PostedTerms& terms, const Catalogue& known, const std::string& cause) {
    const Hold hold = held(credited(terms), settings(), known);
    EXPECT_EQ(hold.problem.code, "intacct.original_tax_unusable");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0/tax");
    EXPECT_EQ(hold.problem.owner, Owner::finance);
    EXPECT_NE(hold.problem.cause.find(cause), std::string::npos) << hold.problem.cause;
    EXPECT_FALSE(cause_gone(settings(R"({"taxDetails":{}})"), hold.root_cause, known))
        << "no setting changes what was posted";
    EXPECT_TRUE(cause_gone(settings(), hold.root_cause, with_rates())) << hold.root_cause;
}

Catalogue with_inactive(std::string_view kind_of) {
    std::vector<CatalogueRecord> all;
    for (CatalogueRecord& one : records()) {
        if (one.kind != kind_of) {
            all.push_back(std::move(one));
        }
    }
    for (const std::string_view also : {kind::tax_schedule, kind::tax_detail}) {
        all.push_back(record(also, standard, {{"taxPercent", "20"}}));
        all.back().active = also != kind_of;
    }
    all.push_back(
        record(kind::tax_schedule_detail, standard, {{"taxDetail.id", std::string(standard)}}));
    return {std::move(all), 1};
}

TEST(IntacctPostedTax, that_sage_does_not_have_any_more_holds_until_it_has) {
    expect_held(posted_in(standard), with_inactive(kind::tax_schedule), "or is inactive");
    expect_held(posted_in(standard), with_inactive(kind::tax_detail), "tax detail");
    const Hold gone = held(credited(posted_in("UK Sale Gone")), settings(), with_rates());
    EXPECT_EQ(gone.problem.code, "intacct.original_tax_unusable");
    EXPECT_FALSE(cause_gone(settings(), gone.root_cause, with_rates()));
    EXPECT_FALSE(cause_gone(settings(), "posted-tax:", with_rates()));
}

TEST(IntacctPostedTax, that_sage_computes_otherwise_by_now_holds_until_it_does_as_before) {
    expect_held(posted_in(standard), with_rates("17.5"), "20 percent, and is at 17.5 now");
    expect_kind<Send>(prepared(credited(posted_in(standard, {})), settings(), with_rates("17.5")));
}

TEST(IntacctPostedTax, comes_to_the_same_while_it_cannot_be_used) {
    Line line = document("despatchAdvice").lines.at(0);
    line.posted = posted_in(standard);
    const Document of = document("despatchAdvice");
    const Amounts usable = line_amounts(settings(), of, line, with_rates());
    const Amounts unusable = line_amounts(settings(), of, line, with_rates("17.5"));
    ASSERT_TRUE(unusable.tax);
    EXPECT_EQ(*unusable.tax, *usable.tax);
}

}  // namespace
}  // namespace sage::intacct
