// SPDX-License-Identifier: Apache-2.0
// Orders as tests send them to the simulated Sage 200.
#pragma once

#include "plugins/sage200/wire_order.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::sage200 {

inline constexpr std::string_view sample_reference = "W0123456789ABCDEFX";

inline Decimal decimal(std::string_view digits) {
    return *Decimal::parse(digits);
}

inline Books sample_books(bool professional = true) {
    return {professional, "7c9e6679-7425-40de-944b-e07fc1f90ae7", "1"};
}

inline OrderLine goods(test::SimulatedSite& site, std::string_view item, std::int64_t quantity) {
    OrderLine line;
    line.product_key = std::to_string(site.id_of("products", "code", item));
    line.warehouse_key = std::to_string(site.id_of("warehouses", "name", "HOME"));
    line.quantity = Decimal::of(quantity);
    line.to_allocate = Decimal::of(quantity);
    line.price = decimal("12.5");
    line.tax_code_key = std::to_string(site.id_of("tax_codes", "name", "Standard rate"));
    line.despatch_note_comment = "Carton 1 of 2";
    line.custom_fields = {{"spare_text_1", "DN-1/1"}};
    return line;
}

/// Goods, free text, a charge and a comment; with fields of the site's own, an address and a memo.
inline Order sample_order(test::SimulatedSite& site) {
    Order order;
    order.customer_key = std::to_string(site.id_of("customers", "reference", "C1"));
    order.date = "2026-11-18";
    order.requested_date = "2026-11-20";
    order.promised_date = "2026-11-21";
    order.customer_document_no = "PO-\"1\"";
    order.created_by = "WMS";
    order.currency_id = "GBP";
    order.delivery = OrderAddress{"Acme Gifts",
                                  {"67a Station Road", "Unit 2"},
                                  "Blackpool",
                                  "Lancashire",
                                  "BP12 7HT",
                                  "Lee",
                                  "01742 876 234",
                                  "goods@example.co.uk",
                                  ""};
    order.custom_fields = {{"spare_text_2", "1Z999"},
                           {"spare_number_1", "2.50"},
                           {"spare_date_1", "2026-11-18T16:05:00Z"},
                           {"spare_bool_1", "true"}};
    order.memos = {"Left by the back door"};
    OrderLine service;
    service.type = OrderLineType::free_text;
    service.description = "Engraving";
    service.quantity = Decimal::of(2);
    service.selling_unit_name = "Each";
    service.price = decimal("4.95");
    service.discount_percent = decimal("10.00");
    OrderLine charge;
    charge.type = OrderLineType::charge;
    charge.description = "Carriage";
    charge.price = decimal("3.50");
    OrderLine comment;
    comment.type = OrderLineType::comment;
    comment.description = "Thank you";
    order.lines = {goods(site, "LANTERN", 2), service, charge, comment};
    return order;
}

}  // namespace sage::sage200
