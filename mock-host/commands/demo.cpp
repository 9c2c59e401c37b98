// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>

#include "mock-host/child.h"
#include "mock-host/commands/command.h"
#include "mock-host/demo.h"
#include "mock-host/loader.h"

namespace wms::commands {
namespace {

struct DemoArguments : RunOptions {
    std::string plugin_directory;
};

/// The plugin of a folder that shows a whole day: where there are several, Sage Intacct's.
Result<std::filesystem::path> plugin_to_show(const std::filesystem::path& folder) {
    PluginFolder found = list_plugins(folder);
    if (!found.refusals.empty()) {
        return found.refusals.front();
    }
    for (const auto& plugin : found.plugins) {
        if (found.plugins.size() == 1 || plugin.library.filename() == "sage_intacct.so") {
            return plugin.library;
        }
    }
    return Problem{"demo.plugins", folder.string(),
                   fmt::format("The folder holds {} plugins, and none of them is sage_intacct.so.",
                               found.plugins.size()),
                   "Name one with --plugin.", "it"};
}

int run(const DemoArguments& arguments) {
    const std::filesystem::path folder = arguments.plugin_directory.empty()
                                             ? beside_this_program("../plugins").lexically_normal()
                                             : absolute(arguments.plugin_directory);
    const Result<std::filesystem::path> plugin =
        arguments.plugin.empty() ? plugin_to_show(folder) : absolute(arguments.plugin);
    if (!plugin.ok()) {
        return not_run(plugin.problem());
    }
    DemoOptions options;
    options.session = session_options(arguments);
    options.session.plugin = plugin.value();
    options.say = teller(arguments.json);
    const Result<DemoResult> result = demo(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    return ended(arguments.json, text_of(result.value()), json_line(result.value()),
                 result.value().balances());
}

}  // namespace

void add_demo(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<DemoArguments>();
    CLI::App& command = add_command(program, exit_code, "demo",
                                    "Run a day of made-up trade through the plugin", options, run);
    command.add_option("--plugin-directory", options->plugin_directory,
                       "Folder with the plugin and its manifest (default: ../plugins beside this "
                       "program)");
    command.add_option("--plugin", options->plugin,
                       "The plugin's library, where the folder holds several (default: Sage "
                       "Intacct's)");
    command.add_option("--keep", options->data, "Keep all data of the run in this folder");
    add_common(command, *options);
}

}  // namespace wms::commands
