// SPDX-License-Identifier: Apache-2.0
// Items, customers and places in a warehouse's words, written down as Sage 50 keeps them: it has
// one quantity of a product, whatever the places are.
#include "plugins/sage50/simulator_seed.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "plugins/sage50/simulator_values.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_sage50 {
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

/// Longest text of a member that is a key in Sage.
struct Key {
    std::string_view section;
    std::string_view member;
    std::size_t most;
};
constexpr auto keys =
    std::to_array<Key>({{"items", "/id", 30}, {"customers", "/id", 8}, {"charges", "/item", 30}});

Fault wrong(const std::string& pointer, std::string cause, std::string fix) {
    return simulated::ControlFault{pointer, std::move(cause), std::move(fix)};
}

Fault check_members(const Section& section, const json::value& entry, const std::string& pointer) {
    const auto members = simulated::split(section.members, ' ');
    for (const auto& [name, value] : entry.get_object()) {
        const std::string needed = std::string(name) + "*";
        const bool known = std::any_of(members.begin(), members.end(), [&](std::string_view one) {
            return one == std::string_view(name) || one == needed;
        });
        if (!known || (!value.is_string() && !value.is_bool())) {
            return wrong(fmt::format("{}/{}", pointer, std::string(name)),
                         "The member is unknown or has the wrong type.",
                         "Look up the members of the seed.");
        }
    }
    for (const std::string_view member : members) {
        const std::string at = fmt::format("/{}", member.substr(0, member.find('*')));
        if (member.ends_with('*') && text_at(entry, at).empty()) {
            return wrong(pointer + at, "The member is missing or empty.", "Give it a value.");
        }
    }
    return std::nullopt;
}

Fault check_entry(const Section& section, const json::value& entry, const std::string& pointer) {
    if (!entry.is_object()) {
        return wrong(pointer, "The entry is no object.", "Write an object.");
    }
    if (auto fault = check_members(section, entry, pointer)) {
        return fault;
    }
    for (const std::string_view number : {"/percent", "/quantity"}) {
        if (at_pointer(entry, number) != nullptr && !Decimal::parse(text_at(entry, number))) {
            return wrong(pointer + std::string(number), "The text is no decimal number.",
                         "Write digits with a point, without an exponent.");
        }
    }
    for (const Key& key : keys) {
        if (key.section == section.name && characters(text_at(entry, key.member)) > key.most) {
            return wrong(pointer + std::string(key.member), "The text is too long.",
                         fmt::format("Sage 50 has {} characters for it.", key.most));
        }
    }
    return std::nullopt;
}

Fault check_seed(const json::value& seed) {
    if (!seed.is_object()) {
        return wrong("", "The seed is no object.", "Send a JSON object.");
    }
    for (const auto& [name, value] : seed.get_object()) {
        const std::string pointer = fmt::format("/{}", std::string(name));
        if ((name == "guestCustomer" || name == "closedUntil") && value.is_string()) {
            continue;
        }
        const auto* const section = std::find_if(
            sections.begin(), sections.end(),
            [text = std::string_view(name)](const Section& one) { return one.name == text; });
        if (section == sections.end() || !value.is_array()) {
            return wrong(pointer, "The member is unknown or no array.",
                         "Look up the members of the seed.");
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

/// The record of that key, made if there is none.
Row& ensure(Company& company, std::string_view table, std::string_view key) {
    if (const Row* const found = company.find(table, key)) {
        return company.change(table, *found);
    }
    Row row;
    row.set(company.models.find(table)->second.key(), key);
    return company.add(table, std::move(row));
}

void name_row(Row& row, std::string_view column, std::string_view name, std::string_view id) {
    if (!name.empty()) {
        row.set(column, name);
    } else if (!row.has(column)) {
        row.set(column, id);
    }
}

void seed_customer(Company& company, std::string_view id, const json::value& entry) {
    Row& customer = ensure(company, "SALES_LEDGER", upper_case(id));
    name_row(customer, "NAME", text_at(entry, "/name"), id);
    const json::value* const on_hold = at_pointer(entry, "/onHold");
    const bool held = on_hold != nullptr && on_hold->is_bool() && on_hold->get_bool();
    customer.set("ACCOUNT_ON_HOLD", held ? "1" : "0");
    const std::string_view country = text_at(entry, "/countryCode");
    customer.set("COUNTRY_CODE", country.empty() ? "GB" : country);
    customer.set("DEF_TAX_CODE", "T1");
    customer.set("DEF_NOM_CODE", "4000");
    customer.set("STATUS_TEXT", "Open");
    customer.set_integer("CURRENCY", 1);
    customer.set_integer("TERMS_AGREED", 1);
    customer.set_integer("PAYMENT_DUE_DAYS", 30);
}

Row& seed_product(Company& company, std::string_view id, std::string_view name) {
    Row& product = ensure(company, "STOCK", id);
    name_row(product, "DESCRIPTION", name, id);
    product.set("TAX_CODE", "T1");
    product.set("NOMINAL_CODE", "4000");
    product.set("PURCHASE_NOMINAL_CODE", "5000");
    product.set_integer("DEPT_NUMBER", 0);
    product.set_integer("THIS_RECORD", product.id);
    return product;
}

void seed_item(Company& company, const json::value& entry) {
    Row& product = seed_product(company, text_at(entry, "/id"), text_at(entry, "/name"));
    product.set("UNIT_OF_SALE", first_characters(text_at(entry, "/unitCode"), 8));
    const std::string_view kind = text_at(entry, "/kind");
    product.set_integer("ITEM_TYPE", kind.empty() || kind == "goods" ? 0 : 2);
}

void seed_tax_code(Company& company, const json::value& entry) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> usual = {
        {{"STANDARD", "T1"}, {"ZERO", "T0"}, {"EXEMPT", "T2"}, {"REDUCED", "T5"}}};
    const std::string id(text_at(entry, "/id"));
    std::string code = fmt::format("T{}", 30 + company.tax_codes.size());
    for (const auto& [name, known] : usual) {
        code = name == id ? std::string(known) : code;
    }
    if (const auto known = company.tax_codes.find(id); known != company.tax_codes.end()) {
        code = known->second;
    }
    Row& row = company.change("TAX_CODE", *company.find("TAX_CODE", code));
    name_row(row, "DESCRIPTION", "", id);
    row.set_number("TAX_RATE", *Decimal::parse(text_at(entry, "/percent")));
    company.tax_codes[id] = code;
}

/// A charge is a line of a product whose stock nobody keeps; codes that mean something else to
/// Sage, such as M, a message without an amount, are no products: such a charge is a service.
void seed_charge(Company& company, const json::value& entry) {
    constexpr std::array<std::string_view, 4> special = {"M", "S1", "S2", "S3"};
    const std::string_view item = text_at(entry, "/item");
    std::string& becomes = company.charges[std::string(text_at(entry, "/code"))];
    if (std::find(special.begin(), special.end(), item) != special.end()) {
        becomes = "S1";
        return;
    }
    Row& product = seed_product(company, item, "");
    product.set("NOMINAL_CODE", "4905");
    product.set_integer("ITEM_TYPE", 2);
    becomes = item;
}

Fault seed_stock(Company& company, const json::value& entry) {
    const std::string item(text_at(entry, "/item"));
    const Row* const product = company.find("STOCK", item);
    if (product == nullptr) {
        return wrong("/stock", "No such item was seeded.", "Seed it first or in the same request.");
    }
    std::string& seeded = company.seeded_stock[{item, std::string(text_at(entry, "/location"))}];
    const Decimal wanted = *Decimal::parse(text_at(entry, "/quantity"));
    const Decimal more = wanted - Decimal::parse(seeded).value_or(Decimal());
    seeded = wanted.text();
    Row& changed = company.change("STOCK", *product);
    changed.set_number("QTY_IN_STOCK", changed.number("QTY_IN_STOCK") + more);
    // What is in stock was bought once.
    if (!changed.has("LAST_PURCHASE_PRICE")) {
        changed.set("LAST_PURCHASE_PRICE", "1");
    }
    return std::nullopt;
}

void seed_location(Company& company, const json::value& entry) {
    const json::value* const negative = at_pointer(entry, "/allowNegativeStock");
    if (negative != nullptr && negative->is_bool()) {
        company.change("COMPANY", company.settings())
            .set("ALLOW_NEGATIVE_STOCK", negative->get_bool() ? "1" : "0");
    }
}

Fault seed_entry(Company& company, std::string_view section, const json::value& entry) {
    if (section == "locations") {
        seed_location(company, entry);
    } else if (section == "taxCodes") {
        seed_tax_code(company, entry);
    } else if (section == "items") {
        seed_item(company, entry);
    } else if (section == "customers") {
        seed_customer(company, text_at(entry, "/id"), entry);
    } else if (section == "charges") {
        seed_charge(company, entry);
    } else {
        return seed_stock(company, entry);
    }
    return std::nullopt;
}

}  // namespace

Fault apply_seed(Company& company, const json::value& seed) {
    if (auto fault = check_seed(seed)) {
        return fault;
    }
    for (const Section& section : sections) {
        const json::value* const entries = seed.get_object().if_contains(section.name);
        if (entries == nullptr) {
            continue;
        }
        for (const json::value& entry : entries->get_array()) {
            if (auto fault = seed_entry(company, section.name, entry)) {
                return fault;
            }
        }
    }
    const std::string_view guest = text_at(seed, "/guestCustomer");
    if (!guest.empty()) {
        seed_customer(company, guest, {});
        company.guest_customer = upper_case(guest);
    }
    if (seed.get_object().contains("closedUntil")) {
        Row& settings = company.change("COMPANY", company.settings());
        settings.set("CLOSED_LEDGER_CHECK_DATE", text_at(seed, "/closedUntil"));
        settings.set("CLOSED_LEDGER_DATE_ENABLED",
                     text_at(seed, "/closedUntil").empty() ? "0" : "1");
    }
    return std::nullopt;
}

}  // namespace sage::simulated_sage50
