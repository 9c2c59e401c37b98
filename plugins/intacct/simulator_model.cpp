// SPDX-License-Identifier: Apache-2.0
// Reads the tables of simulator_document_models.cpp and simulator_master_models.cpp.
#include "plugins/intacct/simulator_model.h"

#include <array>
#include <charconv>

#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_intacct {
namespace {

struct TypeName {
    std::string_view name;
    FieldType type;
};
constexpr auto type_names = std::to_array<TypeName>({
    {"text", FieldType::text},
    {"key", FieldType::key},
    {"date", FieldType::date},
    {"datetime", FieldType::date_time},
    {"decimal", FieldType::decimal},
    {"number", FieldType::number},
    {"rate", FieldType::rate},
    {"boolean", FieldType::boolean},
    {"enum", FieldType::enumeration},
    {"list", FieldType::list},
    {"object", FieldType::object},
    {"ref", FieldType::reference},
});

std::size_t number_of(std::string_view text) {
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void read_type(Field& field, std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    for (const TypeName& known : type_names) {
        if (known.name == name) {
            field.type = known.type;
        }
    }
    if (colon == std::string_view::npos) {
        return;
    }
    const std::string_view detail = text.substr(colon + 1);
    if (field.type == FieldType::enumeration) {
        for (const std::string_view value : split(detail, '|')) {
            field.values.emplace_back(value);
        }
    } else if (field.type == FieldType::reference) {
        field.target = detail;
    } else if (field.type == FieldType::decimal) {
        field.places = static_cast<int>(number_of(detail));
    } else {
        field.length_max = number_of(detail);
    }
}

}  // namespace

Field read_field(std::string_view line, FieldNames& names) {
    const auto words = split(line, ' ');
    Field field;
    field.name = words.front();
    read_type(field, words.at(1));
    for (std::size_t at = 2; at < words.size(); ++at) {
        field.required = field.required || words[at] == "required";
        field.read_only = field.read_only || words[at] == "ro";
        field.write_only = field.write_only || words[at] == "wo";
        field.ignored = field.ignored || words[at] == "ignored";
    }
    if (field.type == FieldType::reference) {
        field.reference_id = names.id(field.name + ".id");
        field.reference_key = names.id(field.name + ".key");
    } else {
        field.id = names.id(field.name);
    }
    return field;
}

Model::Model(std::string object, std::string_view table, FieldNames& names)
    : object_(std::move(object)) {
    for (const std::string_view line : split(table, '\n')) {
        if (line.empty()) {
            continue;
        }
        Field field = read_field(line, names);
        if (!fields_.empty() && fields_.back().name == field.name) {
            std::vector<std::string>& values = fields_.back().values;
            values.insert(values.end(), field.values.begin(), field.values.end());
        } else {
            fields_.push_back(std::move(field));
        }
    }
    for (std::size_t at = 0; at < fields_.size(); ++at) {
        const std::string& name = fields_[at].name;
        by_name_.emplace(name, at);
        for (std::size_t dot = name.find('.'); dot != std::string::npos;
             dot = name.find('.', dot + 1)) {
            groups_.insert(name.substr(0, dot));
        }
    }
}

const Field* Model::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &fields_[found->second];
}

}  // namespace sage::simulated_intacct
