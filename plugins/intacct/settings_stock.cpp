// SPDX-License-Identifier: Apache-2.0
// The settings of what only moves stock: which definitions there are for it, what a reason for an
// adjustment becomes, where costs come from, what is done about transfers.
#include <algorithm>

#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

CostSource cost_source_of(std::string_view word, CostSource usual) {
    return word == "document"         ? CostSource::document
           : word == "documentOrSage" ? CostSource::document_or_sage
           : word == "sage"           ? CostSource::sage
                                      : usual;
}

std::string pointer_of_reason(std::string_view code, std::string_view member) {
    std::string pointer = "/adjustmentReasons";
    append_pointer_token(pointer, code);
    return pointer + "/" + std::string(member);
}

}  // namespace

void read_stock_settings(const JsonValue& value, Settings& settings) {
    settings.definitions.receipt = text_at(value, "/definitions/receiptAdvice");
    const json::value* reasons = at_pointer(value, "/adjustmentReasons");
    if (reasons != nullptr && reasons->is_object()) {
        for (const json::key_value_pair& reason : reasons->get_object()) {
            settings.reasons.emplace(
                std::string(reason.key()),
                AdjustmentReason{std::string(text_at(reason.value(), "/text")),
                                 std::string(text_at(reason.value(), "/inventoryIncrease")),
                                 std::string(text_at(reason.value(), "/inventoryDecrease"))});
        }
    }
    settings.receipt_cost =
        cost_source_of(text_at(value, "/unitCost/receipts"), CostSource::document);
    settings.increase_cost =
        cost_source_of(text_at(value, "/unitCost/increases"), CostSource::document_or_sage);
    TransferRules& transfers = settings.transfers;
    const std::string_view post = text_at(value, "/transfers/post");
    transfers.post = post == "immediate" ? TransferRules::Post::immediate
                     : post == "asSent"  ? TransferRules::Post::as_sent
                                         : TransferRules::Post::never;
    const json::value* days = at_pointer(value, "/transfers/transitDays");
    transfers.transit_days = days != nullptr && days->is_int64() ? days->get_int64() : 0;
    if (text_at(value, "/transfers/arrivalAction") == "transferOut") {
        transfers.arrival_action = "transferOut";
    }
}

std::vector<InventoryUse> inventory_uses(const Settings& settings) {
    std::vector<InventoryUse> uses;
    const auto add = [&](const std::string& definition, std::string pointer, MessageType type,
                         bool increases) {
        if (!definition.empty()) {
            uses.push_back({definition, std::move(pointer), type, increases});
        }
    };
    const Definitions& definitions = settings.definitions;
    const MessageType adjustment = MessageType::inventory_adjustment;
    add(definitions.increase, "/definitions/inventoryIncrease", adjustment, true);
    add(definitions.decrease, "/definitions/inventoryDecrease", adjustment, false);
    add(definitions.receipt, "/definitions/receiptAdvice", MessageType::receipt_advice, true);
    for (const auto& [code, reason] : settings.reasons) {
        add(reason.increase, pointer_of_reason(code, "inventoryIncrease"), adjustment, true);
        add(reason.decrease, pointer_of_reason(code, "inventoryDecrease"), adjustment, false);
    }
    return uses;
}

void check_stock_settings(const Settings& settings, std::vector<Problem>& problems) {
    const std::vector<InventoryUse> uses = inventory_uses(settings);
    for (auto use = uses.begin(); use != uses.end(); ++use) {
        const bool opposite = std::any_of(uses.begin(), use, [&](const InventoryUse& other) {
            return other.definition == use->definition && other.increases != use->increases;
        });
        if (opposite) {
            problems.push_back({"intacct.settings.definition_twice", use->pointer,
                                "The definition " + use->definition +
                                    " is set for two kinds of documents with opposite effect.",
                                "Name a definition of its own for each.", Owner::it});
        }
    }
    if (settings.reasons.contains("")) {
        problems.push_back({"intacct.settings.code_empty", "/adjustmentReasons",
                            "A code of the warehouse is empty.",
                            "Remove the entry with the empty name.", Owner::it});
    }
    const std::string& field = settings.fields.purchase_order;
    if (is_custom_field(field) &&
        (field == settings.fields.external_reference || field == settings.fields.despatch_id)) {
        problems.push_back(
            {"intacct.settings.field_twice", "/fields/purchaseOrder",
             "The field " + field + " is to hold the purchase order and another reference.",
             "Choose another field for one of them.", Owner::it});
    }
}

}  // namespace sage::intacct
