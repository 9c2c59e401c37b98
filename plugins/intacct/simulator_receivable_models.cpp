// SPDX-License-Identifier: Apache-2.0
// The fields of invoices and adjustments of accounts receivable and of their lines, as Sage's
// schemas list them; the form is that of simulator_document_models.cpp. A field of the type "rate"
// is a JSON number.
#include <array>

#include "plugins/intacct/simulator_model.h"

namespace sage::simulated_intacct {
namespace {

struct Table {
    std::string_view object;
    std::string_view fields;
};

constexpr auto tables = std::to_array<Table>({
    {"accounts-receivable/invoice",
     R"(key key ro
id text ro
recordType text ro
invoiceNumber text
state enum:draft|submitted|partiallyApproved|approved|posted|declined|selected
state enum:paid|partiallyPaid|reversed|reversal|noValue
referenceNumber text
description text
invoiceDate date required
dueDate date required
currency.baseCurrency text
currency.txnCurrency text
currency.exchangeRate.date date
currency.exchangeRate.rate rate
currency.exchangeRate.typeId text
customerMessage.key text
customerMessage.id text
customerMessage.message text
contacts.payTo ref:company-config/contact
contacts.returnTo ref:company-config/contact
billbackTemplate ref:accounts-receivable/billback-template
attachment ref:company-config/attachment
customer ref:accounts-receivable/customer required
term ref:accounts-receivable/term
taxSolution ref:tax/tax-solution
invoiceType enum:invoice|eInvoice|eReporting
invoiceMode enum:tlb1|tps1|b1|s1
invoiceSummary.key text
invoiceSummary.id text
invoiceSummary.glPostingDate date
lines list required
totalBaseAmount decimal:2 ro
totalBaseAmountDue decimal:2 ro
totalTxnAmount decimal:2 ro
totalTxnAmountDue decimal:2 ro
entity ref:company-config/entity ro
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"accounts-receivable/invoice-line",
     R"(key key ro
id text ro
lineNumber number ro
invoice ref:accounts-receivable/invoice ro
glAccount ref:general-ledger/account
overrideOffsetGLAccount ref:general-ledger/account
accountLabel ref:accounts-receivable/account-label
txnAmount decimal:2 required
baseAmount decimal:2 ro
memo text
allocation ref:general-ledger/txn-allocation-template
taxEntries list
isSubtotal enum:subtotal|tax ro
dimensions.location ref:company-config/location required
dimensions.department ref:company-config/department
dimensions.employee ref:company-config/employee
dimensions.project ref:projects/project
dimensions.customer ref:accounts-receivable/customer
dimensions.vendor ref:accounts-payable/vendor
dimensions.item ref:inventory-control/item
dimensions.warehouse ref:inventory-control/warehouse
dimensions.class ref:company-config/class
dimensions.task ref:projects/task
dimensions.costType ref:construction/cost-type
dimensions.asset ref:fixed-assets/asset
dimensions.contract ref:contracts/contract
dimensions.affiliateEntity ref:company-config/affiliate-entity
dimensions.loanAccount ref:company-config/loan-account
dimensions.workOrder ref:production/work-order
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"accounts-receivable/adjustment",
     R"(key key ro
id text ro
txnType text ro
adjustmentNumber text
state enum:reversed|reversal|draft|noValue|posted|paid|partiallyPaid|selected
description text
documentNumber text
baseCurrency.currency text
baseCurrency.totalDue decimal:2
baseCurrency.paidDate date
baseCurrency.totalAmountEntered decimal:2 ro
txnCurrency.currency text required
txnCurrency.totalEntered decimal:2 ro
exchangeRate.date date
exchangeRate.rate decimal:10
exchangeRate.typeId text
customer ref:accounts-receivable/customer required
createdDate date required
glPostingDate date
taxSolution ref:tax/tax-solution
attachment ref:company-config/attachment
adjustmentSummary ref:accounts-receivable/summary
lines list required
entity ref:company-config/entity ro
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
    {"accounts-receivable/adjustment-line",
     R"(key key ro
id text ro
lineNumber number ro
arAdjustment ref:accounts-receivable/adjustment ro
glAccount ref:general-ledger/account
overrideOffsetGLAccount ref:general-ledger/account
accountLabel ref:accounts-receivable/account-label
txnCurrency.amount decimal:2 required
txnCurrency.currency text
baseCurrency.amount decimal:2 ro
exchangeRate.date date
exchangeRate.rate decimal:10
exchangeRate.typeId text
memo text
taxEntries list
isTax boolean ro
dimensions.location ref:company-config/location required
dimensions.department ref:company-config/department
dimensions.employee ref:company-config/employee
dimensions.project ref:projects/project
dimensions.customer ref:accounts-receivable/customer
dimensions.vendor ref:accounts-payable/vendor
dimensions.item ref:inventory-control/item
dimensions.warehouse ref:inventory-control/warehouse
dimensions.class ref:company-config/class
dimensions.task ref:projects/task
dimensions.costType ref:construction/cost-type
dimensions.asset ref:fixed-assets/asset
dimensions.contract ref:contracts/contract
dimensions.affiliateEntity ref:company-config/affiliate-entity
dimensions.loanAccount ref:company-config/loan-account
dimensions.workOrder ref:production/work-order
audit.createdDateTime datetime ro
audit.modifiedDateTime datetime ro
audit.createdBy text ro
audit.modifiedBy text ro)"},
});

}  // namespace

void add_receivable_models(Models& models, FieldNames& names) {
    for (const Table& table : tables) {
        models.emplace(table.object,
                       std::make_unique<Model>(std::string(table.object), table.fields, names));
    }
}

}  // namespace sage::simulated_intacct
