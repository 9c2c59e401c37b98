// SPDX-License-Identifier: Apache-2.0
// The dashboard's server, and the people who may log in to it.
#include <fmt/format.h>

#include <csignal>
#include <iostream>

#include "mock-host/commands/command.h"
#include "mock-host/serve/answers.h"
#include "mock-host/serve/plugin_desk.h"
#include "mock-host/serve/web_server.h"

namespace wms::commands {
namespace {

constexpr const char* kPeople = "people.json";

struct ServeArguments : RunOptions {
    std::uint16_t port = 0;
    std::string live;
    std::string live_sage_address;
    std::string live_sage_certificate_authority;
};

std::optional<SessionOptions> live_options(const ServeArguments& arguments) {
    if (arguments.live.empty()) {
        return std::nullopt;
    }
    SessionOptions options = session_options(arguments);
    options.settings.clear();
    options.data = absolute(arguments.live);
    options.sage_address = arguments.live_sage_address;
    options.sage_certificate_authority = arguments.live_sage_certificate_authority;
    return options;
}

/// SIGINT and SIGTERM end the server in order; every thread that is made later leaves them to
/// this one.
sigset_t ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

int run_serve(const ServeArguments& arguments) {
    const sigset_t signals = ending_signals();
    serve::People people(absolute(arguments.data) / kPeople);
    const auto known = people.all();
    if (!known.ok()) {
        return not_run(known.problem());
    }
    if (known.value().empty()) {
        return not_run({"serve.nobody", arguments.data, "Nobody could log in.",
                        "Add somebody first: mock-host person NAME --role view --data DIR.", "it"});
    }
    Result<std::unique_ptr<serve::PluginDesk>> opened =
        serve::PluginDesk::open(session_options(arguments), live_options(arguments));
    if (!opened.ok()) {
        return not_run(opened.problem());
    }
    serve::PluginDesk& desk = *opened.value();
    serve::Actions actions(desk.folder() / kAuditFile, desk.clock(),
                           [&desk](const std::string& line) { return desk.record(line); });
    serve::LogIns log_ins(desk.clock());
    serve::Answers answers({desk, people, log_ins, actions});
    const auto server = serve::WebServer::start(
        arguments.port, {}, [&](const serve::Request& request) { return answers.answer(request); });
    if (!server.ok()) {
        return not_run(server.problem());
    }
    fmt::print("http://127.0.0.1:{}/\n", server.value()->port());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
    desk.end();
    return kBalances;
}

struct PersonArguments {
    std::string name;
    std::string data;
    std::vector<std::string> roles;
};

int run_person(const PersonArguments& arguments) {
    serve::Person person;
    person.name = arguments.name;
    for (const std::string& role : arguments.roles) {
        person.roles.insert(*role_of(role));
    }
    const std::filesystem::path folder = absolute(arguments.data);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    std::string password;
    fmt::print(stderr, "password for {} (one line on standard input): ", arguments.name);
    std::getline(std::cin, password);
    serve::People people(folder / kPeople);
    const Done put = people.put(person, password);
    if (!put.ok()) {
        return not_run(put.problem());
    }
    fmt::print(stderr, "{} may log in.\n", arguments.name);
    return kBalances;
}

}  // namespace

void add_serve(CLI::App& program, int& exit_code) {
    const auto served = std::make_shared<ServeArguments>();
    served->clock = "real";
    CLI::App& serve = add_command(program, exit_code, "serve",
                                  "Host the plugin and show its dashboard to browsers on this "
                                  "machine, until SIGINT or SIGTERM",
                                  served, run_serve);
    serve.add_option("--plugin", served->plugin, "The plugin's library")->required();
    serve.add_option("--data", served->data, "The warehouse's folder, and the plugin's")
        ->required();
    serve.add_option("--port", served->port, "Of 127.0.0.1 (default: one that is free)");
    serve.add_option("--setting", served->settings,
                     "A setting of the plugin as name=value, as long as none were saved on the "
                     "page; may be repeated");
    add_sage_address(serve, *served);
    serve.add_option("--live", served->live,
                     "The folder for live, to which the dashboard may take settings that were "
                     "tried here");
    serve.add_option("--live-sage-address", served->live_sage_address,
                     "Of the live Sage (default: a simulated one is started)");
    serve.add_option("--live-sage-certificate-authority", served->live_sage_certificate_authority,
                     "File of the certificate authority of that address");

    const auto added = std::make_shared<PersonArguments>();
    CLI::App& person = add_command(program, exit_code, "person",
                                   "Let somebody log in to the dashboard, or change their roles "
                                   "and password",
                                   added, run_person);
    person.add_option("name", added->name, "As they log in, and as the audit has it")->required();
    person.add_option("--role", added->roles, "view, retry, remap or promote; may be repeated")
        ->required()
        ->check(CLI::IsMember({"view", "retry", "remap", "promote"}));
    person.add_option("--data", added->data, "The warehouse's folder")->required();
}

}  // namespace wms::commands
