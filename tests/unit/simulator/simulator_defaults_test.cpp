// SPDX-License-Identifier: Apache-2.0
// Plan: the company before any seed can be read in full by the queries a plugin makes, and its
// definitions say what they do.
#include <gtest/gtest.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

TEST(IntacctDefaults, the_definitions_say_what_they_do) {
    Sage sage;
    const auto rows = sage.rows(
        "order-entry/txn-definition",
        R"(["id","docClass","workflowCategory","inventoryUpdateType","increaseOrDecreaseInventory",
            "txnPostingMethod","editPolicy","deletePolicy","enableNumberingSequence"])");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].at("id"), "Sales Order");
    EXPECT_EQ(rows[0].at("txnPostingMethod"), "noPosting");
    EXPECT_EQ(rows[1].at("id"), "Sales Invoice");
    EXPECT_EQ(rows[1].at("increaseOrDecreaseInventory"), "decrease");
    EXPECT_EQ(rows[1].at("enableNumberingSequence"), true);
    EXPECT_EQ(rows[2].at("workflowCategory"), "return");
    const auto effects =
        sage.rows("inventory-control/txn-definition-total-detail",
                  R"(["inventoryTxnDefinition.id","operation","inventoryTotal.id"])");
    ASSERT_EQ(effects.size(), 3U);
    EXPECT_EQ(effects[0].at("inventoryTxnDefinition.id"), "Inventory Adjustment Increase");
    EXPECT_EQ(effects[0].at("operation"), "add");
    EXPECT_EQ(effects[1].at("operation"), "subtract");
    EXPECT_EQ(effects[1].at("inventoryTotal.id"), "ONHAND");
    EXPECT_EQ(effects[2].at("inventoryTxnDefinition.id"), "Inventory Receipt");
    EXPECT_EQ(effects[2].at("operation"), "add");
}

TEST(IntacctDefaults, sources_units_taxes_and_places_are_there) {
    Sage sage;
    const auto sources = sage.rows("order-entry/txn-definition-source-document-detail",
                                   R"(["txnDefinition.id","sourceDocument.id","isDefault"])");
    ASSERT_EQ(sources.size(), 2U);
    EXPECT_EQ(sources[1].at("sourceDocument.id"), "Sales Invoice");
    const auto units =
        sage.rows("inventory-control/unit-of-measure", R"(["id","conversionFactor"])");
    ASSERT_EQ(units.size(), 2U);
    EXPECT_EQ(units[1].at("conversionFactor"), "12");
    EXPECT_EQ(sage.rows("tax/order-entry-tax-schedule", R"(["id","taxDetail.taxPercent"])")
                  .at(0)
                  .at("taxDetail.taxPercent"),
              "20");
    EXPECT_EQ(sage.rows("company-config/entity", R"(["id"])").size(), 1U);
    EXPECT_EQ(sage.rows("company-config/location", R"(["id","entity.id"])").at(0).at("entity.id"),
              "100");
    EXPECT_EQ(sage.rows("accounts-receivable/term", R"(["id"])").size(), 2U);
    EXPECT_EQ(sage.rows("tax/tax-solution", R"(["taxCalculationMethod"])")
                  .at(0)
                  .at("taxCalculationMethod"),
              "VAT");
}

}  // namespace
}  // namespace sage::test
