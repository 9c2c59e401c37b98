// SPDX-License-Identifier: Apache-2.0
// Valijson over Boost.JSON. The parser of Boost.JSON takes the last of two members of one name, so
// that a second pass over its events looks for those.
#include "mock-host/scenario/scenario_schema.h"

#ifndef VALIJSON_USE_EXCEPTIONS
#define VALIJSON_USE_EXCEPTIONS 1
#endif

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <memory>
#include <set>
#include <string>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

#include "mock-host/scenario/texts.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;
using Adapter = valijson::adapters::BoostJsonAdapter;

constexpr const char* how_to_mend =
    "Correct the file; the README of mock-host/scenario explains every member.";

/// Looks for what Boost.JSON lets through. Stops the parser at the first.
class Strict {
  public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);
    using Error = boost::system::error_code;

    std::string complaint;

    bool on_document_begin(Error&) { return true; }
    bool on_document_end(Error&) { return true; }
    bool on_object_begin(Error&) {
        names_.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, Error&) {
        names_.pop_back();
        return true;
    }
    bool on_array_begin(Error&) { return true; }
    bool on_array_end(std::size_t, Error&) { return true; }
    bool on_key_part(json::string_view part, std::size_t, Error&) {
        key_ += std::string(part);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, Error& error) {
        key_ += std::string(part);
        const std::string name = std::move(key_);
        key_.clear();
        return names_.back().insert(name).second ||
               refuse("The member \"" + name + "\" stands there twice.", error);
    }
    bool on_string_part(json::string_view, std::size_t, Error&) { return true; }
    bool on_string(json::string_view, std::size_t, Error&) { return true; }
    bool on_number_part(json::string_view, Error&) { return true; }
    bool on_int64(std::int64_t, json::string_view, Error&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, Error&) { return true; }
    bool on_double(double, json::string_view, Error& error) {
        return refuse("A number has a point or an exponent; amounts are texts.", error);
    }
    bool on_bool(bool, Error&) { return true; }
    bool on_null(Error&) { return true; }
    bool on_comment_part(json::string_view, Error&) { return true; }
    bool on_comment(json::string_view, Error&) { return true; }

  private:
    bool refuse(std::string why, Error& error) {
        complaint = std::move(why);
        error = json::error::syntax;
        return false;
    }
    std::vector<std::set<std::string>> names_;
    std::string key_;
};

std::string place_in(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t begin =
        before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return fmt::format("line {}, column {}", line, offset - begin + 1);
}

Done look_strictly(std::string_view text) {
    json::basic_parser<Strict> parser{json::parse_options{}};
    boost::system::error_code error;
    const std::size_t taken = parser.write_some(false, text.data(), text.size(), error);
    const bool more = text.find_first_not_of(" \t\r\n", taken) != std::string_view::npos;
    if (!error && !more) {
        return Nothing{};
    }
    const std::string& complaint = parser.handler().complaint;
    return Problem{"scenario.syntax", place_in(text, taken),
                   !complaint.empty() ? complaint
                   : error            ? "This is no JSON: " + error.message() + "."
                                      : "Something follows the end of the scenario.",
                   how_to_mend, "it"};
}

/// "<root>[cases][0]" as "/cases/0".
std::string pointer_of(const std::vector<std::string>& context) {
    std::string pointer;
    for (const std::string& part : context) {
        if (part.starts_with('[') && part.ends_with(']')) {
            pointer += "/" + part.substr(1, part.size() - 2);
        }
    }
    return pointer;
}

const valijson::Schema& schema() {
    static const json::value rules = json::parse(built_in_text("scenario.schema.json"));
    static const std::unique_ptr<const valijson::Schema> compiled = [] {
        auto all = std::make_unique<valijson::Schema>();
        valijson::SchemaParser().populateSchema(Adapter(rules), *all);
        return all;
    }();
    return *compiled;
}

}  // namespace

Result<json::value> read_strictly(std::string_view text) {
    const Done looked = look_strictly(text);
    if (!looked.ok()) {
        return looked.problem();
    }
    json::value parsed = json::parse(text);
    valijson::ValidationResults results;
    if (valijson::Validator().validate(schema(), Adapter(parsed), &results)) {
        return parsed;
    }
    Problem problem{"scenario.invalid", "", "", how_to_mend, "it"};
    // The last is the innermost: where the others say that something within does not fit.
    for (const auto& violation : results) {
        const std::string pointer = pointer_of(violation.context);
        if (pointer.size() >= problem.pointer.size()) {
            problem.pointer = pointer;
        }
        problem.cause += (problem.cause.empty() ? "" : " ") + (pointer.empty() ? "/" : pointer) +
                         ": " + violation.description;
    }
    return problem;
}

}  // namespace wms::scenarios
