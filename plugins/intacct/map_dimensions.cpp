// SPDX-License-Identifier: Apache-2.0
// The dimensions of Sage Intacct on lines: which there are, which of their records the catalogue
// knows, and how a line names them. Item, warehouse and location come from the document and the
// setting /warehouses, all others from the rules of the setting /dimensions.
#include <algorithm>
#include <set>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

// The kind of catalogue records of a dimension; empty: they are not read.
std::string_view kind_of(std::string_view dimension) {
    return dimension == "department"                                ? kind::department
           : dimension == "class"                                   ? kind::class_of_lines
           : dimension == "customer"                                ? kind::customer
           : dimension == "warehouse"                               ? kind::warehouse
           : dimension == "location"                                ? kind::location
           : dimension == gl_account || dimension == offset_account ? kind::account
                                                                    : std::string_view();
}

// Why a record cannot be used; empty: it can, or nobody knows.
std::string unusable(const Catalogue& catalogue, const DimensionValue& value) {
    const std::string_view records = kind_of(value.name);
    if (records.empty() || catalogue.count(records) == 0) {
        return "";
    }
    const CatalogueRecord* record = catalogue.find(records, value.id);
    return record == nullptr ? " is not in Sage Intacct." : record->active ? "" : " is inactive.";
}

std::string id_of(const PostedTerms::Places& places, std::string_view name) {
    const auto found = std::find_if(places.begin(), places.end(),
                                    [&](const auto& place) { return place.name == name; });
    return found == places.end() ? std::string() : found->id;
}

// What a line in the books is counted to and Sage does not have any more.
std::optional<Hold> trouble_of_posted(const Catalogue& catalogue, const PostedTerms::Places& places,
                                      const std::string& pointer) {
    for (const PostedTerms::Place& place : places) {
        const std::string why = unusable(catalogue, {place.name, place.id, ""});
        if (!why.empty()) {
            return Hold{{"intacct.original_dimension_unusable", pointer,
                         "What this line is about was posted to the " + place.name + " " +
                             place.id + ", which" + why,
                         "Activate or create it again in Sage Intacct until this is posted; or "
                         "post it there by hand and record its number with an operatorDecision, "
                         "or withdraw it.",
                         Owner::finance},
                        "posted-dimension:" + place.name + ":" + place.id};
        }
    }
    return std::nullopt;
}

struct Conditions {
    const Settings& settings;
    const Catalogue& catalogue;
    const std::set<std::string_view>& item_classes;
    std::vector<Problem>& problems;

    template <class Known>
    void check(const DimensionRule& rule, const std::vector<std::string>& names,
               const char* condition, const char* what, Known known) const {
        for (const std::string& name : names) {
            if (!known(name)) {
                problems.push_back(
                    {"intacct.settings.dimension_condition", rule.pointer + "/" + condition,
                     "The rule is for the " + std::string(what) + " " + name +
                         ", which there is not, so it fits no line.",
                     "Correct the name, or remove it from the rule.", Owner::finance});
            }
        }
    }
};

// Once for all rules: a company may have a hundred thousand items.
std::set<std::string_view> classes_of_items(const Settings& settings, const Catalogue& catalogue) {
    std::set<std::string_view> classes;
    if (std::any_of(settings.dimensions.begin(), settings.dimensions.end(),
                    [](const DimensionRule& rule) { return !rule.item_classes.empty(); })) {
        for (const CatalogueRecord* item : catalogue.all(kind::item)) {
            classes.insert(field_of(item, item_class_field));
        }
    }
    return classes;
}

void check_conditions(const Conditions& conditions, const DimensionRule& rule) {
    const Settings& settings = conditions.settings;
    const Catalogue& catalogue = conditions.catalogue;
    conditions.check(rule, rule.location_ids, "locationIds", "site",
                     [&](const std::string& name) { return settings.warehouses.contains(name); });
    conditions.check(rule, rule.charges, "charges", "charge", [&](const std::string& name) {
        return settings.charge_items.contains(name) || settings.subtotals.contains(name);
    });
    conditions.check(rule, rule.items, "items", "item", [&](const std::string& name) {
        return catalogue.find(kind::item, name) != nullptr;
    });
    conditions.check(rule, rule.customers, "customers", "customer", [&](const std::string& name) {
        return catalogue.find(kind::customer, name) != nullptr;
    });
    conditions.check(
        rule, rule.item_classes, "itemClasses", "product line",
        [&](const std::string& name) { return conditions.item_classes.contains(name); });
}

// What a definition that keeps its own department does with another one is not published.
void check_override(const Settings& settings, const Catalogue& catalogue, MessageType type,
                    const std::string& definition, std::vector<Problem>& problems) {
    const CatalogueRecord* record = catalogue.find(kind::order_entry_definition, definition);
    if (field_of(record, "allowDepartmentOverride") != "false") {
        return;
    }
    for (const DimensionRule& rule : settings.dimensions) {
        const bool meant =
            rule.documents.empty() ||
            std::find(rule.documents.begin(), rule.documents.end(), type) != rule.documents.end();
        for (const DimensionValue& value : rule.values) {
            if (meant && value.name == "department") {
                problems.push_back(
                    {"intacct.settings.department_override", value.pointer,
                     "The definition " + definition +
                         " does not allow another department on lines than its own.",
                     "Allow the override of departments in the definition, or name the documents "
                     "of the rule without this kind.",
                     Owner::finance});
                return;
            }
        }
    }
}

}  // namespace

bool takes_dimension(std::string_view name) {
    return is_custom_field(name) ||
           std::find(dimensions_of_rules.begin(), dimensions_of_rules.end(), name) !=
               dimensions_of_rules.end();
}

void check_dimensions(const Settings& settings, std::vector<Problem>& problems) {
    for (const DimensionRule& rule : settings.dimensions) {
        for (const DimensionValue& value : rule.values) {
            if (takes_dimension(value.name)) {
                continue;
            }
            const bool mapped =
                value.name == "item" || value.name == "warehouse" || value.name == "location";
            problems.push_back(
                {"intacct.settings.dimension_unsupported", value.pointer,
                 "A rule cannot set the dimension " + value.name + ".",
                 mapped ? "Remove it: item, warehouse and location come from the document and the "
                          "setting /warehouses."
                        : "Name department, class, project, employee, customer, vendor, task, "
                          "contract or a user-defined dimension (nsp::...).",
                 Owner::finance});
        }
    }
}

std::vector<Problem> unfit_dimensions(const Settings& settings, const Catalogue& catalogue) {
    std::vector<Problem> problems;
    const std::set<std::string_view> classes = classes_of_items(settings, catalogue);
    for (const DimensionRule& rule : settings.dimensions) {
        check_conditions({settings, catalogue, classes, problems}, rule);
        for (const DimensionValue& value : rule.values) {
            const std::string why = unusable(catalogue, value);
            if (!why.empty()) {
                problems.push_back({"intacct.settings.dimension_unknown", value.pointer,
                                    "The " + value.name + " " + value.id + why,
                                    "Create or activate it in Sage Intacct, or name another one.",
                                    Owner::finance});
            }
        }
    }
    const Definitions& definitions = settings.definitions;
    check_override(settings, catalogue, MessageType::sales_order, definitions.sales_order,
                   problems);
    check_override(settings, catalogue, MessageType::despatch_advice, definitions.despatch,
                   problems);
    check_override(settings, catalogue, MessageType::return_advice, definitions.goods_return,
                   problems);
    return problems;
}

Mapped<ChosenDimensions> map_dimensions(const Draft& draft, std::string_view item,
                                        std::string_view charge, std::string_view site) {
    if (draft.settings.dimensions.empty()) {
        return {};
    }
    const Document& document = draft.input.document;
    const Catalogue& catalogue = draft.input.catalogue;
    ChosenDimensions chosen = choose_dimensions(
        draft.settings.dimensions,
        {document.envelope.message_type, site.empty() ? document.location_id : site, item,
         field_of(catalogue.find(kind::item, item), item_class_field), draft.customer, charge,
         document.sales_channel_id});
    for (const DimensionValue* value : chosen) {
        const std::string why = unusable(catalogue, *value);
        if (!why.empty()) {
            return {{},
                    Hold{{"intacct.dimension_unknown", value->pointer,
                          "The " + value->name + " " + value->id + why,
                          "Create or activate it in Sage Intacct, or correct the setting "
                          "/dimensions.",
                          Owner::finance},
                         "dimension:" + value->name + ":" + value->id}};
        }
    }
    return {std::move(chosen), std::nullopt};
}

Mapped<LinePlace> map_place(const Draft& draft, const std::optional<PostedTerms>& posted,
                            std::string_view item, std::string_view charge,
                            const std::string& pointer) {
    Mapped<LinePlace> mapped{{draft.site, {}, {}}, std::nullopt};
    LinePlace& place = mapped.value;
    if (posted && posted->site) {
        mapped.hold = trouble_of_posted(draft.input.catalogue, *posted->site, pointer);
        place.site.warehouse = id_of(*posted->site, "warehouse");
        place.site.location = id_of(*posted->site, "location");
    }
    if (!posted || !posted->dimensions) {
        Mapped<ChosenDimensions> today = map_dimensions(draft, item, charge);
        place.chosen = std::move(today.value);
        mapped.hold = mapped.hold ? std::move(mapped.hold) : std::move(today.hold);
        return mapped;
    }
    if (!mapped.hold) {
        mapped.hold = trouble_of_posted(draft.input.catalogue, *posted->dimensions, pointer);
    }
    place.posted.reserve(posted->dimensions->size());
    for (const PostedTerms::Place& one : *posted->dimensions) {
        // The account of a line and the subtotal of a charge are kept beside its dimensions
        // (map_account.cpp, map_subtotal.cpp).
        if (takes_dimension(one.name)) {
            place.posted.push_back({one.name, one.id, ""});
            place.chosen.push_back(&place.posted.back());
        }
    }
    return mapped;
}

PostedTerms::Places site_to_keep(const Site& site) {
    return {{"warehouse", site.warehouse}, {"location", site.location}};
}

PostedTerms::Places dimensions_to_keep(const ChosenDimensions& chosen) {
    PostedTerms::Places places;
    places.reserve(chosen.size());
    for (const DimensionValue* value : chosen) {
        places.push_back({value->name, value->id});
    }
    return places;
}

bool posted_dimension_cause_gone(const Settings& /*settings*/, std::string_view name,
                                 const Catalogue& catalogue) {
    const std::size_t colon = name.find(':');
    // Names of user-defined dimensions have colons, and no records that are read.
    return colon != std::string_view::npos &&
           unusable(catalogue,
                    {std::string(name.substr(0, colon)), std::string(name.substr(colon + 1)), ""})
               .empty();
}

bool dimension_cause_gone(const Settings& settings, std::string_view name,
                          const Catalogue& catalogue) {
    for (const DimensionRule& rule : settings.dimensions) {
        for (const DimensionValue& value : rule.values) {
            if (value.name + ":" + value.id == name) {
                const CatalogueRecord* record = catalogue.find(kind_of(value.name), value.id);
                return record != nullptr && record->active;
            }
        }
    }
    return true;
}

void add_dimensions(std::string& body, std::string_view item, const Site& site,
                    const ChosenDimensions& chosen) {
    open_member(body, "dimensions", '{');
    add_reference(body, "item", item);
    add_reference(body, "warehouse", site.warehouse);
    add_reference(body, "location", site.location);
    add_chosen(body, chosen);
    body += '}';
}

void add_chosen(std::string& body, const ChosenDimensions& chosen) {
    for (const DimensionValue* value : chosen) {
        // Records of user-defined dimensions have no id of their own.
        if (is_custom_field(value->name)) {
            open_member(body, value->name, '{');
            add_member(body, "key", value->id);
            body += '}';
        } else {
            add_reference(body, value->name, value->id);
        }
    }
}

}  // namespace sage::intacct
