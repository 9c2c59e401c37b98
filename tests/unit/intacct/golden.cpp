// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/intacct/golden.h"

#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace sage::intacct::sample {

json::value as_json(const Request& request) {
    json::object headers;
    for (const Header& header : request.headers) {
        headers[header.name] = header.value;
    }
    return json::object{{"method", request.method},
                        {"target", request.target},
                        {"headers", std::move(headers)},
                        {"body", request.body.empty() ? json::value() : parsed(request.body)}};
}

void expect_golden(const std::string& name, const Request& request) {
    const std::filesystem::path path =
        source() / "plugins/intacct/fixtures" / (name + ".request.json");
    if (!std::filesystem::exists(path)) {
        ADD_FAILURE() << path << " is missing; the request is:\n"
                      << json::serialize(as_json(request));
        return;
    }
    EXPECT_EQ(canonical_json(as_json(request)), canonical_json(parsed(file(path)))) << name;
}

std::filesystem::path field_lists() {
    return source() / "../shared/sage/data/intacct";
}

void expect_fits(const std::string& schema_name, const std::string& body) {
    const json::value schema_json = parsed(file(field_lists() / (schema_name + ".schema.json")));
    valijson::Schema schema;
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::BoostJsonAdapter(schema_json), schema);
    valijson::Validator validator;
    valijson::ValidationResults results;
    const json::value target = parsed(body);
    const bool fits =
        validator.validate(schema, valijson::adapters::BoostJsonAdapter(target), &results);
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        ADD_FAILURE() << (error.context.empty() ? "" : error.context.back()) << ": "
                      << error.description;
    }
    EXPECT_TRUE(fits) << body;
}

}  // namespace sage::intacct::sample
