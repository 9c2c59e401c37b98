// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_ledger.h"

#include <fmt/format.h>

#include <map>

#include "plugins/sage50/simulator_customer.h"
#include "plugins/sage50/simulator_invoices.h"
#include "plugins/sage50/simulator_lines.h"
#include "plugins/sage50/simulator_stock.h"
#include "plugins/sage50/simulator_words.h"

namespace sage::simulated_sage50 {
namespace {

/// Sage leaves rubbish in this column.
constexpr std::string_view created_garbage = "2041-03-28";
constexpr std::string_view user_name = "WMS";

bool moves_at_posting(const Row& invoice) {
    const std::int64_t type = invoice.integer("INVOICE_TYPE_CODE");
    return type == 0 || type == 3;
}

std::optional<Refusal> check_stock(const Company& company, const Row& invoice,
                                   const std::vector<const Row*>& lines) {
    if (invoice.integer("INVOICE_TYPE_CODE") != 0 || company.flag("ALLOW_NEGATIVE_STOCK")) {
        return std::nullopt;
    }
    std::map<std::string, Decimal, std::less<>> wanted;
    for (const Row* const line : lines) {
        const std::string code(line->text("STOCK_CODE"));
        if (!moves_stock(company, *line)) {
            continue;
        }
        wanted[code] = wanted[code] + line->number("QUANTITY");
        if (wanted[code] > free_stock(*company.find("STOCK", code))) {
            return Refusal{sdo_none, fmt::format("Product {} has not enough free stock", code)};
        }
    }
    return std::nullopt;
}

std::optional<Refusal> check_posting(const Company& company, const Row& invoice,
                                     const std::vector<const Row*>& lines) {
    if (is_closed(company, invoice.text("INVOICE_DATE"))) {
        return Refusal{sdo_closed_ledger_date, ""};
    }
    if (invoice.number("INVOICE_NET").sign() == 0 && company.behaviours.refuse_zero_invoices) {
        return Refusal{sdo_zero_value_net, ""};
    }
    Row party = invoice;
    if (auto refusal = check_customer(company, party)) {
        return refusal;
    }
    return check_stock(company, invoice, lines);
}

void note_failure(Company& company, const Row& invoice, const Refusal& refusal) {
    Row note;
    note.copy(invoice, "INVOICE_NUMBER");
    note.set("TYPE", is_credit(invoice) ? "SC" : "SI");
    note.copy(invoice, "ACCOUNT_REF");
    note.set("ERROR",
             refusal.message.empty() ? fmt::format("Error {}", refusal.error) : refusal.message);
    note.copy(invoice, "INVOICE_NET", "NET_AMOUNT");
    note.copy(invoice, "INVOICE_TAX", "TAX_AMOUNT");
    note.copy(invoice, "INVOICE_GROSS", "GROSS_AMOUNT");
    company.add("UPDATE_LEDGER", std::move(note));
}

void move_goods(Company& company, const Row& invoice, const std::vector<const Row*>& lines) {
    const bool credit = is_credit(invoice);
    for (const Row* const line : lines) {
        if (!moves_at_posting(invoice) || !moves_stock(company, *line)) {
            continue;
        }
        Movement movement;
        movement.type = credit ? "GR" : "GO";
        movement.stock_code = line->text("STOCK_CODE");
        movement.quantity = line->number("QUANTITY");
        movement.date = invoice.text("INVOICE_DATE");
        movement.reference = std::string(invoice.text("INVOICE_NUMBER"));
        movement.details = credit ? "Goods Returned" : "Goods Out";
        move_stock(company, movement);
    }
}

/// What header and splits of a transaction have alike.
Row transaction(const Company& company, const Row& invoice) {
    Row row;
    row.set("TYPE", is_credit(invoice) ? "SC" : "SI");
    row.copy(invoice, "INVOICE_DATE", "DATE");
    row.set("DATE_ENTERED", company.today());
    row.copy(invoice, "ACCOUNT_REF");
    row.copy(invoice, "INVOICE_NUMBER", "INV_REF");
    row.set("USER_NAME", user_name);
    row.set("BANK_FLAG", "-");
    row.set("PAID_FLAG", "N");
    row.set_integer("HEADER_NUMBER", company.next_header);
    return row;
}

void put_amounts(Row& row, Decimal net, Decimal tax, bool credit) {
    net = credit ? -net : net;
    tax = credit ? -tax : tax;
    for (const std::string_view prefix : {"", "FOREIGN_"}) {
        row.set_number(fmt::format("{}NET_AMOUNT", prefix), net);
        row.set_number(fmt::format("{}TAX_AMOUNT", prefix), tax);
        row.set_number(fmt::format("{}GROSS_AMOUNT", prefix), net + tax);
        row.set_number(fmt::format("{}OUTSTANDING", prefix), net + tax);
    }
}

struct Split {
    std::string_view nominal;
    std::string_view details;
    std::string_view tax_code;
    const Row* line = nullptr;  ///< null: the carriage
    Decimal net;
    Decimal tax;
};

void add_split(Company& company, const Row& invoice, const Split& split) {
    Row row = transaction(company, invoice);
    row.set_integer("TRAN_NUMBER", company.next_split);
    row.set_integer("SPLIT_NUMBER", company.next_split++);
    row.set("NOMINAL_CODE", split.nominal);
    row.set("DETAILS", split.details);
    row.set("TAX_CODE", split.tax_code);
    row.set("STMT_TEXT", "Goods/Services");
    row.set("VAT_FLAG", "N");
    if (split.line != nullptr) {
        row.copy(*split.line, "DEPT_NUMBER");
        row.copy(*split.line, "DEPT_NAME");
        row.copy(*split.line, "EXT_ORDER_REF", "EXTRA_REF");
    }
    put_amounts(row, split.net, split.tax, is_credit(invoice));
    company.add("AUDIT_SPLIT", std::move(row));
    if (const Row* const nominal = company.find("NOMINAL_LEDGER", split.nominal)) {
        Row& changed = company.change("NOMINAL_LEDGER", *nominal);
        // Sales stand in credit, which is below zero.
        changed.set_number("BALANCE", is_credit(invoice) ? changed.number("BALANCE") + split.net
                                                         : changed.number("BALANCE") - split.net);
    }
}

std::vector<Split> splits_of(const Company& company, const Row& invoice,
                             const std::vector<const Row*>& lines) {
    std::vector<Split> splits;
    for (const Row* const line : lines) {
        if (line->text("STOCK_CODE") != "M") {
            const std::string_view details = invoice.has("GLOBAL_DETAILS")
                                                 ? invoice.text("GLOBAL_DETAILS")
                                                 : line->text("DESCRIPTION");
            splits.push_back({line->text("NOMINAL_CODE"), details, line->text("TAX_CODE"), line,
                              line->number("NET_AMOUNT"), line->number("TAX_AMOUNT")});
        }
    }
    const Decimal carriage = invoice.number("CARR_NET");
    const Decimal carriage_tax = invoice.number("CARR_TAX");
    if (carriage.sign() != 0 || carriage_tax.sign() != 0) {
        const std::string_view nominal = invoice.has("CARR_NOM_CODE")
                                             ? invoice.text("CARR_NOM_CODE")
                                             : company.settings().text("NOM_DEFAULT_SALES");
        splits.push_back(
            {nominal, "Carriage", invoice.text("CARR_TAX_CODE"), nullptr, carriage, carriage_tax});
    }
    return splits;
}

void add_transaction(Company& company, const Row& invoice, const std::vector<const Row*>& lines) {
    const std::vector<Split> splits = splits_of(company, invoice, lines);
    Row header = transaction(company, invoice);
    header.set_integer("TRAN_NUMBER", company.next_split);
    header.set_integer("ITEM_COUNT", static_cast<std::int64_t>(splits.size()));
    header.copy(invoice, "ACCOUNT_REF", "SALES_PURCHASE_REF");
    header.set_integer("INV_REF_NUMERIC", number_in(invoice.text("INVOICE_NUMBER")));
    header.copy(invoice, "PAYMENT_DUE_DATE", "DUE_DATE");
    header.copy(invoice, "CURRENCY");
    header.set("FOREIGN_RATE", "1");
    header.set("DETAILS", splits.empty() ? "" : splits.front().details);
    header.set("RECORD_CREATE_DATE", created_garbage);
    put_amounts(header, invoice.number("INVOICE_NET"), invoice.number("INVOICE_TAX"),
                is_credit(invoice));
    for (const Split& split : splits) {
        add_split(company, invoice, split);
    }
    company.add("AUDIT_HEADER", std::move(header));
    ++company.next_header;
}

}  // namespace

void post_transaction(Company& company, const Row& invoice, const std::vector<const Row*>& lines) {
    add_transaction(company, invoice, lines);
    Row& customer =
        company.change("SALES_LEDGER", *company.find("SALES_LEDGER", invoice.text("ACCOUNT_REF")));
    const Decimal gross = invoice.number("INVOICE_GROSS");
    customer.set_number("BALANCE", is_credit(invoice) ? customer.number("BALANCE") - gross
                                                      : customer.number("BALANCE") + gross);
    customer.copy(invoice, "INVOICE_DATE", "LAST_INV_DATE");
}

std::optional<Refusal> update_ledger(Company& company, std::int64_t number) {
    const Row& invoice = *company.find("INVOICE", number);
    const std::vector<const Row*> lines = company.all("INVOICE_ITEM", number);
    for (const Row* const old : company.table("UPDATE_LEDGER").all(std::to_string(number))) {
        company.writable("UPDATE_LEDGER").remove(old->id);
    }
    if (auto refusal = check_posting(company, invoice, lines)) {
        note_failure(company, invoice, *refusal);
        return refusal;
    }
    post_transaction(company, invoice, lines);
    move_goods(company, invoice, lines);
    Row& changed = company.change("INVOICE", invoice);
    changed.set("POSTED", "Y");
    changed.set_integer("POSTED_CODE", 1);
    return std::nullopt;
}

}  // namespace sage::simulated_sage50
