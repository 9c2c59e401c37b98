// SPDX-License-Identifier: Apache-2.0
// What was posted, as Sage holds it: headers by key, by our reference or by number, and lists of
// everything that carries a reference of ours. Lines are a query of their own, because a query
// never crosses from one to many (wire_read_lines.cpp).
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
constexpr int list_page_size = 1'000;
// How every reference of ours begins (outbox/keys.h).
constexpr std::string_view reference_start = "W";

Family family_of_subject(const Settings& settings, const ReadBackSubject& subject) {
    return family_of(settings, subject.sage_document.type, subject.facts);
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

// "order-entry/document::Sales Invoice" and the definition in it, or what stands for one.
std::string_view definition_in(std::string_view scope) {
    const std::size_t colons = scope.find("::");
    return colons != std::string_view::npos                          ? scope.substr(colons + 2)
           : scope == object_name(Family::receivable_invoice, "")    ? invoice_type
           : scope == object_name(Family::receivable_adjustment, "") ? adjustment_type
                                                                     : transfer_type;
}

// The date of such documents.
std::string_view date_field(Family family) {
    switch (family) {
        case Family::order_entry:
            return "txnDate";
        case Family::receivable_invoice:
            return "invoiceDate";
        case Family::receivable_adjustment:
            return "createdDate";
        default:
            return "transactionDate";
    }
}

}  // namespace

Error not_asked_for() {
    return {Status::remote,
            Problem{"intacct.query_unreadable", "",
                    "The answer shows records that were not asked for, or a page without rows.",
                    "Nothing to do: it is asked again later.", Owner::it}};
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
    // A definition may have any name.
    if (inventory || sale) {
        return inventory ? Family::inventory_control : Family::order_entry;
    }
    return sage_type == transfer_type     ? Family::warehouse_transfer
           : sage_type == invoice_type    ? Family::receivable_invoice
           : sage_type == adjustment_type ? Family::receivable_adjustment
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
    if (settings.receivable.despatch) {
        add(Family::receivable_invoice, std::string(invoice_type));
    }
    if (settings.receivable.goods_return) {
        add(Family::receivable_adjustment, std::string(adjustment_type));
    }
    for (const InventoryUse& use : inventory_uses(settings)) {
        add(Family::inventory_control, use.definition);
    }
    if (settings.transfers.post != TransferRules::Post::never) {
        scopes.push_back(object_name(Family::warehouse_transfer, transfer_type));
    }
    return scopes;
}

Request list_own(const Settings& settings, const OwnList& list) {
    const Family family = family_of(settings, definition_in(list.scope), {});
    const std::string& reference = reference_field(settings, family);
    Query query;
    query.object = list.scope;
    query.fields = {"key", std::string(number_field(family)), reference};
    query.filters = {Filter{"$between", std::string(date_field(family)), {list.from, list.to}},
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
