// SPDX-License-Identifier: Apache-2.0
// Plan: a setting that says everything and one that says nothing; which rule is for which document
// and level; several rules in one field; a rule that cannot be followed.
#include "sage-adapter/mapping/text_rules.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

JsonValue parsed(std::string_view text) {
    Result<JsonValue> value =
        parse_json(text, limits::settings_bytes_max, JsonNumbers::integers_only);
    EXPECT_TRUE(value.ok()) << text;
    return value.ok() ? std::move(value).value() : JsonValue();
}

std::vector<TextRule> rules_of(std::string_view settings) {
    std::vector<Problem> problems;
    std::vector<TextRule> rules = read_text_rules(parsed(settings), problems);
    EXPECT_TRUE(problems.empty()) << problems.front().cause;
    return rules;
}

Document despatch() {
    Document document;
    document.envelope.message_type = MessageType::despatch_advice;
    document.id = "DN-451";
    document.shipment.tracking_ids = {"1Z1", "1Z2"};
    document.lines.resize(1);
    document.lines.front().id = "7";
    return document;
}

PlacedTexts placed(std::string_view settings, const Document& document, TextLevel level,
                   FieldLimit limit = {}) {
    PlacedTexts texts;
    const Line* line = level == TextLevel::line ? &document.lines.front() : nullptr;
    place_texts(
        rules_of(settings), level, {document, line, "WQ"},
        [&](std::string_view field) {
            return field == "absent" ? std::optional<FieldLimit>() : limit;
        },
        texts);
    return texts;
}

TEST(TextRules, a_rule_says_all_and_leaves_the_rest_to_its_defaults) {
    const auto rules = rules_of(R"({"texts": [
        {"documents": ["returnAdvice", "despatchAdvice"], "level": "line", "text": "{lines.id}",
         "to": ["nsp::A", "memo"], "tooLong": "overflow", "marker": ">>"},
        {"text": "{id}", "to": ["memo"]}, {"text": "{id}", "to": ["memo"], "tooLong": "cut",
            "marker": ""}]})");
    ASSERT_EQ(rules.size(), 3U);
    EXPECT_EQ(rules[0].level, TextLevel::line);
    EXPECT_EQ(rules[0].to, (std::vector<std::string>{"nsp::A", "memo"}));
    EXPECT_EQ(rules[0].options.too_long, TooLong::overflow);
    EXPECT_EQ(rules[0].options.marker, ">>");
    EXPECT_EQ(rules[0].options.pointer, "/texts/0");
    EXPECT_TRUE(rules[0].is_for(MessageType::return_advice));
    EXPECT_FALSE(rules[0].is_for(MessageType::sales_order));
    EXPECT_EQ(rules[1].level, TextLevel::header);
    EXPECT_EQ(rules[1].options.too_long, TooLong::hold);
    EXPECT_EQ(rules[1].options.marker, "...");
    EXPECT_TRUE(rules[1].is_for(MessageType::sales_order));
    EXPECT_EQ(rules[2].options.too_long, TooLong::cut);
    EXPECT_EQ(rules[2].options.marker, "");
    EXPECT_TRUE(rules_of("{}").empty());
}

TEST(TextRules, each_text_that_does_not_parse_is_a_problem) {
    std::vector<Problem> problems;
    const auto rules = read_text_rules(parsed(R"({"texts": [{"text": "{id", "to": ["memo"]},
        {"text": "{id}", "to": ["memo"]}, {"text": "{lines.id}", "to": ["memo"]}]})"),
                                       problems);
    EXPECT_EQ(rules.size(), 1U);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].pointer, "/texts/0/text");
    EXPECT_EQ(problems[1].pointer, "/texts/2/text");
    EXPECT_EQ(problems[1].code, "mapping.template.field_level");
}

TEST(TextRules, the_smaller_limit_counts) {
    const auto limits = read_field_limits(parsed(
        R"({"fieldLimits": {"memo": {"characters": 60, "characterSet": "windows-1252"},
            "nsp::A": {"characters": 5, "characterSet": "ascii"}, "notes": {"characters": 9}}})"));
    ASSERT_EQ(limits.size(), 3U);
    const FieldLimit memo = limits.at("memo");
    EXPECT_EQ(memo, (FieldLimit{60, CharacterSet::windows_1252, false}));
    EXPECT_EQ(limits.at("nsp::A").character_set, CharacterSet::ascii);
    EXPECT_EQ(limits.at("notes").character_set, CharacterSet::unicode);
    EXPECT_EQ(smaller(memo, {4'000, CharacterSet::unicode, true}),
              (FieldLimit{60, CharacterSet::windows_1252, true}));
    EXPECT_EQ(smaller({}, memo), memo);
    EXPECT_EQ(smaller(memo, {}), memo);
    EXPECT_EQ(smaller({50, CharacterSet::ascii, false}, memo),
              (FieldLimit{50, CharacterSet::ascii, false}));
    EXPECT_TRUE(read_field_limits(parsed("{}")).empty());
}

TEST(TextRules, the_rules_of_a_document_and_level_fill_its_fields) {
    constexpr std::string_view settings = R"({"texts": [
        {"text": "Despatch {id}", "to": ["memo"]},
        {"text": "{shipment.consignments.trackingId}", "to": ["nsp::T"]},
        {"text": "Parcels {shipment.consignments.trackingId}", "to": ["memo"]},
        {"text": "Return {id}", "to": ["memo"], "documents": ["returnAdvice"]},
        {"text": "Line {lines.id} of {id}", "to": ["memo"], "level": "line"},
        {"text": "{orderReference.id}", "to": ["nsp::ORDER"]}]})";
    const PlacedTexts header = placed(settings, despatch(), TextLevel::header);
    EXPECT_FALSE(header.problem);
    EXPECT_EQ(header.fields.size(), 2U);
    EXPECT_EQ(header.fields.at("memo"), "Despatch DN-451\nParcels 1Z1, 1Z2");
    EXPECT_EQ(header.fields.at("nsp::T"), "1Z1, 1Z2");
    const PlacedTexts line = placed(settings, despatch(), TextLevel::line);
    EXPECT_EQ(line.fields.size(), 1U);
    EXPECT_EQ(line.fields.at("memo"), "Line 7 of DN-451");
}

TEST(TextRules, a_field_that_the_document_does_not_have_is_passed_over) {
    constexpr std::string_view settings = R"({"texts": [
        {"text": "{id}", "to": ["absent"]}, {"text": "{id}", "to": ["absent", "memo"]}]})";
    const PlacedTexts header = placed(settings, despatch(), TextLevel::header);
    EXPECT_FALSE(header.problem);
    EXPECT_EQ(header.fields.size(), 1U);
    EXPECT_EQ(header.fields.at("memo"), "DN-451");
}

TEST(TextRules, the_first_text_that_does_not_fit_is_told_and_the_others_are_placed) {
    constexpr std::string_view settings = R"({"texts": [
        {"text": "{id}", "to": ["a"]}, {"text": "a long text", "to": ["b"]},
        {"text": "another long text", "to": ["c"]},
        {"text": "Despatch {id}", "to": ["d", "e"], "tooLong": "overflow"},
        {"text": "and a last one", "to": ["f"], "tooLong": "cut"}]})";
    const PlacedTexts texts =
        placed(settings, despatch(), TextLevel::header, {8, CharacterSet::unicode, false});
    ASSERT_TRUE(texts.problem);
    EXPECT_EQ(texts.problem->pointer, "/texts/1");
    EXPECT_FALSE(texts.fields.contains("b"));
    EXPECT_EQ(texts.fields.at("a"), "DN-451");
    EXPECT_EQ(texts.fields.at("d"), "Despatch");
    EXPECT_EQ(texts.fields.at("e"), "DN-451");
    EXPECT_EQ(texts.fields.at("f"), "and a...");
    ASSERT_EQ(texts.remarks.size(), 1U);
    EXPECT_EQ(texts.remarks.front().field, "f");
}

}  // namespace
}  // namespace sage
