// SPDX-License-Identifier: Apache-2.0
// A line that moves stock: its product, also one that is not sold, the warehouses that it leaves
// and comes to, and its bins. No other item stands for one that is unknown: what is moved is there.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/map_stock.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view active_product = "EnumStockItemStatusTypeActive";
constexpr int quantity_places = 5;

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix, Owner owner,
          std::string root_cause = "") {
    return {
        {"sage200." + std::move(code), std::move(pointer), std::move(cause), std::move(fix), owner},
        std::move(root_cause)};
}

/// Of one that is not for sale the stock can be moved nevertheless.
bool has_stock(const CatalogueRecord* record) {
    const std::string_view status = field_of(record, "product_status_type");
    return record != nullptr && (status.empty() || status == active_product);
}

Mapped<const CatalogueRecord*> map_item(const Settings& settings, const Catalogue& catalogue,
                                        const Line& line, const std::string& pointer,
                                        std::vector<Remark>& remarks) {
    const MatchChain& chain = settings.items.chain;
    const MatchKeys keys = item_keys(chain, line.item);
    const Match found = match(chain, keys, catalogue);
    const std::string at = pointer + "/item/sellersItemId";
    if (found.record != nullptr) {
        if (found.rule->name != "sellersItemId") {
            remarks.push_back(match_remark(found, "item", "Line " + line.id));
        }
        return {found.record, std::nullopt};
    }
    const std::string root_cause = "stock-" + match_cause(chain, keys, "item");
    if (found.ambiguous()) {
        return {nullptr, Hold{ambiguous_match(found, "item", at), root_cause}};
    }
    const CatalogueRecord* const unsold = catalogue.find(kind::product, found.inactive);
    if (has_stock(unsold)) {
        return {unsold, std::nullopt};
    }
    const std::string& code = found.inactive.empty() ? line.item.sellers_item_id : found.inactive;
    return {nullptr, hold("stock_item_unknown", at,
                          "The product " + code + " is not in Sage 200, or is inactive.",
                          "Create or activate the product " + code +
                              " in Sage 200, or name how it is found in the setting /itemMatching.",
                          Owner::finance, root_cause)};
}

std::optional<Hold> unknown_stock_unit(const Settings& settings, const Quantity& quantity,
                                       const std::string& pointer) {
    const std::vector<std::string>& known = settings.stock.unit_codes;
    if (std::find(known.begin(), known.end(), quantity.unit_code) != known.end()) {
        return std::nullopt;
    }
    return hold("stock_unit_unknown", pointer,
                "The line is in the unit " + quantity.unit_code +
                    ", and the settings do not say that Sage keeps the stock of the product in it.",
                "Add the unit to the setting /stockTransfers/unitCodes if it is the one that stock "
                "is kept in; otherwise send a new version of the document in that one.",
                Owner::it, "stock-unit:" + quantity.unit_code);
}

/// Of those Sage wants each batch or serial number named, which this edition does not do.
std::optional<Hold> traceable(const CatalogueRecord* product, const std::string& pointer) {
    const std::string_view type = field_of(product, "traceable_type");
    if (type.empty() || type == "EnumTraceableTypeNone") {
        return std::nullopt;
    }
    return hold("stock_traceable", pointer,
                "Sage 200 traces the product " + product->id +
                    " by batch or serial number, and such products are not moved by this "
                    "connector.",
                "Move it in Sage 200 by hand and record that with an operatorDecision markPosted; "
                "or withdraw the document.",
                Owner::warehouse);
}

std::string bin_of_site(const Settings& settings, const std::string& site) {
    const auto found = settings.stock.bins.find(site);
    return found == settings.stock.bins.end() ? std::string() : found->second;
}

std::string write_off_bin(const Settings& settings, const Line& line) {
    const auto found = settings.stock.write_off_bins.find(line.reason_code);
    return found == settings.stock.write_off_bins.end() ? settings.stock.write_off_bin
                                                        : found->second;
}

Mapped<const CatalogueRecord*> map_write_off(const Settings& settings, const Catalogue& catalogue) {
    const std::string& name = settings.stock.write_off_warehouse;
    Mapped<const CatalogueRecord*> mapped =
        map_named(catalogue, kind::warehouse, name, "/body/locationId");
    if (mapped.hold) {
        mapped.hold->problem.fix =
            "Create it in Sage 200, or correct the setting "
            "/stockTransfers/writeOffWarehouse.";
        mapped.hold->root_cause = std::string(write_off_cause) + ":" + name;
    }
    return mapped;
}

}  // namespace

bool stock_item_is_there(const Settings& settings, std::string_view name,
                         const Catalogue& catalogue) {
    return match_cause_gone(settings.items.chain, name, catalogue) ||
           has_stock(catalogue.find(kind::product, name));
}

Mapped<Movement> map_movement(const Settings& settings, const PreparationInput& input,
                              std::size_t index, std::vector<Remark>& remarks) {
    const Document& document = input.document;
    const Catalogue& catalogue = input.catalogue;
    const Line& line = document.lines[index];
    const std::string pointer = fmt::format("/body/lines/{}", index);
    const bool transfer = document.envelope.message_type == MessageType::inventory_transfer;
    Mapped<Movement> mapped;
    Movement& movement = mapped.value;
    movement.product = take(mapped.hold, map_item(settings, catalogue, line, pointer, remarks));
    movement.from =
        take(mapped.hold, map_warehouse(settings, catalogue, document.location_id,
                                        transfer ? "/body/fromLocationId" : "/body/locationId"));
    movement.from_bin =
        line.bin_id.empty() ? bin_of_site(settings, document.location_id) : line.bin_id;
    if (transfer) {
        movement.to = take(mapped.hold, map_warehouse(settings, catalogue, document.to_location_id,
                                                      "/body/toLocationId"));
        movement.to_bin = bin_of_site(settings, document.to_location_id);
    } else {
        movement.to = take(mapped.hold, map_write_off(settings, catalogue));
        movement.to_bin = write_off_bin(settings, line);
        if (line.quantity.value.sign() > 0) {  // Too much was taken away.
            std::swap(movement.from, movement.to);
            std::swap(movement.from_bin, movement.to_bin);
        }
    }
    const std::string quantity = pointer + "/quantity";
    add_hold(mapped.hold, unknown_stock_unit(settings, line.quantity, quantity));
    if (movement.product != nullptr) {
        add_hold(mapped.hold, traceable(movement.product, pointer));
    }
    movement.quantity = line.quantity.value.sign() < 0 ? -line.quantity.value : line.quantity.value;
    if (!movement.quantity.fits(quantity_places)) {
        add_hold(mapped.hold,
                 hold("stock_quantity_too_fine", quantity,
                      "Sage 200 has five decimals of a quantity, and the line has more.",
                      "Send a new version of the document with a quantity that fits, and withdraw "
                      "this one.",
                      Owner::warehouse));
    }
    return mapped;
}

Mapped<BinHolding> choose_bin(const std::vector<BinHolding>& holdings, const Movement& movement,
                              bool source, std::string_view site) {
    const CatalogueRecord& warehouse = source ? *movement.from : *movement.to;
    const std::string& bin = source ? movement.from_bin : movement.to_bin;
    std::vector<const BinHolding*> there;
    for (const BinHolding& one : holdings) {
        if (one.warehouse_key == warehouse.key && (bin.empty() || one.name == bin)) {
            there.push_back(&one);
        }
    }
    if (there.size() == 1) {
        return {*there.front(), std::nullopt};
    }
    const std::string root_cause =
        fmt::format("{}:{}/{}/{}", bin_cause, movement.product->id, warehouse.id, bin);
    if (there.empty()) {
        return {{},
                hold("bin_unknown", "",
                     fmt::format("The product {} is not held in the warehouse {}{} of Sage 200.",
                                 movement.product->id, warehouse.id,
                                 bin.empty() ? "" : ", bin " + bin + ","),
                     "Add the warehouse and bin to the product in Sage 200; it is looked for "
                     "again whenever the catalogue is read.",
                     Owner::finance, root_cause)};
    }
    return {{},
            hold("bin_not_named", "",
                 fmt::format("The product {} has several bins in the warehouse {} of Sage 200, "
                             "and nothing says which is meant.",
                             movement.product->id, warehouse.id),
                 site.empty() ? "Name the bin in the setting /stockTransfers/writeOffBin, and "
                                "decide to send the document again."
                              : fmt::format("Name the bin of the site {} in the setting "
                                            "/stockTransfers/bins, and decide to send the "
                                            "document again.",
                                            site),
                 Owner::it, root_cause)};
}

}  // namespace sage::sage200
