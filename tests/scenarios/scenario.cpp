// SPDX-License-Identifier: Apache-2.0
// Valijson over Boost.JSON, as for the contract's own schemas; duplicate members are refused by the
// product's strict parser.
#include "tests/scenarios/scenario.h"

#ifndef VALIJSON_USE_EXCEPTIONS
#define VALIJSON_USE_EXCEPTIONS 1
#endif

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "sage-adapter/base/json.h"
#include "tests/support/schema_violations.h"
#include "tests/support/source_folder.h"

namespace sage::scenarios {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using Adapter = valijson::adapters::BoostJsonAdapter;

constexpr std::size_t file_bytes_max = 1 << 20;

const valijson::Schema& schema() {
    static const json::value rules = json::parse(text_of(folder() / "scenario.schema.json"));
    static const std::unique_ptr<valijson::Schema> compiled = [] {
        auto schema = std::make_unique<valijson::Schema>();
        valijson::SchemaParser().populateSchema(Adapter(rules), *schema);
        return schema;
    }();
    return *compiled;
}

}  // namespace

fs::path folder() {
    return fs::path(source_folder()) / "tests" / "scenarios";
}

std::vector<fs::path> files() {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder())) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("row-") && name.ends_with(".json")) {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> violations(std::string_view text) {
    const auto parsed = parse_json(text, file_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        return {parsed.error().first().pointer + ": " + parsed.error().first().cause};
    }
    valijson::ValidationResults results;
    if (!valijson::Validator().validate(schema(), Adapter(parsed.value()), &results)) {
        return testing::violations_in(results);
    }
    return {};
}

Scenario read(const fs::path& file) {
    const std::string text = text_of(file);
    std::string all;
    for (const std::string& one : violations(text)) {
        all += "\n" + one;
    }
    if (!all.empty()) {
        throw std::runtime_error(file.string() + all);
    }
    const json::value parsed = json::parse(text);
    const json::object& whole = parsed.as_object();
    Scenario scenario{file.stem().string(),     std::string(whole.at("row").as_string()),
                      child(whole, "company"),  child(whole, "settings"),
                      child(whole, "editions"), {}};
    for (const json::value& one : whole.at("cases").as_array()) {
        scenario.cases.push_back({std::string(one.at("name").as_string()),
                                  child(one.as_object(), "settings"),
                                  child(one.as_object(), "editions"), one.at("steps").as_array()});
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

}  // namespace sage::scenarios
