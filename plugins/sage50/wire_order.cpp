// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/wire_order.h"

#include "plugins/sage50/wire_document.h"
#include "plugins/sage50/wire_values.h"

namespace sage::sage50 {
namespace {

void write_header(BodyWriter& body, Facts& facts, const Books& books,
                  const OrderDocument& document) {
    HeaderWriter out(body, facts);
    out.text("customerAccountRef", "accountRef", document.account);
    out.day("orderDate", document.date, books);
    out.text("customerOrderNumber", document.customer_order_number);
    out.text("customerName", "name", document.name);
    out.texts("address", document.address);
    out.text("contactName", document.contact);
    out.text("customerTelephoneNumber", document.telephone);
    // These the search for orders does not show.
    body.text_unless_empty("userName", document.taken_by);
    body.text_unless_empty("delName", document.delivery_name);
    out.texts("delAddress", document.delivery_address);
    out.texts("notes", document.notes);
    out.texts("analysis", document.analysis);
    out.text(name_of(document.reference_field), document.reference);
    out.text("consignmentRef", document.consignment);
    out.number("courierNumber", "courierNumber", document.courier_number);
    if (document.carriage) {
        write_carriage(body, facts, *document.carriage);
        facts.erase("carrDeptNumber");
    }
    body.text_unless_empty("globalNominal", document.global_nominal);
    body.text_unless_empty("globalDetails", document.global_details);
    body.number("departmentNumber", document.department);
    // Shown in different numbers by different calls: no fact.
    body.number("currency", document.currency);
}

}  // namespace

Send encode(const Books& books, const OrderDocument& document) {
    Send send;
    send.sage_type = order_type;
    send.facts = {{std::string(field_fact), std::string(name_of(document.reference_field))}};
    BodyWriter body;
    write_header(body, send.facts, books, document);
    std::vector<InvoiceLine> lines = document.lines;
    for (InvoiceLine& line : lines) {
        line.external_order_reference.clear();
        line.negative = false;
    }
    write_items(body, lines);
    send.request = post(books, "/api/salesOrder/", body.take());
    predict(lines, document.carriage, document.currency_id, send);
    return send;
}

}  // namespace sage::sage50
