// SPDX-License-Identifier: Apache-2.0
#include "mock-host/validate/validate.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstring>
#include <map>
#include <memory>

#include "mock-host/child.h"
#include "mock-host/commands/command.h"
#include "mock-host/replace_file.h"
#include "mock-host/validate/validation_report.h"

namespace wms::commands {
namespace {

struct ValidateArguments {
    std::vector<std::string> plugins;
    std::vector<std::string> checks;
    std::vector<std::string> without;
    std::string settings;
    std::string simulator;
    std::string locale;
    std::string report = "text";
    std::string output;
    std::string folder;
    std::uint64_t seed = 1;
    int level = 5;
    int time_out = 60;
    unsigned jobs = 1;
    int answer_on = -1;
    bool list = false;
    bool in_process = false;
};

int list_checks() {
    for (const validate::Check& check : validate::all_checks()) {
        fmt::print("{:<26} level {:>2}  {} ({})\n", check.name, check.level, check.demand,
                   check.source);
    }
    return kBalances;
}

std::filesystem::path simulator_of(const ValidateArguments& arguments) {
    return arguments.simulator.empty() ? beside_this_program("sage-simulator")
                                       : absolute(arguments.simulator);
}

/// One check in this process: for a debugger, or because another process asks for it.
int run_here(const ValidateArguments& arguments) {
    if (arguments.answer_on >= 0) {
        ::fcntl(arguments.answer_on, F_SETFD, FD_CLOEXEC);
    }
    if (arguments.plugins.size() != 1 || arguments.checks.size() != 1) {
        return not_run({"validate.in_process", "", "In this process one check of one plugin runs.",
                        "Name one plugin and one --check.", "it"});
    }
    validate::BenchOptions options;
    options.plugin = absolute(arguments.plugins.front());
    options.settings_file = arguments.settings.empty() ? "" : absolute(arguments.settings);
    options.simulator_program = simulator_of(arguments);
    options.seed = arguments.seed;
    options.level = arguments.level;
    const Result<std::unique_ptr<RunFolder>> folder = RunFolder::open(
        arguments.folder.empty() ? std::filesystem::path() : absolute(arguments.folder));
    if (!folder.ok()) {
        return not_run(folder.problem());
    }
    options.folder = folder.value()->path();
    const Result<validate::Outcome> outcome =
        validate::run_check(arguments.checks.front(), options, arguments.locale);
    if (!outcome.ok()) {
        return not_run(outcome.problem());
    }
    const std::string line = validate::line_of(outcome.value());
    if (arguments.answer_on >= 0) {
        return ::write(arguments.answer_on, line.data(), line.size()) ==
                       static_cast<ssize_t>(line.size())
                   ? kBalances
                   : kNotRun;
    }
    fmt::print("{}: {}\n", arguments.checks.front(), validate::name_of(outcome.value().verdict));
    for (const std::string& word : outcome.value().words) {
        fmt::print("    {}\n", word);
    }
    return outcome.value().bad() ? kDoesNotBalance : kBalances;
}

Result<std::map<std::string, std::string>> switched_off(const std::vector<std::string>& texts) {
    std::map<std::string, std::string> all;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
            return Problem{"validate.without_reason", text,
                           "A check is switched off with a reason only.",
                           "Write --without NAME=REASON.", "it"};
        }
        all[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return all;
}

std::string report_of(const ValidateArguments& arguments,
                      const std::vector<validate::CheckResult>& results) {
    return arguments.report == "junit"  ? validate::junit_report(results)
           : arguments.report == "json" ? validate::json_report(results, arguments.seed)
                                        : validate::text_report(results, arguments.seed);
}

int run(const ValidateArguments& arguments) {
    if (arguments.list) {
        return list_checks();
    }
    if (arguments.in_process) {
        return run_here(arguments);
    }
    if (arguments.plugins.empty()) {
        return not_run({"validate.no_plugin", "", "No plugin is named.",
                        "Name the library of a plugin.", "it"});
    }
    validate::ValidateOptions options;
    for (const std::string& plugin : arguments.plugins) {
        options.plugins.push_back(absolute(plugin));
    }
    Result<std::map<std::string, std::string>> without = switched_off(arguments.without);
    if (!without.ok()) {
        return not_run(without.problem());
    }
    options.without = std::move(without).value();
    options.only = arguments.checks;
    options.settings_file = arguments.settings.empty() ? "" : absolute(arguments.settings);
    options.simulator_program = simulator_of(arguments);
    options.locale = arguments.locale;
    options.seed = arguments.seed;
    options.level = arguments.level;
    options.real_ms_max = arguments.time_out * 1000;
    options.jobs = arguments.jobs;
    options.program = std::filesystem::read_symlink("/proc/self/exe");
    const auto results = validate::validate(options);
    if (!results.ok()) {
        return not_run(results.problem());
    }
    const std::string report = report_of(arguments, results.value());
    const validate::Totals totals = validate::totals_of(results.value());
    if (arguments.output.empty()) {
        fmt::print("{}", report);
    } else {
        const int reason = replace_file(absolute(arguments.output), report);
        if (reason != 0) {
            return not_run({"validate.output", arguments.output,
                            fmt::format("The report cannot be written: {}.", std::strerror(reason)),
                            "Name a file in a folder that this user can write to.", "it"});
        }
    }
    // The last line is that of the totals, whatever the report is.
    if (!arguments.output.empty() || arguments.report != "text") {
        fmt::print(stderr, "{}\n", validate::in_words(totals));
    }
    return totals.failed == 0 ? kBalances : kDoesNotBalance;
}

}  // namespace

void add_validate(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<ValidateArguments>();
    CLI::App& command =
        add_command(program, exit_code, "validate",
                    "Ask plugins whether they keep the contract, each question in its own process",
                    options, run);
    command.add_option("plugins", options->plugins, "Libraries of plugins");
    command.add_flag("--list", options->list, "List the checks: name, level, what they demand");
    command.add_option("--check", options->checks, "Only this check; may be given several times");
    command.add_option("--without", options->without,
                       "NAME=REASON: leave a check out; the report tells the reason");
    command
        .add_option("--level", options->level,
                    "1 loads, 3 contract, 5 usual, 8 faults and thousands of documents")
        ->check(CLI::Range(1, 10))
        ->capture_default_str();
    command.add_option("--seed", options->seed, "What chance begins with")->capture_default_str();
    command.add_option("--report", options->report, "text, junit or json")
        ->check(CLI::IsMember({"text", "junit", "json"}))
        ->capture_default_str();
    command.add_option("--output", options->output, "A file for the report");
    command.add_option("--time-out", options->time_out, "Seconds for each check")
        ->check(CLI::Range(1, 36'000))
        ->capture_default_str();
    command.add_option("--jobs", options->jobs, "Checks at the same time")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command.add_option("--settings", options->settings,
                       "A file with the configuration and the secrets of a plugin that is not for "
                       "a simulated Sage");
    command.add_option("--simulator", options->simulator,
                       "The program that simulates Sage; otherwise the one beside this program");
    command.add_option("--locale", options->locale, "The locale that the plugin finds itself in");
    command.add_flag("--in-process", options->in_process,
                     "Run one check in this process, for a debugger");
    command.add_option("--folder", options->folder, "With --in-process: its folder, kept");
    command.add_option("--answer-on", options->answer_on, "With --in-process: a descriptor")
        ->group("");
}

}  // namespace wms::commands
