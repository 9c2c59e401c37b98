// SPDX-License-Identifier: Apache-2.0
// Everything is checked before anything is kept: a refused order leaves no trace.
#include "plugins/sage200/simulator_orders.h"

#include <fmt/format.h>

#include "plugins/sage200/simulator_analysis.h"
#include "plugins/sage200/simulator_body.h"
#include "plugins/sage200/simulator_lines.h"
#include "plugins/sage200/simulator_places.h"
#include "plugins/sage200/simulator_stock.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage200 {
namespace {

std::optional<Refusal> check_customer(const Company& company, const Row& order) {
    const Row* const customer = company.find("customer", order.integer("customer_id"));
    if (customer == nullptr) {
        return bad_field("customer_id", "There is no such customer.");
    }
    if (!customer->truth("on_hold")) {
        return std::nullopt;
    }
    if (!order.truth("override_on_hold")) {
        return bad_field("customer_id", "The customer's account is on hold.");
    }
    return company.permits("override_credit_holds")
               ? std::nullopt
               : std::optional<Refusal>(
                     Refusal{401, "override_on_hold: The user may not override credit holds."});
}

std::optional<Refusal> check_references(const Company& company, const Row& order) {
    const std::string_view type = order.text("customer_type");
    if (!type.empty() && type != "EnumCustomerTypeCredit" && type != "EnumCustomerTypeCash" &&
        type != "EnumCustomerTypeProspect") {
        return bad_field("customer_type", "There is no such type of customer.");
    }
    const bool own_number =
        company.site.professional &&
        !company.only("sop_settings").truth("auto_generate_order_return_numbers");
    if (own_number && order.text("document_no").empty()) {
        return bad_field("document_no", "The field is required: numbers are not generated.");
    }
    return check_analysis(company, order, "SOPOrderReturn", "amend_header_analysis_codes", "");
}

void number_order(Company& company, std::string_view model, Row& order) {
    const bool draft = order.truth("is_editing");
    const bool own_number =
        company.site.professional &&
        !company.only("sop_settings").truth("auto_generate_order_return_numbers");
    order.set_truth("is_draft", draft);
    order.set_text("document_status", draft ? "EnumDocumentStatusDraft" : "EnumDocumentStatusLive");
    if (draft) {
        order.set_text("document_no", "TBA");
    } else if (!own_number) {
        order.set_text("document_no", company.next_number(model));
    }
    for (const std::string_view status : {"despatch_receipt_status", "invoice_credit_status"}) {
        order.set_text(status, "EnumDocumentProcessStatusNone");
    }
}

void allocate(Company& company, Row& line, std::int64_t now_ms) {
    if (line.text("line_type") != standard_line) {
        return;
    }
    const bool on_entry = !company.site.professional ||
                          company.only("sop_settings").truth("allocate_stock_on_order_entry");
    Decimal wanted = on_entry ? line.number("line_quantity") : Decimal();
    if (company.site.professional && line.has("to_allocate_quantity")) {
        wanted = line.number("to_allocate_quantity");
    }
    line.set_number("to_allocate_quantity", wanted);
    const Row& product = *company.find("product", line.integer("product_id"));
    Row& holding = *holding_of(company, product.id, line.integer("warehouse_id"));
    const Decimal given = allocatable(company, product, holding, in_stock_units(line, wanted));
    change_stock(company, holding, Decimal(), given);
    allocate_places(company, line, given, now_ms);
    line.set_number("allocated_quantity", in_selling_units(line, given, Rounding::toward_zero));
}

/// Tax by line, or once for all lines of a tax code.
Decimal tax_of(const Company& company, const std::vector<Row>& lines) {
    Decimal tax;
    std::map<std::int64_t, Decimal> by_code;
    for (const Row& line : lines) {
        tax = tax + line.number("line_tax_value");
        Decimal& net = by_code[line.integer("tax_code_id")];
        net = net + line.number("line_total_value");
    }
    if (company.behaviours.tax_by_line) {
        return tax;
    }
    tax = Decimal();
    for (const auto& [id, net] : by_code) {
        const Row* const code = company.find("tax_code", id);
        const Decimal rate = code == nullptr ? Decimal() : code->number("tax_rate");
        tax = tax +
              Decimal::quotient({net, rate}, {Decimal::of(100)}, 2, Rounding::half_away_from_zero)
                  .value_or(Decimal());
    }
    return tax;
}

void add_up(const Company& company, Row& order) {
    Decimal goods;
    Decimal charges;
    for (const Row& line : order.parts["lines"]) {
        Decimal& sum = line.text("line_type") == "EnumLineTypeCharge" ? charges : goods;
        sum = sum + line.number("line_total_value");
    }
    const Decimal tax = tax_of(company, order.parts["lines"]);
    order.set_number("subtotal_goods_value", pennies(goods));
    order.set_number("subtotal_charge_net_value", pennies(charges));
    order.set_number("total_net_value", pennies(goods + charges));
    order.set_number("total_tax_value", pennies(tax));
    order.set_number("total_gross_value", pennies(goods + charges + tax));
}

void complete_order(Company& company, std::string_view model, Row& order, std::int64_t now_ms) {
    const Row& customer = *company.find("customer", order.integer("customer_id"));
    order.default_text("document_date", fmt::format("{}T00:00:00Z", simulated::date_of(now_ms)));
    order.set_integer("currency_id", customer.integer("currency_id"));
    order.default_truth("use_invoice_address", !order.parts.contains("delivery_address"));
    if (order.truth("use_invoice_address")) {
        order.parts.erase("delivery_address");
    }
    std::int64_t number = 0;
    for (Row& line : order.parts["lines"]) {
        Row made = company.make(now_ms);
        line.id = made.id;
        line.values.merge(made.values);
        line.set_integer("line_number", ++number);
        line.set_integer("sop_order_id", order.id);
        line.set_truth("is_complete", false);
        if (model == "sop_order") {
            allocate(company, line, now_ms);
        }
        price_line(company, line);
        refresh_line(line);
    }
    for (Row& memo : order.parts["memos"]) {
        Row made = company.make(now_ms);
        memo.id = made.id;
        memo.values.merge(made.values);
        memo.set_text("created_by", company.user_name);
    }
}

}  // namespace

Written create_order(Company& company, std::string_view model, std::string_view body,
                     std::int64_t now_ms) {
    Row order;
    auto refusal = read_body(company, model, body, order);
    refusal = refusal ? refusal : check_customer(company, order);
    refusal = refusal ? refusal : check_references(company, order);
    if (!refusal && order.parts["lines"].empty() && !order.truth("is_editing")) {
        refusal = bad_field("lines", "An order has lines.");
    }
    if (refusal) {
        return {std::move(refusal), nullptr};
    }
    const Row customer = *company.find("customer", order.integer("customer_id"));
    std::size_t number = 0;
    for (Row& line : order.parts["lines"]) {
        if (auto fault = check_line(company, customer, line, fmt::format("lines[{}].", number++))) {
            return {std::move(fault), nullptr};
        }
        if (line.has("to_allocate_quantity") &&
            line.number("line_quantity") < line.number("to_allocate_quantity")) {
            return {bad_field(fmt::format("lines[{}].to_allocate_quantity", number - 1),
                              "More than the line's quantity."),
                    nullptr};
        }
    }
    Row made = company.make(now_ms);
    order.id = made.id;
    order.visible_ms = made.visible_ms;
    order.values.merge(made.values);
    number_order(company, model, order);
    complete_order(company, model, order, now_ms);
    add_up(company, order);
    return {std::nullopt, &company.table(model).add(std::move(order))};
}

std::optional<Refusal> delete_order(Company& company, std::int64_t id) {
    Row* const order = company.table("sop_order").find(id);
    if (order == nullptr) {
        return Refusal{404, "There is no such order."};
    }
    for (const Row& line : order->parts["lines"]) {
        if (line.number("despatch_receipt_quantity").sign() > 0) {
            return bad_field("id", "Lines of the order were despatched.");
        }
    }
    for (Row& line : order->parts["lines"]) {
        if (line.text("line_type") == standard_line) {
            release_places(company, line);
            Row& holding =
                *holding_of(company, line.integer("product_id"), line.integer("warehouse_id"));
            change_stock(company, holding, Decimal(),
                         -line.number("stock_unit_allocated_quantity"));
        }
    }
    company.table("sop_order").remove(id);
    return std::nullopt;
}

}  // namespace sage::simulated_sage200
