// SPDX-License-Identifier: Apache-2.0
// Columns are those of the list of Sage's own ODBC driver, members those of the published replies
// of HyperAccounts; and what their rows become.
#include "plugins/sage50/catalogue_source.h"

#include <algorithm>

#include "plugins/sage50/wire_values.h"
#include "sage-adapter/catalogue/stock_level.h"
#include "sage-adapter/mapping/match_keys.h"

namespace sage::sage50 {
namespace {

constexpr auto text = ValueKind::text;
constexpr auto number = ValueKind::number;

Source company_source() {
    return {kind::company,
            "COMPANY",
            "/api/company",
            false,
            "COMPANYID",
            {{id_column, "COMPANYID", "companyId"},
             {name_column, "NAME", "name"},
             {company_field::lock_date, "CLOSED_LEDGER_CHECK_DATE", "lockDate", ValueKind::date},
             {"lockEnabled", "CLOSED_LEDGER_DATE_ENABLED", "", number},
             {company_field::negative_stock, "ALLOW_NEGATIVE_STOCK", "allowNegativeStock", number},
             {company_field::quantity_places, "QTY_DECIMAL_PLACE", "", number},
             {company_field::price_places, "UNIT_DECIMAL_PLACE", "", number},
             {company_field::country, "COUNTRY_CODE", "countryCode"},
             {company_field::sales_label_1, "SALES_LABEL_1", ""},
             {company_field::sales_label_2, "SALES_LABEL_2", ""},
             {company_field::sales_label_3, "SALES_LABEL_3", ""},
             {company_field::non_vat_tax_code, "NON_VAT_TAX_CODE", "", number, true},
             {company_field::debtors_account, "NOM_DEBTORS", "", text, true},
             {company_field::creditors_account, "NOM_CREDITORS", "", text, true},
             {company_field::sales_tax_account, "NOM_TAX_SALES", "", text, true},
             {company_field::purchase_tax_account, "NOM_TAX_PURCHASE", "", text, true},
             {company_field::bank_account, "NOM_DEFAULT_BANK", "", text, true},
             {company_field::suspense_account, "NOM_SUSPENSE", "", text, true},
             {company_field::mispostings_account, "NOM_MISPOSTINGS", "", text, true},
             {company_field::default_sales_account, "NOM_DEFAULT_SALES", "", text, true}}};
}

Source interface_company_source() {
    return {kind::interface_company,
            "",
            "/api/company",
            false,
            "",
            {{id_column, "", "companyId"}, {name_column, "", "name"}}};
}

Source tax_code_source() {
    return {kind::tax_code,
            "TAX_CODE",
            "/api/taxCode",
            false,
            "TAX_CODE_ID",
            {{id_column, "TAX_CODE_ID", "index", number},
             {name_column, "DESCRIPTION", "description"},
             {rate_field, "TAX_RATE", "rate", number},
             {tax_code_field::in_vat_return, "VAT_INCLUDE", "", number, true},
             {tax_code_field::eu_purchases, "EURO_PURCHASE", "", number, true},
             {tax_code_field::reverse_charge, "IS_REVERSECHARGE", "", number, true}}};
}

Source nominal_code_source() {
    return {kind::nominal_code,
            "NOMINAL_LEDGER",
            "/api/nominal/",
            false,
            "ACCOUNT_REF",
            {{id_column, "ACCOUNT_REF", "accountRef"},
             {name_column, "NAME", "name"},
             {inactive_column, "INACTIVE_FLAG", "inactiveFlag", number, true},
             {deleted_column, "RECORD_DELETED", "", number},
             {changed_column, "RECORD_MODIFY_DATE", "", ValueKind::time}}};
}

Source department_source() {
    return {kind::department,
            "DEPARTMENT",
            "/api/department",
            false,
            "NUMBER",
            {{id_column, "NUMBER", "id", number},
             {name_column, "NAME", "name"},
             {deleted_column, "RECORD_DELETED", "", number}}};
}

Source currency_source() {
    return {kind::currency,
            "CURRENCY",
            "",
            false,
            "NUMBER",
            {{id_column, "CODE", ""},
             {key_column, "NUMBER", "", number},
             {name_column, "NAME", ""},
             {base_field, "BASE_CURRENCY", "", number}}};
}

Source courier_source() {
    return {kind::courier, "", "/api/courier",
            false,         "", {{id_column, "", "id", number}, {name_column, "", "name"}}};
}

Source customer_source() {
    return {kind::customer,
            "SALES_LEDGER",
            "/api/searchSalesLedger",
            true,
            "ACCOUNT_REF",
            {{id_column, "ACCOUNT_REF", "accountRef"},
             {name_column, "NAME", "name"},
             {postal_zone_column, "ADDRESS_5", "address5"},
             {vat_column, "VAT_REG_NUMBER", "vatRegNumber"},
             {customer_field::country, "COUNTRY_CODE", "countryCode"},
             {customer_field::currency, "CURRENCY", "currency", number},
             {customer_field::nominal, "DEF_NOM_CODE", "defNomCode"},
             {customer_field::department, "DEPT_NUMBER", "deptNumber", number},
             {customer_field::on_hold, "ACCOUNT_ON_HOLD", "accountOnHold", number},
             {customer_field::terms_agreed, "TERMS_AGREED", "", number, true},
             {customer_field::settlement_discount, "SETTLEMENT_DISC_RATE", "", number, true},
             {inactive_column, "INACTIVE_FLAG", "inactiveAccount", number},
             {deleted_column, "RECORD_DELETED", "", number},
             {changed_column, "RECORD_MODIFY_DATE", "", ValueKind::time}}};
}

Source product_source() {
    return {kind::product,
            "STOCK",
            "/api/searchProduct",
            true,
            "STOCK_CODE",
            {{id_column, "STOCK_CODE", "stockCode"},
             {name_column, "DESCRIPTION", "description"},
             {barcode_column, "BARCODE", "barcode", text, true},
             {product_field::item_type, "ITEM_TYPE", "itemType", number, true},
             {product_field::nominal, "NOMINAL_CODE", "salesNominalCode"},
             {product_field::tax_code, "TAX_CODE", "taxCode"},
             {product_field::department, "DEPT_NUMBER", "deptNumber", number},
             {product_field::unit_of_sale, "UNIT_OF_SALE", "unitOfSale"},
             {product_field::in_stock, "QTY_IN_STOCK", "qtyInStock", number},
             {product_field::allocated, "QTY_ALLOCATED", "qtyAllocated", number},
             {product_field::ignores_stock_level, "IGNORE_STK_LVL_FLAG", "", number, true},
             {product_field::last_cost, "LAST_PURCHASE_PRICE", "lastCostPrice", number, true},
             {inactive_column, "INACTIVE_FLAG", "inactiveFlag", number, true},
             {deleted_column, "RECORD_DELETED", "", number},
             {changed_column, "RECORD_MODIFY_DATE", "", ValueKind::time}}};
}

Source delivery_address_source() {
    return {kind::delivery_address,
            "SALES_DEL_ADDR",
            "/api/searchCustomerAddress",
            true,
            "REFERENCE",
            {{key_column, "REFERENCE", ""},
             {account_column, "ACCOUNT_REF", "accountRef"},
             {id_column, "ADDRESS_REF", "addressNumber", number},
             {name_column, "NAME", "name"},
             {"addressLine1", "ADDRESS_1", "addressLine1"},
             {"addressLine2", "ADDRESS_2", "addressLine2"},
             {"addressLine3", "ADDRESS_3", "addressLine3"},
             {"addressLine4", "ADDRESS_4", "addressLine4"},
             {postal_zone_column, "ADDRESS_5", "addressLine5"},
             {customer_field::country, "COUNTRY_CODE", "countryCode"},
             {deleted_column, "RECORD_DELETED", "", number}}};
}

std::vector<Source> sources() {
    return {company_source(),         interface_company_source(), tax_code_source(),
            nominal_code_source(),    department_source(),        currency_source(),
            courier_source(),         customer_source(),          product_source(),
            delivery_address_source()};
}

bool is_true(std::string_view value) {
    return value == "true" || (is_digits(value) && value.find_first_not_of('0') != value.npos);
}

/// Flags, of which nothing else is a field.
bool is_flag(std::string_view name) {
    constexpr std::string_view flags[] = {
        customer_field::on_hold,        customer_field::terms_agreed,
        company_field::negative_stock,  product_field::ignores_stock_level,
        tax_code_field::in_vat_return,  tax_code_field::eu_purchases,
        tax_code_field::reverse_charge, base_field};
    return std::find(std::begin(flags), std::end(flags), name) != std::end(flags);
}

bool is_number(std::string_view name) {
    constexpr std::string_view numbers[] = {rate_field, product_field::in_stock,
                                            product_field::allocated, product_field::last_cost,
                                            customer_field::settlement_discount};
    return std::find(std::begin(numbers), std::end(numbers), name) != std::end(numbers);
}

std::string plain(std::string_view name, std::string_view value) {
    const std::string_view trim = trimmed(value);
    if (is_flag(name)) {
        return is_true(trim) ? "true" : "false";
    }
    if (name == company_field::lock_date) {
        return day_of(trim);
    }
    if (name == product_field::tax_code && trim.starts_with('T')) {
        return std::string(trim.substr(1));
    }
    return is_number(name) ? plain_number(trim) : std::string(trim);
}

bool is_field(std::string_view name) {
    constexpr std::string_view others[] = {id_column,       key_column,     name_column,
                                           inactive_column, deleted_column, changed_column,
                                           account_column,  "lockEnabled"};
    return std::find(std::begin(others), std::end(others), name) == std::end(others);
}

void add_quantities(CatalogueRecord& record) {
    const auto in_stock = Decimal::parse(record.fields.text(product_field::in_stock));
    const auto allocated = Decimal::parse(record.fields.text(product_field::allocated));
    if (in_stock && allocated) {
        record.fields.emplace(product_field::available, plain_number(*in_stock - *allocated));
    }
    // Services and what else is not stocked have no quantity worth comparing.
    if (in_stock && keeps_stock(record)) {
        record.fields.emplace(on_hand_field, record.fields.text(product_field::in_stock));
    }
}

void add_made_fields(std::string_view of, const Row& row, CatalogueRecord& record) {
    if (of == kind::product) {
        add_quantities(record);
        const std::string gtin = gtin_key(value_in(row, barcode_column));
        if (!gtin.empty()) {
            record.fields.emplace(match_field::gtin, gtin);
        }
        return;
    }
    if (of != kind::customer) {
        return;
    }
    const VatNumber vat =
        vat_number(value_in(row, vat_column), value_in(row, customer_field::country));
    if (!vat.number.empty()) {
        record.fields.emplace(match_field::vat_number, vat.number);
    }
    if (!vat.number.empty() && !vat.country.empty()) {
        record.fields.emplace(match_field::vat_country, vat.country);
    }
    const std::string zone =
        name_and_postal_zone_key(record.name, trimmed(value_in(row, postal_zone_column)));
    if (!zone.empty()) {
        record.fields.emplace(match_field::name_and_postal_zone, zone);
    }
}

}  // namespace

bool Source::tells_changes() const {
    return std::any_of(columns.begin(), columns.end(),
                       [](const SourceColumn& one) { return one.name == changed_column; });
}

bool has_table(std::string_view kind) {
    const Source* const source = source_of(kind);
    return source != nullptr && !source->table.empty();
}

const Source* source_of(std::string_view kind) {
    static const std::vector<Source> all = sources();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Source& one) { return one.kind == kind; });
    return found == all.end() ? nullptr : &*found;
}

const CatalogueRecord* company_of(const Catalogue& catalogue) {
    const std::vector<const CatalogueRecord*> companies = catalogue.all(kind::company);
    return companies.empty() ? nullptr : companies.front();
}

bool keeps_stock(const CatalogueRecord& product) {
    const std::string_view type = field_of(&product, product_field::item_type);
    return type.empty() || type == "0";
}

bool is_missing(const Catalogue& catalogue, std::string_view kind, std::string_view id) {
    return !id.empty() && catalogue.count(kind) != 0 && !is_usable(catalogue.find(kind, id));
}

std::optional<CatalogueRecord> record_of(std::string_view kind, const Row& row) {
    const std::string id(trimmed(value_in(row, id_column)));
    if (id.empty() || is_true(trimmed(value_in(row, deleted_column)))) {
        return std::nullopt;
    }
    CatalogueRecord record;
    record.kind = kind;
    const std::string_view account = trimmed(value_in(row, account_column));
    record.id = account.empty() ? id : std::string(account) + "/" + id;
    const std::string_view key = trimmed(value_in(row, key_column));
    record.key = key.empty() || !account.empty() ? record.id : std::string(key);
    record.name = trimmed(value_in(row, name_column));
    record.active = !is_true(trimmed(value_in(row, inactive_column)));
    for (const auto& [name, value] : row) {
        std::string shown = is_field(name) ? plain(name, value) : std::string();
        if (!trimmed(value).empty() && !shown.empty()) {
            record.fields.emplace(name, std::move(shown));
        }
    }
    // The day stands there also while nothing is closed.
    const std::string_view enabled = trimmed(value_in(row, "lockEnabled"));
    if (!enabled.empty() && !is_true(enabled)) {
        record.fields.erase(company_field::lock_date);
    }
    add_made_fields(kind, row, record);
    return record;
}

}  // namespace sage::sage50
