// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>

#include "mock-host/commands/command.h"
#include "mock-host/shadow_query.h"

namespace wms::commands {
namespace {

struct ShadowArguments : RunOptions {
    std::string file;
};

int run(const ShadowArguments& arguments) {
    ShadowQueryOptions options;
    options.session = session_options(arguments, Role::view, "shadow");
    options.file = absolute(arguments.file);
    options.say = teller(arguments.json);
    if (arguments.json) {
        options.tell = [](std::string_view row) { fmt::print("{}\n", row); };
    }
    const Result<ShadowCounts> counts = ask_shadow(options);
    if (!counts.ok()) {
        return not_run(counts.problem());
    }
    return ended(arguments.json, text_of(counts.value()), json_line(counts.value()),
                 counts.value().all_identical());
}

}  // namespace

void add_shadow(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<ShadowArguments>();
    CLI::App& command = add_command(
        program, exit_code, "shadow",
        "Compare a file of past documents, which people or another system posted, with what Sage "
        "holds; nothing is handed over. With --json a line for each document, then the summary",
        options, run);
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command
        .add_option("--file", options->file, "One document on each line, as it would be submitted")
        ->required();
    command.add_option("--data", options->data, "The folder of a run, whose Sage is asked");
    add_person(command, *options);
    add_sage_address(command, *options);
    add_common(command, *options);
}

}  // namespace wms::commands
