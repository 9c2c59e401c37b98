// SPDX-License-Identifier: Apache-2.0
// What was posted, as Sage holds it: headers by key, by our reference or by number, their lines,
// and lists of everything that carries a reference of ours. Lines are a query of their own, because
// a query never crosses from one to many.
#include <algorithm>

#include "plugins/intacct/gateway.h"
#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

constexpr int header_page_size = 100;
// Duplicates may make more rows than were asked about.
constexpr int reference_page_size = 1'000;
// What others posted may carry anything, the same on every document.
constexpr int sought_page_size = 200;
// A line with a memo of the greatest length has some four kilobytes.
constexpr int line_page_size = 1'000;
constexpr int list_page_size = 1'000;
// How every reference of ours begins (outbox/keys.h).
constexpr std::string_view reference_start = "W";

constexpr std::string_view count_fact = "lines";
constexpr std::string_view item_field = "dimensions.item.id";
constexpr std::string_view dimension_start = "dimensions.";

// The object that holds the lines of these, and their field that names the header.
struct LineObject {
    std::string_view of_header;
    std::string_view name;
    std::string_view header_key;
};

LineObject line_object(Family family) {
    return family == Family::warehouse_transfer
               ? LineObject{"/warehouse-transfer", "/warehouse-transfer-line",
                            "warehouseTransfer.key"}
               : LineObject{"/document::", "/document-line::", "documentHeader.key"};
}

Family family_of_subject(const Settings& settings, const ReadBackSubject& subject) {
    return family_of(settings, subject.sage_document.type, subject.facts);
}

// Of subjects with facts of lines, whose headers promise which family they are.
std::string_view header_key_of(const std::vector<ReadBackSubject>& subjects) {
    const bool transfer = std::any_of(
        subjects.begin(), subjects.end(),
        [](const ReadBackSubject& one) { return one.facts.contains(line_fact(1, "item.id")); });
    return line_object(transfer ? Family::warehouse_transfer : Family::order_entry).header_key;
}

std::string field_of_search(const Settings& settings, const ReadBackSubject& first, FindBy by) {
    switch (by) {
        case FindBy::key:
            return "key";
        case FindBy::reference:
            return reference_field(settings, family_of_subject(settings, first));
        case FindBy::number:
            return std::string(number_field(family_of_subject(settings, first)));
        case FindBy::field:
            return first.sought.field;
    }
    return "key";
}

const std::string& value_of_search(const ReadBackSubject& subject, FindBy by) {
    switch (by) {
        case FindBy::key:
            return subject.sage_document.key;
        case FindBy::reference:
            return subject.external_reference;
        case FindBy::field:
            return subject.sought.value;
        case FindBy::number:
            break;
    }
    return subject.sage_document.number;
}

int page_size_of_search(FindBy by) {
    switch (by) {
        case FindBy::key:
            return header_page_size;
        case FindBy::field:
            return sought_page_size;
        default:
            return reference_page_size;
    }
}

// The field behind "line 12 ".
std::string_view field_of_fact(std::string_view fact) {
    const std::size_t first = fact.find(' ');
    const std::size_t second = first == std::string_view::npos ? first : fact.find(' ', first + 1);
    return second == std::string_view::npos ? std::string_view() : fact.substr(second + 1);
}

Error not_asked_for() {
    return {Status::remote,
            Problem{"intacct.query_unreadable", "",
                    "The answer shows records that were not asked for, or a page without rows.",
                    "Nothing to do: it is asked again later.", Owner::it}};
}

std::size_t lines_of(const Found& found) {
    const auto count = found.facts.find(count_fact);
    return count == found.facts.end() ? 0 : static_cast<std::size_t>(std::stoul(count->second));
}

std::vector<std::string> line_fields(const std::vector<ReadBackSubject>& subjects) {
    std::vector<std::string> fields = {std::string(header_key_of(subjects)), "key"};
    for (const ReadBackSubject& subject : subjects) {
        for (const auto& [fact, value] : subject.facts) {
            const std::string_view field =
                fact.starts_with(line_fact_prefix) ? field_of_fact(fact) : std::string_view();
            if (!field.empty() && std::find(fields.begin(), fields.end(), field) == fields.end()) {
                fields.emplace_back(field);
            }
        }
    }
    return fields;
}

// Amounts as they are: what the settings tolerate of our own documents is a difference in others.
void show_amounts(Found& found) {
    const auto show = [&](std::string_view field, const std::optional<Decimal>& amount) {
        const auto fact = found.facts.find(field);
        if (fact != found.facts.end() && amount) {
            fact->second = comparable(field, amount->text());
        }
    };
    show("subtotal", found.sage_document.posted.net);
    show("total", found.sage_document.posted.gross);
}

// Of what the settings count the line to; a user-defined dimension is not asked for, because no
// source tells how a query names one, and one unknown field fails the whole query.
void add_dimension_facts(Facts& facts, std::size_t number, const json::value& line) {
    const json::value* dimensions = at_pointer(line, "/dimensions");
    if (dimensions == nullptr || !dimensions->is_object()) {
        return;
    }
    for (const json::key_value_pair& dimension : dimensions->get_object()) {
        const std::string field =
            std::string(dimension_start) + std::string(dimension.key()) + ".id";
        if (takes_dimension(dimension.key()) && !is_custom_field(dimension.key())) {
            facts.emplace(line_fact(number, field),
                          line_value(field, text_at(dimension.value(), "/id")));
        }
    }
}

// A line of a transfer has what is a dimension elsewhere as a field of its own.
void add_transfer_facts(Facts& facts, std::size_t number, const json::value& line) {
    const auto add = [&](std::string_view field, std::string_view pointer) {
        facts.emplace(line_fact(number, field), line_value(field, text_at(line, pointer)));
    };
    add("item.id", "/item/id");
    add("transferDirection", "/transferDirection");
    add("warehouse.id", "/warehouse/id");
    add("quantity", "/quantity");
}

// "order-entry/document::Sales Invoice" and the definition in it.
std::string_view definition_in(std::string_view scope) {
    const std::size_t colons = scope.find("::");
    return colons == std::string_view::npos ? transfer_type : scope.substr(colons + 2);
}

}  // namespace

// "2.500" and "2.5" are the same quantity; texts compare as they are.
std::string line_value(std::string_view field, std::string_view text) {
    // Sage may show "10--Sales department" where "10" was sent.
    if (field.starts_with(dimension_start) && field != item_field) {
        return std::string(text.substr(0, text.find("--")));
    }
    if (field != "unitQuantity" && field != "unitPrice" && field != "unitCost" &&
        field != "discountPercent" && field != "quantity") {
        return comparable(field, text);
    }
    if (field == "discountPercent" && text.empty()) {
        return "0";
    }
    return shortest_number(text);
}

std::string line_fact(std::size_t line, std::string_view field) {
    return std::string(line_fact_prefix) + " " + std::to_string(line) + " " + std::string(field);
}

Family family_of(const Settings& settings, std::string_view sage_type, const Facts& facts) {
    // Only transfers promise one of these, and only they and inventory documents the third.
    if (facts.contains("transferType") || facts.contains("transferState")) {
        return Family::warehouse_transfer;
    }
    const std::vector<InventoryUse> uses = inventory_uses(settings);
    const bool inventory = facts.contains("transactionDate") ||
                           std::any_of(uses.begin(), uses.end(), [&](const InventoryUse& use) {
                               return use.definition == sage_type;
                           });
    const Definitions& all = settings.definitions;
    const bool sale = sage_type == all.sales_order || sage_type == all.despatch ||
                      sage_type == all.goods_return || sage_type == all.order_cancellation;
    return inventory                             ? Family::inventory_control
           : !sale && sage_type == transfer_type ? Family::warehouse_transfer
                                                 : Family::order_entry;
}

Request read_back(const Settings& settings, const std::vector<ReadBackSubject>& subjects,
                  FindBy by) {
    const ReadBackSubject& first = subjects.front();
    const Family family = family_of(settings, first.sage_document.type, first.facts);
    Query query;
    query.object = object_name(family, first.sage_document.type);
    std::vector<const Facts*> promised;
    const std::string search = field_of_search(settings, first, by);
    Filter filter{"$in", search, {}};
    for (const ReadBackSubject& subject : subjects) {
        promised.push_back(&subject.facts);
        filter.values.push_back(value_of_search(subject, by));
    }
    query.fields = fields_for(family, promised);
    for (const std::string& field : {search, reference_field(settings, family)}) {
        if (by != FindBy::key &&
            std::find(query.fields.begin(), query.fields.end(), field) == query.fields.end()) {
            query.fields.push_back(field);
        }
    }
    query.filters = {std::move(filter)};
    query.size = page_size_of_search(by);
    return query_request(settings, query);
}

LookUp read_read_back(const Settings& settings, const std::vector<ReadBackSubject>& subjects,
                      FindBy by, const Reply& reply) {
    const Result<Page> page = read_page(reply);
    if (!page.ok()) {
        return not_usable(page.error().first().cause);
    }
    if (!page.value().last && by != FindBy::field) {
        return not_usable("The answer is not whole.");
    }
    const std::string search = field_of_search(settings, subjects.front(), by);
    LookUp result;
    for (const Row& row : page.value().rows) {
        const std::string_view value = value_in(row, search);
        // Two messages may be about one document: a despatch and its late tracking.
        Facts promised;
        bool asked = false;
        for (const ReadBackSubject& subject : subjects) {
            if (value_of_search(subject, by) == value) {
                asked = true;
                promised.insert(subject.facts.begin(), subject.facts.end());
            }
        }
        if (!asked || value_in(row, "key").empty()) {
            return not_usable("The answer shows documents that were not asked for.");
        }
        result.found.push_back(
            found_in(settings, row, subjects.front().sage_document.type, promised));
        if (by == FindBy::field) {
            result.found.back().sought = value;
            show_amounts(result.found.back());
        }
    }
    result.more = !page.value().last;
    result.usable = true;
    return result;
}

Facts line_facts(const Send& sent) {
    Facts facts;
    if (!sent.existing_key.empty()) {
        // A change names lines by their keys: what it promises of them is in its own facts.
        return facts;
    }
    const Result<json::value> body = mapped_body(sent.request.body);
    const json::value* lines = body.ok() ? at_pointer(body.value(), "/lines") : nullptr;
    if (lines == nullptr || !lines->is_array()) {
        return facts;
    }
    const bool transfer = family_of(sent.request) == Family::warehouse_transfer;
    std::size_t number = 0;
    for (const json::value& line : lines->get_array()) {
        ++number;
        if (transfer) {
            add_transfer_facts(facts, number, line);
            continue;
        }
        facts.emplace(line_fact(number, item_field),
                      std::string(text_at(line, "/dimensions/item/id")));
        if (!line.is_object()) {
            continue;
        }
        add_dimension_facts(facts, number, line);
        for (const json::key_value_pair& member : line.get_object()) {
            const std::string field(member.key());
            const bool compared = field == "unitQuantity" || field == "unitPrice" ||
                                  field == "unitCost" || field == "memo" || is_custom_field(field);
            if (compared && member.value().is_string()) {
                facts.emplace(line_fact(number, field),
                              line_value(field, text_at(member.value(), "")));
            }
        }
    }
    facts.emplace(count_fact, std::to_string(number));
    return facts;
}

Request read_lines(const Settings& settings, const std::vector<ReadBackSubject>& subjects,
                   const std::vector<Found>& found) {
    const ReadBackSubject& first = subjects.front();
    Query query;
    const Family family = family_of_subject(settings, first);
    const LineObject lines = line_object(family);
    query.object = object_name(family, first.sage_document.type);
    query.object.replace(query.object.find(lines.of_header), lines.of_header.size(), lines.name);
    query.fields = line_fields(subjects);
    Filter filter{"$in", std::string(lines.header_key), {}};
    for (const Found& one : found) {
        filter.values.push_back(one.sage_document.key);
        query.start += lines_of(one);
    }
    query.filters = {std::move(filter)};
    query.size = line_page_size;
    return query_request(settings, query);
}

Result<bool> add_lines(const std::vector<ReadBackSubject>& subjects, const Reply& reply,
                       std::vector<Found>& found) {
    Result<Page> page = read_page(reply);
    if (!page.ok()) {
        const bool refused = reply.status == 400 || reply.status == 403 || reply.status == 404;
        Error error = page.error();
        error.status = refused ? Status::config : Status::remote;
        return error;
    }
    const std::vector<std::string> fields = line_fields(subjects);
    const std::string& header_key = fields.front();
    for (const Row& row : page.value().rows) {
        const auto owner = std::find_if(found.begin(), found.end(), [&](const Found& one) {
            return one.sage_document.key == value_in(row, header_key);
        });
        if (owner == found.end()) {
            return not_asked_for();
        }
        const std::size_t number = lines_of(*owner) + 1;
        for (std::size_t index = 2; index < fields.size(); ++index) {
            const std::string& field = fields[index];
            owner->facts.insert_or_assign(line_fact(number, field),
                                          line_value(field, value_in(row, field)));
        }
        owner->facts.insert_or_assign(std::string(count_fact), std::to_string(number));
    }
    if (page.value().rows.empty() && !page.value().last) {
        return not_asked_for();
    }
    return !page.value().last;
}

std::vector<std::string> own_scopes(const Settings& settings) {
    std::vector<std::string> scopes;
    const Definitions& definitions = settings.definitions;
    const auto add = [&](Family family, const std::string& definition) {
        const std::string scope = object_name(family, definition);
        if (!definition.empty() && std::find(scopes.begin(), scopes.end(), scope) == scopes.end()) {
            scopes.push_back(scope);
        }
    };
    add(Family::order_entry, definitions.sales_order);
    add(Family::order_entry, definitions.despatch);
    add(Family::order_entry, definitions.goods_return);
    add(Family::order_entry, definitions.order_cancellation);
    for (const InventoryUse& use : inventory_uses(settings)) {
        add(Family::inventory_control, use.definition);
    }
    if (settings.transfers.post != TransferRules::Post::never) {
        scopes.push_back(object_name(Family::warehouse_transfer, transfer_type));
    }
    return scopes;
}

Request list_own(const Settings& settings, const OwnList& list) {
    const bool inventory = list.scope.starts_with("inventory-control/");
    const Family family = family_of(settings, definition_in(list.scope), {});
    const std::string& reference = reference_field(settings, family);
    Query query;
    query.object = list.scope;
    query.fields = {"key", std::string(number_field(family)), reference};
    query.filters = {
        Filter{"$between", inventory ? "transactionDate" : "txnDate", {list.from, list.to}},
        Filter{"$startsWith", reference, {std::string(reference_start)}}};
    if (!list.after.empty()) {
        query.filters.push_back(Filter{"$gt", "key", {list.after}});
    }
    query.size = list_page_size;
    return query_request(settings, query);
}

Result<OwnPage> read_own_page(const Settings& settings, const OwnList& list, const Reply& reply) {
    const Result<Page> page = read_page(reply);
    if (!page.ok()) {
        return page.error();
    }
    OwnPage own;
    const std::string type(definition_in(list.scope));
    const std::string& reference = reference_field(settings, family_of(settings, type, {}));
    for (const Row& row : page.value().rows) {
        if (value_in(row, "key").empty() ||
            !value_in(row, reference).starts_with(reference_start)) {
            return not_asked_for();
        }
        own.found.push_back(found_in(settings, row, type, {}));
    }
    if (!page.value().last) {
        if (own.found.empty()) {
            return not_asked_for();
        }
        own.next = own.found.back().sage_document.key;
    }
    return own;
}

}  // namespace sage::intacct
