// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_orders.h"

#include <fmt/format.h>

#include "plugins/sage50/simulator_body.h"
#include "plugins/sage50/simulator_customer.h"
#include "plugins/sage50/simulator_lines.h"
#include "plugins/sage50/simulator_shape.h"

namespace sage::simulated_sage50 {
namespace {

constexpr std::int64_t orders_last = 9'999'999;
constexpr std::int64_t couriers_last = 100;

Written refused(Refusal refusal) {
    return {std::move(refusal), 0};
}

std::optional<Refusal> complete_lines(const Company& company, const Row& header,
                                      std::vector<Body>& entries) {
    for (Body& entry : entries) {
        if (auto refusal = complete_line(company, header, "QTY_ORDER", entry.row)) {
            return refusal;
        }
    }
    return std::nullopt;
}

void add_lines(Company& company, std::int64_t order, std::vector<Body> entries) {
    auto number = static_cast<std::int64_t>(company.all("SOP_ITEM", order).size());
    for (Body& entry : entries) {
        Row& line = entry.row;
        line.set_integer("ORDER_NUMBER", order);
        line.set_integer("ITEM_NUMBER", ++number);
        line.set_integer("ITEMID", company.next_item);
        line.set_integer("THIS_RECORD", company.next_item++);
        company.add("SOP_ITEM", std::move(line));
    }
}

std::optional<Refusal> check_courier(const Company& company, Row& header) {
    if (!header.has("COURIER_NUMBER")) {
        return std::nullopt;
    }
    const std::int64_t number = header.integer("COURIER_NUMBER");
    if (number < 0 || number > couriers_last) {
        return Refusal{sdo_none, "courierNumber: There is no such courier"};
    }
    const Row* const courier = company.find("COURIER", number);
    header.set("COURIER_NAME", courier == nullptr ? "" : courier->text("NAME"));
    return std::nullopt;
}

std::optional<Refusal> check_header(const Company& company, Row& header) {
    for (const std::string_view column : {"CARR_NOM_CODE", "GLOBAL_NOM_CODE"}) {
        if (header.has(column) && company.find("NOMINAL_LEDGER", header.text(column)) == nullptr) {
            return Refusal{sdo_invalid_nominal_code, std::string(header.text(column))};
        }
    }
    if (header.has("CARR_TAX_CODE") &&
        company.find("TAX_CODE", header.text("CARR_TAX_CODE")) == nullptr) {
        return Refusal{sdo_none, "carrTaxCode: There is no such tax code"};
    }
    return check_courier(company, header);
}

}  // namespace

const Row* line_of(const Company& company, std::int64_t order, std::int64_t item_id) {
    for (const Row* const line : company.all("SOP_ITEM", order)) {
        if (line->integer("ITEMID") == item_id) {
            return line;
        }
    }
    return nullptr;
}

Decimal outstanding(const Row& line) {
    return line.number("QTY_ORDER") - line.number("QTY_DELIVERED");
}

Written create_order(Company& company, std::string_view text) {
    Body body;
    auto refusal = read_body(company, "salesOrder", text, body);
    Row& header = body.row;
    if (!refusal && header.has("ORDER_NUMBER")) {
        refusal = Refusal{sdo_none, "orderNumber: Sage numbers orders itself"};
    }
    if (!refusal && !body.has_entries) {
        refusal = Refusal{sdo_none, "invoiceItems: There are no items"};
    }
    refusal = refusal ? refusal : check_customer(company, header);
    refusal = refusal ? refusal : check_header(company, header);
    refusal = refusal ? refusal : complete_lines(company, header, body.entries);
    if (!refusal && company.next_order > orders_last) {
        refusal = Refusal{sdo_none, "There are no numbers left"};
    }
    if (refusal) {
        return refused(std::move(*refusal));
    }
    const std::int64_t number = company.next_order++;
    header.set_integer("ORDER_NUMBER", number);
    header.set("ORDER_OR_QUOTE", "Sales Order");
    if (!header.has("ORDER_DATE")) {
        header.set("ORDER_DATE", company.today());
    }
    if (!header.has("COURIER_NUMBER")) {
        header.set_integer("COURIER_NUMBER", 1);
    }
    default_from_customer(company, header);
    add_lines(company, number, std::move(body.entries));
    add_up(company, company.all("SOP_ITEM", number), header);
    company.add("SALES_ORDER", std::move(header));
    return {std::nullopt, number};
}

Written change_order(Company& company, std::string_view text) {
    Body body;
    if (auto refusal = read_body(company, "salesOrder", text, body)) {
        return refused(std::move(*refusal));
    }
    const std::int64_t number = body.row.integer("ORDER_NUMBER");
    const Row* const order = company.find("SALES_ORDER", number);
    if (order == nullptr) {
        return refused({sdo_none, fmt::format("Sales order {} was not found", number)});
    }
    const bool untouched =
        order->integer("ALLOCATED_STATUS_CODE") == 0 && order->integer("DESPATCH_STATUS_CODE") == 0;
    if (!untouched && company.installation.has_api(1, 22, 2)) {
        return refused({sdo_none, "The order is allocated or despatched and cannot be changed"});
    }
    Row changed = *order;
    if (body.has_entries || body.row.has("CARR_TAX_CODE")) {
        changed.values.erase("CARR_TAX");
    }
    for (const auto& [column, value] : body.row.values) {
        changed.set(column, value);
    }
    auto refusal = check_customer(company, changed);
    refusal = refusal ? refusal : check_header(company, changed);
    refusal = refusal ? refusal : complete_lines(company, changed, body.entries);
    if (refusal) {
        return refused(std::move(*refusal));
    }
    if (body.has_entries && !company.behaviours.patch_appends_lines) {
        for (const Row* const line : company.all("SOP_ITEM", number)) {
            company.remove("SOP_ITEM", *line);
        }
    }
    add_lines(company, number, std::move(body.entries));
    put_compact_address(changed);
    add_up(company, company.all("SOP_ITEM", number), changed);
    company.change("SALES_ORDER", *order).values = std::move(changed.values);
    return {std::nullopt, number};
}

std::optional<Refusal> check_open(const Company& company, std::int64_t number) {
    const Row* const order = company.find("SALES_ORDER", number);
    if (order == nullptr) {
        return Refusal{sdo_none, fmt::format("Sales order {} was not found", number)};
    }
    const std::int64_t status = order_status(*order);
    if (status == 8) {
        return Refusal{sdo_none, fmt::format("Sales order {} is complete", number)};
    }
    if (status == 3 || status == 7) {
        return Refusal{sdo_none, fmt::format("Sales order {} is cancelled", number)};
    }
    if (status == 9 || status == 10) {
        return Refusal{sdo_none, fmt::format("Sales order {} is on hold", number)};
    }
    return std::nullopt;
}

void put_status(Company& company, std::int64_t number) {
    bool any_allocated = false;
    bool all_allocated = true;
    bool any_delivered = false;
    bool all_delivered = true;
    for (const Row* const line : company.all("SOP_ITEM", number)) {
        if (is_special_code(line->text("STOCK_CODE"))) {
            continue;
        }
        any_allocated = any_allocated || line->number("QTY_ALLOCATED").sign() > 0;
        all_allocated = all_allocated && line->number("QTY_ALLOCATED") == outstanding(*line);
        any_delivered = any_delivered || line->number("QTY_DELIVERED").sign() > 0;
        all_delivered = all_delivered && outstanding(*line).sign() == 0;
    }
    Row& order = company.change("SALES_ORDER", *company.find("SALES_ORDER", number));
    const bool complete = any_delivered && all_delivered;
    order.set_integer("ALLOCATED_STATUS_CODE", !any_allocated ? 0 : all_allocated ? 2 : 1);
    order.set_integer("DESPATCH_STATUS_CODE", complete ? 2 : any_delivered ? 1 : 0);
    order.set("DESPATCH_STATUS", complete ? "Complete" : "");
}

}  // namespace sage::simulated_sage50
