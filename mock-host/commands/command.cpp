// SPDX-License-Identifier: Apache-2.0
#include "mock-host/commands/command.h"

#include <fmt/format.h>

#include <system_error>

#include "mock-host/child.h"
#include "mock-host/clock.h"
#include "mock-host/instant.h"

namespace wms::commands {

namespace fs = std::filesystem;

int not_run(const Problem& problem) {
    fmt::print(stderr, "mock-host: {}\n", in_one_line(problem));
    return kNotRun;
}

int ended(bool json, const std::string& for_people, const std::string& for_machines,
          bool balances) {
    fmt::print(people(json), "{}", for_people);
    if (json) {
        fmt::print("{}\n", for_machines);
    }
    return balances ? kBalances : kDoesNotBalance;
}

fs::path absolute(const std::string& typed) {
    std::error_code error;
    const fs::path path = typed.empty() ? fs::path() : fs::absolute(typed, error);
    return error ? fs::path(typed) : path;
}

std::FILE* people(bool json) {
    return json ? stderr : stdout;
}

std::function<void(std::string_view line)> teller(bool json) {
    return [stream = people(json)](std::string_view line) {
        fmt::print(stream, "{}\n", line);
        std::fflush(stream);
    };
}

void add_sage_address(CLI::App& command, RunOptions& options) {
    command.add_option("--sage-address", options.sage_address,
                       "A simulated Sage that is running already (default: start one)");
    command.add_option("--sage-certificate-authority", options.sage_certificate_authority,
                       "Whom to trust at that address, in PEM form");
}

void add_person(CLI::App& command, RunOptions& options) {
    command.add_option("--as", options.person,
                       "Who does this, by a name of people.json in the folder");
}

void add_common(CLI::App& command, RunOptions& options) {
    command.add_option("--clock", options.clock, "jump: waits take no time; real: as on the wall")
        ->check(CLI::IsMember({"jump", "real"}))
        ->capture_default_str();
    command
        .add_option("--at", options.at,
                    "Where a jumping clock begins, as 2026-11-20T15:42:10Z (default: now)")
        ->check([](const std::string& typed) {
            return instant_of(typed).has_value() ? "" : typed + " is no moment in UTC";
        });
    command.add_option("--setting", options.settings,
                       "A setting of the plugin as name=value, instead of the one that the "
                       "simulated Sage suggests; may be repeated");
    command.add_flag("--json", options.json, "End with one line of JSON on standard output");
}

SessionOptions session_options(const RunOptions& options, std::optional<Role> role,
                               std::string action) {
    SessionOptions session;
    session.person = options.person;
    session.role = role;
    session.action = std::move(action);
    session.plugin = absolute(options.plugin);
    session.data = absolute(options.data);
    session.simulator_program = beside_this_program("sage-simulator");
    session.sage_address = options.sage_address;
    session.sage_certificate_authority = absolute(options.sage_certificate_authority).string();
    session.jump = options.clock == "jump";
    session.start_ms = instant_of(options.at).value_or(RealClock().now_ms());
    session.workers = options.workers;
    session.settings = options.settings;
    return session;
}

}  // namespace wms::commands
