// SPDX-License-Identifier: Apache-2.0
// The settings as read from JSON, ready for the mapping. Immutable after configure().
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/wire.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/mapping/date_rules.h"
#include "sage-adapter/mapping/dimension_rules.h"
#include "sage-adapter/mapping/kits.h"
#include "sage-adapter/mapping/matching.h"
#include "sage-adapter/mapping/partial_despatch.h"
#include "sage-adapter/mapping/shadow_rules.h"
#include "sage-adapter/mapping/tax.h"
#include "sage-adapter/mapping/text_rules.h"
#include "sage-adapter/mapping/totals_settings.h"

namespace sage::sage200 {

using TextMap = std::map<std::string, std::string, std::less<>>;

/// What of the document stands in the ledger's second reference.
enum class SecondReference : std::uint8_t {
    document_number,
    customer_order,
    order,
    tracking,
    none
};

/// The parts of what a value is posted to, as the settings nominalCodes and dimensions name them.
inline constexpr std::string_view nominal_code_name = "nominalCode";
inline constexpr std::string_view cost_centre_name = "costCentre";
inline constexpr std::string_view department_name = "department";
inline constexpr std::string_view transaction_analysis_name = "transactionAnalysisCode";

/// Fields of the ledger that take texts, under Sage's own names.
inline constexpr std::string_view second_reference_field = "second_reference";
/// Of the nominal analysis; a text of the header stands before that of each line.
inline constexpr std::string_view narrative_field = "narrative";

struct Settings {
    Connection connection;
    Books books;
    std::string company;   ///< "site id/company id", as the list of sites is read
    std::string currency;  ///< of the books
    std::string guest_customer;
    CustomerMatching customers;
    TextMap tax_codes;       ///< of the warehouse, to Sage's
    TextMap site_countries;  ///< for the tax rules
    TaxSettings tax;
    TotalsSettings totals;
    /// Those of nominalCodes, then those of dimensions: of each part the first value counts.
    std::vector<DimensionRule> nominal_rules;
    SecondReference second_reference = SecondReference::document_number;
    bool tracking_in_narrative = true;
    std::vector<TextRule> texts;
    FieldLimits field_limits;
    KitRules kits;
    PartialDespatchRules partial_despatch;
    DateRules dates;
    std::vector<ShadowRule> shadow;
};

// ---- settings.cpp

/// Settings that passed the schema. Status::config with every problem the schema cannot see.
Result<Settings> read_settings(std::string_view settings_json);

/// Documents of the ledger can be looked for by this field.
bool can_be_sought(std::string_view field);

// ---- settings_check.cpp

/// What the settings ask for and the catalogue does not have, or has otherwise.
std::vector<Problem> unfit_settings(const Settings& settings, const Catalogue& catalogue);

}  // namespace sage::sage200
