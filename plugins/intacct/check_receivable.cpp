// SPDX-License-Identifier: Apache-2.0
// Settings of accounts receivable that cannot work, or not as a person may expect, against what
// Sage has. Account labels are not looked up: the facts about Sage do not say where they are
// listed.
#include <algorithm>
#include <set>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

Problem problem(std::string_view code, std::string pointer, std::string cause, std::string fix) {
    return {"intacct.settings." + std::string(code), std::move(pointer), std::move(cause),
            std::move(fix), Owner::finance};
}

class Receivable {
  public:
    Receivable(const Settings& settings, const Catalogue& catalogue, std::vector<Problem>& problems)
        : settings_(settings), catalogue_(catalogue), problems_(problems) {}

    void check() {
        const ReceivableRules& rules = settings_.receivable;
        if (rules.despatch) {
            check_object(Family::receivable_invoice, rules.invoice_reference,
                         "/receivable/invoiceReference");
        }
        if (rules.goods_return) {
            check_object(Family::receivable_adjustment, rules.adjustment_reference,
                         "/receivable/adjustmentReference");
        }
        for (const DimensionRule& rule : rules.accounts) {
            for (const DimensionValue& value : rule.values) {
                if (value.name != account_label) {
                    check_account(rule, value);
                }
            }
        }
        check_tax();
        check_stock();
    }

  private:
    void check_object(Family family, const std::string& reference, const char* pointer) {
        const CatalogueRecord* model = model_of(catalogue_, family, "");
        if (model == nullptr) {
            problems_.push_back(
                problem("receivable_unavailable", "/receivable/documents",
                        "This Sage Intacct does not know " + object_name(family, "") + ".",
                        "Subscribe to Accounts Receivable, or take the kind out of "
                        "/receivable/documents."));
            return;
        }
        check_field(model, "header", reference, pointer);
        check_field(model, "header", settings_.fields.despatch_id, "/fields/despatchId");
        check_field(model, "header", settings_.fields.tracking, "/fields/tracking");
        check_field(model, "line", settings_.fields.order_line_reference,
                    "/fields/orderLineReference");
    }

    void check_field(const CatalogueRecord* model, std::string_view level, const std::string& field,
                     const char* pointer) {
        if (const std::optional<Hold> trouble = custom_field_trouble(model, level, field)) {
            problems_.push_back(problem("custom_field_unknown", pointer, trouble->problem.cause,
                                        trouble->problem.fix));
        }
    }

    void check_account(const DimensionRule& rule, const DimensionValue& value) {
        const std::string why = account_trouble(catalogue_, value.id);
        if (!why.empty()) {
            problems_.push_back(problem("receivable_account", value.pointer,
                                        "The account " + value.id + " " + why + ".",
                                        "Name an active account to which documents may be posted, "
                                        "or put this one right in Sage Intacct."));
            return;
        }
        const CatalogueRecord* required = catalogue_.find(kind::account_dimensions, value.id);
        for (const std::string_view dimension : dimensions_of_rules) {
            // The customer of a document is that of its lines.
            const bool wanted =
                dimension != "customer" &&
                field_of(required, "requireDimensions." + std::string(dimension)) == "true" &&
                !some_rule_sets(rule, dimension);
            if (wanted && told_.insert(value.id + " " + std::string(dimension)).second) {
                problems_.push_back(
                    problem("receivable_account_dimension", value.pointer,
                            "The account " + value.id + " requires the dimension " +
                                std::string(dimension) + ", and no rule gives it to lines.",
                            "Add a rule to the setting /dimensions that gives it, or take the "
                            "requirement off the account."));
            }
        }
    }

    // For at least one kind of document that the account is for.
    bool some_rule_sets(const DimensionRule& account, std::string_view dimension) const {
        const auto is_for = [](const DimensionRule& rule, MessageType type) {
            return rule.documents.empty() || std::find(rule.documents.begin(), rule.documents.end(),
                                                       type) != rule.documents.end();
        };
        const auto sets = [&](const DimensionRule& rule) {
            return std::any_of(
                rule.values.begin(), rule.values.end(),
                [&](const DimensionValue& value) { return value.name == dimension; });
        };
        for (const MessageType type : {MessageType::despatch_advice, MessageType::return_advice}) {
            const bool chosen = type == MessageType::despatch_advice
                                    ? settings_.receivable.despatch
                                    : settings_.receivable.goods_return;
            const bool given = std::any_of(
                settings_.dimensions.begin(), settings_.dimensions.end(),
                [&](const DimensionRule& rule) { return is_for(rule, type) && sets(rule); });
            if (chosen && is_for(account, type) && !given) {
                return false;
            }
        }
        return true;
    }

    void check_tax() {
        std::set<std::string> schedules;
        for (const auto& [code, schedule] : settings_.tax_details) {
            schedules.insert(schedule);
        }
        for (const TaxRule& rule : settings_.tax.rules) {
            schedules.insert(rule.schedule);
        }
        for (const std::string& schedule : schedules) {
            if (!schedule.empty() && has_schedule(catalogue_, schedule) &&
                tax_detail_of(catalogue_, schedule).empty()) {
                problems_.push_back(problem(
                    "receivable_tax_detail", "/receivable/documents",
                    "Sage Intacct shows no tax detail of the tax schedule " + schedule +
                        ", and documents of accounts receivable name the detail.",
                    "Give the schedule a detail in Sage Intacct, or let the Web Services user list "
                    "tax details and schedules."));
            }
        }
    }

    // What comes in raises stock in Sage, and what leaves would never lower it.
    void check_stock() {
        const bool returns_move =
            settings_.receivable.despatch && !settings_.definitions.goods_return.empty();
        const bool despatches_move =
            settings_.receivable.goods_return && !settings_.definitions.despatch.empty();
        if (returns_move || despatches_move) {
            problems_.push_back(problem(
                "receivable_stock", "/receivable/documents",
                "Despatches and returns go to two applications, of which only Order Entry moves "
                "stock: what leaves and what comes back do not balance in Sage Intacct.",
                "Name both kinds in /receivable/documents, or none."));
        }
        const bool moves = !inventory_uses(settings_).empty() ||
                           settings_.transfers.post != TransferRules::Post::never;
        if (settings_.receivable.despatch && moves) {
            problems_.push_back(problem(
                "receivable_stock", "/receivable/documents",
                "Despatches become invoices that move no stock, and other documents of the "
                "settings do: stock on hand in Sage Intacct will not be that of the warehouse.",
                "Send despatches by a definition of Order Entry, or take the definitions of stock "
                "and /transfers out of the settings."));
        }
    }

    const Settings& settings_;
    const Catalogue& catalogue_;
    std::vector<Problem>& problems_;
    std::set<std::string> told_;
};

}  // namespace

void check_receivable(const Settings& settings, const Catalogue& catalogue,
                      std::vector<Problem>& problems) {
    if (settings.receivable.any()) {
        Receivable(settings, catalogue, problems).check();
    }
}

}  // namespace sage::intacct
