// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve_plugin/server.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>

#include "mock-host/child.h"
#include "mock-host/commands/command.h"
#include "mock-host/loader.h"
#include "mock-host/serve_plugin/served.h"
#include "wms/wms_authorize.h"

namespace wms::commands {
namespace {

namespace fs = std::filesystem;

/// Where the library finds it (served_child.cpp).
constexpr int kControl = 3;

struct ServePluginArguments {
    std::string plugin;
    std::string install;
    std::string library;
};

Problem no_host() {
    return {"serve_plugin.no_host", "",
            "Nobody speaks the frames of a host on descriptor 3: this is started by the library "
            "wms_remote_plugin.",
            "To have a plugin served, install that library for it: mock-host serve-plugin PLUGIN "
            "--install FOLDER",
            "it"};
}

/// Beside this program where it was built, or where it is installed.
fs::path remote_library() {
    const fs::path installed = beside_this_program("../lib/sage-connector/wms_remote_plugin.so");
    std::error_code ignored;
    return fs::exists(installed, ignored) ? installed
                                          : beside_this_program("../remote/wms_remote_plugin.so");
}

int install(const ServePluginArguments& arguments, const LoadedPlugin& plugin) {
    const fs::path library =
        arguments.library.empty() ? remote_library() : absolute(arguments.library);
    const bool authorises = plugin.table->get_extension(WMS_STR(WMS_AUTHORIZE_ID)) != nullptr;
    const fs::path folder = absolute(arguments.install);
    const std::string failed =
        remote::install_served(library.lexically_normal(), beside_this_program("mock-host"),
                               plugin.library, authorises, folder);
    if (!failed.empty()) {
        return not_run({"serve_plugin.not_installed", folder.string(), failed,
                        "Name a folder of its own that you may write, and the library with "
                        "--library if it is not beside this program.",
                        "it"});
    }
    fmt::print("{}\n", (folder / plugin.library.filename()).string());
    return kBalances;
}

int run(const ServePluginArguments& arguments) {
    const Result<LoadedPlugin> plugin = load_plugin(absolute(arguments.plugin));
    if (!plugin.ok()) {
        return not_run(plugin.problem());
    }
    if (!arguments.install.empty()) {
        return install(arguments, plugin.value());
    }
    int type = 0;
    socklen_t size = sizeof type;
    if (::getsockopt(kControl, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) {
        return not_run(no_host());
    }
    remote::serve(*plugin.value().table, remote::Channel(kControl));
    // The host is gone. Calls may be under way: whatever they did is in the outbox, as after a
    // crash.
    ::_exit(kBalances);
}

}  // namespace

void add_serve_plugin(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<ServePluginArguments>();
    CLI::App& command = add_command(
        program, exit_code, "serve-plugin",
        "Run a plugin in a process of its own, for a host that a crash of the plugin must not "
        "end: with --install, make a library that any host loads in its place",
        options, run);
    command.add_option("plugin", options->plugin, "The plugin's library")->required();
    command.add_option(
        "--install", options->install,
        "Write to this folder a library, its manifest and the file that names program and "
        "plugin, and print the library's path");
    command.add_option(
        "--library", options->library,
        "The library wms_remote_plugin.so (default: where this program is installed)");
}

}  // namespace wms::commands
