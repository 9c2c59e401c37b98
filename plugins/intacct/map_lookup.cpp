// SPDX-License-Identifier: Apache-2.0
// Codes of the warehouse to records of Sage. Nothing is guessed: what the settings or the catalogue
// do not know holds the document, with the one thing that has to be done. Documents held for the
// same thing share its root cause and go on together when it is gone.
#include <algorithm>

#include "plugins/intacct/answers.h"
#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/limits.h"

namespace sage::intacct {
namespace {

Hold hold(std::string_view code, std::string pointer, std::string cause, std::string fix,
          Owner owner, std::string root_cause) {
    return {{"intacct." + std::string(code), std::move(pointer), std::move(cause), std::move(fix),
             owner},
            std::move(root_cause)};
}

}  // namespace

std::optional<Hold> custom_field_trouble(const CatalogueRecord* model, std::string_view level,
                                         const std::string& field) {
    if (!is_custom_field(field) || model == nullptr ||
        (level == "line" && field_of(model, "lines") != "known")) {
        return std::nullopt;
    }
    const std::string_view access = field_of(model, std::string(level) + ":" + field);
    if (access == "writable") {
        return std::nullopt;
    }
    // "order-entry/document::Sales Invoice", or an object without definitions.
    const std::size_t colons = model->id.find("::");
    const std::string definition =
        colons == std::string::npos ? model->id : model->id.substr(colons + 2);
    return hold("custom_field_missing", "",
                "The custom field " + field + " is " +
                    (access.empty() ? "missing on" : "read-only on") + " " + std::string(level) +
                    "s of " + definition + ".",
                "Create the custom field for " + definition +
                    " in Sage Intacct, or name another field in the settings.",
                Owner::finance, "field:" + model->id + ":" + std::string(level) + ":" + field);
}

const CatalogueRecord* model_of(const Catalogue& catalogue, Family family,
                                std::string_view definition) {
    return catalogue.find(kind::definition, object_name(family, definition));
}

void add_other(Hold& hold, Problem problem) {
    const auto same = [&](const Problem& one) { return one.cause == problem.cause; };
    if (!same(hold.problem) && hold.others.size() + 1 < limits::problems_max &&
        std::none_of(hold.others.begin(), hold.others.end(), same)) {
        hold.others.push_back(std::move(problem));
    }
}

Mapped<Site> map_site(const Settings& settings, const Catalogue& catalogue,
                      std::string_view location_id) {
    const std::string site(location_id);
    const auto found = settings.warehouses.find(location_id);
    if (found == settings.warehouses.end()) {
        return {{},
                hold("site_unmapped", "",
                     site.empty() ? "The document names no site."
                                  : "The site " + site + " has no warehouse in the settings.",
                     "Add the site with its warehouse and location to the setting /warehouses.",
                     Owner::it, "site:" + site)};
    }
    const std::string& warehouse = found->second.warehouse;
    const CatalogueRecord* record = catalogue.find(kind::warehouse, warehouse);
    if (record == nullptr || !record->active) {
        return {{},
                hold("warehouse_unknown", "",
                     "The warehouse " + warehouse + " is " +
                         (record == nullptr ? "not in Sage Intacct." : "inactive."),
                     "Create or activate the warehouse in Sage Intacct, or correct the setting "
                     "/warehouses.",
                     Owner::finance, "warehouse:" + warehouse)};
    }
    return {found->second, std::nullopt};
}

Mapped<std::string> map_charge(const Settings& settings, const Catalogue& catalogue,
                               const AllowanceCharge& charge, const std::string& pointer) {
    if (charge.posted) {
        Mapped<const CatalogueRecord*> item =
            map_posted_item(catalogue, charge.posted->item, pointer + "/reasonCode");
        return {charge.posted->item, std::move(item.hold)};
    }
    const auto found = settings.charge_items.find(charge.reason_code);
    if (found == settings.charge_items.end()) {
        return {{},
                hold("charge_unmapped", pointer + "/reasonCode",
                     "The charge code " + charge.reason_code + " has no item in the settings.",
                     "Add the charge code with an item of Sage Intacct to the setting "
                     "/chargeItems.",
                     Owner::finance, "charge:" + charge.reason_code)};
    }
    Mapped<const CatalogueRecord*> item =
        map_item(catalogue, found->second, pointer + "/reasonCode");
    return {found->second, std::move(item.hold)};
}

std::optional<Hold> definition_trouble(const Settings& settings, const PreparationInput& input,
                                       Family family, const std::string& definition) {
    const bool order_entry = family == Family::order_entry;
    const CatalogueRecord* record = input.catalogue.find(
        order_entry ? kind::order_entry_definition : kind::inventory_definition, definition);
    if (record == nullptr || !record->active) {
        return hold("definition_unknown", "",
                    "The transaction definition " + definition +
                        (record == nullptr ? " is not in Sage Intacct." : " is inactive."),
                    "Create or activate the definition in Sage Intacct, or correct the setting "
                    "/definitions.",
                    Owner::finance, "definition:" + object_name(family, definition));
    }
    const CatalogueRecord* model = model_of(input.catalogue, family, definition);
    const Document& document = input.document;
    bool order_lines = false;
    for (const Line& line : document.lines) {
        order_lines = order_lines || (order_entry && !line.order_line_id.empty());
    }
    std::optional<Hold> found =
        custom_field_trouble(model, "header", settings.fields.external_reference);
    if (!found) {
        found = custom_field_trouble(model, "header", settings.fields.despatch_id);
    }
    if (!found && order_entry && !document.shipment.tracking_ids.empty()) {
        found = custom_field_trouble(model, "header", settings.fields.tracking);
    }
    if (!found && order_lines) {
        found = custom_field_trouble(model, "line", settings.fields.order_line_reference);
    }
    return found;
}

const Reply* answer_to(const PreparationInput& input, std::string_view name) {
    const Reply* reply = nullptr;
    for (const Observation& one : input.observations) {
        reply = one.name == name ? &one.reply : reply;
    }
    const int status = reply == nullptr ? 0 : reply->status;
    return status == 401 || status == 429 || status >= 500 ? nullptr : reply;
}

}  // namespace sage::intacct
