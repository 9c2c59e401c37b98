// SPDX-License-Identifier: Apache-2.0
// Product invoices and credits as they are written. Facts have the names that searchInvoice shows,
// which differ from those of the request.
#include <fmt/format.h>

#include "plugins/sage50/wire.h"
#include "plugins/sage50/wire_document.h"
#include "plugins/sage50/wire_values.h"

namespace sage::sage50 {
namespace {

constexpr std::string_view resource = "/api/salesInvoice/";
constexpr int product_invoice = 0;
constexpr int product_credit = 3;
void write_header(BodyWriter& body, Facts& facts, const Books& books,
                  const InvoiceDocument& document) {
    HeaderWriter out(body, facts);
    out.text("customerAccountRef", "accountRef", document.account);
    body.digits("invoiceTypeCode",
                std::to_string(document.credit ? product_credit : product_invoice));
    out.day("invoiceDate", document.date, books);
    out.text("orderNumber", document.order_number);
    out.text("customerOrderNumber", "custOrderNumber", document.customer_order_number);
    out.text("name", document.name);
    out.texts("address", document.address);
    out.text("contactName", document.contact);
    out.text("customerTelephoneNumber", "custTelNumber", document.telephone);
    out.text("userName", "takenBy", document.taken_by);
    out.text("delName", document.delivery_name);
    out.texts("delAddress", document.delivery_address);
    out.texts("notes", document.notes);
    out.texts("analysis", document.analysis);
    out.text(name_of(document.reference_field),
             shown_name_of(document.reference_field, invoice_type), document.reference);
    out.text("consignmentRef", "consignment", document.consignment);
    out.number("courierNumber", "courierNumber", document.courier_number);
    if (document.carriage) {
        write_carriage(body, facts, *document.carriage);
    }
    out.text("globalNominal", "globalNomCode", document.global_nominal);
    out.text("globalDetails", document.global_details);
    out.number("globalDepartmentNumber", "globalDeptNumber", document.department);
    out.number("currency", "currency", document.currency);
    out.day("paymentDueDate", document.payment_due_date, books);
    body.truth("shouldUpdateLedgers", document.update_ledgers);
    if (document.update_ledgers) {
        facts["postedCode"] = "1";
    }
}

}  // namespace

Send encode(const Books& books, const InvoiceDocument& document) {
    Send send;
    send.sage_type = document.credit ? credit_type : invoice_type;
    send.facts = {
        {"invoiceTypeCode", std::to_string(document.credit ? product_credit : product_invoice)},
        {std::string(field_fact), std::string(name_of(document.reference_field))},
        {std::string(deleted_member), "0"}};
    BodyWriter body;
    write_header(body, send.facts, books, document);
    write_items(body, document.lines);
    send.request = post(books, resource, body.take());
    predict(document.lines, document.carriage, document.currency_id, send);
    return send;
}

Send encode(const Books& books, const InvoiceChange& change) {
    Send send;
    send.sage_type = change.credit     ? credit_type
                     : change.of_order ? order_invoice_type
                                       : invoice_type;
    send.existing_key = change.number;
    BodyWriter body;
    body.digits("invoiceNumber", change.number);
    const auto add = [&](const std::string& member, const std::optional<std::string>& value) {
        body.text_if_given(member, value);
        if (value) {
            send.facts[member] = plain_value(member, *value);
        }
    };
    for (std::size_t at = 0; at < change.notes.size(); ++at) {
        add(fmt::format("notes{}", at + 1), change.notes[at]);
        add(fmt::format("analysis{}", at + 1), change.analysis[at]);
    }
    body.text_if_given("consignmentRef", change.consignment);
    if (change.consignment) {
        send.facts["consignment"] = *change.consignment;
    }
    body.number("courierNumber", change.courier_number);
    if (change.courier_number) {
        send.facts["courierNumber"] = std::to_string(*change.courier_number);
    }
    send.request = post(books, resource, body.take());
    send.request.method = "PATCH";
    return send;
}

Request ask_invoice(const Books& books, std::string_view number) {
    return search(books, "/api/searchInvoice", {{"INVOICE_NUMBER", "eq", std::string(number)}});
}

Result<std::optional<InvoiceState>> read_invoice(const Reply& reply) {
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return rows.error();
    }
    if (rows.value().empty()) {
        return std::optional<InvoiceState>();
    }
    const Row& row = rows.value().front();
    InvoiceState state;
    state.number = value_in(row, "invoiceNumber");
    state.posted = value_in(row, "postedCode") == "1";
    state.deleted = value_in(row, deleted_member) == "1";
    state.order_number = trimmed(value_in(row, "orderNumber"));
    for (std::size_t at = 0; at < state.notes.size(); ++at) {
        state.notes.at(at) = value_in(row, fmt::format("notes{}", at + 1));
        state.analysis.at(at) = value_in(row, fmt::format("analysis{}", at + 1));
    }
    state.consignment = value_in(row, "consignment");
    return std::optional(std::move(state));
}

}  // namespace sage::sage50
