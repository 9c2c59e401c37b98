// SPDX-License-Identifier: Apache-2.0
// What each request takes. Lengths are those that the interface documents; behind ">" that from the
// version of Sage named with "@" on. "x" is taken and kept nowhere, "0" is not simulated and has to
// be zero or blank.
#include "plugins/sage50/simulator_body.h"

namespace sage::simulated_sage50 {
namespace {

constexpr std::string_view sales_order = R"(
customerAccountRef:s:ACCOUNT_REF:8 orderNumber:i:ORDER_NUMBER orderDate:d:ORDER_DATE
customerOrderNumber:s:CUST_ORDER_NUMBER:60 customerTelephoneNumber:s:CUST_TEL_NUMBER:30
contactName:s:CONTACT_NAME:30 customerName:s:NAME:60 userName:s:TAKEN_BY:30
address1..5:s:ADDRESS_#:60 countryCode:x delName:s:DEL_NAME:30>60@29
delAddress1..5:s:DEL_ADDRESS_#:60 notes1..3:s:NOTES_#:60 analysis1..3:s:ANALYSIS_#:30
consignmentRef:s:CONSIGNMENT:30 courierNumber:i:COURIER_NUMBER carrNet:n:CARR_NET
carrTax:n:CARR_TAX carrNomCode:s:CARR_NOM_CODE:8 carrTaxCode:tx:CARR_TAX_CODE
carriageDepartmentNumber:i:CARR_DEPT_NUMBER departmentNumber:i:GLOBAL_DEPT_NUMBER
globalNominal:s:GLOBAL_NOM_CODE:8 globalDetails:s:GLOBAL_DETAILS:60 globalDiscountRate:0
netValueDiscountAmount:0 netValueDiscountDescription:s:NET_VALUE_DISCOUNT_DESC:60
netValueDiscountPercentage:0 currency:i:CURRENCY orderType:0 quoteExpiry:x quoteStatus:x
orderDueDate:x invoiceItems:list:salesOrderItem)";

constexpr std::string_view sales_order_item = R"(
id:x itemId:x stockCode:s:STOCK_CODE:30 description:s:DESCRIPTION:60>120@29 details:s:TEXT:32767
quantity:n:QTY_ORDER unitPrice:n:UNIT_PRICE taxCode:tx:TAX_CODE taxRate:n:TAX_RATE
discount:n:DISCOUNT_RATE discountAmount:x netAmount:n:NET_AMOUNT nominal:s:NOMINAL_CODE:8
departmentNumber:i:DEPT_NUMBER comment1..2:s:COMMENT_#:60 unitOfSale:s:UNIT_OF_SALE:8
serviceFlag:i:SERVICE_FLAG dueDate:d:DUE_DATE)";

constexpr std::string_view sales_invoice = R"(
customerAccountRef:s:ACCOUNT_REF:8 invoiceNumber:i:INVOICE_NUMBER invoiceDate:d:INVOICE_DATE
invoiceTypeCode:i:INVOICE_TYPE_CODE orderNumber:s:ORDER_NUMBER:7
customerOrderNumber:s:CUST_ORDER_NUMBER:60 customerTelephoneNumber:s:CUST_TEL_NUMBER:30
contactName:s:CONTACT_NAME:30 userName:s:TAKEN_BY:30 name:s:NAME:60 address1..5:s:ADDRESS_#:60
countryCode:x delName:s:DEL_NAME:30 delAddress1..5:s:DEL_ADDRESS_#:30 notes1..3:s:NOTES_#:60
analysis1..3:s:ANALYSIS_#:30 carrNet:n:CARR_NET carrTax:n:CARR_TAX carrNomCode:s:CARR_NOM_CODE:8
carrTaxCode:tx:CARR_TAX_CODE carriageDepartmentNumber:i:CARR_DEPT_NUMBER
globalNominal:s:GLOBAL_NOM_CODE:8 globalDetails:s:GLOBAL_DETAILS:60
globalDepartmentNumber:i:GLOBAL_DEPT_NUMBER globalDiscountRate:0 netValueDiscountAmount:0
netValueDiscountDescription:s:NET_VALUE_DISCOUNT_DESC:60 currency:i:CURRENCY
paymentDueDate:d:PAYMENT_DUE_DATE consignmentRef:s:CONSIGNMENT:30 courierNumber:i:COURIER_NUMBER
shouldUpdateLedgers:b:shouldUpdateLedgers invoiceItems:list:salesInvoiceItem)";

constexpr std::string_view sales_invoice_item = R"(
id:x stockCode:s:STOCK_CODE:30 description:s:DESCRIPTION:60>120@29 details:s:TEXT:32767
quantity:n:QUANTITY unitPrice:n:UNIT_PRICE taxCode:tx:TAX_CODE taxRate:n:TAX_RATE
discount:n:DISCOUNT_RATE discountAmount:x netAmount:n:NET_AMOUNT nominal:s:NOMINAL_CODE:8
departmentNumber:i:DEPT_NUMBER comment1..2:s:COMMENT_#:60 unitOfSale:s:UNIT_OF_SALE:8
serviceFlag:i:SERVICE_FLAG extOrderRef:s:EXT_ORDER_REF:30 orderRef:x projectId:0
isNegativeLine:b:isNegativeLine)";

constexpr std::string_view allocation = R"(orderNumber:i:ORDER_NUMBER items:list:allocationItem)";
constexpr std::string_view allocation_item = R"(itemId:i:ITEMID allocate:n:QUANTITY)";
constexpr std::string_view despatch = R"(orderNumber:i:ORDER_NUMBER items:list:despatchItem)";
constexpr std::string_view despatch_item = R"(itemId:i:ITEMID despatch:n:QUANTITY)";
constexpr std::string_view complete = R"(orderNumber:i:ORDER_NUMBER date:d:DATE)";

constexpr std::string_view stock = R"(
stockCode:s:STOCK_CODE:30 quantity:n:QUANTITY type:i:TYPE date:d:DATE costPrice:n:COST_PRICE
reference:s:REFERENCE:30 details:s:DETAILS:60)";

}  // namespace

const BodyModels& all_body_models() {
    static const BodyModels all = {
        {"salesOrder", read_body_fields(sales_order)},
        {"salesOrderItem", read_body_fields(sales_order_item)},
        {"salesInvoice", read_body_fields(sales_invoice)},
        {"salesInvoiceItem", read_body_fields(sales_invoice_item)},
        {"allocation", read_body_fields(allocation)},
        {"allocationItem", read_body_fields(allocation_item)},
        {"despatch", read_body_fields(despatch)},
        {"despatchItem", read_body_fields(despatch_item)},
        {"complete", read_body_fields(complete)},
        {"stock", read_body_fields(stock)},
    };
    return all;
}

}  // namespace sage::simulated_sage50
