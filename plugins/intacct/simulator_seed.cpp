// SPDX-License-Identifier: Apache-2.0
// The neutral seed: items, customers, sites, taxes, charges and stock in a warehouse's words,
// written down as Intacct keeps them.
#include "plugins/intacct/simulator_seed.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

constexpr std::string_view location_of_sites = "100";

struct Member {
    std::string_view name;
    json::kind kind;
    bool required;
};

struct Section {
    std::string_view name;
    std::vector<Member> members;
};

const std::vector<Section>& sections() {
    static const std::vector<Section> all = {
        {"items",
         {{"id", json::kind::string, true},
          {"name", json::kind::string, false},
          {"unitCode", json::kind::string, false},
          {"kind", json::kind::string, false}}},
        {"customers",
         {{"id", json::kind::string, true},
          {"name", json::kind::string, false},
          {"countryCode", json::kind::string, false},
          {"onHold", json::kind::bool_, false}}},
        {"locations",
         {{"id", json::kind::string, true},
          {"name", json::kind::string, false},
          {"allowNegativeStock", json::kind::bool_, false}}},
        {"taxCodes", {{"id", json::kind::string, true}, {"percent", json::kind::string, true}}},
        {"charges", {{"code", json::kind::string, true}, {"item", json::kind::string, true}}},
        {"stock",
         {{"item", json::kind::string, true},
          {"location", json::kind::string, true},
          {"quantity", json::kind::string, true}}},
    };
    return all;
}

std::optional<ControlFault> check_entry(const Section& section, const json::value& entry,
                                        const std::string& pointer) {
    if (!entry.is_object()) {
        return ControlFault{pointer, "The entry is no object.", "Write an object."};
    }
    for (const auto& [name, value] : entry.get_object()) {
        const auto known = std::find_if(
            section.members.begin(), section.members.end(),
            [&, text = std::string_view(name)](const Member& one) { return one.name == text; });
        if (known == section.members.end() || known->kind != value.kind()) {
            return ControlFault{fmt::format("{}/{}", pointer, std::string(name)),
                                "The member is unknown or has the wrong type.",
                                "Look up the members of the seed."};
        }
    }
    for (const Member& member : section.members) {
        const json::value* const value = entry.get_object().if_contains(member.name);
        const bool blank = value != nullptr && value->is_string() && value->get_string().empty();
        if (member.required && (value == nullptr || blank)) {
            return ControlFault{fmt::format("{}/{}", pointer, member.name),
                                "The member is missing or empty.", "Give it a value."};
        }
    }
    return std::nullopt;
}

using SiteNames = std::set<std::string, std::less<>>;

std::optional<ControlFault> check_meaning(const SiteNames& sites, const Section& section,
                                          const json::value& entry, const std::string& pointer) {
    const std::string_view unit = text_at(entry, "/unitCode");
    if (!unit.empty() && unit != "C62" && unit != "EA" && unit != "DZN") {
        return ControlFault{pointer + "/unitCode", "The unit group has no such unit.",
                            "Use C62, EA or DZN."};
    }
    const std::string_view kind = text_at(entry, "/kind");
    if (!kind.empty() && kind != "goods" && kind != "charge") {
        return ControlFault{pointer + "/kind", "There is no such kind of item.",
                            "Use goods or charge."};
    }
    for (const std::string_view number : {"percent", "quantity"}) {
        const std::string_view text = text_at(entry, fmt::format("/{}", number));
        if (!text.empty() && !Decimal::parse(text)) {
            return ControlFault{fmt::format("{}/{}", pointer, number),
                                "The text is no decimal number.",
                                "Write digits with a point, without an exponent."};
        }
    }
    if (section.name == "stock" && !sites.contains(text_at(entry, "/location"))) {
        return ControlFault{pointer + "/location", "No such location was seeded.",
                            "Seed the location first or in the same request."};
    }
    return std::nullopt;
}

/// The sites there are, and those that the seed itself brings.
SiteNames site_names(const Company& company, const json::value& seed) {
    SiteNames names;
    for (const auto& [name, place] : company.sites) {
        names.insert(name);
    }
    const json::value* const locations = at_pointer(seed, "/locations");
    if (locations != nullptr && locations->is_array()) {
        for (const json::value& location : locations->get_array()) {
            names.emplace(text_at(location, "/id"));
        }
    }
    return names;
}

std::optional<ControlFault> check_seed(const Company& company, const json::value& seed) {
    if (!seed.is_object()) {
        return ControlFault{"", "The seed is no object.", "Send a JSON object."};
    }
    const SiteNames sites = site_names(company, seed);
    for (const auto& [name, value] : seed.get_object()) {
        const std::string pointer = fmt::format("/{}", std::string(name));
        if (name == "guestCustomer" || name == "closedUntil") {
            if (!value.is_string() || (name == "closedUntil" && !value.get_string().empty() &&
                                       !is_date(text_at(value, "")))) {
                return ControlFault{pointer, "The value is no text of the right form.",
                                    "Give a customer id or a date."};
            }
            continue;
        }
        const auto section = std::find_if(
            sections().begin(), sections().end(),
            [text = std::string_view(name)](const Section& one) { return one.name == text; });
        if (section == sections().end() || !value.is_array()) {
            return ControlFault{pointer, "The member is unknown or no array.",
                                "Look up the members of the seed."};
        }
        std::size_t number = 0;
        for (const json::value& entry : value.get_array()) {
            const std::string at = fmt::format("{}/{}", pointer, number++);
            auto fault = check_entry(*section, entry, at);
            fault = fault ? fault : check_meaning(sites, *section, entry, at);
            if (fault) {
                return fault;
            }
        }
    }
    return std::nullopt;
}

std::string tax_name(std::string_view code) {
    if (code == "STANDARD") {
        return "UK Sale Goods Standard Rate";
    }
    if (code == "REDUCED") {
        return "UK Sale Goods Reduced Rate";
    }
    return code == "ZERO" ? "UK Sale Goods Zero Rate" : fmt::format("UK Sale {}", code);
}

void seed_item(Company& company, std::string_view id, std::string_view name, bool charge) {
    constexpr std::string_view object = "inventory-control/item";
    Record& item = ensure(company, object, id, name);
    put_field(company, object, item, "itemType", charge ? "nonInventory" : "inventory");
    put_field(company, object, item, "unitOfMeasureGroup", "Count");
    put_field(company, object, item, "costMethod", "average");
    put_field(company, object, item, "sales.isTaxable", "true");
    for (const std::string_view tracking : {"tracking.enableLotCategory", "tracking.enableSerialNo",
                                            "tracking.enableExpiration", "tracking.enableBin"}) {
        put_field(company, object, item, tracking, "false");
    }
}

void seed_customer(Company& company, const json::value& entry) {
    constexpr std::string_view object = "accounts-receivable/customer";
    Record& customer = ensure(company, object, text_at(entry, "/id"), text_at(entry, "/name"));
    const json::value* const on_hold = at_pointer(entry, "/onHold");
    put_field(company, object, customer, "isOnHold",
              on_hold != nullptr && on_hold->get_bool() ? "true" : "false");
    put_field(company, object, customer, "currency", company.currency);
    put_field(company, object, customer, "countryCode", text_at(entry, "/countryCode"));
}

void seed_location(Company& company, const json::value& entry) {
    constexpr std::string_view object = "inventory-control/warehouse";
    const std::string id(text_at(entry, "/id"));
    Record& warehouse = ensure(company, object, id, text_at(entry, "/name"));
    put_field(company, object, warehouse, "location", location_of_sites);
    const json::value* const negative = at_pointer(entry, "/allowNegativeStock");
    put_field(company, object, warehouse, "enableNegativeInv",
              negative != nullptr && negative->get_bool() ? "true" : "false");
    company.sites[id] = {id, std::string(location_of_sites)};
}

void seed_tax(Company& company, const json::value& entry) {
    const std::string name = tax_name(text_at(entry, "/id"));
    for (const std::string_view object : {"tax/order-entry-tax-detail", "tax/tax-detail"}) {
        Record& detail = ensure(company, object, name, name);
        put_field(company, object, detail, "taxPercent", text_at(entry, "/percent"));
        put_field(company, object, detail, "taxSolution", "United Kingdom - VAT");
    }
    Record& schedule = ensure(company, "tax/order-entry-tax-schedule", name, name);
    put_field(company, "tax/order-entry-tax-schedule", schedule, "taxDetail", name);
    company.tax_details[std::string(text_at(entry, "/id"))] = name;
}

void apply_section(Company& company, std::string_view section, const json::value& entry) {
    if (section == "items") {
        seed_item(company, text_at(entry, "/id"), text_at(entry, "/name"),
                  text_at(entry, "/kind") == "charge");
    } else if (section == "customers") {
        seed_customer(company, entry);
    } else if (section == "locations") {
        seed_location(company, entry);
    } else if (section == "taxCodes") {
        seed_tax(company, entry);
    } else if (section == "charges") {
        const std::string item(text_at(entry, "/item"));
        if (company.find("inventory-control/item", item) == nullptr) {
            seed_item(company, item, item, true);
        }
        company.charge_items[std::string(text_at(entry, "/code"))] = item;
    } else {
        const auto& site = company.sites[std::string(text_at(entry, "/location"))];
        company.stock[{std::string(text_at(entry, "/item")), site.first}] =
            *Decimal::parse(text_at(entry, "/quantity"));
    }
}

}  // namespace

void date_change(Company& company, std::string_view object, Record& record) {
    // Some records are there to be named and cannot be asked for: no source says what they show.
    const auto model = company.models.find(object);
    if (model != company.models.end() &&
        model->second->find(company.names.name(company.known.modified)) != nullptr) {
        record.set(company.known.modified, date_time_of(company.now_ms));
    }
}

Record& ensure(Company& company, std::string_view object, std::string_view id,
               std::string_view name) {
    Table& table = company.table(object);
    const bool fresh = table.find_id(id) == nullptr;
    Record& record = table.get(id);
    if (fresh) {
        record.add(company.known.key, table.key_of(id));
        record.add(company.known.id, id);
        record.add(company.known.status, "active");
    }
    if (!name.empty()) {
        record.set(company.known.name, name);
    }
    date_change(company, object, record);
    return record;
}

void put_field(Company& company, std::string_view object, Record& record, std::string_view name,
               std::string_view text) {
    const Field* const field = company.models.find(object)->second->find(name);
    if (field == nullptr) {
        return;
    }
    if (field->type != FieldType::reference) {
        record.set(field->id, text,
                   field->type == FieldType::boolean ? ValueKind::boolean : ValueKind::text);
        return;
    }
    record.set(field->reference_id, text);
    record.set(field->reference_key, company.table(field->target).key_of(text));
}

std::optional<ControlFault> apply_seed(Company& company, const json::value& seed) {
    if (auto fault = check_seed(company, seed)) {
        return fault;
    }
    for (const std::string_view section :
         {"locations", "items", "customers", "taxCodes", "charges", "stock"}) {
        const json::value* const entries = seed.get_object().if_contains(section);
        if (entries == nullptr) {
            continue;
        }
        for (const json::value& entry : entries->get_array()) {
            apply_section(company, section, entry);
        }
    }
    const std::string_view guest = text_at(seed, "/guestCustomer");
    if (!guest.empty()) {
        ensure(company, "accounts-receivable/customer", guest, "");
        put_field(company, "accounts-receivable/customer",
                  *company.table("accounts-receivable/customer").find_id(guest), "isOnHold",
                  "false");
        company.guest_customer = guest;
    }
    if (seed.get_object().contains("closedUntil")) {
        company.closed_until = text_at(seed, "/closedUntil");
    }
    return std::nullopt;
}

}  // namespace sage::simulated_intacct
