// SPDX-License-Identifier: Apache-2.0
// Valijson over Boost.JSON. References to the shared definitions are read from the same folder.
#include "tests/unit/host_api/schema_checker.h"

#ifndef VALIJSON_USE_EXCEPTIONS
#define VALIJSON_USE_EXCEPTIONS 1
#endif

#include <algorithm>
#include <boost/json/parse.hpp>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "tests/support/schema_violations.h"
#include "tests/support/source_folder.h"

namespace contract {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using Adapter = valijson::adapters::BoostJsonAdapter;

const std::string folder = sage::source_folder() + "/host-api/schemas/";
constexpr std::string_view schema_ending = ".schema.json";
constexpr std::string_view shared = "common";

std::vector<std::string> names_in(const std::string& path, std::string_view ending) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path)) {
        const std::string name = entry.path().filename().string();
        if (entry.is_regular_file() && name.ends_with(ending)) {
            names.push_back(name.substr(0, name.size() - ending.size()));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

void populate(const json::value& rules, valijson::Schema& schema) {
    valijson::SchemaParser parser;
    const auto fetch = [](const std::string& address) -> const json::value* {
        return new json::value(json::parse(text_of_file(folder + address)));
    };
    const auto release = [](const json::value* document) { delete document; };
    parser.populateSchema(Adapter(rules), schema, fetch, release);
}

}  // namespace

std::vector<std::string> schema_names() {
    std::vector<std::string> names = names_in(folder, schema_ending);
    std::erase(names, std::string(shared));
    return names;
}

std::vector<std::string> example_names() {
    return names_in(folder + "examples", ".json");
}

std::string schema_text(std::string_view name) {
    return text_of_file(folder + std::string(name) + std::string(schema_ending));
}

std::string example_text(std::string_view name) {
    return text_of_file(folder + "examples/" + std::string(name) + ".json");
}

std::string text_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct Checker::Compiled {
    valijson::Schema schema;
    std::string unusable;
};

Checker::Checker(std::string_view schema) : compiled_(std::make_unique<Compiled>()) {
    try {
        populate(json::parse(schema_text(schema)), compiled_->schema);
    } catch (const std::exception& failure) {
        compiled_->unusable = failure.what();
    }
}

Checker::~Checker() = default;

std::vector<std::string> Checker::violations(std::string_view text) const {
    if (!compiled_->unusable.empty()) {
        return {compiled_->unusable};
    }
    boost::system::error_code error;
    const json::value value = json::parse({text.data(), text.size()}, error);
    if (error) {
        return {error.message()};
    }
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (!validator.validate(compiled_->schema, Adapter(value), &results)) {
        return sage::testing::violations_in(results);
    }
    return {};
}

std::vector<std::string> violations(std::string_view schema, std::string_view text) {
    return Checker(schema).violations(text);
}

}  // namespace contract
