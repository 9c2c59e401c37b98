// SPDX-License-Identifier: Apache-2.0
// The fields of master data and settings, those of them that a connector reads. How a table is
// written: simulator_sop_models.cpp.
#include "plugins/sage200/simulator_model.h"

namespace sage::simulated_sage200 {
namespace {

constexpr std::string_view site = R"(company_id int ro
company_name text ro
tenant_id text ro
site_id text ro
site_name text ro
site_short_name text ro)";

constexpr std::string_view customer = R"(id int ro
reference text:8 required
name text:60 required
short_name text:8
balance decimal:2 ro
on_hold bool
account_status_type text
currency_id int
credit_limit decimal:2
country_code_id int
default_tax_code_id int
vat_number text:30
payment_terms_days int
payment_terms_basis text
order_priority text:1
default_nominal_code_id int ro
default_nominal_code_reference text:8
default_nominal_code_cost_centre text:3
default_nominal_code_department text:3
price_band_id int
@analysis
@spare
currency object:currency ro of=currency_id
default_tax_code object:tax_code ro of=default_tax_code_id
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view product = R"(id int ro
code text:30 required
name text:60 required
description text:1000
barcode text:60
allow_sales_order bool
free_stock_quantity decimal:5 ro
product_group_id int required
tax_code_id int
product_status_type text
manufacturer text:40
part_number text:60
traceable_type text:50 professional
standard_cost decimal:5
average_buying_price decimal:5
default_despatch_note_comment text:160
commodity_code text:10
weight decimal:4
revenue_nominal_code_id int
base_unit_id int
stock_unit_id int
@analysis
@spare
product_group object:product_group ro of=product_group_id
tax_code object:tax_code ro of=tax_code_id
revenue_nominal_code object:nominal_code ro of=revenue_nominal_code_id
units list:product_unit since=2021-07-26
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view customer_delivery_address = R"(id int ro
customer_id int required
is_default bool
description text:255 required
postal_name text:60
address_1 text:60
address_2 text:60
address_3 text:60
address_4 text:60
city text:60
county text:60
postcode text:10
country text:60 ro
address_country_code_id int
contact text:235
telephone text:60
fax text:30
email text:255
tax_number text:30
tax_code_id int required
country_code_id int
tax_code object:tax_code ro of=tax_code_id
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view product_unit = R"(id int ro
unit_id int
multiple_of_base_unit decimal:9
unit_precision decimal:5)";

constexpr std::string_view unit = R"(id int ro
name text:20
multiple_of_base_unit decimal:9
each_value bool
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view product_group = R"(id int ro
code text ro
description text ro
product_type text ro
can_levels_go_negative bool ro professional
do_items_use_units bool ro professional
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view tax_code = R"(id int ro
code int required
name text:60 required
tax_rate decimal:2
terms text ro
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view currency = R"(id int ro
name text ro
symbol text ro
is_base_currency bool ro
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view nominal_code = R"(id int ro
name text:60
reference text:8 required
cost_centre_code text ro
department_code text ro
nominal_account_type text professional
account_status_type text
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view transaction_analysis = R"(id int ro
code text ro
description text ro
active bool ro
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view warehouse = R"(id int ro
name text:20 required
description text:50
warehouse_type text:50
use_for_sales_trading bool professional
@spare
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view holding = R"(id int ro
warehouse_id int required
product_id int required
quantity_reserved decimal:5 ro
confirmed_qty_in_stock decimal:5 ro
unconfirmed_qty_in_stock decimal:5 ro
quantity_in_stock decimal:5 ro
quantity_allocated_sop decimal:5 ro
quantity_allocated decimal:5 ro
free_stock_available decimal:5 ro
warehouse_name text ro
product object:product ro of=product_id
warehouse object:warehouse ro of=warehouse_id
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view mapping = R"(id int ro
class_name text ro
friendly_class_name text ro
property_name text ro
friendly_property_name text ro
is_mandatory bool ro professional
is_read_only bool ro
slot int ro
analysis_code object:analysis_code ro
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view analysis_code = R"(id int ro
name text ro
allow_overtype bool ro
allow_new_on_entry bool ro
values list:analysis_code_value ro)";

constexpr std::string_view analysis_value = R"(id int ro
value text ro)";

constexpr std::string_view charge = R"(id int ro
code text:20
name text:60
charge_value decimal:2
nominal_code_id int
tax_code_id int
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view courier = R"(id int ro
name text:60 required
website text:2083
tracking_url text:2083
is_default bool
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view sop_settings = R"(id int ro
auto_generate_order_return_numbers bool
order_line_item_type text:50
amend_analysis_codes bool
amend_header_analysis_codes bool
amend_nominal_codes bool
are_prices_tax_inclusive bool
allocate_stock_on_order_entry bool
update_stock_on_despatch bool
add_invoice_credit_note_to_sales_ledger bool
print_despatch_notes bool
record_tracking_on_despatch bool since=2022-08-22
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view system_settings = R"(id int ro
next_urn text ro
next_invoice_number int
next_credit_note_number int
use_additional_trans_analysis bool
invoice_credit_note_same_numbers bool ro
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view sales_settings = R"(id int ro
auto_generate_account_numbers bool
allow_additional_trans_analysis bool
default_tax_code_id int
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view stock_settings = R"(id int ro
use_multiple_locations bool ro
integrate_stock_management_with_nominal bool ro
allow_negative_stocktake bool ro
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view permission = R"(id int ro
user_number int ro
user_name text ro
override_credit_holds bool
override_prices_discounts bool
override_fulfilment_method bool
override_cost_price bool
date_time_created date ro
date_time_updated date ro)";

}  // namespace

void add_master_models(Models& models) {
    models.emplace("site", Model(site));
    models.emplace("customer", Model(customer));
    models.emplace("product", Model(product));
    models.emplace("product_unit", Model(product_unit));
    models.emplace("unit", Model(unit));
    models.emplace("product_group", Model(product_group));
    models.emplace("tax_code", Model(tax_code));
    models.emplace("currency", Model(currency));
    models.emplace("nominal_code", Model(nominal_code));
    models.emplace("nominal_transaction_analysis_code", Model(transaction_analysis));
    models.emplace("warehouse", Model(warehouse));
    models.emplace("warehouse_holding", Model(holding));
    models.emplace("analysis_code_mapping", Model(mapping));
    models.emplace("analysis_code", Model(analysis_code));
    models.emplace("analysis_code_value", Model(analysis_value));
    models.emplace("sop_additional_charge", Model(charge));
    models.emplace("courier", Model(courier));
    models.emplace("customer_delivery_address", Model(customer_delivery_address));
    models.emplace("sop_settings", Model(sop_settings));
    models.emplace("system_settings", Model(system_settings));
    models.emplace("sales_ledger_settings", Model(sales_settings));
    models.emplace("stock_settings", Model(stock_settings));
    models.emplace("sop_user_permission", Model(permission));
}

}  // namespace sage::simulated_sage200
