// SPDX-License-Identifier: Apache-2.0
// Orders from entry to their last version.
#include <algorithm>
#include <array>
#include <set>

#include "mock-host/wms/carry_out.h"
#include "mock-host/wms/warehouse.h"

namespace wms {
namespace {

/// The faster, the lower.
int service_rank(std::string_view level) {
    constexpr std::array<std::string_view, 4> fastest_first = {"express", "next-day", "standard",
                                                               "economy"};
    const auto* const found = std::find(fastest_first.begin(), fastest_first.end(), level);
    return static_cast<int>(found - fastest_first.begin());
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += (&line == &lines.front() ? "" : "\n") + line;
    }
    return text;
}

Done check_lines(const Order& order) {
    std::set<std::string> ids;
    for (const OrderLine& line : order.lines) {
        if (line.ordered <= Decimal{} || line.price.is_negative()) {
            return refusal("line.quantity", order.id + "/" + line.id,
                           "An order line needs a positive quantity and no negative price.",
                           "Enter a credit as a return.");
        }
        if (!ids.insert(line.id).second) {
            return refusal("line.known", order.id + "/" + line.id,
                           "Two lines of the order have the same number.",
                           "Give each line a number of its own.");
        }
    }
    return Nothing{};
}

void write_line(Store& store, const std::string& order_id, const OrderLine& line,
                std::int64_t position) {
    store.run(
        "INSERT INTO order_line (order_id, position, id, item, item_name, unit_code, gtin,"
        " price, note, ordered, cancelled, allocated, picked, packed, despatched)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)",
        order_id, position, line.id, line.item, line.item_name, line.unit_code, line.gtin,
        line.price, line.note, line.ordered);
}

void write_charges(Store& store, const Order& order) {
    store.run("DELETE FROM order_charge WHERE order_id = ?", order.id);
    std::int64_t position = 0;
    for (const Charge& charge : order.charges) {
        store.run(
            "INSERT INTO order_charge (order_id, position, code, reason, amount)"
            " VALUES (?, ?, ?, ?, ?)",
            order.id, ++position, charge.code, charge.reason, charge.amount);
    }
}

Problem already_packed(const std::string& where) {
    return refusal("order.packed", where, "More of the line is packed, or has left.",
                   "Take it out of its parcel first; correct the despatch of what has left.");
}

/// The line as it is, brought to what it is to be.
Done change_line(Books& books, const Order& order, const OrderLine& line, const OrderLine& wanted) {
    const std::string where = order.id + "/" + line.id;
    const bool other_item = wanted.item != line.item;
    const Decimal wanted_open = wanted.ordered - line.cancelled;
    if (wanted_open < line.packed || (other_item && !line.packed.is_zero())) {
        return already_packed(where);
    }
    const Decimal kept = other_item ? Decimal{} : std::min(line.allocated, wanted_open);
    books.give_back(order.id, line.id, line.allocated - kept);
    if (other_item) {
        books.store().run("DELETE FROM reservation WHERE order_id = ? AND line_id = ?", order.id,
                          line.id);
    }
    books.store().run(
        "UPDATE order_line SET item = ?, item_name = ?, unit_code = ?, gtin = ?, price = ?,"
        " note = ?, ordered = ? WHERE order_id = ? AND id = ?",
        wanted.item, wanted.item_name, wanted.unit_code, wanted.gtin, wanted.price, wanted.note,
        wanted.ordered, order.id, line.id);
    return Nothing{};
}

Done remove_line(Books& books, const Order& order, const OrderLine& line) {
    if (!line.packed.is_zero()) {
        return already_packed(order.id + "/" + line.id);
    }
    books.give_back(order.id, line.id, line.allocated);
    books.store().run("DELETE FROM reservation WHERE order_id = ? AND line_id = ?", order.id,
                      line.id);
    books.store().run("DELETE FROM order_line WHERE order_id = ? AND id = ?", order.id, line.id);
    return Nothing{};
}

Done change_lines(Books& books, const Order& now, const Order& wanted) {
    for (const OrderLine& line : now.lines) {
        if (find_line(wanted, line.id) == nullptr) {
            Done removed = remove_line(books, now, line);
            if (!removed.ok()) {
                return removed;
            }
        }
    }
    SQLite::Statement& row = books.store().ask(
        "SELECT coalesce(max(position), 0) FROM order_line WHERE order_id = ?", now.id);
    row.executeStep();
    std::int64_t position = whole_at(row, 0);
    for (const OrderLine& line : wanted.lines) {
        const OrderLine* const found = find_line(now, line.id);
        if (found == nullptr) {
            write_line(books.store(), now.id, line, ++position);
            continue;
        }
        Done changed = change_line(books, now, *found, line);
        if (!changed.ok()) {
            return changed;
        }
    }
    return Nothing{};
}

void write_header(Store& store, const Order& order) {
    store.run(
        "UPDATE sales_order SET buyer_order_id = ?, version = ?, customer_id = ?,"
        " customer_name = ?, country_code = ?, address = ?, currency = ?, promised_date = ?,"
        " service_level = ?, service_rank = ? WHERE id = ?",
        order.buyer_order_id, order.version + 1, order.customer.id, order.customer.name,
        order.customer.country_code, joined(order.customer.address_lines), order.currency,
        order.promised_date, order.service_level, service_rank(order.service_level), order.id);
}

bool charges_have_left(Store& store, const std::string& order_id) {
    SQLite::Statement& row =
        store.ask("SELECT charges_posted FROM sales_order WHERE id = ?", order_id);
    return row.executeStep() && whole_at(row, 0) != 0;
}

bool same(const std::vector<Charge>& left, const std::vector<Charge>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const Charge& one, const Charge& other) {
                          return one.code == other.code && one.reason == other.reason &&
                                 one.amount == other.amount;
                      });
}

/// What stands in the way of a change, before a line is looked at.
Done check_change(Store& store, const Order& now, const Order& wanted) {
    if (now.state != "open") {
        return refusal("order." + now.state, wanted.id,
                       "All of the order has left or is cancelled.",
                       "Correct the despatch, or enter another order.");
    }
    if (now.version != wanted.version) {
        return refusal("order.version", wanted.id,
                       "The order was changed since: it has version " +
                           std::to_string(now.version) + ", the change was made from version " +
                           std::to_string(wanted.version) + ".",
                       "Look at the order again, and make the change from there.");
    }
    if (now.site != wanted.site) {
        return refusal("order.site", wanted.id, "An order cannot go to another site.",
                       "Cancel it, and enter it at that site.");
    }
    if (charges_have_left(store, wanted.id) && !same(now.charges, wanted.charges)) {
        return refusal("order.charges", wanted.id, "The charges left with the first despatch.",
                       "Leave them as they are.");
    }
    return check_lines(wanted);
}

}  // namespace

Done Warehouse::enter(Order order) {
    return carry_out<Nothing>([&]() -> Done {
        Done checked = check_lines(order);
        if (!checked.ok()) {
            return checked;
        }
        Books books(*store_, options_.now_ms());
        order.version = 1;
        const int entered = store_->run(
            "INSERT INTO sales_order (id, buyer_order_id, version, state, customer_id,"
            " customer_name, country_code, address, site, currency, date, promised_date,"
            " service_level, service_rank, entered_ms, charges_posted)"
            " VALUES (?, ?, 1, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
            order.id, order.buyer_order_id, order.customer.id, order.customer.name,
            order.customer.country_code, joined(order.customer.address_lines), order.site,
            order.currency, order.date, order.promised_date, order.service_level,
            service_rank(order.service_level), order.entered_ms);
        if (entered == 0) {
            return refusal("order.known", order.id, "There is an order of that number.",
                           "Give the order a number of its own.");
        }
        std::int64_t position = 0;
        for (const OrderLine& line : order.lines) {
            write_line(*store_, order.id, line, ++position);
            books.note({"entered", order.id, line.id}, {order.site, line.item, {}, {}},
                       line.ordered);
        }
        write_charges(*store_, order);
        return keep(order_message(order, envelope()));
    });
}

Done Warehouse::change(const Order& order) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        const std::optional<Order> now = books.order(order.id);
        if (!now.has_value()) {
            return unknown_order(order.id);
        }
        Done done = check_change(*store_, *now, order);
        if (done.ok()) {
            done = change_lines(books, *now, order);
        }
        if (!done.ok()) {
            return done;
        }
        write_header(*store_, order);
        write_charges(*store_, order);
        books.set_state(order.id);
        const std::optional<Order> after = books.order(order.id);
        for (const OrderLine& line : after->lines) {
            books.note({"changed", order.id, line.id}, {after->site, line.item, {}, {}},
                       line.ordered);
        }
        return keep(order_message(*after, envelope()));
    });
}

Done Warehouse::cancel(const OrderCancellation& cancellation) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        const std::optional<Order> order = books.order(cancellation.order_id);
        if (!order.has_value()) {
            return unknown_order(cancellation.order_id);
        }
        if (order->state != "open") {
            return refusal("order." + order->state, order->id, "Nothing of the order is left.",
                           "Enter what comes back as a return.");
        }
        books.unpack(order->id);
        for (const OrderLine& line : order->lines) {
            books.give_back(order->id, line.id, line.allocated - line.despatched);
            const Decimal open = line.outstanding();
            if (!open.is_zero()) {
                store_->run(
                    "UPDATE order_line SET cancelled = cancelled + ? WHERE order_id = ?"
                    " AND id = ?",
                    open, order->id, line.id);
                books.note({"cancelled", order->id, line.id}, {order->site, line.item, {}, {}},
                           open);
            }
        }
        books.set_state(order->id);
        OrderCancellation told = cancellation;
        told.customer = order->customer;
        return keep(cancellation_message(told, envelope()));
    });
}

Done Warehouse::keep_what_is_left(const Order& order) {
    if (order.state == "open") {
        return keep(order_message(order, envelope()));
    }
    OrderCancellation cancellation;
    cancellation.order_id = order.id;
    cancellation.customer = order.customer;
    cancellation.date = order.date;
    cancellation.cancelled_ms = options_.now_ms();
    return keep(cancellation_message(cancellation, envelope()));
}

Done Warehouse::cancel_line(const std::string& order_id, std::string_view line_id,
                            Decimal quantity) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        const std::optional<Order> order = books.order(order_id);
        if (!order.has_value()) {
            return unknown_order(order_id);
        }
        const OrderLine* const line = find_line(*order, line_id);
        if (line == nullptr) {
            return unknown_line(order_id, line_id);
        }
        if (quantity <= Decimal{} || quantity > line->ordered - line->cancelled - line->packed) {
            return already_packed(order_id + "/" + line->id);
        }
        const Decimal unallocated = line->ordered - line->cancelled - line->allocated;
        books.give_back(order_id, line->id, std::max(quantity - unallocated, Decimal{}));
        store_->run("UPDATE order_line SET cancelled = cancelled + ? WHERE order_id = ? AND id = ?",
                    quantity, order_id, line->id);
        books.note({"cancelled", order_id, line->id}, {order->site, line->item, {}, {}}, quantity);
        books.set_state(order_id);
        store_->run("UPDATE sales_order SET version = version + 1 WHERE id = ?", order_id);
        return keep_what_is_left(*books.order(order_id));
    });
}

}  // namespace wms
