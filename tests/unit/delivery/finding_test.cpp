// SPDX-License-Identifier: Apache-2.0
// Plan: each finding names both sides and what to do; equal findings have equal words, different
// ones different words, however long the texts; the event has the members of its schema.
#include "sage-adapter/delivery/finding.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

SageDocument document(const std::string& key, const std::string& number) {
    SageDocument one;
    one.type = "Sales Invoice";
    one.key = key;
    one.number = number;
    return one;
}

Entry entry() {
    Entry one;
    one.message_id = "m-1";
    one.message_type = "despatchAdvice";
    one.document_id = "DN-1";
    one.document_version = "1";
    one.external_reference = "W1";
    one.state = State::posted;
    one.sage_document_json = sage_document_to_json(document("12", "SI-12"));
    return one;
}

Found found(const std::string& key, const std::string& number) {
    return {document(key, number), {}, "W1"};
}

TEST(Finding, each_names_both_sides) {
    const ReconcileFinding missing = found_missing(entry(), document("12", "SI-12"));
    EXPECT_EQ(text_of(missing.kind), "missing");
    EXPECT_NE(missing.problem.cause.find("Sales Invoice SI-12 with key 12"), std::string::npos);
    const ReconcileFinding twice = found_twice(entry(), {found("12", "SI-12"), found("13", "")});
    EXPECT_EQ(text_of(twice.kind), "twice");
    EXPECT_NE(twice.problem.cause.find("as Sales Invoice SI-12 with key 12; Sage holds"),
              std::string::npos);
    EXPECT_NE(twice.problem.cause.find("Sales Invoice with key 13"), std::string::npos);
    EXPECT_EQ(twice.sage_documents.size(), 2U);
    const ReconcileFinding changed =
        found_changed(found("12", "SI-12"), {{"subtotal", "1.00", "2.00"}});
    EXPECT_EQ(changed.problem.code, "reconcile.changed");
    EXPECT_NE(changed.problem.cause.find("subtotal: sent '1.00', found '2.00'"), std::string::npos);
    Entry held = entry();
    held.state = State::held;
    const ReconcileFinding unposted = found_not_posted(held, {found("12", "SI-12")});
    EXPECT_EQ(text_of(unposted.kind), "unknown");
    EXPECT_NE(unposted.problem.fix.find("markPosted"), std::string::npos);
    EXPECT_EQ(found_unknown(found("9", "SI-9")).problem.code, "reconcile.unknown");
}

TEST(Finding, long_texts_are_quoted_where_they_part) {
    const std::string same(3'000, 'a');
    const std::string first = differs({{"memo", same + "1", same + "2"}}).cause;
    const std::string second = differs({{"memo", same + "1", same + "3"}}).cause;
    EXPECT_NE(first, second);
    EXPECT_LT(first.size(), 400U);
    const std::string accents = std::string(41, 'a') + "\u00e9\u00e9\u00e9";
    EXPECT_NE(differs({{"memo", accents + "x", accents + "y"}}).cause.find("\u00e9x'"),
              std::string::npos);
}

TEST(Finding, of_very_many_differences_the_rest_is_counted) {
    std::vector<Difference> many;
    for (int line = 0; line < 100; ++line) {
        many.push_back({"line " + std::to_string(line), "a", "b"});
    }
    EXPECT_NE(differs(many).cause.find("and 80 more"), std::string::npos);
}

TEST(Finding, the_event_is_about_the_document_or_its_reference) {
    const ReconcileFinding changed =
        found_changed(found("12", "SI-12"), {{"subtotal", "1.00", "2.00"}});
    const Result<JsonValue> about = parse_json(reconciliation_finding(entry(), changed, 0),
                                               SIZE_MAX, JsonNumbers::integers_only);
    ASSERT_TRUE(about.ok());
    EXPECT_EQ(text_at(about.value(), "/finding"), "changed");
    EXPECT_EQ(text_at(about.value(), "/documentId"), "DN-1");
    EXPECT_EQ(text_at(about.value(), "/sageDocuments/0/key"), "12");
    EXPECT_EQ(text_at(about.value(), "/differences/0/expected"), "1.00");
    EXPECT_EQ(text_at(about.value(), "/error/code"), "reconcile.changed");
    const Result<JsonValue> unknown =
        parse_json(reconciliation_finding("W9", found_unknown(found("9", "SI-9")), 0), SIZE_MAX,
                   JsonNumbers::integers_only);
    ASSERT_TRUE(unknown.ok());
    EXPECT_EQ(text_at(unknown.value(), "/externalReference"), "W9");
    EXPECT_EQ(at_pointer(unknown.value(), "/messageId"), nullptr);
}

TEST(Finding, has_one_word_for_what_it_looks_like_and_what_it_comes_to_in_goods) {
    ReconcileFinding twice = found_twice(entry(), {found("12", "SI-12"), found("13", "")});
    twice.quantities = {{"MUG", Decimal::of(6), Decimal::of(12)}};
    const Result<JsonValue> told =
        parse_json(reconciliation_finding(entry(), twice, 0), SIZE_MAX, JsonNumbers::integers_only);
    ASSERT_TRUE(told.ok());
    EXPECT_EQ(text_at(told.value(), "/explanation"), "duplicated");
    EXPECT_EQ(text_at(told.value(), "/quantities/0/sellersItemId"), "MUG");
    EXPECT_EQ(text_at(told.value(), "/quantities/0/expected"), "6");
    EXPECT_EQ(text_at(told.value(), "/quantities/0/found"), "12");
    EXPECT_EQ(found_missing(entry(), SageDocument{}).explanation, Explanation::missing_in_sage);
    EXPECT_EQ(found_not_posted(entry(), {}).explanation, Explanation::not_posted);
    EXPECT_EQ(found_unknown(found("9", "")).explanation, Explanation::foreign_document);
}

TEST(Finding, only_those_of_one_reference_are_copies) {
    std::vector<Found> all = {found("1", ""), found("2", ""), found("3", "")};
    all[1].external_reference = "W2";
    EXPECT_EQ(same_reference(all, "W1").size(), 2U);
}

TEST(Finding, a_cut_text_begins_with_a_whole_character) {
    std::string same;
    for (int count = 0; count < 60; ++count) {
        same += "\u00e9";
    }
    const std::string cause = differs({{"memo", same + "\u00e9", same + "\u00ea"}}).cause;
    EXPECT_NE(cause.find("sent '...\u00e9"), std::string::npos) << cause;
}

TEST(Finding, names_a_number_that_is_the_key_once) {
    EXPECT_EQ(names_of({found("12", "12")}), "Sales Invoice with key 12");
}

TEST(Finding, counts_each_key_of_a_reference_once) {
    Found other = found("14", "SI-14");
    other.external_reference = "W2";
    const std::vector<Found> all = {found("12", "SI-12"), found("12", "SI-12"), other,
                                    found("13", "SI-13")};
    EXPECT_EQ(same_reference(all, "W1").size(), 2U);
}

TEST(Finding, tells_no_more_differences_than_a_person_reads) {
    std::vector<Difference> many;
    for (int number = 0; number < 200; ++number) {
        many.push_back({"line " + std::to_string(number), "1", "2"});
    }
    const ReconcileFinding changed = found_changed(found("12", "SI-12"), many);
    const std::string event = reconciliation_finding(entry(), changed, 0);
    EXPECT_NE(event.find("line 0"), std::string::npos);
    EXPECT_EQ(event.find("\"line 199\""), std::string::npos);
}

TEST(Finding, a_document_of_which_nothing_is_known_is_null) {
    const std::string event = reconciliation_finding(entry(), found_unknown(found("", "")), 0);
    EXPECT_NE(event.find(R"("sageDocuments":[null])"), std::string::npos) << event;
}

}  // namespace
}  // namespace sage
