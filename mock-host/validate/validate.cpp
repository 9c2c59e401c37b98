// SPDX-License-Identifier: Apache-2.0
// The table, one process for each row. What does not load is asked nothing that needs it loaded: it
// would fail everything, and nobody would see why.
#include "mock-host/validate/validate.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <clocale>
#include <cstring>
#include <exception>
#include <map>
#include <thread>

#include "mock-host/json_members.h"
#include "mock-host/session.h"
#include "mock-host/validate/attempt.h"

namespace wms::validate {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::uint64_t kAddressSpaceMax = std::uint64_t{8} << 30U;

/// The address sanitizer reserves terabytes.
std::uint64_t address_space_max() {
    return ::dlsym(RTLD_DEFAULT, "__asan_init") == nullptr &&
                   ::dlsym(RTLD_DEFAULT, "__tsan_init") == nullptr
               ? kAddressSpaceMax
               : 0;
}

Problem no_check(const std::string& name) {
    return {"validate.unknown_check", name, "There is no check of this name.",
            "List the checks: mock-host validate --list.", "it"};
}

Done names_are_known(const ValidateOptions& options) {
    const std::vector<Check> all = all_checks();
    std::vector<std::string> names = options.only;
    for (const auto& [name, reason] : options.without) {
        names.push_back(name);
    }
    for (const std::string& name : names) {
        if (std::none_of(all.begin(), all.end(),
                         [&](const Check& check) { return check.name == name; })) {
            return no_check(name);
        }
    }
    return Nothing{};
}

bool wanted(const ValidateOptions& options, const Check& check) {
    return options.only.empty() ? check.level <= options.level
                                : std::find(options.only.begin(), options.only.end(), check.name) !=
                                      options.only.end();
}

std::vector<std::string> arguments_of(const ValidateOptions& options, const CheckResult& result,
                                      const fs::path& folder) {
    std::vector<std::string> words = {"validate",
                                      result.plugin.string(),
                                      "--check",
                                      result.check.name,
                                      "--in-process",
                                      "--seed",
                                      std::to_string(options.seed),
                                      "--level",
                                      std::to_string(options.level)};
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) {
            words.insert(words.end(), {name, value});
        }
    };
    add("--settings", options.settings_file.string());
    add("--simulator", options.simulator_program.string());
    add("--locale", options.locale);
    add("--folder", folder.string());
    return words;
}

void run_one(const ValidateOptions& options, const fs::path& scratch, CheckResult& result) {
    const fs::path folder =
        scratch / fmt::format("{}-{}", result.plugin.stem().string(), result.check.name);
    fs::create_directories(folder);
    AttemptOptions attempted;
    attempted.program = options.program;
    attempted.arguments = arguments_of(options, result, folder);
    attempted.arguments.emplace_back("--answer-on");
    attempted.output = folder / "output.txt";
    attempted.real_ms_max = options.real_ms_max;
    attempted.address_space_max = address_space_max();
    const Result<Attempt> made = attempt(attempted);
    if (!made.ok()) {
        result.outcome = {Verdict::failed, {in_one_line(made.problem())}};
        return;
    }
    result.real_ms = made.value().real_ms;
    result.outcome = outcome_of({made.value().answer, made.value().timed_out,
                                 made.value().exit_code, made.value().signal, made.value().said},
                                options.real_ms_max);
    std::error_code ignored;
    fs::remove_all(folder, ignored);
}

/// What keeps it from loading keeps other checks from looking at it: said once, by the one that
/// says it first.
void say_once(const std::vector<CheckResult*>& results, const CheckResult& loads) {
    std::map<std::string, const char*> said;
    if (!loads.outcome.words.empty()) {
        said.emplace(loads.outcome.words.front(), loads.check.name);
    }
    for (CheckResult* const result : results) {
        Outcome& outcome = result->outcome;
        if (!outcome.bad() || outcome.words.size() != 1) {
            continue;
        }
        const auto [first, is_new] = said.emplace(outcome.words.front(), result->check.name);
        if (!is_new) {
            outcome = {Verdict::skipped,
                       {fmt::format("nothing to look at: see {}", first->second)}};
        }
    }
}

/// Those of one plugin; the first tells whether it loads.
void run_plugin(const ValidateOptions& options, const fs::path& scratch,
                std::vector<CheckResult*> results) {
    const auto loads = std::find_if(results.begin(), results.end(), [](const CheckResult* one) {
        return std::strcmp(one->check.name, kLoads) == 0;
    });
    const CheckResult* failed = nullptr;
    if (loads != results.end() && (*loads)->outcome.verdict != Verdict::skipped) {
        run_one(options, scratch, **loads);
        failed = (*loads)->outcome.bad() ? *loads : nullptr;
        results.erase(loads);
    }
    std::atomic<std::size_t> next = 0;
    const auto take = [&] {
        for (std::size_t at = next++; at < results.size(); at = next++) {
            CheckResult& result = *results[at];
            if (result.outcome.verdict == Verdict::skipped) {
                continue;
            }
            if (failed != nullptr && result.check.loads) {
                result.outcome = {Verdict::skipped,
                                  {std::string("it does not load (") + kLoads + ")"}};
            } else {
                run_one(options, scratch, result);
            }
        }
    };
    std::vector<std::thread> threads;
    for (unsigned job = 1; job < options.jobs; ++job) {
        threads.emplace_back(take);
    }
    take();
    for (std::thread& thread : threads) {
        thread.join();
    }
    if (failed != nullptr) {
        say_once(results, *failed);
    }
}

std::string again(const ValidateOptions& options, const CheckResult& result) {
    std::string line =
        fmt::format("mock-host validate {} --check {} --seed {} --level {}", result.plugin.string(),
                    result.check.name, options.seed, options.level);
    line += options.settings_file.empty() ? "" : " --settings " + options.settings_file.string();
    line += options.locale.empty() ? "" : " --locale " + options.locale;
    return line;
}

}  // namespace

std::vector<Check> all_checks() {
    std::vector<Check> all;
    for (const std::vector<Check>& part :
         {checks_of_binary(), checks_of_library(), checks_of_values(), checks_of_lifecycle(),
          checks_of_documents(), checks_of_durability(), checks_of_remote(), checks_of_safety(),
          checks_of_surroundings()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

Result<std::vector<CheckResult>> validate(const ValidateOptions& options) {
    const Done known = names_are_known(options);
    if (!known.ok()) {
        return known.problem();
    }
    const Result<std::unique_ptr<RunFolder>> scratch = RunFolder::open({});
    if (!scratch.ok()) {
        return scratch.problem();
    }
    std::vector<CheckResult> results;
    // One that is named twice is asked once.
    std::vector<fs::path> plugins;
    for (const fs::path& plugin : options.plugins) {
        if (std::find(plugins.begin(), plugins.end(), plugin) == plugins.end()) {
            plugins.push_back(plugin);
        }
    }
    for (const fs::path& plugin : plugins) {
        for (const Check& check : all_checks()) {
            if (wanted(options, check)) {
                CheckResult result{plugin, check, {}, 0, {}};
                result.again = again(options, result);
                const auto off = options.without.find(check.name);
                if (off != options.without.end()) {
                    result.outcome = {Verdict::skipped, {"switched off: " + off->second}};
                }
                results.push_back(std::move(result));
            }
        }
    }
    for (const fs::path& plugin : plugins) {
        if (options.say) {
            options.say("validating " + plugin.string());
        }
        std::vector<CheckResult*> own;
        for (CheckResult& result : results) {
            if (result.plugin == plugin) {
                own.push_back(&result);
            }
        }
        run_plugin(options, scratch.value()->path(), own);
    }
    return results;
}

Result<Outcome> run_check(const std::string& name, const BenchOptions& options,
                          const std::string& locale) {
    const std::vector<Check> all = all_checks();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Check& check) { return check.name == name; });
    if (found == all.end()) {
        return no_check(name);
    }
    if (!locale.empty() && std::setlocale(LC_ALL, locale.c_str()) == nullptr) {
        return Outcome{Verdict::skipped,
                       {"the locale " + locale + " is not installed on this machine"}};
    }
    Bench bench(options);
    try {
        found->run(bench);
    } catch (const std::exception& failure) {
        bench.expect(false, std::string("An exception came out of a call: ") + failure.what());
    }
    return bench.outcome();
}

std::string line_of(const Outcome& outcome) {
    json::array words;
    for (const std::string& word : outcome.words) {
        words.emplace_back(word);
    }
    return json::serialize(json::object{{"verdict", static_cast<int>(outcome.verdict)},
                                        {"words", std::move(words)}}) +
           "\n";
}

Outcome outcome_of(const Ending& ending, int real_ms_max) {
    const std::string said = ending.said.empty() ? "" : " It said: " + ending.said;
    if (ending.timed_out) {
        return {Verdict::timed_out,
                {fmt::format("It did not end within {} ms.{}", real_ms_max, said)}};
    }
    boost::system::error_code error;
    const json::value value = json::parse(ending.answer, error);
    const bool whole = !error && ending.answer.ends_with('\n') && value.is_object();
    if (ending.signal != 0) {
        return {Verdict::crashed,
                {fmt::format("It was ended by signal {} ({}){}.{}", ending.signal,
                             ::strsignal(ending.signal),
                             whole ? ", after the check, while the process ended" : "", said)}};
    }
    if (!whole || ending.exit_code != 0) {
        return {Verdict::crashed,
                {fmt::format("The process ended with code {}{}.{}", ending.exit_code,
                             whole ? " after the check" : " without an answer", said)}};
    }
    Outcome outcome;
    const std::int64_t verdict = count_at(value, "verdict");
    outcome.verdict = verdict < 0 || verdict > static_cast<int>(Verdict::skipped)
                          ? Verdict::failed
                          : static_cast<Verdict>(verdict);
    for (const json::value& word : list_at(value, "words")) {
        outcome.words.emplace_back(word.is_string() ? std::string(word.get_string()) : "");
    }
    return outcome;
}

}  // namespace wms::validate
