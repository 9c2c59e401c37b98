// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>

#include "mock-host/commands/command.h"
#include "mock-host/commands/desk.h"
#include "mock-host/reconcile_query.h"

namespace wms::commands {
namespace {

struct ReconcileArguments : RunOptions {
    std::string from;
    std::string to;
};

/// The warehouse of the folder, where there is one.
Result<std::unique_ptr<Warehouse>> warehouse_of(const std::string& data) {
    return std::filesystem::exists(std::filesystem::path(data) / "warehouse.sqlite")
               ? open_warehouse(data)
               : Result<std::unique_ptr<Warehouse>>(std::unique_ptr<Warehouse>());
}

void list(const ReconcileArguments& arguments, const ThreeSides& sides) {
    DeskOptions options;
    options.json = arguments.json;
    fmt::print(people(arguments.json),
               "{} documents of the warehouse, {} do not agree, {} rows without an explanation\n",
               sides.documents(), sides.exceptions().size(), sides.unexplained());
    Listing exceptions = listing_for(options, exception_columns());
    list_exceptions(sides, exceptions);
    exceptions.end();
    Listing orders = listing_for(options, sides_columns("order"));
    list_sides(sides.orders(), orders);
    orders.end();
    Listing items = listing_for(options, sides_columns("item"));
    list_sides(sides.items(), items);
    items.end();
}

int run(const ReconcileArguments& arguments) {
    const Result<std::unique_ptr<Warehouse>> warehouse = warehouse_of(arguments.data);
    if (!warehouse.ok()) {
        return not_run(warehouse.problem());
    }
    ReconcileQueryOptions options;
    options.warehouse = warehouse.value().get();
    options.session = session_options(arguments, Role::view, "reconcile");
    options.from = arguments.from;
    options.to = arguments.to;
    options.say = teller(arguments.json);
    const Result<ReconcileQueryResult> result = ask_reconcile(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    const ReconcileQueryResult& found = result.value();
    const int code = ended(arguments.json, text_of(found), found.answer, found.agrees());
    if (found.sides) {
        list(arguments, *found.sides);
    }
    return code;
}

}  // namespace

void add_reconcile(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<ReconcileArguments>();
    CLI::App& command =
        add_command(program, exit_code, "reconcile",
                    "Let the plugin compare what it posted with what Sage holds", options, run);
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command.add_option("--data", options->data, "The folder of the run that posted")->required();
    command.add_option("--from", options->from, "First day of the documents, YYYY-MM-DD")
        ->required();
    command.add_option("--to", options->to, "Last day")->required();
    add_person(command, *options);
    add_sage_address(command, *options);
    add_common(command, *options);
}

}  // namespace wms::commands
