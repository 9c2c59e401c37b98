// SPDX-License-Identifier: Apache-2.0
// To which nominal code and department a value is posted: by the rules of the settings, else as the
// product has it, else as the customer has it, which is the order that Sage's own users know. It is
// said with every line, because nothing tells whether Sage fills in what is left out.
#include <algorithm>

#include "plugins/sage50/map.h"

namespace sage::sage50 {
namespace {

std::string& part_of(Nominal& nominal, std::string_view name) {
    return name == nominal_code_name ? nominal.code : nominal.department;
}

Nominal chosen(const std::vector<DimensionRule>& rules, const DimensionSubject& subject,
               const CatalogueRecord* product, const CatalogueRecord* customer) {
    Nominal nominal;
    for (const DimensionValue* const value : choose_dimensions(rules, subject)) {
        part_of(nominal, value->name) = value->id;
    }
    const auto fill = [](std::string& part, std::string_view text) {
        if (part.empty()) {
            part = text;
        }
    };
    fill(nominal.code, field_of(product, product_field::nominal));
    fill(nominal.code, field_of(customer, customer_field::nominal));
    fill(nominal.department, field_of(product, product_field::department));
    fill(nominal.department, field_of(customer, customer_field::department));
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
    const std::string what = subject.charge.empty() ? "product " + std::string(subject.item)
                                                    : "charge " + std::string(subject.charge);
    // What a product is given in Sage ends it, too, so that the product is always named.
    std::vector<DimensionRule> rules = settings.nominal_rules;
    rules.emplace_back().items = {std::string(subject.item)};
    return {{"sage50.nominal_undecided", pointer,
             "No rule says to which nominal code the " + what +
                 " is posted, and neither the product nor the customer has one.",
             "Add a rule for it, or one without conditions, to the setting /nominalCodes; or give "
             "the product one in Sage 50.",
             Owner::finance},
            "nominal-rule:" + asked_by(rules, subject)};
}

/// The product in what undecided() said.
std::string_view item_in(std::string_view asked) {
    constexpr int parts_before = 2;  // the kind of document and the site
    for (int part = 0; part < parts_before; ++part) {
        asked.remove_prefix(std::min(asked.find('|'), asked.size() - 1) + 1);
    }
    return asked.substr(0, asked.find('|'));
}

Hold missing(const std::string& words, const std::string& id, std::string root_cause,
             const std::string& pointer) {
    return {{"sage50.nominal_unusable", pointer, "The " + words + " " + id + " is not in Sage 50.",
             "Create it in Sage 50, or correct it where it is named: in the settings "
             "/nominalCodes and /dimensions, the product or the customer.",
             Owner::finance},
            std::move(root_cause)};
}

bool names_code(const DimensionRule& rule) {
    return std::any_of(rule.values.begin(), rule.values.end(),
                       [](const DimensionValue& value) { return value.name == nominal_code_name; });
}

}  // namespace

PostedTerms::Places Nominal::to_keep() const {
    PostedTerms::Places places = {{std::string(nominal_code_name), code}};
    if (!department.empty()) {
        places.push_back({std::string(department_name), department});
    }
    return places;
}

Mapped<Nominal> map_nominal(const Settings& settings, const Catalogue& catalogue,
                            const DimensionSubject& subject, const CatalogueRecord* product,
                            const CatalogueRecord* customer,
                            const std::optional<PostedTerms>& posted, const std::string& pointer) {
    std::optional<Nominal> kept = posted_nominal(posted);
    const bool is_posted = kept.has_value();
    Mapped<Nominal> mapped{
        kept ? *std::move(kept) : chosen(settings.nominal_rules, subject, product, customer),
        std::nullopt};
    const Nominal& nominal = mapped.value;
    // Nothing but Sage itself mends what is in the books.
    const std::string prefix = is_posted ? "posted-" : "";
    if (nominal.code.empty()) {
        mapped.hold = undecided(settings, subject, pointer);
        return mapped;
    }
    if (is_missing(catalogue, kind::nominal_code, nominal.code)) {
        mapped.hold =
            missing("nominal code", nominal.code, prefix + "nominal-code:" + nominal.code, pointer);
    }
    if (is_missing(catalogue, kind::department, nominal.department)) {
        add_hold(mapped.hold, missing("department", nominal.department,
                                      prefix + "department:" + nominal.department, pointer));
    }
    return mapped;
}

std::optional<bool> nominal_cause_gone(const Settings& settings, std::string_view cause,
                                       std::string_view name, const Catalogue& catalogue) {
    if (cause == "nominal-rule") {
        // What a customer was given is not looked for: many may wait for one rule.
        const std::vector<DimensionRule> rules = rules_that_may_fit(settings.nominal_rules, name);
        const CatalogueRecord* const product = catalogue.find(kind::product, item_in(name));
        return std::any_of(rules.begin(), rules.end(), names_code) ||
               !field_of(product, product_field::nominal).empty();
    }
    if (cause == "posted-nominal-code") {
        return !is_missing(catalogue, kind::nominal_code, name);
    }
    if (cause == "posted-department") {
        return !is_missing(catalogue, kind::department, name);
    }
    const bool code = cause == "nominal-code";
    if (!code && cause != "department") {
        return std::nullopt;
    }
    const std::string_view kind = code ? kind::nominal_code : kind::department;
    const std::string_view part = code ? nominal_code_name : department_name;
    const auto names = [&](const DimensionRule& rule) {
        return std::any_of(
            rule.values.begin(), rule.values.end(),
            [&](const DimensionValue& value) { return value.name == part && value.id == name; });
    };
    const auto has = [&](std::string_view of, std::string_view field) {
        const std::vector<const CatalogueRecord*> records = catalogue.all(of);
        return std::any_of(records.begin(), records.end(), [&](const CatalogueRecord* one) {
            return field_of(one, field) == name;
        });
    };
    // What nothing names any more holds nothing: it is mapped again.
    return !is_missing(catalogue, kind, name) ||
           (std::none_of(settings.nominal_rules.begin(), settings.nominal_rules.end(), names) &&
            !has(kind::product, code ? product_field::nominal : product_field::department) &&
            !has(kind::customer, code ? customer_field::nominal : customer_field::department));
}

}  // namespace sage::sage50
