// SPDX-License-Identifier: Apache-2.0
// Plan: what was not read again stays, what was read anew is replaced as a whole; changes go by
// key, so that no old id is left behind; what did not change is shared; and what has to be written
// is the difference.
#include "sage-adapter/catalogue/catalogue_builder.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sage {
namespace {

CatalogueRecord record(std::string kind, std::string id, std::string key, std::string name = "") {
    CatalogueRecord made;
    made.kind = std::move(kind);
    made.id = std::move(id);
    made.key = std::move(key);
    made.name = std::move(name);
    made.fields = {{"match:name", made.name}};
    return made;
}

std::shared_ptr<const Catalogue> before() {
    return std::make_shared<const Catalogue>(
        std::vector{record("item", "A", "1"), record("item", "B", "2"), record("item", "C", "3"),
                    record("tracking", "A", "1"), record("tracking", "C", "3"),
                    record("tax", "T", "1")},
        1);
}

std::set<std::string> ids(const Catalogue& catalogue, std::string_view kind) {
    std::set<std::string> found;
    for (const CatalogueRecord* one : catalogue.all(kind)) {
        found.insert(one->id);
    }
    return found;
}

using Ids = std::set<std::string>;

TEST(CatalogueBuilder, a_kind_that_was_read_whole_is_replaced_and_one_that_was_not_is_gone) {
    CatalogueBuilder builder(before());
    builder.add(record("item", "B", "2"));
    builder.add(record("item", "D", "4", "old"));
    builder.add(record("item", "D", "5", "new"));
    const Catalogue after = builder.finish(2);
    EXPECT_EQ(ids(after, "item"), (Ids{"B", "D"}));
    EXPECT_EQ(after.find("item", "D")->name, "new") << "the last of an id wins";
    EXPECT_EQ(after.count("tax"), 0U);
    EXPECT_EQ(after.read_at_ms(), 2);
}

TEST(CatalogueBuilder, changes_go_by_key_so_that_no_old_id_is_left) {
    CatalogueBuilder builder(before());
    builder.change("item", {"1", "4"}, {record("item", "Z", "1"), record("item", "B", "4")});
    EXPECT_EQ(builder.count_changed("item"), 3U);
    EXPECT_EQ(builder.count_changed("nothing"), 0U);
    builder.change("tracking", {"3"}, {});
    const Catalogue after = builder.finish(2);
    EXPECT_EQ(ids(after, "item"), (Ids{"Z", "B", "C"}));
    EXPECT_EQ(after.find("item", "B")->key, "4") << "the code was given to another record";
    EXPECT_EQ(ids(after, "tracking"), Ids{"A"}) << "a row that makes no record any more";
}

TEST(CatalogueBuilder, a_kind_loses_the_keys_that_another_has_lost) {
    CatalogueBuilder builder(before());
    builder.add(record("item", "A", "9"));
    builder.add(record("item", "C", "3"));
    builder.change("tracking", {}, {});
    builder.keep_keys_of("tracking", "item");
    const Catalogue after = builder.finish(2);
    EXPECT_EQ(ids(after, "tracking"), Ids{"C"});
    CatalogueBuilder without(before());
    without.change("tracking", {}, {});
    without.keep_keys_of("tracking", "item");
    EXPECT_EQ(without.finish(2).count("tracking"), 0U);
}

TEST(CatalogueBuilder, what_was_begun_can_be_dropped) {
    CatalogueBuilder builder(before());
    builder.change("item", {"1"}, {});
    builder.drop("item");
    builder.drop("nothing");
    builder.add(record("item", "C", "3"));
    EXPECT_EQ(ids(builder.finish(2), "item"), Ids{"C"});
}

TEST(CatalogueBuilder, what_did_not_change_is_shared_with_the_snapshot_before) {
    const auto old = before();
    CatalogueBuilder builder(old);
    builder.change("item", {"1"}, {record("item", "A", "1")});
    builder.add(record("tax", "T", "1"));
    builder.change("tracking", {"1"}, {record("tracking", "A", "1", "new")});
    const Catalogue after = builder.finish(2);
    EXPECT_EQ(after.find("item", "A"), old->find("item", "A"));
    EXPECT_EQ(after.find("tax", "T"), old->find("tax", "T"));
    EXPECT_EQ(after.find("tracking", "C"), old->find("tracking", "C"));
    EXPECT_NE(after.find("tracking", "A"), old->find("tracking", "A"));
    EXPECT_EQ(after.find_by("tracking", "match:name", "new").size(), 1U);
    EXPECT_EQ(after.find_by("tracking", "match:name", "").size(), 1U);
    EXPECT_EQ(old->find_by("tracking", "match:name", "new").size(), 0U);
}

TEST(CatalogueDifference, is_what_changed_and_nothing_else) {
    const auto old = before();
    const Catalogue after({record("item", "A", "1"), record("item", "B", "2", "new"),
                           record("item", "D", "4"), record("site", "S", "1")},
                          2);
    const CatalogueDifference difference(*old, after);
    Ids put;
    Ids gone;
    for (const CatalogueRecord* one : difference.put) {
        put.insert(one->kind + " " + one->id + " " + one->name);
    }
    for (const CatalogueRecord* one : difference.gone) {
        gone.insert(one->kind + " " + one->id);
    }
    EXPECT_EQ(put, (Ids{"item B new", "item D ", "site S "}));
    EXPECT_EQ(gone, (Ids{"item C", "tracking A", "tracking C", "tax T"}));
    const CatalogueDifference none(after, Catalogue(after));
    EXPECT_TRUE(none.put.empty() && none.gone.empty());
}

}  // namespace
}  // namespace sage
