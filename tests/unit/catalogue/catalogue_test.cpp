// SPDX-License-Identifier: Apache-2.0
// Plan: records are found by kind and id and by nothing else, the last of two wins, lists come in
// the order of ids, and "never read" can be told from "read and empty"; match fields are an index
// of their own.
#include "sage-adapter/catalogue/catalogue.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sage {
namespace {

CatalogueRecord record(std::string kind, std::string id, std::string name) {
    CatalogueRecord made;
    made.kind = std::move(kind);
    made.id = std::move(id);
    made.name = std::move(name);
    return made;
}

TEST(Catalogue, one_never_read_is_empty_and_finds_nothing) {
    const Catalogue catalogue;
    EXPECT_TRUE(catalogue.empty());
    EXPECT_EQ(catalogue.read_at_ms(), 0);
    EXPECT_EQ(catalogue.find("item", "A"), nullptr);
    EXPECT_EQ(catalogue.count("item"), 0U);
    EXPECT_TRUE(catalogue.all("item").empty());
}

TEST(Catalogue, one_read_without_records_is_not_empty) {
    const Catalogue catalogue({}, 1'700'000'000'000);
    EXPECT_FALSE(catalogue.empty());
    EXPECT_EQ(catalogue.read_at_ms(), 1'700'000'000'000);
}

TEST(Catalogue, a_record_is_found_by_kind_and_id_exactly) {
    CatalogueRecord item = record("item", "A1", "Lantern");
    item.key = "17";
    item.active = false;
    item.fields = {{"unitGroup", "Each"}};
    const Catalogue catalogue({item, record("customer", "A1", "Acme")}, 1);
    const CatalogueRecord* found = catalogue.find("item", "A1");
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->name, "Lantern");
    EXPECT_EQ(found->key, "17");
    EXPECT_FALSE(found->active);
    EXPECT_EQ(found->fields.text("unitGroup"), "Each");
    EXPECT_EQ(catalogue.find("customer", "A1")->name, "Acme");
    EXPECT_EQ(catalogue.find("item", "a1"), nullptr);
    EXPECT_EQ(catalogue.find("item", "A"), nullptr);
    EXPECT_EQ(catalogue.find("item", "A1 "), nullptr);
    EXPECT_EQ(catalogue.find("warehouse", "A1"), nullptr);
}

TEST(Catalogue, the_last_of_two_records_with_one_id_wins) {
    const Catalogue catalogue({record("item", "A", "old"), record("item", "A", "new")}, 1);
    EXPECT_EQ(catalogue.count("item"), 1U);
    EXPECT_EQ(catalogue.find("item", "A")->name, "new");
}

TEST(Catalogue, a_kind_is_listed_in_the_order_of_its_ids) {
    const Catalogue catalogue(
        {record("item", "B", ""), record("tax", "0", ""), record("item", "A", "")}, 1);
    const auto items = catalogue.all("item");
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0]->id, "A");
    EXPECT_EQ(items[1]->id, "B");
    EXPECT_EQ(catalogue.count("tax"), 1U);
}

CatalogueRecord known_by(std::string kind, std::string id, std::string field, std::string value) {
    CatalogueRecord made = record(std::move(kind), std::move(id), "");
    made.fields.emplace(std::move(field), std::move(value));
    return made;
}

std::vector<std::string> ids(const std::vector<const CatalogueRecord*>& records) {
    std::vector<std::string> all;
    for (const CatalogueRecord* one : records) {
        all.push_back(one->id);
    }
    return all;
}

TEST(Catalogue, records_are_found_by_a_match_field_exactly_and_in_the_order_of_their_ids) {
    const Catalogue catalogue(
        {known_by("item", "B", "match:gtin", "1"), known_by("item", "A", "match:gtin", "1"),
         known_by("item", "C", "match:gtin", "12"), known_by("item", "D", "match:other", "1"),
         known_by("customer", "A", "match:gtin", "1")},
        1);
    EXPECT_EQ(ids(catalogue.find_by("item", "match:gtin", "1")),
              (std::vector<std::string>{"A", "B"}));
    EXPECT_EQ(ids(catalogue.find_by("item", "match:gtin", "12")), std::vector<std::string>{"C"});
    EXPECT_TRUE(catalogue.find_by("item", "match:gtin", "2").empty());
    EXPECT_TRUE(catalogue.find_by("warehouse", "match:gtin", "1").empty());
    EXPECT_TRUE(catalogue.has_any("item", "match:other"));
    EXPECT_FALSE(catalogue.has_any("customer", "match:other"));
    EXPECT_FALSE(catalogue.has_any("warehouse", "match:gtin"));
}

TEST(Catalogue, other_fields_are_not_looked_up) {
    const Catalogue catalogue(
        {known_by("item", "A", "gtin", "1"), known_by("item", "B", "matched", "1")}, 1);
    EXPECT_TRUE(catalogue.find_by("item", "gtin", "1").empty());
    EXPECT_FALSE(catalogue.has_any("item", "matched"));
}

TEST(Catalogue, a_record_that_was_replaced_is_not_found_by_what_it_had) {
    const Catalogue catalogue(
        {known_by("item", "A", "match:gtin", "1"), known_by("item", "A", "match:gtin", "2")}, 1);
    EXPECT_TRUE(catalogue.find_by("item", "match:gtin", "1").empty());
    EXPECT_EQ(ids(catalogue.find_by("item", "match:gtin", "2")), std::vector<std::string>{"A"});
}

TEST(Catalogue, a_copy_stands_on_its_own) {
    Catalogue first({known_by("item", "A", "match:gtin", "1")}, 1);
    const Catalogue copy = first;
    first = Catalogue({record("item", "A", "second")}, 2);
    EXPECT_EQ(copy.find("item", "A")->name, "");
    EXPECT_EQ(copy.read_at_ms(), 1);
    EXPECT_EQ(ids(copy.find_by("item", "match:gtin", "1")), std::vector<std::string>{"A"});
    EXPECT_TRUE(first.find_by("item", "match:gtin", "1").empty());
}

}  // namespace
}  // namespace sage
