// SPDX-License-Identifier: Apache-2.0
// Plan: products by code, bar code, substitute, of what is posted, unknown, inactive, ambiguous;
// warehouses of sites; records of the settings; units.
#include <gmock/gmock.h>

#include "plugins/sage200/map_order.h"
#include "sage-adapter/mapping/match_keys.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using testing::HasSubstr;

class Sage200Product : public testing::Test {
  protected:
    Mapped<Product> mapped(const Line& line, std::string_view changes = "{}") {
        return map_product(sample::order_settings(changes), known_, line, "/body/lines/0",
                           remarks_);
    }
    std::string held(const Line& line, std::string_view changes = "{}") {
        const Mapped<Product> product = mapped(line, changes);
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
    const Mapped<Product> product = mapped(line_, R"({"itemMatching":{"substituteItem":"OTHER"}})");
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

TEST_F(Sage200Product, is_sold_in_one_unit) {
    EXPECT_FALSE(unknown_unit(sample::order_settings(), line_.quantity, "/at"));
    line_.quantity.unit_code = "BX";
    const std::optional<Hold> box = unknown_unit(sample::order_settings(), line_.quantity, "/at");
    EXPECT_EQ(box->root_cause, "unit:BX");
    sample::expect_complete(box->problem);
    EXPECT_FALSE(unknown_unit(sample::order_settings(R"({"salesOrders":{"unitCodes":["BX"]}})"),
                              line_.quantity, "/at"));
}

}  // namespace
}  // namespace sage::sage200
