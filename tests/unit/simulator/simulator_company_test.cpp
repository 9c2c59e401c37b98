// SPDX-License-Identifier: Apache-2.0
// Plan: tables by id and key, documents by key and by indexed field, lines by their keys.
#include "plugins/intacct/simulator_company.h"

#include <gtest/gtest.h>

namespace sage::simulated_intacct {
namespace {

TEST(IntacctTable, keys_count_from_one_and_stay) {
    Table table;
    FieldNames names;
    const FieldId name = names.id("name");
    table.get("b").set(name, "first");
    table.get("a").set(name, "second");
    table.get("b").set(name, "again");
    EXPECT_EQ(table.key_of("b"), "1");
    EXPECT_EQ(table.find_key("2")->text(name), "second");
    EXPECT_EQ(table.find_id("b")->text(name), "again");
    EXPECT_EQ(table.rows().size(), 2U);
    for (const char* const key : {"0", "3", "", "x", "-1", "1x", "99999999999999999999"}) {
        EXPECT_EQ(table.find_key(key), nullptr) << key;
    }
    EXPECT_EQ(table.find_id("c"), nullptr);
    EXPECT_EQ(table.key_of("c"), "");
}

TEST(IntacctStore, documents_and_lines_are_found_by_key_until_they_are_removed) {
    Documents documents;
    StoredDocument document;
    document.key = documents.next_key();
    document.lines.push_back({7, {}});
    StoredDocument& kept = documents.add(document);
    const StoredDocument* owner = nullptr;
    EXPECT_EQ(documents.find("1"), &kept);
    EXPECT_EQ(documents.find_line("100007", &owner), &kept.lines[0]);
    EXPECT_EQ(owner, &kept);
    EXPECT_EQ(documents.find_line("100008", &owner), nullptr);
    EXPECT_EQ(documents.find_line("7", &owner), nullptr);
    EXPECT_EQ(documents.find_line("x", &owner), nullptr);
    kept.removed = true;
    EXPECT_EQ(documents.find("1"), nullptr);
    EXPECT_EQ(documents.find_line("100007", &owner), nullptr);
}

TEST(IntacctStore, candidates_come_once_each_in_the_order_of_their_keys) {
    Documents documents;
    documents.index(3, "text", 9);
    documents.index(3, "text", 2);
    documents.index(3, "text", 9);
    documents.index(4, "text", 5);
    documents.index(3, "", 6);
    EXPECT_EQ(documents.candidates(3, "text"), (std::vector<std::uint64_t>{2, 9}));
    EXPECT_TRUE(documents.candidates(3, "other").empty());
    EXPECT_TRUE(documents.candidates(3, "").empty());
}

TEST(IntacctCompany, every_effect_has_its_word) {
    EXPECT_EQ(effect_name(Effect::sale), "sale");
    EXPECT_EQ(effect_name(Effect::shipment), "shipment");
    EXPECT_EQ(effect_name(Effect::stock_decrease), "stock_decrease");
}

}  // namespace
}  // namespace sage::simulated_intacct
