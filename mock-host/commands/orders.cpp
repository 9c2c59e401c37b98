// SPDX-License-Identifier: Apache-2.0
// Orders as people look at them, change them and cancel them.
#include <fmt/format.h>

#include "mock-host/commands/desk.h"
#include "mock-host/listings.h"

namespace wms::commands {
namespace {

struct OrdersArguments : DeskOptions {
    std::string order;
    std::string state;
};

int run_orders(const OrdersArguments& arguments) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        if (!arguments.order.empty()) {
            return show_order(warehouse, arguments, arguments.order);
        }
        Listing listing = listing_for(arguments, order_columns());
        Done listed = list_orders(warehouse, arguments.state, listing);
        listing.end();
        return listed;
    });
}

struct ChangeArguments : DeskOptions {
    std::string order;
    std::vector<std::string> quantities;
    std::vector<std::string> prices;
    std::vector<std::string> removed;
    std::vector<std::string> address;
    std::string promised_date;
    std::string service_level;
};

Result<OrderLine*> line_of(Order& order, const std::string& id) {
    OrderLine* const found = find_line(order, id);
    if (found == nullptr) {
        return Problem{"command.line", order.id + "/" + id, "The order has no such line.",
                       "See its lines with: mock-host orders --order " + order.id, "warehouse"};
    }
    return found;
}

Done set_figures(Order& order, const std::vector<std::string>& typed, Decimal OrderLine::* figure) {
    for (const std::string& one : typed) {
        const auto named = quantity_of(one);
        if (!named.ok()) {
            return named.problem();
        }
        const Result<OrderLine*> line = line_of(order, named.value().first);
        if (!line.ok()) {
            return line.problem();
        }
        line.value()->*figure = named.value().second;
    }
    return Nothing{};
}

int run_change(const ChangeArguments& arguments) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        Result<Order> read = warehouse.order(arguments.order);
        if (!read.ok()) {
            return read.problem();
        }
        Order& order = read.value();
        Done done = set_figures(order, arguments.quantities, &OrderLine::ordered);
        if (done.ok()) {
            done = set_figures(order, arguments.prices, &OrderLine::price);
        }
        for (const std::string& id : arguments.removed) {
            const Result<OrderLine*> line = line_of(order, id);
            if (!line.ok()) {
                return line.problem();
            }
            order.lines.erase(order.lines.begin() + (line.value() - order.lines.data()));
        }
        if (!arguments.address.empty()) {
            order.customer.address_lines = arguments.address;
        }
        if (!arguments.promised_date.empty()) {
            order.promised_date = arguments.promised_date;
        }
        if (!arguments.service_level.empty()) {
            order.service_level = arguments.service_level;
        }
        if (done.ok()) {
            done = warehouse.change(order);
        }
        return done.ok() ? show_order(warehouse, arguments, order.id) : done;
    });
}

struct CancelArguments : DeskOptions {
    std::string order;
    std::string line;
    std::string reason;
};

int run_cancel(const CancelArguments& arguments) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        Done done = Nothing{};
        if (arguments.line.empty()) {
            OrderCancellation cancellation;
            cancellation.order_id = arguments.order;
            cancellation.date = date_or_today({});
            cancellation.cancelled_ms = now_ms();
            cancellation.reason = arguments.reason;
            done = warehouse.cancel(cancellation);
        } else {
            const auto named = quantity_of(arguments.line);
            done = named.ok() ? warehouse.cancel_line(arguments.order, named.value().first,
                                                      named.value().second)
                              : Done(named.problem());
        }
        return done.ok() ? show_order(warehouse, arguments, arguments.order) : done;
    });
}

}  // namespace

void add_orders(CLI::App& program, int& exit_code) {
    const auto orders = std::make_shared<OrdersArguments>();
    CLI::App& list =
        add_command(program, exit_code, "orders",
                    "List the warehouse's orders, or the lines of one", orders, run_orders);
    list.add_option("--order", orders->order, "The lines of this one");
    list.add_option("--state", orders->state, "Only those")
        ->check(CLI::IsMember({"open", "closed", "cancelled"}));
    add_desk(list, *orders);

    const auto changes = std::make_shared<ChangeArguments>();
    CLI::App& change = add_command(program, exit_code, "change",
                                   "Change an order that has not left", changes, run_change);
    change.add_option("order", changes->order, "The order's number")->required();
    change.add_option("--line", changes->quantities, "A line's quantity: LINE=QUANTITY");
    change.add_option("--price", changes->prices, "A line's price: LINE=PRICE");
    change.add_option("--remove", changes->removed, "A line that is not wanted any more");
    change.add_option("--address", changes->address, "The delivery address, one option a line");
    change.add_option("--promised-date", changes->promised_date, "YYYY-MM-DD");
    change.add_option("--service", changes->service_level, "express, next-day, standard …");
    add_desk(change, *changes);

    const auto cancelled = std::make_shared<CancelArguments>();
    CLI::App& cancel = add_command(program, exit_code, "cancel",
                                   "Cancel what has not left of an order, or part of a line",
                                   cancelled, run_cancel);
    cancel.add_option("order", cancelled->order, "The order's number")->required();
    cancel.add_option("--line", cancelled->line, "Only so much of a line: LINE=QUANTITY");
    cancel.add_option("--reason", cancelled->reason, "Why");
    add_desk(cancel, *cancelled);
}

}  // namespace wms::commands
