// SPDX-License-Identifier: Apache-2.0
// The fields of order-entry and inventory-control documents, of warehouse transfers and of their
// lines, as Sage's schemas and pages list them.
//
// One field a line: name, type, flags. A name with dots is a member of a group. Types:
// text[:length], key, date, datetime, decimal:places, number, boolean, enum:a|b (a second line of
// the same name adds values), list, object, ref:object. Flags: required (on create), ro
// (read-only), wo (write-only), ignored (accepted, without effect).
#include "plugins/intacct/simulator_model.h"

#include <array>

namespace sage::simulated_intacct {
namespace {

struct Table {
    std::string_view object;
    std::string_view fields;
};

constexpr auto tables = std::to_array<Table>({
    {"order-entry/document",
     R"(key key ro
id text ro
documentNumber text
documentId text ro
documentType text ro
state enum:submitted|approved|partiallyApproved|declined|draft|pending|closed|inProgress
state enum:converted|partiallyConverted|convertedByLine|partiallyConvertedByLine|exception
txnDate date required
dueDate date
postingDate date
invoiceDate date
customer ref:accounts-receivable/customer required
referenceNumber text
customerPONumber text
trackingNumber text
memo text:4000
notes text
shipByDate date
shippedDate date
serviceDeliveryDate date
requestedShippingDate date
cancelAfterDate date
doNotShipBeforeDate date
doNotShipAfterDate date
baseCurrency text
txnCurrency text
exchangeRate.date date
exchangeRate.rate decimal:10
exchangeRate.typeId text
exchangeRate.typeName text
paymentTerm ref:accounts-receivable/term
shippingMethod ref:accounts-receivable/shipping-method
project ref:projects/project
contract ref:contracts/contract
contractId text
contractDescription text
attachment ref:company-config/attachment
taxSolution ref:tax/tax-solution
sourceDocument ref:order-entry/document
txnDefinition ref:order-entry/txn-definition
architect ref:company-config/contact
projectContract ref:construction/project-contract
contacts.primary ref:company-config/contact
contacts.shipTo ref:company-config/contact
contacts.billTo ref:company-config/contact
scope text:4000
inclusions text:4000
exclusions text:4000
terms text:4000
invoiceType enum:invoice|eInvoice|eReporting
invoiceMode enum:tlb1|tps1|b1|s1
retainagePercent number
schedule object
internalReference object
externalReference object
performanceBond object
paymentBond object
revision object
postedChangesTotal text
projectContractBilling object
billingSummary object
subtotals list
lines list required
invoice.key key ro
invoice.id text ro
subtotal decimal:2 ro
subtotalInTxnCurrency decimal:2 ro
total decimal:2 ro
totalInTxnCurrency decimal:2 ro
paymentStatus enum:open|partiallyPaid|paid ro
isPrinted boolean ro
isBackordered boolean ro
eInvoiceStatus text ro
webURL text ro
entity ref:company-config/entity ro
status enum:active|inactive ignored
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"order-entry/document-line",
     R"(key key ro
id text ro
lineNumber number ro
documentHeader ref:order-entry/document ro
item ref:inventory-control/item ro
unit text required
unitQuantity decimal:10 required
unitPrice decimal:10 required
dimensions.location ref:company-config/location required
dimensions.department ref:company-config/department
dimensions.employee ref:company-config/employee
dimensions.project ref:projects/project
dimensions.customer ref:accounts-receivable/customer
dimensions.vendor ref:accounts-payable/vendor
dimensions.item ref:inventory-control/item required
dimensions.warehouse ref:inventory-control/warehouse required
dimensions.class ref:company-config/class
dimensions.task ref:projects/task
dimensions.costType ref:construction/cost-type
dimensions.asset ref:fixed-assets/asset
dimensions.contract ref:contracts/contract
dimensions.affiliateEntity ref:company-config/affiliate-entity
dimensions.loanAccount ref:company-config/loan-account
dimensions.workOrder ref:production/work-order
itemAlias ref:accounts-receivable/customer-item-cross-reference
lineDescription text
memo text
priceCalculationMemo text
discountPercent decimal:10
discount decimal:2
discountMemo text
multiplier number
isPriceProrated boolean
priceInTxnCurrency decimal:10
isBillable boolean
enableTax boolean
taxRate decimal:3
taxSchedule ref:tax/order-entry-tax-schedule
conversionType enum:quantity|price
sourceDocument ref:order-entry/document
sourceDocumentLine ref:order-entry/document-line
relatedDocument ref:order-entry/document
relatedDocumentLine ref:order-entry/document-line
itemRenewalTemplate ref:contracts/renewal-template
revenueRecognitionTemplate ref:order-entry/revenue-recognition-template
revenueRecognitionStartDate date
revenueRecognitionEndDate date
requestedShippingDate date
shipByDate date
pickTicketPrintedDate date
cancelAfterDate date
doNotShipBeforeDate date
doNotShipAfterDate date
shippedDate date
servicePeriodStartDate date
servicePeriodEndDate date
allowDropShip boolean
allowBuyToOrder boolean
buyToOrderContact ref:company-config/contact
projectContract ref:construction/project-contract
projectContractLine ref:construction/project-contract-line
projectContractBilling object
retainage object
reverseConversion object
timesheetNotes text
trackingDetail list
lineSubtotals list
quantity decimal:10 ro
price decimal:10 ro
quantityConverted decimal:10 ro
quantityRemaining decimal:10 ro
retailPrice decimal:10 ro
taxInTxnCurrency decimal:2 ro
costMethod text ro
status enum:active|inactive ro
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"inventory-control/document",
     R"(key key ro
id text ro
documentNumber text
documentId text ro
documentType text ro
state enum:draft|pending|closed|inProgress|converted|partiallyConverted
state enum:convertedByLine|partiallyConvertedByLine|exception
transactionDate date required
referenceNumber text
memo text
baseCurrency text
txnCurrency text
exchangeRate.date date
exchangeRate.rate decimal:4
exchangeRate.typeId text
exchangeRate.typeName text
warehouse ref:inventory-control/warehouse
txnDefinition ref:inventory-control/txn-definition
sourceDocument ref:inventory-control/document
attachment ref:company-config/attachment
isAdjustmentDocument boolean
adjustAndIssue boolean
subtotals list
lines list required
journalEntry.key key ro
postingSummary text ro
subtotal decimal:2 ro
total decimal:2 ro
isPrinted boolean ro
webURL text ro
entity ref:company-config/entity ro
status enum:active|inactive ignored
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"inventory-control/document-line",
     R"(key key ro
id text ro
lineNumber number ro
documentHeader ref:inventory-control/document ro
item ref:inventory-control/item ro
unitOfMeasure ref:inventory-control/unit-of-measure required
unitQuantity decimal:10 required
unitCost decimal:10
extendedCost decimal:10
dimensions.location ref:company-config/location required
dimensions.department ref:company-config/department
dimensions.employee ref:company-config/employee
dimensions.project ref:projects/project
dimensions.customer ref:accounts-receivable/customer
dimensions.vendor ref:accounts-payable/vendor
dimensions.item ref:inventory-control/item required
dimensions.warehouse ref:inventory-control/warehouse required
dimensions.class ref:company-config/class
dimensions.task ref:projects/task
dimensions.costType ref:construction/cost-type
dimensions.asset ref:fixed-assets/asset
dimensions.contract ref:contracts/contract
dimensions.affiliateEntity ref:company-config/affiliate-entity
dimensions.loanAccount ref:company-config/loan-account
dimensions.workOrder ref:production/work-order
lineDescription text
memo text
txnCurrency text
baseCurrency text
conversionType enum:quantity|price
sourceDocument ref:inventory-control/document
sourceDocumentLine ref:inventory-control/document-line
trackingDetail list
suppliesDetail list
quantity decimal:10 ro
quantityConverted decimal:10 ro
quantityRemaining decimal:10 ro
status enum:active|inactive ro
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"inventory-control/warehouse-transfer",
     R"(key key ro
id text ro
transactionDate date required
transferType enum:immediate|inTransit required
action enum:draft|post|transferIn|transferOut required wo
transferState enum:draft|inTransit|posted ro
outDate date
inDate date
description text
referenceNumber text
exchangeRate.outCurrency text
exchangeRate.inCurrency text
exchangeRate.date date
exchangeRate.rate decimal:10
exchangeRate.typeId text ro
exchangeRate.typeName text
outDocument ref:inventory-control/document ro
inDocument ref:inventory-control/document ro
inTransitDocument ref:inventory-control/document ro
lines list required
entity ref:company-config/entity ro
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"inventory-control/warehouse-transfer-line",
     R"(key key ro
id text ro
lineNumber text ro
warehouseTransfer ref:inventory-control/warehouse-transfer ro
inventoryDocument ref:inventory-control/document ro
inventoryDocumentLine ref:inventory-control/document-line ro
transferDirection enum:in|out required
item ref:inventory-control/item required
warehouse ref:inventory-control/warehouse required
unit ref:inventory-control/unit-of-measure required
quantity decimal:10 required
memo text
trackingDetail list
cost decimal:10 ro
extendedCost decimal:2 ro
standardCost decimal:10 ro
extendedStandardCost decimal:2 ro
dimensions.location ref:company-config/location required
dimensions.department ref:company-config/department
dimensions.project ref:projects/project
dimensions.customer ref:accounts-receivable/customer
dimensions.vendor ref:accounts-payable/vendor
dimensions.class ref:company-config/class
dimensions.employee ref:company-config/employee
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
});

}  // namespace

void add_document_models(Models& models, FieldNames& names) {
    for (const Table& table : tables) {
        models.emplace(table.object,
                       std::make_unique<Model>(std::string(table.object), table.fields, names));
    }
}

}  // namespace sage::simulated_intacct
