// SPDX-License-Identifier: Apache-2.0
// The warehouse's stock against Sage's, and what of the difference is corrected.
#include "mock-host/drift_query.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/commands/desk.h"
#include "mock-host/person_record.h"
#include "mock-host/setup/settings_file.h"

namespace wms::commands {
namespace {

struct DriftArguments : RunOptions {
    bool csv = false;
    bool correct = false;
    bool correct_all = false;
};

/// Who corrects what, before it is handed over.
Done record_corrections(const DriftArguments& arguments, const std::vector<Message>& corrections) {
    for (const Message& message : corrections) {
        PersonRecord record;
        record.person = arguments.person;
        record.action = "drift";
        record.about = message.document_id;
        record.after = boost::json::serialize(boost::json::object{
            {"messageId", message.id}, {"decision", arguments.correct_all ? "person" : "policy"}});
        Done recorded = record_person(absolute(arguments.data), record, now_ms());
        if (!recorded.ok()) {
            return recorded;
        }
    }
    return Nothing{};
}

int run(const DriftArguments& arguments) {
    const Result<std::unique_ptr<Warehouse>> warehouse = open_warehouse(arguments.data);
    if (!warehouse.ok()) {
        return not_run(warehouse.problem());
    }
    DriftQueryOptions options;
    options.correcting = arguments.correct_all ? Correcting::all
                         : arguments.correct   ? Correcting::by_policy
                                               : Correcting::none;
    const bool corrects = options.correcting != Correcting::none;
    options.session = session_options(arguments, corrects ? Role::retry : Role::view, "drift");
    options.environment = environment_of_documents(absolute(arguments.data));
    // Standard output is for the table alone.
    options.say = [](std::string_view line) { fmt::print(stderr, "{}\n", line); };
    if (corrects) {
        options.before_correcting = [&](const std::vector<Message>& corrections) {
            return record_corrections(arguments, corrections);
        };
    }
    const Result<DriftQueryResult> result = ask_drift(*warehouse.value(), options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    const DriftQueryResult& found = result.value();
    Listing listing = listing_for({arguments.data, arguments.json, arguments.csv}, drift_columns());
    list_drift(found, listing);
    listing.end();
    fmt::print(stderr, "{} figures compared, {} do not agree, {} corrected\n", found.found.compared,
               found.found.rows.size(), found.corrected.size());
    return found.agrees() ? kBalances : kDoesNotBalance;
}

}  // namespace

void add_drift(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<DriftArguments>();
    CLI::App& command =
        add_command(program, exit_code, "drift",
                    "Compare the warehouse's stock with Sage's, and correct Sage's", options, run);
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command.add_option("--data", options->data, "The warehouse's folder, and the plugin's")
        ->required();
    command.add_flag("--correct", options->correct,
                     "Hand over an adjustment for each drift that the settings let be corrected");
    command.add_flag("--correct-all", options->correct_all,
                     "Also for the others that can be told: whoever acts decides it");
    command.add_flag("--csv", options->csv, "Comma-separated values instead of a table");
    add_person(command, *options);
    add_sage_address(command, *options);
    add_common(command, *options);
}

}  // namespace wms::commands
