// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "mock-host/commands/command.h"
#include "mock-host/preview_query.h"

namespace wms::commands {
namespace {

struct PreviewArguments : RunOptions {
    std::string document;
};

int run(const PreviewArguments& arguments) {
    PreviewQueryOptions options;
    options.session = session_options(arguments, Role::view, "preview");
    options.document = absolute(arguments.document);
    options.say = teller(arguments.json);
    const Result<PreviewQueryResult> result = ask_preview(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    return ended(arguments.json, result.value().text, result.value().answer,
                 result.value().goes_through());
}

}  // namespace

void add_preview(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<PreviewArguments>();
    CLI::App& command = add_command(
        program, exit_code, "preview",
        "Ask the plugin what would become of a document; nothing is handed over", options, run);
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command.add_option("--document", options->document, "The document, as it would be submitted")
        ->required();
    command.add_option("--data", options->data, "The folder of a run, whose Sage is asked for");
    add_person(command, *options);
    add_sage_address(command, *options);
    add_common(command, *options);
}

}  // namespace wms::commands
