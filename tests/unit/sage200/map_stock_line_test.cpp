// SPDX-License-Identifier: Apache-2.0
// Plan: products, also those that are not sold, and none in their place; units; batches; decimals;
// sites; bins by the line, the settings or because there is no other.
#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/stock_sample.h"

namespace sage::sage200 {
namespace {

using sample::moved;

std::string held(const Document& subject, const Catalogue& known = sample::stock_catalogue(),
                 const std::string& settings = R"("writeOffWarehouse":"SCRAP")") {
    const Preparation made = moved(subject, sample::stock_settings(settings), {}, known);
    if (const Hold* const hold = std::get_if<Hold>(&made)) {
        sample::expect_complete(hold->problem);
        return sample::held_by(made);
    }
    return "";
}

CatalogueRecord product(const char* name, const char* value, bool active = true) {
    CatalogueRecord record = sample::record(kind::product, "SKU-100", "201", {{name, value}});
    record.active = active;
    return record;
}

TEST(Sage200StockLine, a_product_is_the_one_that_was_moved) {
    Document subject = sample::of_lines("inventoryTransfer", 1);
    EXPECT_EQ(held(subject), "");
    const auto with = [](CatalogueRecord record) {
        return sample::stock_catalogue({std::move(record)});
    };
    EXPECT_EQ(
        held(subject, with(product("product_status_type", "EnumStockItemStatusTypeActive", false))),
        "")
        << "not for sale";
    EXPECT_EQ(held(subject,
                   with(product("product_status_type", "EnumStockItemStatusTypeInactive", false))),
              "sage200.stock_item_unknown /body/lines/0/item/sellersItemId stock-item:SKU-100");
    subject.lines[0].item.sellers_item_id = "ELSE";
    EXPECT_EQ(held(subject),
              "sage200.stock_item_unknown /body/lines/0/item/sellersItemId stock-item:ELSE");
    const Settings substituted = sample::settings(
        R"({"stockDocuments":"transfers","itemMatching":{"substituteItem":"OTHER"},
            "salesOrders":{"warehouses":{"MAIN":"HOME","OUTLET":"NORTH"}}})");
    EXPECT_EQ(sample::held_by(moved(subject, substituted)),
              "sage200.stock_item_unknown /body/lines/0/item/sellersItemId stock-item:ELSE")
        << "no other stands for it";
}

TEST(Sage200StockLine, what_does_not_fit_is_held_by_its_field) {
    Document subject = sample::of_lines("inventoryTransfer", 1);
    EXPECT_EQ(held(subject,
                   sample::stock_catalogue({product("traceable_type", "EnumTraceableTypeBatch")})),
              "sage200.stock_traceable /body/lines/0 ");
    EXPECT_EQ(held(subject,
                   sample::stock_catalogue({product("traceable_type", "EnumTraceableTypeNone")})),
              "");
    subject.lines[0].quantity.value = *Decimal::parse("0.000001");
    EXPECT_EQ(held(subject), "sage200.stock_quantity_too_fine /body/lines/0/quantity ");
    subject.lines[0].quantity = {*Decimal::parse("0.00001"), "BX"};
    EXPECT_EQ(held(subject), "sage200.stock_unit_unknown /body/lines/0/quantity stock-unit:BX");
    EXPECT_EQ(held(subject, sample::stock_catalogue(), R"("unitCodes":["BX"])"), "");
}

TEST(Sage200StockLine, sites_are_the_warehouses_of_the_settings) {
    Document subject = sample::of_lines("inventoryTransfer", 1);
    subject.to_location_id = "ELSEWHERE";
    EXPECT_EQ(held(subject), "sage200.warehouse_unmapped /body/toLocationId site:ELSEWHERE");
    subject.location_id = "NOWHERE";
    EXPECT_EQ(held(subject), "sage200.warehouse_unmapped /body/fromLocationId site:NOWHERE");
    const Document adjustment = sample::document("inventoryAdjustment");
    EXPECT_EQ(held(adjustment, sample::order_catalogue()),
              "sage200.record_unknown /body/locationId write-off-warehouse:SCRAP");
}

TEST(Sage200StockLine, a_bin_is_named_or_the_only_one) {
    Document subject = sample::document("inventoryAdjustment");
    const std::vector<Observation> seen = {sample::bins({"301/A1", "301/A2", "303/Unspecified"})};
    const auto made = [&](const std::string& settings) {
        return moved(subject, sample::stock_settings(R"("writeOffWarehouse":"SCRAP")" + settings),
                     {}, sample::stock_catalogue(), seen);
    };
    EXPECT_EQ(sample::held_by(made("")), "sage200.bin_not_named  bin:SKU-100/HOME/");
    EXPECT_EQ(sample::expect_kind<Send>(made(R"(,"bins":{"MAIN":"A2"})")).facts.at("from"),
              "HOME/A2");
    subject.lines[0].bin_id = "A1";
    EXPECT_EQ(sample::expect_kind<Send>(made(R"(,"bins":{"MAIN":"A2"})")).facts.at("from"),
              "HOME/A1")
        << "the line's own";
    subject.lines[0].bin_id = "A3";
    EXPECT_EQ(sample::held_by(made("")), "sage200.bin_unknown  bin:SKU-100/HOME/A3");
}

}  // namespace
}  // namespace sage::sage200
