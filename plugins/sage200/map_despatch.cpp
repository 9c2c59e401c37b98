// SPDX-License-Identifier: Apache-2.0
// A despatch as the despatch of an order that is in Sage. Only what is allocated may leave, all of
// it at once or nothing: what is short is told line by line, and a person allocates it.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/offers.h"
#include "plugins/sage200/wire_values.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view lines_question = "lines of the order";
constexpr std::string_view despatches_question = "despatches of the order";
constexpr std::string_view standard_line = "EnumLineTypeStandard";

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix, Owner owner) {
    return {
        {"sage200." + std::move(code), std::move(pointer), std::move(cause), std::move(fix), owner},
        ""};
}

/// Lines of the order with what is taken of each, in stock units.
struct Filling {
    const Settings& settings;
    const PreparationInput& input;
    std::vector<OpenLine> open;
    std::vector<Decimal> taken;
    std::vector<Taking> takings;
    const CatalogueRecord* warehouse = nullptr;  ///< that the goods left
    std::string order_status;                    ///< empty: live
    bool made_for_it = false;                    ///< its lines are named as those of the despatch
    std::optional<Hold> hold;
    std::vector<Remark> remarks;
    SentTerms terms;
};

/// A line that shows no warehouse, as that of a service may, is taken wherever the goods left.
bool is_in(const OpenLine& line, const CatalogueRecord& warehouse) {
    return line.warehouse_key.empty() || line.warehouse_key == "0" ||
           line.warehouse_key == warehouse.key;
}

/// Those of the product in the warehouse that it left, the one that the line names before others.
std::vector<std::size_t> lines_for(const Filling& filling, const Line& line,
                                   const std::string& product_key) {
    const std::string& name = filling.made_for_it ? line.id : line.order_line_id;
    std::vector<std::size_t> places;
    for (std::size_t index = 0; index < filling.open.size(); ++index) {
        const OpenLine& one = filling.open[index];
        if (one.line_type == standard_line && one.product_key == product_key &&
            is_in(one, *filling.warehouse)) {
            places.push_back(index);
        }
    }
    std::stable_partition(places.begin(), places.end(), [&](std::size_t index) {
        const OpenLine& one = filling.open[index];
        return !name.empty() &&
               (one.key == name || std::find(one.references.begin(), one.references.end(), name) !=
                                       one.references.end());
    });
    return places;
}

void keep_terms(Filling& filling, const Line& line, const CatalogueRecord& product,
                const OpenLine& open) {
    for (const CatalogueRecord* const code : filling.input.catalogue.all(kind::tax_code)) {
        if (code->key == open.tax_code_key) {
            filling.terms.lines.push_back(
                {terms_key(line),
                 {product.id, code->id,
                  tax_codes(filling.settings, filling.input.catalogue).rate_of(code->id)}});
        }
    }
}

Hold not_on_order(const Filling& filling, const CatalogueRecord& product,
                  const std::string& pointer) {
    const bool elsewhere =
        std::any_of(filling.open.begin(), filling.open.end(),
                    [&](const OpenLine& one) { return one.product_key == product.key; });
    if (elsewhere) {
        return hold("other_warehouse", pointer,
                    fmt::format("The order in Sage 200 has the product {} in another warehouse "
                                "than {}, which it left.",
                                product.id, filling.warehouse->id),
                    "Change the warehouse of the line in Sage 200 and decide to send the despatch "
                    "again; or send a new version of the despatch with the right site, and "
                    "withdraw this one.",
                    Owner::warehouse);
    }
    return hold("not_on_order", pointer,
                "The order in Sage 200 has no line for the product " + product.id + ".",
                "Add the line to the order in Sage 200 and decide to send the despatch again; or "
                "send a new version of the despatch.",
                Owner::warehouse);
}

/// What of these lines has neither left nor been taken. Nothing: that is no exact number.
std::optional<Decimal> open_units(const Filling& filling, const std::vector<std::size_t>& places) {
    Decimal units;
    for (const std::size_t place : places) {
        const OpenLine& line = filling.open[place];
        const std::optional<Decimal> ordered =
            stock_units(line.line_quantity, line.selling_unit_multiple, line);
        if (!ordered) {
            return std::nullopt;
        }
        units = units + *ordered - line.despatched - filling.taken[place];
    }
    return units;
}

/// Of what was wanted `left` units may not leave. More than is ordered is never allocated.
Hold short_of(const Filling& filling, const CatalogueRecord& product,
              const std::vector<std::size_t>& places, const Decimal& wanted, const Decimal& left,
              const std::string& at) {
    const std::string status =
        filling.order_status.empty()
            ? std::string()
            : fmt::format(" The status of the order is {}.", filling.order_status);
    const std::optional<Decimal> open = open_units(filling, places);
    if (open && *open < left) {
        return hold(
            "more_than_ordered", at,
            fmt::format("Of the product {} {} stock units left, {} more than are open on "
                        "the order in Sage 200.{}",
                        product.id, plain_number(wanted), plain_number(left - *open), status),
            "Raise the quantity of the line in Sage 200 and allocate it, then decide to "
            "send the despatch again; or send a right version of the despatch.",
            Owner::warehouse);
    }
    return hold("stock_short", at,
                fmt::format("Of the product {} only {} of {} stock units may leave: {} are not "
                            "allocated to the order in Sage 200.{}",
                            product.id, plain_number(wanted - left), plain_number(wanted),
                            plain_number(left), status),
                "Allocate the stock to the order in Sage 200, then decide to send the despatch "
                "again.",
                Owner::warehouse);
}

/// The unit that the line is sold in, where documents have a code of its own for it; else empty.
std::string named_unit_of(const Filling& filling, const OpenLine& open) {
    const TextMap& units = filling.settings.orders.units;
    const auto found = std::find_if(units.begin(), units.end(), [&](const auto& one) {
        const CatalogueRecord* const unit = filling.input.catalogue.find(kind::unit, one.second);
        return unit != nullptr && !unit->key.empty() && unit->key == open.selling_unit_key;
    });
    return found == units.end() ? std::string() : found->first;
}

/// The unit in which a product is sold by itself is meant, and it is ordered in another.
Hold unit_of_line(const std::string& code, const std::string& name, const std::string& at) {
    return hold("unit_of_line", at,
                fmt::format("The line of the order in Sage 200 is in the unit that documents call "
                            "{}, and the despatch is in {}.",
                            name, code),
                fmt::format("Send a new version of the despatch in {}, and withdraw this one; or "
                            "name the unit that {} is in the setting /salesOrders/units.",
                            name, code),
                Owner::warehouse);
}

void fill(Filling& filling, const Line& line, const std::string& pointer) {
    const std::string at = pointer + "/deliveredQuantity";
    const GoodsItem product =
        take(filling.hold, map_goods_item(goods_item_rules(filling.settings),
                                          filling.input.catalogue, line, pointer, filling.remarks));
    Mapped<SoldUnit> unit =
        map_unit(filling.settings, filling.input.catalogue, product.record, line.quantity, at);
    if (product.record == nullptr || unit.hold) {
        add_hold(filling.hold, std::move(unit.hold));
        return;
    }
    const std::vector<std::size_t> places = lines_for(filling, line, product.record->key);
    if (places.empty()) {
        add_hold(filling.hold, not_on_order(filling, *product.record, pointer));
        return;
    }
    const OpenLine& first = filling.open[places.front()];
    if (!unit.value.base_units && !filling.made_for_it) {
        if (const std::string name = named_unit_of(filling, first); !name.empty()) {
            add_hold(filling.hold, unit_of_line(line.quantity.unit_code, name, at));
            return;
        }
    }
    const Decimal base_units = unit.value.base_units.value_or(first.selling_unit_multiple);
    const std::optional<Decimal> wanted = stock_units(line.quantity.value, base_units, first);
    if (!wanted) {
        add_hold(filling.hold,
                 hold("number_not_exact", at,
                      fmt::format("The quantity is no exact number of stock units: one {} is {} "
                                  "base units, and one stock unit {}.",
                                  line.quantity.unit_code, plain_number(base_units),
                                  plain_number(first.stock_unit_multiple)),
                      "Send a new version of the document with a number that fits, or in the stock "
                      "unit, and withdraw this one; or confirm the despatch in Sage 200 by hand "
                      "and record that with an operatorDecision markPosted.",
                      Owner::warehouse));
        return;
    }
    Decimal left = *wanted;
    for (const std::size_t place : places) {
        const Decimal free = filling.open[place].available - filling.taken[place];
        const Decimal part = free < left ? free : left;
        if (part.sign() > 0) {
            filling.taken[place] = filling.taken[place] + part;
            filling.takings.push_back(
                {&line, pointer, product.record, &filling.open[place], part, base_units});
            left = left - part;
        }
    }
    keep_terms(filling, line, *product.record, filling.open[places.front()]);
    if (left.sign() > 0) {
        add_hold(filling.hold, short_of(filling, *product.record, places, *wanted, left, at));
    }
}

void fill_all(Filling& filling) {
    const Document& document = filling.input.document;
    filling.taken.assign(filling.open.size(), Decimal());
    filling.warehouse =
        take(filling.hold, map_warehouse(filling.settings, filling.input.catalogue,
                                         document.location_id, "/body/shipFrom/locationId"));
    if (filling.warehouse == nullptr) {
        return;
    }
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        if (document.lines[index].quantity.value.sign() != 0) {
            fill(filling, document.lines[index], "/body/lines/" + std::to_string(index));
        }
    }
    if (!filling.made_for_it && !document.allowance_charges.empty()) {
        filling.remarks.push_back({"sage200.charges_of_order", "",
                                   "The charges of the despatch are not posted: those of the order "
                                   "in Sage 200 count."});
    }
}

/// Without our reference in Sage one despatch could be taken for another of the same order that is
/// under way, and only documents of one ordering key wait for each other: the number of the order
/// is the one key that all of them are known to have.
std::optional<Hold> not_told_apart(const Settings& settings, const PreparationInput& input) {
    const Document& document = input.document;
    const bool in_order =
        !document.order_id.empty() && document.envelope.ordering_key == document.order_id;
    if (in_order || is_made_for_it(settings, input)) {
        return std::nullopt;
    }
    return Hold{
        {"sage200.ordering_key_missing", "/orderingKey",
         "Sage 200 records no tracking with despatches, so that those of one order are told "
         "apart only if one follows the other, and the ordering key of the document is not the "
         "number of its order.",
         "Let tracking be recorded on despatch in Sage 200; or send a new version of the "
         "document, and all others of the order, with the order's number as ordering key.",
         Owner::warehouse},
        "tracking-not-recorded"};
}

Preparation confirm(Filling& filling, Despatch despatch) {
    const PreparationInput& input = filling.input;
    const DocumentDates dates = take(
        filling.hold, map_dates(filling.settings, input, "despatch_receipt_date", filling.remarks));
    despatch.date = dates.posting_date;
    if (records_tracking(input.catalogue)) {
        despatch.tracking =
            take(filling.hold, map_tracking(filling.settings, input, filling.remarks));
    } else if (!input.document.shipment.tracking_ids.empty()) {
        filling.remarks.push_back(
            {"sage200.tracking_kept", "",
             "The tracking numbers are kept here: by its settings Sage 200 records none with "
             "despatches, or does not show this user its settings."});
    }
    if (filling.hold) {
        return *std::move(filling.hold);
    }
    for (std::size_t index = 0; index < filling.open.size(); ++index) {
        if (filling.taken[index].sign() > 0) {
            despatch.items.push_back({filling.open[index].key, filling.taken[index], {}, {}});
        }
    }
    if (std::optional<Preparation> instead =
            name_batches(filling.settings, input, filling.takings, despatch.items)) {
        return *std::move(instead);
    }
    Send send = encode_despatch(filling.settings.books, despatch, input.external_reference);
    send.remarks = std::move(filling.remarks);
    send.terms = std::move(filling.terms);
    return send;
}

}  // namespace

Preparation prepare_despatch(const Settings& settings, const PreparationInput& input) {
    if (std::optional<Hold> unknown = unknown_company(settings, input.catalogue)) {
        return *std::move(unknown);
    }
    if (!has_goods(input.document)) {
        const SageDocument* const own = own_order(input.related);
        return PostNothing{"No goods left: there is nothing to confirm.",
                           own == nullptr ? SageDocument() : *own};
    }
    if (std::optional<Hold> lacking = not_offered(input.catalogue, offer::confirm_despatch)) {
        return *std::move(lacking);
    }
    OrderInSage order = find_order(settings, input);
    if (order.instead) {
        return *std::move(order.instead);
    }
    const Reply* const lines = answer_to(input, lines_question);
    if (lines == nullptr) {
        return ReadFirst{std::string(lines_question), ask_order_lines(settings.books, order.key)};
    }
    Result<std::vector<OpenLine>> open = read_open_lines(*lines);
    if (!open.ok()) {
        return order_unreadable(open.error().first());
    }
    Despatch despatch;
    despatch.order_key = order.key;
    // With tracking it is found by our reference; without, by what was not there before.
    if (!records_tracking(input.catalogue)) {
        if (std::optional<Hold> alike = not_told_apart(settings, input)) {
            return *std::move(alike);
        }
        const Reply* const before = answer_to(input, despatches_question);
        if (before == nullptr) {
            return ReadFirst{std::string(despatches_question),
                             ask_despatches(settings.books, order.key)};
        }
        Result<std::vector<std::string>> keys = read_despatch_keys(*before);
        if (!keys.ok()) {
            return order_unreadable(keys.error().first());
        }
        despatch.before = std::move(keys).value();
    }
    Filling filling{settings, input, std::move(open).value(), {}, {}, nullptr, {}, {}, {}, {}, {}};
    filling.order_status = order.status;
    filling.made_for_it = is_made_for_it(settings, input);
    filling.terms.customer = order.customer;
    fill_all(filling);
    return confirm(filling, std::move(despatch));
}

}  // namespace sage::sage200
