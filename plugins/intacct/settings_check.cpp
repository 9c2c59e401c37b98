// SPDX-License-Identifier: Apache-2.0
// Settings against the catalogue: everything that would hold or refuse every document of a kind is
// said once, before the first document meets it. What is wrong inside Sage whatever the settings
// say is in sage_settings.h.
#include "plugins/intacct/intacct.h"
#include "plugins/intacct/sage_settings.h"
#include "sage-adapter/base/json.h"

namespace sage::intacct {
namespace {

struct Findings {
    const Settings& settings;
    const Catalogue& catalogue;
    std::vector<Problem> problems;

    void add(std::string_view code, std::string pointer, std::string cause, std::string fix) {
        problems.push_back({"intacct.settings." + std::string(code), std::move(pointer),
                            std::move(cause), std::move(fix), Owner::finance});
    }
};

// A JSON pointer to an entry of a map; codes may contain a slash.
std::string entry_of(std::string pointer, std::string_view name) {
    append_pointer_token(pointer, name);
    return pointer;
}

const CatalogueRecord* definition_named(Findings& findings, std::string_view listed,
                                        const std::string& name, const std::string& pointer) {
    if (name.empty()) {
        return nullptr;
    }
    const CatalogueRecord* record = findings.catalogue.find(listed, name);
    if (record == nullptr || !record->active) {
        findings.add("definition_unknown", pointer,
                     "The transaction definition " + name +
                         (record == nullptr ? " is not in Sage Intacct." : " is inactive."),
                     "Name a definition that is in Sage Intacct, or create or activate this one.");
        return nullptr;
    }
    return record;
}

void check_custom_field(Findings& findings, const std::string& object, std::string_view level,
                        const std::string& field, const std::string& pointer) {
    const CatalogueRecord* model = findings.catalogue.find(kind::definition, object);
    if (!is_custom_field(field) || model == nullptr ||
        (level == "line" && field_of(model, "lines") != "known")) {
        return;
    }
    const std::string_view access = field_of(model, std::string(level) + ":" + field);
    if (access != "writable") {
        findings.add("custom_field_unknown", pointer,
                     "The custom field " + field + " is " +
                         (access.empty() ? "missing on" : "read-only on") + " the " +
                         std::string(level) + " of " + object + ".",
                     "Create the custom field for that document type in Sage Intacct, or name "
                     "another field.");
    }
}

void check_texts(Findings& findings, const std::string& object, MessageType type) {
    for (const TextRule& rule : findings.settings.texts) {
        for (std::size_t index = 0; rule.is_for(type) && index < rule.to.size(); ++index) {
            check_custom_field(findings, object, rule.level == TextLevel::line ? "line" : "header",
                               rule.to[index],
                               rule.options.pointer + "/to/" + std::to_string(index));
        }
    }
}

void check_fields(Findings& findings, Family family, const std::string& definition,
                  MessageType type) {
    const std::string object = object_name(family, definition);
    check_texts(findings, object, type);
    const TargetFields& fields = findings.settings.fields;
    check_custom_field(findings, object, "header", fields.external_reference,
                       "/fields/externalReference");
    check_custom_field(findings, object, "header", fields.despatch_id, "/fields/despatchId");
    if (findings.settings.dates.moves(type)) {
        check_custom_field(findings, object, "header", findings.settings.dates.true_date_field,
                           "/dates/trueDateField");
    }
    if (family == Family::order_entry) {
        check_custom_field(findings, object, "line", fields.order_line_reference,
                           "/fields/orderLineReference");
    }
}

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> allowed) {
    for (const std::string_view one : allowed) {
        if (value == one) {
            return true;
        }
    }
    return value.empty();
}

bool moves_stock(const CatalogueRecord* definition, std::string_view direction) {
    const std::string_view update = field_of(definition, "inventoryUpdateType");
    return (update == "quantity" || update == "quantityAndValue") &&
           field_of(definition, "increaseOrDecreaseInventory") == direction;
}

// `wrong_way` is the stock movement that the definition must not make.
const CatalogueRecord* check_order_entry(Findings& findings, const std::string& name,
                                         const std::string& pointer,
                                         std::initializer_list<std::string_view> categories,
                                         std::string_view wrong_way, MessageType type) {
    const CatalogueRecord* definition =
        definition_named(findings, kind::order_entry_definition, name, pointer);
    if (definition == nullptr) {
        return nullptr;
    }
    const std::string_view category = field_of(definition, "workflowCategory");
    if (!is_one_of(category, categories)) {
        findings.add("definition_category", pointer,
                     "The definition " + name + " is of the category " + std::string(category) +
                         ", which does not fit these documents.",
                     "Name a definition of a fitting category.");
    }
    if (moves_stock(definition, wrong_way)) {
        findings.add("definition_direction", pointer,
                     "The definition " + name + " makes stock " + std::string(wrong_way) +
                         ", which is the wrong way for these documents.",
                     "Name a definition that moves stock the other way or not at all.");
    }
    check_fields(findings, Family::order_entry, name, type);
    return definition;
}

void check_inventory(Findings& findings, const InventoryUse& use) {
    const std::string& name = use.definition;
    const std::string& pointer = use.pointer;
    const std::string_view operation = use.increases ? "add" : "subtract";
    const CatalogueRecord* definition =
        definition_named(findings, kind::inventory_definition, name, pointer);
    if (definition == nullptr) {
        return;
    }
    const CatalogueRecord* effect = findings.catalogue.find(kind::inventory_effect, name);
    const std::string_view does = field_of(effect, "operation");
    const bool effects_known = findings.catalogue.count(kind::inventory_effect) > 0;
    if (effects_known && does != operation) {
        findings.add(
            "definition_direction", pointer,
            "The definition " + name +
                (does.empty() ? " does not change stock on hand."
                              : " moves stock on hand the wrong way."),
            "Name a definition that does \"" + std::string(operation) + "\" on the total ONHAND.");
    }
    check_fields(findings, Family::inventory_control, name, use.type);
    if (use.type == MessageType::receipt_advice) {
        check_custom_field(findings, object_name(Family::inventory_control, name), "header",
                           findings.settings.fields.purchase_order, "/fields/purchaseOrder");
    }
}

void check_transfers(Findings& findings) {
    const std::string object = object_name(Family::warehouse_transfer, transfer_type);
    if (findings.settings.transfers.post != TransferRules::Post::never &&
        findings.catalogue.find(kind::definition, object) == nullptr) {
        findings.add("transfers_unavailable", "/transfers/post",
                     "This Sage Intacct does not know warehouse transfers.",
                     "Configure Inventory Control for warehouse transfers, or set transfers to "
                     "never.");
    }
}

// Documents that are made from orders, against what the orders' definition then does with them.
void check_orders(Findings& findings, const CatalogueRecord& order) {
    const Settings& settings = findings.settings;
    const std::string& cancellation = settings.definitions.order_cancellation;
    if (!cancellation.empty() &&
        findings.catalogue.find(kind::conversion, cancellation + " from " + order.id) == nullptr) {
        findings.add("cancellation_source", "/definitions/orderCancellation",
                     "The definition " + cancellation + " is not made from " + order.id + ".",
                     "Let it be made from that definition in Sage Intacct.");
    }
}

void check_cancellation(Findings& findings) {
    const CatalogueRecord* definition =
        check_order_entry(findings, findings.settings.definitions.order_cancellation,
                          "/definitions/orderCancellation", {"order", "quote"}, "decrease",
                          MessageType::order_cancellation);
    const std::string_view posting = field_of(definition, "txnPostingMethod");
    if (moves_stock(definition, "increase") || !(posting.empty() || posting == "noPosting")) {
        findings.add("cancellation_posts", "/definitions/orderCancellation",
                     "The definition " + definition->id +
                         " posts to the ledger or moves stock, and nothing was delivered.",
                     "Name a definition without posting and without inventory update.");
    }
}

void check_definitions(Findings& findings) {
    const Definitions& definitions = findings.settings.definitions;
    const CatalogueRecord* order =
        check_order_entry(findings, definitions.sales_order, "/definitions/salesOrder",
                          {"order", "quote"}, "increase", MessageType::sales_order);
    const CatalogueRecord* despatch = check_order_entry(
        findings, definitions.despatch, "/definitions/despatchAdvice",
        {"invoice", "shipping", "order"}, "increase", MessageType::despatch_advice);
    check_order_entry(findings, definitions.goods_return, "/definitions/returnAdvice",
                      {"return", "invoice"}, "decrease", MessageType::return_advice);
    check_cancellation(findings);
    if (order != nullptr) {
        check_orders(findings, *order);
    }
    for (const InventoryUse& use : inventory_uses(findings.settings)) {
        check_inventory(findings, use);
    }
    check_transfers(findings);
    if (moves_stock(order, "decrease") && moves_stock(despatch, "decrease")) {
        findings.add("stock_twice", "/definitions/salesOrder",
                     "Both the order and the despatch take the goods from stock.",
                     "Let only one of the two definitions update the quantity.");
    }
    if (despatch == nullptr) {
        return;
    }
    check_custom_field(findings, object_name(Family::order_entry, definitions.despatch), "header",
                       findings.settings.fields.tracking, "/fields/tracking");
}

void check_item(Findings& findings, const std::string& code, const std::string& item) {
    const CatalogueRecord* record = findings.catalogue.find(kind::item, item);
    const std::string pointer = entry_of("/chargeItems", code);
    if (record == nullptr || !record->active) {
        findings.add("charge_item_unknown", pointer,
                     "Item " + item + " for the charge " + code +
                         (record == nullptr ? " is not in Sage Intacct." : " is inactive."),
                     "Create the item as a non-stock item, or name another one.");
    } else if (field_of(record, "itemType") == "inventory") {
        findings.add("charge_item_stock", pointer,
                     "Item " + item + " for the charge " + code + " is kept in stock.",
                     "Name a non-stock item: a charge must not move stock.");
    }
}

}  // namespace

std::vector<Problem> unfit_settings(const Settings& settings, const Catalogue& catalogue) {
    // What was never read lacks nothing.
    if (catalogue.empty()) {
        return {};
    }
    Findings findings{settings, catalogue, {}};
    check_definitions(findings);
    if (std::optional<Hold> unknown = unknown_entity(settings, catalogue)) {
        findings.problems.push_back(std::move(unknown->problem));
    }
    if (!settings.guest_customer.empty()) {
        const CatalogueRecord* guest = catalogue.find(kind::customer, settings.guest_customer);
        if (guest == nullptr || !guest->active) {
            findings.add("guest_customer_unknown", "/guestCustomer",
                         "The guest customer " + settings.guest_customer +
                             (guest == nullptr ? " is not in Sage Intacct." : " is inactive."),
                         "Name an active customer of Sage Intacct.");
        }
    }
    for (const auto& [code, item] : settings.charge_items) {
        check_item(findings, code, item);
    }
    for (const auto& [site, target] : settings.warehouses) {
        const CatalogueRecord* warehouse = catalogue.find(kind::warehouse, target.warehouse);
        if (warehouse == nullptr || !warehouse->active) {
            findings.add("warehouse_unknown", entry_of("/warehouses", site) + "/warehouse",
                         "The warehouse " + target.warehouse + " of site " + site +
                             (warehouse == nullptr ? " is not in Sage Intacct." : " is inactive."),
                         "Name an active warehouse of Sage Intacct.");
        }
    }
    check_tax(settings, catalogue, findings.problems);
    check_matching(settings, catalogue, findings.problems);
    check_receivable(settings, catalogue, findings.problems);
    check_currencies(settings, catalogue, findings.problems);
    check_subtotals(settings, catalogue, findings.problems);
    for (Problem& problem : unfit_dimensions(settings, catalogue)) {
        findings.problems.push_back(std::move(problem));
    }
    for (Problem& problem : harmful_settings(settings, catalogue)) {
        findings.problems.push_back(std::move(problem));
    }
    return std::move(findings.problems);
}

}  // namespace sage::intacct
