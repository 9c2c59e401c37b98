// SPDX-License-Identifier: Apache-2.0
// Master data of Sage 50 as records of the catalogue: read from the tables of Sage's ODBC driver
// where the settings name a data source, otherwise from HyperAccounts. Both make the same records,
// so that nothing else knows which it was. All functions are pure and thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "plugins/sage50/wire.h"
#include "sage-adapter/edition.h"

namespace sage::sage50 {

/// Kinds of records. Keys that people type are without blanks at their ends, in the capitals that
/// Sage has; those that Sage deleted are none. Fields without a value are left out.
namespace kind {
/// id: its account reference. Fields: customer_field, those of match_keys.h
inline constexpr std::string_view customer = "customer";
/// id: its stock code. Fields: product_field, those of match_keys.h
inline constexpr std::string_view product = "product";
/// id: its number without the T, "1". Field: "rate", in percent
inline constexpr std::string_view tax_code = "tax-code";
inline constexpr std::string_view nominal_code = "nominal-code";  ///< id: "0010"
inline constexpr std::string_view department = "department";      ///< id: its number, "3"
/// id: its ISO 4217 code; key: its number. Field: "base", "true" of that of the books
inline constexpr std::string_view currency = "currency";
inline constexpr std::string_view courier = "courier";  ///< id: its number. Only by HyperAccounts
/// One record, whose id is COMPANY.COMPANYID. Fields: company_field
inline constexpr std::string_view company = "company";
/// That which HyperAccounts leads to, where the one above comes from the tables: one record, whose
/// id is its COMPANYID
inline constexpr std::string_view interface_company = "interface-company";
/// Where a customer wants goods, for the host to show. id: account, "/" and number
inline constexpr std::string_view delivery_address = "delivery-address";
}  // namespace kind

namespace customer_field {
inline constexpr std::string_view on_hold = "onHold";         ///< "true"
inline constexpr std::string_view currency = "currency";      ///< Sage's number: "1"
inline constexpr std::string_view nominal = "nominalCode";    ///< the default
inline constexpr std::string_view tax_code = "taxCode";       ///< "1"
inline constexpr std::string_view department = "department";  ///< "3"
inline constexpr std::string_view country = "countryCode";
/// "true" or "false"; HyperAccounts does not list it.
inline constexpr std::string_view terms_agreed = "termsAgreed";
/// In percent; HyperAccounts does not list it.
inline constexpr std::string_view settlement_discount = "settlementDiscount";
}  // namespace customer_field

namespace product_field {
/// "0" stock, "1" non-stock, "2" service; left out where this version does not say it.
inline constexpr std::string_view item_type = "itemType";
inline constexpr std::string_view nominal = "nominalCode";
inline constexpr std::string_view tax_code = "taxCode";
inline constexpr std::string_view department = "department";
inline constexpr std::string_view unit_of_sale = "unitOfSale";
inline constexpr std::string_view in_stock = "quantityInStock";
inline constexpr std::string_view allocated = "quantityAllocated";
/// What is in stock and not allocated: below zero where more is.
inline constexpr std::string_view available = "quantityAvailable";
/// "true": Sage moves none of it. HyperAccounts does not list it.
inline constexpr std::string_view ignores_stock_level = "ignoresStockLevel";
inline constexpr std::string_view last_cost = "lastCostPrice";
}  // namespace product_field

namespace company_field {
/// The last day that is closed, YYYY-MM-DD; left out where none is.
inline constexpr std::string_view lock_date = "lockDate";
inline constexpr std::string_view negative_stock = "allowNegativeStock";  ///< "true" or "false"
inline constexpr std::string_view quantity_places = "quantityPlaces";
inline constexpr std::string_view price_places = "pricePlaces";
inline constexpr std::string_view country = "countryCode";  ///< "GB", "IE"
/// What Sage calls custom 1 to 3 of documents; HyperAccounts does not show it.
inline constexpr std::string_view sales_label_1 = "salesLabel1";
inline constexpr std::string_view sales_label_2 = "salesLabel2";
inline constexpr std::string_view sales_label_3 = "salesLabel3";
/// The code of what is outside the VAT return, without the T; only in the tables, as what follows.
inline constexpr std::string_view non_vat_tax_code = "nonVatTaxCode";
/// Nominal codes that Sage posts to by itself.
inline constexpr std::string_view debtors_account = "debtorsAccount";
inline constexpr std::string_view creditors_account = "creditorsAccount";
inline constexpr std::string_view sales_tax_account = "salesTaxAccount";
inline constexpr std::string_view purchase_tax_account = "purchaseTaxAccount";
inline constexpr std::string_view bank_account = "bankAccount";
inline constexpr std::string_view suspense_account = "suspenseAccount";
inline constexpr std::string_view mispostings_account = "mispostingsAccount";
/// What is posted there that has no nominal code.
inline constexpr std::string_view default_sales_account = "defaultSalesAccount";
}  // namespace company_field

/// Of tax codes, "true" or "false"; only in the tables.
namespace tax_code_field {
inline constexpr std::string_view in_vat_return = "inVatReturn";
inline constexpr std::string_view eu_purchases = "euPurchases";
inline constexpr std::string_view reverse_charge = "reverseCharge";
}  // namespace tax_code_field

inline constexpr std::string_view rate_field = "rate";
inline constexpr std::string_view base_field = "base";

/// What is read, in order.
struct CatalogueScope {
    bool by_query = false;   ///< the settings name a data source
    bool interface = false;  ///< and HyperAccounts, which writes
    bool delivery_addresses = false;
    bool couriers = false;
};
std::vector<CatalogueRead> catalogue_reads(const CatalogueScope& scope);
/// Whether the tables have records of that kind.
bool has_table(std::string_view kind);

/// Null: it was not read.
const CatalogueRecord* company_of(const Catalogue& catalogue);
/// Sage counts what is there of the product, or does not say that it does not.
bool keeps_stock(const CatalogueRecord& product);
/// There is no usable one of that id; what was not read cannot be missing, nor what has no id.
bool is_missing(const Catalogue& catalogue, std::string_view kind, std::string_view id);

/// A row under the names that the source gives its columns (catalogue_source.h). Nothing: it is no
/// record, because Sage deleted it.
std::optional<CatalogueRecord> record_of(std::string_view kind, const Row& row);

// ---- catalogue.cpp: from HyperAccounts
// ---------------------------------------------------------------------------

Request catalogue_request(const Books& books, const CatalogueRead& read);
Result<CataloguePage> read_catalogue_page(const CatalogueRead& read, const Reply& reply);

// ---- catalogue_tables.cpp: from the tables. Of customers, products and nominal codes only what
// was changed is asked for, by the day of RECORD_MODIFY_DATE, which is local time of the server:
// the day of an hour and a half before the newest that was seen, because a clock is set back an
// hour.
// ---------------------------------------------------------------------------

Query catalogue_query(const CatalogueRead& read);
Result<CataloguePage> read_catalogue_rows(const CatalogueRead& read, const QueryAnswer& answer);

}  // namespace sage::sage50
