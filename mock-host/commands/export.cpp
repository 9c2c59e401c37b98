// SPDX-License-Identifier: Apache-2.0
// Rows for a data warehouse: the warehouse's own, and those that the plugin holds.
#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "mock-host/commands/desk.h"
#include "mock-host/listings.h"
#include "mock-host/plugin_export.h"

namespace wms::commands {
namespace {

struct ExportArguments : RunOptions {
    std::string what;
    std::string after;
    std::int64_t limit = std::numeric_limits<std::int64_t>::max();
    bool csv = false;
};

DeskOptions desk_of(const ExportArguments& arguments) {
    DeskOptions desk;
    desk.data = arguments.data;
    desk.json = arguments.json;
    desk.csv = true;
    return desk;
}

void tell_next(const std::string& after) {
    fmt::print(stderr, "next time: --after {}\n", after);
}

Done last_of(const Result<std::int64_t>& last) {
    if (!last.ok()) {
        return last.problem();
    }
    tell_next(std::to_string(last.value()));
    return Nothing{};
}

Result<std::int64_t> sequence_of(const std::string& after) {
    std::int64_t sequence = 0;
    const char* const end = after.data() + after.size();
    const auto [stopped, failed] = std::from_chars(after.data(), end, sequence);
    if (!after.empty() && (failed != std::errc() || stopped != end)) {
        return Problem{"command.after", after, "This is no sequence.",
                       "Give what the last export of these rows ended with.", "warehouse"};
    }
    return sequence;
}

Done write_rows(const Warehouse& warehouse, const ExportArguments& arguments) {
    const Result<std::int64_t> after = sequence_of(arguments.after);
    if (!after.ok()) {
        return after.problem();
    }
    const bool events = arguments.what == "events";
    const bool documents = arguments.what == "documents";
    const bool orders = arguments.what == "orders";
    Listing listing = listing_for(desk_of(arguments), events      ? event_columns()
                                                      : documents ? document_columns()
                                                      : orders    ? order_columns()
                                                                  : place_columns());
    Done done = Nothing{};
    if (events) {
        done = last_of(list_events(warehouse, after.value(), arguments.limit, listing));
    } else if (documents) {
        done = last_of(list_documents(warehouse, after.value(), arguments.limit, listing));
    } else {
        done =
            orders ? list_orders(warehouse, {}, listing) : list_places(warehouse, {}, {}, listing);
    }
    listing.end();
    return done;
}

int run_plugin(const ExportArguments& arguments) {
    if (arguments.plugin.empty()) {
        return not_run(Problem{"command.plugin", "--plugin", "These rows are the plugin's.",
                               "Name the plugin's library with --plugin.", "it"});
    }
    Result<std::unique_ptr<Session>> started =
        Session::start(session_options(arguments, Role::view, "export"));
    if (!started.ok()) {
        return not_run(started.problem());
    }
    Session& session = *started.value();
    const PluginExport wanted{
        arguments.what == "postings" ? PluginRows::postings : PluginRows::posting_events,
        arguments.after, arguments.limit};
    Listing listing = listing_for(desk_of(arguments), columns_of(wanted.rows));
    const Result<std::string> next = export_from_plugin(
        wanted, [&](const std::string& request) { return session.host().query(request); }, listing);
    listing.end();
    const Done ended = session.end();
    if (!next.ok() || !ended.ok()) {
        return not_run(next.ok() ? ended.problem() : next.problem());
    }
    tell_next(next.value());
    return kBalances;
}

int run(const ExportArguments& arguments) {
    if (arguments.what == "postings" || arguments.what == "postingEvents") {
        return run_plugin(arguments);
    }
    return at_desk(desk_of(arguments),
                   [&](Warehouse& warehouse) { return write_rows(warehouse, arguments); });
}

}  // namespace

void add_export(CLI::App& program, int& exit_code) {
    const auto options = std::make_shared<ExportArguments>();
    CLI::App& command = add_command(
        program, exit_code, "export",
        "Rows for a data warehouse, as comma-separated values or with --json as JSON lines; all of "
        "them, or what came and changed since the last export, which ends with what to give as "
        "--after. postings and postingEvents are what the plugin holds",
        options, run);
    command.add_option("what", options->what, "Which rows")
        ->required()
        ->check(
            CLI::IsMember({"events", "documents", "orders", "stock", "postings", "postingEvents"}));
    command.add_option("--after", options->after, "Only what came or changed since");
    command.add_option("--limit", options->limit, "At most so many");
    command.add_option("--data", options->data, "The warehouse's folder")->required();
    command.add_option("--plugin", options->plugin, "The plugin's library, for what it holds");
    add_sage_address(command, *options);
    add_person(command, *options);
    add_common(command, *options);
    command.add_flag("--csv", options->csv, "Comma-separated values, which it writes anyway")
        ->excludes(command.get_option("--json"));
}

}  // namespace wms::commands
