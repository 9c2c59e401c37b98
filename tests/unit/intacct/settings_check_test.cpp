// SPDX-License-Identifier: Apache-2.0
// Plan: settings that fit tell nothing; each misfit once, with pointer, cause and fix; what Sage
// does not show is not judged.
#include <gmock/gmock.h>

#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using sample::catalogue;
using sample::catalogue_with;
using sample::settings;
using sample::without;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> unfit(const Settings& chosen, const Catalogue& known) {
    std::vector<std::string> all;
    for (const Problem& problem : unfit_settings(chosen, known)) {
        sample::expect_complete(problem);
        EXPECT_TRUE(problem.code.starts_with("intacct.settings."));
        all.push_back(problem.code.substr(17) + " " + problem.pointer);
    }
    return all;
}

std::vector<std::string> unfit_field(std::string_view definition, const char* field,
                                     const char* value) {
    return unfit(settings(),
                 catalogue_with(kind::order_entry_definition, definition,
                                [&](CatalogueRecord& record) { record.fields[field] = value; }));
}

const auto inactive = [](CatalogueRecord& record) { record.active = false; };

// A check before the first connect said of every definition, warehouse and customer of the settings
// that Sage does not have it.
TEST(IntacctCheck, before_anything_was_read_of_sage_nothing_is_missing_there) {
    EXPECT_THAT(unfit(settings(), Catalogue()), IsEmpty());
}

TEST(IntacctCheck, settings_that_fit_tell_nothing) {
    EXPECT_THAT(unfit(settings(), catalogue()), IsEmpty());
    EXPECT_THAT(unfit(settings(R"({"definitions":{}})"), catalogue()), IsEmpty());
}

TEST(IntacctCheck, definitions_must_be_there_and_active) {
    EXPECT_THAT(unfit(settings(), without(kind::order_entry_definition, "Sales Order")),
                ElementsAre("definition_unknown /definitions/salesOrder"));
    EXPECT_THAT(unfit(settings(), without(kind::order_entry_definition, "Sales Invoice")),
                ElementsAre("definition_unknown /definitions/despatchAdvice"));
    EXPECT_THAT(
        unfit(settings(), catalogue_with(kind::order_entry_definition, "Sales Return", inactive)),
        ElementsAre("definition_unknown /definitions/returnAdvice"));
    EXPECT_THAT(
        unfit(settings(), without(kind::inventory_definition, "Inventory Adjustment Increase")),
        ElementsAre("definition_unknown /definitions/inventoryIncrease"));
    EXPECT_THAT(
        unfit(settings(), without(kind::inventory_definition, "Inventory Adjustment Decrease")),
        ElementsAre("definition_unknown /definitions/inventoryDecrease"));
}

TEST(IntacctCheck, definitions_must_be_of_a_fitting_category) {
    EXPECT_THAT(unfit_field("Sales Order", "workflowCategory", "invoice"),
                ElementsAre("definition_category /definitions/salesOrder"));
    EXPECT_THAT(unfit_field("Sales Invoice", "workflowCategory", "return"),
                ElementsAre("definition_category /definitions/despatchAdvice"));
    EXPECT_THAT(unfit_field("Sales Return", "workflowCategory", "order"),
                ElementsAre("definition_category /definitions/returnAdvice"));
    EXPECT_THAT(unfit_field("Sales Invoice", "workflowCategory", "shipping"), IsEmpty());
    EXPECT_THAT(unfit_field("Sales Invoice", "workflowCategory", ""), IsEmpty());
}

TEST(IntacctCheck, definitions_must_move_stock_the_right_way_and_once) {
    EXPECT_THAT(unfit_field("Sales Invoice", "increaseOrDecreaseInventory", "increase"),
                ElementsAre("definition_direction /definitions/despatchAdvice"));
    EXPECT_THAT(unfit_field("Sales Return", "increaseOrDecreaseInventory", "decrease"),
                ElementsAre("definition_direction /definitions/returnAdvice"));
    EXPECT_THAT(unfit_field("Sales Return", "inventoryUpdateType", "no"), IsEmpty());
    const Catalogue twice =
        catalogue_with(kind::order_entry_definition, "Sales Order", [](CatalogueRecord& record) {
            record.fields["inventoryUpdateType"] = "quantity";
            record.fields["increaseOrDecreaseInventory"] = "decrease";
        });
    EXPECT_THAT(unfit(settings(), twice), ElementsAre("stock_twice /definitions/salesOrder"));
}

TEST(IntacctCheck, inventory_definitions_must_go_the_way_they_are_named_for) {
    const Settings swapped = settings(R"({"definitions":{
        "inventoryIncrease":"Inventory Adjustment Decrease",
        "inventoryDecrease":"Inventory Adjustment Increase"}})");
    EXPECT_THAT(unfit(swapped, catalogue()),
                ElementsAre("definition_direction /definitions/inventoryIncrease",
                            "definition_direction /definitions/inventoryDecrease"));
    EXPECT_THAT(unfit(settings(), without(kind::inventory_effect, "Inventory Adjustment Increase")),
                ElementsAre("definition_direction /definitions/inventoryIncrease"));
}

TEST(IntacctCheck, directions_that_sage_does_not_show_are_not_judged) {
    std::vector<CatalogueRecord> records = sample::records();
    std::erase_if(records, [](const CatalogueRecord& record) {
        return record.kind == kind::inventory_effect;
    });
    EXPECT_THAT(unfit(settings(), Catalogue(std::move(records), 1)), IsEmpty());
}

TEST(IntacctCheck, definitions_that_refuse_what_we_send_are_told) {
    EXPECT_THAT(unfit_field("Sales Invoice", "documentConversionPolicy", "convertOnly"),
                ElementsAre("definition_convert_only /definitions/despatchAdvice"));
    EXPECT_THAT(unfit_field("Sales Return", "overridePrice", "false"),
                ElementsAre("definition_price /definitions/returnAdvice"));
    EXPECT_THAT(unfit_field("Sales Order", "enableNumberingSequence", "false"),
                ElementsAre("numbering_off /definitions/salesOrder"));
}

TEST(IntacctCheck, custom_fields_must_be_there_and_writable) {
    const std::string object = "order-entry/document::Sales Return";
    EXPECT_THAT(
        unfit(settings(), catalogue_with(kind::definition, object,
                                         [](CatalogueRecord& record) {
                                             record.fields.erase("header:nsp::WMS_REFERENCE");
                                         })),
        ElementsAre("custom_field_unknown /fields/externalReference"));
    EXPECT_THAT(unfit(settings(), catalogue_with(kind::definition, object,
                                                 [](CatalogueRecord& record) {
                                                     record.fields["line:nsp::WMS_ORDER_LINE"] =
                                                         "read-only";
                                                 })),
                ElementsAre("custom_field_unknown /fields/orderLineReference"));
    const Settings tracking = settings(R"({"fields":{"tracking":"nsp::T"}})");
    EXPECT_THAT(unfit(tracking, catalogue()), ElementsAre("custom_field_unknown /fields/tracking"));
    const Settings id = settings(R"({"definitions":{"inventoryIncrease":
        "Inventory Adjustment Increase"},"fields":{"despatchId":"nsp::I"}})");
    EXPECT_THAT(unfit(id, catalogue()), ElementsAre("custom_field_unknown /fields/despatchId"));
    EXPECT_THAT(unfit(settings(), without(kind::definition, object)), IsEmpty());
}

TEST(IntacctCheck, custom_fields_of_texts_must_be_there_for_each_document_that_carries_them) {
    const auto unfit_texts = [](const std::string& rule) {
        return unfit(settings(R"({"texts":[{"text":"a","to":["memo"]},)" + rule + "]}"),
                     catalogue());
    };
    EXPECT_THAT(unfit_texts(R"({"text":"{id}","to":["nsp::PARCELS"]})"), IsEmpty());
    EXPECT_THAT(
        unfit_texts(R"({"text":"{id}","to":["memo","nsp::X"],"documents":["returnAdvice"]})"),
        ElementsAre("custom_field_unknown /texts/1/to/1"));
    EXPECT_THAT(
        unfit_texts(
            R"({"text":"{id}","to":["nsp::FIXED"],"documents":["salesOrder",
                "inventoryAdjustment"]})"),
        ElementsAre("custom_field_unknown /texts/1/to/0", "custom_field_unknown /texts/1/to/0",
                    "custom_field_unknown /texts/1/to/0"));
    EXPECT_THAT(
        unfit_texts(
            R"({"text":"{id}","to":["nsp::PARCELS"],"level":"line","documents":["salesOrder"]})"),
        ElementsAre("custom_field_unknown /texts/1/to/0"));
}

TEST(IntacctCheck, late_tracking_needs_a_definition_that_can_be_edited) {
    const auto no_edit = [](CatalogueRecord& record) { record.fields["editPolicy"] = "noEdit"; };
    const Catalogue known = catalogue_with(kind::order_entry_definition, "Sales Invoice", no_edit);
    EXPECT_THAT(unfit(settings(), known), IsEmpty());
    EXPECT_THAT(unfit(settings(R"({"lateTracking":"patch"})"), known),
                ElementsAre("edit_policy /lateTracking"));
}

TEST(IntacctCheck, customers_items_and_warehouses_of_the_settings_must_be_there) {
    EXPECT_THAT(unfit(settings(), without(kind::customer, "GUEST")),
                ElementsAre("guest_customer_unknown /guestCustomer"));
    EXPECT_THAT(unfit(settings(), without(kind::item, "CARRIAGE")),
                ElementsAre("charge_item_unknown /chargeItems/POST"));
    EXPECT_THAT(unfit(settings(R"({"chargeItems":{"A/B":"SKU-100"}})"), catalogue()),
                ElementsAre("charge_item_stock /chargeItems/A~1B"));
    EXPECT_THAT(unfit(settings(), without(kind::warehouse, "WH1")),
                ElementsAre("warehouse_unknown /warehouses/MAIN/warehouse"));
    EXPECT_THAT(unfit(settings(R"({"taxDetails":{"STANDARD":"None"}})"), catalogue()),
                ElementsAre("tax_unknown /taxDetails/STANDARD"));
    EXPECT_THAT(unfit(settings(), without(kind::tax_schedule, "UK Sale Goods Standard Rate")),
                IsEmpty())
        << "no schedule can be read: nothing is known";
}

Catalogue with_cancellation(std::map<std::string, std::string, std::less<>> fields,
                            bool from_orders = true) {
    std::vector<CatalogueRecord> all = sample::records();
    fields.emplace("workflowCategory", "order");
    all.push_back(sample::record(kind::order_entry_definition, "Cancelled", std::move(fields)));
    if (from_orders) {
        all.push_back(sample::record(kind::conversion, "Cancelled from Sales Order"));
    }
    return {std::move(all), 1};
}

TEST(IntacctCheck, a_cancellation_posts_nothing_and_is_made_from_orders) {
    const Settings chosen =
        settings(R"({"definitions":{"salesOrder":"Sales Order","orderCancellation":"Cancelled"}})");
    EXPECT_THAT(unfit(chosen, with_cancellation({{"txnPostingMethod", "noPosting"}})), IsEmpty());
    EXPECT_THAT(unfit(chosen, with_cancellation({{"documentConversionPolicy", "convertOnly"}})),
                IsEmpty());
    EXPECT_THAT(unfit(chosen, with_cancellation({}, false)),
                ElementsAre("cancellation_source /definitions/orderCancellation"));
    EXPECT_THAT(unfit(chosen, with_cancellation({{"txnPostingMethod", "toAR"}})),
                ElementsAre("cancellation_posts /definitions/orderCancellation"));
    EXPECT_THAT(unfit(chosen, with_cancellation({{"inventoryUpdateType", "quantity"},
                                                 {"increaseOrDecreaseInventory", "increase"}})),
                ElementsAre("cancellation_posts /definitions/orderCancellation"));
    EXPECT_THAT(unfit(chosen, with_cancellation({{"inventoryUpdateType", "quantity"},
                                                 {"increaseOrDecreaseInventory", "decrease"}})),
                ElementsAre("definition_direction /definitions/orderCancellation"));
}

TEST(IntacctCheck, a_definition_that_closes_orders_at_their_first_part_is_told) {
    const auto closing = [](const char* method, const char* source) {
        return unfit(settings(std::string(R"({"sourceDocument":")") + source + "\"}"),
                     catalogue_with(kind::order_entry_definition, "Sales Order",
                                    [&](CatalogueRecord& record) {
                                        record.fields["partialConvertMethod"] = method;
                                    }));
    };
    EXPECT_THAT(closing("leaveTransactionOpen", "required"), IsEmpty());
    EXPECT_THAT(closing("closeTransaction", "never"), IsEmpty());
    EXPECT_THAT(closing("closeTransaction", "whenPossible"),
                ElementsAre("part_closes /definitions/salesOrder"));
    EXPECT_THAT(closing("closeOriginalAndCreateBackOrder", "required"),
                ElementsAre("part_makes_back_order /definitions/salesOrder"));
}

}  // namespace
}  // namespace sage::intacct
