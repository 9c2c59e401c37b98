// SPDX-License-Identifier: Apache-2.0
// The rights of the Web Services user. Those to read show with the reading; those to write with the
// first document, since nothing that changes nothing shows them.
#include "plugins/intacct/rights.h"

#include <algorithm>
#include <set>

#include "plugins/intacct/catalogue_sources.h"
#include "plugins/intacct/sage_settings.h"

namespace sage::intacct {
namespace {

bool is_forbidden(const Catalogue& catalogue, std::string_view object) {
    const auto all = catalogue.all(kind::forbidden);
    return std::any_of(all.begin(), all.end(),
                       [&](const CatalogueRecord* record) { return record->name == object; });
}

void add_write(Rights& rights, bool needed, std::string name, std::string purpose,
               std::string setting) {
    if (needed) {
        rights.rights.push_back(
            {std::move(name), std::move(purpose), std::move(setting), true, std::nullopt});
    }
}

}  // namespace

Rights rights(const Settings& settings, const Catalogue& catalogue) {
    Rights rights;
    std::set<std::string_view> objects;
    for (const Source& source : sources()) {
        if (!is_needed(settings, source.kind) || !objects.insert(source.object).second) {
            continue;
        }
        Right right;
        right.name = "List and View for " + name_of_right(source.object);
        right.purpose = source.optional ? "Read what settings are checked by."
                                        : "Read what documents are made of.";
        right.needed = true;
        if (!catalogue.empty()) {
            right.given = !is_forbidden(catalogue, source.object);
        }
        rights.rights.push_back(std::move(right));
    }
    const Definitions& definitions = settings.definitions;
    add_write(rights,
              !definitions.sales_order.empty() || !definitions.despatch.empty() ||
                  !definitions.goods_return.empty(),
              "Add for Order Entry transactions", "Post orders, despatches and returns.",
              "/definitions");
    add_write(rights, settings.patch_late_tracking, "Edit for Order Entry transactions",
              "Put late tracking numbers on posted documents.", "/lateTracking");
    add_write(rights, !inventory_uses(settings).empty(), "Add for Inventory Control transactions",
              "Post adjustments and receipts.", "/definitions");
    add_write(rights, settings.transfers.post != TransferRules::Post::never,
              "Add for warehouse transfers", "Post transfers between sites.", "/transfers");
    add_write(rights, settings.receivable.any(),
              "Add for Accounts Receivable invoices and adjustments",
              "Post despatches and returns without Order Entry.", "/receivable");
    rights.not_shown =
        "Rights to write show with the first document. Rights beyond these are not looked for: to "
        "read roles and permissions the user would need rights over users and roles, which are "
        "more than any of these. An administrator compares the role with this list.";
    return rights;
}

}  // namespace sage::intacct
