// SPDX-License-Identifier: Apache-2.0
// Goods of a transfer that was in transit are there.
#include "mock-host/commands/desk.h"
#include "mock-host/listings.h"

namespace wms::commands {
namespace {

struct ArriveArguments : DeskOptions {
    std::string transfer;
    std::vector<std::string> lines;
    std::string date;
    bool last = false;
};

int run(const ArriveArguments& arguments) {
    return at_desk(arguments, [&](Warehouse& warehouse) -> Done {
        Arrival arrival{
            arguments.transfer, date_or_today(arguments.date), now_ms(), {}, arguments.last};
        for (const std::string& typed : arguments.lines) {
            const auto line = quantity_of(typed);
            if (!line.ok()) {
                return line.problem();
            }
            arrival.lines.push_back({line.value().first, line.value().second});
        }
        const Done arrived = warehouse.arrive(arrival);
        if (!arrived.ok()) {
            return arrived;
        }
        Listing listing = listing_for(arguments, stock_columns());
        Done listed = list_stock(warehouse, {}, {}, listing);
        listing.end();
        return listed;
    });
}

}  // namespace

void add_arrive(CLI::App& program, int& exit_code) {
    const auto arguments = std::make_shared<ArriveArguments>();
    CLI::App& command = add_command(
        program, exit_code, "arrive",
        "Goods of a transfer have arrived: all that is on its way, or part", arguments, run);
    command.add_option("transfer", arguments->transfer, "The transfer's number")->required();
    command.add_option("--line", arguments->lines, "Only so much of a line: LINE=QUANTITY");
    command.add_flag("--last", arguments->last,
                     "Nothing more comes: what is missing never left, and is back in its place");
    command.add_option("--date", arguments->date, "YYYY-MM-DD (default: today)");
    add_desk(command, *arguments);
}

}  // namespace wms::commands
