// SPDX-License-Identifier: Apache-2.0
// The settings of despatches and returns that become documents of accounts receivable.
#include <algorithm>

#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

bool is_false(const JsonValue& value, std::string_view pointer) {
    const json::value* found = at_pointer(value, pointer);
    return found != nullptr && found->is_bool() && !found->get_bool();
}

bool lists(const JsonValue& value, std::string_view pointer, std::string_view wanted) {
    const json::value* list = at_pointer(value, pointer);
    return list != nullptr && list->is_array() &&
           std::any_of(list->get_array().begin(), list->get_array().end(),
                       [&](const json::value& one) { return text_at(one, "") == wanted; });
}

Problem wrong(std::string code, std::string pointer, std::string cause, std::string fix) {
    return {"intacct.settings." + std::move(code), std::move(pointer), std::move(cause),
            std::move(fix), Owner::it};
}

bool names_account(const DimensionRule& rule) {
    return std::any_of(rule.values.begin(), rule.values.end(),
                       [](const DimensionValue& value) { return value.name != offset_account; });
}

// Two ways for one kind of document would post it in one of them, and nobody would know in which.
void check_definition(bool chosen, const std::string& definition, const char* kind_of,
                      std::vector<Problem>& problems) {
    if (chosen && !definition.empty()) {
        problems.push_back(wrong("receivable_and_definition", "/receivable/documents",
                                 std::string(kind_of) +
                                     " documents are to become documents of accounts receivable, "
                                     "and /definitions names " +
                                     definition + " for them.",
                                 "Take the kind out of /receivable/documents, or its definition "
                                 "out of /definitions."));
    }
}

void check_accounts(const ReceivableRules& rules, std::vector<Problem>& problems) {
    if (std::none_of(rules.accounts.begin(), rules.accounts.end(), names_account)) {
        problems.push_back(wrong("receivable_accounts_missing", "/receivable/accounts",
                                 "No rule says to which account lines are posted.",
                                 "Add a rule that sets glAccount or accountLabel."));
    }
    for (const DimensionRule& rule : rules.accounts) {
        const auto sets = [&](std::string_view name) {
            return std::any_of(rule.values.begin(), rule.values.end(),
                               [&](const DimensionValue& value) { return value.name == name; });
        };
        if (sets(gl_account) && sets(account_label)) {
            problems.push_back(wrong("receivable_account_twice", rule.pointer + "/set",
                                     "The rule names an account and an account label.",
                                     "Leave one of them out: a line is posted to one."));
        }
    }
}

// A reference alone in its field: a reader could not tell what is what in it.
void check_reference(const Settings& settings, const std::string& reference, const char* pointer,
                     std::string_view usual_number, std::vector<Problem>& problems) {
    const TargetFields& fields = settings.fields;
    // What is called the reference number there.
    const bool same_number = fields.despatch_id == "referenceNumber" && reference == usual_number;
    if (same_number || (is_custom_field(reference) &&
                        (reference == fields.despatch_id || reference == fields.tracking))) {
        problems.push_back(wrong("field_twice", pointer,
                                 "The field " + reference +
                                     " is to hold both our own reference and another one by the "
                                     "setting /fields.",
                                 "Choose another field for one of them; a custom field of its own "
                                 "is best for our own reference."));
    }
}

}  // namespace

void read_receivable_settings(const JsonValue& value, Settings& settings) {
    ReceivableRules& rules = settings.receivable;
    rules.despatch = lists(value, "/receivable/documents", text_of(MessageType::despatch_advice));
    rules.goods_return = lists(value, "/receivable/documents", text_of(MessageType::return_advice));
    rules.accounts = read_dimension_rules(value, "/receivable/accounts");
    rules.item_dimension = !is_false(value, "/receivable/itemDimension");
    rules.warehouse_dimension = !is_false(value, "/receivable/warehouseDimension");
    rules.draft = text_at(value, "/receivable/state") == "draft";
    rules.numbered_by_warehouse = text_at(value, "/receivable/numberedBy") == "warehouse";
    const json::value* days = at_pointer(value, "/receivable/dueDays");
    if (days != nullptr && days->is_int64()) {
        rules.due_days = days->get_int64();
    }
    const std::string& own = settings.fields.external_reference;
    rules.invoice_reference = text_or(value, "/receivable/invoiceReference", own);
    rules.adjustment_reference =
        text_or(value, "/receivable/adjustmentReference",
                is_custom_field(own) ? std::string_view(own) : std::string_view("documentNumber"));
    rules.adjustment_summary = text_at(value, "/receivable/adjustmentSummary");
}

void check_receivable_settings(const Settings& settings, std::vector<Problem>& problems) {
    const ReceivableRules& rules = settings.receivable;
    if (!rules.any()) {
        return;
    }
    check_definition(rules.despatch, settings.definitions.despatch, "despatchAdvice", problems);
    check_definition(rules.goods_return, settings.definitions.goods_return, "returnAdvice",
                     problems);
    check_accounts(rules, problems);
    if (rules.despatch) {
        check_reference(settings, rules.invoice_reference, "/receivable/invoiceReference",
                        "referenceNumber", problems);
    }
    if (rules.goods_return) {
        check_reference(settings, rules.adjustment_reference, "/receivable/adjustmentReference",
                        "documentNumber", problems);
    }
    if (rules.numbered_by_warehouse && rules.goods_return &&
        rules.adjustment_reference == "adjustmentNumber") {
        problems.push_back(wrong("field_twice", "/receivable/numberedBy",
                                 "adjustmentNumber is to hold the warehouse's number and our own "
                                 "reference.",
                                 "Choose another field in /receivable/adjustmentReference."));
    }
    if (rules.despatch && !settings.payment_term.empty() && !rules.due_days) {
        problems.push_back(wrong("receivable_due_days", "/receivable/dueDays",
                                 "Sage Intacct wants the day on which an invoice is due besides "
                                 "its term, and the settings do not say it.",
                                 "Set /receivable/dueDays to the days of the term."));
    }
    if (settings.conversion == Conversion::required &&
        ((rules.despatch && !settings.definitions.sales_order.empty()) ||
         (rules.goods_return && !settings.definitions.despatch.empty()))) {
        problems.push_back(wrong("receivable_source", "/sourceDocument",
                                 "Documents of accounts receivable are made from no document of "
                                 "Order Entry, and the setting requires it.",
                                 "Set /sourceDocument to whenPossible or never, or take the kind "
                                 "of document out of /receivable/documents."));
    }
    if (rules.despatch && settings.gateway.despatch) {
        problems.push_back(wrong("gateway_receivable", "/gateway/despatchAdvice",
                                 "Despatches become invoices of accounts receivable, which go by "
                                 "REST only.",
                                 "Set /gateway/despatchAdvice to rest."));
    }
    if (rules.goods_return && settings.gateway.goods_return &&
        is_custom_field(rules.adjustment_reference)) {
        problems.push_back(wrong("gateway_receivable", "/receivable/adjustmentReference",
                                 "The XML gateway takes no custom field in the header of an "
                                 "adjustment, and our own reference is to go to " +
                                     rules.adjustment_reference + ".",
                                 "Set /receivable/adjustmentReference to documentNumber or "
                                 "adjustmentNumber, or /gateway/returnAdvice to rest."));
    }
}

}  // namespace sage::intacct
