// SPDX-License-Identifier: Apache-2.0
// Plan: a rule that says everything; each condition alone, met and missed; which value wins; names
// that a JSON pointer has to escape.
#include "sage-adapter/mapping/dimension_rules.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

std::vector<DimensionRule> rules_of(std::string_view rules) {
    Result<JsonValue> settings = parse_json(R"({"dimensions":)" + std::string(rules) + "}",
                                            limits::settings_bytes_max, JsonNumbers::integers_only);
    EXPECT_TRUE(settings.ok()) << rules;
    return settings.ok() ? read_dimension_rules(settings.value()) : std::vector<DimensionRule>();
}

// "department=SALES class=RETAIL"
std::string chosen(std::string_view rules, const DimensionSubject& subject) {
    const std::vector<DimensionRule> all = rules_of(rules);
    std::string text;
    for (const DimensionValue* value : choose_dimensions(all, subject)) {
        text += (text.empty() ? "" : " ") + value->name + "=" + value->id;
    }
    return text;
}

constexpr DimensionSubject goods{
    MessageType::despatch_advice, "MAIN", "SKU-100", "LANTERNS", "CUST-001", "", "web"};
constexpr DimensionSubject carriage{
    MessageType::despatch_advice, "MAIN", "CARRIAGE", "", "CUST-001", "POST"};
constexpr DimensionSubject adjustment{
    MessageType::inventory_adjustment, "MAIN", "SKU-100", "LANTERNS", "", ""};

TEST(DimensionRules, a_rule_without_conditions_is_for_every_line) {
    const char* rules = R"([{"set":{"department":"SALES"}}])";
    for (const DimensionSubject& line : {goods, carriage, adjustment}) {
        EXPECT_EQ(chosen(rules, line), "department=SALES");
    }
    EXPECT_EQ(chosen("[]", goods), "");
    EXPECT_EQ(chosen("null", goods), "");
}

TEST(DimensionRules, each_condition_must_hold) {
    struct Row {
        const char* condition;
        bool for_goods;
        bool for_carriage;
        bool for_adjustment;
    };
    for (const Row& row : {
             Row{R"("documents":["salesOrder","despatchAdvice"])", true, true, false},
             Row{R"("documents":["inventoryAdjustment"])", false, false, true},
             Row{R"("locationIds":["ZWEI","MAIN"])", true, true, true},
             Row{R"("locationIds":["ZWEI"])", false, false, false},
             Row{R"("salesChannelIds":["wholesale","web"])", true, false, false},
             Row{R"("salesChannelIds":["wholesale"])", false, false, false},
             Row{R"("itemClasses":["LANTERNS","CANDLES"])", true, false, true},
             Row{R"("items":["SKU-200","SKU-100"])", true, false, true},
             Row{R"("items":["CARRIAGE"])", false, true, false},
             Row{R"("customers":["CUST-001"])", true, true, false},
             Row{R"("customers":["CUST-0011"])", false, false, false},
             Row{R"("charges":["POST"])", false, true, false},
             Row{R"("itemClasses":["LANTERNS"],"customers":["CUST-001"])", true, false, false},
         }) {
        const std::string rules =
            std::string("[{") + row.condition + R"(,"set":{"department":"SALES"}}])";
        const auto expected = [](bool fits) { return fits ? "department=SALES" : ""; };
        EXPECT_EQ(chosen(rules, goods), expected(row.for_goods)) << rules;
        EXPECT_EQ(chosen(rules, carriage), expected(row.for_carriage)) << rules;
        EXPECT_EQ(chosen(rules, adjustment), expected(row.for_adjustment)) << rules;
    }
}

TEST(DimensionRules, of_each_dimension_the_first_value_counts) {
    const char* rules = R"([
        {"charges":["POST"], "set":{"department":"LOGISTICS"}},
        {"customers":["CUST-001"], "set":{"class":"RETAIL", "department":"SALES"}},
        {"set":{"department":"OTHER", "project":"P1"}}])";
    EXPECT_EQ(chosen(rules, carriage), "department=LOGISTICS class=RETAIL project=P1");
    EXPECT_EQ(chosen(rules, goods), "class=RETAIL department=SALES project=P1");
    EXPECT_EQ(chosen(rules, adjustment), "department=OTHER project=P1");
}

TEST(DimensionRules, other_lists_have_the_same_conditions) {
    const Result<JsonValue> settings =
        parse_json(R"({"receivable":{"accounts":[{"items":["A"],"set":{"glAccount":"4000"}}]}})",
                   limits::settings_bytes_max, JsonNumbers::integers_only);
    ASSERT_TRUE(settings.ok());
    const std::vector<DimensionRule> rules =
        read_dimension_rules(settings.value(), "/receivable/accounts");
    ASSERT_EQ(rules.size(), 1U);
    EXPECT_EQ(rules[0].items, std::vector<std::string>{"A"});
    EXPECT_EQ(rules[0].values[0].pointer, "/receivable/accounts/0/set/glAccount");
    EXPECT_TRUE(read_dimension_rules(settings.value()).empty());
}

TEST(DimensionRules, what_no_rule_asks_for_is_not_asked) {
    const std::vector<DimensionRule> rules =
        rules_of(R"([{"items":["SKU-1"],"set":{"a":"1"}},{"charges":["POST"],"set":{"a":"2"}}])");
    EXPECT_EQ(asked_by(rules, goods), "despatchAdvice||SKU-100|||-|");
    EXPECT_EQ(asked_by(rules, carriage), "despatchAdvice||CARRIAGE|||POST|");
    EXPECT_EQ(asked_by({}, goods), "despatchAdvice||||||");
}

TEST(DimensionRules, a_rule_may_fit_what_is_not_known) {
    const auto fitting = [](std::string_view rules, std::string_view asked) {
        return rules_that_may_fit(rules_of(rules), asked).size();
    };
    const char* const by_item = R"([{"items":["SKU-100"],"set":{"a":"1"}}])";
    EXPECT_EQ(fitting(by_item, "despatchAdvice||SKU-100||||"), 1U);
    EXPECT_EQ(fitting(by_item, "despatchAdvice||SKU-9||||"), 0U);
    EXPECT_EQ(fitting(by_item, "despatchAdvice||||||"), 1U);
    EXPECT_EQ(fitting(by_item, "despatchAdvice||-||||"), 0U);
    const char* const by_type = R"([{"documents":["returnAdvice"],"set":{"a":"1"}}])";
    EXPECT_EQ(fitting(by_type, "despatchAdvice||||||"), 0U);
    EXPECT_EQ(fitting(by_type, "returnAdvice||||||"), 1U);
    EXPECT_EQ(fitting(by_type, "no such type"), 0U);
}

TEST(DimensionRules, a_value_knows_its_place_in_the_settings) {
    const auto rules = rules_of(R"([{"set":{"class":"A"}},{"set":{"nsp::a/b":"7"}}])");
    ASSERT_EQ(rules.size(), 2U);
    EXPECT_EQ(rules[0].values[0].pointer, "/dimensions/0/set/class");
    EXPECT_EQ(rules[1].values[0].pointer, "/dimensions/1/set/nsp::a~1b");
    EXPECT_EQ(rules[1].pointer, "/dimensions/1");
}

}  // namespace
}  // namespace sage
