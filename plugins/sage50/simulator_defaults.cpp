// SPDX-License-Identifier: Apache-2.0
// A new company, as Sage 50 for the United Kingdom sets one up.
#include <array>

#include "plugins/sage50/simulator_company.h"

namespace sage::simulated_sage50 {
namespace {

struct TaxCode {
    int number;
    std::string_view description;
    std::string_view rate;
};
constexpr auto tax_codes = std::to_array<TaxCode>({
    {0, "Zero rated", "0"},
    {1, "Standard rate", "20"},
    {2, "Exempt transactions", "0"},
    {5, "Lower Rate", "5"},
    {9, "Transactions not involving VAT", "0"},
    {20, "Reverse charge", "0"},
});
constexpr int tax_codes_all = 100;

struct Nominal {
    std::string_view code;
    std::string_view name;
};
constexpr auto nominals = std::to_array<Nominal>({
    {"0010", "Freehold Property"},
    {"1100", "Debtors Control Account"},
    {"2200", "Sales Tax Control Account"},
    {"4000", "Sales North"},
    {"4001", "Sales South"},
    {"4009", "Discounts Allowed"},
    {"4905", "Distribution and Carriage"},
    {"5000", "Materials Purchased"},
    {"9998", "Suspense Account"},
});

constexpr int couriers_all = 100;

void add_settings(Company& company) {
    Row row;
    row.set("COMPANYID", "C4C463BE-0000-4A7D-A23B-D1A92B8DCB59");
    row.set("NAME", "Simulated Stationery");
    row.set("ADDRESS_1", "1 Simulation Way");
    row.set("ADDRESS_5", "NE1 1AA");
    row.set("COUNTRY_CODE", "GB");
    row.set("VAT_REG_NUMBER", "GB 999 9999 99");
    row.set_integer("START_MONTH", 1);
    row.set_integer("FINANCIAL_YEAR", 2026);
    row.set_integer("DEFAULT_CHART", 1);
    row.set_integer("QTY_DECIMAL_PLACE", 2);
    row.set_integer("UNIT_DECIMAL_PLACE", 2);
    row.set_integer("NON_VAT_TAX_CODE", 9);
    row.set("NOM_DEBTORS", "1100");
    row.set("NOM_TAX_SALES", "2200");
    row.set("NOM_DEFAULT_SALES", "4000");
    row.set("NOM_SUSPENSE", "9998");
    row.set("SALES_LABEL_1", "Analysis 1");
    row.set("SALES_LABEL_2", "Analysis 2");
    row.set("SALES_LABEL_3", "Analysis 3");
    company.add("COMPANY", std::move(row));
}

void add_tax_codes(Company& company) {
    for (int number = 0; number < tax_codes_all; ++number) {
        Row row;
        row.set("TAX_CODE", "T" + std::to_string(number));
        row.set_integer("TAX_CODE_ID", number);
        row.set("TAX_RATE", "0");
        for (const TaxCode& one : tax_codes) {
            if (one.number == number) {
                row.set("DESCRIPTION", one.description);
                row.set("TAX_RATE", one.rate);
                row.set_integer("VAT_INCLUDE", number == 9 ? 0 : 1);
                row.set_integer("IS_REVERSECHARGE", number == 20 ? 1 : 0);
            }
        }
        company.add("TAX_CODE", std::move(row));
    }
}

void add_couriers(Company& company) {
    for (int number = 1; number <= couriers_all; ++number) {
        Row row;
        row.set_integer("NUMBER", number);
        if (number == 1) {
            row.set("NAME", "Royal Mail");
            row.set("WWW", "www.royalmail.co.uk");
        } else if (number == 2) {
            row.set("NAME", "Another Courier");
        }
        company.add("COURIER", std::move(row));
    }
}

}  // namespace

void add_default_company(Company& company) {
    add_settings(company);
    add_tax_codes(company);
    for (const Nominal& one : nominals) {
        Row row;
        row.set("ACCOUNT_REF", one.code);
        row.set("NAME", one.name);
        row.set_integer("ACCOUNT_TYPE", 1);
        row.set("BALANCE", "0");
        company.add("NOMINAL_LEDGER", std::move(row));
    }
    constexpr std::array<std::string_view, 3> departments = {"Default", "Sales", "Purchasing"};
    for (std::size_t number = 0; number < departments.size(); ++number) {
        Row row;
        row.set_integer("NUMBER", static_cast<std::int64_t>(number));
        row.set("NAME", departments.at(number));
        row.set("REFERENCE", std::to_string(number));
        company.add("DEPARTMENT", std::move(row));
    }
    Row currency;
    currency.set_integer("NUMBER", 1);
    currency.set("CODE", "GBP");
    currency.set("SYMBOL", "£");
    currency.set("NAME", "Pound Sterling");
    currency.set_integer("BASE_CURRENCY", 1);
    currency.set("RATE", "1");
    company.add("CURRENCY", std::move(currency));
    Row category;
    category.set_integer("NUMBER", 1);
    category.set("NAME", "Paper Products");
    company.add("STOCK_CAT", std::move(category));
    add_couriers(company);
}

}  // namespace sage::simulated_sage50
