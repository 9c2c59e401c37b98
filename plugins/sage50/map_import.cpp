// SPDX-License-Identifier: Apache-2.0
// Documents as files for a person to import: adjustments and receipts as stock transactions, all
// lines in one file; despatches and returns as transactions of the audit trail, a row for each line
// and charge. Values are those that an invoice would have. What Sage cannot hold in a column waits.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage50/import_file.h"
#include "plugins/sage50/map.h"
#include "sage-adapter/mapping/line_steps.h"
#include "sage-adapter/mapping/totals.h"

namespace sage::sage50 {
namespace {

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix, Owner owner,
          std::string root_cause) {
    return {
        {"sage50." + std::move(code), std::move(pointer), std::move(cause), std::move(fix), owner},
        std::move(root_cause)};
}

Hold too_large(const std::string& pointer) {
    return hold("import_too_large", pointer,
                "A number has more than the eight digits and two places that Sage 50 imports.",
                "Enter the document in Sage 50 by hand and record that with an operatorDecision "
                "markPosted; or withdraw it.",
                Owner::finance, "");
}

Hold unfit_code(const std::string& what, const std::string& code, const std::string& pointer) {
    return hold("import_code_unfit", pointer,
                "Sage 50 cannot import rows of the " + what + " " + code + ".",
                "Give it a code of capitals and digits in Sage 50 and name that in the settings; "
                "or enter the document by hand and record that with an operatorDecision "
                "markPosted.",
                Owner::finance, "");
}

std::string cut(const std::string& field, std::size_t characters, const std::string& text,
                std::vector<Remark>& remarks) {
    FieldLimit limit{characters, CharacterSet::windows_1252, true};
    std::vector<TextField> fields = {{field, limit, ""}};
    FitOptions options;
    options.too_long = TooLong::cut;
    static_cast<void>(fit({{"", text}}, options, fields, remarks));
    return fields.front().text;
}

/// Nothing: more than can be counted with. The rate of every line that is mapped is known.
std::optional<Decimal> tax_on(const Decimal& net, const std::optional<Decimal>& rate) {
    TotalsLine line;
    line.quantity = Decimal::of(1);
    line.unit_price = net;
    line.tax_percent = rate;
    const std::optional<Totals> made = totals({std::move(line)}, {});
    return made ? made->document.tax : std::nullopt;
}

/// A row of the file on its way.
struct Part {
    Decimal net;
    bool negative = false;
    std::optional<int> tax_code;
    std::optional<Decimal> rate;
    std::string nominal;
    std::optional<int> department;
    std::string text;
    std::string pointer;
};

std::vector<Part> parts_of(const InvoiceDocument& invoice) {
    std::vector<Part> parts;
    for (const InvoiceLine& line : invoice.lines) {
        parts.push_back({line.net_amount.value_or(Decimal()), line.negative, line.tax_code,
                         line.tax_rate, line.nominal, line.department, line.description,
                         line.pointer});
    }
    if (invoice.carriage) {
        const Carriage& carriage = *invoice.carriage;
        parts.push_back({carriage.net, false, carriage.tax_code, carriage.tax_rate,
                         carriage.nominal, carriage.department, "Carriage",
                         "/body/allowanceCharges"});
    }
    return parts;
}

Mapped<LedgerRow> row_of(const Part& part, const InvoiceDocument& invoice, const std::string& about,
                         std::vector<Remark>& remarks) {
    Mapped<LedgerRow> mapped;
    LedgerRow& row = mapped.value;
    row.credit = invoice.credit != part.negative;
    row.nominal = part.nominal;
    row.department = part.department;
    row.details =
        cut("Details", import_limits::details, fmt::format("{}: {}", about, part.text), remarks);
    row.net = part.net;
    row.tax_code = part.tax_code.value_or(0);
    const std::optional<Decimal> tax = tax_on(part.net, part.rate);
    row.tax = tax.value_or(Decimal());
    if (!tax || !fits_import(part.net) || !fits_import(row.tax)) {
        mapped.hold = too_large(part.pointer);
    }
    return mapped;
}

}  // namespace

Preparation prepare_ledger_import(const InvoiceDocument& invoice, const Document& document,
                                  std::vector<Remark> remarks) {
    LedgerFile file;
    file.credit = invoice.credit;
    file.reference = invoice.reference;
    file.account = invoice.account;
    file.date = invoice.date;
    if (!document.order_id.empty()) {
        file.extra_reference = cut("Extra Reference", import_limits::extra_reference,
                                   "Order " + document.order_id, remarks);
    }
    const std::string about =
        fmt::format("{} {}", invoice.credit ? "Return" : "Despatch", document.id);
    std::optional<Hold> held;
    if (!is_import_account(invoice.account)) {
        held = unfit_code("account", invoice.account, "/body/buyerCustomerParty/id");
    }
    for (const Part& part : parts_of(invoice)) {
        if (part.net.sign() != 0) {
            file.rows.push_back(take(held, row_of(part, invoice, about, remarks)));
        }
    }
    if (held) {
        return *std::move(held);
    }
    if (file.rows.empty()) {
        return PostNothing{"The document comes to nothing, and the ledger takes nothing of that.",
                           {}};
    }
    Send send = encode(file);
    remarks.push_back({"sage50.import_ledger_only", "",
                       "The file makes transactions of the ledger: no invoice that could be "
                       "printed, no movement of stock, no tracking numbers."});
    send.remarks = std::move(remarks);
    return send;
}

Preparation prepare_stock_import(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    const std::vector<std::size_t> lines = moving_lines(document);
    if (lines.empty()) {
        return PostNothing{"Nothing of the document moves stock.", {}};
    }
    std::optional<Hold> held = other_company(settings, input.catalogue);
    std::vector<Remark> remarks;
    const DocumentDates dates = take(held, map_dates(settings, input, remarks));
    StockFile file{std::string(input.external_reference), dates.posting_date, {}};
    for (const std::size_t place : lines) {
        const AdjustmentDocument moved =
            take(held, map_adjustment(settings, input, place, remarks));
        const std::string pointer = fmt::format("/body/lines/{}", place);
        if (!fits_import(moved.quantity) ||
            (moved.cost_price &&
             !fits_import(moved.cost_price->rounded(import_limits::amount_places,
                                                    Rounding::half_away_from_zero)))) {
            add_hold(held, too_large(pointer + "/quantity"));
        }
        if (!moved.stock_code.empty() && !is_import_stock_code(moved.stock_code)) {
            add_hold(held, unfit_code("product", moved.stock_code, pointer + "/item"));
        }
        StockRow row{moved.in, moved.stock_code, moved.quantity, moved.cost_price, ""};
        row.details = cut("Details", import_limits::details,
                          fmt::format("{} {}", input.external_reference, moved.details), remarks);
        file.rows.push_back(std::move(row));
    }
    if (held) {
        return *std::move(held);
    }
    Send send = encode(file);
    send.remarks = std::move(remarks);
    return send;
}

}  // namespace sage::sage50
