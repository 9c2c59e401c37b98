// SPDX-License-Identifier: Apache-2.0
// The command line. Exit code 0: everything balances; 1: it does not; 2: the run could not be made.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "mock-host/commands/command.h"

namespace {

int run(int count, char** arguments) {
    using namespace wms::commands;  // NOLINT(google-build-using-namespace)
    CLI::App program(
        "A stand-in WMS: hosts a Sage plugin through its C interface and checks the books.",
        "mock-host");
    program.require_subcommand(1);
    program.footer(
        "Exit code 0: everything balances; 1: it does not; 2: the run could not be made.");
    int exit_code = kBalances;
    for (const auto add :
         {add_demo,      add_replay,  add_orders,  add_floor,    add_goods,   add_arrive,
          add_lists,     add_export,  add_watch,   add_import,   add_post,    add_held,
          add_reconcile, add_preview, add_shadow,  add_scenario, add_receipt, add_verify,
          add_authorise, add_setup,   add_promote, add_serve,    add_validate, add_drift,
          add_serve_plugin}) {
        add(program, exit_code);
    }
    try {
        program.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? kBalances : kNotRun;
    }
    return exit_code;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        return run(count, arguments);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "mock-host: host.internal: %s\n", failure.what());
        return wms::commands::kNotRun;
    }
}
