// SPDX-License-Identifier: Apache-2.0
// What the settings say of tax against what was read of Sage: schedules that are not there, rates
// that are others, and rules that can never fit.
#include <utility>

#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"

namespace sage::intacct {
namespace {

struct Findings {
    const Settings& settings;
    const Catalogue& catalogue;
    std::vector<Problem>& problems;

    void add(std::string_view code, std::string pointer, std::string cause, std::string fix) {
        problems.push_back({"intacct.settings." + std::string(code), std::move(pointer),
                            std::move(cause), std::move(fix), Owner::finance});
    }
};

bool check_schedule(Findings& findings, const std::string& schedule, const std::string& pointer) {
    if (has_schedule(findings.catalogue, schedule)) {
        return true;
    }
    findings.add("tax_unknown", pointer,
                 "The tax schedule " + schedule + " is not in Sage Intacct, or is inactive.",
                 "Name a tax schedule of Sage Intacct's order entry.");
    return false;
}

void check_rate(Findings& findings, const TaxRule& rule) {
    const std::optional<Decimal> sages = percent_of_schedule(findings.catalogue, rule.schedule);
    if (rule.percent && sages && *rule.percent != *sages) {
        findings.add("tax_rate", rule.pointer + "/percent",
                     "The rule expects " + rule.percent->text() + " percent and the tax schedule " +
                         rule.schedule + " has " + sages->text() +
                         ": all documents that it fits will be held.",
                     "Correct the rate in the rule, or name another tax schedule.");
    } else if (!rule.percent && !sages) {
        findings.add("tax_rate_unknown", rule.pointer,
                     "Neither the rule nor Sage Intacct says at what rate " + rule.schedule +
                         " is computed, so tax cannot be told before posting.",
                     "Add the rate to the rule.");
    }
}

void check_rules(Findings& findings) {
    const std::vector<TaxRule>& rules = findings.settings.tax.rules;
    for (std::size_t index = 0; index < rules.size(); ++index) {
        const TaxRule& rule = rules[index];
        if (!rule.schedule.empty() &&
            check_schedule(findings, rule.schedule, rule.pointer + "/schedule")) {
            check_rate(findings, rule);
        }
        for (std::size_t earlier = 0; earlier < index; ++earlier) {
            if (rules[earlier].covers(rule)) {
                findings.add("tax_rule_idle", rule.pointer,
                             "The rule never comes to its turn: whatever it fits, " +
                                 rules[earlier].pointer + " fits before it.",
                             "Move the rule before that one, or remove it.");
                break;
            }
        }
    }
}

void check_solution(Findings& findings) {
    const std::string& solution = findings.settings.tax_solution;
    if (solution.empty() || findings.catalogue.count(kind::tax_solution) == 0) {
        return;
    }
    const CatalogueRecord* record = findings.catalogue.find(kind::tax_solution, solution);
    if (record == nullptr || !record->active) {
        findings.add("tax_solution", "/taxSolution",
                     "The tax solution " + solution +
                         (record == nullptr ? " is not in Sage Intacct." : " is inactive."),
                     "Name a tax solution of Sage Intacct.");
    } else if (field_of(record, "taxCalculationMethod") == "noTax") {
        findings.add("tax_solution", "/taxSolution",
                     "The tax solution " + solution + " computes no tax.",
                     "Name a tax solution that does, or leave the setting out.");
    }
}

void check_rounding(Findings& findings) {
    const TotalsSettings& totals = findings.settings.totals;
    if (totals.policy != DifferencePolicy::rounding_line) {
        return;
    }
    const CatalogueRecord* item = findings.catalogue.find(kind::item, totals.item);
    if (item == nullptr || !item->active || field_of(item, "itemType") == "inventory") {
        findings.add("rounding_item", "/totalsDifference/item",
                     "Item " + totals.item + " for rounding lines is " +
                         (item == nullptr ? "not in Sage Intacct."
                          : item->active  ? "kept in stock."
                                          : "inactive."),
                     "Name a non-stock item: a rounding line must not move stock.");
    }
    const std::optional<Decimal> percent = percent_of_schedule(findings.catalogue, totals.schedule);
    if (!totals.schedule.empty() &&
        check_schedule(findings, totals.schedule, "/totalsDifference/schedule") && percent &&
        percent->sign() != 0) {
        findings.add("rounding_tax", "/totalsDifference/schedule",
                     "The tax schedule " + totals.schedule + " has " + percent->text() +
                         " percent: a rounding line would be taxed and miss the total.",
                     "Name a tax schedule of the rate 0, or leave it out.");
    }
}

}  // namespace

void check_tax(const Settings& settings, const Catalogue& catalogue,
               std::vector<Problem>& problems) {
    Findings findings{settings, catalogue, problems};
    for (const auto& [code, schedule] : settings.tax_details) {
        std::string pointer = "/taxDetails";
        append_pointer_token(pointer, code);
        check_schedule(findings, schedule, pointer);
    }
    check_rules(findings);
    check_solution(findings);
    check_rounding(findings);
}

}  // namespace sage::intacct
