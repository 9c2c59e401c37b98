// SPDX-License-Identifier: Apache-2.0
// Settings of taxes and of the guest customer that quietly hurt. What each field means is in Sage's
// specification of tax/order-entry-tax-detail, tax/tax-solution and accounts-receivable/customer.
#include <algorithm>
#include <array>

#include "plugins/intacct/intacct.h"
#include "plugins/intacct/sage_settings.h"

namespace sage::intacct {
namespace {

using Subject = RuleSubject;

bool is_inactive(const Subject& subject) {
    return !subject.record->active;
}

bool is_limited(const Subject& subject) {
    constexpr std::array<std::string_view, 4> limits = {
        "taxLimit.minTaxable", "taxLimit.maxTaxable", "taxLimit.minTax", "taxLimit.maxTax"};
    return std::any_of(limits.begin(), limits.end(), [&](std::string_view limit) {
        const std::optional<Decimal> amount = Decimal::parse(subject.value(limit));
        return amount && amount->sign() != 0;
    });
}

// "standard" and "reduced" are rates of something; the others that are named here are of nothing.
bool is_of_another_category(const Subject& subject) {
    const std::string_view category = subject.value("taxRate");
    const std::optional<Decimal> percent = Decimal::parse(subject.value("taxPercent"));
    const bool taxes = category == "standard" || category == "reduced";
    return percent && taxes == (percent->sign() == 0);
}

bool is_of_another_solution(const Subject& subject) {
    const std::string& wanted = subject.settings.tax_solution;
    const std::string_view solution = subject.value("taxSolution.id");
    return !wanted.empty() && solution.substr(0, solution.find("--")) != wanted;
}

// Sage asks for the solution where documents are made at the top level and there are several.
bool is_one_of_several(const Subject& subject) {
    const std::vector<const CatalogueRecord*> all = subject.catalogue.all(kind::tax_solution);
    const auto first = std::find_if(all.begin(), all.end(),
                                    [](const CatalogueRecord* one) { return one->active; });
    const auto count = std::count_if(all.begin(), all.end(),
                                     [](const CatalogueRecord* one) { return one->active; });
    // Told once, of the first.
    return count > 1 && *first == subject.record && subject.settings.tax_solution.empty() &&
           subject.settings.entity.empty();
}

}  // namespace

const std::vector<SettingRule>& tax_rules() {
    static const std::vector<SettingRule> all = {
        {"intacct.settings.tax_detail_inactive", role::tax_detail, "", "", is_inactive,
         "The tax detail {0} is inactive, and a tax schedule of the settings computes with it.",
         "Activate the tax detail, or name a schedule with another one.", Owner::finance},
        {"intacct.settings.tax_reverse_charge", role::tax_detail, "reverseCharge", "true", nullptr,
         "The tax detail {0} is for reverse charges: what is sold with it charges the customer no "
         "tax.",
         "Name a tax schedule without reverse charge, unless these are such sales.",
         Owner::finance},
        {"intacct.settings.tax_limit", role::tax_detail, "", "", is_limited,
         "The tax detail {0} has a least or greatest amount, so tax is not the rate on every line "
         "and differs from what the customer was told.",
         "Remove the limits of the tax detail in Sage Intacct.", Owner::finance},
        {"intacct.settings.tax_category", role::tax_detail, "taxRate",
         "standard|reduced|exempt|zero|exportOutsideEUExemption|outsideVATScope",
         is_of_another_category,
         "The tax detail {0} is of the category {1} and its rate does not fit that, so the tax "
         "return counts it in the wrong box.",
         "Correct the category or the rate of the tax detail.", Owner::finance},
        {"intacct.settings.tax_of_other_solution", role::tax_detail, "taxSolution.id", "*",
         is_of_another_solution,
         "The tax detail {0} belongs to the tax solution {1}, and documents are posted with "
         "another one.",
         "Name tax schedules of the tax solution in the setting /taxSolution.", Owner::finance},
        {"intacct.settings.tax_computed_elsewhere", role::tax_solution, "taxCalculationMethod",
         "avaTax", nullptr,
         "The tax solution {0} has tax computed by another service ({1}), so what a document comes "
         "to cannot be told before it is posted.",
         "Compare the totals after posting, or use a tax solution of Sage Intacct.",
         Owner::finance},
        {"intacct.settings.tax_solutions_several", role::tax_solution, "", "", is_one_of_several,
         "There is more than one active tax solution, and documents made at the top level have to "
         "say which.",
         "Name one in the setting /taxSolution.", Owner::finance},
        {"intacct.settings.guest_on_hold", role::customer, "isOnHold", "true", nullptr,
         "The guest customer {0} is on hold, so every sale without an account waits.",
         "Take the guest customer off hold.", Owner::finance},
    };
    return all;
}

}  // namespace sage::intacct
