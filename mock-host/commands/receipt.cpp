// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>

#include "mock-host/commands/command.h"
#include "mock-host/receipt_query.h"

namespace wms::commands {
namespace {

struct ReceiptArguments : RunOptions {
    std::string message_id;
};

int run(const ReceiptArguments& arguments) {
    ReceiptQueryOptions options;
    options.session = session_options(arguments, Role::view, "receipt");
    options.message_id = arguments.message_id;
    options.say = teller(arguments.json);
    const Result<ReceiptQueryResult> result = ask_receipt(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    fmt::print("{}", arguments.json ? result.value().answer + "\n" : result.value().text);
    return result.value().posted ? kBalances : kDoesNotBalance;
}

}  // namespace

void add_receipt(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<ReceiptArguments>();
    CLI::App& command =
        add_command(program, exit_code, "receipt",
                    "Ask the plugin for the receipt of a document: what was sent, what Sage holds",
                    options, run);
    command.add_option("message", options->message_id, "The document's messageId")->required();
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command.add_option("--data", options->data, "The folder of the run, or a copy of it")
        ->required();
    add_sage_address(command, *options);
    add_person(command, *options);
    add_common(command, *options);
}

}  // namespace wms::commands
