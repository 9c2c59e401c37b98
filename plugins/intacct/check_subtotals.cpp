// SPDX-License-Identifier: Apache-2.0
// Settings about subtotals that cannot work: only the XML gateway takes them, only of documents
// without tax, and only where the definition has them. What Sage Intacct makes of the subtotals of
// a source when a document is made from it is published nowhere.
#include <algorithm>
#include <string>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

struct Use {
    std::string name;             ///< of the kind of documents, in the settings
    std::string_view definition;  ///< empty: none, or they are no documents of Order Entry
    bool by_gateway = false;
};

// The kinds of documents that may have subtotals.
std::vector<Use> uses(const Settings& settings) {
    const auto unless = [](bool receivable, std::string_view definition) {
        return receivable ? std::string_view() : definition;
    };
    const Definitions& all = settings.definitions;
    return {{"salesOrder", all.sales_order, settings.gateway.sales_order},
            {"despatchAdvice", unless(settings.receivable.despatch, all.despatch),
             settings.gateway.despatch},
            {"returnAdvice", unless(settings.receivable.goods_return, all.goods_return),
             settings.gateway.goods_return}};
}

bool says_untaxed(const TaxRule& rule) {
    return rule.schedule.empty() && rule.percent && rule.percent->sign() == 0;
}

}  // namespace

void check_subtotal_settings(const Settings& settings, std::vector<Problem>& problems) {
    if (settings.subtotals.empty()) {
        return;
    }
    for (const Use& use : uses(settings)) {
        if (!use.definition.empty() && !use.by_gateway) {
            problems.push_back({"intacct.settings.subtotals_gateway", "/gateway/" + use.name,
                                "Charges are to be subtotals, which only the XML gateway takes, "
                                "and " +
                                    use.name + " documents go by REST.",
                                "Choose gateway here, or leave out /subtotals and name items in "
                                "/chargeItems.",
                                Owner::it});
        }
    }
    if (settings.conversion != Conversion::never) {
        problems.push_back({"intacct.settings.subtotals_source", "/sourceDocument",
                            "Documents are to be made from others, and nothing says what becomes "
                            "of the others' subtotals: totals could not be told.",
                            "Choose never, or leave out /subtotals.", Owner::finance});
    }
    const std::vector<TaxRule>& rules = settings.tax.rules;
    if (std::none_of(rules.begin(), rules.end(), says_untaxed)) {
        problems.push_back({"intacct.settings.subtotals_tax", "/taxRules",
                            "No rule says on which documents there is no tax, and no other may "
                            "have subtotals: all of those with one would be held.",
                            "Add a rule with the schedule null and the percent 0 for them, or "
                            "leave out /subtotals.",
                            Owner::finance});
    }
}

void check_subtotals(const Settings& settings, const Catalogue& catalogue,
                     std::vector<Problem>& problems) {
    if (settings.subtotals.empty()) {
        return;
    }
    for (const Use& use : uses(settings)) {
        const CatalogueRecord* const definition =
            catalogue.find(kind::order_entry_definition, use.definition);
        if (definition != nullptr && field_of(definition, enable_subtotals_field) != "true") {
            problems.push_back({"intacct.settings.subtotals_disabled", "/definitions/" + use.name,
                                "Charges are to be subtotals, and the transaction definition " +
                                    std::string(use.definition) + " has none.",
                                "Enable subtotals in the definition in Sage Intacct, with the "
                                "descriptions of /subtotals, or leave out /subtotals.",
                                Owner::finance});
        }
    }
}

}  // namespace sage::intacct
