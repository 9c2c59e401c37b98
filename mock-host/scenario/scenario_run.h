// SPDX-License-Identifier: Apache-2.0
// Plays the cases of scenarios with one plugin, several at once, and says what became of each.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/manifest.h"
#include "mock-host/result.h"
#include "mock-host/scenario/data_sources.h"
#include "mock-host/scenario/finding.h"
#include "mock-host/scenario/scenario_cases.h"

namespace wms::scenarios {

struct RunOptions {
    std::vector<std::filesystem::path> files;  ///< scenarios, or folders of them
    std::filesystem::path plugin;              ///< absolute path of the library
    std::filesystem::path simulator_program;
    const DataSources* data_sources = nullptr;  ///< see PlayOptions
    std::filesystem::path promises;             ///< folder of `<edition>.md`, for reasons
    std::filesystem::path keep;  ///< folder for the data of each case; empty: not kept
    std::string only_case;       ///< its name; empty: all
    bool switches = false;       ///< besides, under switches
    unsigned jobs = 1;           ///< cases at once
    std::function<void(std::string_view line)> say;
};

enum class Outcome : std::uint8_t { passed, failed, not_played };

/// "passed", "failed", "not played".
std::string_view text_of(Outcome outcome);

struct CaseResult {
    std::string name;  ///< Playable::name(); of what is not played the name of the file
    std::string row;
    std::string promise;
    std::string edition;
    Outcome outcome = Outcome::passed;
    std::string reason;  ///< why it is not played
    Findings findings;
    std::int64_t real_ms = 0;
};

struct RunResult {
    std::string plugin;  ///< name and version
    std::string edition;
    std::vector<CaseResult> cases;  ///< in the order of files and cases
    std::int64_t real_ms = 0;

    std::size_t count(Outcome outcome) const;
};

/// Reads everything before the first case is played, so that a bad file is told at once.
/// Problem codes of load_plugin(), read_scenario() and cases_under_switches(); child.not_started;
/// scenario.edition: there are no words for the plugin's; scenario.case_unknown, scenario.none.
Result<RunResult> run(const RunOptions& options);
/// The same for a plugin whose manifest is known; it is loaded by each case.
Result<RunResult> run_for(const RunOptions& options, const Manifest& manifest);

/// The files as scenarios, folders by what they hold.
Result<std::vector<Scenario>> read_all(const std::vector<std::filesystem::path>& files);

}  // namespace wms::scenarios
