// SPDX-License-Identifier: Apache-2.0
// The fields of sales orders, returns, despatches and what belongs to them, as Sage's OpenAPI files
// list them.
//
// One field a line: name, type, flags. Types: int, decimal:places, text:longest, date, bool,
// object:model, list:model. Flags: required, ro (read only), wo (taken and never shown),
// professional, since=day of the release that brought it, of=field with the id of the record that
// the object shows. "spare_text_1..10" is ten fields; "@analysis" and "@spare" are in
// simulator_model.cpp. What is required of a line goes by its type, in simulator_lines.cpp.
#include "plugins/sage200/simulator_model.h"

namespace sage::simulated_sage200 {
namespace {

constexpr std::string_view order = R"(id int ro
customer_id int required
is_draft bool ro since=2021-07-26
is_editing bool wo since=2021-07-26
is_to_sequence_lines bool wo
override_on_hold bool wo
recalculate_prices bool wo
apply_available_document_discount_percent bool wo
lock_id int ro since=2021-11-08
customer_delivery_address_id int
suppress_warnings bool wo
document_no text:20
customer_type text:50
document_date date
document_status text ro
despatch_receipt_status text ro since=2024-02-05
invoice_credit_status text ro since=2024-02-05
cancelled_status text ro since=2024-02-05
currency_id int ro
exchange_rate decimal:6
subtotal_goods_value decimal:2 ro
subtotal_charge_net_value decimal:2 ro
subtotal_charge_tax_value decimal:2 ro
subtotal_discount_value decimal:2 ro
total_net_value decimal:2 ro
total_tax_value decimal:2 ro
total_gross_value decimal:2 ro
customer_document_no text:30
is_credit_limit_exceeded bool ro
use_invoice_address bool
is_triangulated bool
settlement_discount_days int
settlement_discount_percent decimal:2
document_discount_percent decimal:2
available_document_discount_percent decimal:2 ro
document_created_by text:30
requested_delivery_date date since=2017-05-25
promised_delivery_date date since=2017-05-25
use_header_requested_date bool wo since=2024-10-28
use_header_promised_date bool wo since=2024-10-28
quotation_expiry_date date
order_priority text:1
external_reference text:20 ro
payment_with_order bool
payment_type text:20
invoice_payment_with_order_immediately bool
payment_value decimal:2
payment_reference text:20
payment_method_id int
@analysis
@spare
cash_account_invoice_address object:address
currency object:currency ro of=currency_id
customer object:customer ro of=customer_id
delivery_address object:address
lines list:sop_order_line
memos list:sop_order_memo since=2021-11-08
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view line = R"(id int ro
sop_order_id int ro
line_type text required
product_id int
warehouse_id int
create_cancelled_line bool wo
is_to_split_line bool wo
code text:30
use_description bool
description text:6000
line_quantity decimal:5
to_allocate_quantity decimal:5
line_number int ro
tax_code_id int
nominal_reference text:8
nominal_cost_centre text:3
nominal_department text:3
allocated_quantity decimal:5 ro
available_for_despatch decimal:5 ro
despatch_receipt_quantity decimal:5 ro
invoice_credit_quantity decimal:5 ro
posted_invoice_credit_quantity decimal:5 ro
stock_unit_line_quantity decimal:5 ro
stock_unit_to_allocate_quantity decimal:5 ro
stock_unit_allocated_quantity decimal:5 ro
stock_unit_available_for_despatch decimal:5 ro
stock_unit_despatch_receipt_quantity decimal:5 ro
stock_unit_invoice_credit_quantity decimal:5 ro
stock_unit_posted_invoice_credit_quantity decimal:5 ro
allocation_status text ro
despatch_receipt_status text ro
invoice_credit_status text ro
selling_unit_id int
selling_unit_description text:20
selling_unit_price decimal:5
selling_unit_price_overridden bool wo
pricing_unit_id int
pricing_unit_description text:20
line_unit_precision decimal:5 ro
stock_unit_precision decimal:5 ro
selling_unit_multiple decimal:7 ro
stock_unit_multiple decimal:7 ro
unit_discount_percent decimal:2
discount_percent_specified bool wo
unit_discount_value decimal:5
unit_discount_overridden bool wo
discounted_unit_price decimal:2 ro
cost_price decimal:5
retain_manual_prices bool wo
fulfilment_method text:50
confirmation_intent_type text:50
mark_as_preferred bool wo
line_tax_value decimal:2 ro
line_total_value decimal:2 ro
requested_delivery_date date since=2017-05-25
promised_delivery_date date since=2017-05-25
picking_list_comment text:160
despatch_note_comment text:160
show_on_customer_docs bool
show_on_picking_list_type text:20
is_complete bool ro
is_line_deletable bool ro
@analysis
@spare
product object:product ro of=product_id
tax_code object:tax_code ro of=tax_code_id
warehouse object:warehouse ro of=warehouse_id
is_to_delete bool wo
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view address = R"(id int ro
postal_name text:60
address_1..4 text:60
city text:60
county text:60
country text:60
postcode text:10
contact text:235
telephone_number text:30
fax_number text:30
email_address text:255
tax_number text:30
tax_code_id int
country_code_id int)";

constexpr std::string_view memo = R"(id int ro
sop_order_return_id int
is_active bool
note text:1000
is_to_delete bool wo
created_by text ro
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view despatch = R"(sop_order_return_id int required
despatch_receipt_date date
confirmation_intent_type text:50 professional
items list:sop_despatch_receipt_item required
tracking_items list:pending_sop_despatch_receipt)";

/// What orders ready for despatch may be filtered by.
constexpr std::string_view despatch_filter = R"(confirmation_intent_type text
trader_id int
warehouse_id int
document_no text
document_date date)";

/// Sage marks the id of an item as required and as read only: it has to be sent.
constexpr std::string_view despatch_item = R"(id int required
sop_order_return_id int ro
document_no text ro
customer_id int ro
customer_reference text ro
customer_name text ro
product_id int ro
item_code text ro
item_name text ro
warehouse_name text ro
quantity decimal:5 required
line_quantity decimal:5 ro
despatch_receipt_quantity decimal:5 ro
outstanding_quantity decimal:5 ro
available_quantity decimal:5 ro
selling_unit_multiple decimal:7 ro
stock_unit_multiple decimal:7 ro
traceable_type text ro professional
has_traceable_allocations bool ro
is_multiple_bin_allocations bool ro
bin_items list:sop_despatch_bin_item
traceable_adjustment_items list:sop_item_traceable_adjustment_item professional
document_date date ro)";

constexpr std::string_view line_request = "id int required";

constexpr std::string_view bin_items = R"(id int ro
bin_items list:sop_despatch_bin_item)";

/// As of an item: what names it is marked as read only, and has to be sent.
constexpr std::string_view bin_item = R"(id int required
bin_name text ro
available_quantity decimal:5 ro
quantity decimal:5)";

constexpr std::string_view traceable_items = R"(id int ro
traceable_adjustment_items list:sop_item_traceable_adjustment_item ro)";

constexpr std::string_view traceable_item = R"(traceable_item_id int required
identification_no text ro
quantity decimal:5 required
is_selected bool required
available_quantity decimal:5 ro
allocation_quantity decimal:5 ro
traceable_bin_item_id int required
bin_item_id int ro
bin_name text ro
traceable_allocation_balance_id int required
is_allocated bool ro
is_selectable bool ro)";

constexpr std::string_view allocation = R"(sop_allocation_line_id int ro
sop_order_return_line_id int ro
sop_allocation_line_allocated_quantity decimal:5 ro
sop_allocation_line_despatched_quantity decimal:5 ro
sop_allocation_line_current_allocated_quantity decimal:5 ro
warehouse_id int ro
warehouse_name text ro
bin_holding_id int ro
bin_holding_name text ro)";

constexpr std::string_view place = R"(id int ro
product_id int
warehouse_id int
bin_name text
identification_no text
traceable_item_id int
quantity decimal:5
allocated decimal:5)";

constexpr std::string_view tracking_item = R"(sop_order_return_id int
courier_id int
consignment_no text:60
sop_incoterm_id int
sop_export_reason_id int
weight decimal:4
pieces int
notes text:256)";

constexpr std::string_view receipt = R"(id int ro
despatch_no text ro
despatched_by text ro
despatch_date date ro
courier_id int
sop_incoterm_id int
sop_export_reason_id int
courier_name text ro
consignment_no text:60
weight decimal:4
pieces int
notes text:256
courier object:courier ro of=courier_id
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view despatch_line_view = R"(sop_despatch_line_id int ro
sop_despatch_line_quantity decimal:5 ro
sop_despatch_line_is_invoiced bool ro
sop_despatch_id int ro
sop_despatch_document_no text ro
sop_despatch_date date ro
sop_order_line_id int ro
sop_order_line_item_code text ro
sop_order_line_item_description text ro
sop_order_line_quantity decimal:5 ro
sop_order_line_despatch_quantity decimal:5 ro
sop_order_id int ro
sop_order_document_no text ro
sop_order_document_date date ro
sop_order_customer_document_no text ro
customer_id int ro
customer_reference text ro
customer_name text ro
product_id int ro
product_code text ro
product_name text ro
warehouse_id int ro
warehouse_name text ro
sop_despatch_courier_name text ro
sop_despatch_consignment_no text ro
sop_despatch_pieces int ro
sop_despatch_weight decimal:3 ro
sop_despatch_notes text ro
date_time_updated date ro)";

}  // namespace

void add_sop_models(Models& models) {
    models.emplace("sop_order", Model(order));
    models.emplace("sop_return", Model(order));
    models.emplace("sop_order_line", Model(line));
    models.emplace("address", Model(address));
    models.emplace("sop_order_memo", Model(memo));
    models.emplace("sop_confirm_despatch_adjustment", Model(despatch));
    models.emplace("despatch_filter", Model(despatch_filter));
    models.emplace("sop_despatch_receipt_item", Model(despatch_item));
    models.emplace("pending_sop_despatch_receipt", Model(tracking_item));
    models.emplace("sop_confirm_despatch_bin_items_request", Model(line_request));
    models.emplace("sop_confirm_despatch_bin_items_adjustment", Model(bin_items));
    models.emplace("sop_despatch_bin_item", Model(bin_item));
    models.emplace("sop_confirm_despatch_traceable_items_request", Model(line_request));
    models.emplace("sop_confirm_despatch_traceable_adjustment", Model(traceable_items));
    models.emplace("sop_item_traceable_adjustment_item", Model(traceable_item));
    models.emplace("sop_allocation_line_view", Model(allocation));
    // Of the simulator: where goods lie. Nothing of Sage's.
    models.emplace("place", Model(place));
    models.emplace("sop_despatch_receipt", Model(receipt));
    models.emplace("sop_order_despatch_line_view", Model(despatch_line_view));
}

}  // namespace sage::simulated_sage200
