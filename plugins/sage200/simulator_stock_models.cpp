// SPDX-License-Identifier: Apache-2.0
// The fields of bins, stock transfers and the movements that they make. How a table is written:
// simulator_sop_models.cpp.
#include "plugins/sage200/simulator_model.h"

namespace sage::simulated_sage200 {
namespace {

constexpr std::string_view bin_holding = R"(id int ro
warehouse_holding_id int required
product_id int required
name text:20
allocation_priority int
quantity_reserved decimal:5 ro
confirmed_qty_in_stock decimal:5 ro
unconfirmed_qty_in_stock decimal:5 ro
quantity_in_stock decimal:5 ro
quantity_allocated_sop decimal:5 ro
quantity_allocated decimal:5 ro
free_stock_available decimal:5 ro
last_stocktake date ro
@spare
product object:product ro of=product_id
warehouse_holding object:warehouse_holding ro of=warehouse_holding_id
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view stock_transfer = R"(product_id int required
bin_holding_from_id int required
bin_holding_to_id int required
quantity decimal:5 required
date date
reference text:20
second_reference text:20
traceable_adjustment_items list:transfer_traceable_item professional)";

constexpr std::string_view traceable_item = R"(traceable_item_id int
traceable_bin_item_id int
quantity decimal:5
is_selected bool
identification_no text:30 ro
is_selectable bool ro
available_quantity decimal:5 ro)";

constexpr std::string_view transaction_view = R"(id int ro
product_id int ro
product_group_id int ro
product_code text ro
product_group_code text ro
transaction_group_id int ro since=2020-12-14
transaction_type_id int ro since=2020-12-14
transaction_type text ro
transaction_date date
source_area_type_id int ro since=2020-12-14
source_area_reference text ro
source_area_name text ro
reference text ro
second_reference text ro
warehouse_name text ro
bin_name text ro
quantity decimal:5 ro
unit_cost_price decimal:5 ro
cost_value decimal:5 ro
memo text ro
user_name text ro
date_time_updated date ro)";

}  // namespace

void add_stock_models(Models& models) {
    models.emplace("bin_holding", Model(bin_holding));
    models.emplace("stock_transfer", Model(stock_transfer));
    models.emplace("transfer_traceable_item", Model(traceable_item));
    models.emplace("product_transaction_view", Model(transaction_view));
}

}  // namespace sage::simulated_sage200
