// SPDX-License-Identifier: Apache-2.0
// Only what is allocated can leave, and only in stock units.
#include "plugins/sage200/simulator_despatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plugins/sage200/simulator_body.h"
#include "plugins/sage200/simulator_lines.h"
#include "plugins/sage200/simulator_places.h"
#include "plugins/sage200/simulator_stock.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage200 {
namespace {

constexpr std::string_view tracking = "tracking_items";

Row* line_of(Row& order, std::int64_t id) {
    std::vector<Row>& lines = order.parts["lines"];
    const auto found =
        std::find_if(lines.begin(), lines.end(), [id](const Row& line) { return line.id == id; });
    return found == lines.end() ? nullptr : &*found;
}

/// Free text has nothing to be allocated: all that has not left may leave.
Decimal available(const Row& line) {
    return line.text("line_type") == standard_line
               ? line.number("stock_unit_available_for_despatch")
               : line.number("stock_unit_line_quantity") -
                     line.number("stock_unit_despatch_receipt_quantity");
}

std::optional<Refusal> check_items(const Company& company, Row& order, const Row& despatch) {
    std::set<std::int64_t> seen;
    std::size_t number = 0;
    for (const Row& item : despatch.parts.at("items")) {
        const std::string at = fmt::format("items[{}].", number++);
        Row* const line = line_of(order, item.integer("id"));
        if (line == nullptr || !line->has("line_quantity")) {
            return bad_field(at + "id", "The order has no such line to despatch.");
        }
        if (!seen.insert(line->id).second) {
            return bad_field(at + "id", "The line is there twice.");
        }
        const Decimal quantity = item.number("quantity");
        if (quantity.sign() <= 0) {
            return bad_field(at + "quantity", "The quantity is not above zero.");
        }
        if (available(*line) < quantity) {
            return bad_field(at + "quantity",
                             fmt::format("Only {} can be despatched.", plain(available(*line))));
        }
        if (auto refusal = check_places(company, *line, item, at)) {
            return refusal;
        }
    }
    return seen.empty() ? std::optional<Refusal>(bad_field("items", "There are no items."))
                        : std::nullopt;
}

std::optional<Refusal> check_tracking(const Company& company, const Row& order, Row& despatch) {
    const auto found = despatch.parts.find(tracking);
    if (found == despatch.parts.end() || found->second.empty()) {
        return std::nullopt;
    }
    if (!company.only("sop_settings").truth("record_tracking_on_despatch")) {
        if (!company.behaviours.ignore_unrecorded_tracking) {
            return bad_field("tracking_items", "Tracking is not recorded on despatch.");
        }
        despatch.parts.erase(found);
        return std::nullopt;
    }
    if (found->second.size() > 1) {
        return bad_field("tracking_items", "One for each order.");
    }
    const Row& item = found->second.front();
    if (item.has("sop_order_return_id") && item.integer("sop_order_return_id") != order.id) {
        return bad_field("tracking_items[0].sop_order_return_id", "It is another order's.");
    }
    return item.has("courier_id") && company.find("courier", item.integer("courier_id")) == nullptr
               ? std::optional<Refusal>(
                     bad_field("tracking_items[0].courier_id", "There is no such courier."))
               : std::nullopt;
}

/// Copies what may be sent of tracking, and the name of the courier.
void put_tracking(const Company& company, const Row& from, Row& receipt) {
    for (const std::string_view field : {"courier_id", "consignment_no", "weight", "pieces",
                                         "notes", "sop_incoterm_id", "sop_export_reason_id"}) {
        const auto value = from.values.find(field);
        if (value != from.values.end()) {
            receipt.values.insert_or_assign(std::string(field), value->second);
        }
    }
    const Row* const courier = company.find("courier", receipt.integer("courier_id"));
    receipt.set_text("courier_name", courier == nullptr ? "" : courier->text("name"));
}

/// The view's lines follow the receipt.
void show_tracking(Company& company, const Row& receipt) {
    for (Row& view : company.table("sop_order_despatch_line_view").rows()) {
        if (view.integer("sop_despatch_id") == receipt.id) {
            view.set_text("sop_despatch_consignment_no", receipt.text("consignment_no"));
            view.set_text("sop_despatch_courier_name", receipt.text("courier_name"));
            view.set_text("sop_despatch_notes", receipt.text("notes"));
            view.set_integer("sop_despatch_pieces", receipt.integer("pieces"));
            view.set_number("sop_despatch_weight",
                            receipt.number("weight").rounded(3, Rounding::half_away_from_zero));
        }
    }
}

void despatch_line(Company& company, Row& line, const Decimal& stock_units) {
    if (line.text("line_type") == standard_line) {
        Row& holding =
            *holding_of(company, line.integer("product_id"), line.integer("warehouse_id"));
        if (company.only("sop_settings").truth("update_stock_on_despatch")) {
            change_stock(company, holding, -stock_units, -stock_units);
        }
    }
    const Decimal selling = in_selling_units(line, stock_units);
    line.set_number("despatch_receipt_quantity",
                    line.number("despatch_receipt_quantity") + selling);
    if (line.text("line_type") == standard_line) {
        line.set_number("allocated_quantity", line.number("allocated_quantity") - selling);
    }
    refresh_line(line);
}

void add_view(Company& company, const Row& order, const Row& line, const Row& receipt,
              const Decimal& quantity, std::int64_t now_ms) {
    const Row& customer = *company.find("customer", order.integer("customer_id"));
    const Row* const warehouse = company.find("warehouse", line.integer("warehouse_id"));
    Row view = company.make(now_ms);
    view.set_integer("sop_despatch_line_id", view.id);
    view.set_number("sop_despatch_line_quantity", quantity);
    view.set_truth("sop_despatch_line_is_invoiced", false);
    view.set_integer("sop_despatch_id", receipt.id);
    view.set_text("sop_despatch_document_no", receipt.text("despatch_no"));
    view.set_text("sop_despatch_date", receipt.text("despatch_date"));
    view.set_integer("sop_order_line_id", line.id);
    view.set_text("sop_order_line_item_code", line.text("code"));
    view.set_text("sop_order_line_item_description", line.text("description"));
    view.set_number("sop_order_line_quantity", line.number("line_quantity"));
    view.set_number("sop_order_line_despatch_quantity", line.number("despatch_receipt_quantity"));
    view.set_integer("sop_order_id", order.id);
    view.set_text("sop_order_document_no", order.text("document_no"));
    view.set_text("sop_order_document_date", order.text("document_date"));
    view.set_text("sop_order_customer_document_no", order.text("customer_document_no"));
    view.set_integer("customer_id", customer.id);
    view.set_text("customer_reference", customer.text("reference"));
    view.set_text("customer_name", customer.text("name"));
    view.set_integer("product_id", line.integer("product_id"));
    view.set_text("product_code", line.text("code"));
    view.set_integer("warehouse_id", line.integer("warehouse_id"));
    view.set_text("warehouse_name", warehouse == nullptr ? "" : warehouse->text("name"));
    company.table("sop_order_despatch_line_view").add(std::move(view));
}

void refresh_order(Row& order, std::int64_t now_ms) {
    bool all = true;
    for (const Row& line : order.parts["lines"]) {
        all = all && (!line.has("line_quantity") ||
                      line.text("despatch_receipt_status") == "EnumLineStatusFully");
    }
    order.set_text("despatch_receipt_status",
                   all ? "EnumDocumentProcessStatusFull" : "EnumDocumentProcessStatusPart");
    order.set_text("date_time_updated", simulated::date_time_of(now_ms));
}

}  // namespace

Row ready_for_despatch(const Company& company, const Row& order) {
    Row ready;
    ready.id = order.id;
    ready.visible_ms = order.visible_ms;
    const auto lines = order.parts.find("lines");
    if (order.text("document_status") != "EnumDocumentStatusLive" || lines == order.parts.end()) {
        return ready;
    }
    const Row& customer = *company.find("customer", order.integer("customer_id"));
    for (const Row& line : lines->second) {
        if (!line.has("line_quantity") || available(line).sign() <= 0) {
            continue;
        }
        Row& item = ready.parts["items"].emplace_back();
        item.set_integer("id", line.id);
        item.set_integer("sop_order_return_id", order.id);
        item.set_text("document_no", order.text("document_no"));
        item.set_integer("customer_id", customer.id);
        item.set_text("customer_reference", customer.text("reference"));
        item.set_text("customer_name", customer.text("name"));
        item.set_integer("product_id", line.integer("product_id"));
        item.set_text("item_code", line.text("code"));
        item.set_text("item_name", line.text("description"));
        item.set_number("quantity", available(line));
        item.set_number("line_quantity", line.number("stock_unit_line_quantity"));
        item.set_number("despatch_receipt_quantity",
                        line.number("stock_unit_despatch_receipt_quantity"));
        for (const std::string_view multiple : {"selling_unit_multiple", "stock_unit_multiple"}) {
            if (line.has(multiple)) {
                item.set_number(multiple, line.number(multiple));
            }
        }
        item.set_number("available_quantity", available(line));
        const Row* const product = company.find("product", line.integer("product_id"));
        item.set_text("traceable_type", product == nullptr ? "" : product->text("traceable_type"));
        item.set_truth("is_multiple_bin_allocations", is_in_several_bins(company, line));
        item.set_truth("has_traceable_allocations", has_numbers(line));
        item.set_text("document_date", order.text("document_date"));
        ready.default_integer("warehouse_id", line.integer("warehouse_id"));
    }
    ready.set_integer("sop_order_return_id", order.id);
    ready.set_text("confirmation_intent_type", "ConfirmOnDespatch");
    ready.set_integer("trader_id", customer.id);
    ready.set_text("document_no", order.text("document_no"));
    ready.set_text("document_date", order.text("document_date"));
    return ready;
}

Written confirm_despatch(Company& company, std::string_view body, std::int64_t now_ms) {
    Row despatch;
    if (auto refusal = read_body(company, "sop_confirm_despatch_adjustment", body, despatch)) {
        return {std::move(refusal), nullptr};
    }
    Row* const order = company.table("sop_order").find(despatch.integer("sop_order_return_id"));
    if (order == nullptr) {
        return {bad_field("sop_order_return_id", "There is no such order."), nullptr};
    }
    if (order->text("document_status") != "EnumDocumentStatusLive") {
        return {bad_field("sop_order_return_id", "The order is not live."), nullptr};
    }
    auto refusal = check_items(company, *order, despatch);
    refusal = refusal ? refusal : check_tracking(company, *order, despatch);
    if (refusal) {
        return {std::move(refusal), nullptr};
    }
    Row receipt = company.make(now_ms);
    receipt.set_text("despatch_no", company.next_number("sop_despatch_receipt"));
    receipt.set_text("despatched_by", company.user_name);
    receipt.set_text("despatch_date",
                     despatch.has("despatch_receipt_date")
                         ? std::string(despatch.text("despatch_receipt_date"))
                         : fmt::format("{}T00:00:00Z", simulated::date_of(now_ms)));
    receipt.set_integer("order_id", order->id);
    const auto items = despatch.parts.find(tracking);
    if (items != despatch.parts.end() && !items->second.empty()) {
        put_tracking(company, items->second.front(), receipt);
    }
    for (const Row& item : despatch.parts["items"]) {
        Row& line = *line_of(*order, item.integer("id"));
        take_from_places(company, line, item, now_ms);
        despatch_line(company, line, item.number("quantity"));
        add_view(company, *order, line, receipt, item.number("quantity"), now_ms);
    }
    show_tracking(company, receipt);
    refresh_order(*order, now_ms);
    return {std::nullopt, &company.table("sop_despatch_receipt").add(std::move(receipt))};
}

Written change_receipt(Company& company, std::int64_t id, std::string_view body,
                       std::int64_t now_ms) {
    Row* const receipt = company.table("sop_despatch_receipt").find(id);
    if (receipt == nullptr) {
        return {Refusal{404, "There is no such despatch."}, nullptr};
    }
    Row change;
    if (auto refusal = read_body(company, "sop_despatch_receipt", body, change)) {
        return {std::move(refusal), nullptr};
    }
    const Row* const order = company.find("sop_order", receipt->integer("order_id"));
    const std::string_view status = order == nullptr ? "" : order->text("document_status");
    if (status != "EnumDocumentStatusLive" && status != "EnumDocumentStatusOnHold") {
        return {bad_field("id", "The order is neither live nor on hold."), nullptr};
    }
    if (change.has("courier_id") &&
        company.find("courier", change.integer("courier_id")) == nullptr) {
        return {bad_field("courier_id", "There is no such courier."), nullptr};
    }
    put_tracking(company, change, *receipt);
    receipt->set_text("date_time_updated", simulated::date_time_of(now_ms));
    show_tracking(company, *receipt);
    return {std::nullopt, receipt};
}

}  // namespace sage::simulated_sage200
