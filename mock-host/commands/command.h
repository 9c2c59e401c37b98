// SPDX-License-Identifier: Apache-2.0
// What every command of the command line shares: how it is added, how it says things, which options
// it takes for its run. A command is one file here; it adds itself to the program and leaves its
// exit code behind. Exit code 0: everything balances; 1: it does not; 2: the run could not be made.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/session.h"

namespace wms::commands {

inline constexpr int kBalances = 0;
inline constexpr int kDoesNotBalance = 1;
inline constexpr int kNotRun = 2;

/// The options of a run, as people type them.
struct RunOptions {
    std::string plugin;
    std::string data;
    std::string sage_address;
    std::string sage_certificate_authority;
    std::vector<std::string> settings;
    std::string person;  ///< who acts (roles.h)
    std::string clock = "jump";
    std::string at;  ///< where a jumping clock begins; empty: now
    unsigned workers = 8;
    bool json = false;
};

/// One line that says what, why and what to do. Returns the exit code of a run that was not made.
int not_run(const Problem& problem);

/// Ends a run: its text for people, with `--json` its line for machines. Returns the exit code.
int ended(bool json, const std::string& for_people, const std::string& for_machines, bool balances);

/// People name files from where they are; the loader wants to be told without that.
std::filesystem::path absolute(const std::string& typed);

/// Where people read. With `--json` standard output is for machines, and people read the other.
std::FILE* people(bool json);
/// Tells a line of progress there.
std::function<void(std::string_view line)> teller(bool json);

/// The option `--sage-address` and what belongs to it.
void add_sage_address(CLI::App& command, RunOptions& options);
/// `--as`: for what only some people may do.
void add_person(CLI::App& command, RunOptions& options);
/// `--clock`, `--at`, `--setting` and `--json`.
void add_common(CLI::App& command, RunOptions& options);

/// @param role  that the command takes where the folder names people
/// @param action  what a refusal is recorded as
SessionOptions session_options(const RunOptions& options, std::optional<Role> role = {},
                               std::string action = {});

/// Adds a command. Its function is called once the whole line was understood, and what it returns
/// is the program's exit code. `options` lives as long as the program's command line.
template <typename Options>
CLI::App& add_command(CLI::App& program, int& exit_code, std::string name, std::string description,
                      std::shared_ptr<Options> options, int (*run)(const Options&)) {
    CLI::App& command = *program.add_subcommand(std::move(name), std::move(description));
    command.callback([options, run, &exit_code] { exit_code = run(*options); });
    return command;
}

void add_arrive(CLI::App& program, int& exit_code);
void add_authorise(CLI::App& program, int& exit_code);
void add_demo(CLI::App& program, int& exit_code);
void add_drift(CLI::App& program, int& exit_code);
void add_export(CLI::App& program, int& exit_code);
void add_floor(CLI::App& program, int& exit_code);
void add_goods(CLI::App& program, int& exit_code);
void add_held(CLI::App& program, int& exit_code);
void add_import(CLI::App& program, int& exit_code);
void add_lists(CLI::App& program, int& exit_code);
void add_orders(CLI::App& program, int& exit_code);
void add_post(CLI::App& program, int& exit_code);
void add_preview(CLI::App& program, int& exit_code);
void add_receipt(CLI::App& program, int& exit_code);
void add_promote(CLI::App& program, int& exit_code);
void add_reconcile(CLI::App& program, int& exit_code);
void add_replay(CLI::App& program, int& exit_code);
void add_scenario(CLI::App& program, int& exit_code);
void add_setup(CLI::App& program, int& exit_code);
void add_serve(CLI::App& program, int& exit_code);
void add_serve_plugin(CLI::App& program, int& exit_code);
void add_shadow(CLI::App& program, int& exit_code);
void add_validate(CLI::App& program, int& exit_code);
void add_watch(CLI::App& program, int& exit_code);
void add_verify(CLI::App& program, int& exit_code);

}  // namespace wms::commands
