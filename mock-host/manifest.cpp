// SPDX-License-Identifier: Apache-2.0
// JSON by Boost, JSON Schema by valijson; both throw, so both are fenced here.
#include "mock-host/manifest.h"

// Without it valijson ends the process at a schema it cannot use.
#ifndef VALIJSON_USE_EXCEPTIONS
#define VALIJSON_USE_EXCEPTIONS 1
#endif

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <exception>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace wms {

namespace {

namespace json = boost::json;

Problem invalid(std::string pointer, std::string cause) {
    return {"manifest.invalid", std::move(pointer), std::move(cause),
            "Install the plugin again with its own manifest file.", "it"};
}

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

std::uint32_t number_of(const json::object& object, std::string_view name,
                        std::uint32_t otherwise) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr || !value->is_int64() || value->get_int64() < 0 ||
        value->get_int64() > 1'000'000) {
        return otherwise;
    }
    return static_cast<std::uint32_t>(value->get_int64());
}

/// valijson writes a context as "<root>[address][port]"; people know JSON pointers.
std::string pointer_of(const std::string& context) {
    std::string pointer;
    for (std::size_t at = context.find('['); at != std::string::npos; at = context.find('[', at)) {
        const std::size_t end = context.find(']', at);
        pointer += '/';
        pointer += context.substr(at + 1, end == std::string::npos ? end : end - at - 1);
        at = end == std::string::npos ? context.size() : end;
    }
    return pointer;
}

}  // namespace

std::filesystem::path manifest_path_of(const std::filesystem::path& library) {
    std::filesystem::path path = library;
    return path.replace_extension(".json");
}

Result<Manifest> read_manifest(std::string text) {
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    const json::object* object = error ? nullptr : value.if_object();
    if (object == nullptr) {
        return invalid("", "The manifest is not a JSON object.");
    }
    Manifest manifest;
    manifest.id = text_of(*object, "id");
    if (manifest.id.empty()) {
        return invalid("/id", "The manifest names no plugin id.");
    }
    manifest.name = text_of(*object, "name");
    manifest.version = text_of(*object, "version");
    manifest.edition = text_of(*object, "edition");
    const json::value* schema = object->if_contains("config_schema");
    if (schema == nullptr || !schema->is_object()) {
        return invalid("/config_schema", "The manifest has no schema for the plugin's settings.");
    }
    manifest.config_schema = json::serialize(*schema);
    manifest.max_workers = number_of(*object, "max_workers", 1);
    if (manifest.max_workers == 0) {
        return invalid("/max_workers", "The manifest allows no worker at all.");
    }
    const json::value* abi = object->if_contains("abi");
    if (abi != nullptr && abi->is_object()) {
        manifest.abi_major = number_of(abi->get_object(), "major", 1);
        manifest.abi_minor = number_of(abi->get_object(), "minor", 0);
    }
    manifest.text = std::move(text);
    return manifest;
}

Result<std::string> with_setting(std::string_view configuration, std::string_view assignment) {
    const std::size_t equals = assignment.find('=');
    std::string_view name = assignment.substr(0, equals);
    if (name.starts_with('/')) {
        name.remove_prefix(1);
    }
    if (equals == std::string_view::npos || name.empty()) {
        return Problem{"settings.assignment", std::string(assignment),
                       "A setting is given as name=value.",
                       "Write the name, an equals sign and the value.", "it"};
    }
    boost::system::error_code error;
    json::value settings = json::parse(configuration, error);
    const std::string_view text = assignment.substr(equals + 1);
    json::value value = json::parse(text, error);
    if (error) {
        value = json::string(text);
    }
    json::value* place = &settings;
    while (true) {
        const std::size_t slash = name.find('/');
        if (!place->is_object()) {
            place->emplace_object();
        }
        place = &place->get_object()[name.substr(0, slash)];
        if (slash == std::string_view::npos) {
            break;
        }
        name.remove_prefix(slash + 1);
    }
    *place = std::move(value);
    return json::serialize(settings);
}

Result<std::string> with_settings(std::string configuration,
                                  const std::vector<std::string>& assignments) {
    for (const std::string& assignment : assignments) {
        Result<std::string> changed = with_setting(configuration, assignment);
        if (!changed.ok()) {
            return changed.problem();
        }
        configuration = std::move(changed).value();
    }
    return configuration;
}

Done check_configuration(std::string_view configuration, const Manifest& manifest) {
    boost::system::error_code error;
    const json::value settings = json::parse(configuration, error);
    if (error) {
        return Problem{"settings.syntax", "", "The settings are not JSON: " + error.message() + ".",
                       "Correct the file of settings.", "it"};
    }
    const json::value schema_value = json::parse(manifest.config_schema, error);
    std::string violations;
    std::string pointer;
    try {
        valijson::Schema schema;
        valijson::SchemaParser parser;
        parser.populateSchema(valijson::adapters::BoostJsonAdapter(schema_value), schema);
        valijson::Validator validator;
        valijson::ValidationResults results;
        if (validator.validate(schema, valijson::adapters::BoostJsonAdapter(settings), &results)) {
            return Nothing{};
        }
        for (const valijson::ValidationResults::Error& violation : results) {
            std::string context;
            for (const std::string& part : violation.context) {
                context += part;
            }
            const std::string where = pointer_of(context);
            pointer = pointer.empty() ? where : pointer;
            violations += violations.empty() ? "" : " ";
            violations += (where.empty() ? "(root)" : where) + ": " + violation.description;
        }
    } catch (const std::exception& failure) {
        return invalid("/config_schema",
                       std::string("The schema of the settings cannot be used: ") + failure.what());
    }
    return Problem{
        "settings.invalid", pointer, "The settings break the plugin's schema: " + violations,
        "Correct the settings named here; the plugin's manifest describes each of them.", "it"};
}

}  // namespace wms
