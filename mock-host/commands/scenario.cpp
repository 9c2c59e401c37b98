// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "mock-host/child.h"
#include "mock-host/commands/command.h"
#include "mock-host/scenario/promises.h"
#include "mock-host/scenario/scenario_report.h"
#include "mock-host/scenario/scenario_run.h"
#include "mock-host/scenario/words.h"

namespace wms::commands {
namespace {

namespace fs = std::filesystem;

/// What people type.
struct ScenarioArguments {
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

constexpr unsigned kJobsMax = 64;
/// Each waits for half of its time, for programs to start and to end.
constexpr unsigned kJobsPerProcessor = 2;
/// Behind it are promises that the table is not about.
constexpr int kLastRow = 66;

std::vector<fs::path> files_of(const ScenarioArguments& typed) {
    std::vector<fs::path> files;
    for (const std::string& file : typed.files) {
        files.push_back(absolute(file));
    }
    return files;
}

fs::path promises_of(const ScenarioArguments& typed) {
    return typed.promises.empty()
               ? beside_this_program("../share/doc/sage-connector/editions").lexically_normal()
               : absolute(typed.promises);
}

int print_table(const ScenarioArguments& typed) {
    const std::vector<fs::path> files = files_of(typed);
    const Result<std::vector<scenarios::Scenario>> scenarios = scenarios::read_all(files);
    if (!scenarios.ok()) {
        return not_run(scenarios.problem());
    }
    const fs::path folder =
        fs::is_directory(files.front()) ? files.front() : files.front().parent_path();
    const auto others = scenarios::read_other_rows(folder);
    if (!others.ok()) {
        return not_run(others.problem());
    }
    std::vector<std::pair<std::string, scenarios::Promises>> promises;
    for (const std::string& edition : scenarios::editions()) {
        const auto page = scenarios::read_promises(promises_of(typed), edition);
        if (!page.ok()) {
            return not_run(page.problem());
        }
        promises.emplace_back(edition, page.value());
    }
    fmt::print("{}", scenarios::table_of(scenarios.value(), promises, others.value(), kLastRow));
    return kBalances;
}

Done write_file(const fs::path& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    if (!out) {
        return Problem{"file.not_written", file.string(), "The file cannot be written.",
                       "Name a file in a folder that this user may write to.", "it"};
    }
    return Nothing{};
}

int run_scenario(const ScenarioArguments& typed) {
    if (typed.table) {
        return print_table(typed);
    }
    if (typed.plugin.empty()) {
        return not_run({"scenario.plugin", "--plugin", "No plugin is named to play with.",
                        "Name its library.", "it"});
    }
    std::FILE* const stream = people(typed.json);
    scenarios::RunOptions options;
    options.files = files_of(typed);
    options.plugin = absolute(typed.plugin);
    options.simulator_program = beside_this_program("sage-simulator");
    options.promises = promises_of(typed);
    options.keep = absolute(typed.keep);
    options.only_case = typed.only_case;
    options.switches = typed.switches;
    options.jobs =
        typed.jobs != 0
            ? typed.jobs
            : std::clamp(kJobsPerProcessor * std::thread::hardware_concurrency(), 1U, kJobsMax);
    options.say = [stream](std::string_view line) {
        fmt::print(stream, "{}\n", line);
        std::fflush(stream);
    };
    const auto data_sources = scenarios::DataSources::open();
    if (!data_sources.ok()) {
        return not_run(data_sources.problem());
    }
    options.data_sources = data_sources.value().get();
    const Result<scenarios::RunResult> result = scenarios::run(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    fmt::print(stream, "{}", scenarios::summary_of(result.value()));
    if (!typed.junit.empty()) {
        const Done written = write_file(absolute(typed.junit), scenarios::junit_of(result.value()));
        if (!written.ok()) {
            return not_run(written.problem());
        }
    }
    if (typed.json) {
        fmt::print("{}\n", scenarios::json_line(result.value()));
    }
    return result.value().count(scenarios::Outcome::failed) == 0 ? kBalances : kDoesNotBalance;
}

}  // namespace

void add_scenario(CLI::App& program, int& exit_code) {
    const auto typed = std::make_shared<ScenarioArguments>();
    CLI::App& scenario = add_command(
        program, exit_code, "scenario",
        "Play promises of the product that are written down in files, each case with a simulated "
        "Sage of its own, and tell which hold",
        typed, run_scenario);
    scenario.add_option("file", typed->files, "Scenarios (row-….json), or folders of them")
        ->required();
    CLI::Option* plugin =
        scenario.add_option("--plugin", typed->plugin, "The plugin's library; it says the edition");
    scenario.add_option("--jobs", typed->jobs, "Cases at once (default: two for each processor)")
        ->check(CLI::Range(1U, kJobsMax));
    scenario.add_option("--case", typed->only_case, "Play the cases of this name alone");
    scenario.add_flag("--switches", typed->switches,
                      "Besides, play what switches.json beside the files names once more under "
                      "each switch of the simulated Sage");
    scenario.add_option("--keep", typed->keep, "Keep all data of each case in this folder");
    scenario.add_option("--junit", typed->junit, "Write the results to this file as JUnit's XML");
    scenario.add_option("--promises", typed->promises,
                        "Folder with the page of each edition, which say why a file is not played "
                        "(default: those that came with this program)");
    CLI::Option* table = scenario.add_flag(
        "--table", typed->table, "Play nothing: print which promise is shown for which edition");
    table->excludes(plugin);
    scenario.add_flag("--json", typed->json, "End with one line of JSON on standard output");
    scenario.footer(
        "What a file may say: mock-host/scenario/README.md and scenario.schema.json beside it; "
        "steps are submit, query, check, command, warehouse, run, expect and others.\n"
        "Exit code 0: every case that was played passed; 1: one did not; 2: the run could not be "
        "made.");
}

}  // namespace wms::commands
