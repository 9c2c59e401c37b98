// SPDX-License-Identifier: Apache-2.0
// What invoices and orders have in common when they are written.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage50/wire_document.h"

namespace sage::sage50 {
namespace {

constexpr std::string_view message_code = "M";

void write_line(BodyWriter& body, const InvoiceLine& line) {
    body.begin_item();
    body.text("stockCode", line.stock_code);
    body.text_unless_empty("description", line.description);
    body.text_unless_empty("comment1", line.comment_1);
    body.text_unless_empty("comment2", line.comment_2);
    if (line.stock_code != message_code) {
        body.number("quantity", line.quantity);
        body.number("unitPrice", line.unit_price);
        body.number("netAmount", line.net_amount);
        body.number("taxCode", line.tax_code);
        body.number("taxRate", line.tax_rate);
        body.text_unless_empty("nominal", line.nominal);
        body.number("departmentNumber", line.department);
        body.text_unless_empty("unitOfSale", line.unit_of_sale);
        body.text_unless_empty("extOrderRef", line.external_order_reference);
        if (line.negative) {
            body.truth("isNegativeLine", true);
        }
    }
    body.end_item();
}

TotalsLine totals_line(const InvoiceLine& line) {
    TotalsLine one;
    if (line.stock_code == message_code) {
        one.tax_percent = Decimal();
        return one;
    }
    one.quantity = line.net_amount ? Decimal::of(1) : line.quantity;
    one.unit_price = line.net_amount ? *line.net_amount : line.unit_price;
    one.unit_price = line.negative ? -one.unit_price : one.unit_price;
    one.tax_percent = line.tax_rate;
    return one;
}

/// With the tax of the carriage as it was given, where that is not left to its rate.
void give_tax(Amounts& whole, const std::vector<Amounts>& lines, const Decimal& of_carriage) {
    const bool known =
        std::all_of(lines.begin(), lines.end(), [](const Amounts& one) { return one.tax; });
    whole.tax = std::nullopt;
    whole.gross = std::nullopt;
    if (known) {
        Decimal tax = of_carriage;
        for (const Amounts& line : lines) {
            tax = tax + *line.tax;
        }
        whole.tax = tax;
        whole.gross = *whole.net + tax;
    }
}

}  // namespace

void HeaderWriter::text(std::string_view member, std::string_view shown, std::string_view value) {
    body_.text_unless_empty(member, value);
    if (!value.empty()) {
        facts_.insert_or_assign(std::string(shown), plain_value(shown, value));
    }
}

void HeaderWriter::number(std::string_view member, std::string_view shown,
                          const std::optional<int>& value) {
    body_.number(member, value);
    if (value) {
        facts_.insert_or_assign(std::string(shown), std::to_string(*value));
    }
}

void HeaderWriter::day(std::string_view member, std::string_view date, const Books& books) {
    if (!date.empty()) {
        body_.text(member, day_on_wire(date, books.month_first));
        facts_.insert_or_assign(std::string(member), std::string(date));
    }
}

void write_items(BodyWriter& body, const std::vector<InvoiceLine>& lines) {
    body.begin_list("invoiceItems");
    for (const InvoiceLine& line : lines) {
        write_line(body, line);
    }
    body.end_list();
}

void write_carriage(BodyWriter& body, Facts& facts, const Carriage& carriage) {
    body.number("carrNet", carriage.net);
    body.number("carrTax", carriage.tax);
    body.text_unless_empty("carrNomCode", carriage.nominal);
    body.number("carrTaxCode", carriage.tax_code);
    body.number("carriageDepartmentNumber", carriage.department);
    facts["carrNet"] = money(carriage.net);
    if (carriage.tax) {
        facts["carrTax"] = money(*carriage.tax);
    }
    if (!carriage.nominal.empty()) {
        facts["carrNomCode"] = carriage.nominal;
    }
    if (carriage.tax_code) {
        facts["carrTaxCode"] = fmt::format("T{}", *carriage.tax_code);
    }
    if (carriage.department) {
        facts["carrDeptNumber"] = std::to_string(*carriage.department);
    }
}

void predict(const std::vector<InvoiceLine>& lines, const std::optional<Carriage>& carriage,
             const std::string& currency_id, Send& send) {
    std::vector<TotalsLine> parts;
    std::transform(lines.begin(), lines.end(), std::back_inserter(parts), totals_line);
    if (carriage) {
        TotalsLine& part = parts.emplace_back();
        part.quantity = Decimal::of(1);
        part.unit_price = carriage->net;
        part.tax_percent = carriage->tax_rate;
    }
    std::optional<Totals> sums = totals(parts, {});
    if (!sums) {
        return;
    }
    Amounts& whole = sums->document;
    send.facts["itemsNet"] = money(carriage ? *whole.net - carriage->net : *whole.net);
    sums->lines.resize(lines.size());
    if (carriage && carriage->tax) {
        give_tax(whole, sums->lines, *carriage->tax);
    }
    if (currency_id.empty()) {
        return;
    }
    send.prediction.currency_id = currency_id;
    send.prediction.document = whole;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (!lines[at].pointer.empty()) {
            send.prediction.lines.push_back({lines[at].pointer, sums->lines[at]});
        }
    }
}

}  // namespace sage::sage50
