// SPDX-License-Identifier: Apache-2.0
// Settings of stock adjustments, warehouses and locations that quietly hurt. What each field means
// is in Sage's specification of inventory-control/txn-definition, inventory-control/warehouse and
// company-config/location.
#include "plugins/intacct/intacct.h"
#include "plugins/intacct/sage_settings.h"

namespace sage::intacct {
namespace {

using Subject = RuleSubject;

bool is_elsewhere(const Subject& subject) {
    return subject.settings.entity.empty() ==
           (subject.value("documentPermissions.multiEntityRuleForTxn") == "entityOnly");
}

// The location may come as "100--Northwind UK".
bool is_at_another_location(const Subject& subject) {
    const std::string_view location = subject.value("location.id");
    return !location.empty() && location.substr(0, location.find("--")) != subject.site->location;
}

bool is_not_usable(const Subject& subject) {
    return subject.record == nullptr || !subject.record->active;
}

}  // namespace

const std::vector<SettingRule>& stock_rules() {
    static const std::vector<SettingRule> all = {
        {"intacct.settings.adjustment_numbering_off", role::adjustment,
         "txnNumbering.enableSequenceNumbering", "false", nullptr,
         "The definition {0} has no numbering sequence, and the connector sends no numbers.",
         "Switch on the numbering sequence of the definition in Sage Intacct.", Owner::finance},
        {"intacct.settings.adjustment_convert_only", role::adjustment,
         "documentPermissions.createPolicy", "convertOnly", nullptr,
         "The definition {0} only takes documents made from another one.",
         "Allow new documents in its create policy, or name another definition.", Owner::finance},
        {"intacct.settings.adjustment_posts_nothing", role::adjustment, "accounting.txnPosting",
         "doNotPost", nullptr,
         "Adjustments of {0} change the stock and not the ledger: breakage and count differences "
         "never reach the accounts.",
         "Set the definition to post to the General Ledger.", Owner::finance},
        {"intacct.settings.adjustment_half", role::adjustment, "inventoryControl.updatesInventory",
         "no|quantity|value", nullptr,
         "Adjustments of {0} do not update quantity and value together ({1}).",
         "Let the totals of the definition keep quantity and value.", Owner::finance},
        {"intacct.settings.adjustment_deletable", role::adjustment,
         "documentPermissions.deletePolicy", "all|beforePrinting", nullptr,
         "Posted adjustments of {0} can be deleted in Sage Intacct ({1}); then its stock is not "
         "that of the warehouse, and nothing shows it.",
         "Set the delete policy of the definition to no deletion.", Owner::finance},
        {"intacct.settings.adjustment_entity_rule", role::adjustment,
         "documentPermissions.multiEntityRuleForTxn", "topLevelOnly|entityOnly", is_elsewhere,
         "The definition {0} takes documents where the connector does not post ({1}).",
         "Set the definition to the top level or entity, or correct the setting /entity.",
         Owner::finance},
        {"intacct.settings.adjustment_restricted", role::adjustment, "enableUserOrGroupPermission",
         "true", nullptr,
         "The definition {0} is for certain users or groups only, and the Web Services user may "
         "not be among them.",
         "Add the Web Services user to the users of the definition.", Owner::it},
        {"intacct.settings.negative_stock", role::warehouse, "enableNegativeInv", "true", nullptr,
         "The warehouse {0} lets its stock become negative: a wrong quantity is not noticed, and "
         "goods leave at a cost that is made up.",
         "Switch off negative inventory in the warehouse.", Owner::warehouse},
        {"intacct.settings.warehouse_location", role::warehouse, "", "", is_at_another_location,
         "The warehouse {0} is at another location than the setting says, so stock and sales of a "
         "site are counted in different places.",
         "Name the location of the warehouse in the setting, or correct it in Sage Intacct.",
         Owner::finance},
        {"intacct.settings.location_unknown", role::location, "", "", is_not_usable,
         "The location {0} of a site is not in Sage Intacct, or is inactive, and every line needs "
         "one.",
         "Name an active location of Sage Intacct.", Owner::finance},
        {"intacct.settings.rights_missing", role::forbidden, "", "", nullptr,
         "The Web Services user may not list {0}, so what depends on it is not checked before "
         "documents are sent.",
         "Give the Web Services user the permissions List and View for {0}.", Owner::it},
    };
    return all;
}

}  // namespace sage::intacct
