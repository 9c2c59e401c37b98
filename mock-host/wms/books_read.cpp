// SPDX-License-Identifier: Apache-2.0
// Orders and despatches as the books have them.
#include <algorithm>
#include <map>

#include "mock-host/wms/books.h"

namespace wms {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

std::vector<Charge> charges_of(Store& store, const std::string& order_id) {
    SQLite::Statement& row = store.ask(
        "SELECT code, reason, amount FROM order_charge WHERE order_id = ? ORDER BY position",
        order_id);
    std::vector<Charge> charges;
    while (row.executeStep()) {
        charges.push_back({text_at(row, 0), text_at(row, 1), decimal_at(row, 2)});
    }
    return charges;
}

}  // namespace

bool Books::knows(const std::string& order_id) {
    return store_.ask("SELECT 1 FROM sales_order WHERE id = ?", order_id).executeStep();
}

std::optional<Order> Books::order(const std::string& id) {
    SQLite::Statement& row = store_.ask(
        "SELECT buyer_order_id, version, state, customer_id, customer_name, country_code, address,"
        " site, currency, date, promised_date, service_level, entered_ms FROM sales_order"
        " WHERE id = ?",
        id);
    if (!row.executeStep()) {
        return std::nullopt;
    }
    Order order;
    order.id = id;
    order.buyer_order_id = text_at(row, 0);
    order.version = whole_at(row, 1);
    order.state = text_at(row, 2);
    order.customer = {text_at(row, 3), text_at(row, 4), text_at(row, 5), lines_of(text_at(row, 6))};
    order.site = text_at(row, 7);
    order.currency = text_at(row, 8);
    order.date = text_at(row, 9);
    order.promised_date = text_at(row, 10);
    order.service_level = text_at(row, 11);
    order.entered_ms = whole_at(row, 12);
    SQLite::Statement& line_row = store_.ask(
        "SELECT id, item, item_name, ordered, price, note, allocated, picked, packed, despatched,"
        " cancelled, unit_code, gtin FROM order_line WHERE order_id = ? ORDER BY position",
        id);
    while (line_row.executeStep()) {
        order.lines.push_back({text_at(line_row, 0), text_at(line_row, 1), text_at(line_row, 2),
                               decimal_at(line_row, 3), decimal_at(line_row, 4),
                               text_at(line_row, 5), decimal_at(line_row, 6),
                               decimal_at(line_row, 7), decimal_at(line_row, 8),
                               decimal_at(line_row, 9), decimal_at(line_row, 10),
                               text_at(line_row, 11), text_at(line_row, 12)});
    }
    order.charges = charges_of(store_, id);
    return order;
}

void Books::read_lines(Despatch& despatch) {
    SQLite::Statement& row = store_.ask(
        "SELECT id, order_line_id, item, item_name, price, note, ordered, outstanding, lot,"
        " expiry_date, quantity, unit_code, gtin FROM despatch_line WHERE despatch_id = ?"
        " ORDER BY CAST(id AS INTEGER), reservation",
        despatch.id);
    while (row.executeStep()) {
        const std::string id = text_at(row, 0);
        if (despatch.lines.empty() || despatch.lines.back().id != id) {
            DespatchLine line;
            line.id = id;
            line.order_line_id = text_at(row, 1);
            line.item = text_at(row, 2);
            line.item_name = text_at(row, 3);
            line.price = decimal_at(row, 4);
            line.note = text_at(row, 5);
            line.ordered = decimal_at(row, 6);
            line.outstanding = decimal_at(row, 7);
            line.unit_code = text_at(row, 11);
            line.gtin = text_at(row, 12);
            despatch.lines.push_back(std::move(line));
        }
        DespatchLine& line = despatch.lines.back();
        const Decimal quantity = decimal_at(row, 10);
        line.delivered += quantity;
        const std::string lot = text_at(row, 8);
        if (lot.empty() || quantity.is_zero()) {
            continue;
        }
        if (!line.lots.empty() && line.lots.back().number == lot) {
            line.lots.back().quantity += quantity;
        } else {
            line.lots.push_back({lot, text_at(row, 9), quantity});
        }
    }
    std::map<std::string, std::vector<std::string>> serials;
    SQLite::Statement& serial = store_.ask(
        "SELECT l.id, s.number FROM parcel AS p JOIN serial AS s ON s.parcel = p.id"
        " JOIN despatch_line AS l ON l.despatch_id = p.despatch_id"
        " AND l.reservation = s.reservation WHERE p.despatch_id = ? AND s.state = 'despatched'"
        " ORDER BY s.number",
        despatch.id);
    while (serial.executeStep()) {
        serials[text_at(serial, 0)].push_back(text_at(serial, 1));
    }
    for (DespatchLine& line : despatch.lines) {
        line.serials = serials[line.id];
    }
}

void Books::read_parcels(Despatch& despatch) {
    SQLite::Statement& row = store_.ask(
        "SELECT sscc, tracking_number FROM parcel WHERE despatch_id = ? ORDER BY id", despatch.id);
    while (row.executeStep()) {
        if (!text_at(row, 1).empty()) {
            despatch.tracking_numbers.push_back(text_at(row, 1));
        }
        if (!text_at(row, 0).empty()) {
            despatch.ssccs.push_back(text_at(row, 0));
        }
    }
    std::map<std::string, std::vector<std::string>> by_line;
    SQLite::Statement& packed = store_.ask(
        "SELECT DISTINCT l.line_id, p.id, p.sscc FROM parcel AS p JOIN parcel_line AS l"
        " ON l.parcel = p.id WHERE p.despatch_id = ? AND p.sscc <> '' ORDER BY p.id",
        despatch.id);
    while (packed.executeStep()) {
        by_line[text_at(packed, 0)].push_back(text_at(packed, 2));
    }
    for (DespatchLine& line : despatch.lines) {
        line.ssccs = by_line[line.order_line_id];
    }
}

std::optional<Despatch> Books::despatch(const std::string& id) {
    SQLite::Statement& row = store_.ask(
        "SELECT order_id, version, date, left_ms, carrier, buyer_order_id, customer_id,"
        " customer_name, country_code, address, site, currency, service_level, with_charges, last"
        " FROM despatch WHERE id = ?",
        id);
    if (!row.executeStep()) {
        return std::nullopt;
    }
    Despatch despatch;
    despatch.id = id;
    despatch.order_id = text_at(row, 0);
    despatch.version = whole_at(row, 1);
    despatch.date = text_at(row, 2);
    despatch.left_ms = whole_at(row, 3);
    despatch.carrier = text_at(row, 4);
    despatch.buyer_order_id = text_at(row, 5);
    despatch.customer = {text_at(row, 6), text_at(row, 7), text_at(row, 8),
                         lines_of(text_at(row, 9))};
    despatch.site = text_at(row, 10);
    despatch.currency = text_at(row, 11);
    despatch.service_level = text_at(row, 12);
    despatch.last = whole_at(row, 14) != 0;
    if (whole_at(row, 13) != 0) {
        despatch.charges = charges_of(store_, despatch.order_id);
    }
    read_lines(despatch);
    read_parcels(despatch);
    return despatch;
}

}  // namespace wms
