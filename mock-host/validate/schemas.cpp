// SPDX-License-Identifier: Apache-2.0
// Valijson over Boost.JSON; both throw, so both are fenced here.
#include "mock-host/validate/schemas.h"

#ifndef VALIJSON_USE_EXCEPTIONS
#define VALIJSON_USE_EXCEPTIONS 1
#endif

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <exception>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace wms::validate {
namespace {

namespace json = boost::json;
using Adapter = valijson::adapters::BoostJsonAdapter;

json::value parsed(std::string_view text) {
    return json::parse({text.data(), text.size()});
}

std::string in_words(const valijson::ValidationResults::Error& error) {
    std::string where;
    for (const std::string& part : error.context) {
        where += part;
    }
    return where + ": " + error.description;
}

}  // namespace

std::vector<std::string> violations(const std::string& name, const std::string& text) {
    try {
        const std::string_view rules = built_in_text(name + ".schema.json");
        if (rules.empty()) {
            return {"There is no schema \"" + name + "\"."};
        }
        const auto fetch = [](const std::string& address) -> const json::value* {
            return new json::value(parsed(built_in_text(address)));
        };
        const json::value document = parsed(rules);
        valijson::Schema schema;
        valijson::SchemaParser parser;
        parser.populateSchema(Adapter(document), schema, fetch,
                              [](const json::value* fetched) { delete fetched; });
        const json::value value = parsed(text);
        valijson::Validator validator;
        valijson::ValidationResults results;
        std::vector<std::string> all;
        if (!validator.validate(schema, Adapter(value), &results)) {
            valijson::ValidationResults::Error error;
            while (results.popError(error)) {
                all.push_back(in_words(error));
            }
        }
        return all;
    } catch (const std::exception& failure) {
        return {std::string("It is no JSON: ") + failure.what()};
    }
}

}  // namespace wms::validate
