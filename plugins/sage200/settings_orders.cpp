// SPDX-License-Identifier: Apache-2.0
// The settings about sales orders and their despatches, and the rules for them that a schema cannot
// say.
#include <algorithm>
#include <array>
#include <charconv>

#include "plugins/sage200/offers.h"
#include "plugins/sage200/settings.h"

namespace sage::sage200 {
namespace {

/// Fields of a site's own that orders and their lines have, and how many of each.
struct OwnFields {
    std::string_view name;
    int count;
};
constexpr auto own_fields = std::to_array<OwnFields>({{"spare_text_", 10},
                                                      {"spare_number_", 10},
                                                      {"spare_date_", 5},
                                                      {"spare_bool_", 5},
                                                      {"analysis_code_", 20}});
constexpr std::array<std::string_view, 2> header_fields = {"memo", "comment"};
constexpr std::array<std::string_view, 2> line_fields = {"despatch_note_comment",
                                                         "picking_list_comment"};

bool is_own_field(std::string_view field) {
    return std::any_of(own_fields.begin(), own_fields.end(), [&](const OwnFields& one) {
        if (!field.starts_with(one.name)) {
            return false;
        }
        const std::string_view digits = field.substr(one.name.size());
        int number = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), number);
        return error == std::errc() && end == digits.data() + digits.size() &&
               !digits.starts_with('0') && number >= 1 && number <= one.count;
    });
}

DespatchBecomes read_despatch_becomes(std::string_view text) {
    return text == "salesOrderAndDespatch" ? DespatchBecomes::sales_order_and_despatch
           : text == "salesOrder"          ? DespatchBecomes::sales_order
           : text == "despatchOfOrder"     ? DespatchBecomes::despatch_of_order
                                           : DespatchBecomes::sales_invoice;
}

std::vector<std::string> read_unit_codes(const JsonValue& value) {
    const JsonValue* const found = at_pointer(value, "/salesOrders/unitCodes");
    if (found == nullptr || !found->is_array()) {
        return {"C62", "EA", "H87"};
    }
    std::vector<std::string> codes;
    for (const JsonValue& one : found->get_array()) {
        codes.emplace_back(text_at(one, ""));
    }
    return codes;
}

}  // namespace

void read_order_settings(const JsonValue& value, Settings& settings) {
    settings.items = read_item_matching(value, kind::product);
    settings.despatch_becomes = read_despatch_becomes(text_at(value, "/despatchBecomes"));
    settings.posts_orders = text_at(value, "/orderBecomes") == "salesOrder";
    OrderSettings& orders = settings.orders;
    const std::string_view field = text_at(value, "/salesOrders/referenceField");
    orders.reference_field = field.empty() ? std::string_view("spare_text_1") : field;
    orders.document_prices = text_at(value, "/salesOrders/prices") != "sage";
    orders.unit_codes = read_unit_codes(value);
    orders.warehouses = map_at(value, "/salesOrders/warehouses");
    orders.additional_charges = map_at(value, "/salesOrders/additionalCharges");
    orders.couriers = map_at(value, "/salesOrders/couriers");
}

void check_order_settings(const Settings& settings, std::vector<Problem>& problems) {
    if (settings.posts_orders && settings.despatch_becomes == DespatchBecomes::sales_invoice) {
        problems.push_back({"sage200.settings.orders_without_despatches", "/orderBecomes",
                            "Orders are to become sales orders, and despatches invoices of the "
                            "ledger: the orders would stay open for ever.",
                            "Let despatches become despatches of the orders by the setting "
                            "/despatchBecomes, or let orders become nothing.",
                            Owner::it});
    }
    // Sage computes the tax of an order from its prices, and by its own setting.
    if (settings.uses_orders() && settings.totals.prices_include_tax) {
        problems.push_back({"sage200.settings.orders_with_tax", "/pricesIncludeTax",
                            "Sales orders are sent with prices without tax.",
                            "Let the warehouse send prices without tax, or let despatches become "
                            "invoices of the ledger.",
                            Owner::it});
    }
}

OrderReads order_reads(const Settings& settings) {
    OrderReads wanted;
    wanted.reference_field = settings.orders.reference_field;
    wanted.additional_charges = !settings.orders.additional_charges.empty();
    wanted.couriers = !settings.orders.couriers.empty();
    wanted.analysis_codes =
        settings.orders.reference_field.starts_with("analysis_code_") ||
        std::any_of(settings.texts.begin(), settings.texts.end(), [](const TextRule& rule) {
            return std::any_of(rule.to.begin(), rule.to.end(), [](const std::string& field) {
                return field.starts_with("analysis_code_");
            });
        });
    const auto want_group = [&](std::string_view field) {
        const std::string_view group = group_of(field);
        if (!group.empty() && group != wanted.reference_field &&
            std::find(wanted.fields.begin(), wanted.fields.end(), group) == wanted.fields.end()) {
            wanted.fields.emplace_back(group);
        }
    };
    want_group(wanted.reference_field);
    for (const TextRule& rule : settings.texts) {
        std::for_each(rule.to.begin(), rule.to.end(), want_group);
    }
    if (settings.confirms_despatches()) {
        wanted.offers.emplace_back(offer::confirm_despatch);
    }
    return wanted;
}

bool takes_order_text(TextLevel level, std::string_view field) {
    if (is_own_field(field)) {
        return true;
    }
    return level == TextLevel::line
               ? std::find(line_fields.begin(), line_fields.end(), field) != line_fields.end()
               : std::find(header_fields.begin(), header_fields.end(), field) !=
                     header_fields.end();
}

bool takes_despatch_text(TextLevel level, std::string_view field) {
    return level == TextLevel::header && field == "notes";
}

}  // namespace sage::sage200
