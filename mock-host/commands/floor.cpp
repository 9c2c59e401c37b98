// SPDX-License-Identifier: Apache-2.0
// From allocation to the door: allocate, release, pick, pack, despatch, correct.
#include <fmt/format.h>

#include "mock-host/commands/desk.h"
#include "mock-host/listings.h"

namespace wms::commands {
namespace {

struct FloorArguments : DeskOptions {
    std::string order;
    std::vector<std::string> lines;
    std::string tracking_number;
    std::string despatch;
    std::string date;
    std::string carrier;
    bool waiting = false;
};

using LineStep = std::function<Done(const std::string& line, Decimal quantity)>;

Done for_each_line(const std::vector<std::string>& lines, const LineStep& step) {
    for (const std::string& typed : lines) {
        const auto named = quantity_of(typed);
        const Done done =
            named.ok() ? step(named.value().first, named.value().second) : Done(named.problem());
        if (!done.ok()) {
            return done;
        }
    }
    return Nothing{};
}

/// Each line that is named, or the whole order; then what has become of it.
int step_of(const FloorArguments& arguments,
            const std::function<Done(Warehouse&, const std::string&, Decimal)>& line_step,
            const std::function<Done(Warehouse&)>& order_step) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        const Done done =
            arguments.lines.empty()
                ? order_step(warehouse)
                : for_each_line(arguments.lines, [&](const std::string& line, Decimal quantity) {
                      return line_step(warehouse, line, quantity);
                  });
        return done.ok() ? show_order(warehouse, arguments, arguments.order) : done;
    });
}

Done done_of(const Result<Decimal>& result) {
    return result.ok() ? Done(Nothing{}) : Done(result.problem());
}

int run_allocate(const FloorArguments& arguments) {
    if (arguments.order.empty()) {
        return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
            const Result<Decimal> allocated = warehouse.allocate_waiting();
            if (!allocated.ok()) {
                return allocated.problem();
            }
            fmt::print(stderr, "{} units allocated\n", allocated.value().text());
            Listing listing = listing_for(arguments, order_columns());
            Done listed = list_orders(warehouse, "open", listing);
            listing.end();
            return listed;
        });
    }
    return step_of(
        arguments,
        [&](Warehouse& warehouse, const std::string& line, Decimal quantity) {
            return warehouse.allocate_line(arguments.order, line, quantity);
        },
        [&](Warehouse& warehouse) { return done_of(warehouse.allocate_order(arguments.order)); });
}

int run_release(const FloorArguments& arguments) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        const Done done = done_of(warehouse.release(arguments.order));
        return done.ok() ? show_order(warehouse, arguments, arguments.order) : done;
    });
}

int run_pick(const FloorArguments& arguments) {
    return step_of(
        arguments,
        [&](Warehouse& warehouse, const std::string& line, Decimal quantity) {
            return warehouse.pick_line(arguments.order, line, quantity);
        },
        [&](Warehouse& warehouse) { return done_of(warehouse.pick(arguments.order)); });
}

int run_pack(const FloorArguments& arguments) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        const Result<std::string> sscc = warehouse.next_sscc();
        if (!sscc.ok()) {
            return sscc.problem();
        }
        Parcel parcel{arguments.tracking_number, sscc.value(), {}};
        Done done =
            for_each_line(arguments.lines, [&](const std::string& line, Decimal quantity) -> Done {
                parcel.lines.push_back({line, quantity});
                return Nothing{};
            });
        if (done.ok()) {
            done = arguments.lines.empty() ? warehouse.pack_all(arguments.order, parcel)
                                           : warehouse.pack(arguments.order, parcel);
        }
        if (!done.ok()) {
            return done;
        }
        fmt::print(stderr, "parcel {}\n", sscc.value());
        return show_order(warehouse, arguments, arguments.order);
    });
}

int run_despatch(const FloorArguments& arguments) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        std::string number = arguments.despatch;
        if (number.empty()) {
            const Result<std::string> next = warehouse.next_number("DN-");
            if (!next.ok()) {
                return next.problem();
            }
            number = next.value();
        }
        const Result<Despatch> despatch = warehouse.despatch(
            arguments.order, {number, date_or_today(arguments.date), now_ms(), arguments.carrier});
        if (!despatch.ok()) {
            return despatch.problem();
        }
        fmt::print(stderr, "despatch {}; mock-host post hands it over\n", number);
        return show_order(warehouse, arguments, arguments.order);
    });
}

int run_correct(const FloorArguments& arguments) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        std::string order;
        const Done done =
            for_each_line(arguments.lines, [&](const std::string& line, Decimal quantity) -> Done {
                const Result<Despatch> corrected =
                    warehouse.correct(arguments.despatch, line, quantity);
                if (!corrected.ok()) {
                    return corrected.problem();
                }
                order = corrected.value().order_id;
                fmt::print(stderr, "despatch {} is version {} now\n", arguments.despatch,
                           corrected.value().version);
                return Nothing{};
            });
        return done.ok() ? show_order(warehouse, arguments, order) : done;
    });
}

using Run = int (*)(const FloorArguments&);

std::pair<CLI::App*, std::shared_ptr<FloorArguments>> add_step(CLI::App& program, int& exit_code,
                                                               const std::string& name,
                                                               const std::string& description,
                                                               Run run) {
    const auto arguments = std::make_shared<FloorArguments>();
    CLI::App& command = add_command(program, exit_code, name, description, arguments, run);
    add_desk(command, *arguments);
    return {&command, arguments};
}

}  // namespace

void add_floor(CLI::App& program, int& exit_code) {
    const auto [allocate, allocated] =
        add_step(program, exit_code, "allocate",
                 "Reserve stock for an order, for some of its lines, or for all orders that wait",
                 run_allocate);
    allocate->add_option("order", allocated->order, "The order's number; left out: all that wait");
    allocate->add_option("--line", allocated->lines, "Only these: LINE=QUANTITY");
    const auto [release, released] =
        add_step(program, exit_code, "release",
                 "Give back what is allocated to an order and not picked", run_release);
    release->add_option("order", released->order, "The order's number")->required();
    const auto [pick, picked] =
        add_step(program, exit_code, "pick", "Take from the shelf what is allocated", run_pick);
    pick->add_option("order", picked->order, "The order's number")->required();
    pick->add_option("--line", picked->lines, "Only these: LINE=QUANTITY");
    const auto [pack, packed] =
        add_step(program, exit_code, "pack",
                 "Put what is picked into a parcel, which is given the next SSCC", run_pack);
    pack->add_option("order", packed->order, "The order's number")->required();
    pack->add_option("--line", packed->lines, "Only these: LINE=QUANTITY");
    pack->add_option("--tracking", packed->tracking_number, "The carrier's number of the parcel");
    const auto [despatch, despatched] =
        add_step(program, exit_code, "despatch", "What is packed of an order leaves", run_despatch);
    despatch->add_option("order", despatched->order, "The order's number")->required();
    despatch->add_option("--id", despatched->despatch, "The despatch's number (default: the next)");
    despatch->add_option("--date", despatched->date, "YYYY-MM-DD (default: today)");
    despatch->add_option("--carrier", despatched->carrier, "Who carries it");
    const auto [correct, corrected] =
        add_step(program, exit_code, "correct", "Say how many of a despatch's lines truly left",
                 run_correct);
    correct->add_option("despatch", corrected->despatch, "The despatch's number")->required();
    correct->add_option("--line", corrected->lines, "LINE=QUANTITY")->required();
}

}  // namespace wms::commands
