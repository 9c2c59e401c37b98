// SPDX-License-Identifier: Apache-2.0
// The fields of the sales ledger's documents. How a table is written: simulator_sop_models.cpp.
#include <fmt/format.h>

#include "plugins/sage200/simulator_model.h"

namespace sage::simulated_sage200 {
namespace {

constexpr std::string_view document = R"(customer_id int required
transaction_date date
exchange_rate decimal:6
reference text:20
second_reference text:20
settled_immediately bool
document_goods_value decimal:2
document_tax_value decimal:2
document_discount_value decimal:2
document_tax_discount_value decimal:2
discount_percent decimal:2
discount_days int
is_eu_trader bool ro
triangular_transaction bool
tax_analysis_items list:tax_analysis_item
nominal_analysis_items list:nominal_analysis_item)";

/// The tax code's id: without one Sage fails, which is told in its own words.
constexpr std::string_view tax_analysis = R"(id int
goods_amount decimal:2
discount_amount decimal:2
tax_amount decimal:2
tax_discount_amount decimal:2)";

constexpr std::string_view nominal_analysis = R"(code text:8 required
cost_centre text:3
department text:3
narrative text:6000
value decimal:2
transaction_analysis_code text:20)";

constexpr std::string_view posted = R"(id int ro
customer_id int ro
trader_transaction_type text ro
reference text ro
second_reference text ro
queried text:1
transaction_date date ro
posted_date date ro
due_date date ro
document_goods_value decimal:2 ro
document_gross_value decimal:2 ro
document_tax_value decimal:2 ro
document_discount_value decimal:2 ro
document_allocated_value decimal:2 ro
document_outstanding_value decimal:2 ro
base_goods_value decimal:2 ro
base_gross_value decimal:2 ro
base_tax_value decimal:2 ro
exchange_rate decimal:6 ro
settled_immediately bool ro
urn int ro
user_name text ro
tax_analysis_items list:posted_tax_item ro
nominal_analysis_items list:posted_nominal_item ro
customer object:customer ro of=customer_id
date_time_created date ro
date_time_updated date ro)";

constexpr std::string_view posted_tax = R"(id int ro
code int ro
name text ro
entry_type text ro
goods_amount decimal:2 ro
tax_amount decimal:2 ro
tax_discount_amount decimal:2 ro)";

constexpr std::string_view posted_nominal = R"(code text ro
cost_centre text ro
department text ro
name text ro
reference text ro
narrative text ro
value decimal:2 ro
base_value decimal:2 ro
transaction_analysis_code text ro)";

}  // namespace

void add_ledger_models(Models& models) {
    models.emplace("sales_invoice", Model(fmt::format("{}\ndue_date date", document)));
    models.emplace("sales_credit_note", Model(document));
    models.emplace("tax_analysis_item", Model(tax_analysis));
    models.emplace("nominal_analysis_item", Model(nominal_analysis));
    models.emplace("sales_posted_transaction", Model(posted));
    models.emplace("posted_tax_item", Model(posted_tax));
    models.emplace("posted_nominal_item", Model(posted_nominal));
}

}  // namespace sage::simulated_sage200
