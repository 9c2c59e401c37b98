// SPDX-License-Identifier: Apache-2.0
// Goods from one site to another, at once or on their way for a while.
#include <algorithm>
#include <map>
#include <set>

#include "mock-host/wms/carry_out.h"
#include "mock-host/wms/warehouse.h"

namespace wms {
namespace {

/// What of a line left one place.
struct Part {
    std::string line_id;
    std::string named_lot;
    Place from;
    Decimal quantity;
    Decimal arrived;

    Decimal on_its_way() const { return quantity - arrived; }
};

Place target_of(const Place& from, const std::string& site) {
    Place target = from;
    target.site = site;
    target.location = kReceivingPlace;
    return target;
}

Done check(const Transfer& transfer) {
    if (transfer.from_site == transfer.to_site) {
        return refusal("transfer.sites", transfer.id, "Both sites are the same.",
                       "Name the site that the goods go to.");
    }
    std::set<std::string> ids;
    for (const TransferLine& line : transfer.lines) {
        const std::string where = transfer.id + "/" + line.id;
        if (line.quantity <= Decimal{}) {
            return refusal("line.quantity", where, "A transfer line needs a positive quantity.",
                           "Correct the line.");
        }
        if (!ids.insert(line.id).second) {
            return refusal("line.known", where, "Two lines of the transfer have the same number.",
                           "Give each line a number of its own.");
        }
    }
    return Nothing{};
}

void move_at_once(Books& books, const Transfer& transfer, const std::string& line_id,
                  const Place& from, Decimal quantity) {
    const Place target = target_of(from, transfer.to_site);
    books.add(from, -quantity, {"transferred", transfer.id, line_id});
    books.add(target, quantity, {"transferred", transfer.id, line_id});
    books.store().run(
        "UPDATE serial SET site = ?, location = ? WHERE (item, number) IN"
        " (SELECT item, number FROM serial WHERE site = ? AND item = ?"
        " AND location = ? AND lot = ? AND state = 'inStock' ORDER BY number"
        " LIMIT ? / 1000000)",
        target.site, target.location, from.site, from.item, from.location, from.lot, quantity);
}

void send(Books& books, const Transfer& transfer, const TransferLine& line, const Place& from,
          Decimal quantity) {
    const Place target = target_of(from, transfer.to_site);
    books.add(from, -quantity, {"transferred", transfer.id, line.id});
    books.add_in_transit(target, quantity);
    books.note({"inTransit", transfer.id, line.id}, target, quantity);
    books.store().run(
        "UPDATE serial SET state = 'inTransit', transfer = ? WHERE (item, number) IN"
        " (SELECT item, number FROM serial WHERE site = ? AND item = ?"
        " AND location = ? AND lot = ? AND state = 'inStock' ORDER BY number"
        " LIMIT ? / 1000000)",
        transfer.id, from.site, from.item, from.location, from.lot, quantity);
    books.store().run(
        "INSERT INTO transfer_line (transfer_id, position, id, item, named_lot, location, lot,"
        " expiry_date, quantity, arrived) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        transfer.id, static_cast<std::int64_t>(&line - transfer.lines.data()), line.id, from.item,
        line.lot, from.location, from.lot, from.expiry_date, quantity);
}

/// So many units of a part end their way in a place, which is that of the other site, or the one
/// that they never left.
void end_way(Books& books, const std::string& transfer_id, const Part& part, const Place& place,
             Decimal quantity, const std::string& kind) {
    books.add(place, quantity, {kind, transfer_id, part.line_id});
    books.store().run(
        "UPDATE serial SET state = 'inStock', transfer = NULL, site = ?, location = ?"
        " WHERE (item, number) IN (SELECT item, number FROM serial WHERE transfer = ?"
        " AND item = ? AND location = ? AND lot = ? ORDER BY number LIMIT ? / 1000000)",
        place.site, place.location, transfer_id, part.from.item, part.from.location, part.from.lot,
        quantity);
}

/// The parts of a transfer, in the order of its lines.
std::vector<Part> parts_of(Store& store, const std::string& transfer_id,
                           const std::string& from_site) {
    SQLite::Statement& row = store.ask(
        "SELECT id, named_lot, item, location, lot, expiry_date, quantity, arrived"
        " FROM transfer_line WHERE transfer_id = ? ORDER BY position, location, lot",
        transfer_id);
    std::vector<Part> parts;
    while (row.executeStep()) {
        parts.push_back(
            {text_at(row, 0),
             text_at(row, 1),
             {from_site, text_at(row, 2), text_at(row, 3), text_at(row, 4), text_at(row, 5)},
             decimal_at(row, 6),
             decimal_at(row, 7)});
    }
    return parts;
}

/// How much of each line is to arrive now.
Result<std::map<std::string, Decimal>> wanted_of(const Arrival& arrival,
                                                 const std::vector<Part>& parts) {
    std::map<std::string, Decimal> on_its_way;
    for (const Part& part : parts) {
        on_its_way[part.line_id] += part.on_its_way();
    }
    if (arrival.lines.empty() && !arrival.last) {
        return on_its_way;
    }
    std::map<std::string, Decimal> wanted;
    for (const ArrivalLine& line : arrival.lines) {
        const std::string where = arrival.transfer_id + "/" + line.line_id;
        if (!on_its_way.contains(line.line_id)) {
            return refusal("line.unknown", where, "The transfer has no such line.",
                           "Name a line of it.");
        }
        Decimal& in_all = wanted[line.line_id];
        in_all += line.quantity;
        if (line.quantity <= Decimal{} || in_all > on_its_way[line.line_id]) {
            return refusal("transfer.more", where, "Not that much of the line is on its way.",
                           "Enter what came besides as an adjustment, with its reason.");
        }
    }
    return wanted;
}

void arrive_parts(Books& books, const std::string& transfer_id, const std::string& to_site,
                  std::vector<Part>& parts, std::map<std::string, Decimal> wanted) {
    for (Part& part : parts) {
        const Decimal now = std::min(part.on_its_way(), wanted[part.line_id]);
        if (now.is_zero()) {
            continue;
        }
        const Place target = target_of(part.from, to_site);
        books.add_in_transit(target, -now);
        end_way(books, transfer_id, part, target, now, "arrived");
        books.store().run(
            "UPDATE transfer_line SET arrived = arrived + ? WHERE transfer_id = ? AND id = ?"
            " AND location = ? AND lot = ?",
            now, transfer_id, part.line_id, part.from.location, part.from.lot);
        part.arrived += now;
        wanted[part.line_id] -= now;
    }
}

/// What is missing at the end is back in its place.
void bring_back(Books& books, const std::string& transfer_id, const std::string& to_site,
                const std::vector<Part>& parts) {
    for (const Part& part : parts) {
        const Decimal missing = part.on_its_way();
        if (missing.is_zero()) {
            continue;
        }
        const Place target = target_of(part.from, to_site);
        books.add_in_transit(target, -missing);
        books.note({"inTransit", transfer_id, part.line_id}, target, -missing);
        end_way(books, transfer_id, part, part.from, missing, "transferred");
    }
}

/// What arrived in all, as the version that says so.
Transfer arrived(const Arrival& arrival, const std::string& from_site, const std::string& to_site,
                 const std::vector<Part>& parts) {
    Transfer transfer{arrival.transfer_id, from_site, to_site, arrival.date,
                      arrival.arrived_ms,  {},        false,   2};
    for (const Part& part : parts) {
        if (part.arrived.is_zero()) {
            continue;
        }
        if (transfer.lines.empty() || transfer.lines.back().id != part.line_id) {
            transfer.lines.push_back({part.line_id, part.from.item, {}, part.named_lot});
        }
        transfer.lines.back().quantity += part.arrived;
    }
    return transfer;
}

}  // namespace

Done Warehouse::transfer(const Transfer& transfer) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        Done checked = check(transfer);
        if (!checked.ok()) {
            return checked;
        }
        const Done kept = keep(transfer_message(transfer, envelope()));
        if (!kept.ok()) {
            return kept;
        }
        if (transfer.in_transit) {
            store_->run("INSERT INTO transfer (id, from_site, to_site, open) VALUES (?, ?, ?, 1)",
                        transfer.id, transfer.from_site, transfer.to_site);
        }
        for (const TransferLine& line : transfer.lines) {
            const auto lot = line.lot.empty() ? std::nullopt : std::optional(line.lot);
            Decimal left = line.quantity;
            for (const Books::Available& one :
                 books.available(transfer.from_site, line.item, {}, lot)) {
                const Decimal part = std::min(one.quantity, left);
                if (part.is_zero()) {
                    break;
                }
                if (transfer.in_transit) {
                    send(books, transfer, line, one.place, part);
                } else {
                    move_at_once(books, transfer, line.id, one.place, part);
                }
                left -= part;
            }
            if (!left.is_zero()) {
                return not_enough_available(transfer.id + "/" + line.id);
            }
        }
        return Nothing{};
    });
}

Done Warehouse::arrive(const Arrival& arrival) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        const std::string& id = arrival.transfer_id;
        SQLite::Statement& row =
            store_->ask("SELECT from_site, to_site, open FROM transfer WHERE id = ?", id);
        if (!row.executeStep()) {
            return refusal("transfer.unknown", id, "No goods of such a transfer were in transit.",
                           "Look its number up among the documents.");
        }
        const std::string from_site = text_at(row, 0);
        const std::string to_site = text_at(row, 1);
        if (whole_at(row, 2) == 0) {
            return refusal("transfer.arrived", id, "Nothing of the transfer is on its way.",
                           "Enter what came besides as an adjustment, with its reason.");
        }
        std::vector<Part> parts = parts_of(*store_, id, from_site);
        const Result<std::map<std::string, Decimal>> wanted = wanted_of(arrival, parts);
        if (!wanted.ok()) {
            return wanted.problem();
        }
        arrive_parts(books, id, to_site, parts, wanted.value());
        const bool all = std::all_of(parts.begin(), parts.end(),
                                     [](const Part& part) { return part.on_its_way().is_zero(); });
        if (!all && !arrival.last) {
            return Nothing{};
        }
        bring_back(books, id, to_site, parts);
        store_->run("UPDATE transfer SET open = 0 WHERE id = ?", id);
        const Transfer whole = arrived(arrival, from_site, to_site, parts);
        if (whole.lines.empty()) {
            return refusal("transfer.empty", id, "Nothing of the transfer would have arrived.",
                           "Let it arrive, and transfer it back.");
        }
        return keep(transfer_message(whole, envelope()));
    });
}

}  // namespace wms
