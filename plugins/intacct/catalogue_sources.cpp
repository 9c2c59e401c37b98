// SPDX-License-Identifier: Apache-2.0
// Which queries fill the catalogue, with which fields, and which settings need them: each page that
// is read is paid for.
#include "plugins/intacct/catalogue_sources.h"

#include <algorithm>
#include <iterator>

#include "sage-adapter/mapping/units.h"

namespace sage::intacct {
namespace {

std::vector<Source> master_records() {
    return {
        {kind::item,
         "inventory-control/item",
         "id",
         {"key", "id", "name", "status", "itemType", std::string(unit_group_field)}},
        {kind::item_tracking,
         "inventory-control/item",
         "id",
         {"key", "id", "tracking.enableSerialNo", "tracking.enableLotCategory",
          "tracking.enableExpiration", "tracking.enableBin"},
         true},
        {kind::item_tax,
         "inventory-control/item",
         "id",
         {"key", "id", "sales.taxGroup", "productLine.id"},
         true},
        {kind::customer,
         "accounts-receivable/customer",
         "id",
         {"key", "id", "name", "status", "isOnHold"}},
        // A query of its own: whether Sage has this field is not proven, and an unknown one fails
        // all of its query.
        {kind::customer_address,
         "accounts-receivable/customer",
         "id",
         {"key", "id", "name", std::string(postal_zone)},
         true},
        // Units have no status.
        {kind::unit,
         "inventory-control/unit-of-measure",
         "id",
         {"key", "id", "parent.id", std::string(unit_field::factor),
          std::string(unit_field::is_base)},
         true},
        {kind::exchange_rate_type,
         "company-config/exchange-rate-type",
         "id",
         {"key", "id", "name"},
         true},
        {kind::warehouse,
         "inventory-control/warehouse",
         "id",
         {"key", "id", "name", "status", "location.id"}},
        {kind::tax_detail,
         "tax/order-entry-tax-detail",
         "id",
         {"key", "id", "status", "taxPercent"},
         true},
        {kind::tax_schedule, "tax/order-entry-tax-schedule", "id", {"key", "id", "status"}, true},
        {kind::tax_schedule_detail,
         "tax/order-entry-tax-schedule",
         "id",
         {"key", "id", "taxDetail.id"},
         true},
        {kind::tax_solution,
         "tax/tax-solution",
         "id",
         {"key", "id", "status", "taxCalculationMethod"},
         true},
    };
}

std::vector<Source> definitions_and_dimensions() {
    return {
        {kind::order_entry_definition,
         "order-entry/txn-definition",
         "id",
         {"key", "id", "status", "docClass", "workflowCategory", "enableNumberingSequence",
          "inventoryUpdateType", "increaseOrDecreaseInventory", "txnPostingMethod", "editPolicy",
          "documentConversionPolicy", "partialConvertMethod", "overridePrice", "disableTax",
          "allowDepartmentOverride"}},
        {kind::conversion,
         "order-entry/txn-definition-source-document-detail",
         "key",
         {"key", "txnDefinition.id", "sourceDocument.id"},
         true},
        {kind::inventory_definition,
         "inventory-control/txn-definition",
         "id",
         {"key", "id", "status", "workflowCategory"}},
        {kind::inventory_effect,
         "inventory-control/txn-definition-total-detail",
         "inventoryTxnDefinition.id",
         {"key", "inventoryTxnDefinition.id", "inventoryTotal.id", "operation"},
         true},
        {kind::department,
         "company-config/department",
         "id",
         {"key", "id", "name", "status"},
         true},
        {kind::class_of_lines, "company-config/class", "id", {"key", "id", "name", "status"}, true},
    };
}

// Fields that only sage_settings.h asks for, as Sage's specification of each object names them:
// order-entry/txn-definition, inventory-control/txn-definition, inventory-control/warehouse,
// tax/order-entry-tax-detail and company-config/location.
std::vector<Source> settings_of_sage() {
    return {
        {kind::order_entry_rules,
         "order-entry/txn-definition",
         "id",
         {"key", "id", "deletePolicy", "preserveNumberingSequence", "inheritDocumentNumber",
          "allowLocationOverride", "lineLevelSimpleTax", "multiEntityRuleForTransaction",
          "enableCreditLimitCheck", "enableUserOrGroupPermission", "enableFulfillment",
          "enableReservingAndPicking", "trackDiscountAndSurcharge", "requireMemoForDiscount",
          "updatePriceList.id", "postToGL"},
         true},
        {kind::inventory_rules,
         "inventory-control/txn-definition",
         "id",
         {"key", "id", "txnNumbering.enableSequenceNumbering", "inventoryControl.updatesInventory",
          "accounting.txnPosting", "documentPermissions.createPolicy",
          "documentPermissions.deletePolicy", "documentPermissions.multiEntityRuleForTxn",
          "enableUserOrGroupPermission"},
         true},
        {kind::warehouse_rules,
         "inventory-control/warehouse",
         "id",
         {"key", "id", "enableNegativeInv"},
         true},
        {kind::tax_detail_rules,
         "tax/order-entry-tax-detail",
         "id",
         {"key", "id", "reverseCharge", "taxRate", "taxSolution.id", "taxLimit.minTaxable",
          "taxLimit.maxTaxable", "taxLimit.minTax", "taxLimit.maxTax"},
         true},
        {kind::location, "company-config/location", "id", {"key", "id", "name", "status"}, true},
        {kind::entity, "company-config/entity", "id", {"key", "id", "name", "status"}, true},
    };
}

// Lines of accounts receivable name an account; for all else they are for people to look at. Which
// of them a definition posts to is two lists of the definition's own.
std::vector<Source> accounts() {
    const std::vector<std::string> posting = {"key", std::string(posting_definition_field),
                                              "glAccount.id", "department.id", "status"};
    std::vector<std::string> dimensions = {"key", "id"};
    for (const std::string_view name : dimensions_of_rules) {
        dimensions.push_back("requireDimensions." + std::string(name));
    }
    return {
        {kind::account,
         "general-ledger/account",
         "id",
         {"key", "id", "name", "status", "accountType", "closingType", "disallowDirectPosting",
          "isTaxable"},
         true},
        {kind::account_dimensions, "general-ledger/account", "id", dimensions, true},
        {kind::sales_account, "order-entry/txn-definition-ar-direct-gl-detail", "key", posting,
         true},
        {kind::cost_account, "order-entry/txn-definition-cogs-gl-detail", "key", posting, true},
    };
}

// A company that uses accounts receivable alone may not have the records of the other applications.
bool is_of_other_applications(const Settings& settings, std::string_view wanted) {
    const Definitions& all = settings.definitions;
    const bool order_entry = !all.sales_order.empty() || !all.despatch.empty() ||
                             !all.goods_return.empty() || !all.order_cancellation.empty();
    const bool inventory =
        !inventory_uses(settings).empty() || settings.transfers.post != TransferRules::Post::never;
    const ReceivableRules& receivable = settings.receivable;
    if (!receivable.any() || order_entry) {
        return false;
    }
    if (wanted == kind::order_entry_definition) {
        return true;
    }
    if (inventory) {
        return false;
    }
    const bool of_stock = wanted == kind::inventory_definition || wanted == kind::inventory_effect;
    const bool of_items =
        wanted == kind::item || wanted == kind::item_tracking || wanted == kind::unit;
    const bool of_places = wanted == kind::warehouse || wanted == kind::warehouse_rules;
    return of_stock || (of_items && !receivable.item_dimension) ||
           (of_places && !receivable.warehouse_dimension);
}

// A query that nothing depends on may still be refused, and each one is paid for.
bool names_dimension(const Settings& settings, std::string_view name) {
    return std::any_of(
        settings.dimensions.begin(), settings.dimensions.end(), [&](const DimensionRule& rule) {
            return std::any_of(rule.values.begin(), rule.values.end(),
                               [&](const DimensionValue& value) { return value.name == name; });
        });
}

}  // namespace

const std::vector<Source>& sources() {
    static const std::vector<Source> all = [] {
        std::vector<Source> together = master_records();
        for (std::vector<Source> more :
             {definitions_and_dimensions(), settings_of_sage(), accounts()}) {
            std::move(more.begin(), more.end(), std::back_inserter(together));
        }
        return together;
    }();
    return all;
}

const Source* source_of(std::string_view wanted) {
    const auto found = std::find_if(sources().begin(), sources().end(),
                                    [&](const Source& one) { return one.kind == wanted; });
    return found == sources().end() ? nullptr : &*found;
}

bool is_needed(const Settings& settings, std::string_view wanted) {
    if (is_of_other_applications(settings, wanted)) {
        return false;
    }
    if (wanted == kind::account_dimensions && settings.receivable.any()) {
        return true;
    }
    if (wanted == kind::department || wanted == kind::class_of_lines) {
        return names_dimension(settings, wanted);
    }
    if (wanted == kind::item_tax) {
        return settings.tax.asks_for_item_class();
    }
    if (wanted == kind::customer_address) {
        return settings.customers.chain.has("nameAndPostalZone");
    }
    if (wanted == kind::exchange_rate_type) {
        return !settings.foreign.rate_type.empty();
    }
    if (wanted == kind::entity) {
        return !settings.entity.empty();
    }
    const Definitions& definitions = settings.definitions;
    if (wanted == kind::order_entry_rules || wanted == kind::account_dimensions ||
        wanted == kind::sales_account || wanted == kind::cost_account) {
        return !definitions.sales_order.empty() || !definitions.despatch.empty() ||
               !definitions.goods_return.empty();
    }
    if (wanted == kind::inventory_rules) {
        return !inventory_uses(settings).empty();
    }
    if (wanted == kind::warehouse_rules || wanted == kind::location) {
        return !settings.warehouses.empty();
    }
    if (wanted == kind::tax_detail_rules) {
        return !settings.tax.rules.empty() || !settings.tax_details.empty();
    }
    return wanted != kind::conversion || settings.conversion != Conversion::never;
}

// What is asked for only where the settings need it: what customers and items are matched and
// classed by, the currency of customers, whether definitions have subtotals.
std::vector<std::string> fields_of(const Settings& settings, const Source& source) {
    std::vector<std::string> fields = source.fields;
    if (source.kind == kind::item && settings.items.chain.has("gtin")) {
        fields.emplace_back(universal_product_code);
    }
    const auto by_class = [](const DimensionRule& rule) { return !rule.item_classes.empty(); };
    const std::vector<DimensionRule>& accounts = settings.receivable.accounts;
    if (source.kind == kind::item &&
        (std::any_of(settings.dimensions.begin(), settings.dimensions.end(), by_class) ||
         std::any_of(accounts.begin(), accounts.end(), by_class))) {
        fields.emplace_back(item_class_field);
    }
    if (source.kind == kind::customer && settings.customers.chain.has("vatNumber")) {
        fields.emplace_back(tax_id);
    }
    if (source.kind == kind::customer && !settings.foreign.currencies.empty()) {
        fields.emplace_back(customer_currency_field);
    }
    if (source.kind == kind::order_entry_definition && !settings.subtotals.empty()) {
        fields.emplace_back(enable_subtotals_field);
    }
    return fields;
}

}  // namespace sage::intacct
