// SPDX-License-Identifier: Apache-2.0
// Plan: found by its code or another one, inactive, twice, not at all; the substitute, and where it
// must not stand; the item of what is posted; each root cause until it is gone.
#include "sage-adapter/mapping/goods_item.h"

#include <gtest/gtest.h>

#include "sage-adapter/mapping/match_keys.h"

namespace sage {
namespace {

CatalogueRecord product(std::string id, bool active = true, std::string_view gtin = "") {
    CatalogueRecord record{"product", std::move(id), "1", "", active, {}};
    if (!gtin.empty()) {
        record.fields.emplace(match_field::gtin, gtin_key(gtin));
    }
    return record;
}

class GoodsItemOfLine : public testing::Test {
  protected:
    void settings(std::string_view matching) {
        Result<JsonValue> value = parse_json(R"({"itemMatching":)" + std::string(matching) + "}",
                                             10'000, JsonNumbers::integers_only);
        ASSERT_TRUE(value.ok());
        matching_ = read_item_matching(value.value(), "product");
    }
    GoodsItemRules rules() const { return {matching_, " is asleep", {"sage50", "Sage 50"}}; }
    Mapped<GoodsItem> mapped(bool may_substitute = true) {
        remarks_.clear();
        return map_goods_item(rules(), known_, line_, "/body/lines/0", remarks_, may_substitute);
    }
    std::string held(bool may_substitute = true) {
        const Mapped<GoodsItem> item = mapped(may_substitute);
        EXPECT_EQ(item.value.record, nullptr);
        if (!item.hold) {
            return "";
        }
        EXPECT_EQ(item.hold->problem.pointer, "/body/lines/0/item/sellersItemId");
        return item.hold->problem.code + " " + item.hold->root_cause;
    }
    std::optional<bool> gone(std::string_view cause, std::string_view name) const {
        return goods_item_cause_gone(rules(), cause, name, known_);
    }

    ItemMatching matching_ = read_item_matching(JsonValue(), "product");
    Line line_;
    Catalogue known_{
        {product("MUG", true, "5012345678900"), product("OLD", false), product("ANY"),
         product("TWIN", true, "4006381333931"), product("TWIN-2", true, "4006381333931")},
        1};
    std::vector<Remark> remarks_;
};

TEST_F(GoodsItemOfLine, is_found_by_its_code_or_its_bar_code) {
    line_.item.sellers_item_id = "MUG";
    EXPECT_EQ(mapped().value.record->id, "MUG");
    EXPECT_TRUE(remarks_.empty());
    line_.item = {"ELSE", "", "5012345678900", ""};
    settings(R"({"rules":["sellersItemId","gtin"]})");
    EXPECT_EQ(mapped().value.record->id, "MUG");
    ASSERT_EQ(remarks_.size(), 1U);
    EXPECT_EQ(remarks_[0].code, "mapping.item_matched");
}

TEST_F(GoodsItemOfLine, that_is_not_there_waits_until_it_is) {
    line_.item.sellers_item_id = "NEW";
    EXPECT_EQ(held(), "sage50.product_unknown item:NEW");
    EXPECT_EQ(gone("item", "NEW"), false);
    EXPECT_EQ(gone("item", "MUG"), true);
    EXPECT_EQ(held(false), "sage50.product_unknown stockItem:NEW");
    EXPECT_EQ(gone("stockItem", "NEW"), false);
    EXPECT_EQ(gone("stockItem", "MUG"), true);
    line_.item.sellers_item_id = "OLD";
    EXPECT_EQ(held(), "sage50.product_unknown item:OLD");
    EXPECT_NE(mapped().hold->problem.cause.find("OLD is asleep"), std::string::npos);
}

TEST_F(GoodsItemOfLine, that_is_found_twice_is_none) {
    settings(R"({"rules":["gtin"],"substituteItem":"ANY"})");
    line_.item = {"NEW", "", "4006381333931", ""};
    const std::string cause = "itemMatch:gtin=04006381333931";
    EXPECT_EQ(held(), "mapping.item_ambiguous " + cause);
    EXPECT_EQ(gone("itemMatch", "gtin=04006381333931"), false);
}

TEST_F(GoodsItemOfLine, has_a_substitute_but_not_in_stock) {
    settings(R"({"substituteItem":"ANY"})");
    line_.item = {"NEW", "", "", "A new one"};
    EXPECT_EQ(mapped().value.record->id, "ANY");
    EXPECT_EQ(mapped().value.description, "NEW A new one");
    EXPECT_EQ(remarks_.at(0).code, "mapping.item_substituted");
    EXPECT_EQ(gone("item", "NEW"), true);
    EXPECT_EQ(held(false), "sage50.product_unknown stockItem:NEW");
    EXPECT_EQ(gone("stockItem", "NEW"), false);
    settings(R"({"substituteItem":"OLD"})");
    EXPECT_EQ(held(), "sage50.product_unknown product:OLD");
    EXPECT_EQ(gone("product", "OLD"), false);
    EXPECT_EQ(gone("product", "ANY"), true);
}

TEST_F(GoodsItemOfLine, of_what_is_posted_is_the_one_it_was) {
    line_.item.sellers_item_id = "MUG";
    line_.posted = PostedTerms{"ANY", "1", std::nullopt};
    EXPECT_EQ(mapped().value.record->id, "ANY");
    line_.posted->item = "GONE";
    EXPECT_EQ(held(), "sage50.product_unknown product:GONE");
    EXPECT_EQ(gone("customer", "MUG"), std::nullopt);
}

}  // namespace
}  // namespace sage
