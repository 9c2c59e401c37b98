// SPDX-License-Identifier: Apache-2.0
// Orders, invoices, despatches, movements and the audit trail as the REST interface shows them.
#include "plugins/sage50/simulator_shape.h"

namespace sage::simulated_sage50 {
namespace {

constexpr std::string_view sales_order = R"(
address1..5:s:ADDRESS_# analysis1..3:s:ANALYSIS_# bankRef:s:BANK_REF
customerAccountRef:s:ACCOUNT_REF customerOrderNumber:s:CUST_ORDER_NUMBER
customerTelephoneNumber:s:CUST_TEL_NUMBER contactName:s:CONTACT_NAME customerName:s:NAME
carrNet:n:CARR_NET carrTax:n:CARR_TAX carrNomCode:s:CARR_NOM_CODE carrTaxCode:tx:CARR_TAX_CODE
carriageDepartmentNumber:n:CARR_DEPT_NUMBER consignmentRef:s:CONSIGNMENT
courierNumber:n:COURIER_NUMBER countryCode:="" currency:=0 delName:s:DEL_NAME
delAddress1..5:s:DEL_ADDRESS_# departmentNumber:n:GLOBAL_DEPT_NUMBER globalDiscountRate:=null
globalNominal:s:GLOBAL_NOM_CODE globalDetails:s:GLOBAL_DETAILS globalDepartment:=null
globalTaxCode:tx:GLOBAL_TAX_CODE itemsNet:n:ITEMS_NET itemsTax:n:ITEMS_TAX
foreignItemsNet:n:FOREIGN_ITEMS_NET foreignItemsTax:n:FOREIGN_ITEMS_TAX foreignRate:n:FOREIGN_RATE
orderType:n:ORDER_TYPE_CODE orderDueDate:=null orderNumber:n:ORDER_NUMBER status:status
orderDate:d:ORDER_DATE netValueDiscountAmount:n:NET_VALUE_DISCOUNT_NET
netValueDiscountDescription:s:NET_VALUE_DISCOUNT_DESC
netValueDiscountPercentage:n:NET_VALUE_DISCOUNT_RATE notes1..3:s:NOTES_# quoteExpiry:=null
quoteStatus:=0 userName:s:TAKEN_BY settlementDiscRate:n:SETTLEMENT_DISC_RATE
settlementDueDays:n:SETTLEMENT_DUE_DAYS fillGlobalsFromCustomerDefaults:=null
orderItemsDataFromStockItemData:=null)";

constexpr std::string_view sales_order_item = R"(
itemId:n:ITEMID id:line stockCode:s:STOCK_CODE description:s:DESCRIPTION nominal:s:NOMINAL_CODE
serviceFlag:n:SERVICE_FLAG details:s:TEXT taxCode:tx:TAX_CODE taxRate:n:TAX_RATE
quantity:n:QTY_ORDER unitPrice:n:UNIT_PRICE unitOfSale:s:UNIT_OF_SALE discount:n:DISCOUNT_RATE
departmentNumber:n:DEPT_NUMBER comment1..2:s:COMMENT_# discountAmount:discount:DISCOUNT_AMOUNT
netAmount:n:NET_AMOUNT dueDate:d:DUE_DATE)";

constexpr std::string_view search_sales_order = R"(
orderNumber:ns:ORDER_NUMBER orderDate:dt:ORDER_DATE accountRef:s:ACCOUNT_REF name:s:NAME
contactName:s:CONTACT_NAME invoiceRef:s:INVOICE_NUMBER customerOrderNumber:s:CUST_ORDER_NUMBER
itemsNet:n:ITEMS_NET itemsTax:n:ITEMS_TAX foreignItemsNet:n:FOREIGN_ITEMS_NET
foreignItemsTax:n:FOREIGN_ITEMS_TAX foreignRate:n:FOREIGN_RATE itemsGross:n:ITEMS_GROSS
carrNomCode:s:CARR_NOM_CODE carrTaxCode:s:CARR_TAX_CODE carrNet:n:CARR_NET carrTax:n:CARR_TAX
carrGross:n:CARR_GROSS currency:n:CURRENCY orderDueDate:="" recordCreateDate:dt:RECORD_CREATE_DATE
recordModifyDate:dt:RECORD_MODIFY_DATE address1..5:s:ADDRESS_# delAddress1..5:s:DEL_ADDRESS_#
customerTelephoneNumber:s:CUST_TEL_NUMBER taxRate1:n:TAX_RATE_1 orderOrQuote:s:ORDER_OR_QUOTE
quoteStatus:="" dispatchStatus:ns:DESPATCH_STATUS_CODE allocationStatus:ns:ALLOCATED_STATUS_CODE
consignmentRef:s:CONSIGNMENT notes1..3:s:NOTES_# analysis1..3:s:ANALYSIS_#
netValueDiscountPercentage:n:NET_VALUE_DISCOUNT_RATE courierNumber:ns:COURIER_NUMBER
courierName:s:COURIER_NAME)";

constexpr std::string_view search_sop_item = R"(
itemId:n:ITEMID id:lineText orderNumber:ns:ORDER_NUMBER description:s:DESCRIPTION
stockCode:s:STOCK_CODE qtyOrder:n:QTY_ORDER unitPrice:n:UNIT_PRICE unitOfSale:s:UNIT_OF_SALE
nominalCode:s:NOMINAL_CODE deptName:s:DEPT_NAME netAmount:n:NET_AMOUNT taxAmount:n:TAX_AMOUNT
taxRate:n:TAX_RATE grossAmount:n:GROSS_AMOUNT qtyAllocated:n:QTY_ALLOCATED
qtyDelivered:n:QTY_DELIVERED qtyYetToDispatch:outstanding recordCreateDate:dt:RECORD_CREATE_DATE
recordModifyDate:dt:RECORD_MODIFY_DATE deleted:n:RECORD_DELETED)";

constexpr std::string_view search_dispatch = R"(
uniqueID:n:UNIQUE_ID gdnNumber:n:GDN_NUMBER itemNumber:n:ITEM_NUMBER orderNumber:n:ORDER_NUMBER
orderItem:n:ORDER_ITEM accountRef:s:ACCOUNT_REF customerGdnNumber:s:CUSTOMER_GDN_NUMBER
stockCode:s:STOCK_CODE description:s:DESCRIPTION date:dt:DATE qtyDispatched:n:QTY_DESPATCHED
qtyOnOrder:n:QTY_ON_ORDER printedFlag:b:PRINTED_FLAG recordCreateDate:d:RECORD_CREATE_DATE
recordModifyDate:d:RECORD_MODIFY_DATE recordDeleted:b:RECORD_DELETED)";

constexpr std::string_view sales_invoice = R"(
invoiceNumber:n:INVOICE_NUMBER customerAccountRef:s:ACCOUNT_REF orderNumber:s:ORDER_NUMBER
customerOrderNumber:s:CUST_ORDER_NUMBER customerTelephoneNumber:s:CUST_TEL_NUMBER
contactName:s:CONTACT_NAME userName:s:TAKEN_BY address1..5:s:ADDRESS_# delName:s:DEL_NAME
delAddress1..5:s:DEL_ADDRESS_# itemsNet:n:ITEMS_NET itemsTax:n:ITEMS_TAX carrNet:n:CARR_NET
carrTax:n:CARR_TAX carrNomCode:s:CARR_NOM_CODE carrTaxCode:tx:CARR_TAX_CODE
carriageDepartmentNumber:n:CARR_DEPT_NUMBER courierNumber:n:COURIER_NUMBER
globalDiscountRate:=null ignoreCustomerDiscountRate:=false globalTaxCode:tx:GLOBAL_TAX_CODE
globalDepartmentNumber:n:GLOBAL_DEPT_NUMBER globalDetails:s:GLOBAL_DETAILS
globalNominal:s:GLOBAL_NOM_CODE currency:n:CURRENCY invoiceDate:d:INVOICE_DATE name:s:NAME
notes1..3:s:NOTES_# analysis1..3:s:ANALYSIS_#
netValueDiscountDescription:s:NET_VALUE_DISCOUNT_DESC
netValueDiscountAmount:n:NET_VALUE_DISCOUNT_NET foreignRate:n:FOREIGN_RATE
foreignGross:n:FOREIGN_INVOICE_GROSS paymentDueDate:d:PAYMENT_DUE_DATE
settlementDueDays:n:SETTLEMENT_DUE_DAYS settlementDiscRate:n:SETTLEMENT_DISC_RATE
baseSettlementDiscRate:=0 posted:b:POSTED printed:b:PRINTED emailed:=null
invoiceTypeCode:n:INVOICE_TYPE_CODE shouldUpdateLedgers:=null consignmentRef:s:CONSIGNMENT
invoiceItemsDataFromStockItemData:=null)";

constexpr std::string_view sales_invoice_item = R"(
id:line stockCode:s:STOCK_CODE description:s:DESCRIPTION nominal:s:NOMINAL_CODE details:s:TEXT
taxCode:tx:TAX_CODE taxRate:n:TAX_RATE quantity:n:QUANTITY unitPrice:n:UNIT_PRICE
unitOfSale:s:UNIT_OF_SALE discount:n:DISCOUNT_RATE netAmount:n:NET_AMOUNT
serviceFlag:n:SERVICE_FLAG orderRef:=null comment1..2:s:COMMENT_# departmentNumber:n:DEPT_NUMBER
extOrderRef:s:EXT_ORDER_REF projectId:n:PROJECT_ID isNegativeLine:=0)";

constexpr std::string_view search_invoice = R"(
invoiceNumber:ns:INVOICE_NUMBER invoiceTypeCode:n:INVOICE_TYPE_CODE invoiceType:s:INVOICE_TYPE
invoiceOrCredit:s:INVOICE_OR_CREDIT invoiceDate:dt:INVOICE_DATE accountRef:s:ACCOUNT_REF
name:s:NAME address1..5:s:ADDRESS_# cAddress1..5:s:C_ADDRESS_# delName:s:DEL_NAME
delAddress1..5:s:DEL_ADDRESS_# vatRegNumber:s:VAT_REG_NUMBER orderNumber:s:ORDER_NUMBER
orderNumberNumeric:ns:ORDER_NUMBER_NUMERIC contactName:s:CONTACT_NAME takenBy:s:TAKEN_BY
custOrderNumber:s:CUST_ORDER_NUMBER custTelNumber:s:CUST_TEL_NUMBER notes1..3:s:NOTES_#
custDiscRate:n:CUST_DISC_RATE foreignItemsNet:n:FOREIGN_ITEMS_NET
foreignItemsTax:n:FOREIGN_ITEMS_TAX foreignItemsGross:n:FOREIGN_ITEMS_GROSS itemsNet:n:ITEMS_NET
itemsTax:n:ITEMS_TAX itemsGross:n:ITEMS_GROSS taxRate1..5:n:TAX_RATE_#
netAmount1..5:n:NET_AMOUNT_# taxAmount1..5:n:TAX_AMOUNT_# globalNomCode:s:GLOBAL_NOM_CODE
globalDetails:s:GLOBAL_DETAILS globalTaxCode:s:GLOBAL_TAX_CODE
globalDeptNumber:ns:GLOBAL_DEPT_NUMBER globalDeptName:s:GLOBAL_DEPT_NAME
courierNumber:ns:COURIER_NUMBER courierName:s:COURIER_NAME consignment:s:CONSIGNMENT
carrNomCode:s:CARR_NOM_CODE carrTaxCode:s:CARR_TAX_CODE carrDeptNumber:ns:CARR_DEPT_NUMBER
carrDeptName:s:CARR_DEPT_NAME foreignCarrNet:n:FOREIGN_CARR_NET foreignCarrTax:n:FOREIGN_CARR_TAX
foreignCarrGross:n:FOREIGN_CARR_GROSS carrNet:n:CARR_NET carrTax:n:CARR_TAX carrGross:n:CARR_GROSS
foreignInvoiceNet:n:FOREIGN_INVOICE_NET foreignInvoiceTax:n:FOREIGN_INVOICE_TAX
foreignInvoiceGross:n:FOREIGN_INVOICE_GROSS invoiceNet:n:INVOICE_NET invoiceTax:n:INVOICE_TAX
invoiceGross:n:INVOICE_GROSS currency:ns:CURRENCY currencyType:ns:CURRENCY_TYPE
euroGross:n:EURO_GROSS euroRate:n:EURO_RATE foreignRate:n:FOREIGN_RATE
settlementDueDays:ns:SETTLEMENT_DUE_DAYS settlementDiscRate:n:SETTLEMENT_DISC_RATE
foreignSettlementDiscAmount:n:FOREIGN_SETTLEMENT_DISC_AMOUNT
foreignSettlementTotal:n:FOREIGN_SETTLEMENT_TOTAL foreignAmountPrepaid:n:FOREIGN_AMOUNT_PREPAID
settlementDiscAmount:n:SETTLEMENT_DISC_AMOUNT settlementTotal:n:SETTLEMENT_TOTAL
amountPrepaid:n:AMOUNT_PREPAID paymentRef:s:PAYMENT_REF printed:s:PRINTED
printedCode:ns:PRINTED_CODE posted:s:POSTED postedCode:ns:POSTED_CODE
quoteExpiryDate:dt:QUOTE_EXPIRY_DATE quoteStatus:s:QUOTE_STATUS quoteStatusID:ns:QUOTE_STATUS_ID
recurringRef:s:RECURRING_REF dunsNumber:s:DUNS_NUMBER
netValueDiscountAmount:n:NET_VALUE_DISCOUNT_NET netValueDiscountRate:n:NET_VALUE_DISCOUNT_RATE
netValueDiscountDescription:s:NET_VALUE_DISCOUNT_DESC
netValueDiscountComment1..2:s:NET_VALUE_DISCOUNT_COMMENT_# paymentType:ns:PAYMENT_TYPE
bankRef:s:BANK_REF gdnNumber:ns:GDN_NUMBER projectID:ns:PROJECT_ID analysis1..3:s:ANALYSIS_#
paymentDueDate:dt:PAYMENT_DUE_DATE invoicePaymentID:="" resubmitInvoicePaymentRequired:=""
containsCisReverseChargeItems:="" recordCreateDate:dt:RECORD_CREATE_DATE
recordModifyDate:dt:RECORD_MODIFY_DATE recordDeleted:ns:RECORD_DELETED)";

constexpr std::string_view search_invoice_item = R"(
id:item invoiceNumber:n:INVOICE_NUMBER description:s:DESCRIPTION stockCode:s:STOCK_CODE
nominal:s:NOMINAL_CODE details:s:TEXT taxCode:s:TAX_CODE taxRate:n:TAX_RATE unitPrice:n:UNIT_PRICE
quantity:n:QUANTITY discount:n:DISCOUNT_AMOUNT netAmount:n:NET_AMOUNT
foreignNetAmount:n:FOREIGN_NET_AMOUNT comment1..2:s:COMMENT_# departmentNumber:n:DEPT_NUMBER
projectId:n:PROJECT_ID recordCreateDate:dt:RECORD_CREATE_DATE)";

constexpr std::string_view stock = R"(
stockCode:s:STOCK_CODE date:dt:DATE type:movement costPrice:n:COST_PRICE
quantity:unsigned:QUANTITY reference:s:REFERENCE details:s:DETAILS)";

constexpr std::string_view search_stock = R"(
tranNumber:n:TRAN_NUMBER stockCode:s:STOCK_CODE date:dt:DATE type:s:TYPE costPrice:n:COST_PRICE
quantity:n:QUANTITY reference:s:REFERENCE details:s:DETAILS)";

constexpr std::string_view audit_headers = R"(
accountRef:s:ACCOUNT_REF amountPaid:n:AMOUNT_PAID bankCode:s:BANK_CODE currency:n:CURRENCY
type:s:TYPE date:dt:DATE details:s:DETAILS invRef:s:INV_REF netAmount:n:NET_AMOUNT
taxAmount:n:TAX_AMOUNT grossAmount:n:GROSS_AMOUNT foreignNetAmount:n:FOREIGN_NET_AMOUNT
foreignTaxAmount:n:FOREIGN_TAX_AMOUNT foreignGrossAmount:n:FOREIGN_GROSS_AMOUNT
tranNumber:n:TRAN_NUMBER userName:s:USER_NAME outstanding:n:OUTSTANDING bankAmount:n:BANK_AMOUNT
bankFlag:s:BANK_FLAG bankName:s:BANK_NAME dateBankReconciled:dt:DATE_BANK_RECONCILED
dateEntered:dt:DATE_ENTERED deletedFlag:n:DELETED_FLAG disputed:ns:DISPUTED dueDate:dt:DUE_DATE
foreignAmountPaid:n:FOREIGN_AMOUNT_PAID foreignBankAmount:n:FOREIGN_BANK_AMOUNT
foreignOutstanding:n:FOREIGN_OUTSTANDING foreignRate:n:FOREIGN_RATE agedBalance:=0
headerNumber:n:HEADER_NUMBER invRefNumeric:n:INV_REF_NUMERIC itemCount:n:ITEM_COUNT
paidFlag:s:PAID_FLAG paidStatus:s:PAID_STATUS payment:n:PAYMENT
recordCreateDate:dt:RECORD_CREATE_DATE recordModifyDate:dt:RECORD_MODIFY_DATE
salesPurchaseRef:s:SALES_PURCHASE_REF)";

constexpr std::string_view search_split = R"(
amountPaid:n:AMOUNT_PAID netAmount:n:NET_AMOUNT taxAmount:n:TAX_AMOUNT nominalCode:s:NOMINAL_CODE
details:s:DETAILS transactionNumber:n:TRAN_NUMBER headerNumber:n:HEADER_NUMBER
accountRef:s:ACCOUNT_REF bankCode:s:BANK_CODE bankFlag:s:BANK_FLAG costCodeId:n:COST_CODE_ID
date:dt:DATE dateEntered:dt:DATE_ENTERED dateFlag:n:DATE_FLAG deletedFlag:n:DELETED_FLAG
deptName:s:DEPT_NAME deptNumber:n:DEPT_NUMBER disputeCode:n:DISPUTE_CODE disputed:n:DISPUTED
extraRef:s:EXTRA_REF foreignAmountPaid:n:FOREIGN_AMOUNT_PAID
foreignGrossAmount:n:FOREIGN_GROSS_AMOUNT foreignNetAmount:n:FOREIGN_NET_AMOUNT
foreignOutstanding:n:FOREIGN_OUTSTANDING foreignTaxAmount:n:FOREIGN_TAX_AMOUNT
grossAmount:n:GROSS_AMOUNT invRef:s:INV_REF outstanding:n:OUTSTANDING paidFlag:s:PAID_FLAG
paidStatus:s:PAID_STATUS payment:n:PAYMENT projectId:n:PROJECT_ID
recordCreateDate:dt:RECORD_CREATE_DATE recordModifyDate:dt:RECORD_MODIFY_DATE
splitNumber:n:SPLIT_NUMBER stmtText:s:STMT_TEXT taxCode:s:TAX_CODE type:s:TYPE
userName:s:USER_NAME vatFlag:s:VAT_FLAG vatFlagCode:n:VAT_FLAG_CODE
vatReconciledDate:dt:VAT_RECONCILED_DATE)";

}  // namespace

void add_document_shapes(Shapes& shapes) {
    shapes.emplace("salesOrder", read_shape("SALES_ORDER", sales_order));
    shapes.emplace("salesOrderItem", read_shape("SOP_ITEM", sales_order_item));
    shapes.emplace("searchSalesOrder", read_shape("SALES_ORDER", search_sales_order));
    shapes.emplace("searchSopItem", read_shape("SOP_ITEM", search_sop_item));
    shapes.emplace("searchDispatch", read_shape("GDN_ITEM", search_dispatch));
    shapes.emplace("salesInvoice", read_shape("INVOICE", sales_invoice));
    shapes.emplace("salesInvoiceItem", read_shape("INVOICE_ITEM", sales_invoice_item));
    shapes.emplace("searchInvoice", read_shape("INVOICE", search_invoice));
    shapes.emplace("searchInvoiceItem", read_shape("INVOICE_ITEM", search_invoice_item));
    shapes.emplace("stock", read_shape("STOCK_TRAN", stock));
    shapes.emplace("searchStock", read_shape("STOCK_TRAN", search_stock));
    shapes.emplace("auditHeaders", read_shape("AUDIT_HEADER", audit_headers));
    shapes.emplace("searchSplit", read_shape("AUDIT_SPLIT", search_split));
}

}  // namespace sage::simulated_sage50
