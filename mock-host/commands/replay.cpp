// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "mock-host/commands/command.h"
#include "mock-host/replay.h"

namespace wms::commands {
namespace {

struct ReplayArguments : RunOptions {
    std::string retail;
    bool seed_sage = false;
};

int run(const ReplayArguments& arguments) {
    ReplayOptions options;
    options.session = session_options(arguments);
    options.retail = absolute(arguments.retail);
    options.seed_sage = arguments.seed_sage;
    options.say = teller(arguments.json);
    const Result<ReplayResult> result = replay(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    return ended(arguments.json, text_of(result.value()), json_line(result.value().figures),
                 result.value().balances());
}

}  // namespace

void add_replay(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<ReplayArguments>();
    CLI::App& command = add_command(program, exit_code, "replay",
                                    "Replay real trade from a retail file", options, run);
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command.add_option("--retail", options->retail, "Invoices, as comma-separated values")
        ->required();
    command.add_flag("--seed-sage", options->seed_sage,
                     "Create the file's items, customers and stock in the simulated Sage first");
    add_sage_address(command, *options);
    command.add_option("--workers", options->workers, "Threads lent to the plugin")
        ->check(CLI::Range(1U, 64U))
        ->capture_default_str();
    command.add_option("--data", options->data, "Keep all data of the run in this folder");
    add_common(command, *options);
}

}  // namespace wms::commands
