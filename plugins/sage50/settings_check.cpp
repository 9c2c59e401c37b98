// SPDX-License-Identifier: Apache-2.0
// What the settings say against what was read of Sage 50: another company, codes that are not
// there, rates that are others, rules that can never fit.
#include "plugins/sage50/map.h"
#include "plugins/sage50/sage_settings.h"
#include "sage-adapter/base/json.h"

namespace sage::sage50 {
namespace {

struct Check {
    const Settings& settings;
    const Catalogue& catalogue;
    std::vector<Problem>& problems;

    bool lacks(std::string_view kind, std::string_view id) const {
        return is_missing(catalogue, kind, id);
    }
};

void add(Check& check, std::string code, std::string pointer, std::string cause, std::string fix) {
    check.problems.push_back({"sage50.settings." + std::move(code), std::move(pointer),
                              std::move(cause), std::move(fix), Owner::finance});
}

void check_nominals(Check& check) {
    for (const DimensionRule& rule : check.settings.nominal_rules) {
        for (const DimensionValue& value : rule.values) {
            const bool code = value.name == nominal_code_name;
            if (check.lacks(code ? kind::nominal_code : kind::department, value.id)) {
                add(check, "nominal_unknown", value.pointer,
                    std::string(code ? "The nominal code " : "The department ") + value.id +
                        " is not in Sage 50, or is inactive.",
                    "Name one of Sage 50.");
            }
        }
    }
}

void check_charges(Check& check) {
    for (const auto& [charge, becomes] : check.settings.charges) {
        if (check.catalogue.count(kind::product) != 0 && !can_become(becomes, check.catalogue)) {
            std::string pointer = "/charges";
            append_pointer_token(pointer, charge);
            add(check, "charge_unknown", std::move(pointer),
                "The product " + becomes +
                    " is not in Sage 50, is inactive, or bears no amount as M does.",
                "Name carriage, S1, S2, S3 or a product of Sage 50.");
        }
    }
}

void check_couriers(Check& check) {
    for (const auto& [carrier, number] : check.settings.couriers) {
        if (check.lacks(kind::courier, number)) {
            std::string pointer = "/couriers";
            append_pointer_token(pointer, carrier);
            add(check, "courier_unknown", std::move(pointer),
                "Sage 50 has no courier of the number " + number + ".",
                "Name the number of a courier of Sage 50.");
        }
    }
}

void check_substitute(Check& check) {
    const std::string& substitute = check.settings.items.substitute;
    if (!substitute.empty() && check.lacks(kind::product, substitute)) {
        add(check, "substitute_unknown", "/itemMatching/substituteItem",
            "The product " + substitute +
                ", which is to stand for those that no rule finds, is not in Sage 50, or is "
                "inactive.",
            "Name an active product of Sage 50 that is not kept in stock.");
    }
}

void check_rounding_item(Check& check) {
    const TotalsSettings& totals = check.settings.totals;
    if (totals.policy == DifferencePolicy::rounding_line && !can_take_off(totals.item)) {
        add(check, "rounding_item", "/totalsDifference/item",
            "A rounding line may take off, and Sage 50 takes amounts off with the codes S1 and S3 "
            "only.",
            "Name S1 or S3.");
    }
}

void check_currency(Check& check) {
    const CatalogueRecord* const currency =
        check.catalogue.find(kind::currency, check.settings.currency);
    if (check.catalogue.count(kind::currency) != 0 && field_of(currency, base_field) != "true") {
        add(check, "currency", "/currency",
            "The books of this company are not in " + check.settings.currency + ".",
            "Name the base currency of the company.");
    }
}

}  // namespace

std::vector<Problem> unfit_settings(const Settings& settings, const Catalogue& catalogue) {
    std::vector<Problem> problems;
    if (const std::optional<Hold> other = other_company(settings, catalogue)) {
        // Whatever else is missing was read of the wrong company.
        problems.push_back(other->problem);
        return problems;
    }
    Check check{settings, catalogue, problems};
    if (reads_master_data(settings)) {
        check_customers(customer_rules(settings), catalogue, problems);
        check_chain(settings.items.chain, catalogue, "item", problems);
    }
    check_substitute(check);
    tax_codes(settings, catalogue).check(settings.totals, problems);
    check_nominals(check);
    check_charges(check);
    check_couriers(check);
    check_rounding_item(check);
    check_currency(check);
    for (Problem& problem : harmful_settings(settings, catalogue)) {
        problems.push_back(std::move(problem));
    }
    return problems;
}

}  // namespace sage::sage50
