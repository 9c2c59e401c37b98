// SPDX-License-Identifier: Apache-2.0
// The command "scenario" of the program.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// What people type behind it.
struct TypedScenario {
    std::vector<std::string> files;
    std::string plugin;
    std::string promises;
    std::string only_case;
    std::string keep;
    std::string junit;
    unsigned jobs = 0;  ///< 0: two for each processor
    bool switches = false;
    bool json = false;
    bool table = false;
};

CLI::App* add_scenario(CLI::App& app, TypedScenario& typed);

/// Exit code 0: every case that was played passed; 1: one did not; 2: the run could not be made.
int run_scenario(const TypedScenario& typed);
