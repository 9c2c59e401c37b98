// SPDX-License-Identifier: Apache-2.0
// Asks plugins everything of the table, each check in a process of its own: what a plugin breaks
// there, by a crash or by never coming back, is that check's failure and nothing else's. This
// process never loads a plugin.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/validate/bench.h"
#include "mock-host/validate/check.h"

namespace wms::validate {

struct ValidateOptions {
    std::vector<std::filesystem::path> plugins;  ///< absolute
    std::vector<std::string> only;               ///< names of checks; empty: all up to the level
    std::map<std::string, std::string> without;  ///< names of checks, and why they are left out
    std::filesystem::path settings_file;
    std::filesystem::path simulator_program;
    std::string locale;  ///< that the checks run in; empty: that of a program which sets none
    std::uint64_t seed = 1;
    int level = 5;
    int real_ms_max = 60'000;  ///< for each check
    unsigned jobs = 1;
    std::filesystem::path program;  ///< this one
    std::function<void(const std::string& line)> say;
};

struct CheckResult {
    std::filesystem::path plugin;
    Check check;
    Outcome outcome;
    std::int64_t real_ms = 0;
    std::string again;  ///< the command that does it once more
};

/// In the order of plugins and table. Problem codes validate.*: the run could not be made.
Result<std::vector<CheckResult>> validate(const ValidateOptions& options);

/// Runs one check here, in this process. @param locale  see ValidateOptions
Result<Outcome> run_check(const std::string& name, const BenchOptions& options,
                          const std::string& locale);

/// How an outcome goes from process to process: one line, whole only with its end.
std::string line_of(const Outcome& outcome);
/// What an attempt's answer says; failed, crashed or timed out where it says nothing.
struct Ending {
    std::string answer;
    bool timed_out = false;
    int exit_code = 0;
    int signal = 0;
    std::string said;
};
Outcome outcome_of(const Ending& ending, int real_ms_max);

}  // namespace wms::validate
