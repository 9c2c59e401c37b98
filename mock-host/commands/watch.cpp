// SPDX-License-Identifier: Apache-2.0
// For those who watch: figures for Prometheus, one line for a watchdog, what needs a look.
#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/commands/command.h"
#include "mock-host/metrics.h"
#include "mock-host/open_alerts.h"

namespace wms::commands {
namespace {

constexpr std::int64_t kSecondsOfAnHour = 3'600;

struct WatchArguments : RunOptions {
    std::int64_t oldest_hours = 24;
};

struct Figures {
    std::string dashboard;
    Audit::Figures audit;
};

Result<Figures> ask(const WatchArguments& arguments) {
    Result<std::unique_ptr<Session>> started =
        Session::start(session_options(arguments, Role::view, "watch"));
    if (!started.ok()) {
        return started.problem();
    }
    Session& session = *started.value();
    const Result<std::string> answer = session.host().query(R"({"query":"dashboard"})");
    Audit::Figures audit = session.host().audit_figures();
    const Done ended = session.end();
    if (!answer.ok() || !ended.ok()) {
        return answer.ok() ? ended.problem() : answer.problem();
    }
    return Figures{answer.value(), audit};
}

int run_metrics(const WatchArguments& arguments) {
    const Result<Figures> figures = ask(arguments);
    const Result<std::string> text =
        figures.ok() ? metrics_of(figures.value().dashboard, figures.value().audit)
                     : Result<std::string>(figures.problem());
    if (!text.ok()) {
        return not_run(text.problem());
    }
    fmt::print("{}", text.value());
    return kBalances;
}

int run_health(const WatchArguments& arguments) {
    const Result<Figures> figures = ask(arguments);
    const Result<Health> health =
        figures.ok()
            ? health_of(figures.value().dashboard, arguments.oldest_hours * kSecondsOfAnHour)
            : Result<Health>(figures.problem());
    // A watchdog reads one line and the exit code, whatever is wrong.
    if (!health.ok()) {
        fmt::print("unhealthy: {}\n", in_one_line(health.problem()));
        return kDoesNotBalance;
    }
    fmt::print("{}\n", health.value().line);
    return health.value().healthy ? kBalances : kDoesNotBalance;
}

void print_json(const OpenAlert& alert) {
    fmt::print("{}\n", boost::json::serialize(boost::json::object{{"alertKey", alert.key},
                                                                  {"since", alert.since},
                                                                  {"code", alert.code},
                                                                  {"cause", alert.cause},
                                                                  {"fix", alert.fix},
                                                                  {"owner", alert.owner}}));
}

int run_alerts(const WatchArguments& arguments) {
    const Result<std::vector<OpenAlert>> open =
        read_open_alerts(absolute(arguments.data) / "events.jsonl");
    if (!open.ok()) {
        return not_run(open.problem());
    }
    for (const OpenAlert& alert : open.value()) {
        if (arguments.json) {
            print_json(alert);
            continue;
        }
        fmt::print(
            "{}: {}\n  since       {}\n  why         {}\n  what to do  {}\n  who         {}\n",
            alert.key, alert.code, alert.since, alert.cause, alert.fix, alert.owner);
    }
    if (open.value().empty() && !arguments.json) {
        fmt::print("No alert is open.\n");
    }
    return open.value().empty() ? kBalances : kDoesNotBalance;
}

CLI::App& add_question(CLI::App& program, int& exit_code, std::string name, std::string description,
                       const std::shared_ptr<WatchArguments>& options,
                       int (*run)(const WatchArguments&)) {
    CLI::App& command =
        add_command(program, exit_code, std::move(name), std::move(description), options, run);
    command.add_option("--plugin", options->plugin, "The plugin's library")->required();
    command.add_option("--data", options->data, "The folder of the run")->required();
    add_sage_address(command, *options);
    add_person(command, *options);
    add_common(command, *options);
    return command;
}

}  // namespace

void add_watch(CLI::App& program, int& exit_code) {
    add_question(program, exit_code, "metrics",
                 "Figures in the text format of Prometheus, from the plugin's dashboard",
                 std::make_shared<WatchArguments>(), run_metrics);
    const auto health = std::make_shared<WatchArguments>();
    add_question(program, exit_code, "health",
                 "One line for a watchdog; exit code 0: documents reach Sage, 1: they do not",
                 health, run_health)
        .add_option("--oldest-hours", health->oldest_hours,
                    "How long a document may wait until that is unhealthy")
        ->capture_default_str();
    const auto alerts = std::make_shared<WatchArguments>();
    CLI::App& listed = add_command(program, exit_code, "alerts",
                                   "What needs a look and is not over, from the events of the run",
                                   alerts, run_alerts);
    listed.add_option("--data", alerts->data, "The folder of the run")->required();
    listed.add_flag("--json", alerts->json, "Each as a JSON object on a line");
}

}  // namespace wms::commands
