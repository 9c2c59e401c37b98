// SPDX-License-Identifier: Apache-2.0
// The settings by which customers, items and units are found, against what was read from Sage.
#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/mapping/units.h"

namespace sage::intacct {
namespace {

Problem unfit(std::string code, std::string pointer, std::string cause, std::string fix) {
    return {"intacct.settings." + std::move(code), std::move(pointer), std::move(cause),
            std::move(fix), Owner::finance};
}

void check_substitute(const Settings& settings, const Catalogue& catalogue,
                      std::vector<Problem>& problems) {
    const std::string& item = settings.items.substitute;
    if (item.empty()) {
        return;
    }
    const CatalogueRecord* record = catalogue.find(kind::item, item);
    if (record == nullptr || !record->active) {
        problems.push_back(
            unfit("substitute_unknown", "/itemMatching/substituteItem",
                  "The substitute item " + item +
                      (record == nullptr ? " is not in Sage Intacct." : " is inactive."),
                  "Name an active non-stock item of Sage Intacct."));
    } else if (field_of(record, "itemType") == "inventory") {
        problems.push_back(unfit("substitute_stock", "/itemMatching/substituteItem",
                                 "The substitute item " + item +
                                     " is kept in stock, and its stock would move for others.",
                                 "Name a non-stock item of Sage Intacct."));
    }
}

void check_units(const Settings& settings, const Catalogue& catalogue,
                 std::vector<Problem>& problems) {
    for (const auto& [code, unit] : settings.units) {
        if (catalogue.has_any(kind::unit, unit_field::name) &&
            catalogue.find_by(kind::unit, unit_field::name, unit).empty()) {
            std::string pointer = "/units";
            append_pointer_token(pointer, code);
            problems.push_back(unfit("unit_unknown", std::move(pointer),
                                     "No unit group of Sage Intacct has a unit " + unit + ".",
                                     "Name a unit as the unit groups of Sage Intacct spell it."));
        }
    }
}

}  // namespace

void check_matching(const Settings& settings, const Catalogue& catalogue,
                    std::vector<Problem>& problems) {
    check_chain(settings.customers.chain, catalogue, "customer", problems);
    check_chain(settings.items.chain, catalogue, "item", problems);
    check_substitute(settings, catalogue, problems);
    check_units(settings, catalogue, problems);
}

}  // namespace sage::intacct
