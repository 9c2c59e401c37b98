// SPDX-License-Identifier: Apache-2.0
// Valijson finds the violations; the words come from the schema, because a person can act on "Give
// one of: pending, draft" and not on the name of a constraint. Values are never repeated: somebody
// may have put a secret where only its name belongs.
#include "sage-adapter/base/settings.h"

// Without this, valijson ends the whole host on a schema it does not understand.
#ifndef VALIJSON_USE_EXCEPTIONS
#define VALIJSON_USE_EXCEPTIONS 1
#endif

#include <exception>
#include <set>
#include <string>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"

namespace sage {
namespace {

namespace json = boost::json;

std::string text_of(json::string_view text) {
    return {text.data(), text.size()};
}

const json::value* member(const json::value* value, std::string_view name) {
    const json::object* object = value == nullptr ? nullptr : value->if_object();
    return object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
}

std::string text_member(const json::value* value, std::string_view name) {
    const json::value* found = member(value, name);
    return found == nullptr || !found->is_string() ? std::string() : text_of(found->get_string());
}

// The part of the schema that speaks about a member of an object or an element of an array; null if
// it is not said by one of the plain means.
const json::value* schema_of(const json::value* schema, const std::string& name) {
    if (const json::value* found = member(member(schema, "properties"), name)) {
        return found;
    }
    const json::value* others = member(schema, "additionalProperties");
    if (others != nullptr && others->is_object()) {
        return others;
    }
    return member(schema, "items");
}

std::string words_of_type(const std::string& type) {
    if (type == "string") {
        return "text";
    }
    if (type == "integer") {
        return "a whole number";
    }
    if (type == "boolean") {
        return "true or false";
    }
    if (type == "object") {
        return "an object";
    }
    if (type == "array") {
        return "a list";
    }
    return type == "number" ? "a number" : type;
}

std::string joined(const json::array& values, std::string_view separator) {
    std::string out;
    for (const json::value& value : values) {
        out += out.empty() ? "" : separator;
        out += value.is_string() ? excerpt(text_of(value.get_string())) : canonical_json(value);
    }
    return out;
}

void append_bound(std::string& out, const json::value* schema, std::string_view name,
                  std::string_view before, std::string_view after) {
    if (const json::value* bound = member(schema, name)) {
        out += ", " + std::string(before) + canonical_json(*bound) + std::string(after);
    }
}

// "text, at least 1 characters, of the form ^[A-Z]+$"
std::string allowed_by(const json::value* schema) {
    if (const json::value* choice = member(schema, "enum");
        choice != nullptr && choice->is_array()) {
        return "one of: " + joined(choice->get_array(), ", ");
    }
    std::string out;
    if (const json::value* types = member(schema, "type"); types != nullptr && types->is_array()) {
        for (const json::value& type : types->get_array()) {
            out += out.empty() ? "" : " or ";
            out += type.is_string() ? words_of_type(text_of(type.get_string())) : std::string();
        }
    } else {
        out = words_of_type(text_member(schema, "type"));
    }
    out = out.empty() ? "a value that the schema of the settings allows" : out;
    append_bound(out, schema, "minimum", "", " or more");
    append_bound(out, schema, "maximum", "", " or less");
    append_bound(out, schema, "minLength", "at least ", " characters");
    append_bound(out, schema, "maxLength", "at most ", " characters");
    append_bound(out, schema, "minItems", "at least ", " elements");
    append_bound(out, schema, "maxItems", "at most ", " elements");
    append_bound(out, schema, "minProperties", "at least ", " members");
    append_bound(out, schema, "maxProperties", "at most ", " members");
    if (const std::string pattern = text_member(schema, "pattern"); !pattern.empty()) {
        out += ", of the form " + pattern;
    }
    return out;
}

std::string pointer_of(const std::vector<std::string>& path) {
    std::string out;
    for (const std::string& name : path) {
        append_pointer_token(out, excerpt(name));
    }
    return out;
}

// What a person calls the setting.
std::string name_of(const json::value* schema, const std::vector<std::string>& path) {
    const std::string title = text_member(schema, "title");
    if (!title.empty()) {
        return "The setting \"" + title + "\"";
    }
    return path.empty() ? "The settings" : "The setting \"" + excerpt(path.back()) + "\"";
}

std::string with_description(const std::string& fix, const json::value* schema) {
    const std::string description = text_member(schema, "description");
    return description.empty() ? fix + "." : fix + ". " + description;
}

class Violations {
  public:
    explicit Violations(const json::value& schema) : schema_(schema) {}

    // Members that the schema does not know are told and taken out, because valijson stops at the
    // first one of an object.
    void take_unknown(json::value& settings) {
        std::vector<std::string> path;
        take_unknown(settings, &schema_, path);
    }

    void add(const valijson::ValidationResults::Error& violation) {
        std::vector<std::string> path;
        for (const std::string& step : violation.context) {
            if (step.size() >= 2 && step.front() == '[' && step.back() == ']') {
                path.push_back(step.substr(1, step.size() - 2));
            }
        }
        const std::string& words = violation.description;
        if (repeats_an_inner_one(words)) {
            return;
        }
        if (words.starts_with("Missing required property '")) {
            path.push_back(between_quotes(words));
            const json::value* schema = at(path);
            add("config.setting.missing", path, name_of(schema, path) + " is missing.",
                with_description("Add it: " + allowed_by(schema), schema));
            return;
        }
        if (words.starts_with("Object contains a property")) {
            unknown(path, between_quotes(words), at(path));
            return;
        }
        const json::value* schema = at(path);
        const bool type = words.starts_with("Value type");
        add(type ? "config.setting.wrong_type" : "config.setting.not_allowed", path,
            name_of(schema, path) +
                (type ? " has a value of the wrong type." : " has a value that is not allowed."),
            with_description("Give " + allowed_by(schema), schema));
    }

    void add(std::string code, const std::vector<std::string>& path, std::string cause,
             std::string fix) {
        Problem problem{std::move(code), pointer_of(path), std::move(cause), std::move(fix),
                        Owner::it};
        if (seen_.insert(problem.code + problem.pointer).second &&
            problems_.size() < limits::problems_max) {
            problems_.push_back(std::move(problem));
        }
    }

    std::vector<Problem>& problems() { return problems_; }

  private:
    // Valijson reports a violation again at every level above it.
    static bool repeats_an_inner_one(const std::string& words) {
        return words.starts_with("Failed to validate against schema associated") ||
               words.starts_with("Failed to validate against additional properties") ||
               words.starts_with("Failed to validate item") ||
               words.starts_with("Failed to validate against child schema #");
    }

    static std::string between_quotes(const std::string& words) {
        const std::size_t begin = words.find('\'', words.find("constraints: ") == std::string::npos
                                                       ? 0
                                                       : words.find("constraints: "));
        const std::size_t end = words.rfind('\'');
        return begin == std::string::npos || end <= begin
                   ? std::string()
                   : words.substr(begin + 1, end - begin - 1);
    }

    const json::value* at(const std::vector<std::string>& path) const {
        const json::value* schema = &schema_;
        for (const std::string& name : path) {
            schema = schema_of(schema, name);
        }
        return schema;
    }

    void unknown(std::vector<std::string> path, const std::string& name,
                 const json::value* schema) {
        std::string known;
        const json::value* properties = member(schema, "properties");
        if (properties != nullptr && properties->is_object()) {
            for (const json::key_value_pair& each : properties->get_object()) {
                known += (known.empty() ? "" : ", ") + text_of(each.key());
            }
        }
        path.push_back(name);
        add("config.setting.unknown", path, "There is no setting \"" + excerpt(name) + "\" here.",
            known.empty() ? "Remove it."
                          : "Remove it or correct its name; these exist here: " + known + ".");
    }

    void take_unknown(json::value& value, const json::value* schema,
                      std::vector<std::string>& path) {
        if (json::array* array = value.if_array()) {
            for (std::size_t index = 0; index < array->size(); ++index) {
                path.push_back(std::to_string(index));
                take_unknown((*array)[index], schema_of(schema, path.back()), path);
                path.pop_back();
            }
            return;
        }
        json::object* object = value.if_object();
        if (object == nullptr) {
            return;
        }
        const json::value* others = member(schema, "additionalProperties");
        const bool closed = others != nullptr && others->is_bool() && !others->get_bool() &&
                            member(schema, "patternProperties") == nullptr;
        std::vector<std::string> taken;
        for (json::key_value_pair& each : *object) {
            const std::string name = text_of(each.key());
            if (closed && member(member(schema, "properties"), name) == nullptr) {
                unknown(path, name, schema);
                taken.push_back(name);
                continue;
            }
            path.push_back(name);
            take_unknown(each.value(), schema_of(schema, name), path);
            path.pop_back();
        }
        for (const std::string& name : taken) {
            object->erase(name);
        }
    }

    const json::value& schema_;
    std::vector<Problem> problems_;
    std::set<std::string> seen_;
};

// Patterns are matched by std::regex, whose stack grows with the text: nothing long may reach it.
void refuse_long_texts(const json::value& value, std::vector<std::string>& path,
                       Violations& found) {
    if (const json::string* text = value.if_string();
        text != nullptr && text->size() > limits::text_bytes_max) {
        found.add("config.setting.too_long", path,
                  "The setting has " + std::to_string(text->size()) + " bytes; " +
                      std::to_string(limits::text_bytes_max) + " are allowed.",
                  "Shorten it.");
    } else if (const json::array* array = value.if_array()) {
        for (std::size_t index = 0; index < array->size(); ++index) {
            path.push_back(std::to_string(index));
            refuse_long_texts((*array)[index], path, found);
            path.pop_back();
        }
    } else if (const json::object* object = value.if_object()) {
        for (const json::key_value_pair& each : *object) {
            path.push_back(text_of(each.key()));
            if (each.key().size() > limits::text_bytes_max) {
                found.add("config.setting.too_long", path, "The name of a setting is too long.",
                          "Remove the setting.");
            } else {
                refuse_long_texts(each.value(), path, found);
            }
            path.pop_back();
        }
    }
}

void validate(const json::value& settings, const json::value& schema, Violations& found) {
    using Adapter = valijson::adapters::BoostJsonAdapter;
    valijson::Schema compiled;
    valijson::SchemaParser parser;
    parser.populateSchema(Adapter(schema), compiled);
    valijson::Validator validator;
    valijson::ValidationResults results;
    validator.validate(compiled, Adapter(settings), &results);
    for (const valijson::ValidationResults::Error& violation : results) {
        found.add(violation);
    }
}

Error unusable_schema(const std::string& why) {
    return Error(
        Status::internal,
        Problem{"config.schema_unusable", "",
                "The schema of the settings, which is part of this edition, is not usable: " + why +
                    ".",
                "Install the edition again; if that does not help, report it.", Owner::vendor});
}

}  // namespace

Result<void> check_settings(std::string_view settings_json, std::string_view schema) {
    Result<json::value> rules =
        parse_json(schema, limits::settings_bytes_max, JsonNumbers::integers_only);
    if (!rules.ok()) {
        return unusable_schema(rules.error().first().cause);
    }
    Result<json::value> settings =
        parse_json(settings_json, limits::settings_bytes_max, JsonNumbers::integers_only);
    if (!settings.ok()) {
        return Error(Status::config, settings.error().problems);
    }
    Violations found(rules.value());
    try {
        std::vector<std::string> path;
        refuse_long_texts(settings.value(), path, found);
        if (found.problems().empty()) {
            found.take_unknown(settings.value());
            validate(settings.value(), rules.value(), found);
        }
    } catch (const std::exception& reason) {
        return unusable_schema(reason.what());
    }
    if (found.problems().empty()) {
        return {};
    }
    return Error(Status::config, std::move(found.problems()));
}

}  // namespace sage
