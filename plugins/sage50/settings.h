// SPDX-License-Identifier: Apache-2.0
// The settings as read from JSON, ready for the mapping. Immutable after configure().
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/wire.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/mapping/date_rules.h"
#include "sage-adapter/mapping/dimension_rules.h"
#include "sage-adapter/mapping/kits.h"
#include "sage-adapter/mapping/matching.h"
#include "sage-adapter/mapping/partial_despatch.h"
#include "sage-adapter/mapping/settings_values.h"
#include "sage-adapter/mapping/shadow_rules.h"
#include "sage-adapter/mapping/tax.h"
#include "sage-adapter/mapping/text_rules.h"
#include "sage-adapter/mapping/totals_settings.h"

namespace sage::sage50 {

/// What becomes of adjustments of stock; receipts and transfers wait for a person unless nothing
/// becomes of them, because HyperAccounts takes neither.
enum class StockDocuments : std::uint8_t { nothing, by_hand, adjustments };

/// What becomes of tracking numbers that come after the despatch was posted.
enum class LateTracking : std::uint8_t {
    change,  ///< they are written into the invoice, as long as it is not posted to the ledger
    keep,    ///< they are kept with the despatch, and the result says so
};

enum class DespatchBecomes : std::uint8_t {
    product_invoice,
    sales_order_and_despatch,
    despatch_of_order,  ///< the order is in Sage already
};

/// The parts of what a value is posted to, as the settings nominalCodes and dimensions name them.
inline constexpr std::string_view nominal_code_name = "nominalCode";
inline constexpr std::string_view department_name = "department";

/// As charge of the setting charges: what it comes to becomes the document's carriage.
inline constexpr std::string_view carriage_name = "carriage";

/// Stock code of a line that is a text: it has no amount.
inline constexpr std::string_view message_code = "M";

struct Settings {
    Connection connection;
    Books books;
    std::string company;   ///< COMPANY.COMPANYID
    std::string currency;  ///< of the books
    std::string guest_customer;
    CustomerMatching customers;
    ItemMatching items;
    std::vector<std::string> unit_codes;  ///< that mean the unit in which a product is sold
    ReferenceField reference_field = ReferenceField::notes3;
    bool updates_ledgers = false;  ///< Sage posts invoices and credits at once
    StockDocuments stock = StockDocuments::nothing;
    LateTracking late_tracking = LateTracking::change;
    /// Of charge codes: carriage_name, or a stock code of Sage ("S1" is a service with tax).
    TextMap charges;
    TextMap couriers;        ///< of carriers, by Sage's numbers
    TextMap tax_codes;       ///< of the warehouse, to Sage's without the T
    TextMap tax_rates;       ///< of Sage's, without the T, in percent: where none can be read
    TextMap site_countries;  ///< for the tax rules
    TaxSettings tax;
    TotalsSettings totals;
    /// Those of nominalCodes, then those of dimensions: of each part the first value counts.
    std::vector<DimensionRule> nominal_rules;
    std::vector<TextRule> texts;
    FieldLimits field_limits;
    KitRules kits;
    PartialDespatchRules partial_despatch;
    DateRules dates;
    bool delivery_addresses = false;  ///< they are read, for the host to show
    bool documents_by_query = false;  ///< they are looked for in the data source
    std::vector<ShadowRule> shadow;
    DespatchBecomes despatch_becomes = DespatchBecomes::product_invoice;
    bool posts_orders = false;  ///< salesOrder documents become sales orders

    /// A document may become a sales order or the despatch of one.
    bool uses_orders() const {
        return posts_orders || despatch_becomes != DespatchBecomes::product_invoice;
    }
};

// ---- settings.cpp

/// Settings that passed the schema. Status::config with every problem the schema cannot see.
Result<Settings> read_settings(std::string_view settings_json);

/// A text of the settings may go there, and how long it may be.
std::optional<FieldLimit> text_field(TextLevel level, std::string_view field);
/// Documents become files for a person to import, and nothing is written through an interface.
bool writes_files(const Settings& settings);
/// Customers, products and codes are read; otherwise what documents name is taken for there.
bool reads_master_data(const Settings& settings);
/// Documents can be looked for by this field.
bool can_be_sought(std::string_view field);

// ---- settings_orders.cpp

/// Sets what is about sales orders and their despatches.
void read_order_settings(const JsonValue& value, Settings& settings);
/// Appends what of that cannot work.
void check_order_settings(const Settings& settings, std::vector<Problem>& problems);

// ---- settings_check.cpp

/// What the settings ask for and the catalogue does not have, or has otherwise.
std::vector<Problem> unfit_settings(const Settings& settings, const Catalogue& catalogue);

}  // namespace sage::sage50
