// SPDX-License-Identifier: Apache-2.0
// One walk over the JSON of a request. Everything that is wrong is collected, as Sage does in
// "details".
#include "plugins/intacct/simulator_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

constexpr std::string_view request_code = "REST-1028";
constexpr std::string_view read_only_code = "REST-1050";

std::string_view view(const json::string& text) {
    return {text.data(), text.size()};
}

/// The word for an object in messages: "Item" for inventory-control/item.
std::string noun(std::string_view object) {
    std::string word(object.substr(object.find('/') + 1));
    if (!word.empty() && word[0] >= 'a' && word[0] <= 'z') {
        word[0] = static_cast<char>(word[0] - 'a' + 'A');
    }
    return word;
}

class Reader {
  public:
    Reader(const Company& company, const Definition& definition, Purpose purpose, Body& out)
        : company_(company), definition_(definition), purpose_(purpose), out_(out) {}

    void header(const json::object& body);

  private:
    struct Target {
        const Model& model;
        const CustomFields& custom;
        Record& record;
        std::vector<FieldId>& cleared;
        std::string place;    ///< for messages: "lines[2]."
        bool change = false;  ///< a line in a change: "key" and "ia::operation" were read already
    };

    void members(const json::object& object, const std::string& prefix, Target& target);
    void member(const json::value& value, const Field& field, Target& target);
    void reference(const json::value& value, const Field& field, Target& target);
    void resolve(const std::string& id, const std::string& key, const Field& field, Target& target);
    void resolve_document(const std::string& id, const std::string& key, const Field& field,
                          Target& target);
    void required(const Target& target);
    void line(const json::value& value, std::size_t number);
    void lines(const json::value& value);
    std::optional<std::string> scalar(const json::value& value, const Field& field,
                                      ValueKind& kind) const;
    bool too_long(const Field& field, std::string_view text) const;
    const Field* find(const std::string& name, const Target& target) const;
    void fault(std::string_view code, std::string message) {
        out_.faults.push_back({std::string(code), std::move(message)});
    }

    const Company& company_;
    const Definition& definition_;
    Purpose purpose_;
    Body& out_;
};

void Reader::header(const json::object& body) {
    Target target{company_.document_model(definition_),
                  definition_.header_fields,
                  out_.header,
                  out_.cleared,
                  "",
                  false};
    members(body, "", target);
    if (purpose_ == Purpose::create) {
        required(target);
    }
}

const Field* Reader::find(const std::string& name, const Target& target) const {
    if (const Field* const field = target.model.find(name)) {
        return field;
    }
    const auto custom = target.custom.find(name);
    return custom == target.custom.end() ? nullptr : &custom->second;
}

void Reader::members(const json::object& object, const std::string& prefix, Target& target) {
    for (const auto& [name, value] : object) {
        const std::string path = prefix + std::string(name);
        if (target.change && (path == "key" || path == "ia::operation")) {
            continue;
        }
        if (path == "lines" && target.place.empty()) {
            lines(value);
        } else if (const Field* const field = find(path, target)) {
            member(value, *field, target);
        } else if (target.model.is_group(path) && value.is_object()) {
            members(value.get_object(), path + ".", target);
        } else {
            fault(request_code, fmt::format("Field '{}{}' does not exist in {}{}", target.place,
                                            path, target.model.object(),
                                            definition_.is_object() ? "" : "::" + definition_.id));
        }
    }
}

void Reader::member(const json::value& value, const Field& field, Target& target) {
    if (field.read_only) {
        fault(read_only_code, fmt::format("Field '{}{}' is read-only", target.place, field.name));
        return;
    }
    const auto& skipped = company_.behaviours.ignored_fields;
    if (field.ignored || std::find(skipped.begin(), skipped.end(), field.name) != skipped.end()) {
        return;
    }
    if (value.is_null()) {
        if (field.required) {
            fault(request_code, fmt::format("Field '{}{}' is required", target.place, field.name));
        } else if (field.type == FieldType::reference) {
            target.cleared.push_back(field.reference_id);
            target.cleared.push_back(field.reference_key);
        } else {
            target.cleared.push_back(field.id);
        }
        return;
    }
    if (field.type == FieldType::reference) {
        reference(value, field, target);
        return;
    }
    ValueKind kind = ValueKind::text;
    const auto text = scalar(value, field, kind);
    if (!text) {
        fault(request_code, fmt::format("Value of field '{}{}' has the wrong type or format",
                                        target.place, field.name));
    } else if (too_long(field, *text)) {
        fault(request_code,
              fmt::format("Value of field '{}{}' is too long", target.place, field.name));
    } else {
        target.record.add(field.id, *text, kind);
    }
}

std::optional<std::string> Reader::scalar(const json::value& value, const Field& field,
                                          ValueKind& kind) const {
    switch (field.type) {
        case FieldType::boolean:
            kind = ValueKind::boolean;
            return value.is_bool() ? std::optional<std::string>(value.get_bool() ? "true" : "false")
                                   : std::nullopt;
        case FieldType::number:
            kind = ValueKind::number;
            return value.is_int64() ? std::optional<std::string>(std::to_string(value.get_int64()))
                                    : std::nullopt;
        case FieldType::rate:
            // The digits are lost in the parsed body: who reads it puts them here.
            kind = ValueKind::number;
            return value.is_int64() ? std::optional<std::string>(std::to_string(value.get_int64()))
                   : value.is_double() ? std::optional<std::string>("0")
                                       : std::nullopt;
        case FieldType::list:
        case FieldType::object:
            kind = ValueKind::json;
            return (field.type == FieldType::list ? value.is_array() : value.is_object())
                       ? std::optional<std::string>(json::serialize(value))
                       : std::nullopt;
        default:
            break;
    }
    if (!value.is_string()) {
        return std::nullopt;
    }
    const std::string_view text = view(value.get_string());
    const auto& values = field.values;
    const bool fits = field.type == FieldType::date        ? is_date(text)
                      : field.type == FieldType::date_time ? is_date_time(text)
                      : field.type == FieldType::decimal   ? is_decimal(text, field.places)
                      : field.type == FieldType::enumeration
                          ? std::find(values.begin(), values.end(), text) != values.end()
                          : true;
    return fits ? std::optional<std::string>(text) : std::nullopt;
}

bool Reader::too_long(const Field& field, std::string_view text) const {
    const auto limit = company_.behaviours.lengths.find(field.name);
    const std::size_t most = limit == company_.behaviours.lengths.end()
                                 ? field.length_max
                                 : static_cast<std::size_t>(limit->second);
    return most != 0 && text.size() > most;
}

void Reader::reference(const json::value& value, const Field& field, Target& target) {
    std::string id;
    std::string key;
    const json::object* const object = value.if_object();
    bool fits = object != nullptr && !object->empty();
    for (std::size_t at = 0; fits && at < object->size(); ++at) {
        const auto& [name, part] = *(object->begin() + static_cast<std::ptrdiff_t>(at));
        fits = part.is_string() && !part.get_string().empty() && (name == "id" || name == "key");
        if (fits) {
            (name == "id" ? id : key) = view(part.get_string());
        }
    }
    const bool id_needed = purpose_ == Purpose::create && field.name == "customer";
    if (!fits || (id_needed && id.empty())) {
        fault(request_code, fmt::format("Reference '{}{}' needs an \"id\"{} that is not blank",
                                        target.place, field.name, id_needed ? "" : " or \"key\""));
        return;
    }
    if (field.target.ends_with("/document") || field.target.ends_with("/document-line")) {
        resolve_document(id, key, field, target);
    } else {
        resolve(id, key, field, target);
    }
}

void Reader::resolve(const std::string& id, const std::string& key, const Field& field,
                     Target& target) {
    const auto table = company_.tables.find(field.target);
    const Record* const found = table == company_.tables.end() ? nullptr
                                : id.empty()                   ? table->second.find_key(key)
                                                               : table->second.find_id(id);
    const KnownFields& known = company_.known;
    if (found == nullptr || (!key.empty() && found->text(known.key) != key)) {
        out_.business.push_back(
            {"BL01001973",
             fmt::format("Invalid {} '{}' specified.", noun(field.target), id.empty() ? key : id)});
        return;
    }
    if (found->text(known.status) == "inactive") {
        out_.business.push_back(
            {"BL01001973",
             fmt::format("{} '{}' is inactive.", noun(field.target), found->text(known.id))});
        return;
    }
    target.record.add(field.reference_id, found->text(known.id));
    target.record.add(field.reference_key, found->text(known.key));
}

void Reader::resolve_document(const std::string& id, const std::string& key, const Field& field,
                              Target& target) {
    const StoredDocument* document = nullptr;
    std::string found_key = key;
    if (field.target.ends_with("-line")) {
        company_.documents.find_line(key.empty() ? id : key, &document);
        found_key = key.empty() ? id : key;
    } else if (!key.empty()) {
        document = company_.documents.find(key);
    } else {
        for (const StoredDocument& candidate : company_.documents.all()) {
            if (!candidate.removed && candidate.header.text(company_.known.document_id) == id) {
                document = &candidate;
                found_key = std::to_string(candidate.key);
            }
        }
    }
    if (document == nullptr || company_.definitions[document->definition].is_object()) {
        out_.business.push_back(
            {"BL01001973", fmt::format("Invalid {} '{}' specified.", noun(field.target),
                                       key.empty() ? id : key)});
        return;
    }
    target.record.add(field.reference_key, found_key);
    if (!field.target.ends_with("-line")) {
        target.record.add(field.reference_id, document->header.text(company_.known.document_id));
    }
}

void Reader::required(const Target& target) {
    for (const Field& field : target.model.fields()) {
        const FieldId stored = field.type == FieldType::reference ? field.reference_key : field.id;
        if (!field.required || target.record.find(stored) || field.name == "lines") {
            continue;
        }
        const Behaviours& behaviours = company_.behaviours;
        if ((field.name == "unitPrice" && behaviours.accept_missing_price) ||
            (field.name == "dimensions.warehouse" && behaviours.accept_missing_warehouse)) {
            continue;
        }
        // A reference to a record that does not exist was reported as such.
        if (field.type != FieldType::reference || out_.business.empty()) {
            fault(request_code, fmt::format("Field '{}{}' is required", target.place, field.name));
        }
    }
}

void Reader::lines(const json::value& value) {
    if (!value.is_array() || (value.get_array().empty() && purpose_ == Purpose::create)) {
        fault(request_code, "Field 'lines' must be an array with at least one line");
        return;
    }
    std::size_t number = 0;
    for (const json::value& part : value.get_array()) {
        line(part, number++);
    }
}

void Reader::line(const json::value& value, std::size_t number) {
    const std::string place = fmt::format("lines[{}].", number);
    if (!value.is_object()) {
        fault(request_code, fmt::format("'lines[{}]' must be an object", number));
        return;
    }
    const json::object& object = value.get_object();
    BodyLine& read = out_.lines.emplace_back();
    if (purpose_ == Purpose::change) {
        if (const json::value* const key = object.if_contains("key")) {
            read.key = key->is_string() ? view(key->get_string()) : "?";
        }
        if (const json::value* const operation = object.if_contains("ia::operation")) {
            read.remove = *operation == "delete";
            if (!read.remove || read.key.empty()) {
                fault(request_code, place + "ia::operation must be \"delete\", with a key");
            }
        }
    }
    Target target{
        company_.line_model(definition_), definition_.line_fields, read.fields, read.cleared, place,
        purpose_ == Purpose::change};
    members(object, "", target);
    if (read.key.empty()) {
        required(target);
    }
}

}  // namespace

Body read_body(const Company& company, const Definition& definition, Purpose purpose,
               const json::object& body) {
    Body read;
    Reader(company, definition, purpose, read).header(body);
    if (purpose == Purpose::create && !body.contains("lines")) {
        read.faults.push_back({std::string(request_code), "Field 'lines' is required"});
    }
    return read;
}

}  // namespace sage::simulated_intacct
