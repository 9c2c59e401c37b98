// SPDX-License-Identifier: Apache-2.0
// The settings by which customers and items are found, against what was read from Sage.
#include "plugins/intacct/intacct.h"

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

}  // namespace

void check_matching(const Settings& settings, const Catalogue& catalogue,
                    std::vector<Problem>& problems) {
    check_chain(settings.customers.chain, catalogue, "customer", problems);
    check_chain(settings.items.chain, catalogue, "item", problems);
    check_substitute(settings, catalogue, problems);
}

}  // namespace sage::intacct
