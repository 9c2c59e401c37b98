// SPDX-License-Identifier: Apache-2.0
// Master data as the REST interface shows it. A member whose value Sage keeps nowhere among the
// columns that are simulated has always the same.
#include "plugins/sage50/simulator_shape.h"

namespace sage::simulated_sage50 {
namespace {

constexpr std::string_view company = R"(
address1..5:s:ADDRESS_# allowNegativeStock:b:ALLOW_NEGATIVE_STOCK budgetingType:=0
companyId:s:COMPANYID countryCode:s:COUNTRY_CODE creditRef:s:CREDIT_REF
defaultChart:n:DEFAULT_CHART email:s:E_MAIL fax:s:FAX enableProjectCosting:=false
financialYearMonth:n:START_MONTH financialYearYear:n:FINANCIAL_YEAR
fixedAsssetsLabel:s:FIXEDASSETS_LABEL flatRateVatPercent:n:FLAT_RATE_VAT_PERCENT
lastAuditCheck:="" lastBackup:="" lastRestoreDate:="" lastClearAudit:="" lastMonthEnd:=null
name:s:NAME programMajorVersion:version programMinorVersion:minor programBuildVersion:=0
programBugfixVersion:=0 recordCreateDate:d:RECORD_CREATE_DATE
recordModifyDate:d:RECORD_MODIFY_DATE telephone:s:TELEPHONE vatCashFlag:n:VAT_CASH
vatRegNumber:s:VAT_REG_NUMBER vatRegisteredFlag:=true lockDate:d:CLOSED_LEDGER_CHECK_DATE)";

constexpr std::string_view tax_code = R"(
index:n:TAX_CODE_ID description:s:DESCRIPTION rate:n:TAX_RATE)";

constexpr std::string_view nominal = R"(
accountRef:s:ACCOUNT_REF name:s:NAME type:n:ACCOUNT_TYPE balance:n:BALANCE
inactiveFlag:n:INACTIVE_FLAG)";

constexpr std::string_view department = R"(
reference:s:REFERENCE name:s:NAME id:n:NUMBER recordCreateDate:d:RECORD_CREATE_DATE
recordModifyDate:d:RECORD_MODIFY_DATE)";

constexpr std::string_view courier = R"(
id:n:NUMBER name:s:NAME www:s:WWW search:s:SEARCH createdDate:d:RECORD_CREATE_DATE
modifiedDate:d:RECORD_MODIFY_DATE)";

constexpr std::string_view product = R"(
stockCode:s:STOCK_CODE description:s:DESCRIPTION itemType:n:ITEM_TYPE nominalCode:s:NOMINAL_CODE
unitOfSale:s:UNIT_OF_SALE deptNumber:n:DEPT_NUMBER custom1..3:s:WEB_CATEGORY_#
deletedFlag:b:RECORD_DELETED inactiveFlag:b:INACTIVE_FLAG salesPrice:n:SALES_PRICE
unitWeight:n:UNIT_WEIGHT taxCode:tx:TAX_CODE qtyAllocated:n:QTY_ALLOCATED
qtyInStock:n:QTY_IN_STOCK qtyOnOrder:n:QTY_ON_ORDER purchaseRef:s:PURCHASE_REF
stockTakeDate:d:STOCK_TAKE_DATE stockCat:n:STOCK_CAT supplierPartNumber:s:SUPPLIER_PART_NUMBER
averageCostPrice:n:AVERAGE_COST_PRICE location:s:LOCATION
purchaseNominalCode:s:PURCHASE_NOMINAL_CODE lastPurchasePrice:n:LAST_PURCHASE_PRICE
lastDiscPurchasePrice:n:LAST_DISC_PURCHASE_PRICE commodityCode:s:COMMODITY_CODE
intrastatCommodityCode:s:INTRASTAT_COMM_CODE barcode:s:BARCODE webDetails:s:WEB_DETAILS
webDescription:s:WEB_DESCRIPTION webPublish:n:WEB_PUBLISH assemblyLevel:n:ASSEMBLY_LEVEL
linkLevel:n:LINK_LEVEL countryCodeOfOrigin:s:COUNTRY_CODE_OF_ORIGIN
component1Code:s:COMPONENT_CODE_1 component1Qty:n:COMPONENT_QTY_1
component2Code:s:COMPONENT_CODE_2 component2Qty:n:COMPONENT_QTY_2
component3Code:s:COMPONENT_CODE_3 component3Qty:n:COMPONENT_QTY_3
component4Code:s:COMPONENT_CODE_4 component4Qty:n:COMPONENT_QTY_4
component5Code:s:COMPONENT_CODE_5 component5Qty:n:COMPONENT_QTY_5
component6Code:s:COMPONENT_CODE_6 component6Qty:n:COMPONENT_QTY_6
component7Code:s:COMPONENT_CODE_7 component7Qty:n:COMPONENT_QTY_7
component8Code:s:COMPONENT_CODE_8 component8Qty:n:COMPONENT_QTY_8
component9Code:s:COMPONENT_CODE_9 component9Qty:n:COMPONENT_QTY_9
component10Code:s:COMPONENT_CODE_10 component10Qty:n:COMPONENT_QTY_10)";

constexpr std::string_view search_product = R"(
stockCode:s:STOCK_CODE description:s:DESCRIPTION salesNominalCode:s:NOMINAL_CODE
taxCode:s:TAX_CODE unitOfSale:s:UNIT_OF_SALE qtyInStock:n:QTY_IN_STOCK qtyOnOrder:n:QTY_ON_ORDER
qtyAllocated:n:QTY_ALLOCATED salesPrice:n:SALES_PRICE supplierPartNumber:s:SUPPLIER_PART_NUMBER
purchaseNominalCode:s:PURCHASE_NOMINAL_CODE recordCreateDate:dt:RECORD_CREATE_DATE
recordModifyDate:dt:RECORD_MODIFY_DATE supplierRef:s:PURCHASE_REF itemType:n:ITEM_TYPE
webCategoryA:s:WEB_CATEGORY_1 webCategoryB:s:WEB_CATEGORY_2 webCategoryC:s:WEB_CATEGORY_3
barcode:s:BARCODE instrastatCommCode:s:INTRASTAT_COMM_CODE commodityCode:s:COMMODITY_CODE
reorderLevel:n:QTY_REORDER_LEVEL reorderQty:n:QTY_REORDER webPublish:n:WEB_PUBLISH
webSpecialOffer:n:WEB_SPECIAL webDetails:s:WEB_DETAILS webDescription:s:WEB_DESCRIPTION
webImage:s:WEB_IMAGE_FILE inactiveFlag:n:INACTIVE_FLAG unitWeight:n:UNIT_WEIGHT
deptNumber:n:DEPT_NUMBER stockCat:n:STOCK_CAT stockCatName:s:STOCK_CAT_NAME
qtyLastStockTake:n:QTY_LAST_STOCK_TAKE stockTakeDate:dt:STOCK_TAKE_DATE location:s:LOCATION
assemblyLevel:n:ASSEMBLY_LEVEL lastCostPrice:n:LAST_PURCHASE_PRICE
lastDiscPurchasePrice:n:LAST_DISC_PURCHASE_PRICE countryCodeOfOrigin:s:COUNTRY_CODE_OF_ORIGIN
discALevel1..10Rate:=0 discALevel1..10Qty:=0 component1..10Code:s:COMPONENT_CODE_#
component1..10Qty:n:COMPONENT_QTY_#)";

constexpr std::string_view customer = R"(
accountRef:s:ACCOUNT_REF name:s:NAME address1..5:s:ADDRESS_# countryCode:s:COUNTRY_CODE
contactName:s:CONTACT_NAME telephone:s:TELEPHONE deliveryName:s:DEL_NAME
deliveryAddress1..5:s:DEL_ADDRESS_# email:s:E_MAIL email2:s:E_MAIL2 email3:s:E_MAIL3
email4:s:E_MAIL4 email5:s:E_MAIL5 email6:s:E_MAIL6 eoriNumber:="" defNomCode:s:DEF_NOM_CODE
defNomCodeUseDefault:=false defTaxCode:tx:DEF_TAX_CODE defTaxCodeUseDefault:=false terms:s:TERMS
termsAgreed:b:TERMS_AGREED turnoverYtd:n:TURNOVER_YTD currency:n:CURRENCY
bankAccountName:s:BANK_ACCOUNT_NAME bankSortCode:s:BANK_SORT_CODE
bankAccountNumber:s:BANK_ACCOUNT_NUMBER bacsRef:s:BACS_REF iban:="" bicSwift:="" rollNumber:=""
additionalRef1..3:="" paymentType:=0 sendInvoicesElectronically:=false
sendLettersElectronically:=false analysis1..6:s:ANALYSIS_# deptNumber:n:DEPT_NUMBER
paymentDueDays:n:PAYMENT_DUE_DAYS paymentDueFrom:n:PAYMENT_DUE_FROM accountStatus:n:STATUS_NUMBER
inactiveAccount:b:INACTIVE_FLAG onHold:b:ACCOUNT_ON_HOLD creditLimit:n:CREDIT_LIMIT
balance:n:BALANCE vatNumber:s:VAT_REG_NUMBER memo:="" discountRate:n:DISCOUNT_RATE
discountType:n:DISCOUNT_TYPE www:s:WEB_ADDRESS priceListRef:s:PRICING_REF
tradeContact:s:TRADE_CONTACT telephone2:s:TELEPHONE_2 fax:s:FAX)";

constexpr std::string_view search_sales_ledger = R"(
accountRef:s:ACCOUNT_REF name:s:NAME balance:n:BALANCE currency:ns:CURRENCY
contactName:s:CONTACT_NAME telephoneNumber:s:TELEPHONE address1..5:s:ADDRESS_# delName:s:DEL_NAME
delAddress1..5:s:DEL_ADDRESS_# accountOnHold:b:ACCOUNT_ON_HOLD accountStatusText:s:STATUS_TEXT
averagePayDays:n:AVERAGE_PAY_DAYS creditLimit:n:CREDIT_LIMIT terms:s:TERMS bacsRef:s:BACS_REF
iban:="" bicSwift:="" rollNumber:="" additionalRef1..3:="" paymentType:=0 paymentTypeName:=null
turnoverYtd:n:TURNOVER_YTD priorYear:n:PRIOR_YEAR vatRegNumber:s:VAT_REG_NUMBER eoriNumber:=""
lastPaymentDate:dt:LAST_PAYMENT_DATE lastInvDate:dt:LAST_INV_DATE
recordCreateDate:dt:RECORD_CREATE_DATE recordModifyDate:dt:RECORD_MODIFY_DATE
telephone2:s:TELEPHONE_2 fax:s:FAX webAddress:s:WEB_ADDRESS countryCode:s:COUNTRY_CODE
email:s:E_MAIL email2:s:E_MAIL2 email3:s:E_MAIL3 email4:s:E_MAIL4 email5:s:E_MAIL5
email6:s:E_MAIL6 defTaxCode:s:DEF_TAX_CODE defNomCode:s:DEF_NOM_CODE analysis1..6:s:ANALYSIS_#
deptNumber:n:DEPT_NUMBER inactiveAccount:n:INACTIVE_FLAG settleDueDays:n:SETTLEMENT_DUE_DAYS
paymentDueDays:n:PAYMENT_DUE_DAYS paymentDueFrom:n:PAYMENT_DUE_FROM
creditPosition:s:CREDIT_POSITION discountRate:n:DISCOUNT_RATE discountType:n:DISCOUNT_TYPE
priceListRef:s:PRICING_REF tradeContact:s:TRADE_CONTACT companyRegistrationNumber:="")";

constexpr std::string_view customer_address = R"(
accountRef:s:ACCOUNT_REF addressNumber:n:ADDRESS_REF addressLine1..5:s:ADDRESS_#
countryCode:s:COUNTRY_CODE role:s:CONTACT_ROLE contact:s:CONTACT_NAME description:s:DESCRIPTION
email:s:E_MAIL fax:s:FAX name:s:NAME notes:s:NOTES telephone:s:TELEPHONE telephone2:s:TELEPHONE_2
vatNumber:s:VAT_REG_NUMBER addressType:n:ADDRESS_TYPE taxCode:n:TAX_CODE)";

constexpr std::string_view search_customer_address = R"(
accountRef:s:ACCOUNT_REF addressNumber:n:ADDRESS_REF addressLine1..5:s:ADDRESS_#
countryCode:s:COUNTRY_CODE role:s:CONTACT_ROLE contact:s:CONTACT_NAME description:s:DESCRIPTION
email:s:E_MAIL fax:s:FAX name:s:NAME notes:s:NOTES telephone:s:TELEPHONE telephone2:s:TELEPHONE_2
vatNumber:s:VAT_REG_NUMBER taxCode:n:TAX_CODE addressTypeName:s:ADDRESS_TYPE_NAME
addressType:n:ADDRESS_TYPE recordCreateDate:dt:RECORD_CREATE_DATE
recordModifyDate:dt:RECORD_MODIFY_DATE)";

}  // namespace

void add_master_shapes(Shapes& shapes) {
    shapes.emplace("company", read_shape("COMPANY", company));
    shapes.emplace("taxCode", read_shape("TAX_CODE", tax_code));
    shapes.emplace("nominal", read_shape("NOMINAL_LEDGER", nominal));
    shapes.emplace("department", read_shape("DEPARTMENT", department));
    shapes.emplace("courier", read_shape("COURIER", courier));
    shapes.emplace("product", read_shape("STOCK", product));
    shapes.emplace("searchProduct", read_shape("STOCK", search_product));
    shapes.emplace("customer", read_shape("SALES_LEDGER", customer));
    shapes.emplace("searchSalesLedger", read_shape("SALES_LEDGER", search_sales_ledger));
    shapes.emplace("customerAddress", read_shape("SALES_DEL_ADDR", customer_address));
    shapes.emplace("searchCustomerAddress", read_shape("SALES_DEL_ADDR", search_customer_address));
}

}  // namespace sage::simulated_sage50
