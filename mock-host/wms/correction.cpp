// SPDX-License-Identifier: Apache-2.0
// What was said wrong about what left: a later version of the despatch, with stock and order behind
// it.
#include <algorithm>

#include "mock-host/wms/carry_out.h"
#include "mock-host/wms/warehouse.h"

namespace wms {
namespace {

/// One place that a line of a despatch left from.
struct LeftFrom {
    std::int64_t reservation = 0;
    Decimal quantity;
};

std::vector<LeftFrom> left_from(Store& store, const std::string& despatch_id,
                                const std::string& line_id) {
    SQLite::Statement& row = store.ask(
        "SELECT reservation, quantity FROM despatch_line WHERE despatch_id = ?"
        " AND order_line_id = ? ORDER BY reservation DESC",
        despatch_id, line_id);
    std::vector<LeftFrom> found;
    while (row.executeStep()) {
        found.push_back({whole_at(row, 0), decimal_at(row, 1)});
    }
    return found;
}

void change_left(Store& store, const std::string& despatch_id, std::int64_t reservation,
                 Decimal change) {
    store.run(
        "UPDATE despatch_line SET quantity = quantity + ? WHERE despatch_id = ?"
        " AND reservation = ?",
        change, despatch_id, reservation);
}

/// So many were said to have left and are here: back in their places, and awaited again.
void bring_back(Books& books, const Despatch& despatch, const std::string& line_id, Decimal extra) {
    const std::vector<Reservation> all = books.reservations(despatch.order_id, line_id);
    for (const LeftFrom& from : left_from(books.store(), despatch.id, line_id)) {
        const auto one = std::find_if(all.begin(), all.end(), [&](const Reservation& candidate) {
            return candidate.id == from.reservation;
        });
        const Decimal part = std::min(from.quantity, extra);
        if (part.is_zero() || one == all.end()) {
            continue;
        }
        books.add(one->place, part, {"corrected", despatch.id, line_id, one->id});
        books.advance(*one, despatch.order_id, line_id, {-part, -part, -part, -part}, {});
        change_left(books.store(), despatch.id, one->id, -part);
        extra -= part;
    }
}

/// So many left besides: of the places the line left from already.
Done send_more(Books& books, const Despatch& despatch, const OrderLine& line, Decimal more) {
    const std::string where = despatch.id + "/" + line.id;
    if (more > line.ordered - line.cancelled - line.allocated) {
        return refusal("despatch.ordered", where,
                       "More would have left than is ordered and not yet on its way.",
                       "Raise the order first, or release what is allocated.");
    }
    for (const LeftFrom& from : left_from(books.store(), despatch.id, line.id)) {
        for (const Reservation& one : books.reservations(despatch.order_id, line.id)) {
            if (one.id != from.reservation) {
                continue;
            }
            for (const Books::Available& place : books.available(
                     one.place.site, one.place.item, one.place.location, one.place.lot)) {
                const Decimal part = std::min(place.quantity, more);
                if (part.is_zero()) {
                    continue;
                }
                books.advance(one, despatch.order_id, line.id, {part, part, part, part}, {});
                books.add(one.place, -part, {"corrected", despatch.id, line.id, one.id});
                change_left(books.store(), despatch.id, one.id, part);
                more -= part;
            }
        }
    }
    if (!more.is_zero()) {
        return refusal("stock.short", where, "There is not that much available where it left from.",
                       "Count the place first.");
    }
    return Nothing{};
}

}  // namespace

Result<Despatch> Warehouse::correct(const std::string& despatch_id, std::string_view order_line_id,
                                    Decimal delivered) {
    return carry_out<Despatch>([&]() -> Result<Despatch> {
        Books books(*store_, options_.now_ms());
        const std::optional<Despatch> despatch = books.despatch(despatch_id);
        if (!despatch.has_value()) {
            return refusal("despatch.unknown", despatch_id, "There is no such despatch.",
                           "Look its number up among the documents.");
        }
        const auto line = std::find_if(
            despatch->lines.begin(), despatch->lines.end(),
            [&](const DespatchLine& one) { return one.order_line_id == order_line_id; });
        if (line == despatch->lines.end() || delivered.is_negative()) {
            return refusal("line.unknown", despatch_id + "/" + std::string(order_line_id),
                           "Nothing of such a line left with it, or the quantity is negative.",
                           "Name a line of the order that is in the despatch.");
        }
        const bool any_left =
            !delivered.is_zero() || !despatch->charges.empty() ||
            std::any_of(despatch->lines.begin(), despatch->lines.end(),
                        [&](const DespatchLine& one) {
                            return one.order_line_id != order_line_id && !one.delivered.is_zero();
                        });
        if (!any_left) {
            return refusal("despatch.empty", despatch_id, "Nothing of the despatch would be left.",
                           "Enter what is here as a return of all of it.");
        }
        const Decimal extra = line->delivered - delivered;
        if (extra.is_negative()) {
            const Order order = *books.order(despatch->order_id);
            Done sent = send_more(books, *despatch, *find_line(order, order_line_id), -extra);
            if (!sent.ok()) {
                return sent.problem();
            }
        } else {
            bring_back(books, *despatch, line->order_line_id, extra);
        }
        store_->run(
            "UPDATE despatch_line SET outstanding = outstanding + ? WHERE despatch_id = ?"
            " AND order_line_id = ?",
            extra, despatch_id, line->order_line_id);
        books.set_state(despatch->order_id);
        store_->run(
            "UPDATE despatch SET version = version + 1, last = (SELECT state <> 'open'"
            " FROM sales_order WHERE sales_order.id = despatch.order_id) WHERE id = ?",
            despatch_id);
        Despatch corrected = *books.despatch(despatch_id);
        const Done kept = keep(despatch_message(corrected, envelope()));
        if (!kept.ok()) {
            return kept.problem();
        }
        return corrected;
    });
}

}  // namespace wms
