// SPDX-License-Identifier: Apache-2.0
// Plan: the rules of the settings, or the usual ones, in their order; a text that comes out empty
// says nothing; a text that does not parse is told with its pointer.
#include "sage-adapter/mapping/shadow_rules.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

const std::vector<UsualRule> usual = {{"{id}", "referenceNumber"}, {"{id}", "documentNumber"}};

JsonValue settings(std::string_view text) {
    return parse_json(text, 10'000, JsonNumbers::integers_only).value();
}

Document despatch() {
    Document document;
    document.id = "DN-1";
    document.order_id = "SO-1";
    return document;
}

TEST(ShadowRules, the_usual_rules_stand_where_the_settings_name_none) {
    std::vector<Problem> problems;
    for (const char* text : {"{}", R"({"shadow":{}})"}) {
        const auto rules = read_shadow_rules(settings(text), usual, problems);
        const std::vector<Sought> sought = sought_by(rules, despatch());
        ASSERT_EQ(sought.size(), 2U) << text;
        EXPECT_EQ(sought[0].field, "referenceNumber");
        EXPECT_EQ(sought[0].value, "DN-1");
        EXPECT_EQ(sought[1].field, "documentNumber");
    }
    EXPECT_TRUE(problems.empty());
}

TEST(ShadowRules, the_rules_of_the_settings_in_their_order_without_those_that_say_nothing) {
    std::vector<Problem> problems;
    const auto rules = read_shadow_rules(settings(R"({"shadow":{"findBy":[
        {"text":"{orderReference.buyerOrderId}","field":"customerPONumber"},
        {"text":"ORDER {orderReference.id}","field":"nsp::OLD"},
        {"text":"{id}","field":"documentNumber"}]}})"),
                                         usual, problems);
    EXPECT_TRUE(problems.empty());
    ASSERT_EQ(rules.size(), 3U);
    EXPECT_EQ(rules[1].pointer, "/shadow/findBy/1");
    const std::vector<Sought> sought = sought_by(rules, despatch());
    ASSERT_EQ(sought.size(), 2U) << "the document names no order of the buyer";
    EXPECT_EQ(sought[0].field, "nsp::OLD");
    EXPECT_EQ(sought[0].value, "ORDER SO-1");
    EXPECT_EQ(sought[1].value, "DN-1");
}

TEST(ShadowRules, a_text_that_does_not_parse_is_told_with_its_pointer) {
    std::vector<Problem> problems;
    const auto rules =
        read_shadow_rules(settings(R"({"shadow":{"findBy":[{"text":"{id}","field":"a"},
                                         {"text":"{nothing}","field":"b"}]}})"),
                          usual, problems);
    EXPECT_EQ(rules.size(), 1U);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].pointer, "/shadow/findBy/1/text");
    EXPECT_TRUE(problems[0].code.starts_with("mapping.template")) << problems[0].code;
}

}  // namespace
}  // namespace sage
