// SPDX-License-Identifier: Apache-2.0
#include "mock-host/setup/promote.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/commands/command.h"
#include "mock-host/commands/findings.h"

namespace wms::commands {
namespace {

struct PromoteArguments : RunOptions {
    std::string from;
    std::string answers;
};

int tell(const PromoteResult& result, bool json) {
    const auto say = teller(json);
    tell_findings(result.findings, result.not_shown, say);
    say(result.written
            ? fmt::format("promoted from {} to {}: {} codes looked up in live, all there",
                          result.test_company, result.live_company, result.codes)
            : std::string("nothing was written; settle what is wrong and promote again"));
    if (json) {
        fmt::print("{}\n", boost::json::serialize(
                               boost::json::object{{"written", result.written},
                                                   {"testCompany", result.test_company},
                                                   {"liveCompany", result.live_company},
                                                   {"codes", result.codes},
                                                   {"findings", findings_json(result.findings)},
                                                   {"rightsNotShown", result.not_shown}}));
    }
    return result.written ? kBalances : kDoesNotBalance;
}

int run(const PromoteArguments& arguments) {
    PromoteOptions options;
    options.from = absolute(arguments.from);
    options.session = session_options(arguments);
    options.session.settings.clear();
    options.assignments = arguments.settings;
    options.say = teller(arguments.json);
    Result<std::string> answers = read_answers(arguments.answers);
    if (!answers.ok()) {
        return not_run(answers.problem());
    }
    options.answers = std::move(answers).value();
    const Result<PromoteResult> result = promote(options);
    return result.ok() ? tell(result.value(), arguments.json) : not_run(result.problem());
}

}  // namespace

void add_promote(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<PromoteArguments>();
    CLI::App& command =
        add_command(program, exit_code, "promote",
                    "Take settings that were tried with a test organisation to live, with every "
                    "code looked up anew",
                    options, run);
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command.add_option("--from", options->from, "The folder of the test organisation")->required();
    command.add_option("--data", options->data, "The folder of live")->required();
    command.add_option("--answers", options->answers,
                       "A file with a JSON object of settings for live");
    add_person(command, *options);
    add_sage_address(command, *options);
    add_common(command, *options);
    command.footer(
        "Exit code 0: promoted; 1: live lacks what the settings name, nothing was written; 2: the "
        "run could not be made, and nothing was written.");
}

}  // namespace wms::commands
