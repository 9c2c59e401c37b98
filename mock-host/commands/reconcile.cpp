// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>

#include "mock-host/commands/command.h"
#include "mock-host/reconcile_query.h"

namespace wms::commands {
namespace {

struct ReconcileArguments : RunOptions {
    std::string from;
    std::string to;
};

int run(const ReconcileArguments& arguments) {
    ReconcileQueryOptions options;
    options.session = session_options(arguments);
    options.from = arguments.from;
    options.to = arguments.to;
    options.say = teller(arguments.json);
    const Result<ReconcileQueryResult> result = ask_reconcile(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    fmt::print(people(arguments.json), "{}", text_of(result.value()));
    if (arguments.json) {
        fmt::print("{}\n", result.value().answer);
    }
    return result.value().agrees() ? kBalances : kDoesNotBalance;
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
    add_sage_address(command, *options);
    add_common(command, *options);
}

}  // namespace wms::commands
