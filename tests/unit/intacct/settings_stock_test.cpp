// SPDX-License-Identifier: Apache-2.0
// Plan: each setting about stock read, and its usual value; definitions of opposite effect, empty
// codes and fields that are taken; every use of a definition with its pointer.
#include <gmock/gmock.h>

#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using sample::settings;
using testing::ElementsAre;

std::vector<std::string> codes(std::string_view changes) {
    std::vector<std::string> found;
    const Result<Settings> read = read_settings(sample::changed_settings(changes));
    EXPECT_FALSE(read.ok());
    if (!read.ok()) {
        for (const Problem& problem : read.error().problems) {
            sample::expect_complete(problem);
            found.push_back(problem.code + " " + problem.pointer);
        }
    }
    return found;
}

TEST(IntacctSettingsStock, what_is_left_out_has_its_usual_value) {
    const Settings usual = settings();
    EXPECT_EQ(usual.definitions.receipt, "");
    EXPECT_TRUE(usual.reasons.empty());
    EXPECT_EQ(usual.receipt_cost, CostSource::document);
    EXPECT_EQ(usual.increase_cost, CostSource::document_or_sage);
    EXPECT_EQ(usual.transfers.post, TransferRules::Post::never);
    EXPECT_EQ(usual.transfers.transit_days, 0);
    EXPECT_EQ(usual.transfers.arrival_action, "transferIn");
    EXPECT_EQ(usual.fields.purchase_order, "memo");
}

TEST(IntacctSettingsStock, what_is_set_is_read) {
    const Settings set = settings(R"({
        "definitions": {"receiptAdvice": "Inventory Receipt"},
        "adjustmentReasons": {"scrap": {"text": "Scrapped", "inventoryDecrease": "Scrap"}},
        "unitCost": {"receipts": "sage", "increases": "document"},
        "transfers": {"post": "asSent", "transitDays": 3, "arrivalAction": "transferOut"},
        "fields": {"purchaseOrder": null}})");
    EXPECT_EQ(set.definitions.receipt, "Inventory Receipt");
    EXPECT_EQ(set.reasons.at("scrap").text, "Scrapped");
    EXPECT_EQ(set.reasons.at("scrap").decrease, "Scrap");
    EXPECT_EQ(set.reasons.at("scrap").increase, "");
    EXPECT_EQ(set.receipt_cost, CostSource::sage);
    EXPECT_EQ(set.increase_cost, CostSource::document);
    EXPECT_EQ(set.transfers.post, TransferRules::Post::as_sent);
    EXPECT_EQ(set.transfers.transit_days, 3);
    EXPECT_EQ(set.transfers.arrival_action, "transferOut");
    EXPECT_EQ(set.fields.purchase_order, "");
    EXPECT_EQ(settings(R"({"transfers":{"post":"immediate"}})").transfers.post,
              TransferRules::Post::immediate);
    EXPECT_EQ(settings(R"({"unitCost":{"receipts":"documentOrSage"}})").receipt_cost,
              CostSource::document_or_sage);
}

TEST(IntacctSettingsStock, each_use_of_a_definition_is_named) {
    const Settings set = settings(R"({
        "definitions": {"inventoryDecrease": "Down", "receiptAdvice": "In"},
        "adjustmentReasons": {"a/b": {"inventoryIncrease": "Up"}}})");
    std::vector<std::string> all;
    for (const InventoryUse& use : inventory_uses(set)) {
        all.push_back(use.definition + " " + use.pointer + (use.increases ? " +" : " -"));
    }
    EXPECT_THAT(
        all, ElementsAre("Down /definitions/inventoryDecrease -", "In /definitions/receiptAdvice +",
                         "Up /adjustmentReasons/a~1b/inventoryIncrease +"));
}

TEST(IntacctSettingsStock, one_definition_does_not_add_and_take_away) {
    EXPECT_THAT(codes(R"({"definitions":{"inventoryDecrease":"X","receiptAdvice":"X"}})"),
                ElementsAre("intacct.settings.definition_twice /definitions/receiptAdvice"));
    EXPECT_THAT(codes(R"({"adjustmentReasons":{"scrap":{
                    "inventoryDecrease":"Inventory Adjustment Increase"}}})"),
                ElementsAre("intacct.settings.definition_twice "
                            "/adjustmentReasons/scrap/inventoryDecrease"));
    settings(R"({"definitions":{"inventoryIncrease":"X","receiptAdvice":"X"}})");
}

TEST(IntacctSettingsStock, names_that_cannot_be_meant_are_refused) {
    EXPECT_THAT(codes(R"({"adjustmentReasons":{"":{"text":"X"}}})"),
                ElementsAre("intacct.settings.code_empty /adjustmentReasons"));
    EXPECT_THAT(codes(R"({"fields":{"externalReference":"nsp::A","purchaseOrder":"nsp::A"}})"),
                ElementsAre("intacct.settings.field_twice /fields/purchaseOrder"));
}

}  // namespace
}  // namespace sage::intacct
