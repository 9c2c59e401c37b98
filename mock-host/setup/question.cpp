// SPDX-License-Identifier: Apache-2.0
#include "mock-host/setup/question.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/json_members.h"
#include "mock-host/setup/json_place.h"

namespace wms {

namespace {

namespace json = boost::json;

std::vector<std::string> texts_of(const json::value& value) {
    std::vector<std::string> texts;
    if (const json::string* one = value.if_string()) {
        texts.emplace_back(*one);
    } else if (const json::array* list = value.if_array()) {
        for (const json::value& entry : *list) {
            if (const json::string* text = entry.if_string()) {
                texts.emplace_back(*text);
            }
        }
    }
    return texts;
}

bool is_true(const json::value& schema, std::string_view name) {
    const json::value& value = member_at(schema, name);
    return value.is_bool() && value.get_bool();
}

bool has_type(const json::value& schema, std::string_view type) {
    const std::vector<std::string> types = texts_of(member_at(schema, "type"));
    return std::find(types.begin(), types.end(), type) != types.end();
}

AnswerForm form_of(const json::value& schema) {
    if (member_at(schema, "enum").is_array()) {
        return AnswerForm::choice;
    }
    if (has_type(schema, "object") || has_type(schema, "array")) {
        return AnswerForm::json;
    }
    if (has_type(schema, "boolean")) {
        return AnswerForm::yes_or_no;
    }
    return has_type(schema, "integer") ? AnswerForm::whole_number : AnswerForm::text;
}

/// The kinds of a setting and of everything inside it, each once.
void add_kinds(const json::value& schema, std::vector<std::string>& kinds) {
    for (std::string& kind : texts_of(member_at(schema, "catalogueKind"))) {
        if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
            kinds.push_back(std::move(kind));
        }
    }
    for (const std::string_view inner : {"additionalProperties", "items"}) {
        if (const json::value& value = member_at(schema, inner); value.is_object()) {
            add_kinds(value, kinds);
        }
    }
    if (const json::object* members = member_at(schema, "properties").if_object()) {
        for (const auto& [name, member] : *members) {
            add_kinds(member, kinds);
        }
    }
}

struct Form {
    std::vector<Question>& questions;

    void add(const json::value& schema, const std::string& pointer, const std::string& group,
             bool is_required, bool of_environment) {
        const bool of_one = of_environment || is_true(schema, "ofEnvironment");
        const json::object* const members = member_at(schema, "properties").if_object();
        if (members != nullptr) {
            const std::string title = text_at(schema, "title");
            for (const auto& [name, member] : *members) {
                add(member, pointer_to(pointer, name), group.empty() ? title : group, false,
                    of_one);
            }
            return;
        }
        Question question;
        question.pointer = pointer;
        question.group = group;
        question.title = text_at(schema, "title");
        question.description = text_at(schema, "description");
        question.form = form_of(schema);
        question.choices = texts_of(member_at(schema, "enum"));
        const json::value& fallback = member_at(schema, "default");
        question.fallback = fallback.is_null() ? std::string() : json::serialize(fallback);
        question.is_required = is_required;
        question.of_environment = of_one;
        add_kinds(schema, question.catalogue_kinds);
        questions.push_back(std::move(question));
    }
};

void add_codes(const json::value& schema, const json::value& value, const std::string& pointer,
               std::vector<NamedCode>& codes) {
    std::vector<std::string> kinds = texts_of(member_at(schema, "catalogueKind"));
    if (const json::string* code = value.if_string(); code != nullptr && !kinds.empty()) {
        codes.push_back({pointer, std::string(*code), std::move(kinds)});
    }
    if (const json::object* object = value.if_object()) {
        const json::value& members = member_at(schema, "properties");
        for (const auto& [name, inner] : *object) {
            const json::value& own = member_at(members, name);
            add_codes(own.is_null() ? member_at(schema, "additionalProperties") : own, inner,
                      pointer_to(pointer, name), codes);
        }
    }
    if (const json::array* list = value.if_array()) {
        for (std::size_t index = 0; index < list->size(); ++index) {
            add_codes(member_at(schema, "items"), (*list)[index],
                      pointer_to(pointer, std::to_string(index)), codes);
        }
    }
}

Problem unusable_schema() {
    return {"setup.schema", "/config_schema",
            "The schema of the plugin's settings cannot be read as a form.",
            "Install the plugin again with its own manifest file.", "vendor"};
}

}  // namespace

Result<std::vector<Question>> questions_of(const Manifest& manifest) {
    boost::system::error_code error;
    const json::value schema = json::parse(manifest.config_schema, error);
    const json::object* const members =
        error ? nullptr : member_at(schema, "properties").if_object();
    if (members == nullptr) {
        return unusable_schema();
    }
    const std::vector<std::string> required = texts_of(member_at(schema, "required"));
    std::vector<Question> questions;
    Form form{questions};
    for (const auto& [name, member] : *members) {
        form.add(
            member, pointer_to("", name), "",
            std::find(required.begin(), required.end(), std::string_view(name)) != required.end(),
            false);
    }
    return questions;
}

Result<std::string> answer_of(const Question& question, std::string_view typed) {
    const auto refused = [&](const std::string& allowed) {
        return Problem{"setup.answer", question.pointer,
                       "'" + std::string(typed) + "' is no answer to " + question.title + ".",
                       allowed, "it"};
    };
    boost::system::error_code error;
    const json::value value = json::parse(typed, error);
    switch (question.form) {
        case AnswerForm::choice: {
            const auto& all = question.choices;
            if (std::find(all.begin(), all.end(), typed) == all.end()) {
                std::string list;
                for (const std::string& one : all) {
                    list += (list.empty() ? "" : ", ") + one;
                }
                return refused("Answer one of: " + list + ".");
            }
            return json::serialize(json::string(typed));
        }
        case AnswerForm::text:
            return json::serialize(json::string(typed));
        case AnswerForm::whole_number:
            return !error && value.is_int64() ? Result<std::string>(std::string(typed))
                                              : Result<std::string>(refused("Answer a number."));
        case AnswerForm::yes_or_no:
            return !error && value.is_bool()
                       ? Result<std::string>(std::string(typed))
                       : Result<std::string>(refused("Answer true or false."));
        case AnswerForm::json:
            return !error && (value.is_object() || value.is_array())
                       ? Result<std::string>(std::string(typed))
                       : Result<std::string>(
                             refused(R"(Answer JSON, such as {"MAIN":"WH1"} or ["a","b"].)"));
    }
    return refused("");
}

Result<std::vector<NamedCode>> codes_named(const Manifest& manifest,
                                           std::string_view configuration) {
    boost::system::error_code error;
    const json::value schema = json::parse(manifest.config_schema, error);
    if (error) {
        return unusable_schema();
    }
    const json::value settings = json::parse(configuration, error);
    if (error) {
        return Problem{"settings.syntax", "", "The settings are not JSON: " + error.message() + ".",
                       "Correct the file of settings.", "it"};
    }
    std::vector<NamedCode> codes;
    add_codes(schema, settings, "", codes);
    return codes;
}

}  // namespace wms
