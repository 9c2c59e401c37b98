// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_invoices.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "plugins/sage50/simulator_body.h"
#include "plugins/sage50/simulator_customer.h"
#include "plugins/sage50/simulator_ledger.h"
#include "plugins/sage50/simulator_lines.h"
#include "plugins/sage50/simulator_values.h"

namespace sage::simulated_sage50 {
namespace {

constexpr std::array<std::string_view, 5> type_names = {
    "Product Invoice", "Product Invoice (from SOP)", "Service Invoice", "Product Credit",
    "Service Credit"};
constexpr std::int64_t due_days_usual = 30;

Written refused(Refusal refusal) {
    return {std::move(refusal), 0};
}

bool only_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Of invoices and credits together each number is there once.
std::int64_t next_number(Company& company, bool credit) {
    const bool own = credit && company.behaviours.separate_credit_numbers;
    std::int64_t& next = own ? company.next_credit : company.next_invoice;
    while (company.table("INVOICE").first(std::to_string(next)) != nullptr) {
        ++next;
    }
    return next++;
}

void set_order_number(Row& invoice, std::string_view order) {
    const bool numeric = only_digits(order);
    invoice.set("ORDER_NUMBER", numeric ? right_justified(order) : std::string(order));
    invoice.set("ORDER_NUMBER_NUMERIC", numeric ? order : "0");
}

void set_due_date(const Company& company, Row& invoice) {
    const Row& customer = *company.find("SALES_LEDGER", invoice.text("ACCOUNT_REF"));
    const std::int64_t days =
        customer.has("PAYMENT_DUE_DAYS") ? customer.integer("PAYMENT_DUE_DAYS") : due_days_usual;
    invoice.set("PAYMENT_DUE_DATE", later(invoice.text("INVOICE_DATE"), days));
}

void name_type(Row& invoice) {
    const auto type = static_cast<std::size_t>(invoice.integer("INVOICE_TYPE_CODE"));
    invoice.set("INVOICE_TYPE", type_names.at(type));
    invoice.set("INVOICE_OR_CREDIT", is_credit(invoice) ? "Credit" : "Invoice");
}

std::optional<Refusal> check_header(const Company& company, Row& header) {
    const std::int64_t type = header.integer("INVOICE_TYPE_CODE");
    if (type < 0 || type >= static_cast<std::int64_t>(type_names.size())) {
        return Refusal{sdo_none, "invoiceTypeCode: This is not simulated"};
    }
    if (!header.has("INVOICE_DATE")) {
        header.set("INVOICE_DATE", company.today());
    }
    if (is_closed(company, header.text("INVOICE_DATE")) &&
        company.behaviours.lock_date_stops_documents) {
        return Refusal{sdo_closed_ledger_date, ""};
    }
    for (const std::string_view column : {"CARR_NOM_CODE", "GLOBAL_NOM_CODE"}) {
        if (header.has(column) && company.find("NOMINAL_LEDGER", header.text(column)) == nullptr) {
            return Refusal{sdo_invalid_nominal_code, std::string(header.text(column))};
        }
    }
    return std::nullopt;
}

/// Consignment and courier are shown, and documented for no write.
std::optional<Refusal> check_consignment(const Company& company, Row& header) {
    const bool given =
        header.values.contains("CONSIGNMENT") || header.values.contains("COURIER_NUMBER");
    if (!given || company.behaviours.invoice_consignment == 1) {
        return std::nullopt;
    }
    if (company.behaviours.invoice_consignment == 2) {
        return Refusal{sdo_none, "There is no field consignmentRef or courierNumber"};
    }
    header.values.erase("CONSIGNMENT");
    header.values.erase("COURIER_NUMBER");
    return std::nullopt;
}

std::optional<Refusal> complete_lines(const Company& company, const Row& header,
                                      std::vector<Body>& entries) {
    for (Body& entry : entries) {
        if (auto refusal = complete_line(company, header, "QUANTITY", entry.row)) {
            return refusal;
        }
    }
    return std::nullopt;
}

void add_lines(Company& company, std::int64_t invoice, std::vector<Body> entries) {
    auto number = static_cast<std::int64_t>(company.all("INVOICE_ITEM", invoice).size());
    for (Body& entry : entries) {
        Row& line = entry.row;
        line.set_integer("INVOICE_NUMBER", invoice);
        line.set_integer("ITEM_NUMBER", ++number);
        line.set_integer("ITEMID", company.next_item++);
        company.add("INVOICE_ITEM", std::move(line));
    }
}

/// Posts the invoice if the request asks for it.
Written post_if(Company& company, std::int64_t number, bool wanted) {
    if (!wanted) {
        return {std::nullopt, number};
    }
    if (auto refusal = update_ledger(company, number)) {
        if (!company.behaviours.failed_update_keeps_invoice) {
            for (const Row* const line : company.all("INVOICE_ITEM", number)) {
                company.writable("INVOICE_ITEM").remove(line->id);
            }
            company.writable("INVOICE").remove(company.find("INVOICE", number)->id);
        }
        return refused(std::move(*refusal));
    }
    return {std::nullopt, number};
}

/// Nothing if the total is not below zero.
std::optional<Refusal> check_total(const Row& header) {
    return header.number("INVOICE_GROSS").sign() < 0
               ? std::optional(Refusal{sdo_invoice_total_negative, ""})
               : std::nullopt;
}

std::vector<const Row*> rows_of(const std::vector<Body>& entries) {
    std::vector<const Row*> rows;
    rows.reserve(entries.size());
    for (const Body& entry : entries) {
        rows.push_back(&entry.row);
    }
    return rows;
}

/// A part of a line has its share of a net amount that no discount in percent explains.
void share_net(const Row& ordered, const Decimal& quantity, Row& line) {
    if (quantity == ordered.number("QTY_ORDER")) {
        return;
    }
    if (ordered.number("DISCOUNT_RATE").sign() != 0 ||
        ordered.number("DISCOUNT_AMOUNT").sign() == 0) {
        line.values.erase("NET_AMOUNT");
        return;
    }
    line.set_number("NET_AMOUNT", Decimal::quotient({ordered.number("NET_AMOUNT"), quantity},
                                                    {ordered.number("QTY_ORDER")}, 2,
                                                    Rounding::half_away_from_zero)
                                      .value_or(Decimal()));
}

}  // namespace

bool is_credit(const Row& invoice) {
    return invoice.integer("INVOICE_TYPE_CODE") == 3 || invoice.integer("INVOICE_TYPE_CODE") == 4;
}

Written create_invoice(Company& company, std::string_view text) {
    Body body;
    auto refusal = read_body(company, "salesInvoice", text, body);
    Row& header = body.row;
    if (!refusal && !body.has_entries) {
        refusal = Refusal{sdo_none, "invoiceItems: There are no items"};
    }
    refusal = refusal ? refusal : check_consignment(company, header);
    refusal = refusal ? refusal : check_customer(company, header);
    refusal = refusal ? refusal : check_header(company, header);
    refusal = refusal ? refusal : complete_lines(company, header, body.entries);
    if (!refusal) {
        add_up(company, rows_of(body.entries), header);
        refusal = check_total(header);
    }
    if (refusal) {
        return refused(std::move(*refusal));
    }
    const bool posts = header.integer("shouldUpdateLedgers") != 0;
    header.values.erase("shouldUpdateLedgers");
    const std::int64_t number = next_number(company, is_credit(header));
    header.set_integer("INVOICE_NUMBER", number);
    set_order_number(header, std::string(header.text("ORDER_NUMBER")));
    default_from_customer(company, header);
    const Row& customer = *company.find("SALES_LEDGER", header.text("ACCOUNT_REF"));
    for (int at = 1; at <= 3; ++at) {
        const std::string column = fmt::format("ANALYSIS_{}", at);
        if (!header.values.contains(column)) {
            header.copy(customer, column);
        }
    }
    if (!header.has("PAYMENT_DUE_DATE")) {
        set_due_date(company, header);
    }
    name_type(header);
    company.add("INVOICE", std::move(header));
    add_lines(company, number, std::move(body.entries));
    return post_if(company, number, posts);
}

Written change_invoice(Company& company, std::string_view text) {
    Body body;
    auto refusal = read_body(company, "salesInvoice", text, body);
    refusal = refusal ? refusal : check_consignment(company, body.row);
    if (refusal) {
        return refused(std::move(*refusal));
    }
    const std::int64_t number = body.row.integer("INVOICE_NUMBER");
    const Row* const invoice = company.find("INVOICE", number);
    if (invoice == nullptr) {
        return refused({sdo_none, fmt::format("Invoice {} was not found", number)});
    }
    const bool posted = invoice->integer("POSTED_CODE") != 0;
    if (posted && !company.behaviours.patch_posted_invoice) {
        return refused({sdo_none, fmt::format("Invoice {} is posted", number)});
    }
    const bool posts = body.row.integer("shouldUpdateLedgers") != 0 && !posted;
    body.row.values.erase("shouldUpdateLedgers");
    Row changed = *invoice;
    if (body.has_entries || body.row.has("CARR_TAX_CODE")) {
        changed.values.erase("CARR_TAX");
    }
    for (const auto& [column, value] : body.row.values) {
        changed.set(column, value);
    }
    set_order_number(changed, std::string(trimmed(changed.text("ORDER_NUMBER"))));
    refusal = check_customer(company, changed);
    refusal = refusal ? refusal : check_header(company, changed);
    refusal = refusal ? refusal : complete_lines(company, changed, body.entries);
    if (refusal) {
        return refused(std::move(*refusal));
    }
    if (body.has_entries && !company.behaviours.patch_appends_lines) {
        for (const Row* const line : company.all("INVOICE_ITEM", number)) {
            company.remove("INVOICE_ITEM", *line);
        }
    }
    add_lines(company, number, std::move(body.entries));
    put_compact_address(changed);
    name_type(changed);
    add_up(company, company.all("INVOICE_ITEM", number), changed);
    company.change("INVOICE", *invoice).values = std::move(changed.values);
    return post_if(company, number, posts);
}

std::int64_t invoice_order(Company& company, const Row& order, std::int64_t note,
                           std::string_view date, const std::vector<InvoicedLine>& lines) {
    const bool first = trimmed(order.text("INVOICE_NUMBER")).empty();
    Row header = order;
    for (const std::string_view column :
         {"ORDER_NUMBER", "RECORD_CREATE_DATE", "INVOICE_NUMBER", "ORDER_TYPE_CODE"}) {
        header.values.erase(std::string(column));
    }
    std::erase_if(header.values, [&](const auto& entry) {
        return company.models.find("INVOICE")->second.find(entry.first) == nullptr;
    });
    const std::int64_t number = next_number(company, false);
    header.set_integer("INVOICE_NUMBER", number);
    header.set_integer("INVOICE_TYPE_CODE", 1);
    header.set("INVOICE_DATE", date);
    header.set_integer("GDN_NUMBER", note);
    set_order_number(header, order.text("ORDER_NUMBER"));
    if (!first) {
        header.set("CARR_NET", "0");
        header.set("CARR_TAX", "0");
    }
    set_due_date(company, header);
    name_type(header);
    std::vector<Body> entries;
    for (const InvoicedLine& one : lines) {
        Row line = *one.line;
        std::erase_if(line.values, [&](const auto& entry) {
            return company.models.find("INVOICE_ITEM")->second.find(entry.first) == nullptr;
        });
        line.set_number("QUANTITY", one.quantity);
        share_net(*one.line, one.quantity, line);
        line.values.erase("RECORD_CREATE_DATE");
        compute_line("QUANTITY", line);
        entries.push_back({std::move(line), {}, false});
    }
    add_up(company, rows_of(entries), header);
    company.add("INVOICE", std::move(header));
    add_lines(company, number, std::move(entries));
    Row& changed = company.change("SALES_ORDER", order);
    changed.set("INVOICE_NUMBER", right_justified(std::to_string(number)));
    changed.set_integer("INVOICE_NUMBER_NUMERIC", number);
    return number;
}

}  // namespace sage::simulated_sage50
