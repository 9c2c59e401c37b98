// SPDX-License-Identifier: Apache-2.0
// Reads the tables of fields. A table that is wrong is a mistake of the simulator's author, and
// shows as a field that is not there.
#include "plugins/sage200/simulator_model.h"

#include <algorithm>
#include <charconv>

#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage200 {
namespace {

using simulated::split;

/// What many objects have alike: their tables say "@analysis" and "@spare".
constexpr std::string_view analysis_codes = R"(analysis_code_1..5 text:60
analysis_code_6..20 text:60 professional since=2019-05-09)";
constexpr std::string_view spare_fields = R"(spare_text_1..10 text:100 since=2023-08-14
spare_number_1..10 decimal:5 since=2023-08-14
spare_date_1..5 date since=2023-08-14
spare_bool_1..5 bool since=2023-08-14)";

FieldType type_of(std::string_view word) {
    if (word == "int") {
        return FieldType::integer;
    }
    if (word == "bool") {
        return FieldType::boolean;
    }
    return word == "decimal"  ? FieldType::decimal
           : word == "date"   ? FieldType::date
           : word == "object" ? FieldType::object
           : word == "list"   ? FieldType::list
                              : FieldType::text;
}

int number_of(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

Field field_of(const std::vector<std::string_view>& words) {
    Field field;
    field.name = words[0];
    const std::size_t colon = words[1].find(':');
    field.type = type_of(words[1].substr(0, colon));
    if (colon != std::string_view::npos) {
        const std::string_view argument = words[1].substr(colon + 1);
        field.limit = number_of(argument);
        field.model = field.is_part() ? argument : "";
    }
    for (std::size_t at = 2; at < words.size(); ++at) {
        const std::string_view word = words[at];
        field.required = field.required || word == "required";
        field.read_only = field.read_only || word == "ro";
        field.write_only = field.write_only || word == "wo";
        field.professional = field.professional || word == "professional";
        if (word.starts_with("since=")) {
            field.since = word.substr(6);
        } else if (word.starts_with("of=")) {
            field.source = word.substr(3);
        }
    }
    return field;
}

}  // namespace

bool Site::has(bool professional_only, std::string_view since) const {
    return (professional || !professional_only) && since <= release;
}

void Model::add(std::string_view table) {
    for (const std::string_view line : split(table, '\n')) {
        if (line.starts_with('@')) {
            add(line == "@spare" ? spare_fields : analysis_codes);
            continue;
        }
        const std::vector<std::string_view> words = split(line, ' ');
        if (words.size() < 2) {
            continue;
        }
        Field field = field_of(words);
        const std::size_t dots = field.name.find("..");
        if (dots == std::string::npos) {
            fields_.push_back(std::move(field));
            continue;
        }
        const std::string name = field.name;
        const std::size_t stem = name.rfind('_', dots) + 1;
        const int last = number_of(std::string_view(name).substr(dots + 2));
        for (int at = number_of(std::string_view(name).substr(stem, dots - stem)); at <= last;
             ++at) {
            field.name = name.substr(0, stem) + std::to_string(at);
            fields_.push_back(field);
        }
    }
}

const Field* Model::find(const Site& site, std::string_view name) const {
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [&](const Field& field) { return field.name == name; });
    return found == fields_.end() || !site.has(found->professional, found->since) ? nullptr
                                                                                  : &*found;
}

Models all_models() {
    Models models;
    add_sop_models(models);
    add_ledger_models(models);
    add_master_models(models);
    add_stock_models(models);
    return models;
}

}  // namespace sage::simulated_sage200
