// SPDX-License-Identifier: Apache-2.0
// Which reasons to hold documents are gone, now that the settings or the catalogue are others: one
// entry for each kind of root cause, "customer:C2" for example.
#include <algorithm>
#include <array>

#include "plugins/sage200/sage200.h"

namespace sage::sage200 {
namespace {

bool is_in_base_currency(const Settings& /*settings*/, std::string_view name,
                         const Catalogue& catalogue) {
    const CatalogueRecord* const customer = catalogue.find(kind::customer, name);
    return is_usable(customer) && has_base_currency(*customer, catalogue);
}

// What no setting names any more holds nothing: it is mapped again.
bool names_part(const Settings& settings, std::string_view part, std::string_view id) {
    return std::any_of(settings.nominal_rules.begin(), settings.nominal_rules.end(),
                       [&](const DimensionRule& rule) {
                           return std::any_of(rule.values.begin(), rule.values.end(),
                                              [&](const DimensionValue& value) {
                                                  return value.name == part && value.id == id;
                                              });
                       });
}

// Of a rule of nominalCodes or dimensions, or of a customer's default.
bool is_named(const Settings& settings, std::string_view part, std::string_view id,
              std::string_view customer_field, const Catalogue& catalogue) {
    const std::vector<const CatalogueRecord*> customers = catalogue.all(kind::customer);
    return names_part(settings, part, id) ||
           std::any_of(customers.begin(), customers.end(), [&](const CatalogueRecord* one) {
               return field_of(one, customer_field) == id;
           });
}

// An account that is there, or of which some part is named nowhere any more: it is mapped again.
bool nominal_cause_gone(const Settings& settings, std::string_view name,
                        const Catalogue& catalogue) {
    if (nominal_trouble(catalogue, name).empty()) {
        return true;
    }
    const NominalParts parts = parts_of(name);
    const auto is_gone = [&](std::string_view part, std::string_view id, std::string_view field) {
        return !id.empty() && !is_named(settings, part, id, field, catalogue);
    };
    return is_gone(nominal_code_name, parts.code, "default_nominal_code_reference") ||
           is_gone(cost_centre_name, parts.cost_centre, "default_nominal_code_cost_centre") ||
           is_gone(department_name, parts.department, "default_nominal_code_department");
}

struct Cause {
    std::string_view name;
    /// Given what follows the colon.
    bool (*gone)(const Settings& settings, std::string_view name, const Catalogue& catalogue);
};

constexpr auto causes = std::to_array<Cause>(
    {{"catalogue",
      [](const Settings&, std::string_view, const Catalogue& known) { return !known.empty(); }},
     {"company", [](const Settings& settings, std::string_view,
                    const Catalogue& known) { return !unknown_company(settings, known); }},
     {"customer-currency", is_in_base_currency},
     {stock_by_hand_cause,
      [](const Settings& settings, std::string_view, const Catalogue&) {
          return settings.stock.documents == StockDocuments::nothing;
      }},
     {"currency", [](const Settings& settings, std::string_view name,
                     const Catalogue&) { return settings.currency == name; }},
     {"period", [](const Settings& settings, std::string_view name,
                   const Catalogue&) { return period_cause_gone(settings.dates, name); }},
     {"nominal-rule", nominal_rule_cause_gone},
     {"nominal", nominal_cause_gone},
     {"posted-nominal",
      [](const Settings&, std::string_view name, const Catalogue& known) {
          return nominal_trouble(known, name).empty();
      }},
     {"transaction-analysis",
      [](const Settings& settings, std::string_view name, const Catalogue& known) {
          return transaction_analysis_trouble(known, name).empty() ||
                 !names_part(settings, transaction_analysis_name, name);
      }}});

}  // namespace

bool cause_gone(const Settings& settings, std::string_view root_cause, const Catalogue& catalogue) {
    const std::size_t colon = root_cause.find(':');
    const std::string_view cause = root_cause.substr(0, colon);
    const std::string_view name =
        colon == std::string_view::npos ? std::string_view() : root_cause.substr(colon + 1);
    const auto* const found = std::find_if(causes.begin(), causes.end(),
                                           [&](const Cause& one) { return one.name == cause; });
    if (found != causes.end()) {
        return found->gone(settings, name, catalogue);
    }
    for (const std::optional<bool>& gone :
         {customer_cause_gone(customer_rules(settings), cause, name, catalogue),
          tax_codes(settings, catalogue).cause_gone(cause, name),
          totals_cause_gone(settings.totals, cause, name)}) {
        if (gone) {
            return *gone;
        }
    }
    return order_cause_gone(settings, cause, name, catalogue) ||
           stock_cause_gone(settings, cause, name, catalogue);
}

}  // namespace sage::sage200
