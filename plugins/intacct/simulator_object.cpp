// SPDX-License-Identifier: Apache-2.0
// GET of lists and of single records.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <deque>

#include "plugins/intacct/simulator_query.h"
#include "plugins/intacct/simulator_rows.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

constexpr std::size_t list_max = 100;

json::value value_of(ValueKind kind, std::string_view text) {
    switch (kind) {
        case ValueKind::boolean:
            return text == "true";
        case ValueKind::number:
        case ValueKind::json:
            return json::parse(json::string_view(text.data(), text.size()));
        case ValueKind::text:
            break;
    }
    return json::string(text);
}

/// Puts a dotted field where its groups are.
void put(json::object& object, std::string_view name, json::value value) {
    const std::size_t dot = name.starts_with("nsp::") ? std::string_view::npos : name.find('.');
    if (dot == std::string_view::npos) {
        object[name] = std::move(value);
        return;
    }
    json::value& group = object[name.substr(0, dot)];
    if (!group.is_object()) {
        group = json::object();
    }
    put(group.get_object(), name.substr(dot + 1), std::move(value));
}

json::object nested(const Company& company, const Record& record) {
    json::object object;
    record.each([&](FieldId field, const Value& value) {
        put(object, company.names.name(field), value_of(value.kind, value.text));
    });
    return object;
}

json::object nested_line(const Company& company, const StoredDocument& document, const Line& line) {
    json::object object = nested(company, line.record);
    for (const FieldId field : derived_fields(company)) {
        if (const auto found = line_value(company, document, line, field)) {
            put(object, company.names.name(field), value_of(found->kind, found->text));
        }
    }
    return object;
}

json::object full(Company& company, const Subject& subject, const Row& row) {
    json::object object = row.line == nullptr ? nested(company, *row.record)
                                              : nested_line(company, *row.document, *row.line);
    object["href"] = href_of(company, subject, row);
    if (!subject.documents) {
        return object;
    }
    const Definition& definition = company.definitions[row.document->definition];
    const Subject of_lines{&company.line_model(definition), subject.definition, false, true};
    json::array lines;
    for (const Line& line : row.document->lines) {
        if (is_tax_row(company, line)) {
            continue;
        }
        json::object& made =
            lines.emplace_back(nested_line(company, *row.document, line)).get_object();
        const FieldId id = definition.is_object() ? company.known.id : company.known.document_id;
        json::object owner = {{"key", std::to_string(row.document->key)},
                              {"id", std::string(row.document->header.text(id))}};
        if (definition.is_object()) {
            made[definition.transfer                            ? "warehouseTransfer"
                 : definition.receivable == Receivable::invoice ? "invoice"
                                                                : "arAdjustment"] =
                std::move(owner);
        } else {
            made["documentType"] = definition.id;
            made["documentHeader"] = std::move(owner);
        }
        made["href"] = href_of(company, of_lines, {&line.record, row.document, &line});
    }
    object["lines"] = std::move(lines);
    return object;
}

/// The document of a key, or of a line's key; nothing for other objects.
std::optional<std::vector<std::uint64_t>> owner_of(const Company& company, const Subject& subject,
                                                   std::string_view key) {
    if (!subject.documents && !subject.lines) {
        return std::nullopt;
    }
    const StoredDocument* document = subject.documents ? company.documents.find(key) : nullptr;
    if (subject.lines) {
        company.documents.find_line(key, &document);
    }
    std::vector<std::uint64_t> keys;
    if (document != nullptr) {
        keys.push_back(document->key);
    }
    return keys;
}

}  // namespace

Reply list_objects(Company& company, const Subject& subject, const Caller& caller) {
    std::deque<Record> made;
    json::array references;
    std::size_t total = 0;
    const Viewer viewer{caller.entity, false, caller.now_ms};
    visit_rows(company, subject, viewer, std::nullopt, made, [&](const Row& row) {
        if (++total > list_max) {
            return;
        }
        references.push_back(json::object{{"key", field_of(company, row, company.known.key)->text},
                                          {"id", field_of(company, row, company.known.id)->text},
                                          {"href", href_of(company, subject, row)}});
    });
    json::object meta = {{"totalCount", total}, {"start", 1}, {"pageSize", list_max}};
    meta["next"] = total > list_max ? json::value(list_max + 1) : json::value();
    meta["previous"] = nullptr;
    return json_reply(200, json::serialize(json::object{{"ia::result", std::move(references)},
                                                        {"ia::meta", std::move(meta)}}));
}

Reply get_object(Company& company, const Subject& subject, std::string_view key,
                 const Caller& caller) {
    std::deque<Record> made;
    std::optional<json::object> found;
    const Viewer viewer{caller.entity, caller.entity.empty(), caller.now_ms};
    visit_rows(company, subject, viewer, owner_of(company, subject, key), made,
               [&](const Row& row) {
                   if (!found && field_of(company, row, company.known.key)->text == key) {
                       found = full(company, subject, row);
                   }
               });
    if (!found) {
        return reply_to(not_found(
            fmt::format("{} with key '{}' could not be found", subject.model->object(), key)));
    }
    return json_reply(
        200, json::serialize(json::object{
                 {"ia::result", std::move(*found)},
                 {"ia::meta",
                  json::object{{"totalCount", 1}, {"totalSuccess", 1}, {"totalError", 0}}}}));
}

}  // namespace sage::simulated_intacct
