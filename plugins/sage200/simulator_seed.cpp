// SPDX-License-Identifier: Apache-2.0
// Items, customers and sites in a warehouse's words, written down as Sage 200 keeps them.
#include "plugins/sage200/simulator_seed.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <set>

#include "plugins/sage200/simulator_stock.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_sage200 {
namespace {

namespace json = boost::json;

using Fault = std::optional<simulated::ControlFault>;

/// Members of an entry; those with "*" are needed.
struct Section {
    std::string_view name;
    std::string_view members;
};
constexpr auto sections = std::to_array<Section>({
    {"locations", "id* name allowNegativeStock"},
    {"taxCodes", "id* percent*"},
    {"items", "id* name unitCode kind"},
    {"customers", "id* name countryCode onHold"},
    {"charges", "code* item*"},
    {"stock", "item* location* quantity*"},
});

constexpr std::size_t reference_max = 8;

Fault check_entry(const Section& section, const json::value& entry, const std::string& pointer) {
    const auto members = simulated::split(section.members, ' ');
    if (!entry.is_object()) {
        return simulated::ControlFault{pointer, "The entry is no object.", "Write an object."};
    }
    for (const auto& [name, value] : entry.get_object()) {
        const std::string needed = std::string(name) + "*";
        const bool known = std::any_of(members.begin(), members.end(), [&](std::string_view one) {
            return one == std::string_view(name) || one == needed;
        });
        if (!known || (!value.is_string() && !value.is_bool())) {
            return simulated::ControlFault{fmt::format("{}/{}", pointer, std::string(name)),
                                           "The member is unknown or has the wrong type.",
                                           "Look up the members of the seed."};
        }
    }
    for (const std::string_view member : members) {
        const std::string at = fmt::format("/{}", member.substr(0, member.find('*')));
        if (member.ends_with('*') && text_at(entry, at).empty()) {
            return simulated::ControlFault{pointer + at, "The member is missing or empty.",
                                           "Give it a value."};
        }
    }
    for (const std::string_view number : {"/percent", "/quantity"}) {
        if (at_pointer(entry, number) != nullptr && !Decimal::parse(text_at(entry, number))) {
            return simulated::ControlFault{pointer + std::string(number),
                                           "The text is no decimal number.",
                                           "Write digits with a point, without an exponent."};
        }
    }
    if (section.name == "customers" && text_at(entry, "/id").size() > reference_max) {
        return simulated::ControlFault{pointer + "/id", "The reference is too long.",
                                       "Sage 200 has eight characters for it."};
    }
    return std::nullopt;
}

Fault check_seed(const json::value& seed) {
    if (!seed.is_object()) {
        return simulated::ControlFault{"", "The seed is no object.", "Send a JSON object."};
    }
    for (const auto& [name, value] : seed.get_object()) {
        const std::string pointer = fmt::format("/{}", std::string(name));
        if ((name == "guestCustomer" || name == "closedUntil") && value.is_string()) {
            continue;
        }
        const auto section = std::find_if(
            sections.begin(), sections.end(),
            [text = std::string_view(name)](const Section& one) { return one.name == text; });
        if (section == sections.end() || !value.is_array()) {
            return simulated::ControlFault{pointer, "The member is unknown or no array.",
                                           "Look up the members of the seed."};
        }
        std::size_t number = 0;
        for (const json::value& entry : value.get_array()) {
            if (auto fault =
                    check_entry(*section, entry, fmt::format("{}/{}", pointer, number++))) {
                return fault;
            }
        }
    }
    return std::nullopt;
}

/// The record with that text in the field, made if there is none.
Row& ensure(Company& company, std::string_view model, std::string_view field, std::string_view text,
            std::int64_t now_ms) {
    if (Row* const found = company.table(model).find_text(field, text)) {
        return *found;
    }
    Row row = company.make(now_ms);
    row.set_text(field, text);
    return company.table(model).add(std::move(row));
}

void name_row(Row& row, const json::value& entry, std::string_view id) {
    const std::string_view name = text_at(entry, "/name");
    if (!name.empty()) {
        row.set_text("name", name);
    }
    row.default_text("name", id);
}

void seed_customer(Company& company, std::string_view id, const json::value& entry,
                   std::int64_t now_ms) {
    Row& customer = ensure(company, "customer", "reference", id, now_ms);
    name_row(customer, entry, id);
    const json::value* const on_hold = at_pointer(entry, "/onHold");
    customer.set_truth("on_hold", on_hold != nullptr && on_hold->is_bool() && on_hold->get_bool());
    customer.set_text("account_status_type", "AccountStatusActive");
    customer.set_integer("currency_id", company.only("currency").id);
    customer.set_integer("default_tax_code_id", company.only("tax_code").id);
    customer.set_text("default_nominal_code_reference", "4000");
}

void seed_item(Company& company, const json::value& entry, std::int64_t now_ms) {
    const std::string_view id = text_at(entry, "/id");
    Row& product = ensure(company, "product", "code", id, now_ms);
    name_row(product, entry, id);
    product.set_truth("allow_sales_order", true);
    product.set_text("product_status_type", "EnumStockItemStatusTypeActive");
    product.set_integer("product_group_id", company.only("product_group").id);
    product.default_integer("tax_code_id", company.only("tax_code").id);
}

void seed_tax_code(Company& company, const json::value& entry, std::int64_t now_ms) {
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> usual = {
        {{"STANDARD", 1}, {"ZERO", 0}, {"EXEMPT", 2}, {"REDUCED", 5}}};
    const std::string id(text_at(entry, "/id"));
    std::int64_t code = 20 + static_cast<std::int64_t>(company.tax_codes.size());
    for (const auto& [name, number] : usual) {
        code = name == id ? number : code;
    }
    if (const auto known = company.tax_codes.find(id); known != company.tax_codes.end()) {
        code = Row(*company.table("tax_code").find_text("code", known->second)).integer("code");
    }
    Row* row = company.table("tax_code").find_text("code", std::to_string(code));
    if (row == nullptr) {
        row = &company.table("tax_code").add(company.make(now_ms));
        row->set_integer("code", code);
        row->set_text("name", id);
    }
    row->set_number("tax_rate", *Decimal::parse(text_at(entry, "/percent")));
    company.tax_codes[id] = std::to_string(code);
}

void seed_charge(Company& company, const json::value& entry, std::int64_t now_ms) {
    const std::string code(text_at(entry, "/code"));
    Row& charge = ensure(company, "sop_additional_charge", "code", text_at(entry, "/item"), now_ms);
    charge.default_text("name", text_at(entry, "/item"));
    charge.set_integer("tax_code_id", company.only("tax_code").id);
    company.charges[code] = text_at(entry, "/item");
}

Row& add_holding(Company& company, std::int64_t product_id, const Row& warehouse,
                 std::int64_t now_ms) {
    Row holding = company.make(now_ms);
    holding.set_integer("product_id", product_id);
    holding.set_integer("warehouse_id", warehouse.id);
    holding.set_text("warehouse_name", warehouse.text("name"));
    return company.table("warehouse_holding").add(std::move(holding));
}

/// Every product is held in every warehouse, in a bin at least. One look at what there is, since a
/// company may have thousands of products.
void hold_everywhere(Company& company, std::int64_t now_ms) {
    std::set<std::pair<std::int64_t, std::int64_t>> held;
    std::set<std::int64_t> binned;
    for (const Row& bin : company.table("bin_holding").rows()) {
        binned.insert(bin.integer("warehouse_holding_id"));
    }
    for (const Row& holding : company.table("warehouse_holding").rows()) {
        held.emplace(holding.integer("product_id"), holding.integer("warehouse_id"));
        if (!binned.contains(holding.id)) {
            add_first_bin(company, holding, now_ms);
        }
    }
    for (const Row& product : company.table("product").rows()) {
        for (const Row& warehouse : company.table("warehouse").rows()) {
            if (!held.contains({product.id, warehouse.id})) {
                Row& holding = add_holding(company, product.id, warehouse, now_ms);
                add_first_bin(company, holding, now_ms);
                change_stock(company, holding, Decimal(), Decimal());
            }
        }
    }
}

Fault seed_stock(Company& company, const json::value& entry, std::int64_t now_ms) {
    const Row* const product = company.table("product").find_text("code", text_at(entry, "/item"));
    const Row* const warehouse =
        company.table("warehouse").find_text("name", text_at(entry, "/location"));
    if (product == nullptr || warehouse == nullptr) {
        return simulated::ControlFault{"/stock", "No such item or location was seeded.",
                                       "Seed both first or in the same request."};
    }
    Row* const there = holding_of(company, product->id, warehouse->id);
    Row& holding =
        there != nullptr ? *there : add_holding(company, product->id, *warehouse, now_ms);
    const Decimal wanted = *Decimal::parse(text_at(entry, "/quantity"));
    change_stock(company, holding, wanted - holding.number("quantity_in_stock"), Decimal());
    return std::nullopt;
}

Fault seed_entry(Company& company, std::string_view section, const json::value& entry,
                 std::int64_t now_ms) {
    if (section == "locations") {
        name_row(ensure(company, "warehouse", "name", text_at(entry, "/id"), now_ms), {}, "");
        const json::value* const negative = at_pointer(entry, "/allowNegativeStock");
        if (negative != nullptr && negative->is_bool()) {
            company.only("product_group").set_truth("can_levels_go_negative", negative->get_bool());
        }
    } else if (section == "taxCodes") {
        seed_tax_code(company, entry, now_ms);
    } else if (section == "items") {
        seed_item(company, entry, now_ms);
    } else if (section == "customers") {
        seed_customer(company, text_at(entry, "/id"), entry, now_ms);
    } else if (section == "charges") {
        seed_charge(company, entry, now_ms);
    } else {
        return seed_stock(company, entry, now_ms);
    }
    return std::nullopt;
}

}  // namespace

Fault apply_seed(Company& company, const json::value& seed, std::int64_t now_ms) {
    if (auto fault = check_seed(seed)) {
        return fault;
    }
    for (const Section& section : sections) {
        const json::value* const entries = seed.get_object().if_contains(section.name);
        if (entries == nullptr) {
            continue;
        }
        for (const json::value& entry : entries->get_array()) {
            if (auto fault = seed_entry(company, section.name, entry, now_ms)) {
                return fault;
            }
        }
    }
    hold_everywhere(company, now_ms);
    const std::string_view guest = text_at(seed, "/guestCustomer");
    if (!guest.empty()) {
        seed_customer(company, guest, {}, now_ms);
        company.guest_customer = guest;
    }
    if (seed.get_object().contains("closedUntil")) {
        company.closed_until = text_at(seed, "/closedUntil");
    }
    return std::nullopt;
}

}  // namespace sage::simulated_sage200
