// SPDX-License-Identifier: Apache-2.0
// The company as it is before any seed: one entity and location, units, UK taxes, the six
// transaction definitions that a warehouse needs, and transfers between its warehouses.
#include <fmt/format.h>

#include "plugins/intacct/simulator_seed.h"

namespace sage::simulated_intacct {
namespace {

using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

Record& add(Company& company, std::string_view object, std::string_view id, const Fields& fields) {
    Record& record = ensure(company, object, id, id);
    for (const auto& [name, text] : fields) {
        put_field(company, object, record, name, text);
    }
    return record;
}

void add_custom_fields(Company& company, Definition& definition) {
    definition.header_fields.emplace("nsp::WMS_REFERENCE",
                                     read_field("nsp::WMS_REFERENCE text", company.names));
    definition.line_fields.emplace("nsp::WMS_ORDER_LINE",
                                   read_field("nsp::WMS_ORDER_LINE text", company.names));
}

void add_order_entry(Company& company, std::string_view id, std::string_view prefix,
                     const Fields& fields) {
    add(company, "order-entry/txn-definition", id,
        {{"enableNumberingSequence", "true"},
         {"preserveNumberingSequence", "false"},
         {"inheritDocumentNumber", "false"},
         {"editPolicy", "all"},
         {"deletePolicy", "noDelete"},
         {"partialConvertMethod", "leaveTransactionOpen"},
         {"documentConversionPolicy", "newDocumentOrConvert"},
         {"enableLineItemConversion", "true"},
         {"overridePrice", "true"},
         {"enableSubtotals", "false"},
         {"enableOverrideTax", "false"},
         {"disableTax", "false"},
         {"lineLevelSimpleTax", "true"},
         {"allowLocationOverride", "true"},
         {"allowDepartmentOverride", "true"},
         {"multiEntityRuleForTransaction", "topLevelOrEntity"},
         {"enableCreditLimitCheck", "false"},
         {"enableUserOrGroupPermission", "false"},
         {"enableFulfillment", "false"},
         {"enableReservingAndPicking", "false"},
         {"trackDiscountAndSurcharge", "true"},
         {"requireMemoForDiscount", "false"},
         {"postToGL", "false"}});
    Record& record = *company.table("order-entry/txn-definition").find_id(id);
    for (const auto& [name, text] : fields) {
        put_field(company, "order-entry/txn-definition", record, name, text);
    }
    Definition& definition = company.definitions.emplace_back();
    definition.id = id;
    definition.number_prefix = prefix;
    add_custom_fields(company, definition);
}

void add_inventory(Company& company, std::string_view id, std::string_view prefix, int direction) {
    const char* const operation = direction > 0 ? "add" : "subtract";
    Record& record = add(company, "inventory-control/txn-definition", id,
                         {{"templateType", direction > 0 ? "increase" : "decrease"},
                          {"workflowCategory", "adjustment"},
                          {"txnNumbering.enableSequenceNumbering", "true"},
                          {"txnNumbering.preserveSequenceNumbers", "false"},
                          {"txnNumbering.inheritSourceDocumentNumber", "false"},
                          {"documentPermissions.editPolicy", "all"},
                          {"documentPermissions.deletePolicy", "noDelete"},
                          {"documentPermissions.createPolicy", "newDocumentOrConvert"},
                          {"documentPermissions.multiEntityRuleForTxn", "topLevelOrEntity"},
                          {"inventoryControl.updatesInventory", "quantityAndValue"},
                          {"conversionType", "closeTxn"},
                          {"accounting.txnPosting", "postToGeneralLedger"},
                          {"enableUserOrGroupPermission", "false"}});
    record.set(company.names.id("inventoryTotalDetail"),
               fmt::format(R"([{{"operation":"{}","maintainType":"quantityAndValue",)"
                           R"("inventoryTotal":{{"id":"ONHAND"}}}}])",
                           operation),
               ValueKind::json);
    add(company, "inventory-control/txn-definition-total-detail", id,
        {{"inventoryTxnDefinition", id},
         {"operation", operation},
         {"maintainType", "quantityAndValue"},
         {"inventoryTotal.id", "ONHAND"}});
    Definition& definition = company.definitions.emplace_back();
    definition.id = id;
    definition.order_entry = false;
    definition.number_prefix = prefix;
    definition.stock_direction = direction;
    add_custom_fields(company, definition);
}

void add_source(Company& company, std::string_view target, std::string_view source) {
    company.definition(true, target)->sources.emplace_back(source);
    add(company, "order-entry/txn-definition-source-document-detail",
        fmt::format("{} from {}", target, source),
        {{"txnDefinition", target}, {"sourceDocument", source}, {"isDefault", "true"}});
}

void add_account(Company& company, std::string_view id, std::string_view name, bool of_balance) {
    add(company, "general-ledger/account", id,
        {{"name", name},
         {"accountType", of_balance ? "balanceSheet" : "incomeStatement"},
         {"closingType", of_balance ? "nonClosingAccount" : "closingAccount"},
         {"disallowDirectPosting", id == "1100" ? "true" : "false"},
         {"isTaxable", id == "4000" ? "true" : "false"},
         {"requireDimensions.location", "true"},
         {"requireDimensions.department", "false"}});
}

/// What a definition posts to, for all items, warehouses and customers.
void add_posting(Company& company, std::string_view object, std::string_view definition,
                 std::string_view debit, std::string_view credit) {
    for (const bool debits : {true, false}) {
        const std::string_view account = debits ? debit : credit;
        const bool offset = account == "1100" || account == "1300";
        add(company, object, fmt::format("{} {}", definition, account),
            {{"order-entry-txn-definition", definition},
             {"glAccount", account},
             {"txnType", debits ? "debit" : "credit"},
             {"isOffset", offset ? "true" : "false"}});
    }
}

/// Sales and what they cost, as an invoice posts them and a return takes them back.
void add_accounts(Company& company) {
    add_account(company, "1100", "Trade debtors", true);
    add_account(company, "1300", "Stock", true);
    add_account(company, "2200", "Sales tax", true);
    add_account(company, "4000", "Sales", false);
    add_account(company, "4010", "Carriage charged", false);
    add_account(company, "5000", "Cost of sales", false);
    constexpr std::string_view sales = "order-entry/txn-definition-ar-direct-gl-detail";
    constexpr std::string_view costs = "order-entry/txn-definition-cogs-gl-detail";
    add_posting(company, sales, "Sales Invoice", "1100", "4000");
    add_posting(company, costs, "Sales Invoice", "5000", "1300");
    add_posting(company, sales, "Sales Return", "4000", "1100");
    add_posting(company, costs, "Sales Return", "1300", "5000");
}

/// Custom fields of an adjustment's header are not known to be taken: a company has none at first.
void add_receivables(Company& company) {
    for (const Receivable kind_of : {Receivable::invoice, Receivable::adjustment}) {
        const bool invoice = kind_of == Receivable::invoice;
        Definition& definition = company.definitions.emplace_back();
        definition.id = invoice ? "AR Invoice" : "AR Adjustment";
        definition.number_prefix = invoice ? "IN-" : "AJ-";
        definition.order_entry = false;
        definition.receivable = kind_of;
        add_custom_fields(company, definition);
        if (!invoice) {
            definition.header_fields.clear();
        }
    }
    const auto add_label = [&](std::string_view id, std::string_view account, bool of_subtotals) {
        Record& label = ensure(company, "accounts-receivable/account-label", id, id);
        label.set(company.names.id("glAccount.id"), account);
        label.set(company.names.id("isSubtotal"), of_subtotals ? "true" : "false");
    };
    add_label("Goods", "4000", false);
    add_label("Tax", "2200", true);
    ensure(company, "accounts-receivable/summary", "AR Summary", "AR Summary");
}

void add_tax(Company& company, std::string_view id, std::string_view percent,
             std::string_view category) {
    add(company, "tax/order-entry-tax-detail", id,
        {{"taxPercent", percent},
         {"taxRate", category},
         {"reverseCharge", "false"},
         {"taxSolution", "United Kingdom - VAT"},
         {"taxAuthority", "HMRC"}});
    add(company, "tax/tax-detail", id,
        {{"taxType", "sale"},
         {"taxPercent", percent},
         {"taxRate", category},
         {"reverseCharge", "false"},
         {"taxSolution", "United Kingdom - VAT"},
         {"taxAuthority", "HMRC"}});
    add(company, "tax/order-entry-tax-schedule", id, {{"taxDetail", id}});
}

}  // namespace

void add_default_company(Company& company) {
    add(company, "company-config/entity", "100",
        {{"name", "Northwind UK"}, {"baseCurrency", "GBP"}});
    add(company, "company-config/location", "100", {{"name", "Northwind UK"}, {"entity", "100"}});
    add(company, "inventory-control/warehouse", "MAIN",
        {{"location", "100"}, {"enableNegativeInv", "false"}});
    company.sites["MAIN"] = {"MAIN", "100"};
    // Sage lists none of its own, the Intacct Daily Rate.
    add(company, "company-config/exchange-rate-type", "5",
        {{"name", "Monthly"}, {"isDefault", "false"}});
    company.exchange_rates[{"5", "EUR"}] = *Decimal::parse("0.8612");
    company.exchange_rates[{"5", "USD"}] = *Decimal::parse("0.7745");
    add(company, "company-config/department", "SALES", {{"name", "Sales"}});
    add(company, "company-config/department", "WEB", {{"name", "Web shop"}});
    add(company, "company-config/class", "RETAIL", {{"name", "Retail"}});
    add(company, "inventory-control/unit-of-measure-group", "Count", {});
    add(company, "inventory-control/unit-of-measure", "Each",
        {{"conversionFactor", "1"}, {"isBase", "true"}, {"parent", "Count"}});
    add(company, "inventory-control/unit-of-measure", "Dozen",
        {{"conversionFactor", "12"}, {"isBase", "false"}, {"parent", "Count"}});
    company.table("inventory-control/unit-of-measure-group")
        .find_id("Count")
        ->set(company.names.id("units"),
              R"([{"id":"Each","conversionFactor":"1","isBase":true},)"
              R"({"id":"Dozen","conversionFactor":"12","isBase":false}])",
              ValueKind::json);
    add(company, "accounts-receivable/term", "N30", {});
    add(company, "accounts-receivable/term", "N0", {});
    add(company, "tax/tax-solution", "United Kingdom - VAT", {{"taxCalculationMethod", "VAT"}});
    add(company, "tax/tax-solution", "Australia - GST",
        {{"status", "inactive"}, {"taxCalculationMethod", "VAT"}});
    add_tax(company, "UK Sale Goods Standard Rate", "20", "standard");
    add_tax(company, "UK Sale Goods Reduced Rate", "5", "reduced");
    add_tax(company, "UK Sale Goods Zero Rate", "0", "zero");
    add_order_entry(company, "Sales Order", "SO-",
                    {{"docClass", "order"},
                     {"workflowCategory", "order"},
                     {"inventoryUpdateType", "no"},
                     {"txnPostingMethod", "noPosting"},
                     {"deletePolicy", "all"}});
    add_order_entry(company, "Sales Invoice", "SI-",
                    {{"docClass", "invoice"},
                     {"workflowCategory", "invoice"},
                     {"inventoryUpdateType", "quantityAndValue"},
                     {"increaseOrDecreaseInventory", "decrease"},
                     {"txnPostingMethod", "toAR"}});
    add_order_entry(company, "Sales Return", "SR-",
                    {{"docClass", "adjustment"},
                     {"workflowCategory", "return"},
                     {"inventoryUpdateType", "quantityAndValue"},
                     {"increaseOrDecreaseInventory", "increase"},
                     {"txnPostingMethod", "toAR"}});
    add_inventory(company, "Inventory Adjustment Increase", "AI-", 1);
    add_inventory(company, "Inventory Adjustment Decrease", "AD-", -1);
    add_inventory(company, "Inventory Receipt", "IR-", 1);
    Definition& transfers = company.definitions.emplace_back();
    transfers.id = "Warehouse Transfer";
    transfers.order_entry = false;
    transfers.transfer = true;
    add_receivables(company);
    add_source(company, "Sales Invoice", "Sales Order");
    add_source(company, "Sales Return", "Sales Invoice");
    add_accounts(company);
}

}  // namespace sage::simulated_intacct
