// SPDX-License-Identifier: Apache-2.0
// Goods that come, go and change without an order.
#include <algorithm>

#include "mock-host/wms/carry_out.h"
#include "mock-host/wms/warehouse.h"

namespace wms {
namespace {

std::string place_or_receiving(const std::string& location) {
    return location.empty() ? std::string(kReceivingPlace) : location;
}

/// How many units came must be as many as there are serial numbers, none of them in stock already.
Done add_serials(Books& books, const Item& item, const Place& place, Decimal quantity,
                 const std::vector<std::string>& serials, const std::string& where) {
    if (!item.tracks_serials) {
        return Nothing{};
    }
    if (Decimal::whole(static_cast<std::int64_t>(serials.size())) != quantity) {
        return refusal("serials.count", where,
                       "The item has serial numbers, and there is not one for each unit.",
                       "Name each unit's serial number.");
    }
    for (const std::string& number : serials) {
        const int added = books.store().run(
            "INSERT INTO serial (item, number, state, site, location, lot, reservation, parcel)"
            " VALUES (?, ?, 'inStock', ?, ?, ?, NULL, NULL) ON CONFLICT (item, number)"
            " DO UPDATE SET state = 'inStock', site = excluded.site, location = excluded.location,"
            " lot = excluded.lot, reservation = NULL, parcel = NULL"
            " WHERE serial.state = 'despatched' OR serial.state = 'gone'",
            place.item, number, place.site, place.location, place.lot);
        if (added == 0) {
            return refusal("serials.known", where + "/" + number,
                           "A unit of that serial number is in stock.",
                           "Correct the serial number.");
        }
    }
    return Nothing{};
}

Done check_lot(const Item& item, const std::string& lot, const std::string& where) {
    if (item.tracks_lots && lot.empty()) {
        return refusal("lot.missing", where, "The item has lots, and none is named.",
                       "Name the lot.");
    }
    return Nothing{};
}

/// What is lost takes its serial numbers with it, the lowest first.
void drop_serials(Books& books, const Place& place, Decimal quantity) {
    books.store().run(
        "UPDATE serial SET state = 'gone' WHERE (item, number) IN (SELECT item, number FROM serial"
        " WHERE site = ? AND item = ? AND location = ? AND lot = ? AND state = 'inStock'"
        " ORDER BY number LIMIT ? / 1000000)",
        place.site, place.item, place.location, place.lot, quantity);
}

Done adjust_line(Books& books, const Adjustment& adjustment, const AdjustmentLine& line) {
    const std::string where = adjustment.id + "/" + line.id;
    const Reason reason{"adjusted", adjustment.id, line.id};
    if (line.quantity.is_zero()) {
        return refusal("line.quantity", where, "The line changes nothing.", "Leave it out.");
    }
    if (!line.quantity.is_negative()) {
        books.add({adjustment.site, line.item, place_or_receiving(line.location), line.lot},
                  line.quantity, reason);
        return Nothing{};
    }
    const auto lot = line.lot.empty() ? std::nullopt : std::optional(line.lot);
    const auto places = books.available(adjustment.site, line.item, line.location, lot);
    if (!books.take(places, -line.quantity, reason)) {
        return not_enough_available(where);
    }
    if (books.item(line.item).tracks_serials) {
        Decimal left = -line.quantity;
        for (const Books::Available& one : places) {
            const Decimal part = std::min(one.quantity, left);
            drop_serials(books, one.place, part);
            left -= part;
        }
    }
    return Nothing{};
}

}  // namespace

Done Warehouse::receive(const std::string& site, const std::string& item, Decimal quantity) {
    return carry_out<Nothing>([&]() -> Done {
        if (quantity <= Decimal{}) {
            return refusal("line.quantity", site + "/" + item,
                           "Opening stock is a positive quantity.", "Correct the quantity.");
        }
        Books books(*store_, options_.now_ms());
        books.add({site, item, std::string(kReceivingPlace), {}}, quantity, {"received", "", ""});
        return Nothing{};
    });
}

Done Warehouse::receive(const GoodsReceipt& receipt) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        for (const ReceiptLine& line : receipt.lines) {
            const std::string where = receipt.id + "/" + line.id;
            const Item item = books.item(line.item);
            if (line.received.is_negative() || line.rejected.is_negative()) {
                return refusal("line.quantity", where, "A receipt has no negative quantity.",
                               "Enter what went back as an adjustment.");
            }
            const Place place{receipt.site, line.item, place_or_receiving(line.location), line.lot,
                              line.expiry_date};
            Done checked = check_lot(item, line.lot, where);
            if (checked.ok()) {
                checked = add_serials(books, item, place, line.received, line.serials, where);
            }
            if (!checked.ok()) {
                return checked;
            }
            if (!line.received.is_zero()) {
                books.add(place, line.received, {"received", receipt.id, line.id});
            }
        }
        return keep(receipt_message(receipt, envelope()));
    });
}

Done Warehouse::take_back(const Return& credit) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        for (const ReturnLine& line : credit.lines) {
            const std::string where = credit.id + "/" + line.id;
            if (line.quantity <= Decimal{}) {
                return refusal("line.quantity", where, "A return line needs a positive quantity.",
                               "Correct the line.");
            }
            const bool quarantine = line.disposition == "quarantine";
            if (line.disposition != "restock" && !quarantine) {
                continue;
            }
            const Item item = books.item(line.item);
            const Place place{credit.site, line.item, std::string(kReceivingPlace), line.lot};
            Done checked = check_lot(item, line.lot, where);
            if (checked.ok()) {
                checked = add_serials(books, item, place, line.quantity, line.serials, where);
            }
            if (!checked.ok()) {
                return checked;
            }
            books.add(place, line.quantity, {"returned", credit.id, line.id});
            if (quarantine) {
                books.add_on_hold(place, line.quantity, {"held", credit.id, line.id});
            }
        }
        return keep(return_message(credit, envelope()));
    });
}

Done Warehouse::adjust(const Adjustment& adjustment) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        for (const AdjustmentLine& line : adjustment.lines) {
            Done adjusted = adjust_line(books, adjustment, line);
            if (!adjusted.ok()) {
                return adjusted;
            }
        }
        return keep(adjustment_message(adjustment, envelope()));
    });
}

Result<Adjustment> Warehouse::count(const StockCount& count) {
    return carry_out<Adjustment>([&]() -> Result<Adjustment> {
        Books books(*store_, options_.now_ms());
        Adjustment adjustment{count.id, count.site, count.date, count.counted_ms, {}};
        for (const CountLine& line : count.lines) {
            const Place place{count.site, line.item, place_or_receiving(line.location), line.lot};
            SQLite::Statement& row = store_->ask(
                "SELECT on_hand, on_hold + allocated FROM stock WHERE site = ? AND item = ?"
                " AND location = ? AND lot = ?",
                place.site, place.item, place.location, place.lot);
            const bool known = row.executeStep();
            const Decimal on_hand = known ? decimal_at(row, 0) : Decimal{};
            const Decimal bound = known ? decimal_at(row, 1) : Decimal{};
            if (line.counted.is_negative() || line.counted < bound) {
                return refusal("count.bound", count.id + "/" + line.id,
                               "Fewer were counted than are allocated to orders or on hold there.",
                               "Release them first, or count again.");
            }
            const Decimal difference = line.counted - on_hand;
            if (!difference.is_zero()) {
                books.add(place, difference, {"counted", count.id, line.id});
                if (difference.is_negative() && books.item(line.item).tracks_serials) {
                    drop_serials(books, place, -difference);
                }
                adjustment.lines.push_back(
                    {line.id, line.item, difference, "stock_check", {}, place.location, line.lot});
            }
        }
        if (!adjustment.lines.empty()) {
            const Done kept = keep(adjustment_message(adjustment, envelope()));
            if (!kept.ok()) {
                return kept.problem();
            }
        }
        return adjustment;
    });
}

Done Warehouse::hold(const std::string& site, const AdjustmentLine& line) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        const auto lot = line.lot.empty() ? std::nullopt : std::optional(line.lot);
        Decimal left = line.quantity;
        for (const Books::Available& one : books.available(site, line.item, line.location, lot)) {
            const Decimal part = std::min(one.quantity, left);
            if (part <= Decimal{}) {
                break;
            }
            books.add_on_hold(one.place, part, {"held", line.reason_code, line.id});
            left -= part;
        }
        if (line.quantity <= Decimal{} || !left.is_zero()) {
            return not_enough_available(site + "/" + line.item);
        }
        return Nothing{};
    });
}

Done Warehouse::free(const std::string& site, const AdjustmentLine& line) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        SQLite::Statement& row = store_->ask(
            "SELECT location, lot, on_hold FROM stock WHERE site = ?1 AND item = ?2"
            " AND (?3 = '' OR location = ?3) AND (?4 = '' OR lot = ?4) AND on_hold > 0"
            " ORDER BY location, lot",
            site, line.item, line.location, line.lot);
        std::vector<Books::Available> held;
        while (row.executeStep()) {
            held.push_back(
                {{site, line.item, text_at(row, 0), text_at(row, 1)}, decimal_at(row, 2)});
        }
        Decimal left = line.quantity;
        for (const Books::Available& one : held) {
            const Decimal part = std::min(one.quantity, left);
            if (part <= Decimal{}) {
                break;
            }
            books.add_on_hold(one.place, -part, {"freed", line.reason_code, line.id});
            left -= part;
        }
        if (line.quantity <= Decimal{} || !left.is_zero()) {
            return refusal("hold.short", site + "/" + line.item,
                           "There are not that many units on hold.",
                           "Free at most what is on hold.");
        }
        return Nothing{};
    });
}

}  // namespace wms
