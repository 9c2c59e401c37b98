// SPDX-License-Identifier: Apache-2.0
// Plan: each condition by itself; the first rule that fits; days at the edges of a change of rate;
// destination and Northern Ireland; rules that cannot work; what is asked, in words and as a name.
#include "sage-adapter/mapping/tax.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

JsonValue parsed(std::string_view text) {
    Result<JsonValue> value =
        parse_json(text, limits::settings_bytes_max, JsonNumbers::integers_only);
    EXPECT_TRUE(value.ok()) << text;
    return value.ok() ? std::move(value).value() : JsonValue();
}

TaxSettings read(const std::string& rules) {
    std::vector<Problem> problems;
    TaxSettings settings = read_tax_settings(parsed(R"({"taxRules":[)" + rules + "]}"), problems);
    EXPECT_TRUE(problems.empty()) << problems.front().cause;
    return settings;
}

std::vector<std::string> problems_of(const std::string& rule) {
    std::vector<Problem> problems;
    read_tax_settings(parsed(R"({"taxRules":[)" + rule + "]}"), problems);
    std::vector<std::string> pointers;
    for (const Problem& one : problems) {
        EXPECT_EQ(one.code, "mapping.tax_rule");
        EXPECT_TRUE(one.cause.ends_with('.') && one.fix.ends_with('.')) << one.cause;
        pointers.push_back(one.pointer);
    }
    return pointers;
}

TaxQuestion question() {
    TaxQuestion asked;
    asked.origin = "GB";
    asked.destination = "DE";
    asked.buyer = BuyerKind::business;
    asked.item_class = "food";
    asked.category = "S";
    asked.tax_code = "STANDARD";
    asked.date = "2026-11-20";
    return asked;
}

bool fits(const std::string& conditions, const TaxQuestion& asked = question()) {
    const TaxSettings settings = read("{" + conditions + R"("schedule":"A"})");
    return first_that_fits(settings.rules, asked) != nullptr;
}

TEST(Tax, every_condition_must_hold_and_one_left_out_holds_always) {
    EXPECT_TRUE(fits(""));
    EXPECT_TRUE(fits(R"("origin":["FR","GB"],"destination":["DE"],"supply":"goods",
        "buyer":"business","itemClasses":["food"],"categories":["S"],"taxCodes":["STANDARD"],
        "validFrom":"2026-11-20","validTo":"2026-11-20",)"));
    for (const char* other :
         {R"("origin":["FR"],)", R"("destination":["GB","XI"],)", R"("supply":"service",)",
          R"("buyer":"consumer",)", R"("itemClasses":["books"],)", R"("categories":["Z","E"],)",
          R"("taxCodes":["ZERO"],)", R"("validFrom":"2026-11-21",)",
          R"("validTo":"2026-11-19",)"}) {
        EXPECT_FALSE(fits(other)) << other;
    }
    const TaxQuestion nothing_known;
    for (const char* asked :
         {R"("destination":["DE"],)", R"("categories":["S"],)", R"("itemClasses":["food"],)"}) {
        EXPECT_FALSE(fits(asked, nothing_known)) << asked;
    }
}

TEST(Tax, the_union_stands_for_its_member_states) {
    TaxQuestion asked = question();
    for (const char* state : {"DE", "IE", "GR", "HR", "SE"}) {
        asked.destination = state;
        EXPECT_TRUE(fits(R"("destination":["EU"],)", asked)) << state;
    }
    for (const char* other : {"GB", "XI", "CH", "NO", "US", ""}) {
        asked.destination = other;
        EXPECT_FALSE(fits(R"("destination":["EU"],)", asked)) << other;
    }
    asked.destination = "CH";
    EXPECT_TRUE(fits(R"("destination":["EU","CH"],)", asked));
}

TEST(Tax, a_star_stands_for_any_country_that_is_known) {
    TaxQuestion asked = question();
    asked.destination = "US";
    EXPECT_TRUE(fits(R"("destination":["*"],)", asked));
    asked.destination.clear();
    EXPECT_FALSE(fits(R"("destination":["*"],)", asked));
    EXPECT_TRUE(fits("", asked));
}

TEST(Tax, a_category_that_is_not_given_can_be_asked_for) {
    TaxQuestion asked = question();
    EXPECT_FALSE(fits(R"("categories":[""],)", asked));
    asked.category.clear();
    EXPECT_TRUE(fits(R"("categories":["Z",""],)", asked));
}

TEST(Tax, the_first_rule_that_fits_wins) {
    const TaxSettings settings = read(R"({"categories":["Z"],"schedule":"Zero","percent":"0"},
        {"destination":["DE"],"schedule":"Export","percent":"0"},
        {"schedule":"Standard","percent":"17.5"})");
    TaxQuestion asked = question();
    EXPECT_EQ(first_that_fits(settings.rules, asked)->schedule, "Export");
    asked.category = "Z";
    EXPECT_EQ(first_that_fits(settings.rules, asked)->schedule, "Zero");
    asked = TaxQuestion();
    const TaxRule* last = first_that_fits(settings.rules, asked);
    EXPECT_EQ(last->schedule, "Standard");
    EXPECT_EQ(last->percent->text(), "17.5");
    EXPECT_EQ(last->pointer, "/taxRules/2");
    EXPECT_EQ(first_that_fits({}, asked), nullptr);
}

TEST(Tax, a_rate_that_changes_at_midnight_is_right_on_both_days) {
    const TaxSettings settings = read(R"({"validTo":"2026-12-31","schedule":"Old","percent":"20"},
                {"validFrom":"2027-01-01","schedule":"New","percent":"22"})");
    EXPECT_TRUE(settings.dated());
    TaxQuestion asked = question();
    asked.date = "2026-12-31";
    EXPECT_EQ(first_that_fits(settings.rules, asked)->schedule, "Old");
    asked.date = "2027-01-01";
    EXPECT_EQ(first_that_fits(settings.rules, asked)->schedule, "New");
    EXPECT_FALSE(read(R"({"schedule":"A"})").dated());
}

TEST(Tax, a_rule_without_a_schedule_puts_nothing_on_the_line) {
    const TaxSettings settings = read(R"({"schedule":null,"percent":"0"})");
    EXPECT_EQ(settings.rules.at(0).schedule, "");
    EXPECT_EQ(settings.rules.at(0).percent->text(), "0");
}

TEST(Tax, rules_that_cannot_work_are_told) {
    EXPECT_THAT(problems_of(R"({"schedule":"A","validFrom":"2026-02-30"})"),
                ElementsAre("/taxRules/0/validFrom"));
    EXPECT_THAT(problems_of(R"({"schedule":"A","validFrom":"2027-01-02","validTo":"2027-01-01"})"),
                ElementsAre("/taxRules/0/validTo"));
    EXPECT_THAT(problems_of(R"({"schedule":"A","percent":"100.5"})"),
                ElementsAre("/taxRules/0/percent"));
    EXPECT_THAT(problems_of(R"({"schedule":null,"percent":"20"})"),
                ElementsAre("/taxRules/0/schedule"));
    EXPECT_THAT(problems_of(R"({"schedule":"A","validFrom":"2027-01-01","validTo":"2027-01-01",
                                "percent":"100"})"),
                IsEmpty());
}

TEST(Tax, a_rule_covers_another_when_nothing_is_left_for_it) {
    const auto covers = [](const char* first, const char* second) {
        const TaxSettings settings =
            read(std::string("{") + first + R"("schedule":"A"},{)" + second + R"("schedule":"B"})");
        return settings.rules[0].covers(settings.rules[1]);
    };
    EXPECT_TRUE(covers("", R"("supply":"goods",)"));
    EXPECT_FALSE(covers(R"("supply":"goods",)", ""));
    EXPECT_TRUE(covers(R"("destination":["EU"],)", R"("destination":["DE","FR"],)"));
    EXPECT_FALSE(covers(R"("destination":["DE"],)", R"("destination":["DE","FR"],)"));
    EXPECT_TRUE(covers(R"("destination":["*"],)", R"("destination":["DE"],)"));
    EXPECT_FALSE(covers(R"("destination":["*"],)", "")) << "a country that is not known";
    EXPECT_FALSE(covers(R"("buyer":"business",)", R"("buyer":"consumer",)"));
    EXPECT_TRUE(covers(R"("validTo":"2027-01-31",)", R"("validTo":"2027-01-01",)"));
    EXPECT_FALSE(covers(R"("validTo":"2026-12-31",)", R"("validTo":"2027-01-01",)"));
    EXPECT_FALSE(covers(R"("validTo":"2026-12-31",)", ""));
    EXPECT_FALSE(covers(R"("validFrom":"2027-01-01",)", R"("validFrom":"2026-01-01",)"));
}

TEST(Tax, the_delivery_says_where_to_and_else_the_buyer) {
    Document document;
    document.issue_date = "2026-11-20";
    document.buyer.country_code = "FR";
    EXPECT_EQ(tax_question(document, "GB").destination, "FR");
    EXPECT_EQ(tax_question(document, "GB").origin, "GB");
    EXPECT_EQ(tax_question(document, "GB").date, "2026-11-20");
    EXPECT_EQ(tax_question(document, "GB").buyer, BuyerKind::consumer);
    document.buyer.company_id = "FR12345678901";
    document.delivery.country_code = "GB";
    EXPECT_EQ(tax_question(document, "GB").destination, "GB");
    EXPECT_EQ(tax_question(document, "GB").buyer, BuyerKind::business);
}

TEST(Tax, northern_ireland_is_told_by_its_postal_zones) {
    Document document;
    const auto destination = [&](const char* country, const char* zone) {
        document.delivery.country_code = country;
        document.delivery.postal_zone = zone;
        return tax_question(document, "GB").destination;
    };
    EXPECT_EQ(destination("GB", "BT1 5GS"), "XI");
    EXPECT_EQ(destination("GB", "bt94 1aa"), "XI");
    EXPECT_EQ(destination("XI", ""), "XI");
    for (const char* elsewhere : {"B1 1AA", "BTX", "BT", "", "EC1A 1BB"}) {
        EXPECT_EQ(destination("GB", elsewhere), "GB") << elsewhere;
    }
    EXPECT_EQ(destination("IN", "BT1"), "IN");
}

TEST(Tax, items_have_the_class_of_the_settings) {
    std::vector<Problem> problems;
    const TaxSettings settings =
        read_tax_settings(parsed(R"({"originCountry":"XI","itemClasses":{"SKU-1":"food"},
                   "taxRules":[{"itemClasses":["food"],"schedule":"A"}]})"),
                          problems);
    EXPECT_EQ(settings.origin_country, "XI");
    EXPECT_EQ(settings.item_classes.at("SKU-1"), "food");
    EXPECT_TRUE(settings.asks_for_item_class());
    EXPECT_FALSE(read(R"({"schedule":"A"})").asks_for_item_class());
    EXPECT_EQ(read("").origin_country, "GB");
}

TEST(Tax, each_line_asks_anew) {
    TaxQuestion asked = question();
    ask_about(asked, {"Z", "", Decimal::of(5)}, Supply::service, "");
    EXPECT_EQ(asked.supply, Supply::service);
    EXPECT_EQ(asked.category, "Z");
    EXPECT_EQ(asked.tax_code, "");
    EXPECT_EQ(asked.item_class, "");
    EXPECT_EQ(asked.percent->text(), "5");
    EXPECT_EQ(asked.destination, "DE");
}

TEST(Tax, what_was_looked_for_is_told_in_words) {
    EXPECT_EQ(in_words(question()),
              "goods from GB to DE, to a business, item class food, category S, "
              "tax code STANDARD, dated 2026-11-20");
    TaxQuestion nothing;
    nothing.supply = Supply::service;
    EXPECT_EQ(in_words(nothing),
              "a charge from an unknown country to an unknown country, to a "
              "consumer");
}

TEST(Tax, a_question_is_read_back_as_it_was_written) {
    TaxQuestion asked = question();
    asked.percent = Decimal::of(175, 1);
    asked.tax_code = "a:\"b\"";
    const std::optional<TaxQuestion> again = tax_question_of(text_of(asked));
    ASSERT_TRUE(again);
    EXPECT_EQ(text_of(*again), text_of(asked));
    EXPECT_EQ(in_words(*again), in_words(asked));
    EXPECT_EQ(again->percent->text(), "17.5");
    EXPECT_EQ(again->supply, Supply::goods);
    asked.supply = Supply::service;
    asked.buyer = BuyerKind::consumer;
    EXPECT_EQ(tax_question_of(text_of(asked))->supply, Supply::service);
    EXPECT_EQ(tax_question_of(text_of(asked))->buyer, BuyerKind::consumer);
    EXPECT_FALSE(tax_question_of("STANDARD"));
    EXPECT_FALSE(tax_question_of("[]"));
}

}  // namespace
}  // namespace sage
