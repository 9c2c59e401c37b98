// SPDX-License-Identifier: Apache-2.0
// The settings as read from JSON, ready for the mapping. Immutable after configure().
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/wire.h"
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

namespace sage::sage200 {

enum class DespatchBecomes : std::uint8_t {
    sales_invoice,  ///< of the ledger
    sales_order_and_despatch,
    sales_order,        ///< people confirm its despatch in Sage
    despatch_of_order,  ///< the order is in Sage already
};

enum class ReturnBecomes : std::uint8_t {
    sales_credit_note,  ///< of the ledger
    sales_return,       ///< where the site has them; otherwise the ledger's credit note
};

/// What becomes of receipts, adjustments and transfers.
enum class StockDocuments : std::uint8_t {
    nothing,
    by_hand,    ///< they wait until a person has entered them
    transfers,  ///< stock transfers as far as Sage has them, and by hand what it has not
};

/// How movements of stock are written as stock transfers of Sage; its warehouses are those of
/// OrderSettings.
struct StockSettings {
    StockDocuments documents = StockDocuments::nothing;
    TextMap bins;  ///< of sites, by Sage's names
    std::vector<std::string> unit_codes;
    std::string write_off_warehouse;  ///< empty: what is taken away is entered by hand
    std::string write_off_bin;        ///< empty: the one that the product has there
    TextMap write_off_bins;           ///< of reasons
};

/// How sales orders and their despatches are written.
struct OrderSettings {
    std::string reference_field = "spare_text_1";
    bool document_prices = true;          ///< false: Sage's own prices and charges count
    std::vector<std::string> unit_codes;  ///< that mean the one a product is sold in by itself
    TextMap units;                        ///< of other unit codes, by Sage's names
    TextMap warehouses;                   ///< of sites, by Sage's names
    TextMap additional_charges;           ///< of charge codes
    TextMap couriers;                     ///< of carriers
};

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

/// The root cause of documents about stock that a person enters.
inline constexpr std::string_view stock_by_hand_cause = "stock-by-hand";

struct Settings {
    Connection connection;
    Books books;
    std::string company;   ///< "site id/company id", as the list of sites is read
    std::string currency;  ///< of the books
    std::string guest_customer;
    CustomerMatching customers;
    ItemMatching items;  ///< of orders: the ledger knows none
    DespatchBecomes despatch_becomes = DespatchBecomes::sales_invoice;
    ReturnBecomes return_becomes = ReturnBecomes::sales_credit_note;
    bool posts_orders = false;  ///< salesOrder documents become sales orders
    OrderSettings orders;
    TextMap tax_codes;       ///< of the warehouse, to Sage's
    TextMap site_countries;  ///< for the tax rules
    TaxSettings tax;
    TotalsSettings totals;
    /// Those of nominalCodes, then those of dimensions: of each part the first value counts.
    std::vector<DimensionRule> nominal_rules;
    SecondReference second_reference = SecondReference::document_number;
    bool tracking_in_narrative = true;
    StockSettings stock;
    std::vector<TextRule> texts;
    FieldLimits field_limits;
    KitRules kits;
    PartialDespatchRules partial_despatch;
    DateRules dates;
    bool delivery_addresses = false;  ///< they are read, for the host to show
    std::vector<ShadowRule> shadow;

    /// A document may become a stock transfer.
    bool moves_stock() const { return stock.documents == StockDocuments::transfers; }
    /// A document may become a sales order or the despatch of one.
    bool uses_orders() const {
        return posts_orders || despatch_becomes != DespatchBecomes::sales_invoice;
    }
    /// Despatches of orders are confirmed by us, and not by people.
    bool confirms_despatches() const {
        return despatch_becomes == DespatchBecomes::sales_order_and_despatch ||
               despatch_becomes == DespatchBecomes::despatch_of_order;
    }
};

// ---- settings.cpp

/// Settings that passed the schema. Status::config with every problem the schema cannot see.
Result<Settings> read_settings(std::string_view settings_json);

/// Documents of the ledger can be looked for by this field.
bool can_be_sought(std::string_view field);

// ---- settings_orders.cpp

/// Sets what is about orders and despatches.
void read_order_settings(const JsonValue& value, Settings& settings);
/// Appends what of that cannot work.
void check_order_settings(const Settings& settings, std::vector<Problem>& problems);
/// What of Sage orders need to have been read.
OrderReads order_reads(const Settings& settings);

/// A text of the settings may go there: of an order, and of a despatch the notes of its tracking.
bool takes_order_text(TextLevel level, std::string_view field);
bool takes_despatch_text(TextLevel level, std::string_view field);

// ---- settings_stock.cpp

/// Sets what is about movements of stock.
void read_stock_settings(const JsonValue& value, Settings& settings);
/// Appends what of that cannot work.
void check_stock_settings(const Settings& settings, std::vector<Problem>& problems);
/// What the settings ask for and the catalogue does not have.
void check_stock(const Settings& settings, const Catalogue& catalogue,
                 std::vector<Problem>& problems);

// ---- settings_check.cpp

/// What the settings ask for and the catalogue does not have, or has otherwise.
std::vector<Problem> unfit_settings(const Settings& settings, const Catalogue& catalogue);

// ---- settings_check_orders.cpp

/// The same of what is about orders and despatches.
void check_orders(const Settings& settings, const Catalogue& catalogue,
                  std::vector<Problem>& problems);

}  // namespace sage::sage200
