// SPDX-License-Identifier: Apache-2.0
// The tax codes that the settings use. Columns are those of Sage's driver (tables TAX_CODE and
// COMPANY); categories are those of UNCL5305.
#include <algorithm>

#include "plugins/sage50/catalogue.h"
#include "plugins/sage50/sage_settings.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/document/decimal.h"

namespace sage::sage50 {
namespace {

using Found = std::vector<Harmful>;

/// A code of Sage's in one of the two ways in which the settings name it.
struct Use {
    const CatalogueRecord& code;
    const std::vector<std::string>& categories;  ///< empty: any
    std::string pointer;
};

template <class Hurts>
Found uses_that(const SettingsLook& look, Hurts hurts) {
    static const std::vector<std::string> any;
    Found found;
    const auto add = [&](const std::string& id, const std::vector<std::string>& categories,
                         const std::string& pointer) {
        const CatalogueRecord* const code = look.catalogue.find(kind::tax_code, id);
        if (code != nullptr && hurts(Use{*code, categories, pointer}) &&
            std::none_of(found.begin(), found.end(),
                         [&](const Harmful& one) { return one.name == "T" + id; })) {
            found.push_back({"T" + id, pointer});
        }
    };
    for (const auto& [ours, id] : look.settings.tax_codes) {
        std::string pointer = "/taxCodes";
        append_pointer_token(pointer, ours);
        add(id, any, pointer);
    }
    for (const TaxRule& rule : look.settings.tax.rules) {
        add(rule.schedule, rule.categories, rule.pointer + "/schedule");
    }
    return found;
}

bool has_rate(const CatalogueRecord& code) {
    const auto rate = Decimal::parse(field_of(&code, rate_field));
    return rate && *rate > Decimal();
}

/// All that a rule is for, if it says so.
bool only(const Use& use, std::initializer_list<std::string_view> categories) {
    return !use.categories.empty() &&
           std::all_of(use.categories.begin(), use.categories.end(), [&](const std::string& one) {
               return std::find(categories.begin(), categories.end(), one) != categories.end();
           });
}

Found not_in_return(const SettingsLook& look) {
    return uses_that(look, [](const Use& use) {
        return field_of(&use.code, tax_code_field::in_vat_return) == "false" && has_rate(use.code);
    });
}

Found for_purchases(const SettingsLook& look) {
    return uses_that(look, [](const Use& use) {
        return field_of(&use.code, tax_code_field::eu_purchases) == "true";
    });
}

Found reverse_charge(const SettingsLook& look) {
    return uses_that(look, [](const Use& use) {
        return only(use, {"S", "AA", "Z", "E"}) &&
               field_of(&use.code, tax_code_field::reverse_charge) == "true";
    });
}

Found non_vat(const SettingsLook& look) {
    const std::string_view code = field_of(look.company, company_field::non_vat_tax_code);
    return uses_that(look, [&](const Use& use) {
        return use.code.id == code && only(use, {"S", "AA", "Z", "E", "G", "K", "AE"});
    });
}

Found no_rate(const SettingsLook& look) {
    return uses_that(look, [](const Use& use) {
        return only(use, {"S", "AA"}) && !field_of(&use.code, rate_field).empty() &&
               !has_rate(use.code);
    });
}

Found rate_of_untaxed(const SettingsLook& look) {
    return uses_that(look, [](const Use& use) {
        return only(use, {"Z", "E", "O", "G", "K", "AE"}) && has_rate(use.code);
    });
}

}  // namespace

const std::vector<SettingRule>& tax_code_rules() {
    static const std::vector<SettingRule> all = {
        {"sage50.settings.tax_not_in_return", not_in_return,
         "Tax is charged with codes that are left out of the VAT return: {0}.",
         "In Sage 50, Settings > Configuration > Tax Codes, include the code in the VAT return; or "
         "name another one in the settings."},
        {"sage50.settings.tax_for_purchases", for_purchases,
         "Sales are to bear codes that Sage has for purchases from the European Union: {0}. They "
         "go into the wrong boxes of the VAT return.",
         "Name codes for sales in the settings."},
        {"sage50.settings.tax_reverse_charge", reverse_charge,
         "A tax rule for taxed, zero-rated or exempt goods leads to codes of the reverse charge: "
         "{0}. The buyer would have to account for the tax.",
         "Name another code in the rule, or let it be for category AE."},
        {"sage50.settings.tax_non_vat", non_vat,
         "A tax rule for what belongs into the VAT return leads to the code for what does not: "
         "{0}.",
         "Name another code in the rule, or let it be for category O."},
        {"sage50.settings.tax_no_rate", no_rate,
         "A tax rule for goods with tax leads to codes without a rate: {0}. They are invoiced "
         "without tax.",
         "Correct the rate in Sage 50, or name another code in the rule."},
        {"sage50.settings.tax_rate_of_untaxed", rate_of_untaxed,
         "A tax rule for goods without tax leads to codes with a rate: {0}. They are invoiced with "
         "tax.",
         "Correct the rate in Sage 50, or name another code in the rule."}};
    return all;
}

}  // namespace sage::sage50
