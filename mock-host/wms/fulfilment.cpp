// SPDX-License-Identifier: Apache-2.0
// From the shelf to the door.
#include <algorithm>
#include <map>

#include "mock-host/wms/carry_out.h"
#include "mock-host/wms/warehouse.h"

namespace wms {
namespace {

/// Marks so many serial numbers of a reservation, the lowest first.
void pick_serials(Store& store, const Reservation& one, Decimal quantity) {
    store.run(
        "UPDATE serial SET state = 'picked', reservation = ? WHERE (item, number) IN"
        " (SELECT item, number FROM serial WHERE site = ? AND item = ? AND location = ?"
        " AND lot = ? AND state = 'inStock' ORDER BY number LIMIT ? / 1000000)",
        one.id, one.place.site, one.place.item, one.place.location, one.place.lot, quantity);
}

/// Up to so many units of a line. Returns those picked.
Decimal pick_of(Books& books, const std::string& order_id, const OrderLine& line,
                Decimal quantity) {
    Decimal picked;
    for (const Reservation& one : books.reservations(order_id, line.id)) {
        const Decimal part = std::min(one.quantity - one.picked, quantity - picked);
        if (part.is_zero()) {
            continue;
        }
        Progress progress;
        progress.picked = part;
        books.advance(one, order_id, line.id, progress, "picked");
        if (books.item(line.item).tracks_serials) {
            pick_serials(books.store(), one, part);
        }
        picked += part;
    }
    return picked;
}

Done pack_of(Books& books, const std::string& order_id, const std::string& line_id,
             Decimal quantity, std::int64_t parcel) {
    for (const Reservation& one : books.reservations(order_id, line_id)) {
        const Decimal part = std::min(one.picked - one.packed, quantity);
        if (part.is_zero()) {
            continue;
        }
        Progress progress;
        progress.packed = part;
        books.advance(one, order_id, line_id, progress, "packed");
        books.store().run(
            "INSERT INTO parcel_line (parcel, reservation, line_id, quantity)"
            " VALUES (?, ?, ?, ?)",
            parcel, one.id, line_id, part);
        books.store().run(
            "UPDATE serial SET state = 'packed', parcel = ? WHERE (item, number) IN"
            " (SELECT item, number FROM serial WHERE reservation = ?"
            " AND state = 'picked' ORDER BY number LIMIT ? / 1000000)",
            parcel, one.id, part);
        quantity -= part;
    }
    if (!quantity.is_zero()) {
        return refusal("line.not_picked", order_id + "/" + line_id,
                       "Not that many units of the line are picked and unpacked.",
                       "Pick the line first.");
    }
    return Nothing{};
}

Result<std::int64_t> new_parcel(Books& books, const std::string& order_id, const Parcel& parcel) {
    if (books.store().run("INSERT INTO parcel (order_id, sscc, tracking_number, despatch_id)"
                          " VALUES (?, ?, ?, '') ON CONFLICT DO NOTHING",
                          order_id, parcel.sscc, parcel.tracking_number) == 0) {
        return refusal("parcel.known", parcel.sscc, "There is a parcel of that SSCC.",
                       "Give each parcel a code of its own.");
    }
    return books.store().last_id();
}

/// What is picked next, of items that have serial numbers: each unit's number goes with it.
void pick_all_serials(Books& books, const std::string& order_id) {
    SQLite::Statement& row = books.store().ask(
        "SELECT r.id, r.site, r.item, r.location, r.lot, r.quantity - r.picked"
        " FROM reservation AS r JOIN item AS i ON i.id = r.item AND i.tracks_serials = 1"
        " WHERE r.order_id = ? AND r.quantity > r.picked ORDER BY r.id",
        order_id);
    std::vector<std::pair<Reservation, Decimal>> all;
    while (row.executeStep()) {
        Reservation one;
        one.id = whole_at(row, 0);
        one.place = {text_at(row, 1), text_at(row, 2), text_at(row, 3), text_at(row, 4)};
        all.emplace_back(std::move(one), decimal_at(row, 5));
    }
    for (const auto& [one, quantity] : all) {
        pick_serials(books.store(), one, quantity);
    }
}

/// Everything that is allocated, by a few statements for the whole order.
Decimal pick_all(Books& books, const std::string& order_id) {
    Store& store = books.store();
    SQLite::Statement& row = store.ask(
        "SELECT coalesce(sum(allocated - picked), 0) FROM order_line WHERE order_id = ?", order_id);
    row.executeStep();
    const Decimal picked = decimal_at(row, 0);
    pick_all_serials(books, order_id);
    store.run(
        "INSERT INTO event (at_ms, kind, reference, line_id, site, location, item, lot,"
        " quantity, reservation) SELECT ?, 'picked', order_id, line_id, site, location, item,"
        " lot, quantity - picked, id FROM reservation WHERE order_id = ?"
        " AND quantity > picked ORDER BY id",
        books.now_ms(), order_id);
    store.run("UPDATE reservation SET picked = quantity WHERE order_id = ?", order_id);
    store.run("UPDATE order_line SET picked = allocated WHERE order_id = ?", order_id);
    return picked;
}

/// Everything that is picked, into one parcel.
void pack_everything(Books& books, const std::string& order_id, std::int64_t parcel) {
    Store& store = books.store();
    store.run(
        "INSERT INTO parcel_line (parcel, reservation, line_id, quantity)"
        " SELECT ?, id, line_id, picked - packed FROM reservation WHERE order_id = ?"
        " AND picked > packed",
        parcel, order_id);
    store.run(
        "UPDATE serial SET state = 'packed', parcel = ? WHERE state = 'picked'"
        " AND reservation IN (SELECT id FROM reservation WHERE order_id = ?)",
        parcel, order_id);
    store.run(
        "INSERT INTO event (at_ms, kind, reference, line_id, site, location, item, lot,"
        " quantity, reservation) SELECT ?, 'packed', order_id, line_id, site, location, item,"
        " lot, picked - packed, id FROM reservation WHERE order_id = ? AND picked > packed"
        " ORDER BY id",
        books.now_ms(), order_id);
    store.run("UPDATE reservation SET packed = picked WHERE order_id = ?", order_id);
    store.run("UPDATE order_line SET packed = picked WHERE order_id = ?", order_id);
}

/// What is packed leaves its places, and the lines of the despatch say from where.
void send_all(Books& books, const std::string& despatch_id, const std::string& order_id) {
    Store& store = books.store();
    store.run(
        "INSERT INTO despatch_line (despatch_id, id, order_line_id, item, item_name, unit_code,"
        " gtin, price, note, ordered, outstanding, reservation, location, lot, expiry_date,"
        " quantity)"
        " SELECT ?, CAST(dense_rank() OVER (ORDER BY l.position) AS TEXT), l.id, l.item,"
        " l.item_name, l.unit_code, l.gtin, l.price, l.note, l.ordered - l.cancelled,"
        " l.ordered - l.cancelled - l.packed, r.id, r.location, r.lot, s.expiry_date,"
        " r.packed - r.despatched FROM order_line AS l"
        " JOIN reservation AS r ON r.order_id = l.order_id AND r.line_id = l.id"
        " JOIN stock AS s ON s.site = r.site AND s.item = r.item"
        " AND s.location = r.location AND s.lot = r.lot"
        " WHERE l.order_id = ? AND r.packed > r.despatched",
        despatch_id, order_id);
    store.run(
        "INSERT INTO event (at_ms, kind, reference, line_id, site, location, item, lot,"
        " quantity, reservation) SELECT ?, 'despatched', ?, line_id, site, location, item,"
        " lot, despatched - packed, id FROM reservation WHERE order_id = ?"
        " AND packed > despatched ORDER BY id",
        books.now_ms(), despatch_id, order_id);
    store.run(
        "UPDATE stock SET on_hand = on_hand - d.quantity, allocated = allocated - d.quantity"
        " FROM (SELECT site, item, location, lot, sum(packed - despatched) AS quantity"
        " FROM reservation WHERE order_id = ? AND packed > despatched"
        " GROUP BY site, item, location, lot) AS d WHERE stock.site = d.site"
        " AND stock.item = d.item AND stock.location = d.location AND stock.lot = d.lot",
        order_id);
    store.run("UPDATE reservation SET despatched = packed WHERE order_id = ?", order_id);
    store.run("UPDATE order_line SET despatched = packed WHERE order_id = ?", order_id);
}

Done write_despatch(Books& books, const std::string& order_id,
                    const Warehouse::Departure& departure) {
    Store& store = books.store();
    const int written = store.run(
        "INSERT INTO despatch (id, order_id, version, date, left_ms, carrier, buyer_order_id,"
        " customer_id, customer_name, country_code, address, site, currency, service_level,"
        " with_charges, last) SELECT ?1, id, 1, ?2, ?3, ?4, buyer_order_id, customer_id,"
        " customer_name, country_code, address, site, currency, service_level,"
        " charges_posted = 0, 0 FROM sales_order WHERE id = ?5 ON CONFLICT DO NOTHING",
        departure.despatch_id, departure.date, departure.left_ms, departure.carrier, order_id);
    if (written == 0) {
        return refusal("despatch.known", departure.despatch_id,
                       "There is a despatch of that number.",
                       "Give the despatch a number of its own.");
    }
    send_all(books, departure.despatch_id, order_id);
    store.run("UPDATE parcel SET despatch_id = ? WHERE order_id = ? AND despatch_id = ''",
              departure.despatch_id, order_id);
    store.run(
        "UPDATE serial SET state = 'despatched' WHERE state = 'packed' AND parcel IN"
        " (SELECT id FROM parcel WHERE despatch_id = ?)",
        departure.despatch_id);
    store.run("UPDATE sales_order SET charges_posted = 1 WHERE id = ?", order_id);
    books.set_state(order_id);
    store.run(
        "UPDATE despatch SET last = (SELECT state <> 'open' FROM sales_order WHERE id = ?)"
        " WHERE id = ?",
        order_id, departure.despatch_id);
    return Nothing{};
}

}  // namespace

Result<Decimal> Warehouse::pick(const std::string& order_id) {
    return carry_out<Decimal>([&]() -> Result<Decimal> {
        Books books(*store_, options_.now_ms());
        if (!books.knows(order_id)) {
            return unknown_order(order_id);
        }
        return pick_all(books, order_id);
    });
}

Done Warehouse::pick_line(const std::string& order_id, std::string_view line_id, Decimal quantity) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        const std::optional<Order> order = books.order(order_id);
        if (!order.has_value()) {
            return unknown_order(order_id);
        }
        const OrderLine* const line = find_line(*order, line_id);
        if (line == nullptr || quantity <= Decimal{} || quantity > line->allocated - line->picked) {
            return refusal("line.not_allocated", order_id + "/" + std::string(line_id),
                           "Not that many units of the line are allocated and unpicked.",
                           "Allocate the line first.");
        }
        pick_of(books, order_id, *line, quantity);
        return Nothing{};
    });
}

Done Warehouse::pack(const std::string& order_id, const Parcel& parcel) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        if (!books.knows(order_id)) {
            return unknown_order(order_id);
        }
        const Result<std::int64_t> id = new_parcel(books, order_id, parcel);
        if (!id.ok()) {
            return id.problem();
        }
        std::map<std::string, Decimal> by_line;  // a parcel may name a line twice
        for (const ParcelLine& packed : parcel.lines) {
            by_line[packed.line_id] += packed.quantity;
        }
        for (const auto& [line_id, quantity] : by_line) {
            if (quantity <= Decimal{}) {
                return refusal("line.quantity", order_id + "/" + line_id,
                               "A parcel holds a positive quantity of each of its lines.",
                               "Correct the parcel.");
            }
            Done packed = pack_of(books, order_id, line_id, quantity, id.value());
            if (!packed.ok()) {
                return packed;
            }
        }
        return Nothing{};
    });
}

Done Warehouse::pack_all(const std::string& order_id, Parcel parcel) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        if (!books.knows(order_id)) {
            return unknown_order(order_id);
        }
        const Result<std::int64_t> id = new_parcel(books, order_id, parcel);
        if (!id.ok()) {
            return id.problem();
        }
        pack_everything(books, order_id, id.value());
        return Nothing{};
    });
}

Result<Despatch> Warehouse::despatch(const std::string& order_id, const Departure& departure) {
    return carry_out<Despatch>([&]() -> Result<Despatch> {
        Books books(*store_, options_.now_ms());
        if (!books.knows(order_id)) {
            return unknown_order(order_id);
        }
        SQLite::Statement& waiting = store_->ask(
            "SELECT 1 FROM parcel WHERE order_id = ? AND despatch_id = '' LIMIT 1", order_id);
        if (!waiting.executeStep()) {
            return refusal("order.not_packed", order_id, "Nothing of the order is packed.",
                           "Allocate, pick and pack it first.");
        }
        Done written = write_despatch(books, order_id, departure);
        if (!written.ok()) {
            return written.problem();
        }
        Despatch despatch = *books.despatch(departure.despatch_id);
        written = keep(despatch_message(despatch, envelope()));
        if (!written.ok()) {
            return written.problem();
        }
        return despatch;
    });
}

}  // namespace wms
