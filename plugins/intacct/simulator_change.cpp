// SPDX-License-Identifier: Apache-2.0
// Changes from outside the API: a person pays, prints or edits a document, an administrator edits
// a definition or closes a period, and the switches for what is not documented.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "plugins/intacct/simulator_control.h"
#include "plugins/intacct/simulator_documents.h"
#include "plugins/intacct/simulator_posting.h"
#include "plugins/intacct/simulator_reply.h"
#include "plugins/intacct/simulator_seed.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

using Fault = std::optional<ControlFault>;

ControlFault wrong(std::string pointer, std::string cause) {
    return {std::move(pointer), std::move(cause), "Look up the members of the change."};
}

/// Sets a field whatever its rules; null takes its value away.
bool set_any(Company& company, const Model& model, const CustomFields* custom, Record& record,
             std::string_view name, const json::value& value) {
    const Field* field = model.find(name);
    if (field == nullptr && custom != nullptr) {
        const auto found = custom->find(name);
        field = found == custom->end() ? nullptr : &found->second;
    }
    if (field != nullptr && field->type == FieldType::reference && value.is_string()) {
        record.set(field->reference_id, text_at(value, ""));
        record.set(field->reference_key, company.table(field->target).key_of(text_at(value, "")));
        return true;
    }
    FieldId id = 0;
    if (field != nullptr && field->type != FieldType::reference) {
        id = field->id;
    } else if (const auto known = company.names.find(name)) {
        id = *known;
    } else {
        return false;
    }
    if (value.is_null()) {
        record.erase(id);
    } else if (value.is_bool()) {
        record.set(id, value.get_bool() ? "true" : "false", ValueKind::boolean);
    } else if (value.is_string()) {
        record.set(id, text_at(value, ""));
    } else {
        return false;
    }
    return true;
}

/// What the button "duplicate" does: the same document once more, under the next number.
void duplicate(Company& company, Definition& definition, const StoredDocument& document) {
    const KnownFields& known = company.known;
    StoredDocument copy = document;
    copy.key = company.documents.next_key();
    const std::string key = std::to_string(copy.key);
    const std::string number =
        fmt::format("{}{:06}", definition.number_prefix, definition.next_number++);
    copy.header.set(known.key, key);
    copy.header.set(known.id, key);
    if (definition.receivable != Receivable::none) {
        copy.header.set(receivable_number(company, definition), number);
    } else {
        copy.header.set(known.document_number, number);
        copy.header.set(known.document_id, fmt::format("{}-{}", definition.id, number));
    }
    apply_stock(company, movements(company, definition, copy));
    post_receivable(company, definition, copy);
    index_document(company, definition, copy);
    company.documents.add(std::move(copy));
}

/// A field of one line, whatever its rules.
Fault change_line_by_hand(Company& company, const Definition& definition, StoredDocument& document,
                          const json::value& ordinal, const json::object& set) {
    const auto found =
        std::find_if(document.lines.begin(), document.lines.end(), [&](const Line& line) {
            return ordinal.is_int64() && ordinal.get_int64() == std::int64_t{line.ordinal};
        });
    if (found == document.lines.end()) {
        return wrong("/document/line", "There is no line of that number.");
    }
    for (const auto& [name, value] : set) {
        if (!set_any(company, company.line_model(definition), &definition.line_fields,
                     found->record, name, value)) {
            return wrong(fmt::format("/document/set/{}", std::string(name)),
                         "There is no such field, or its value is no text, boolean or null.");
        }
    }
    return std::nullopt;
}

Fault change_document_by_hand(Company& company, const json::value& change) {
    StoredDocument* const document = company.documents.find(text_at(change, "/key"));
    if (document == nullptr) {
        return wrong("/document/key", "There is no document of that key.");
    }
    Definition& definition = company.definitions[document->definition];
    if (const json::value* const twice = at_pointer(change, "/duplicate");
        twice != nullptr && *twice == true) {
        duplicate(company, definition, *document);
        return std::nullopt;
    }
    if (const json::value* const gone = at_pointer(change, "/delete");
        gone != nullptr && *gone == true) {
        apply_stock(company, difference({}, movements(company, definition, *document)));
        document->removed = true;
        return std::nullopt;
    }
    const json::value* const set = at_pointer(change, "/set");
    if (set == nullptr || !set->is_object()) {
        return wrong("/document/set", "An object of fields is needed.");
    }
    if (const json::value* const line = at_pointer(change, "/line")) {
        return change_line_by_hand(company, definition, *document, *line, set->get_object());
    }
    for (const auto& [name, value] : set->get_object()) {
        if (!set_any(company, company.document_model(definition), &definition.header_fields,
                     document->header, name, value)) {
            return wrong(fmt::format("/document/set/{}", std::string(name)),
                         "There is no such field, or its value is no text, boolean or null.");
        }
        if (value.is_string()) {
            company.documents.index(company.names.id(name), text_at(value, ""), document->key);
        }
    }
    return std::nullopt;
}

Fault change_fields(Company& company, CustomFields& fields, const json::value& change,
                    const std::string& pointer) {
    if (!change.is_object()) {
        return wrong(pointer, "An object of custom fields is needed.");
    }
    for (const auto& [name, value] : change.get_object()) {
        const std::string field(name);
        fields.erase(field);
        if (value.is_null()) {
            continue;
        }
        const auto known = {"text", "text ro", "boolean", "date"};
        const std::string type(text_at(value, ""));
        if (!field.starts_with("nsp::") ||
            std::find(known.begin(), known.end(), type) == known.end()) {
            return wrong(pointer + "/" + field,
                         "The name must begin with nsp:: and the type be text, text ro, boolean, "
                         "date or null.");
        }
        fields.emplace(field, read_field(field + " " + type, company.names));
    }
    return std::nullopt;
}

/// What an inventory definition does to the stock on hand is a record beside it.
void copy_effect(Company& company, const std::string& source, std::string_view id) {
    constexpr std::string_view object = "inventory-control/txn-definition-total-detail";
    const Record* const known = company.table(object).find_id(source);
    if (known == nullptr) {
        return;
    }
    Record copy = *known;
    Record& record = company.table(object).get(id);
    record = std::move(copy);
    record.set(company.known.key, company.table(object).key_of(id));
    record.set(company.known.id, id);
    put_field(company, object, record, "inventoryTxnDefinition", id);
}

Definition* definition_to_change(Company& company, const json::value& change) {
    const std::string_view id = text_at(change, "/id");
    for (Definition& known : company.definitions) {
        if (known.is_object() && known.id == id) {
            return &known;
        }
    }
    for (const bool order_entry : {true, false}) {
        if (Definition* const known = company.definition(order_entry, id)) {
            return known;
        }
        Definition* const source = company.definition(order_entry, text_at(change, "/copyOf"));
        if (source == nullptr || id.empty()) {
            continue;
        }
        const std::string object =
            order_entry ? "order-entry/txn-definition" : "inventory-control/txn-definition";
        Record copy = *company.table(object).find_id(source->id);
        Record& record = company.table(object).get(id);
        record = std::move(copy);
        record.set(company.known.key, company.table(object).key_of(id));
        record.set(company.known.id, id);
        copy_effect(company, source->id, id);
        Definition fresh = *source;
        fresh.id = id;
        fresh.next_number = 1;
        return &company.definitions.emplace_back(std::move(fresh));
    }
    return nullptr;
}

/// The list of sources that queries show. What was on it stays: only what is added is needed.
void list_source(Company& company, const Definition& definition, std::string_view source) {
    constexpr std::string_view object = "order-entry/txn-definition-source-document-detail";
    const std::string id = fmt::format("{} from {}", definition.id, source);
    if (!definition.order_entry || company.table(object).find_id(id) != nullptr) {
        return;
    }
    Record& record = ensure(company, object, id, id);
    put_field(company, object, record, "txnDefinition", definition.id);
    put_field(company, object, record, "sourceDocument", source);
    put_field(company, object, record, "isDefault", "false");
}

Fault change_definition(Company& company, const json::value& change) {
    Definition* const definition = definition_to_change(company, change);
    if (definition == nullptr) {
        return wrong("/definition/id", "There is no definition of that id.");
    }
    const std::string object =
        definition->order_entry ? "order-entry/txn-definition" : "inventory-control/txn-definition";
    const json::value* const set = at_pointer(change, "/set");
    if (set == nullptr) {
        return std::nullopt;
    }
    if (!set->is_object()) {
        return wrong("/definition/set", "An object is needed.");
    }
    if (!definition->is_object()) {
        date_change(company, object, *company.table(object).find_id(definition->id));
    }
    for (const auto& [name, value] : set->get_object()) {
        const std::string pointer = fmt::format("/definition/set/{}", std::string(name));
        if (name == "idempotenceSupported" && value.is_bool()) {
            definition->idempotence_supported = value.get_bool();
        } else if (name == "headerFields" || name == "lineFields") {
            CustomFields& fields =
                name == "headerFields" ? definition->header_fields : definition->line_fields;
            if (auto fault = change_fields(company, fields, value, pointer)) {
                return fault;
            }
        } else if (name == "sources" && value.is_array()) {
            definition->sources.clear();
            for (const json::value& source : value.get_array()) {
                definition->sources.emplace_back(text_at(source, ""));
                list_source(company, *definition, definition->sources.back());
            }
        } else if (definition->is_object() ||
                   company.models.find(object)->second->find(name) == nullptr ||
                   !set_any(company, *company.models.find(object)->second, nullptr,
                            *company.table(object).find_id(definition->id), name, value)) {
            return wrong(pointer, "There is no such member, or its value has the wrong type.");
        }
    }
    return std::nullopt;
}

/// The stock of an item goes with its id; empty: the stock is gone.
void move_stock(Stock& stock, std::string_view item, std::string_view new_item) {
    for (auto at = stock.lower_bound({std::string(item), ""});
         at != stock.end() && at->first.first == item;) {
        if (!new_item.empty()) {
            stock.emplace(std::pair(std::string(new_item), at->first.second), at->second);
        }
        at = stock.erase(at);
    }
}

/// Staff give a record another id, or delete it; its key is the same, or never used again.
Fault rename_or_delete(Company& company, std::string_view object, std::string_view member,
                       const json::value& change) {
    const std::string id(text_at(change, "/id"));
    const std::string new_id(text_at(change, "/newId"));
    Table& table = company.table(object);
    if (!new_id.empty()) {
        if (!table.rename(id, new_id)) {
            return wrong(fmt::format("/{}/newId", member), "There is a record of that id.");
        }
        Record& record = *table.find_id(new_id);
        record.set(company.known.id, new_id);
        date_change(company, object, record);
    } else {
        table.erase(id);
    }
    if (member == "item") {
        move_stock(company.stock, id, new_id);
        move_stock(company.in_transit, id, new_id);
    }
    return std::nullopt;
}

Fault change_master(Company& company, std::string_view object, std::string_view member,
                    const json::value& change) {
    Record* const record = company.table(object).find_id(text_at(change, "/id"));
    if (record == nullptr) {
        return wrong(fmt::format("/{}/id", member), "There is no record of that id.");
    }
    const json::value* const gone = at_pointer(change, "/delete");
    if (!text_at(change, "/newId").empty() || (gone != nullptr && *gone == true)) {
        return change.get_object().size() == 2
                   ? rename_or_delete(company, object, member, change)
                   : wrong(fmt::format("/{}", member), "Nothing else can be changed with that.");
    }
    const Model& model = *company.models.find(object)->second;
    date_change(company, object, *record);
    for (const auto& [name, value] : change.get_object()) {
        if (name == "id") {
            continue;
        }
        if (model.find(name) == nullptr ||
            !set_any(company, model, nullptr, *record, name, value)) {
            return wrong(fmt::format("/{}/{}", member, std::string(name)),
                         "There is no such field, or its value has the wrong type.");
        }
    }
    return std::nullopt;
}

Fault add_smart_rule(Company& company, const json::value& change) {
    SmartRule rule{std::string(text_at(change, "/definition")),
                   std::string(text_at(change, "/field")),
                   std::string(text_at(change, "/message"))};
    if (rule.definition.empty() || rule.field.empty() || rule.message.empty()) {
        return wrong("/smartRule", "Definition, field and message are needed.");
    }
    company.smart_rules.push_back(std::move(rule));
    return std::nullopt;
}

/// A unit group, made if there is none, with units that are added to it or changed.
Fault change_unit_group(Company& company, const json::value& change) {
    constexpr std::string_view object = "inventory-control/unit-of-measure";
    const std::string group(text_at(change, "/id"));
    const json::value* const units = at_pointer(change, "/units");
    if (group.empty() || units == nullptr || !units->is_array()) {
        return wrong("/unitGroup", "An id and a list of units are needed.");
    }
    for (const json::value& unit : units->get_array()) {
        const auto factor = Decimal::parse(text_at(unit, "/conversionFactor"));
        if (text_at(unit, "/id").empty() || !factor || factor->sign() <= 0) {
            return wrong("/unitGroup/units", "A unit needs an id and a positive conversionFactor.");
        }
    }
    ensure(company, "inventory-control/unit-of-measure-group", group, group);
    for (const json::value& unit : units->get_array()) {
        const std::string_view name = text_at(unit, "/id");
        Record& record = ensure(company, object, unit_table_id(company, group, name), name);
        record.set(company.known.id, name);
        put_field(company, object, record, "parent", group);
        put_field(company, object, record, "conversionFactor", text_at(unit, "/conversionFactor"));
        const json::value* const base = at_pointer(unit, "/isBase");
        put_field(company, object, record, "isBase",
                  base != nullptr && *base == true ? "true" : "false");
    }
    return std::nullopt;
}

struct MasterName {
    std::string_view member;
    std::string_view object;
};
constexpr auto masters = std::to_array<MasterName>({
    {"item", "inventory-control/item"},
    {"customer", "accounts-receivable/customer"},
    {"warehouse", "inventory-control/warehouse"},
    {"location", "company-config/location"},
    {"department", "company-config/department"},
    {"class", "company-config/class"},
    {"taxDetail", "tax/order-entry-tax-detail"},
    {"taxSchedule", "tax/order-entry-tax-schedule"},
    {"taxSolution", "tax/tax-solution"},
    {"account", "general-ledger/account"},
});

/// Another company, which Sage gave other credentials: the test company of somebody is not the live
/// one.
Fault change_credentials(Company& company, const json::value& change) {
    for (const auto& [name, value] : change.get_object()) {
        std::string* const changed = name == "companyId"        ? &company.company_id
                                     : name == "clientId"       ? &company.client_id
                                     : name == "clientSecret"   ? &company.client_secret
                                     : name == "senderId"       ? &company.sender_id
                                     : name == "senderPassword" ? &company.sender_password
                                                                : nullptr;
        if (changed == nullptr || !value.is_string() || value.get_string().empty()) {
            return wrong(fmt::format("/credentials/{}", std::string(name)),
                         "The member is unknown or its value is no text.");
        }
        *changed = std::string_view(value.get_string());
    }
    return std::nullopt;
}

Fault apply_one(Company& company, std::string_view name, const json::value& value) {
    if (name == "closedUntil" && value.is_string()) {
        const std::string_view date = text_at(value, "");
        if (!date.empty() && !is_date(date)) {
            return wrong("/closedUntil", "The text is no date.");
        }
        company.closed_until = date;
        return std::nullopt;
    }
    if (name == "forbidden" && value.is_string()) {
        company.forbidden.emplace(text_at(value, ""));
        return std::nullopt;
    }
    if (name == "allowed" && value.is_string()) {
        company.forbidden.erase(std::string(text_at(value, "")));
        return std::nullopt;
    }
    if (!value.is_object()) {
        return wrong(fmt::format("/{}", name), "An object is needed.");
    }
    if (name == "credentials") {
        return change_credentials(company, value);
    }
    if (name == "document") {
        return change_document_by_hand(company, value);
    }
    if (name == "definition") {
        return change_definition(company, value);
    }
    if (name == "smartRule") {
        return add_smart_rule(company, value);
    }
    if (name == "unitGroup") {
        return change_unit_group(company, value);
    }
    for (const MasterName& master : masters) {
        if (master.member == name) {
            return change_master(company, master.object, name, value);
        }
    }
    return wrong(fmt::format("/{}", name), "The member is unknown.");
}

}  // namespace

Fault apply_change(Company& company, const json::value& change) {
    if (!change.is_object()) {
        return wrong("", "The change is no object.");
    }
    for (const auto& [name, value] : change.get_object()) {
        if (auto fault = apply_one(company, name, value)) {
            return fault;
        }
    }
    return std::nullopt;
}

}  // namespace sage::simulated_intacct
