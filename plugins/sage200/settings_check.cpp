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

}  // namespace

std::vector<Problem> unfit_settings(const Settings& settings, const Catalogue& catalogue) {
    std::vector<Problem> problems;
    if (const std::optional<Hold> unknown = unknown_company(settings, catalogue)) {
        // Whatever else is missing was not read for that reason.
        problems.push_back(unknown->problem);
        return problems;
    }
    Findings findings{settings, catalogue, problems};
    check_customers(customer_rules(settings), catalogue, problems);
    tax_codes(settings, catalogue).check(settings.totals, problems);
    check_nominals(findings);
    check_offers(settings, catalogue, problems);
    if (settings.uses_orders()) {
        check_orders(settings, catalogue, problems);
    }
    if (settings.moves_stock()) {
        check_stock(settings, catalogue, problems);
    }
    return problems;
}

}  // namespace sage::sage200
