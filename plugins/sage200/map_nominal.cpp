// SPDX-License-Identifier: Apache-2.0
// To which nominal code, cost centre and department a value is posted: by the rules of the
// settings, else by the customer's own default, as Sage itself does. In Sage the three together are
// one account, so that they are looked up as one.
#include <algorithm>

#include "plugins/sage200/map.h"

namespace sage::sage200 {
namespace {

bool names_code(const DimensionRule& rule) {
    return std::any_of(rule.values.begin(), rule.values.end(),
                       [](const DimensionValue& value) { return value.name == nominal_code_name; });
}

std::string& part_of(Nominal& nominal, std::string_view name) {
    return name == nominal_code_name  ? nominal.code
           : name == cost_centre_name ? nominal.cost_centre
           : name == department_name  ? nominal.department
                                      : nominal.transaction_analysis;
}

Nominal chosen(const std::vector<DimensionRule>& rules, const DimensionSubject& subject,
               const CatalogueRecord* customer) {
    Nominal nominal;
    for (const DimensionValue* const value : choose_dimensions(rules, subject)) {
        part_of(nominal, value->name) = value->id;
    }
    if (nominal.code.empty()) {
        // The account is the customer's whole one; what rules say of dimensions stands.
        nominal.code = field_of(customer, "default_nominal_code_reference");
        const auto fill = [&](std::string& part, std::string_view field) {
            if (part.empty() && !nominal.code.empty()) {
                part = field_of(customer, field);
            }
        };
        fill(nominal.cost_centre, "default_nominal_code_cost_centre");
        fill(nominal.department, "default_nominal_code_department");
    }
    return nominal;
}

std::optional<Nominal> posted_nominal(const std::optional<PostedTerms>& posted) {
    if (!posted || !posted->dimensions) {
        return std::nullopt;
    }
    Nominal nominal;
    for (const PostedTerms::Place& place : *posted->dimensions) {
        part_of(nominal, place.name) = place.id;
    }
    return nominal.code.empty() ? std::nullopt : std::optional(std::move(nominal));
}

Hold undecided(const Settings& settings, const DimensionSubject& subject,
               const std::string& pointer) {
    const std::string what = subject.charge.empty() ? "item " + std::string(subject.item)
                                                    : "charge " + std::string(subject.charge);
    return {{"sage200.nominal_undecided", pointer,
             "No rule says to which nominal code the " + what +
                 " is posted, and the customer has no default.",
             "Add a rule for it, or one without conditions, to the setting /nominalCodes.",
             Owner::finance},
            "nominal-rule:" + asked_by(settings.nominal_rules, subject)};
}

std::optional<Hold> unusable(const Catalogue& catalogue, const Nominal& nominal, bool is_posted,
                             const std::string& pointer) {
    const std::string id = nominal.id();
    const std::string why = nominal_trouble(catalogue, id);
    if (!why.empty()) {
        return Hold{
            {"sage200.nominal_unusable", pointer,
             "The nominal code " + id + " " + why +
                 (is_posted ? ", and what this belongs to was posted to it." : "."),
             is_posted ? "Create or activate it in Sage 200 with that cost centre and department."
                       : "Create or activate it in Sage 200 with that cost centre and department, "
                         "or correct the settings /nominalCodes and /dimensions.",
             Owner::finance},
            (is_posted ? "posted-nominal:" : "nominal:") + id};
    }
    const std::string& analysis = nominal.transaction_analysis;
    const std::string no_analysis = transaction_analysis_trouble(catalogue, analysis);
    if (!no_analysis.empty()) {
        return Hold{{"sage200.transaction_analysis_unusable", pointer,
                     "The transaction analysis code " + analysis + " " + no_analysis + ".",
                     "Create or activate it in Sage 200, or correct the settings /nominalCodes and "
                     "/dimensions.",
                     Owner::finance},
                    "transaction-analysis:" + analysis};
    }
    return std::nullopt;
}

}  // namespace

std::string Nominal::id() const {
    return cost_centre.empty() && department.empty() ? code
                                                     : code + "/" + cost_centre + "/" + department;
}

NominalParts parts_of(std::string_view id) {
    const std::size_t first = id.find('/');
    if (first == std::string_view::npos) {
        return {id, {}, {}};
    }
    const std::size_t second = id.find('/', first + 1);
    return {id.substr(0, first), id.substr(first + 1, second - first - 1),
            second == std::string_view::npos ? std::string_view() : id.substr(second + 1)};
}

PostedTerms::Places Nominal::to_keep() const {
    PostedTerms::Places places = {{std::string(nominal_code_name), code}};
    const auto keep = [&](std::string_view name, const std::string& id) {
        if (!id.empty()) {
            places.push_back({std::string(name), id});
        }
    };
    keep(cost_centre_name, cost_centre);
    keep(department_name, department);
    keep(transaction_analysis_name, transaction_analysis);
    return places;
}

std::string nominal_trouble(const Catalogue& catalogue, std::string_view id) {
    const CatalogueRecord* const record = catalogue.find(kind::nominal_code, id);
    return record == nullptr ? "is not in Sage 200" : record->active ? "" : "is inactive";
}

std::string transaction_analysis_trouble(const Catalogue& catalogue, std::string_view code) {
    // Without the right to read them none is known, and Sage will say itself.
    if (code.empty() || catalogue.count(kind::transaction_analysis) == 0) {
        return "";
    }
    const CatalogueRecord* const record = catalogue.find(kind::transaction_analysis, code);
    return record == nullptr ? "is not in Sage 200" : record->active ? "" : "is inactive";
}

Mapped<Nominal> map_nominal(const Settings& settings, const Catalogue& catalogue,
                            const DimensionSubject& subject, const CatalogueRecord* customer,
                            const std::optional<PostedTerms>& posted, const std::string& pointer) {
    std::optional<Nominal> kept = posted_nominal(posted);
    const bool is_posted = kept.has_value();
    Nominal nominal =
        is_posted ? *std::move(kept) : chosen(settings.nominal_rules, subject, customer);
    if (nominal.code.empty()) {
        return {std::move(nominal), undecided(settings, subject, pointer)};
    }
    std::optional<Hold> trouble = unusable(catalogue, nominal, is_posted, pointer);
    return {std::move(nominal), std::move(trouble)};
}

Mapped<Nominal> map_order_nominal(const Settings& settings, const Catalogue& catalogue,
                                  const DimensionSubject& subject, const std::string& pointer) {
    Nominal nominal = chosen(settings.nominal_rules, subject, nullptr);
    if (nominal.code.empty()) {
        return {};
    }
    nominal.transaction_analysis.clear();  // Lines of orders have none.
    std::optional<Hold> trouble = unusable(catalogue, nominal, false, pointer);
    return {std::move(nominal), std::move(trouble)};
}

bool nominal_rule_cause_gone(const Settings& settings, std::string_view name,
                             const Catalogue& /*catalogue*/) {
    const std::vector<DimensionRule> rules = rules_that_may_fit(settings.nominal_rules, name);
    return std::any_of(rules.begin(), rules.end(), names_code);
}

}  // namespace sage::sage200
