// SPDX-License-Identifier: Apache-2.0
// How a page becomes records of the catalogue. Pages go by "key greater than the last", because
// rows may shift between pages that are counted. Which pages are asked for: catalogue_sources.cpp.
#include <fmt/format.h>

#include "plugins/intacct/catalogue_sources.h"
#include "plugins/intacct/intacct.h"
#include "plugins/intacct/sage_settings.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/catalogue/changed_since.h"
#include "sage-adapter/mapping/match_keys.h"
#include "sage-adapter/mapping/units.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

Error unreadable(const CatalogueRead& read, const std::string& why) {
    return {Status::remote,
            Problem{"intacct.catalogue_unreadable", "",
                    "Reading " + read.kind + (read.scope.empty() ? "" : " " + read.scope) +
                        " from Sage Intacct failed: " + why,
                    "Give the Web Services user the permission to list and view these records.",
                    Owner::finance}};
}

bool is_greater_key(std::string_view left, std::string_view right) {
    const auto is_number = [](std::string_view text) {
        return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (!is_number(left)) {
        return false;
    }
    return right.empty() || left.size() > right.size() ||
           (left.size() == right.size() && left > right);
}

std::string text_in(const Row& row, std::string_view field) {
    const auto found = row.find(field);
    return found == row.end() ? std::string() : found->second;
}

// Ids may come as "1--Main warehouse".
std::string plain(std::string_view text) {
    const std::size_t at = text.find("--");
    return std::string(at == 0 ? text : text.substr(0, at));
}

// In the form in which they are looked for.
void add_match_fields(CatalogueRecord& record, const Row& row) {
    const auto add = [&](std::string_view field, std::string value) {
        if (!value.empty()) {
            record.fields.insert_or_assign(field, value);
        }
    };
    if (record.kind == kind::item) {
        add(match_field::gtin, gtin_key(text_in(row, universal_product_code)));
        add(unit_group_field, plain(text_in(row, unit_group_field)));
        add(item_class_field, text_in(row, item_class_field));
    } else if (record.kind == kind::customer) {
        VatNumber vat = vat_number(text_in(row, tax_id));
        add(match_field::vat_country, std::move(vat.country));
        add(match_field::vat_number, std::move(vat.number));
        add(customer_currency_field, text_in(row, customer_currency_field));
    } else if (record.kind == kind::order_entry_definition) {
        add(enable_subtotals_field, text_in(row, enable_subtotals_field));
    } else if (record.kind == kind::unit) {
        // Groups have units of the same name: only both together name one.
        const std::string group = plain(text_in(row, "parent.id"));
        add(unit_field::name, record.id);
        add(unit_field::group, group);
        record.id = unit_record_id(group, record.id);
    } else if (record.kind == kind::customer_address) {
        add(match_field::name_and_postal_zone,
            name_and_postal_zone_key(record.name, text_in(row, postal_zone)));
    }
}

// What a source has to say of one row; nothing when the row is of no use.
std::optional<CatalogueRecord> record_from(const Source& source, const Row& row) {
    CatalogueRecord record;
    record.kind = source.kind;
    record.id = text_in(row, source.identifier);
    record.key = text_in(row, "key");
    record.name = text_in(row, "name");
    record.active = text_in(row, "status") != "inactive";
    if (source.kind == kind::inventory_effect) {
        if (text_in(row, "inventoryTotal.id") != "ONHAND") {
            return std::nullopt;
        }
        record.id = plain(record.id);
    }
    if (source.kind == kind::conversion) {
        record.id = plain(text_in(row, "txnDefinition.id")) + " from " +
                    plain(text_in(row, "sourceDocument.id"));
    }
    if (record.id.empty()) {
        return std::nullopt;
    }
    bool any_tracking = false;
    for (const std::string& field : source.fields) {
        const std::string value = text_in(row, field);
        any_tracking = any_tracking || value == "true";
        // What a customer is matched by is kept in that form only.
        if (field != postal_zone && field != "parent.id" && field != "key" && field != "id" &&
            field != "name" && field != "status" && !value.empty()) {
            record.fields.emplace(field, value);
        }
    }
    // An item without any of these needs no second record.
    if (source.kind == kind::item_tax && record.fields.empty()) {
        return std::nullopt;
    }
    add_match_fields(record, row);
    // Few items are tracked: the others need no second record.
    if (source.kind == kind::item_tracking && !any_tracking) {
        return std::nullopt;
    }
    return record;
}

// What values a field takes: text, number, boolean, date; "other": what a text cannot say. Empty:
// the model does not tell.
std::string_view type_of(const json::value& field) {
    const std::string_view type = text_at(field, "/type");
    if (type == "string") {
        return text_at(field, "/format") == "date" ? "date" : "text";
    }
    return type.empty() || type == "number" || type == "boolean" ? type
           : type == "integer"                                   ? "number"
                                                                 : "other";
}

void add_custom_field(CatalogueRecord& record, const std::string& name, const json::value& field) {
    const json::value* read_only = at_pointer(field, "/readOnly");
    const bool fixed = read_only != nullptr && read_only->is_bool() && read_only->get_bool();
    record.fields.insert_or_assign(name, fixed ? "read-only" : "writable");
    const std::string_view type = type_of(field);
    if (!type.empty()) {
        record.fields.insert_or_assign(name + ":type", type);
    }
    constexpr std::size_t digits_max = 9;
    const std::string_view characters = text_at(field, "/maxLength");
    if (!characters.empty() && characters.size() <= digits_max &&
        characters.find_first_not_of("0123456789") == std::string_view::npos) {
        record.fields.insert_or_assign(name + ":characters", characters);
    }
    std::string values;
    const json::value* list = at_pointer(field, "/enum");
    if (list != nullptr && list->is_array()) {
        for (const json::value& one : list->get_array()) {
            add_line(values, text_at(one, ""));
        }
    }
    if (!values.empty()) {
        record.fields.insert_or_assign(name + ":values", values);
    }
}

void add_custom_fields(CatalogueRecord& record, const json::value* fields, std::string_view level) {
    if (fields == nullptr || !fields->is_object()) {
        return;
    }
    for (const json::key_value_pair& field : fields->get_object()) {
        const std::string name(field.key());
        if (is_custom_field(name)) {
            add_custom_field(record, fmt::format("{}:{}", level, name), field.value());
        }
    }
}

// Without the permission, what depends on records that are not needed is not checked; the rules say
// so as long as this record is there.
CataloguePage forbidden(std::string_view object, bool needed) {
    CataloguePage page;
    page.refused = missing_right(object, needed);
    page.needed = needed;
    if (!needed) {
        CatalogueRecord record;
        record.kind = kind::forbidden;
        record.id = object;
        record.name = name_of_right(object);
        page.records.push_back(std::move(record));
    }
    return page;
}

Result<CataloguePage> read_model(const CatalogueRead& read, const Reply& reply) {
    CataloguePage page;
    if (reply.status == 404 || reply.status == 400) {
        // The definition does not exist; check() says so from the list of definitions.
        return page;
    }
    if (reply.status == 403) {
        return forbidden(read.scope, true);
    }
    const Result<json::value> body =
        parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    if (reply.status != 200 || !body.ok()) {
        return unreadable(read, "the model service answered " + std::to_string(reply.status) + ".");
    }
    const json::value* model = at_pointer(body.value(), "/ia::result");
    const json::value* fields = at_pointer(body.value(), "/ia::result/fields");
    if (model == nullptr || fields == nullptr || !fields->is_object()) {
        return unreadable(read, "the answer is no model.");
    }
    CatalogueRecord record;
    record.kind = kind::definition;
    record.id = read.scope;
    record.name = read.scope;
    const json::value* idempotent = at_pointer(*model, "/idempotenceSupported");
    record.fields["idempotenceSupported"] =
        idempotent != nullptr && idempotent->is_bool() && idempotent->get_bool() ? "true" : "false";
    if (at_pointer(*model, "/refs/entity") != nullptr) {
        record.fields.insert_or_assign(entity_field, "known");
    }
    add_custom_fields(record, fields, "header");
    const json::value* lines = at_pointer(*model, "/lists/lines/fields");
    if (lines != nullptr && lines->is_object()) {
        record.fields["lines"] = "known";
        add_custom_fields(record, lines, "line");
    }
    page.records.push_back(std::move(record));
    return page;
}

}  // namespace

std::string_view field_of(const CatalogueRecord* record, std::string_view name) {
    if (record == nullptr) {
        return {};
    }
    return record->fields.text(name);
}

std::vector<CatalogueRead> catalogue_reads(const Settings& settings) {
    std::vector<CatalogueRead> reads;
    for (const Source& source : sources()) {
        if (is_needed(settings, source.kind)) {
            CatalogueRead read{std::string(source.kind), "", ""};
            if (tells_changes(source)) {
                read.object = source.object;
                read.form = form_of(settings, source);
            }
            reads.push_back(std::move(read));
        }
    }
    const Definitions& definitions = settings.definitions;
    const auto add_model = [&](Family family, std::string_view definition) {
        CatalogueRead read{std::string(kind::definition), object_name(family, definition), ""};
        const auto same = [&](const CatalogueRead& one) { return one.scope == read.scope; };
        if (!definition.empty() && std::none_of(reads.begin(), reads.end(), same)) {
            reads.push_back(std::move(read));
        }
    };
    add_model(Family::order_entry, definitions.sales_order);
    add_model(Family::order_entry, definitions.despatch);
    add_model(Family::order_entry, definitions.goods_return);
    add_model(Family::order_entry, definitions.order_cancellation);
    if (settings.receivable.despatch) {
        add_model(Family::receivable_invoice, invoice_type);
    }
    if (settings.receivable.goods_return) {
        add_model(Family::receivable_adjustment, adjustment_type);
    }
    for (const InventoryUse& use : inventory_uses(settings)) {
        add_model(Family::inventory_control, use.definition);
    }
    if (settings.transfers.post != TransferRules::Post::never) {
        add_model(Family::warehouse_transfer, transfer_type);
    }
    return reads;
}

Request catalogue_request(const Settings& settings, const CatalogueRead& read) {
    const Source* source = source_of(read.kind);
    if (source == nullptr) {
        return get_model(settings, read.scope);
    }
    Query query;
    query.object = source->object;
    query.fields = read.count ? std::vector<std::string>{"key"} : fields_of(settings, *source);
    query.size = read.count ? 1 : static_cast<int>(settings.catalogue_page_rows);
    if (!read.after.empty()) {
        query.filters.push_back(Filter{"$gt", "key", {read.after}});
    }
    if (!read.since.empty() && !read.count) {
        query.filters.push_back(Filter{"$gte", std::string(modified_field), {read.since}});
    }
    Request request = query_request(settings, query);
    if (source->kind == kind::entity) {
        // Entities are of the whole company, and Sage wants to be asked for them there.
        std::erase_if(request.headers,
                      [](const Header& header) { return header.name == entity_header; });
    }
    return request;
}

Result<CataloguePage> read_catalogue_page(const CatalogueRead& read, const Reply& reply) {
    const Source* source = source_of(read.kind);
    if (source == nullptr) {
        return read_model(read, reply);
    }
    const bool refused = reply.status == 400 || reply.status == 403 || reply.status == 404;
    if (refused && (read.count || !read.since.empty())) {
        CataloguePage page;
        page.only_whole = true;
        return page;
    }
    if (reply.status == 403) {
        return forbidden(source->object, !source->optional);
    }
    if (source->optional && (reply.status == 400 || reply.status == 404)) {
        return CataloguePage{};
    }
    const Result<Page> page = read_page(reply);
    if (!page.ok()) {
        return unreadable(read, page.error().first().cause);
    }
    CataloguePage result;
    if (read.count) {
        result.count = static_cast<std::int64_t>(page.value().total);
        return result;
    }
    result.since = changed_since(reply.header("Date"));
    std::string last = read.after;
    for (const Row& row : page.value().rows) {
        const std::string key = text_in(row, "key");
        // Without rising keys the next page could be this one again.
        if (!is_greater_key(key, last)) {
            return unreadable(read, "the rows are not in the order of their keys.");
        }
        last = key;
        result.keys.push_back(key);
        if (std::optional<CatalogueRecord> record = record_from(*source, row)) {
            result.records.push_back(*std::move(record));
        }
    }
    if (!page.value().last) {
        if (page.value().rows.empty()) {
            return unreadable(read, "a page without rows says that more follow.");
        }
        result.next = last;
    }
    return result;
}

}  // namespace sage::intacct
