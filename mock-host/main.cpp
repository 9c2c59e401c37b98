// SPDX-License-Identifier: Apache-2.0
// The command line. Exit code 0: everything balances; 1: it does not; 2: the run could not be made.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "mock-host/child.h"
#include "mock-host/clock.h"
#include "mock-host/demo.h"
#include "mock-host/held_query.h"
#include "mock-host/loader.h"
#include "mock-host/main_scenario.h"
#include "mock-host/preview_query.h"
#include "mock-host/reconcile_query.h"
#include "mock-host/replay.h"
#include "mock-host/session.h"
#include "mock-host/shadow_query.h"

namespace {

namespace fs = std::filesystem;

constexpr int kBalances = 0;
constexpr int kDoesNotBalance = 1;
constexpr int kNotRun = 2;

/// What people type, before it is checked.
struct Typed {
    std::string plugin;
    std::string plugin_directory;
    std::string retail;
    std::string data;
    std::string document;
    std::string file;
    std::string root_cause;
    std::string from;
    std::string to;
    std::string sage_address;
    std::string sage_certificate_authority;
    std::vector<std::string> settings;
    std::string clock = "jump";
    unsigned workers = 8;
    bool seed_sage = false;
    bool json = false;
};

int not_run(const wms::Problem& problem) {
    fmt::print(stderr, "mock-host: {}\n", wms::in_one_line(problem));
    return kNotRun;
}

/// In JSON mode standard output is for the one line; people read the other stream.
std::FILE* people(const Typed& typed) {
    return typed.json ? stderr : stdout;
}

void say(const Typed& typed, std::string_view line) {
    fmt::print(people(typed), "{}\n", line);
    std::fflush(people(typed));
}

/// People name files from where they are; the loader wants to be told without that.
fs::path absolute(const std::string& typed) {
    std::error_code error;
    const fs::path path = typed.empty() ? fs::path() : fs::absolute(typed, error);
    return error ? fs::path(typed) : path;
}

wms::SessionOptions session_options(const Typed& typed) {
    wms::SessionOptions options;
    options.plugin = absolute(typed.plugin);
    options.data = absolute(typed.data);
    options.simulator_program = wms::beside_this_program("sage-simulator");
    options.sage_address = typed.sage_address;
    options.sage_certificate_authority = absolute(typed.sage_certificate_authority).string();
    options.jump = typed.clock == "jump";
    options.start_ms = wms::RealClock().now_ms();
    options.workers = typed.workers;
    options.settings = typed.settings;
    return options;
}

int run_replay(const Typed& typed) {
    wms::ReplayOptions options;
    options.session = session_options(typed);
    options.retail = absolute(typed.retail);
    options.seed_sage = typed.seed_sage;
    options.say = [&typed](std::string_view line) { say(typed, line); };
    const wms::Result<wms::ReplayResult> result = wms::replay(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    fmt::print(people(typed), "{}", wms::text_of(result.value()));
    if (typed.json) {
        fmt::print("{}\n", wms::json_line(result.value().figures));
    }
    return result.value().balances() ? kBalances : kDoesNotBalance;
}

/// The plugin of a folder that shows a whole day: where there are several, Sage Intacct's.
wms::Result<fs::path> plugin_to_show(const fs::path& folder) {
    wms::PluginFolder found = wms::list_plugins(folder);
    if (!found.refusals.empty()) {
        return found.refusals.front();
    }
    for (const auto& plugin : found.plugins) {
        if (found.plugins.size() == 1 || plugin.library.filename() == "sage_intacct.so") {
            return plugin.library;
        }
    }
    return wms::Problem{
        "demo.plugins", folder.string(),
        fmt::format("The folder holds {} plugins, and none of them is sage_intacct.so.",
                    found.plugins.size()),
        "Name one with --plugin.", "it"};
}

int run_demo(const Typed& typed) {
    const fs::path folder = typed.plugin_directory.empty()
                                ? wms::beside_this_program("../plugins").lexically_normal()
                                : absolute(typed.plugin_directory);
    const wms::Result<fs::path> plugin =
        typed.plugin.empty() ? plugin_to_show(folder) : absolute(typed.plugin);
    if (!plugin.ok()) {
        return not_run(plugin.problem());
    }
    wms::DemoOptions options;
    options.session = session_options(typed);
    options.session.plugin = plugin.value();
    options.say = [&typed](std::string_view line) { say(typed, line); };
    const wms::Result<wms::DemoResult> result = wms::demo(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    fmt::print(people(typed), "{}", wms::text_of(result.value()));
    if (typed.json) {
        fmt::print("{}\n", wms::json_line(result.value()));
    }
    return result.value().balances() ? kBalances : kDoesNotBalance;
}

int run_reconcile(const Typed& typed) {
    wms::ReconcileQueryOptions options;
    options.session = session_options(typed);
    options.from = typed.from;
    options.to = typed.to;
    options.say = [&typed](std::string_view line) { say(typed, line); };
    const wms::Result<wms::ReconcileQueryResult> result = wms::ask_reconcile(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    fmt::print(people(typed), "{}", wms::text_of(result.value()));
    if (typed.json) {
        fmt::print("{}\n", result.value().answer);
    }
    return result.value().agrees() ? kBalances : kDoesNotBalance;
}

int run_held(const Typed& typed) {
    wms::HeldQueryOptions options;
    options.session = session_options(typed);
    options.root_cause = typed.root_cause;
    // Standard output is for the table alone.
    options.say = [](std::string_view line) { fmt::print(stderr, "{}\n", line); };
    const wms::Result<wms::HeldQueryResult> result = wms::ask_held(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    fmt::print("{}", typed.json ? result.value().answer + "\n" : result.value().text);
    return result.value().any ? kDoesNotBalance : kBalances;
}

int run_preview(const Typed& typed) {
    wms::PreviewQueryOptions options;
    options.session = session_options(typed);
    options.document = absolute(typed.document);
    options.say = [&typed](std::string_view line) { say(typed, line); };
    const wms::Result<wms::PreviewQueryResult> result = wms::ask_preview(options);
    if (!result.ok()) {
        return not_run(result.problem());
    }
    fmt::print(people(typed), "{}", result.value().text);
    if (typed.json) {
        fmt::print("{}\n", result.value().answer);
    }
    return result.value().goes_through() ? kBalances : kDoesNotBalance;
}

int run_shadow(const Typed& typed) {
    wms::ShadowQueryOptions options;
    options.session = session_options(typed);
    options.file = absolute(typed.file);
    options.say = [&typed](std::string_view line) { say(typed, line); };
    if (typed.json) {
        options.tell = [](std::string_view row) { fmt::print("{}\n", row); };
    }
    const wms::Result<wms::ShadowCounts> counts = wms::ask_shadow(options);
    if (!counts.ok()) {
        return not_run(counts.problem());
    }
    fmt::print(people(typed), "{}", wms::text_of(counts.value()));
    if (typed.json) {
        fmt::print("{}\n", wms::json_line(counts.value()));
    }
    return counts.value().all_identical() ? kBalances : kDoesNotBalance;
}

int run_authorise(const Typed& typed) {
    wms::SessionOptions options = session_options(typed);
    options.authorise = true;
    options.settings.emplace_back("grant=authorization_code");
    const wms::Result<std::unique_ptr<wms::Session>> session = wms::Session::start(options);
    if (!session.ok()) {
        return not_run(session.problem());
    }
    const wms::Done ended = session.value()->end();
    if (!ended.ok()) {
        return not_run(ended.problem());
    }
    say(typed, fmt::format("{} is authorised and connected; what it needs from now on is among the "
                           "secrets of {}",
                           session.value()->plugin().manifest.name,
                           session.value()->folder().path().string()));
    return kBalances;
}

void add_sage_address(CLI::App* command, Typed& typed) {
    command->add_option("--sage-address", typed.sage_address,
                        "A simulated Sage that is running already (default: start one)");
    command->add_option("--sage-certificate-authority", typed.sage_certificate_authority,
                        "Whom to trust at that address, in PEM form");
}

void add_common(CLI::App* command, Typed& typed) {
    command->add_option("--clock", typed.clock, "jump: waits take no time; real: as on the wall")
        ->check(CLI::IsMember({"jump", "real"}))
        ->capture_default_str();
    command->add_option("--setting", typed.settings,
                        "A setting of the plugin as name=value, instead of the one that the "
                        "simulated Sage suggests; may be repeated");
    command->add_flag("--json", typed.json, "End with one line of JSON on standard output");
}

CLI::App* add_reconcile(CLI::App& app, Typed& typed) {
    CLI::App* reconcile = app.add_subcommand(
        "reconcile", "Let the plugin compare what it posted with what Sage holds");
    reconcile->add_option("--plugin", typed.plugin, "The plugin's library")->required();
    reconcile->add_option("--data", typed.data, "The folder of the run that posted")->required();
    reconcile->add_option("--from", typed.from, "First day of the documents, YYYY-MM-DD")
        ->required();
    reconcile->add_option("--to", typed.to, "Last day")->required();
    add_sage_address(reconcile, typed);
    add_common(reconcile, typed);
    return reconcile;
}

CLI::App* add_held(CLI::App& app, Typed& typed) {
    CLI::App* held = app.add_subcommand(
        "held", "Ask the plugin what waits for a person, or the lines that wait for one thing");
    held->add_option("--plugin", typed.plugin, "The plugin's library")->required();
    held->add_option("--data", typed.data, "The folder of the run")->required();
    held->add_option("--root-cause", typed.root_cause,
                     "Of one issue: its lines as comma-separated values");
    add_sage_address(held, typed);
    add_common(held, typed);
    return held;
}

CLI::App* add_preview(CLI::App& app, Typed& typed) {
    CLI::App* preview = app.add_subcommand(
        "preview", "Ask the plugin what would become of a document; nothing is handed over");
    preview->add_option("--plugin", typed.plugin, "The plugin's library")->required();
    preview->add_option("--document", typed.document, "The document, as it would be submitted")
        ->required();
    preview->add_option("--data", typed.data, "The folder of a run, whose Sage is asked for");
    add_sage_address(preview, typed);
    add_common(preview, typed);
    return preview;
}

CLI::App* add_shadow(CLI::App& app, Typed& typed) {
    CLI::App* shadow = app.add_subcommand(
        "shadow",
        "Compare a file of past documents, which people or another system posted, with what Sage "
        "holds; nothing is handed over. With --json a line for each document, then the summary");
    shadow->add_option("--plugin", typed.plugin, "The plugin's library")->required();
    shadow->add_option("--file", typed.file, "One document on each line, as it would be submitted")
        ->required();
    shadow->add_option("--data", typed.data, "The folder of a run, whose Sage is asked");
    add_sage_address(shadow, typed);
    add_common(shadow, typed);
    return shadow;
}

CLI::App* add_authorise(CLI::App& app, Typed& typed) {
    CLI::App* authorise = app.add_subcommand(
        "authorise",
        "Let a person consent to the plugin at the simulated Sage, without a browser, and connect");
    authorise->add_option("--plugin", typed.plugin, "The plugin's library")->required();
    authorise->add_option("--data", typed.data, "Keep the secrets and all data in this folder");
    add_sage_address(authorise, typed);
    add_common(authorise, typed);
    return authorise;
}

int run(int count, char** arguments) {
    Typed typed;
    CLI::App app(
        "A stand-in WMS: hosts a Sage plugin through its C interface and checks the books.",
        "mock-host");
    app.require_subcommand(1);
    app.footer("Exit code 0: everything balances; 1: it does not; 2: the run could not be made.");

    CLI::App* demo = app.add_subcommand("demo", "Run a day of made-up trade through the plugin");
    demo->add_option("--plugin-directory", typed.plugin_directory,
                     "Folder with the plugin and its manifest (default: ../plugins beside this "
                     "program)");
    demo->add_option("--plugin", typed.plugin,
                     "The plugin's library, where the folder holds several (default: Sage "
                     "Intacct's)");
    demo->add_option("--keep", typed.data, "Keep all data of the run in this folder");
    add_common(demo, typed);

    CLI::App* replay = app.add_subcommand("replay", "Replay real trade from a retail file");
    replay->add_option("--plugin", typed.plugin, "The plugin's library")->required();
    replay->add_option("--retail", typed.retail, "Invoices, as comma-separated values")->required();
    replay->add_flag("--seed-sage", typed.seed_sage,
                     "Create the file's items, customers and stock in the simulated Sage first");
    add_sage_address(replay, typed);
    replay->add_option("--workers", typed.workers, "Threads lent to the plugin")
        ->check(CLI::Range(1U, 64U))
        ->capture_default_str();
    replay->add_option("--data", typed.data, "Keep all data of the run in this folder");
    add_common(replay, typed);

    const CLI::App* reconcile = add_reconcile(app, typed);
    const CLI::App* held = add_held(app, typed);
    const CLI::App* preview = add_preview(app, typed);
    const CLI::App* shadow = add_shadow(app, typed);
    const CLI::App* authorise = add_authorise(app, typed);
    TypedScenario typed_scenario;
    const CLI::App* scenario = add_scenario(app, typed_scenario);

    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kBalances : kNotRun;
    }
    if (reconcile->parsed()) {
        return run_reconcile(typed);
    }
    if (held->parsed()) {
        return run_held(typed);
    }
    if (preview->parsed()) {
        return run_preview(typed);
    }
    if (shadow->parsed()) {
        return run_shadow(typed);
    }
    if (authorise->parsed()) {
        return run_authorise(typed);
    }
    if (scenario->parsed()) {
        return run_scenario(typed_scenario);
    }
    return demo->parsed() ? run_demo(typed) : run_replay(typed);
}

}  // namespace

int main(int count, char** arguments) {
    try {
        return run(count, arguments);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "mock-host: host.internal: %s\n", failure.what());
        return kNotRun;
    }
}
