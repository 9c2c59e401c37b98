// SPDX-License-Identifier: Apache-2.0
// What the settings say of orders and despatches against what was read of Sage 200: records that
// are not there, a field that cannot hold our reference, rights and rules of Sage's own.
#include "plugins/sage200/map_order.h"
#include "plugins/sage200/offers.h"
#include "sage-adapter/base/json.h"

namespace sage::sage200 {
namespace {

struct Findings {
    const Settings& settings;
    const Catalogue& catalogue;
    std::vector<Problem>& problems;

    void add(std::string code, std::string pointer, std::string cause, std::string fix) {
        problems.push_back({"sage200.settings." + std::move(code), std::move(pointer),
                            std::move(cause), std::move(fix), Owner::finance});
    }
};

void check_names(Findings& findings, const TextMap& names, std::string_view kind,
                 const std::string& word, const char* at) {
    for (const auto& [code, id] : names) {
        const CatalogueRecord* const record = findings.catalogue.find(kind, id);
        if (record == nullptr || !record->active) {
            std::string pointer = at;
            append_pointer_token(pointer, code);
            findings.add("record_unknown", pointer,
                         "The " + word + " " + id + " is not in Sage 200.",
                         "Name one of Sage 200.");
        }
    }
}

void check_reference(Findings& findings) {
    const std::string& field = findings.settings.orders.reference_field;
    const std::string why = reference_field_trouble(findings.settings, findings.catalogue);
    const bool is_told = offered(findings.catalogue, group_of(field)) == Offered::no;
    if (!why.empty() && !is_told) {
        findings.add("reference_field", "/salesOrders/referenceField",
                     "Orders cannot hold our reference in " + field + ": it " + why + ".",
                     "Name a spare text if this Sage 200 has them, or else an analysis code with "
                     "free entry that is in use on orders, or customer_document_no.");
    }
}

void check_prices(Findings& findings) {
    const Settings& settings = findings.settings;
    const Catalogue& catalogue = findings.catalogue;
    if (!settings.orders.document_prices ||
        settings.despatch_becomes == DespatchBecomes::despatch_of_order) {
        return;
    }
    if (field_of(catalogue.find(kind::sop_permissions, kind::sop_permissions),
                 "override_prices_discounts") == "false") {
        findings.add("prices_permission", "/salesOrders/prices",
                     "The user may not override prices and discounts of orders in Sage 200: all "
                     "orders will be held.",
                     "Give the user that permission, or let Sage's own prices count.");
    }
    if (field_of(catalogue.find(kind::sop_settings, kind::sop_settings),
                 "are_prices_tax_inclusive") == "true") {
        findings.add(
            "prices_with_tax", "/salesOrders/prices",
            "By Sage's setting prices of orders include tax, and those of the warehouse do "
            "not: all orders will be held.",
            "Let prices be without tax in Sage 200, or let Sage's own prices count.");
    }
}

void check_analysis(Findings& findings) {
    for (const TextRule& rule : findings.settings.texts) {
        for (std::size_t index = 0; index < rule.to.size(); ++index) {
            const std::string& field = rule.to[index];
            const std::string why =
                field.starts_with("analysis_code_") &&
                        offered(findings.catalogue, group_of(field)) != Offered::no
                    ? analysis_trouble(findings.catalogue, rule.level, field, "")
                    : std::string();
            if (!why.empty()) {
                findings.add("analysis_code", rule.options.pointer + "/to/" + std::to_string(index),
                             "The field " + field + " " + why + ".",
                             "Name an analysis code that is in use on orders of Sage 200, and let "
                             "it be amended there.");
            }
        }
    }
}

}  // namespace

void check_orders(const Settings& settings, const Catalogue& catalogue,
                  std::vector<Problem>& problems) {
    Findings findings{settings, catalogue, problems};
    const OrderSettings& orders = settings.orders;
    check_chain(settings.items.chain, catalogue, "item", problems);
    if (const CatalogueRecord* const record =
            catalogue.find(kind::product, settings.items.substitute);
        !settings.items.substitute.empty() && (record == nullptr || !record->active)) {
        findings.add("record_unknown", "/itemMatching/substituteItem",
                     "The product " + settings.items.substitute + " is not in Sage 200.",
                     "Name one of Sage 200.");
    }
    check_names(findings, orders.warehouses, kind::warehouse, "warehouse",
                "/salesOrders/warehouses");
    check_names(findings, orders.additional_charges, kind::additional_charge, "additional charge",
                "/salesOrders/additionalCharges");
    if (offered(catalogue, offer::couriers) != Offered::no) {
        check_names(findings, orders.couriers, kind::courier, "courier", "/salesOrders/couriers");
    }
    // In that mode no order is written.
    const bool writes_orders =
        settings.posts_orders || settings.despatch_becomes != DespatchBecomes::despatch_of_order;
    if (writes_orders) {
        check_reference(findings);
        check_prices(findings);
        check_analysis(findings);
    }
    if (orders.warehouses.empty()) {
        findings.add("warehouses_missing", "/salesOrders/warehouses",
                     "No site has a warehouse, so all orders and despatches will be held.",
                     "Add the sites with the names of Sage's warehouses.");
    }
    if (!orders.couriers.empty() && !records_tracking(catalogue)) {
        findings.add(
            "tracking_not_recorded", "/salesOrders/couriers",
            "By its settings Sage 200 records no tracking with despatches, so that no "
            "courier is written.",
            "Let tracking be recorded on despatch in Sage 200, or leave the couriers out.");
    }
}

}  // namespace sage::sage200
