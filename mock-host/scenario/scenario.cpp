// SPDX-License-Identifier: Apache-2.0
// Every file is read anew; nothing of it is kept but what its scenario says.
#include "mock-host/scenario/scenario.h"

#include <algorithm>
#include <boost/json.hpp>
#include <regex>

#include "mock-host/read_file.h"
#include "mock-host/scenario/scenario_schema.h"

namespace wms::scenarios {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t file_bytes_max = 1 << 20;

}  // namespace

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("row-") && name.ends_with(".json")) {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

Result<Scenario> read_scenario(const fs::path& file) {
    const Result<std::string> text = read_file(file, file_bytes_max);
    if (!text.ok()) {
        return text.problem();
    }
    const Result<json::value> parsed = read_strictly(text.value());
    if (!parsed.ok()) {
        Problem problem = parsed.problem();
        problem.pointer = file.string() + (problem.pointer.empty() ? "" : ", " + problem.pointer);
        return problem;
    }
    const json::object& whole = parsed.value().as_object();
    Scenario scenario{file.stem().string(),
                      text_of(whole, "row"),
                      text_of(whole, "promise"),
                      child(whole, "company"),
                      child(whole, "settings"),
                      child(whole, "editions"),
                      {}};
    for (const json::value& value : whole.at("cases").as_array()) {
        const json::object& one = value.as_object();
        scenario.cases.push_back({text_of(one, "name"), child(one, "settings"),
                                  child(one, "editions"), one.at("steps").as_array()});
    }
    return scenario;
}

bool is_played(const Scenario& scenario, const std::string& edition, const std::string& name) {
    const json::value* const section = scenario.editions.if_contains(edition);
    const json::value* const cases =
        section == nullptr ? nullptr : section->as_object().if_contains("cases");
    return section != nullptr &&
           (cases == nullptr || std::any_of(cases->as_array().begin(), cases->as_array().end(),
                                            [&](const json::value& one) {
                                                return one.as_string() == std::string_view(name);
                                            }));
}

namespace {

// Of each element where there is a list.
void take_out(json::value& from, std::string_view path) {
    if (from.is_array()) {
        for (json::value& one : from.get_array()) {
            take_out(one, path);
        }
        return;
    }
    const std::size_t point = std::min(path.find('.'), path.size());
    const std::string_view name = path.substr(0, point);
    if (!from.is_object() || !from.get_object().contains(name)) {
        return;
    }
    if (point == path.size()) {
        from.get_object().erase(name);
    } else {
        take_out(from.get_object().at(name), path.substr(point + 1));
    }
}

}  // namespace

json::object without(json::object expected, const json::object& edition) {
    const json::value* const names = edition.if_contains("without");
    json::value all = std::move(expected);
    for (const json::value& name : names == nullptr ? json::array() : names->as_array()) {
        take_out(all, std::string_view(name.as_string()));
        if (json::value* const alternatives = all.as_object().if_contains("oneOf")) {
            take_out(*alternatives, std::string_view(name.as_string()));
        }
    }
    return all.as_object();
}

json::object in_codes_of(const std::string& edition, const json::object& expected) {
    static const std::regex code("\"intacct\\.");
    const std::string text =
        std::regex_replace(json::serialize(expected), code, "\"" + edition + ".");
    return json::parse(text).as_object();
}

void lay_over(json::object& onto, const json::object& changes) {
    for (const auto& [name, value] : changes) {
        json::value* const before = onto.if_contains(name);
        if (before != nullptr && before->is_object() && value.is_object() &&
            !value.get_object().empty()) {
            lay_over(before->get_object(), value.get_object());
        } else {
            onto[name] = value;
        }
    }
}

const json::object& child(const json::object& object, std::string_view name) {
    static const json::object none;
    const json::value* const found = object.if_contains(name);
    return found != nullptr && found->is_object() ? found->get_object() : none;
}

std::string text_of(const json::object& object, std::string_view name,
                    const std::string& otherwise) {
    const json::value* const found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : otherwise;
}

const json::array& list_of(const json::object& object, std::string_view name) {
    static const json::array none;
    const json::value* const found = object.if_contains(name);
    return found != nullptr && found->is_array() ? found->get_array() : none;
}

bool is_set(const json::object& object, std::string_view name) {
    const json::value* const found = object.if_contains(name);
    return found != nullptr && found->is_bool() && found->get_bool();
}

}  // namespace wms::scenarios
