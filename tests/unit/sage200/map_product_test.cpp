// SPDX-License-Identifier: Apache-2.0
// Plan: products by code, bar code, substitute, of what is posted, unknown, inactive, ambiguous;
// warehouses of sites; records of the settings; units that a product has and has not.
#include <gmock/gmock.h>

#include "plugins/sage200/map_order.h"
#include "sage-adapter/mapping/match_keys.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using testing::HasSubstr;

class Sage200Product : public testing::Test {
  protected:
    Mapped<GoodsItem> mapped(const Line& line, std::string_view changes = "{}") {
        const Settings settings = sample::order_settings(changes);
        return map_goods_item(goods_item_rules(settings), known_, line, "/body/lines/0", remarks_);
    }
    std::string held(const Line& line, std::string_view changes = "{}") {
        const Mapped<GoodsItem> product = mapped(line, changes);
        EXPECT_EQ(product.value.record, nullptr);
        if (!product.hold) {
            return "";
        }
        sample::expect_complete(product.hold->problem);
        return product.hold->problem.code + " " + product.hold->root_cause;
    }

    Line line_ = sample::document().lines[0];
    Catalogue known_ = sample::order_catalogue();
    std::vector<Remark> remarks_;
};

TEST_F(Sage200Product, is_found_by_its_code_or_by_its_bar_code) {
    EXPECT_EQ(mapped(line_).value.record->key, "201");
    EXPECT_TRUE(remarks_.empty());
    line_.item.sellers_item_id = "ELSE";
    EXPECT_EQ(
        mapped(line_, R"({"itemMatching":{"rules":["sellersItemId","gtin"]}})").value.record->key,
        "201");
    ASSERT_EQ(remarks_.size(), 1U);
    EXPECT_EQ(remarks_[0].code, "mapping.item_matched");
    EXPECT_EQ(held(line_), "sage200.product_unknown item:ELSE");
    EXPECT_EQ(held(line_, R"({"itemMatching":{"rules":["sellersItemId","buyersItemId"]}})"),
              "sage200.product_unknown itemMatch:sellersItemId=ELSE, buyersItemId=AC-9");
}

TEST_F(Sage200Product, that_is_inactive_or_not_the_only_one_is_held) {
    CatalogueRecord inactive = sample::record(kind::product, "SKU-100", "201");
    inactive.active = false;
    known_ = sample::order_catalogue({inactive});
    EXPECT_EQ(held(line_), "sage200.product_unknown item:SKU-100");
    EXPECT_THAT(mapped(line_).hold->problem.cause, HasSubstr("inactive"));
    known_ = sample::order_catalogue({sample::record(
        kind::product, "TWIN", "209", {{std::string(match_field::gtin), "05012345678900"}})});
    EXPECT_EQ(held(line_, R"({"itemMatching":{"rules":["gtin"]}})"),
              "mapping.item_ambiguous itemMatch:gtin=05012345678900");
}

TEST_F(Sage200Product, has_a_substitute_where_the_settings_name_one) {
    line_.item.sellers_item_id = "ELSE";
    const Mapped<GoodsItem> product =
        mapped(line_, R"({"itemMatching":{"substituteItem":"OTHER"}})");
    EXPECT_EQ(product.value.record->key, "202");
    EXPECT_EQ(product.value.description, "ELSE White metal lantern");
    EXPECT_EQ(remarks_.at(0).code, "mapping.item_substituted");
    EXPECT_EQ(held(line_, R"({"itemMatching":{"substituteItem":"NONE"}})"),
              "sage200.product_unknown product:NONE");
}

TEST_F(Sage200Product, of_what_is_posted_stays_the_one_it_was) {
    line_.posted = PostedTerms{"OTHER", "1", std::nullopt};
    EXPECT_EQ(mapped(line_).value.record->key, "202");
    line_.posted->item = "GONE";
    EXPECT_EQ(held(line_), "sage200.product_unknown product:GONE");
}

TEST_F(Sage200Product, is_in_the_warehouse_of_its_site) {
    const Settings settings = sample::order_settings();
    EXPECT_EQ(map_warehouse(settings, known_, "MAIN", "/at").value->key, "301");
    const Mapped<const CatalogueRecord*> none = map_warehouse(settings, known_, "NORTH", "/at");
    EXPECT_EQ(none.hold->problem.code, "sage200.warehouse_unmapped");
    EXPECT_EQ(none.hold->root_cause, "site:NORTH");
    sample::expect_complete(none.hold->problem);
    const Mapped<const CatalogueRecord*> gone = map_warehouse(
        settings, sample::order_catalogue_without(kind::warehouse, "HOME"), "MAIN", "/at");
    EXPECT_EQ(gone.hold->problem.code, "sage200.record_unknown");
    EXPECT_EQ(gone.hold->root_cause, "warehouse:HOME");
    EXPECT_THAT(map_named(known_, kind::courier, "X", "/at").hold->problem.cause,
                HasSubstr("courier X"));
    EXPECT_THAT(map_named(known_, kind::additional_charge, "X", "/at").hold->problem.cause,
                HasSubstr("additional charge X"));
}

class Sage200Unit : public testing::Test {
  protected:
    Mapped<SoldUnit> mapped(const char* code, const char* units = R"({"BX":"Box"})") {
        return map_unit(sample::order_settings(R"({"salesOrders":{"unitCodes":["EA"],"units":)" +
                                               std::string(units) + "}}"),
                        known_, known_.find(kind::product, "SKU-100"), {Decimal::of(1), code},
                        "/at");
    }
    std::string held(const char* code, const char* units = R"({"BX":"Box"})") {
        const std::optional<Hold> hold = mapped(code, units).hold;
        if (hold) {
            sample::expect_complete(hold->problem);
        }
        return hold ? hold->problem.code + " " + hold->problem.pointer + " " + hold->root_cause
                    : "";
    }
    static Catalogue with(const char* key, const char* multiple) {
        return sample::order_catalogue(
            {sample::record(kind::unit, "Box", "61"),
             sample::record(kind::product, "SKU-100", "201",
                            {{std::string(unit_prefix) + key, multiple}})});
    }

    Catalogue known_ = with("61", "6");
};

TEST_F(Sage200Unit, that_the_product_has_is_named_with_its_ratio) {
    EXPECT_EQ(mapped("BX").value.key, "61");
    EXPECT_EQ(*mapped("BX").value.base_units, Decimal::of(6));
    const SoldUnit usual = mapped("EA").value;
    EXPECT_EQ(usual.key, "");
    EXPECT_FALSE(usual.base_units);
    EXPECT_EQ(mapped("EA", R"({"EA":"Box"})").value.key, "61") << "what is named goes first";
    EXPECT_EQ(held("PK"), "sage200.unit_unknown /at unit:PK");
}

TEST_F(Sage200Unit, that_the_product_has_not_is_held_until_it_has) {
    const std::string cause = "product-unit:SKU-100=Box";
    const Settings settings = sample::order_settings(R"({"salesOrders":{"units":{"BX":"Box"}}})");
    const Settings others = sample::order_settings(R"({"salesOrders":{"units":{"BX":"Case"}}})");
    EXPECT_TRUE(cause_gone(settings, cause, known_));
    for (const Catalogue& lacking :
         {with("62", "6"), with("61", ""), with("61", "0"), sample::order_catalogue()}) {
        known_ = lacking;
        EXPECT_EQ(held("BX"), "sage200.unit_not_of_product /at " + cause);
        EXPECT_FALSE(cause_gone(settings, cause, known_));
        EXPECT_TRUE(cause_gone(others, cause, known_)) << "no setting names it any more";
    }
    EXPECT_FALSE(map_unit(settings, known_, nullptr, {Decimal::of(1), "BX"}, "/at").hold)
        << "it is held for its product";
}

}  // namespace
}  // namespace sage::sage200
