// SPDX-License-Identifier: Apache-2.0
// A switch is one more change in Sage before the plugin connects.
#include "mock-host/scenario/scenario_cases.h"

#include <algorithm>
#include <boost/json.hpp>

#include "mock-host/read_file.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

constexpr std::size_t switches_bytes_max = 1 << 20;

json::array listed(const json::value& value) {
    return value.is_array() ? value.get_array() : json::array{value};
}

std::shared_ptr<const Scenario> under(const Scenario& scenario, const std::string& edition,
                                      const std::string& name, const json::value& value) {
    auto changed = std::make_shared<Scenario>(scenario);
    json::object section = child(scenario.editions, edition);
    const json::value* const begin = section.if_contains("begin");
    json::array changes = begin == nullptr ? json::array() : listed(*begin);
    changes.push_back(json::object{{"switches", json::object{{name, value}}}});
    section["begin"] = std::move(changes);
    changed->editions[edition] = std::move(section);
    return changed;
}

}  // namespace

std::string Playable::name() const {
    return scenario->file + "/" + played().name +
           (switched.empty() ? "" : " under " + switched + " = " + value);
}

std::vector<Playable> cases_of(const Scenario& scenario, const std::string& edition) {
    std::vector<Playable> all;
    const auto shared = std::make_shared<const Scenario>(scenario);
    for (std::size_t number = 0; number < scenario.cases.size(); ++number) {
        if (is_played(scenario, edition, scenario.cases[number].name)) {
            all.push_back({shared, number, edition, "", ""});
        }
    }
    return all;
}

Result<json::object> read_switches(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "switches.json";
    const Result<std::string> text = read_file(file, switches_bytes_max);
    if (!text.ok()) {
        return text.problem();
    }
    boost::system::error_code error;
    const json::value parsed = json::parse(text.value(), error);
    if (error || !parsed.is_object()) {
        return Problem{"switches.syntax", file.string(), "The file is not a JSON object.",
                       "Correct it: mock-host/scenario/README.md has its form.", "it"};
    }
    return parsed.get_object();
}

Result<std::vector<Playable>> cases_under_switches(const json::object& switches,
                                                   const std::vector<Scenario>& scenarios,
                                                   const std::string& edition) {
    std::vector<Playable> all;
    const auto add = [&](const std::string& played, const std::string& name,
                         const json::value& value) -> Done {
        const std::size_t slash = std::min(played.find('/'), played.size());
        const auto scenario =
            std::find_if(scenarios.begin(), scenarios.end(), [&](const Scenario& one) {
                return one.file == std::string_view(played).substr(0, slash);
            });
        if (scenario == scenarios.end()) {
            return Nothing{};  // Of a file that is not to be played now.
        }
        const auto found = std::find_if(
            scenario->cases.begin(), scenario->cases.end(),
            [&](const Case& one) { return scenario->file + "/" + one.name == played; });
        if (found == scenario->cases.end()) {
            return Problem{"switches.case_unknown", played,
                           "switches.json names a case that there is not.",
                           "Correct the name, or remove it.", "it"};
        }
        all.push_back({under(*scenario, edition, name, value),
                       static_cast<std::size_t>(found - scenario->cases.begin()), edition, name,
                       json::serialize(value)});
        return Nothing{};
    };
    const json::value* const groups = child(switches, edition).if_contains("played");
    for (const json::value& group : groups == nullptr ? json::array() : groups->as_array()) {
        for (const auto& [name, values] : child(group.as_object(), "switches")) {
            for (const json::value& value : values.as_array()) {
                for (const json::value& played : group.at("cases").as_array()) {
                    const Done added = add(std::string(played.as_string()), name, value);
                    if (!added.ok()) {
                        return added.problem();
                    }
                }
            }
        }
    }
    return all;
}

}  // namespace wms::scenarios
