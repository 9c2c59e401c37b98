// SPDX-License-Identifier: Apache-2.0
// What a new company has before anybody seeds it: the books and settings of a UK trader.
#include "plugins/sage200/simulator_company.h"

namespace sage::simulated_sage200 {
namespace {

void add_tax_code(Company& company, std::int64_t now_ms, int code, std::string_view name,
                  std::string_view rate) {
    Row row = company.make(now_ms);
    row.set_integer("code", code);
    row.set_text("name", name);
    row.set_number("tax_rate", *Decimal::parse(rate));
    company.table("tax_code").add(std::move(row));
}

void add_nominal_code(Company& company, std::int64_t now_ms, std::string_view reference,
                      std::string_view name) {
    Row row = company.make(now_ms);
    row.set_text("reference", reference);
    row.set_text("name", name);
    row.set_text("account_status_type", "AccountStatusActive");
    company.table("nominal_code").add(std::move(row));
}

void add_settings(Company& company, std::int64_t now_ms) {
    Row sop = company.make(now_ms);
    for (const std::string_view on :
         {"auto_generate_order_return_numbers", "amend_analysis_codes",
          "amend_header_analysis_codes", "amend_nominal_codes", "allocate_stock_on_order_entry",
          "update_stock_on_despatch", "add_invoice_credit_note_to_sales_ledger",
          "print_despatch_notes", "record_tracking_on_despatch"}) {
        sop.set_truth(on, true);
    }
    sop.set_truth("are_prices_tax_inclusive", false);
    company.table("sop_settings").add(std::move(sop));

    Row permission = company.make(now_ms);
    permission.set_text("user_name", company.user_name);
    for (const std::string_view on : {"override_credit_holds", "override_prices_discounts",
                                      "override_fulfilment_method", "override_cost_price"}) {
        permission.set_truth(on, true);
    }
    company.table("sop_user_permission").add(std::move(permission));

    Row system = company.make(now_ms);
    system.set_truth("use_additional_trans_analysis", false);
    system.set_truth("invoice_credit_note_same_numbers", false);
    company.table("system_settings").add(std::move(system));

    Row sales = company.make(now_ms);
    sales.set_truth("auto_generate_account_numbers", false);
    sales.set_truth("allow_additional_trans_analysis", true);
    sales.set_integer("default_tax_code_id", company.table("tax_code").rows().front().id);
    company.table("sales_ledger_settings").add(std::move(sales));

    Row stock = company.make(now_ms);
    stock.set_truth("use_multiple_locations", true);
    stock.set_truth("allow_negative_stocktake", true);
    company.table("stock_settings").add(std::move(stock));
}

}  // namespace

void add_default_company(Company& company, std::int64_t now_ms) {
    Row site;
    site.set_integer("company_id", company.company_id);
    site.set_text("company_name", "Northwind Homeware Ltd");
    site.set_text("tenant_id", "00000000-0000-0000-0000-000000000001");
    site.set_text("site_id", company.site_id);
    site.set_text("site_name", "Northwind");
    site.set_text("site_short_name", "northwind");
    company.table("site").add(std::move(site));

    Row pound = company.make(now_ms);
    pound.set_text("name", "Pound Sterling");
    pound.set_text("symbol", "GBP");
    pound.set_truth("is_base_currency", true);
    company.table("currency").add(std::move(pound));

    add_tax_code(company, now_ms, 1, "Standard rate", "20");
    add_tax_code(company, now_ms, 0, "Zero rate", "0");
    add_tax_code(company, now_ms, 2, "Exempt", "0");
    add_tax_code(company, now_ms, 5, "Reduced rate", "5");
    add_nominal_code(company, now_ms, "4000", "Sales of goods");
    add_nominal_code(company, now_ms, "4905", "Carriage charged");

    Row goods = company.make(now_ms);
    goods.set_text("code", "GOODS");
    goods.set_text("description", "Goods for sale");
    goods.set_text("product_type", "ProductTypeStock");
    goods.set_truth("can_levels_go_negative", false);
    company.table("product_group").add(std::move(goods));

    Row home = company.make(now_ms);
    home.set_text("name", "HOME");
    home.set_truth("use_for_sales_trading", true);
    company.table("warehouse").add(std::move(home));

    Row courier = company.make(now_ms);
    courier.set_text("name", "Parcel Carrier");
    courier.set_text("tracking_url", "https://carrier.example/track/");
    courier.set_truth("is_default", true);
    company.table("courier").add(std::move(courier));

    add_settings(company, now_ms);
}

}  // namespace sage::simulated_sage200
