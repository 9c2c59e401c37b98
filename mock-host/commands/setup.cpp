// SPDX-License-Identifier: Apache-2.0
// Step by step from nothing to a plugin that works: authorise, choose, start.
#include "mock-host/setup/setup.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "mock-host/commands/command.h"
#include "mock-host/commands/findings.h"

namespace wms::commands {
namespace {

struct SetupArguments : RunOptions {
    std::string environment = "test";
    std::string answers;
    bool consent = false;
    bool everything = false;
    bool no_questions = false;
    bool no_start = false;
};

/// A person at a terminal.
std::optional<std::string> ask(const AskedQuestion& asked) {
    const Question& question = asked.question;
    fmt::print("\n{}{}{}\n  {}\n", question.group.empty() ? "" : question.group + ": ",
               question.title, question.is_required ? " (needed)" : "", question.description);
    for (const SettingFinding& finding : asked.wrong) {
        fmt::print("  ! {} {}\n", finding.cause, finding.fix);
    }
    for (const std::string& choice : question.choices) {
        fmt::print("  - {}\n", choice);
    }
    for (const Suggestion& suggestion : asked.suggestions.shown) {
        fmt::print("  - {}: {}\n", suggestion.value, suggestion.why);
    }
    if (asked.suggestions.more > 0) {
        fmt::print("  … and {} more\n", asked.suggestions.more);
    }
    const std::string& counts = asked.current.empty() ? question.fallback : asked.current;
    fmt::print("{} [{}] > ", question.pointer, counts.empty() ? "nothing" : counts);
    std::fflush(stdout);
    std::string line;
    return std::getline(std::cin, line) ? std::optional(line) : std::nullopt;
}

int tell(const SetupResult& result, const SetupArguments& arguments) {
    const auto say = teller(arguments.json);
    tell_findings(result.findings, result.not_shown, say);
    if (result.written) {
        say(fmt::format("set up for {} in the environment {}: {} settings are other than before",
                        result.company, arguments.environment, result.changes));
    } else {
        say("nothing was written; answer otherwise and run it again");
    }
    if (arguments.json) {
        fmt::print("{}\n", boost::json::serialize(
                               boost::json::object{{"written", result.written},
                                                   {"company", result.company},
                                                   {"environment", arguments.environment},
                                                   {"changes", result.changes},
                                                   {"findings", findings_json(result.findings)},
                                                   {"rightsNotShown", result.not_shown}}));
    }
    return result.written ? kBalances : kDoesNotBalance;
}

int run(const SetupArguments& arguments) {
    SetupOptions options;
    options.session = session_options(arguments);
    options.session.settings.clear();
    options.environment = arguments.environment;
    options.assignments = arguments.settings;
    options.consent = arguments.consent;
    options.start = !arguments.no_start;
    options.ask_everything = arguments.everything;
    options.say = teller(arguments.json);
    Result<std::string> answers = read_answers(arguments.answers);
    if (!answers.ok()) {
        return not_run(answers.problem());
    }
    options.answers = std::move(answers).value();
    const bool given = !arguments.answers.empty() || !arguments.settings.empty();
    if (!arguments.no_questions && !given && !arguments.json && ::isatty(STDIN_FILENO) == 1) {
        options.ask = ask;
    }
    const Result<SetupResult> result = set_up(options);
    return result.ok() ? tell(result.value(), arguments) : not_run(result.problem());
}

}  // namespace

void add_setup(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<SetupArguments>();
    CLI::App& command = add_command(
        program, exit_code, "setup",
        "Authorise, choose settings with suggestions from Sage, and start; at a terminal it asks, "
        "otherwise answers are given",
        options, run);
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command.add_option("--data", options->data, "The folder of this environment")->required();
    command.add_option("--environment", options->environment, "What the folder is for")
        ->check(CLI::IsMember({"test", "live"}))
        ->capture_default_str();
    command.add_option("--answers", options->answers, "A file with a JSON object of settings");
    command.add_flag("--consent", options->consent, "Let a person consent once more");
    command.add_flag("--everything", options->everything,
                     "Ask for settings that have a default, too");
    command.add_flag("--no-questions", options->no_questions, "Ask nothing, also at a terminal");
    command.add_flag("--no-start", options->no_start, "End when the settings are written");
    add_person(command, *options);
    add_sage_address(command, *options);
    add_common(command, *options);
    command.footer(
        "Exit code 0: set up and started; 1: a setting cannot work, nothing was written; 2: the "
        "run could not be made, or broke off, and the settings are what they were.");
}

}  // namespace wms::commands
