// SPDX-License-Identifier: Apache-2.0
// The model service: the fields of an object, the customer's own fields included.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "plugins/intacct/simulator_query.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

json::object& child(json::object& object, std::string_view name) {
    json::value& value = object[name];
    return value.is_object() ? value.get_object() : value.emplace_object();
}

std::string_view type_word(FieldType type) {
    switch (type) {
        case FieldType::boolean:
            return "boolean";
        case FieldType::number:
        case FieldType::rate:
            return "number";
        case FieldType::list:
            return "array";
        case FieldType::object:
            return "object";
        default:
            return "string";
    }
}

json::object described(const Field& field, FieldType type) {
    json::object model = {{"type", type_word(type)}};
    if (type == FieldType::date) {
        model["format"] = "date";
    } else if (type == FieldType::date_time) {
        model["format"] = "date-time";
    } else if (type == FieldType::decimal) {
        model["format"] = fmt::format("decimal-precision-{}", field.places);
    }
    if (!field.values.empty() && type == FieldType::enumeration) {
        model["enum"] = json::value_from(field.values);
    }
    if (field.length_max != 0) {
        model["maxLength"] = field.length_max;
    }
    model["readOnly"] = field.read_only;
    model["writeOnly"] = field.write_only;
    model["required"] = field.required;
    model["nullable"] = !field.required;
    model["mutable"] = !field.read_only;
    return model;
}

void describe(json::object& model, const Field& field, std::string_view name) {
    const std::size_t dot = name.starts_with("nsp::") ? std::string_view::npos : name.find('.');
    if (dot != std::string_view::npos) {
        describe(child(child(model, "groups"), name.substr(0, dot)), field, name.substr(dot + 1));
        return;
    }
    if (field.type == FieldType::reference) {
        json::object& reference = child(child(model, "refs"), name);
        reference["apiObject"] = field.target;
        json::object& parts = child(reference, "fields");
        parts["id"] = described(field, FieldType::text);
        parts["key"] = described(field, FieldType::text);
        return;
    }
    if (field.name == "lines") {
        return;
    }
    child(model, "fields")[name] = described(field, field.type);
}

json::object fields_of(const Model& model, const CustomFields* custom) {
    json::object described_model;
    for (const char* const part : {"fields", "groups", "refs"}) {
        child(described_model, part);
    }
    for (const Field& field : model.fields()) {
        describe(described_model, field, field.name);
    }
    if (custom != nullptr) {
        for (const auto& [name, field] : *custom) {
            describe(described_model, field, name);
        }
    }
    return described_model;
}

}  // namespace

Reply describe_model(Company& company, std::string_view object) {
    constexpr std::string_view family = "objects/";
    const std::string_view name =
        object.starts_with(family) ? object.substr(family.size()) : object;
    const auto subject = find_subject(company, name);
    if (!subject) {
        Refusal refusal = not_found(fmt::format("Object '{}' does not exist", name));
        refusal.envelope = Envelope::top;
        return reply_to(refusal);
    }
    const Definition* const definition = subject->definition;
    const CustomFields* const custom = definition == nullptr ? nullptr
                                       : subject->lines      ? &definition->line_fields
                                                             : &definition->header_fields;
    json::object model = fields_of(*subject->model, custom);
    json::object lists;
    if (subject->documents && definition != nullptr) {
        const Model& of_lines = company.line_model(*definition);
        json::object lines = fields_of(of_lines, &definition->line_fields);
        lines["apiObject"] =
            of_lines.object() + (definition->is_object() ? "" : "::" + definition->id);
        lists["lines"] = std::move(lines);
    }
    model["lists"] = std::move(lists);
    const bool writable = subject->documents && definition != nullptr;
    model["httpMethods"] = writable ? "OPTIONS,GET,POST,PATCH,DELETE" : "OPTIONS,GET";
    model["idempotenceSupported"] =
        definition == nullptr ? writable : definition->idempotence_supported;
    model["type"] = subject->lines ? "ownedObject" : "rootObject";
    return json_reply(
        200, json::serialize(json::object{
                 {"ia::result", std::move(model)},
                 {"ia::meta",
                  json::object{{"totalCount", 1}, {"totalSuccess", 1}, {"totalError", 0}}}}));
}

}  // namespace sage::simulated_intacct
