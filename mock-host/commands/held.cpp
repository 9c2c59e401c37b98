// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>

#include "mock-host/commands/command.h"
#include "mock-host/held_query.h"

namespace wms::commands {
namespace {

struct HeldArguments : RunOptions {
    std::string root_cause;
};

int run(const HeldArguments& arguments) {
    HeldQueryOptions options;
    options.session = session_options(arguments, Role::view, "held");
    options.root_cause = arguments.root_cause;
    // Standard output is for the table alone.
    options.say = [](std::string_view line) { fmt::print(stderr, "{}\n", line); };
    const Result<HeldQueryResult> result = ask_held(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    fmt::print("{}", arguments.json ? result.value().answer + "\n" : result.value().text);
    return result.value().any ? kDoesNotBalance : kBalances;
}

}  // namespace

void add_held(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<HeldArguments>();
    CLI::App& command =
        add_command(program, exit_code, "held",
                    "Ask the plugin what waits for a person, or the lines that wait for one thing",
                    options, run);
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command.add_option("--data", options->data, "The folder of the run")->required();
    command.add_option("--root-cause", options->root_cause,
                       "Of one issue: its lines as comma-separated values");
    add_person(command, *options);
    add_sage_address(command, *options);
    add_common(command, *options);
}

}  // namespace wms::commands
