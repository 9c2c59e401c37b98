// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "mock-host/commands/command.h"
#include "mock-host/verify_query.h"

namespace wms::commands {
namespace {

struct VerifyArguments : RunOptions {
    bool audit = false;
};

int run(const VerifyArguments& arguments) {
    VerifyQueryOptions options;
    options.session = session_options(arguments, Role::view, "verify");
    options.audit = arguments.audit;
    options.say = teller(arguments.json);
    const Result<VerifyQueryResult> result = ask_verify(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    fmt::print("{}", arguments.json ? result.value().answer + "\n" : result.value().text);
    return result.value().whole ? kBalances : kDoesNotBalance;
}

}  // namespace

void add_verify(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<VerifyArguments>();
    CLI::App& command = add_command(
        program, exit_code, "verify",
        "Ask the plugin whether its journal is whole and its outbox holds what it tells", options,
        run);
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command.add_option("--data", options->data, "The folder of the run, or a copy of it")
        ->required();
    command.add_flag("--audit", options->audit,
                     "Compare the host's audit trail in that folder with the journal");
    add_sage_address(command, *options);
    add_person(command, *options);
    add_common(command, *options);
}

}  // namespace wms::commands
