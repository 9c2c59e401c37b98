// SPDX-License-Identifier: Apache-2.0
// Which units are for which order.
#include "mock-host/wms/carry_out.h"
#include "mock-host/wms/warehouse.h"

namespace wms {
namespace {

Decimal allocate_lines(Books& books, const Order& order) {
    Decimal allocated;
    for (const OrderLine& line : order.lines) {
        const Decimal wanted = line.ordered - line.cancelled - line.allocated;
        if (!wanted.is_zero()) {
            allocated += books.allocate(order, line, wanted);
        }
    }
    return allocated;
}

}  // namespace

Result<Decimal> Warehouse::allocate_order(const std::string& order_id) {
    return carry_out<Decimal>([&]() -> Result<Decimal> {
        Books books(*store_, options_.now_ms());
        const std::optional<Order> order = books.order(order_id);
        if (!order.has_value()) {
            return unknown_order(order_id);
        }
        return allocate_lines(books, *order);
    });
}

Done Warehouse::allocate_line(const std::string& order_id, std::string_view line_id,
                              Decimal quantity) {
    return carry_out<Nothing>([&]() -> Done {
        Books books(*store_, options_.now_ms());
        const std::optional<Order> order = books.order(order_id);
        if (!order.has_value()) {
            return unknown_order(order_id);
        }
        const std::string where = order_id + "/" + std::string(line_id);
        const OrderLine* const line = find_line(*order, line_id);
        if (line == nullptr) {
            return unknown_line(order_id, line_id);
        }
        if (quantity <= Decimal{} || quantity > line->ordered - line->cancelled - line->allocated) {
            return refusal("line.quantity", where, "The line does not wait for that many.",
                           "Allocate at most what is ordered and not yet allocated.");
        }
        if (books.allocate(*order, *line, quantity) != quantity) {
            return refusal("stock.short", where, "There is not enough available stock.",
                           "Allocate less, or wait until goods come in.");
        }
        return Nothing{};
    });
}

Result<Decimal> Warehouse::allocate_waiting() {
    return carry_out<Decimal>([&]() -> Result<Decimal> {
        Books books(*store_, options_.now_ms());
        SQLite::Statement& row = store_->ask(
            "SELECT o.id FROM sales_order AS o INDEXED BY sales_order_open"
            " WHERE o.state = 'open' AND EXISTS (SELECT 1 FROM order_line AS l"
            "  WHERE l.order_id = o.id AND l.allocated < l.ordered - l.cancelled)"
            " ORDER BY o.promised_date = '', o.promised_date, o.service_rank,"
            " o.entered_ms, o.id");
        std::vector<std::string> waiting;
        while (row.executeStep()) {
            waiting.push_back(text_at(row, 0));
        }
        Decimal allocated;
        for (const std::string& id : waiting) {
            allocated += allocate_lines(books, *books.order(id));
        }
        return allocated;
    });
}

Result<Decimal> Warehouse::release(const std::string& order_id) {
    return carry_out<Decimal>([&]() -> Result<Decimal> {
        Books books(*store_, options_.now_ms());
        const std::optional<Order> order = books.order(order_id);
        if (!order.has_value()) {
            return unknown_order(order_id);
        }
        Decimal released;
        for (const OrderLine& line : order->lines) {
            const Decimal waiting = line.allocated - line.picked;
            books.give_back(order_id, line.id, waiting);
            released += waiting;
        }
        return released;
    });
}

}  // namespace wms
