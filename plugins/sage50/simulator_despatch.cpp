// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_despatch.h"

#include <fmt/format.h>

#include "plugins/sage50/simulator_body.h"
#include "plugins/sage50/simulator_customer.h"
#include "plugins/sage50/simulator_invoices.h"
#include "plugins/sage50/simulator_lines.h"
#include "plugins/sage50/simulator_stock.h"

namespace sage::simulated_sage50 {
namespace {

struct Leaving {
    const Row* line = nullptr;
    Decimal quantity;
};

Written refused(Refusal refusal) {
    return {std::move(refusal), 0};
}

void add_note_item(Company& company, const Leaving& one, std::int64_t note, std::int64_t number,
                   std::string_view date) {
    Row item;
    item.set_integer("UNIQUE_ID", company.next_gdn_item++);
    item.set_integer("GDN_NUMBER", note);
    item.set_integer("ITEM_NUMBER", number);
    item.copy(*one.line, "ORDER_NUMBER");
    item.set_integer("ORDER_ITEM", one.line->integer("ITEM_NUMBER") - 1);
    item.copy(*company.find("SALES_ORDER", one.line->integer("ORDER_NUMBER")), "ACCOUNT_REF");
    item.copy(*one.line, "STOCK_CODE");
    item.copy(*one.line, "DESCRIPTION");
    item.set("DATE", date);
    item.set_number("QTY_DESPATCHED", one.quantity);
    item.copy(*one.line, "QTY_ORDER", "QTY_ON_ORDER");
    company.add("GDN_ITEM", std::move(item));
}

void leave(Company& company, const Leaving& one, std::int64_t note, std::string_view date) {
    Row& line = company.change("SOP_ITEM", *one.line);
    const bool moves = moves_stock(company, line);
    line.set_number("QTY_ALLOCATED", line.number("QTY_ALLOCATED") - one.quantity);
    line.set_number("QTY_DELIVERED", line.number("QTY_DELIVERED") + one.quantity);
    line.set_number("QTY_LAST_DESPATCH", one.quantity);
    if (!moves) {
        return;
    }
    Row& product = company.change("STOCK", *company.find("STOCK", line.text("STOCK_CODE")));
    product.set_number("QTY_ALLOCATED", product.number("QTY_ALLOCATED") - one.quantity);
    Movement movement;
    movement.type = "GO";
    movement.stock_code = line.text("STOCK_CODE");
    movement.quantity = one.quantity;
    movement.date = date;
    movement.reference = std::string(line.text("ORDER_NUMBER"));
    movement.details = "Goods Out";
    movement.gdn_number = note;
    move_stock(company, movement);
}

/// The note's number.
std::int64_t despatch(Company& company, std::int64_t order, const std::vector<Leaving>& leaving) {
    const std::int64_t note = company.next_gdn++;
    const std::string today = company.today();
    std::int64_t number = 0;
    for (const Leaving& one : leaving) {
        add_note_item(company, one, note, ++number, today);
        leave(company, one, note, today);
    }
    Row& header = company.change("SALES_ORDER", *company.find("SALES_ORDER", order));
    header.set_integer("GDN_NUMBER", note);
    header.set("DESPATCH_DATE", today);
    put_status(company, order);
    return note;
}

std::int64_t invoice(Company& company, std::int64_t order, std::int64_t note, std::string_view date,
                     const std::vector<Leaving>& leaving) {
    std::vector<InvoicedLine> lines;
    lines.reserve(leaving.size());
    for (const Leaving& one : leaving) {
        lines.push_back({one.line, one.quantity});
    }
    return invoice_order(company, *company.find("SALES_ORDER", order), note, date, lines);
}

}  // namespace

Written despatch_lines(Company& company, std::string_view text) {
    Body body;
    auto refusal = read_body(company, "despatch", text, body);
    const std::int64_t number = body.row.integer("ORDER_NUMBER");
    refusal = refusal ? refusal : check_open(company, number);
    if (refusal) {
        return refused(std::move(*refusal));
    }
    std::vector<Leaving> leaving;
    for (const Body& entry : body.entries) {
        const std::int64_t item_id = entry.row.integer("ITEMID");
        const Row* const line = line_of(company, number, item_id);
        if (line == nullptr) {
            return refused({sdo_none, fmt::format("Item {}: The order has no such item", item_id)});
        }
        Decimal quantity = entry.row.number("QUANTITY");
        for (const Leaving& one : leaving) {
            quantity = one.line == line ? quantity + one.quantity : quantity;
        }
        if (entry.row.number("QUANTITY").sign() <= 0 || quantity > line->number("QTY_ALLOCATED")) {
            return refused(
                {sdo_none, fmt::format("Item {}: More than is allocated, or nothing", item_id)});
        }
        leaving.push_back({line, entry.row.number("QUANTITY")});
    }
    if (leaving.empty()) {
        return refused({sdo_none, "There are no items"});
    }
    const std::int64_t note = despatch(company, number, leaving);
    if (company.behaviours.partial_despatch_invoices) {
        invoice(company, number, note, company.today(), leaving);
    }
    return {std::nullopt, number};
}

Written complete_order(Company& company, std::int64_t number, std::string_view date, bool gdn) {
    auto refusal = check_open(company, number);
    if (refusal) {
        return refused(std::move(*refusal));
    }
    const std::string invoice_date(date.empty() ? company.today() : std::string(date));
    Row order = *company.find("SALES_ORDER", number);
    refusal = check_customer(company, order);
    if (!refusal && is_closed(company, invoice_date) &&
        company.behaviours.lock_date_stops_documents) {
        refusal = Refusal{sdo_closed_ledger_date, ""};
    }
    std::vector<Leaving> leaving;
    for (const Row* const line : company.all("SOP_ITEM", number)) {
        if (is_special_code(line->text("STOCK_CODE"))) {
            refusal = refusal ? refusal
                              : Refusal{sdo_none, "The order has items that are no stock items"};
        } else if (line->number("QTY_ALLOCATED") != outstanding(*line)) {
            refusal = refusal ? refusal : Refusal{sdo_none, "The order is not fully allocated"};
        } else if (outstanding(*line).sign() > 0) {
            leaving.push_back({line, outstanding(*line)});
        }
    }
    if (refusal) {
        return refused(std::move(*refusal));
    }
    const std::int64_t note = despatch(company, number, leaving);
    const std::int64_t made = invoice(company, number, note, invoice_date, leaving);
    return {std::nullopt, gdn && company.installation.has_api(1, 25, 0) ? note : made};
}

Written complete_order_on(Company& company, std::string_view text, bool gdn) {
    Body body;
    if (auto refusal = read_body(company, "complete", text, body)) {
        return refused(std::move(*refusal));
    }
    return complete_order(company, body.row.integer("ORDER_NUMBER"), body.row.text("DATE"), gdn);
}

}  // namespace sage::simulated_sage50
