// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>

#include "mock-host/commands/command.h"
#include "mock-host/person_record.h"
#include "mock-host/session.h"

namespace wms::commands {
namespace {

int run(const RunOptions& arguments) {
    SessionOptions options = session_options(arguments, Role::remap, "authorise");
    options.authorise = true;
    options.settings.emplace_back("grant=authorization_code");
    Result<std::unique_ptr<Session>> session = Session::open(options);
    if (!session.ok()) {
        return not_run(session.problem());
    }
    PersonRecord record;
    record.person = arguments.person;
    record.action = "authorise";
    record.about = session.value()->plugin().manifest.id;
    Done begun =
        record_person(session.value()->folder().path(), record, session.value()->clock().now_ms());
    begun = begun.ok() ? session.value()->begin() : begun;
    if (!begun.ok()) {
        return not_run(begun.problem());
    }
    const Done ended = session.value()->end();
    if (!ended.ok()) {
        return not_run(ended.problem());
    }
    teller(arguments.json)(fmt::format(
        "{} is authorised and connected; what it needs from now on is among the "
        "secrets of {}",
        session.value()->plugin().manifest.name, session.value()->folder().path().string()));
    return kBalances;
}

}  // namespace

void add_authorise(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<RunOptions>();
    CLI::App& command = add_command(
        program, exit_code, "authorise",
        "Let a person consent to the plugin at the simulated Sage, without a browser, and connect",
        options, run);
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command.add_option("--data", options->data, "Keep the secrets and all data in this folder");
    add_person(command, *options);
    add_sage_address(command, *options);
    add_common(command, *options);
}

}  // namespace wms::commands
