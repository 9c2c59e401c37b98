// SPDX-License-Identifier: Apache-2.0
// Each thread takes the next case and starts the simulated Sage of it: that program ends with the
// thread that started it.
#include "mock-host/scenario/scenario_run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "mock-host/loader.h"
#include "mock-host/scenario/play.h"
#include "mock-host/scenario/promises.h"
#include "mock-host/scenario/scenario_report.h"
#include "mock-host/scenario/words.h"

namespace wms::scenarios {
namespace {

namespace fs = std::filesystem;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds tell_after{10};

std::int64_t ms_since(SteadyClock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - begin)
        .count();
}

/// One case, or one file that is not played.
struct Planned {
    Playable playable;  ///< without a scenario: not played
    CaseResult result;
};

CaseResult planned_result(const Scenario& scenario, const std::string& edition,
                          const std::string& name) {
    CaseResult result;
    result.name = name;
    result.row = scenario.row;
    result.promise = scenario.promise;
    result.edition = edition;
    return result;
}

class Run {
  public:
    Run(const RunOptions& options, const Manifest& manifest)
        : options_(options), edition_(manifest.edition) {
        result_.plugin = manifest.name + " " + manifest.version;
        result_.edition = edition_;
    }

    Done plan();
    RunResult play_all();

  private:
    Done plan_switches(const std::vector<Scenario>& scenarios);
    void add(const Playable& playable);
    void play_some();
    void tell(const CaseResult& result);
    std::string still_playing() const;

    const RunOptions& options_;
    const std::string edition_;
    RunResult result_;
    std::vector<Planned> planned_;
    std::mutex mutex_;
    std::condition_variable one_done_;
    std::size_t next_ = 0;
    std::size_t told_ = 0;
    std::size_t working_ = 0;
    std::set<std::string> playing_;
};

void Run::add(const Playable& playable) {
    if (options_.only_case.empty() || playable.played().name == options_.only_case) {
        planned_.push_back(
            {playable, planned_result(*playable.scenario, edition_, playable.name())});
    }
}

Done Run::plan() {
    const Result<std::vector<Scenario>> scenarios = read_all(options_.files);
    if (!scenarios.ok()) {
        return scenarios.problem();
    }
    const Result<Promises> promises = read_promises(options_.promises, edition_);
    for (const Scenario& scenario : scenarios.value()) {
        if (scenario.editions.contains(edition_)) {
            for (const Playable& one : cases_of(scenario, edition_)) {
                add(one);
            }
        } else if (options_.only_case.empty()) {
            CaseResult result = planned_result(scenario, edition_, scenario.file);
            result.outcome = Outcome::not_played;
            result.reason = promises.ok() ? reason_of(promises.value(), std::stoi(scenario.row))
                                          : "The file has no section for this edition.";
            planned_.push_back({{}, result});
        }
    }
    const Done more = options_.switches ? plan_switches(scenarios.value()) : Done(Nothing{});
    if (more.ok() && planned_.empty()) {
        return options_.only_case.empty()
                   ? Problem{"scenario.none", "", "There is no scenario to play.",
                             "Name files, or a folder with files row-….json.", "it"}
                   : Problem{"scenario.case_unknown", options_.only_case,
                             "No file has a case of this name for the edition " + edition_ + ".",
                             "Look at the names of the cases in the files.", "it"};
    }
    return more;
}

Done Run::plan_switches(const std::vector<Scenario>& scenarios) {
    std::set<fs::path> folders;
    for (const fs::path& file : options_.files) {
        folders.insert(fs::is_directory(file) ? file : file.parent_path());
    }
    for (const fs::path& folder : folders) {
        const Result<boost::json::object> switches = read_switches(folder);
        if (!switches.ok()) {
            return switches.problem();
        }
        const Result<std::vector<Playable>> all =
            cases_under_switches(switches.value(), scenarios, edition_);
        if (!all.ok()) {
            return all.problem();
        }
        for (const Playable& one : all.value()) {
            add(one);
        }
    }
    return Nothing{};
}

void Run::tell(const CaseResult& result) {
    ++told_;
    options_.say(line_of(result, told_, planned_.size()));
}

std::string Run::still_playing() const {
    std::string all;
    for (const std::string& name : playing_) {
        all += (all.empty() ? "" : ", ") + name;
    }
    return fmt::format("{:>9} still playing {}", "", all);
}

void Run::play_some() {
    std::unique_lock lock(mutex_);
    while (next_ < planned_.size()) {
        const std::size_t number = next_++;
        Planned& one = planned_[number];
        if (one.playable.scenario != nullptr) {
            playing_.insert(one.result.name);
            lock.unlock();
            const SteadyClock::time_point begin = SteadyClock::now();
            const fs::path data = options_.keep.empty()
                                      ? fs::path()
                                      : options_.keep / fmt::format("{:04}", number + 1);
            one.result.findings =
                play(*one.playable.scenario, one.playable.played(), edition_,
                     {options_.plugin, options_.simulator_program, data, options_.data_sources});
            one.result.outcome = one.result.findings.empty() ? Outcome::passed : Outcome::failed;
            one.result.real_ms = ms_since(begin);
            lock.lock();
            playing_.erase(one.result.name);
        }
        tell(one.result);
        one_done_.notify_all();
    }
    --working_;
    one_done_.notify_all();
}

RunResult Run::play_all() {
    const SteadyClock::time_point begin = SteadyClock::now();
    const std::size_t crew_size =
        std::clamp<std::size_t>(options_.jobs, 1, std::max<std::size_t>(planned_.size(), 1));
    options_.say(fmt::format("plugin    {} from {}", result_.plugin, options_.plugin.string()));
    const auto to_play = std::count_if(planned_.begin(), planned_.end(), [](const Planned& one) {
        return one.playable.scenario != nullptr;
    });
    options_.say(fmt::format("playing   {} cases, {} at once", to_play, crew_size));
    working_ = crew_size;
    std::vector<std::thread> crew;
    for (std::size_t index = 0; index < crew_size; ++index) {
        crew.emplace_back([this] { play_some(); });
    }
    {
        std::unique_lock lock(mutex_);
        std::size_t seen = told_;
        while (working_ > 0) {
            one_done_.wait_for(lock, tell_after);
            if (seen == told_ && working_ > 0 && !playing_.empty()) {
                options_.say(still_playing());
            }
            seen = told_;
        }
    }
    for (std::thread& thread : crew) {
        thread.join();
    }
    for (Planned& one : planned_) {
        result_.cases.push_back(std::move(one.result));
    }
    result_.real_ms = ms_since(begin);
    return std::move(result_);
}

}  // namespace

std::string_view text_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::passed:
            return "passed";
        case Outcome::failed:
            return "failed";
        case Outcome::not_played:
            break;
    }
    return "not played";
}

std::size_t RunResult::count(Outcome outcome) const {
    return static_cast<std::size_t>(std::count_if(
        cases.begin(), cases.end(), [&](const CaseResult& one) { return one.outcome == outcome; }));
}

Result<std::vector<Scenario>> read_all(const std::vector<fs::path>& files) {
    std::vector<Scenario> all;
    for (const fs::path& named : files) {
        for (const fs::path& file :
             fs::is_directory(named) ? files_in(named) : std::vector<fs::path>{named}) {
            Result<Scenario> scenario = read_scenario(file);
            if (!scenario.ok()) {
                return scenario.problem();
            }
            all.push_back(std::move(scenario).value());
        }
    }
    return all;
}

Result<RunResult> run(const RunOptions& options) {
    const Result<LoadedPlugin> plugin = load_plugin(options.plugin);
    return plugin.ok() ? run_for(options, plugin.value().manifest)
                       : Result<RunResult>(plugin.problem());
}

Result<RunResult> run_for(const RunOptions& options, const Manifest& manifest) {
    if (std::find(editions().begin(), editions().end(), manifest.edition) == editions().end()) {
        return not_translated(manifest.edition);
    }
    if (::access(options.simulator_program.c_str(), X_OK) != 0) {
        return Problem{"child.not_started", options.simulator_program.string(),
                       "The simulated Sage is not there, or cannot be run.",
                       "Build everything, so that both programs lie in one folder.", "it"};
    }
    Run all(options, manifest);
    const Done planned = all.plan();
    if (!planned.ok()) {
        return planned.problem();
    }
    return all.play_all();
}

}  // namespace wms::scenarios
