// SPDX-License-Identifier: Apache-2.0
// Plan: each field by what a document says; formats; what is left out; where a text may be broken;
// every way in which a template is wrong, with its pointer.
#include "sage-adapter/mapping/text_template.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

Document despatch() {
    Document document;
    document.envelope.message_type = MessageType::despatch_advice;
    document.id = "DN-451";
    document.issue_date = "2026-11-20";
    document.order_id = "SO-77";
    document.shipment.tracking_ids = {"1Z1", "1Z2", "1Z3"};
    document.notes = {"Ring  twice", "Fragile"};
    document.buyer.name = "Bäckerei Groß";
    Line line;
    line.id = "1";
    line.item.sellers_item_id = "SKU-1";
    line.quantity = {*Decimal::parse("12345.675"), "C62"};
    line.labels = {{"SSCC", "00312345", ""}, {"carrier", "", ""}, {"SSCC", "00312346", ""}};
    document.lines.push_back(line);
    return document;
}

std::string rendered(std::string_view text, const Document& document,
                     TextLevel level = TextLevel::header) {
    Result<TextTemplate> parsed = TextTemplate::parse(text, level, "/texts/0/text");
    EXPECT_TRUE(parsed.ok()) << text << ": " << (parsed.ok() ? "" : parsed.error().first().cause);
    if (!parsed.ok()) {
        return "not parsed";
    }
    const Line* line = level == TextLevel::line ? &document.lines.front() : nullptr;
    return joined(parsed.value().render({document, line, "WQ3M"}));
}

std::string on_header(std::string_view text) {
    return rendered(text, despatch());
}

std::string on_line(std::string_view text) {
    return rendered(text, despatch(), TextLevel::line);
}

Problem problem_of(std::string_view text, TextLevel level = TextLevel::header) {
    const Result<TextTemplate> parsed = TextTemplate::parse(text, level, "/texts/3/text");
    EXPECT_FALSE(parsed.ok()) << text;
    return parsed.ok() ? Problem{} : parsed.error().first();
}

TEST(TextTemplate, fields_are_replaced_by_their_values) {
    EXPECT_EQ(on_header("Despatch {id} of {orderReference.id}"), "Despatch DN-451 of SO-77");
    EXPECT_EQ(on_header("{buyerCustomerParty.name}/{externalReference}"), "Bäckerei Groß/WQ3M");
    EXPECT_EQ(on_line("{lines.item.sellersItemId} x {lines.quantity} {lines.quantity.unitCode}"),
              "SKU-1 x 12345.675 C62");
    EXPECT_EQ(on_line("{id} {lines.id}"), "DN-451 1");
}

TEST(TextTemplate, several_values_are_joined_and_empty_ones_left_out) {
    EXPECT_EQ(on_header("{shipment.consignments.trackingId}"), "1Z1, 1Z2, 1Z3");
    EXPECT_EQ(on_header("{shipment.consignments.trackingId|join \",\"}"), "1Z1,1Z2,1Z3");
    EXPECT_EQ(on_header("{shipment.consignments.trackingId|join \" } \"}"), "1Z1 } 1Z2 } 1Z3");
    EXPECT_EQ(on_header("{shipment.consignments.trackingId|join \"\"}"), "1Z11Z21Z3");
    EXPECT_EQ(on_line("{lines.labels.reference}"), "00312345, 00312346");
}

TEST(TextTemplate, dates_are_written_as_the_pattern_says) {
    EXPECT_EQ(on_header("{issueDate}"), "2026-11-20");
    EXPECT_EQ(on_header("{issueDate|date \"DD/MM/YYYY\"}"), "20/11/2026");
    EXPECT_EQ(on_header("{issueDate|date \"YYMMDD.\"}"), "261120.");
}

TEST(TextTemplate, numbers_are_written_as_the_pattern_says) {
    EXPECT_EQ(on_line("{lines.quantity|number \"0\"}"), "12346");
    EXPECT_EQ(on_line("{lines.quantity|number \"0.00\"}"), "12345.68");
    EXPECT_EQ(on_line("{lines.quantity|number \"#,##0.0000\"}"), "12,345.6750");
    Document document = despatch();
    document.lines.front().quantity.value = *Decimal::parse("-1234567");
    EXPECT_EQ(rendered("{lines.quantity|number \"#,##0\"}", document, TextLevel::line),
              "-1,234,567");
    document.lines.front().quantity.value = *Decimal::parse("-123");
    EXPECT_EQ(rendered("{lines.quantity|number \"#,##0\"}", document, TextLevel::line), "-123");
}

TEST(TextTemplate, a_number_without_room_for_the_places_stays_as_it_is) {
    Document document = despatch();
    document.lines.front().quantity.value = *Decimal::parse("999999999999999999999999");
    EXPECT_EQ(rendered("{lines.quantity|number \"0.0000000000\"}", document, TextLevel::line),
              "999999999999999999999999");
}

TEST(TextTemplate, a_line_of_empty_fields_is_left_out) {
    EXPECT_EQ(on_header("Order {orderReference.buyerOrderId}\nDespatch {id}\nVan "
                        "{shipment.carrierParty.name}"),
              "Despatch DN-451");
    EXPECT_EQ(on_header("From the warehouse\n{shipment.carrierParty.name}"), "From the warehouse");
    EXPECT_EQ(on_header("Van {shipment.carrierParty.name}"), "");
    EXPECT_EQ(on_header("{id}\n\n{orderReference.id}"), "DN-451\n\nSO-77");
}

TEST(TextTemplate, braces_written_twice_are_braces) {
    EXPECT_EQ(on_header("{{{id}}}"), "{DN-451}");
    EXPECT_EQ(on_header("}}{{"), "}{");
}

TEST(TextTemplate, a_text_may_be_broken_at_blanks_and_between_values_only) {
    const Document document = despatch();
    const auto parsed = TextTemplate::parse(
        "By {shipment.consignments.trackingId|join \"/\"}: {notes}", TextLevel::header, "");
    ASSERT_TRUE(parsed.ok());
    std::vector<std::pair<std::string, std::string>> parts;
    for (const TextPart& part : parsed.value().render({document, nullptr, ""})) {
        parts.emplace_back(part.before, part.text);
    }
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"", "By"},    {" ", "1Z1"},    {"/", "1Z2"},     {"/", "1Z3:"},
        {" ", "Ring"}, {"  ", "twice"}, {", ", "Fragile"}};
    EXPECT_EQ(parts, expected);
}

TEST(TextTemplate, a_text_is_made_in_the_place_of_the_one_before) {
    const Document document = despatch();
    const auto longer = TextTemplate::parse("Order {orderReference.id} ", TextLevel::header, "");
    const auto shorter = TextTemplate::parse("{id}", TextLevel::header, "");
    const auto none = TextTemplate::parse("{originalDespatchId}", TextLevel::header, "");
    ASSERT_TRUE(longer.ok() && shorter.ok() && none.ok());
    TextParts parts;
    longer.value().render({document, nullptr, ""}, parts);
    EXPECT_EQ(parts.whole(), "Order SO-77");
    EXPECT_EQ(parts.size(), 2U);
    shorter.value().render({document, nullptr, ""}, parts);
    EXPECT_EQ(parts.whole(), "DN-451");
    EXPECT_EQ(parts.size(), 1U);
    none.value().render({document, nullptr, ""}, parts);
    EXPECT_TRUE(parts.empty());
    EXPECT_EQ(parts.whole(), "");
}

TEST(TextParts, nothing_stands_before_the_first_part_or_behind_the_last) {
    TextParts parts = {{" ", "a"}, {", ", "b"}, {"", "c"}};
    parts.append("d");
    parts.append_between(" ");
    EXPECT_EQ(parts.whole(), "a, bcd");
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_EQ(parts[0].before, "");
    EXPECT_EQ(parts[1].before, ", ");
    EXPECT_EQ(parts[1].text, "b");
    EXPECT_EQ(parts[2].before, "");
    EXPECT_EQ(parts[2].text, "cd");
    parts.append_between("\n");
    parts.append("e");
    EXPECT_EQ(parts[3].before, " \n");
    EXPECT_EQ(parts.whole(), "a, bcd \ne");
    parts.clear();
    parts.append("f");
    EXPECT_EQ(joined(parts), "f");
}

TEST(TextTemplate, what_is_wrong_is_told_with_its_place) {
    const Problem unclosed = problem_of("Despatch {id");
    EXPECT_EQ(unclosed.code, "mapping.template.syntax");
    EXPECT_EQ(unclosed.pointer, "/texts/3/text");
    EXPECT_NE(unclosed.cause.find("{id"), std::string::npos);
    EXPECT_EQ(problem_of("id} of").code, "mapping.template.syntax");
    EXPECT_EQ(problem_of("{despatchId}").code, "mapping.template.field_unknown");
    EXPECT_EQ(problem_of("{}").code, "mapping.template.field_unknown");
    EXPECT_EQ(problem_of("{lines.id}").code, "mapping.template.field_level");
    for (const char* const text :
         {"{id|date \"YYYY\"}", "{issueDate|date \"never\"}", "{issueDate|date YYYY}", "{id|upper}",
          "{id|}", "{id|number \"0\"}", "{issueDate|number \"0\"}", "{id|join \",\"x}",
          "{id|join \"}"}) {
        const std::string code = problem_of(text).code;
        EXPECT_TRUE(code == "mapping.template.format" || code == "mapping.template.syntax") << text;
    }
    for (const char* const pattern :
         {"", "1", "0.", "00", "0.01", "#,##0.", "#.0", "0.00000000000"}) {
        EXPECT_EQ(
            problem_of("{lines.quantity|number \"" + std::string(pattern) + "\"}", TextLevel::line)
                .code,
            "mapping.template.format")
            << pattern;
    }
}

TEST(TextTemplate, it_is_known_whether_late_tracking_changes_it) {
    const auto names = [](std::string_view text) {
        const Result<TextTemplate> made = TextTemplate::parse(text, TextLevel::line, "");
        EXPECT_TRUE(made.ok()) << text;
        return made.ok() && made.value().names_shipment();
    };
    EXPECT_TRUE(names("Despatch {id}\nParcels: {shipment.consignments.trackingId}"));
    EXPECT_TRUE(names("{transportHandlingUnits.sscc|join \",\"}"));
    EXPECT_TRUE(names("{shipment.carrierParty.name}"));
    EXPECT_FALSE(names("{id} {lines.labels.reference} shipment.id"));
    EXPECT_FALSE(names("shipment"));
}

}  // namespace
}  // namespace sage
