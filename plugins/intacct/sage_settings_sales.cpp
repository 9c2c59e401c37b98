// SPDX-License-Identifier: Apache-2.0
// Settings of transaction definitions of order entry that quietly hurt. What each field means is in
// Sage's specification of order-entry/txn-definition (docs: order-entry, transaction definitions).
#include <algorithm>

#include "plugins/intacct/intacct.h"
#include "plugins/intacct/sage_settings.h"

namespace sage::intacct {
namespace {

using Subject = RuleSubject;

bool converts(const Subject& subject) {
    return subject.settings.conversion != Conversion::never;
}

// Despatches are made from orders, returns from despatches.
bool has_successor(const Subject& subject) {
    const Definitions& definitions = subject.settings.definitions;
    const bool of_order = subject.role == role::order;
    return converts(subject) &&
           !(of_order ? definitions.despatch : definitions.goods_return).empty();
}

bool lacks_its_source(const Subject& subject) {
    const Definitions& definitions = subject.settings.definitions;
    const std::string& source =
        subject.role == role::despatch ? definitions.sales_order : definitions.despatch;
    return converts(subject) && !source.empty() && subject.catalogue.count(kind::conversion) > 0 &&
           subject.catalogue.find(kind::conversion, subject.name + " from " + source) == nullptr;
}

bool patches(const Subject& subject) {
    return subject.settings.patch_late_tracking;
}

bool has_tax(const Subject& subject) {
    return !subject.settings.tax.rules.empty() || !subject.settings.tax_details.empty();
}

bool has_simple_tax(const Subject& subject) {
    const std::vector<const CatalogueRecord*> solutions = subject.catalogue.all(kind::tax_solution);
    return has_tax(subject) &&
           std::any_of(solutions.begin(), solutions.end(), [](const CatalogueRecord* solution) {
               return solution->active && field_of(solution, "taxCalculationMethod") == "simpleTax";
           });
}

// topLevelOnly and entityOnly: which of them is wrong depends on where we post.
bool is_elsewhere(const Subject& subject) {
    return subject.settings.entity.empty() ==
           (subject.value("multiEntityRuleForTransaction") == "entityOnly");
}

bool has_several_locations(const Subject& subject) {
    const auto& sites = subject.settings.warehouses;
    return std::any_of(sites.begin(), sites.end(), [&](const auto& site) {
        return site.second.location != sites.begin()->second.location;
    });
}

bool is_invoice(const Subject& subject) {
    return subject.value("workflowCategory") == "invoice";
}

bool order_takes_nothing(const Subject& subject) {
    const CatalogueRecord* const order = subject.catalogue.find(
        kind::order_entry_definition, subject.settings.definitions.sales_order);
    const std::string_view update = field_of(order, "inventoryUpdateType");
    return update.empty() || update == "no";
}

std::vector<SettingRule> numbers_and_rights() {
    return {
        {"intacct.settings.numbering_off", role::sale, "enableNumberingSequence", "false", nullptr,
         "The definition {0} has no numbering sequence, and the connector sends no numbers.",
         "Switch on the numbering sequence of the definition in Sage Intacct.", Owner::finance},
        {"intacct.settings.number_inherited", role::goods, "inheritDocumentNumber", "true",
         converts,
         "Documents of {0} take the number of the one that they are made from: the second part of "
         "an order would have a number that is taken.",
         "Switch off the inheriting of document numbers in the definition.", Owner::finance},
        {"intacct.settings.numbering_gapless", role::sale, "preserveNumberingSequence", "true",
         nullptr,
         "The definition {0} never skips a number, which makes Sage Intacct slow when many "
         "documents are posted at the same time.",
         "Switch off the preserving of the sequence unless the law asks for it.", Owner::finance},
        {"intacct.settings.definition_restricted", role::sale, "enableUserOrGroupPermission",
         "true", nullptr,
         "The definition {0} is for certain users or groups only, and the Web Services user may "
         "not be among them.",
         "Add the Web Services user to the users of the definition.", Owner::it},
        {"intacct.settings.entity_rule", role::sale, "multiEntityRuleForTransaction",
         "topLevelOnly|entityOnly", is_elsewhere,
         "The definition {0} takes documents where the connector does not post ({1}).",
         "Set the definition to the top level or entity, or correct the setting /entity.",
         Owner::finance},
        {"intacct.settings.edit_policy", role::despatch, "editPolicy", "noEdit|editInDraftOnly",
         patches,
         "The definition {0} does not allow posted documents to be edited ({1}), so late tracking "
         "numbers will never be written.",
         "Set the edit policy of the definition, or set /lateTracking to keep.", Owner::finance,
         "/lateTracking"},
        {"intacct.settings.edit_until_printed", role::despatch, "editPolicy", "beforePrinting",
         patches,
         "Documents of {0} cannot be edited once they are printed, so tracking numbers that come "
         "after that are never written.",
         "Set the edit policy of the definition to all, or set /lateTracking to keep.",
         Owner::finance, "/lateTracking"},
        {"intacct.settings.deletable", role::goods, "deletePolicy", "all|beforePrinting", nullptr,
         "Posted documents of {0} can be deleted in Sage Intacct ({1}); then the goods have left "
         "and nothing shows it.",
         "Set the delete policy of the definition to no deletion; withdraw by a return instead.",
         Owner::finance},
        {"intacct.settings.credit_limit", role::order | role::despatch, "enableCreditLimitCheck",
         "true", nullptr,
         "The definition {0} enforces credit limits: a document of a customer over the limit is "
         "refused after the goods have left.",
         "Check the limit where the order is taken, and switch it off in this definition.",
         Owner::finance},
    };
}

std::vector<SettingRule> conversions() {
    return {
        {"intacct.settings.part_closes", role::order | role::despatch, "partialConvertMethod",
         "closeTransaction", has_successor,
         "The first part made from a document of {0} closes it. So that orders stay open, parts "
         "are "
         "not made from them before the last.",
         "Set the definition to leave partly converted transactions open.", Owner::finance},
        {"intacct.settings.part_makes_back_order", role::order | role::despatch,
         "partialConvertMethod", "closeOriginalAndCreateBackOrder", has_successor,
         "The first part made from a document of {0} closes it and makes a back order that the "
         "warehouse does not know, so later parts are not linked to it.",
         "Set the definition to leave partly converted transactions open.", Owner::finance},
        {"intacct.settings.definition_convert_only", role::sale, "documentConversionPolicy",
         "convertOnly", nullptr, "The definition {0} only takes documents made from another one.",
         "Allow new documents in its conversion policy, or name another definition.",
         Owner::finance},
        {"intacct.settings.conversion_forbidden", role::goods, "documentConversionPolicy",
         "newDocumentOnly", converts,
         "The definition {0} takes new documents only, and the settings ask for conversion: no "
         "document is linked to the one it comes from, and orders stay open.",
         "Allow conversion in the definition, or set /sourceDocument to never.", Owner::finance},
        {"intacct.settings.conversion_source", role::goods, "", "", lacks_its_source,
         "The definition {0} does not list the definition of the documents that it should be made "
         "from, so orders stay open after the despatch.",
         "Add that definition to its source documents in Sage Intacct.", Owner::finance},
        {"intacct.settings.reverses_nothing", role::goods, "postToGL", "true",
         [](const Subject& subject) { return !converts(subject); },
         "The definition {0} posts to the ledger what reverses the document before it, and no "
         "document comes before: the settings make none from another.",
         "Switch off the additional posting of the definition, or set /sourceDocument.",
         Owner::finance},
        {"intacct.settings.fulfilment_twice", role::order, "enableFulfillment", "true", nullptr,
         "Orders of {0} are fulfilled in Sage Intacct, too: goods may be shipped twice, once there "
         "and once by the warehouse system.",
         "Switch off fulfilment in the definition.", Owner::warehouse},
        {"intacct.settings.reserving_twice", role::order, "enableReservingAndPicking", "true",
         nullptr,
         "Orders of {0} are reserved and picked in Sage Intacct, too, so its free stock is not "
         "that of the warehouse system.",
         "Switch off reserving and picking in the definition.", Owner::warehouse},
    };
}

std::vector<SettingRule> prices_and_books() {
    return {
        {"intacct.settings.definition_price", role::sale, "overridePrice", "false", nullptr,
         "The definition {0} does not take prices from outside.",
         "Allow the price to be overridden in the definition.", Owner::finance},
        {"intacct.settings.price_list_rewritten", role::sale, "updatePriceList.id", "*", nullptr,
         "Every document of {0} writes its prices into the price list {1}, sale prices included.",
         "Take the price list to be updated out of the definition.", Owner::finance},
        {"intacct.settings.discount_off", role::sale, "trackDiscountAndSurcharge", "false", nullptr,
         "Lines of {0} take no discount, so a document with a discount rate comes to more than the "
         "customer was told.",
         "Allow discounts on lines in the definition.", Owner::finance},
        {"intacct.settings.discount_memo", role::sale, "requireMemoForDiscount", "true", nullptr,
         "Lines of {0} with a discount need a note, and the connector sends none: documents with a "
         "discount rate are refused.",
         "Switch off the note for discounts in the definition.", Owner::finance},
        {"intacct.settings.location_override", role::sale, "allowLocationOverride", "false",
         has_several_locations,
         "The definition {0} keeps one location for its lines, and the sites have several.",
         "Allow the override of locations in the definition.", Owner::finance},
        {"intacct.settings.tax_disabled", role::sale, "disableTax", "true", has_tax,
         "The definition {0} computes no tax, and the settings put tax schedules on its lines.",
         "Switch on tax in the definition, or name another one.", Owner::finance},
        {"intacct.settings.tax_of_lines_fixed", role::sale, "lineLevelSimpleTax", "false",
         has_simple_tax,
         "The definition {0} does not let a line have a tax of its own, and the settings put tax "
         "schedules on lines.",
         "Allow tax rates on lines in the definition.", Owner::finance},
        {"intacct.settings.order_posts", role::order, "txnPostingMethod", "!noPosting", nullptr,
         "Orders of {0} post to the books ({1}) before anything has left, and the despatch posts "
         "again.",
         "Set the definition to no posting.", Owner::finance},
        {"intacct.settings.invoice_posts_nothing", role::despatch, "txnPostingMethod", "!toAR",
         is_invoice,
         "Invoices of {0} do not post to receivables ({1}): nobody will ask the customer to pay.",
         "Set the definition to post to Accounts Receivable.", Owner::finance},
        {"intacct.settings.return_posts_nothing", role::goods_return, "txnPostingMethod", "!toAR",
         nullptr,
         "Returns of {0} do not post to receivables ({1}): the customer gets the goods taken back "
         "and no credit.",
         "Set the definition to post to Accounts Receivable.", Owner::finance},
        {"intacct.settings.stock_without_value", role::goods, "inventoryUpdateType", "quantity",
         nullptr,
         "The definition {0} moves the quantity of stock and not its value, so the ledger keeps "
         "the cost of goods that are gone.",
         "Set the definition to update quantity and value.", Owner::finance},
        {"intacct.settings.stock_without_quantity", role::goods, "inventoryUpdateType", "value",
         nullptr, "The definition {0} changes the value of stock and not its quantity.",
         "Set the definition to update quantity and value.", Owner::finance},
        {"intacct.settings.stock_never", role::despatch, "inventoryUpdateType", "no",
         order_takes_nothing,
         "Neither {0} nor any other definition of the settings takes despatched goods from stock, "
         "so Sage Intacct shows goods that have left.",
         "Let the definition update quantity and value.", Owner::finance},
    };
}

}  // namespace

const std::vector<SettingRule>& sales_rules() {
    static const std::vector<SettingRule> all = [] {
        std::vector<SettingRule> together = numbers_and_rights();
        for (const std::vector<SettingRule>& more : {conversions(), prices_and_books()}) {
            together.insert(together.end(), more.begin(), more.end());
        }
        return together;
    }();
    return all;
}

}  // namespace sage::intacct
