// SPDX-License-Identifier: Apache-2.0
// The fields of master data: definitions, items, customers, warehouses, taxes.
//
// One field a line: name, type, flags. A name with dots is a member of a group. Types:
// text[:length], key, date, datetime, decimal:places, number, boolean, enum:a|b (a second line of
// the same name adds values), list, object, ref:object. Flags: required (on create), ro
// (read-only), ignored (accepted, without effect).
#include "plugins/intacct/simulator_model.h"

#include <array>

namespace sage::simulated_intacct {
namespace {

struct Table {
    std::string_view object;
    std::string_view fields;
};

// A row of a definition's list of accounts: those of the sale, and those of its cost.
constexpr std::string_view posting_rows =
    R"(key key ro
id text ro
isOffset boolean
txnType enum:debit|credit
moduleType enum:subledger|inventory|additional
lineNumber number
glAccount ref:general-ledger/account
location ref:company-config/location
department ref:company-config/department
warehouse ref:inventory-control/warehouse
status enum:active|inactive
order-entry-txn-definition ref:order-entry/txn-definition ro)";

constexpr auto tables = std::to_array<Table>({
    {"order-entry/txn-definition",
     R"(key key ro
id text required
docClass enum:quote|order|list|invoice|adjustment|other
workflowCategory enum:quote|order|shipping|invoice|return|loan
description text
status enum:active|inactive
enableNumberingSequence boolean
documentSequence ref:company-config/document-sequence
preserveNumberingSequence boolean
inheritDocumentNumber boolean
inventoryUpdateType enum:no|quantity|value|quantityAndValue
increaseOrDecreaseInventory enum:increase|decrease
txnPostingMethod enum:toAR|toGL|noPosting
editPolicy enum:noEdit|beforePrinting|editInDraftOnly|all
deletePolicy enum:noDelete|beforePrinting|all
partialConvertMethod enum:leaveTransactionOpen|closeOriginalAndCreateBackOrder|closeTransaction
documentConversionPolicy enum:newDocumentOnly|newDocumentOrConvert|convertOnly
enableLineItemConversion boolean
overridePrice boolean
enableSubtotals boolean
enableOverrideTax boolean
disableTax boolean
lineLevelSimpleTax boolean
allowLocationOverride boolean
allowDepartmentOverride boolean
warehouseSelectionMethod text
warehouse ref:inventory-control/warehouse
multiEntityRuleForTransaction enum:topLevelOrEntity|topLevelOnly|entityOnly
exchangeRateType text
enableCreditLimitCheck boolean
enableUserOrGroupPermission boolean
enableFulfillment boolean
enableReservingAndPicking boolean
trackDiscountAndSurcharge boolean
requireMemoForDiscount boolean
updatePriceList ref:order-entry/price-list
postToGL boolean
entity ref:company-config/entity ro
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"inventory-control/txn-definition",
     R"(key key ro
id text required
templateType text
workflowCategory text
description text
status enum:active|inactive
txnNumbering.enableSequenceNumbering boolean ro
txnNumbering.numberingSequence ref:company-config/document-sequence
txnNumbering.preserveSequenceNumbers boolean
txnNumbering.inheritSourceDocumentNumber boolean
documentPermissions.editPolicy enum:noEdit|beforePrinting|editInDraftOnly|all
documentPermissions.deletePolicy enum:noDelete|beforePrinting|deleteInDraftOnly|all
documentPermissions.createPolicy enum:newDocumentOrConvert|convertOnly
documentPermissions.multiEntityRuleForTxn enum:topLevelOrEntity|topLevelOnly|entityOnly
inventoryControl.updatesInventory enum:no|quantity|value|quantityAndValue
conversionType enum:leaveTxnOpen|closeTxn
accounting.txnPosting enum:postToGeneralLedger|doNotPost
enableUserOrGroupPermission boolean
inventoryTotalDetail list
entity ref:company-config/entity ro
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"order-entry/txn-definition-source-document-detail",
     R"(key key ro
id text
txnDefinition ref:order-entry/txn-definition
sourceDocument ref:order-entry/txn-definition
isDefault boolean)"},
    {"order-entry/txn-definition-ar-direct-gl-detail", posting_rows},
    {"order-entry/txn-definition-cogs-gl-detail", posting_rows},
    {"inventory-control/txn-definition-total-detail",
     R"(key key ro
id text
inventoryTxnDefinition ref:inventory-control/txn-definition
operation enum:add|subtract
maintainType enum:quantity|value|quantityAndValue
inventoryTotal.id text)"},
    {"inventory-control/item",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
itemType enum:inventory|nonInventory|nonInventoryPurchased|nonInventorySold|kit|stockableKit
costMethod text
unitOfMeasureGroup ref:inventory-control/unit-of-measure-group
productLine ref:inventory-control/product-line
sales.isTaxable boolean
sales.taxGroup text
sales.basePrice decimal:10
purchasing.standardCost decimal:10
tracking.enableLotCategory boolean
tracking.enableSerialNo boolean
tracking.enableExpiration boolean
tracking.enableBin boolean
itemDetails.universalProductCode text
notes text
warehouseInfo list
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"inventory-control/unit-of-measure-group",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
units list
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"inventory-control/unit-of-measure",
     R"(key key ro
id text required
abbreviation text
numberOfDecimalPlaces number
conversionFactor decimal:10
isBase boolean
parent ref:inventory-control/unit-of-measure-group
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"inventory-control/warehouse",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
location ref:company-config/location
parent ref:inventory-control/warehouse
enableNegativeInv boolean
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"inventory-control/item-warehouse-inventory",
     R"(key key ro
id text ro
item ref:inventory-control/item
warehouse ref:inventory-control/warehouse
onHand decimal:10
onHold decimal:10
reserved decimal:10
allocated decimal:10
onOrder decimal:10
inTransit decimal:10
unCommitted decimal:10)"},
    {"accounts-receivable/customer",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
isOnHold boolean
currency text
taxId text
term ref:accounts-receivable/term
shippingMethod ref:accounts-receivable/shipping-method
creditLimit decimal:2
priceList ref:order-entry/price-list
notes text
contacts.primary ref:company-config/contact
countryCode text
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"accounts-receivable/term",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
description text
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"company-config/location",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
parent ref:company-config/location
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"company-config/department",
     R"(key key ro
id text required
name text
status enum:active|inactive
parent ref:company-config/department
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"company-config/class",
     R"(key key ro
id text required
name text
status enum:active|inactive
parent ref:company-config/class
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"company-config/entity",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
baseCurrency text
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"company-config/exchange-rate-type",
     R"(key key ro
id text required
name text required
isDefault boolean
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"company-config/document-sequence",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
nextNumber text
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"general-ledger/account",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
accountType enum:balanceSheet|incomeStatement
closingType enum:nonClosingAccount|closingAccount|closedToAccount
disallowDirectPosting boolean
isTaxable boolean
requireDimensions.department boolean
requireDimensions.class boolean
requireDimensions.project boolean
requireDimensions.employee boolean
requireDimensions.customer boolean
requireDimensions.vendor boolean
requireDimensions.task boolean
requireDimensions.contract boolean
requireDimensions.item boolean
requireDimensions.location boolean
requireDimensions.warehouse boolean
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"tax/order-entry-tax-detail",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
taxPercent decimal:4
taxRate text
reverseCharge boolean
taxSolution ref:tax/tax-solution
taxAuthority text
taxLimit.minTaxable number
taxLimit.maxTaxable number
taxLimit.minTax number
taxLimit.maxTax number
amountToTax text
description text
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"tax/tax-detail",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
taxType enum:sale|purchase
taxPercent decimal:4
taxRate text
reverseCharge boolean
taxSolution ref:tax/tax-solution
taxAuthority text
taxLimit text
amountToTax text
description text
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"tax/order-entry-tax-schedule",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
taxDetail ref:tax/order-entry-tax-detail
lines list
description text
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"tax/tax-solution",
     R"(key key ro
id text required
name text
status enum:active|inactive
entity ref:company-config/entity ro
taxCalculationMethod enum:noTax|simpleTax|advancedTax|avaTax|VAT
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
});

}  // namespace

void add_master_models(Models& models, FieldNames& names) {
    for (const Table& table : tables) {
        models.emplace(table.object,
                       std::make_unique<Model>(std::string(table.object), table.fields, names));
    }
}

}  // namespace sage::simulated_intacct
