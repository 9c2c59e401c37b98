// SPDX-License-Identifier: Apache-2.0
#include "mock-host/wms/books.h"

#include <algorithm>
#include <utility>

namespace wms {

Problem refusal(std::string code, std::string where, std::string cause, std::string fix) {
    return {"warehouse." + std::move(code), std::move(where), std::move(cause), std::move(fix),
            "warehouse"};
}

Problem unknown_order(const std::string& id) {
    return refusal("order.unknown", id, "There is no such order.", "Enter the order.");
}

Problem unknown_line(const std::string& order_id, std::string_view line_id) {
    return refusal("line.unknown", order_id + "/" + std::string(line_id),
                   "The order has no such line.", "Name a line of it.");
}

Problem not_enough_available(const std::string& where) {
    return refusal("stock.short", where, "More would go than is available.",
                   "Release the orders or the hold that keep the stock, or correct the quantity.");
}

std::int64_t Books::next(const std::string& counter) {
    store_.run(
        "INSERT INTO counter (name, value) VALUES (?, 1)"
        " ON CONFLICT (name) DO UPDATE SET value = value + 1",
        counter);
    SQLite::Statement& row = store_.ask("SELECT value FROM counter WHERE name = ?", counter);
    row.executeStep();
    return whole_at(row, 0);
}

Item Books::item(const std::string& id) {
    SQLite::Statement& row =
        store_.ask("SELECT name, tracks_lots, tracks_serials FROM item WHERE id = ?", id);
    Item item;
    item.id = id;
    if (row.executeStep()) {
        item.name = text_at(row, 0);
        item.tracks_lots = whole_at(row, 1) != 0;
        item.tracks_serials = whole_at(row, 2) != 0;
    }
    return item;
}

void Books::note(const Reason& reason, const Place& place, Decimal quantity) {
    store_.run(
        "INSERT INTO event (at_ms, kind, reference, line_id, site, location, item, lot,"
        " quantity, reservation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        now_ms_, reason.kind, reason.reference, reason.line_id, place.site, place.location,
        place.item, place.lot, quantity, reason.reservation);
}

void Books::add(const Place& place, Decimal on_hand, const Reason& reason) {
    const int changed = store_.run(
        "UPDATE stock SET on_hand = on_hand + ? WHERE site = ? AND item = ? AND location = ?"
        " AND lot = ?",
        on_hand, place.site, place.item, place.location, place.lot);
    if (changed == 0) {
        store_.run(
            "INSERT INTO stock (site, item, location, lot, expiry_date, on_hand, on_hold,"
            " allocated, in_transit) VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0)",
            place.site, place.item, place.location, place.lot, place.expiry_date, on_hand);
    }
    note(reason, place, on_hand);
}

void Books::add_on_hold(const Place& place, Decimal on_hold, const Reason& reason) {
    store_.run(
        "UPDATE stock SET on_hold = on_hold + ? WHERE site = ? AND item = ?"
        " AND location = ? AND lot = ?",
        on_hold, place.site, place.item, place.location, place.lot);
    note(reason, place, on_hold);
}

void Books::add_in_transit(const Place& place, Decimal in_transit) {
    store_.run(
        "INSERT INTO stock (site, item, location, lot, expiry_date, on_hand, on_hold, allocated,"
        " in_transit) VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0) ON CONFLICT DO NOTHING",
        place.site, place.item, place.location, place.lot, place.expiry_date);
    store_.run(
        "UPDATE stock SET in_transit = in_transit + ? WHERE site = ? AND item = ?"
        " AND location = ? AND lot = ?",
        in_transit, place.site, place.item, place.location, place.lot);
}

std::vector<Books::Available> Books::available(const std::string& site, const std::string& item,
                                               const std::string& location,
                                               const std::optional<std::string>& lot) {
    SQLite::Statement& row = store_.ask(
        "SELECT location, lot, expiry_date, on_hand - on_hold - allocated FROM stock"
        " WHERE site = ?1 AND item = ?2 AND (?3 = '' OR location = ?3) AND (?4 = 0 OR lot = ?5)"
        " AND on_hand > on_hold + allocated"
        " ORDER BY expiry_date = '', expiry_date, location, lot",
        site, item, location, lot.has_value() ? 1 : 0, lot.value_or(""));
    std::vector<Available> places;
    while (row.executeStep()) {
        places.push_back(
            {{site, item, text_at(row, 0), text_at(row, 1), text_at(row, 2)}, decimal_at(row, 3)});
    }
    return places;
}

bool Books::take(const std::vector<Available>& places, Decimal quantity, const Reason& reason) {
    Decimal in_all;
    for (const Available& one : places) {
        in_all += one.quantity;
    }
    if (in_all < quantity) {
        return false;
    }
    for (const Available& one : places) {
        const Decimal part = std::min(one.quantity, quantity);
        if (!part.is_zero()) {
            add(one.place, -part, reason);
            quantity -= part;
        }
    }
    return true;
}

void Books::set_state(const std::string& order_id) {
    store_.run(
        "UPDATE sales_order SET state = CASE"
        " WHEN EXISTS (SELECT 1 FROM order_line AS l WHERE l.order_id = sales_order.id"
        "  AND l.despatched + l.cancelled < l.ordered) THEN 'open'"
        " WHEN EXISTS (SELECT 1 FROM order_line AS l WHERE l.order_id = sales_order.id"
        "  AND l.despatched > 0) THEN 'closed' ELSE 'cancelled' END WHERE id = ?",
        order_id);
}

std::vector<Reservation> Books::reservations(const std::string& order_id,
                                             const std::string& line_id) {
    SQLite::Statement& row = store_.ask(
        "SELECT r.id, r.site, r.item, r.location, r.lot, s.expiry_date, r.quantity, r.picked,"
        " r.packed, r.despatched FROM reservation AS r JOIN stock AS s ON s.site = r.site"
        " AND s.item = r.item AND s.location = r.location AND s.lot = r.lot"
        " WHERE r.order_id = ? AND r.line_id = ? ORDER BY r.id",
        order_id, line_id);
    std::vector<Reservation> found;
    while (row.executeStep()) {
        found.push_back(
            {whole_at(row, 0),
             {text_at(row, 1), text_at(row, 2), text_at(row, 3), text_at(row, 4), text_at(row, 5)},
             decimal_at(row, 6),
             decimal_at(row, 7),
             decimal_at(row, 8),
             decimal_at(row, 9)});
    }
    return found;
}

Decimal Books::allocate(const Order& order, const OrderLine& line, Decimal wanted) {
    Decimal taken;
    for (const Available& one : available(order.site, line.item)) {
        const Decimal part = std::min(one.quantity, wanted - taken);
        if (part.is_zero()) {
            break;
        }
        SQLite::Statement& row = store_.ask(
            "INSERT INTO reservation (order_id, line_id, site, item, location, lot, quantity,"
            " picked, packed, despatched) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)"
            " ON CONFLICT (order_id, line_id, location, lot)"
            " DO UPDATE SET quantity = quantity + excluded.quantity RETURNING id",
            order.id, line.id, order.site, line.item, one.place.location, one.place.lot, part);
        row.executeStep();
        const std::int64_t reservation = whole_at(row, 0);
        row.executeStep();
        store_.run(
            "UPDATE stock SET allocated = allocated + ? WHERE site = ? AND item = ?"
            " AND location = ? AND lot = ?",
            part, order.site, line.item, one.place.location, one.place.lot);
        note({"allocated", order.id, line.id, reservation}, one.place, part);
        taken += part;
    }
    if (!taken.is_zero()) {
        store_.run("UPDATE order_line SET allocated = allocated + ? WHERE order_id = ? AND id = ?",
                   taken, order.id, line.id);
    }
    return taken;
}

void Books::advance(const Reservation& reservation, const std::string& order_id,
                    const std::string& line_id, const Progress& change, const std::string& kind) {
    store_.run(
        "UPDATE reservation SET quantity = quantity + ?, picked = picked + ?,"
        " packed = packed + ?, despatched = despatched + ? WHERE id = ?",
        change.allocated, change.picked, change.packed, change.despatched, reservation.id);
    store_.run(
        "UPDATE order_line SET allocated = allocated + ?, picked = picked + ?,"
        " packed = packed + ?, despatched = despatched + ? WHERE order_id = ? AND id = ?",
        change.allocated, change.picked, change.packed, change.despatched, order_id, line_id);
    // What has left is no longer of the stock.
    const Decimal of_stock = change.allocated - change.despatched;
    if (!of_stock.is_zero()) {
        store_.run(
            "UPDATE stock SET allocated = allocated + ? WHERE site = ? AND item = ?"
            " AND location = ? AND lot = ?",
            of_stock, reservation.place.site, reservation.place.item, reservation.place.location,
            reservation.place.lot);
    }
    if (kind.empty()) {
        return;
    }
    for (const Decimal quantity :
         {change.despatched, change.packed, change.picked, change.allocated}) {
        if (!quantity.is_zero()) {
            note({kind, order_id, line_id, reservation.id}, reservation.place,
                 quantity.magnitude());
            break;
        }
    }
}

void Books::give_back(const std::string& order_id, const std::string& line_id, Decimal quantity) {
    std::vector<Reservation> all = reservations(order_id, line_id);
    std::reverse(all.begin(), all.end());
    for (const Reservation& one : all) {
        const Decimal part = std::min(one.quantity - one.picked, quantity);
        if (!part.is_zero()) {
            Progress progress;
            progress.allocated = -part;
            advance(one, order_id, line_id, progress, "released");
            quantity -= part;
        }
    }
    for (const Reservation& one : all) {
        const Decimal part = std::min(one.picked - one.packed, quantity);
        if (!part.is_zero()) {
            Progress progress;
            progress.allocated = -part;
            progress.picked = -part;
            advance(one, order_id, line_id, progress, "putBack");
            store_.run(
                "UPDATE serial SET state = 'inStock', reservation = NULL"
                " WHERE (item, number) IN (SELECT item, number FROM serial"
                " WHERE reservation = ? AND state = 'picked' ORDER BY number DESC"
                " LIMIT ? / 1000000)",
                one.id, part);
            quantity -= part;
        }
    }
}

void Books::unpack(const std::string& order_id) {
    SQLite::Statement& row = store_.ask(
        "SELECT p.id, l.reservation, l.line_id, l.quantity FROM parcel AS p"
        " JOIN parcel_line AS l ON l.parcel = p.id WHERE p.order_id = ? AND p.despatch_id = ''"
        " ORDER BY p.id, l.reservation",
        order_id);
    struct Packed {
        std::int64_t parcel;
        std::int64_t reservation;
        std::string line_id;
        Decimal quantity;
    };
    std::vector<Packed> all;
    while (row.executeStep()) {
        all.push_back({whole_at(row, 0), whole_at(row, 1), text_at(row, 2), decimal_at(row, 3)});
    }
    for (const Packed& packed : all) {
        for (const Reservation& one : reservations(order_id, packed.line_id)) {
            if (one.id == packed.reservation) {
                Progress progress;
                progress.packed = -packed.quantity;
                advance(one, order_id, packed.line_id, progress, "unpacked");
            }
        }
        store_.run("UPDATE serial SET state = 'picked', parcel = NULL WHERE parcel = ?",
                   packed.parcel);
        store_.run("DELETE FROM parcel_line WHERE parcel = ? AND reservation = ?", packed.parcel,
                   packed.reservation);
    }
    store_.run("DELETE FROM parcel WHERE order_id = ? AND despatch_id = ''", order_id);
}

}  // namespace wms
