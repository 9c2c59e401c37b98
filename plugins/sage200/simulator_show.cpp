// SPDX-License-Identifier: Apache-2.0
// JSON is written by hand because its numbers have to keep their digits.
#include "plugins/sage200/simulator_show.h"

#include "sage-adapter/base/json.h"

namespace sage::simulated_sage200 {
namespace {

/// What of `select` is about this field: nothing, the whole of it, or members of it.
struct Selected {
    bool shown = false;
    Shape members;
};

Selected selected(const Shape& shape, const std::string& name) {
    Selected result;
    result.members.own_parts = true;
    result.shown = shape.select.empty();
    for (const std::string& path : shape.select) {
        result.shown = result.shown || path == name;
        if (path.starts_with(name + ".")) {
            result.shown = true;
            result.members.select.push_back(path.substr(name.size() + 1));
        }
    }
    return result;
}

void append_value(std::string& out, const Value& value) {
    if (value.kind == ValueKind::text) {
        append_json_text(out, value.text);
    } else {
        out += value.text;
    }
}

void append_name(std::string& out, bool& first, const std::string& name) {
    out += first ? "" : ",";
    first = false;
    append_json_text(out, name);
    out += ':';
}

/// The record that an object shows; null if there is none.
const Row* record_of(const Company& company, const Field& field, const Row& row) {
    if (!field.source.empty()) {
        return company.find(field.model, row.integer(field.source));
    }
    const auto found = row.parts.find(field.name);
    return found == row.parts.end() || found->second.empty() ? nullptr : &found->second.front();
}

void append_part(std::string& out, bool& first, const Company& company, const Field& field,
                 const Row& row, const Shape& members) {
    if (field.type == FieldType::object) {
        if (const Row* const record = record_of(company, field, row)) {
            append_name(out, first, field.name);
            append_row(out, company, field.model, *record, members);
        }
        return;
    }
    append_name(out, first, field.name);
    out += '[';
    const auto found = row.parts.find(field.name);
    if (found != row.parts.end()) {
        for (std::size_t at = 0; at < found->second.size(); ++at) {
            out += at == 0 ? "" : ",";
            append_row(out, company, field.model, found->second[at], members);
        }
    }
    out += ']';
}

}  // namespace

void append_row(std::string& out, const Company& company, std::string_view model, const Row& row,
                const Shape& shape) {
    out += '{';
    bool first = true;
    for (const Field& field : company.models.find(model)->second.fields()) {
        const Selected of_field = selected(shape, field.name);
        if (!of_field.shown || field.write_only ||
            !company.site.has(field.professional, field.since)) {
            continue;
        }
        if (field.is_part()) {
            if (shape.expand.contains(field.name) || (shape.own_parts && field.source.empty())) {
                append_part(out, first, company, field, row, of_field.members);
            }
            continue;
        }
        const auto value = row.values.find(field.name);
        if (value != row.values.end()) {
            append_name(out, first, field.name);
            append_value(out, value->second);
        } else if (field.type == FieldType::text) {
            append_name(out, first, field.name);
            out += "\"\"";
        } else if (field.type == FieldType::integer && field.name.ends_with("_id")) {
            append_name(out, first, field.name);
            out += '0';
        }
    }
    out += '}';
}

std::string shown(const Company& company, std::string_view model, const Row& row,
                  const Shape& shape) {
    std::string out;
    append_row(out, company, model, row, shape);
    return out;
}

}  // namespace sage::simulated_sage200
