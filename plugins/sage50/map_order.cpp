// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/map_order.h"

namespace sage::sage50 {

OrderDocument order_of(const InvoiceDocument& invoice) {
    OrderDocument order;
    order.account = invoice.account;
    order.date = invoice.date;
    order.reference = invoice.reference;
    order.reference_field = invoice.reference_field;
    order.customer_order_number = invoice.customer_order_number;
    order.name = invoice.name;
    order.address = invoice.address;
    order.contact = invoice.contact;
    order.telephone = invoice.telephone;
    order.taken_by = invoice.taken_by;
    order.delivery_name = invoice.delivery_name;
    order.delivery_address = invoice.delivery_address;
    order.notes = invoice.notes;
    order.analysis = invoice.analysis;
    order.consignment = invoice.consignment;
    order.courier_number = invoice.courier_number;
    order.carriage = invoice.carriage;
    order.global_details = invoice.global_details;
    order.lines = invoice.lines;
    order.currency_id = invoice.currency_id;
    return order;
}

}  // namespace sage::sage50
