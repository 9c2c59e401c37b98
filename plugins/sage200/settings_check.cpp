// SPDX-License-Identifier: Apache-2.0
// What the settings say against what was read of Sage 200: a company that the user does not have,
// codes that are not there, rates that are others, rules that can never fit.
#include "plugins/sage200/map.h"
#include "plugins/sage200/offers.h"
#include "sage-adapter/base/json.h"

namespace sage::sage200 {
namespace {

struct Findings {
    const Settings& settings;
    const Catalogue& catalogue;
    std::vector<Problem>& problems;

    void add(std::string code, std::string pointer, std::string cause, std::string fix) {
        problems.push_back({"sage200.settings." + std::move(code), std::move(pointer),
                            std::move(cause), std::move(fix), Owner::finance});
    }
};

bool check_tax_code(Findings& findings, const std::string& code, const std::string& pointer) {
    const std::string why = tax_code_trouble(findings.catalogue, code);
    if (!why.empty()) {
        findings.add("tax_unknown", pointer, "The tax code " + code + " " + why + ".",
                     "Name a tax code of Sage 200 by its number.");
    }
    return why.empty();
}

void check_rate(Findings& findings, const TaxRule& rule) {
    const std::optional<Decimal> sages = rate_of(findings.catalogue, rule.schedule);
    if (rule.percent && sages && *rule.percent != *sages) {
        findings.add("tax_rate", rule.pointer + "/percent",
                     "The rule expects " + rule.percent->text() + " percent and the tax code " +
                         rule.schedule + " has " + sages->text() +
                         ": all documents that it fits will be held.",
                     "Correct the rate in the rule, or name another tax code.");
    }
}

void check_tax(Findings& findings) {
    for (const auto& [code, of_sage] : findings.settings.tax_codes) {
        std::string pointer = "/taxCodes";
        append_pointer_token(pointer, code);
        check_tax_code(findings, of_sage, pointer);
    }
    const std::vector<TaxRule>& rules = findings.settings.tax.rules;
    for (std::size_t index = 0; index < rules.size(); ++index) {
        const TaxRule& rule = rules[index];
        if (check_tax_code(findings, rule.schedule, rule.pointer + "/schedule")) {
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
    if (findings.settings.tax_codes.empty() && rules.empty()) {
        findings.add("tax_missing", "/taxCodes",
                     "No setting says which tax code any line has, so all documents will be held.",
                     "Add the warehouse's tax codes to /taxCodes, or rules to /taxRules.");
    }
}

void check_rounding(Findings& findings) {
    const TotalsSettings& totals = findings.settings.totals;
    if (totals.policy != DifferencePolicy::rounding_line ||
        !check_tax_code(findings, totals.schedule, "/totalsDifference/schedule")) {
        return;
    }
    const std::optional<Decimal> percent = rate_of(findings.catalogue, totals.schedule);
    if (percent && percent->sign() != 0) {
        findings.add("rounding_tax", "/totalsDifference/schedule",
                     "The tax code " + totals.schedule + " has " + percent->text() +
                         " percent, and a rounding line has no tax.",
                     "Name a tax code of the rate 0.");
    }
}

// A nominal code that stands alone in its rule; with cost centre or department of another rule it
// is known for a document only.
void check_nominals(Findings& findings) {
    const Catalogue& catalogue = findings.catalogue;
    for (const DimensionRule& rule : findings.settings.nominal_rules) {
        Nominal nominal;
        std::string pointer;
        for (const DimensionValue& value : rule.values) {
            if (value.name == nominal_code_name) {
                nominal.code = value.id;
                pointer = value.pointer;
            } else if (value.name == cost_centre_name) {
                nominal.cost_centre = value.id;
            } else if (value.name == department_name) {
                nominal.department = value.id;
            } else {
                const std::string why = transaction_analysis_trouble(catalogue, value.id);
                if (!why.empty()) {
                    findings.add("transaction_analysis_unknown", value.pointer,
                                 "The transaction analysis code " + value.id + " " + why + ".",
                                 "Name an active code of Sage 200.");
                }
            }
        }
        const std::string why =
            nominal.code.empty() ? std::string() : nominal_trouble(catalogue, nominal.id());
        if (!why.empty()) {
            findings.add("nominal_unknown", pointer,
                         "The nominal code " + nominal.id() + " " + why + ".",
                         "Name an active nominal code of Sage 200, with its cost centre and "
                         "department where it has them.");
        }
    }
}

void check_customers(Findings& findings) {
    const Settings& settings = findings.settings;
    check_chain(settings.customers.chain, findings.catalogue, "customer", findings.problems);
    const CatalogueRecord* const guest =
        findings.catalogue.find(kind::customer, settings.guest_customer);
    if (!settings.guest_customer.empty() && (guest == nullptr || !guest->active)) {
        findings.add("guest_customer_unknown", "/guestCustomer",
                     "Customer " + settings.guest_customer +
                         (guest == nullptr ? " is not in Sage 200." : " is inactive."),
                     "Name an active customer of Sage 200.");
    }
}

}  // namespace

std::vector<Problem> unfit_settings(const Settings& settings, const Catalogue& catalogue) {
    std::vector<Problem> problems;
    if (const std::optional<Hold> unknown = unknown_company(settings, catalogue)) {
        // Whatever else is missing was not read for that reason.
        problems.push_back(unknown->problem);
        return problems;
    }
    Findings findings{settings, catalogue, problems};
    check_customers(findings);
    check_tax(findings);
    check_rounding(findings);
    check_nominals(findings);
    if (settings.uses_orders()) {
        check_offers(settings, catalogue, problems);
        check_orders(settings, catalogue, problems);
    }
    return problems;
}

}  // namespace sage::sage200
