// SPDX-License-Identifier: Apache-2.0
// The rules of sage_settings.h against the catalogue: which records the settings name in which
// role, and what each rule says of them.
#include "plugins/intacct/sage_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"

namespace sage::intacct {
namespace {

using Subjects = std::vector<RuleSubject>;

std::string entry_of(std::string pointer, std::string_view name) {
    append_pointer_token(pointer, name);
    return pointer;
}

// A definition that is missing or inactive is told as such, and nothing else of it.
void add_definition(Subjects& subjects, RuleSubject subject, std::string_view kind,
                    std::string_view kind_of_rules) {
    subject.record = subject.catalogue.find(kind, subject.name);
    subject.more = subject.catalogue.find(kind_of_rules, subject.name);
    if (subject.record != nullptr && subject.record->active) {
        subjects.push_back(std::move(subject));
    }
}

void add_definitions(Subjects& subjects, const Settings& settings, const Catalogue& catalogue) {
    const Definitions& definitions = settings.definitions;
    const auto add_sale = [&](std::uint32_t role, const std::string& name, const char* pointer) {
        add_definition(subjects, {settings, catalogue, role, name, pointer},
                       kind::order_entry_definition, kind::order_entry_rules);
    };
    add_sale(role::order, definitions.sales_order, "/definitions/salesOrder");
    add_sale(role::despatch, definitions.despatch, "/definitions/despatchAdvice");
    add_sale(role::goods_return, definitions.goods_return, "/definitions/returnAdvice");
    for (const InventoryUse& use : inventory_uses(settings)) {
        add_definition(subjects,
                       {settings, catalogue, role::adjustment, use.definition, use.pointer},
                       kind::inventory_definition, kind::inventory_rules);
    }
}

void add_sites(Subjects& subjects, const Settings& settings, const Catalogue& catalogue) {
    for (const auto& [code, site] : settings.warehouses) {
        const std::string pointer = entry_of("/warehouses", code);
        RuleSubject warehouse{settings, catalogue, role::warehouse, site.warehouse,
                              pointer + "/warehouse"};
        warehouse.record = catalogue.find(kind::warehouse, site.warehouse);
        warehouse.more = catalogue.find(kind::warehouse_rules, site.warehouse);
        warehouse.site = &site;
        subjects.push_back(std::move(warehouse));
        // Where Sage shows none, nothing is said of any.
        if (catalogue.count(kind::location) > 0) {
            RuleSubject location{settings, catalogue, role::location, site.location,
                                 pointer + "/location"};
            location.record = catalogue.find(kind::location, site.location);
            location.site = &site;
            subjects.push_back(std::move(location));
        }
    }
}

void add_tax_detail(Subjects& subjects, std::set<std::string, std::less<>>& seen,
                    const RuleSubject& of_schedule) {
    RuleSubject detail = of_schedule;
    detail.name = plain_id(
        field_of(detail.catalogue.find(kind::tax_schedule_detail, detail.name), "taxDetail.id"));
    detail.record = detail.catalogue.find(kind::tax_detail, detail.name);
    detail.more = detail.catalogue.find(kind::tax_detail_rules, detail.name);
    if (detail.record != nullptr && seen.insert(detail.name).second) {
        subjects.push_back(std::move(detail));
    }
}

// Each rate once, however many of our tax codes lead to it.
void add_taxes(Subjects& subjects, const Settings& settings, const Catalogue& catalogue) {
    std::set<std::string, std::less<>> seen;
    for (const auto& [code, schedule] : settings.tax_details) {
        add_tax_detail(
            subjects, seen,
            {settings, catalogue, role::tax_detail, schedule, entry_of("/taxDetails", code)});
    }
    for (const TaxRule& rule : settings.tax.rules) {
        add_tax_detail(
            subjects, seen,
            {settings, catalogue, role::tax_detail, rule.schedule, rule.pointer + "/schedule"});
    }
    for (const CatalogueRecord* solution : catalogue.all(kind::tax_solution)) {
        if (solution->active &&
            (settings.tax_solution.empty() || settings.tax_solution == solution->id)) {
            RuleSubject subject{settings, catalogue, role::tax_solution, solution->id,
                                "/taxSolution"};
            subject.record = solution;
            subjects.push_back(std::move(subject));
        }
    }
}

Subjects subjects_of(const Settings& settings, const Catalogue& catalogue) {
    Subjects subjects;
    add_definitions(subjects, settings, catalogue);
    add_sites(subjects, settings, catalogue);
    add_taxes(subjects, settings, catalogue);
    RuleSubject guest{settings, catalogue, role::customer, settings.guest_customer,
                      "/guestCustomer"};
    guest.record = catalogue.find(kind::customer, settings.guest_customer);
    subjects.push_back(std::move(guest));
    for (const CatalogueRecord* object : catalogue.all(kind::forbidden)) {
        subjects.push_back({settings, catalogue, role::forbidden, object->name, ""});
    }
    add_accounts(settings, catalogue, subjects);
    return subjects;
}

bool is_one_of(std::string_view value, std::string_view values) {
    while (!values.empty()) {
        const std::size_t end = values.find('|');
        if (value == values.substr(0, end)) {
            return true;
        }
        values = end == std::string_view::npos ? std::string_view() : values.substr(end + 1);
    }
    return false;
}

bool hurts(const SettingRule& rule, const RuleSubject& subject) {
    if ((rule.roles & subject.role) == 0) {
        return false;
    }
    if (!rule.field.empty()) {
        const std::string_view value = subject.value(rule.field);
        const bool all_but = rule.values.starts_with('!');
        const bool harmful =
            rule.values == "*" ||
            (all_but != is_one_of(value, all_but ? rule.values.substr(1) : rule.values));
        if (value.empty() || !harmful) {
            return false;
        }
    }
    return rule.also == nullptr || rule.also(subject);
}

}  // namespace

std::string_view plain_id(std::string_view text) {
    const std::size_t at = text.find("--");
    return at == 0 ? text : text.substr(0, at);
}

std::string_view RuleSubject::value(std::string_view field) const {
    const std::string_view own = field_of(record, field);
    return own.empty() ? field_of(more, field) : own;
}

std::vector<Problem> harmful_settings(const Settings& settings, const Catalogue& catalogue) {
    const Subjects subjects = subjects_of(settings, catalogue);
    std::vector<Problem> problems;
    for (const auto* table : {&sales_rules(), &stock_rules(), &tax_rules(), &account_rules()}) {
        for (const SettingRule& rule : *table) {
            for (const RuleSubject& subject : subjects) {
                if (hurts(rule, subject)) {
                    problems.push_back(
                        {std::string(rule.code),
                         rule.pointer.empty() ? subject.pointer : std::string(rule.pointer),
                         fmt::format(fmt::runtime(rule.cause), subject.name,
                                     subject.value(rule.field)),
                         fmt::format(fmt::runtime(rule.fix), subject.name,
                                     subject.value(rule.field)),
                         rule.owner});
                }
            }
        }
    }
    return problems;
}

}  // namespace sage::intacct
