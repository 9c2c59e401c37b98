// SPDX-License-Identifier: Apache-2.0
#include "mock-host/imports/import.h"

#include "mock-host/commands/desk.h"

namespace wms::commands {
namespace {

struct ImportArguments : RunOptions {
    std::vector<std::string> files;
    bool seed_sage = false;
    bool enter = false;
};

int run(const ImportArguments& arguments) {
    ImportOptions options;
    options.session = session_options(arguments, Role::retry, "import");
    options.seed_sage = arguments.seed_sage;
    for (const std::string& file : arguments.files) {
        options.files.push_back(absolute(file));
    }
    options.say = teller(arguments.json);
    std::unique_ptr<Warehouse> warehouse;
    if (arguments.enter) {
        Result<std::unique_ptr<Warehouse>> opened = open_warehouse(arguments.data);
        if (!opened.ok()) {
            return not_run(opened.problem());
        }
        warehouse = std::move(opened).value();
        options.warehouse = warehouse.get();
    }
    const Result<ImportResult> result = import_files(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    return ended(arguments.json, text_of(result.value()), json_line(result.value()),
                 result.value().balances());
}

}  // namespace

void add_import(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<ImportArguments>();
    CLI::App& command = add_command(
        program, exit_code, "import",
        "Read orders (CSV, JSON) and despatches (X12 945, UBL DespatchAdvice) from files, show "
        "what they say, and hand them over",
        options, run);
    command.add_option("files", options->files, "The files, in any order")->required();
    auto* const plugin =
        command.add_option("--plugin", options->plugin,
                           "The plugin's library (default: none, and nothing is handed over)");
    auto* const data =
        command.add_option("--data", options->data,
                           "Keep all data of the run in this folder; despatches find the orders of "
                           "earlier imports there");
    command
        .add_flag("--enter", options->enter,
                  "Enter the orders in the folder's warehouse, to be allocated, picked and "
                  "despatched; nothing is handed over yet")
        ->needs(data)
        ->excludes(plugin);
    command.add_flag("--seed-sage", options->seed_sage,
                     "Create the items, customers, sites and stock of the orders in the simulated "
                     "Sage first");
    add_person(command, *options);
    add_sage_address(command, *options);
    add_common(command, *options);
}

}  // namespace wms::commands
