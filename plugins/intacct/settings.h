// SPDX-License-Identifier: Apache-2.0
// What a user chose for Sage Intacct, and the names under which the catalogue keeps what Sage
// Intacct has. What is made of documents with them is in intacct.h.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
#include "sage-adapter/mapping/totals.h"
#include "sage-adapter/mapping/totals_settings.h"

namespace sage::intacct {

/// Where the stock of a site is kept in Sage; its country empty: that of the setting originCountry.
struct Site {
    std::string warehouse;
    std::string location;
    /// Empty: that of the setting originCountry.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::string country = {};  // NOLINT(readability-redundant-member-init)
};

/// A transaction definition for each kind of document; empty: such documents post nothing.
struct Definitions {
    std::string sales_order;
    std::string despatch;
    std::string goods_return;
    std::string increase;
    std::string decrease;
    std::string order_cancellation;
    // g++ warns of a member that braces leave out unless it has a value here.
    std::string receipt = {};  // NOLINT(readability-redundant-member-init)
};

/// A use that the settings make of an inventory-control definition.
struct InventoryUse {
    std::string definition;
    std::string pointer;  ///< of the setting that names it
    MessageType type = MessageType::inventory_adjustment;
    bool increases = false;
};

/// What a reason of the warehouse for an adjustment becomes. Empty: the code itself, and the
/// definition of all adjustments in that direction.
struct AdjustmentReason {
    std::string text;
    std::string increase;
    std::string decrease;
};

/// Where the unit cost of what is added to stock comes from.
enum class CostSource : std::uint8_t {
    document,          ///< the line says it, or it is held
    document_or_sage,  ///< Sage's costing method, where the line does not say it
    sage,              ///< Sage's costing method, whatever the line says
};

/// What becomes of transfers between sites.
struct TransferRules {
    enum class Post : std::uint8_t {
        never,
        immediate,  ///< whatever the document says of goods on their way
        as_sent,    ///< in transit where the document says so, until a later version says otherwise
    };
    Post post = Post::never;
    std::int64_t transit_days = 0;  ///< from leaving to the arrival that Sage is told to expect
    /// Sage's example of an arrival and its text about it name different ones.
    std::string arrival_action = "transferIn";
};

/// Names of fields in Sage; those that begin with "nsp::" are custom fields. Empty, which all but
/// the first may be: not written.
struct TargetFields {
    std::string external_reference = "referenceNumber";
    std::string tracking = "trackingNumber";
    std::string despatch_id = "memo";
    std::string order_line_reference = "memo";
    std::string purchase_order = "memo";
};

/// The two kinds of documents with transaction definitions, and those that have none: transfers and
/// the documents of accounts receivable.
enum class Family : std::uint8_t {
    order_entry,
    inventory_control,
    warehouse_transfer,
    receivable_invoice,
    receivable_adjustment,
};

/// How a warehouse transfer is called where others have a definition.
inline constexpr std::string_view transfer_type = "Warehouse Transfer";
/// How the documents of accounts receivable are called.
inline constexpr std::string_view invoice_type = "AR Invoice";
inline constexpr std::string_view adjustment_type = "AR Adjustment";

constexpr bool is_receivable(Family family) {
    return family == Family::receivable_invoice || family == Family::receivable_adjustment;
}

/// Despatches and returns as documents of accounts receivable, for a company that does not use
/// Order Entry. They move no stock and take no unit, and each line names an account.
struct ReceivableRules {
    bool despatch = false;      ///< becomes an invoice
    bool goods_return = false;  ///< becomes an adjustment, with negative amounts
    /// What a line is posted to, by the conditions of dimensions; the values are named as in
    /// `gl_account` and those below it.
    std::vector<DimensionRule> accounts;
    bool item_dimension = true;  ///< false: items are not looked for in Sage
    bool warehouse_dimension = true;
    bool draft = false;
    bool numbered_by_warehouse = false;  ///< the document's number is Sage's number of it
    /// From the date of an invoice to its due date; absent: the day itself.
    std::optional<std::int64_t> due_days;
    std::string invoice_reference;  ///< field for our own reference
    std::string adjustment_reference;
    std::string adjustment_summary;  ///< empty: Sage chooses it

    bool any() const { return despatch || goods_return; }
};
/// Account or label that a line is posted to, and the account on the other side. Names of Sage.
inline constexpr std::string_view gl_account = "glAccount";
inline constexpr std::string_view account_label = "accountLabel";
inline constexpr std::string_view offset_account = "overrideOffsetGLAccount";

/// Whether despatches are made from their orders, and returns from their despatches.
enum class Conversion : std::uint8_t { never, when_possible, required };

/// Which currencies besides that of the books may be posted, and at which rate.
struct ForeignCurrencies {
    std::vector<std::string> currencies;  ///< empty: none
    std::string rate_type;  ///< of Sage, for documents that state no rate; empty: they are held

    bool allows(std::string_view currency) const {
        return std::find(currencies.begin(), currencies.end(), currency) != currencies.end();
    }
};

/// What goes by the XML gateway (gateway.h), all else by REST.
struct GatewayUse {
    bool sales_order = false;
    bool despatch = false;
    bool goods_return = false;
    bool increase = false;
    bool decrease = false;
    bool late_tracking = false;
    std::string sender_id_name;
    std::string sender_password_name;   ///< empty: none is sent
    std::vector<std::string> unproven;  ///< elements that are sent all the same
    bool additional_error_info = true;

    bool any() const {
        return sales_order || despatch || goods_return || increase || decrease || late_tracking;
    }
};

struct Settings {
    Connection connection;
    std::int64_t catalogue_page_rows = 4'000;
    std::string company_id;
    std::string entity;
    Definitions definitions;
    std::string guest_customer;
    CustomerMatching customers;
    ItemMatching items;
    TextMap charge_items;
    /// Reason of a charge or allowance -> the subtotal that it is in order-entry documents.
    TextMap subtotals;
    std::map<std::string, AdjustmentReason, std::less<>> reasons;
    CostSource receipt_cost = CostSource::document;
    CostSource increase_cost = CostSource::document_or_sage;
    TransferRules transfers;
    ReceivableRules receivable;
    std::map<std::string, Site, std::less<>> warehouses;
    TextMap units;
    bool convert_units = false;
    KitRules kits;
    TextMap tax_details;
    TaxSettings tax;
    TotalsSettings totals;
    std::string tax_solution;
    TargetFields fields;
    std::vector<TextRule> texts;
    FieldLimits field_limits;
    Conversion conversion = Conversion::never;
    std::vector<DimensionRule> dimensions;
    DateRules dates;
    PartialDespatchRules partial_despatch;
    std::vector<ShadowRule> shadow;
    bool patch_late_tracking = false;
    GatewayUse gateway;
    std::string state = "pending";
    std::string currency;  ///< of the books; empty: not compared with that of documents
    ForeignCurrencies foreign;
    std::string payment_term;
};

/// Kinds of catalogue records. A `definition` is what the model service says of one
/// "order-entry/document::Sales Invoice": its field idempotenceSupported, and its custom fields as
/// "header:nsp::X" and "line:nsp::X" with the value "writable" or "read-only"; besides, with
/// ":type" (text, number, boolean, date, other), ":characters" and ":values" (a line each) after
/// the name, what the model says of their values.
namespace kind {
inline constexpr std::string_view item = "item";
/// Only items that are tracked; a record of its own because Sage may refuse to show these fields.
inline constexpr std::string_view item_tracking = "item-tracking";
/// Only where a tax rule asks for the class of items: tax group and product line, where there is
/// one.
inline constexpr std::string_view item_tax = "item-tax";
inline constexpr std::string_view customer = "customer";
/// Only where customers are matched by name and postal zone.
inline constexpr std::string_view customer_address = "customer-address";
/// A unit of a unit group (mapping/units.h).
inline constexpr std::string_view unit = "unit";
inline constexpr std::string_view warehouse = "warehouse";
/// Only where the settings name one. Sage never lists its own, the Intacct Daily Rate.
inline constexpr std::string_view exchange_rate_type = "exchange-rate-type";
inline constexpr std::string_view tax_detail = "tax-detail";
inline constexpr std::string_view tax_schedule = "tax-schedule";
/// The detail of a schedule; a record of its own because Sage may refuse to show it in a query.
inline constexpr std::string_view tax_schedule_detail = "tax-schedule-detail";
inline constexpr std::string_view tax_solution = "tax-solution";
inline constexpr std::string_view order_entry_definition = "order-entry-definition";
inline constexpr std::string_view inventory_definition = "inventory-definition";
inline constexpr std::string_view inventory_effect = "inventory-effect";
inline constexpr std::string_view definition = "definition";
/// "Sales Return from Sales Invoice": the first may be made from the second.
inline constexpr std::string_view conversion = "conversion";
/// Only where a rule of the settings names such a dimension.
inline constexpr std::string_view department = "department";
inline constexpr std::string_view class_of_lines = "class";
inline constexpr std::string_view location = "location";
/// Only where the settings name one.
inline constexpr std::string_view entity = "entity";
/// Of the general ledger: what a host shows of them.
inline constexpr std::string_view account = "account";
/// The dimensions that an account requires; a record of its own because Sage may refuse to show one
/// of these fields.
inline constexpr std::string_view account_dimensions = "account-dimensions";
/// An account that a definition posts to, and the department it has there; the record's id is
/// Sage's key of that row.
inline constexpr std::string_view sales_account = "sales-account";
inline constexpr std::string_view cost_account = "cost-account";
/// What the rules of sage_settings.h ask of the records of those names; records of their own
/// because Sage may refuse to show one of these fields, and with it all of a query.
inline constexpr std::string_view order_entry_rules = "order-entry-rules";
inline constexpr std::string_view inventory_rules = "inventory-rules";
inline constexpr std::string_view warehouse_rules = "warehouse-rules";
inline constexpr std::string_view tax_detail_rules = "tax-detail-rules";
/// An object, "tax/tax-solution", that the Web Services user may not list.
inline constexpr std::string_view forbidden = "forbidden";
}  // namespace kind

/// The dimensions of every line that rules of the settings may set: all that a company without
/// construction, assets and loans has, but for item, warehouse and location.
inline constexpr std::array<std::string_view, 8> dimensions_of_rules = {
    "department", "class", "project", "employee", "customer", "vendor", "task", "contract"};

/// The field of an item that rules of the settings call its class; read only where one does.
inline constexpr std::string_view item_class_field = "productLine.id";

/// The field of a sales_account or cost_account that names the definition.
inline constexpr std::string_view posting_definition_field = "order-entry-txn-definition.id";

/// The field of a definition; read only where the settings name subtotals.
inline constexpr std::string_view enable_subtotals_field = "enableSubtotals";

/// The field of a customer that names its currency; read only where foreign currencies are posted.
inline constexpr std::string_view customer_currency_field = "currency";

/// The field of a document for its rate, as queries name it; of an invoice of accounts receivable
/// it is in a group.
inline constexpr std::string_view rate_field = "exchangeRate.rate";
inline constexpr std::string_view invoice_rate_field = "currency.exchangeRate.rate";

/// The field of a document that names the entity it is in. No source names it for documents: it is
/// asked for only where the model that Sage gives of the definition has it.
inline constexpr std::string_view entity_field = "entity.id";

/// The field of an item that names its unit group.
inline constexpr std::string_view unit_group_field = "unitOfMeasureGroup.id";

// ---- settings.cpp, settings_check.cpp

/// Settings that passed the schema. Status::config with every problem the schema cannot see.
Result<Settings> read_settings(std::string_view settings_json);

// ---- settings_stock.cpp

/// The part of read_settings() that is about stock.
void read_stock_settings(const JsonValue& value, Settings& settings);
/// The part of its rules that is about stock.
void check_stock_settings(const Settings& settings, std::vector<Problem>& problems);

// ---- settings_receivable.cpp

/// The part of read_settings() that is about accounts receivable, once the fields are read.
void read_receivable_settings(const JsonValue& value, Settings& settings);
/// The part of its rules that is about it.
void check_receivable_settings(const Settings& settings, std::vector<Problem>& problems);
/// The part of unfit_settings() that is about it (check_receivable.cpp).
void check_receivable(const Settings& settings, const Catalogue& catalogue,
                      std::vector<Problem>& problems);

/// Every inventory-control definition that the settings name, once for each use.
std::vector<InventoryUse> inventory_uses(const Settings& settings);

/// What the settings ask for and the catalogue does not have, or has otherwise.
std::vector<Problem> unfit_settings(const Settings& settings, const Catalogue& catalogue);
/// The part of it that is about tax (settings_check_tax.cpp).
void check_tax(const Settings& settings, const Catalogue& catalogue,
               std::vector<Problem>& problems);

/// Currencies that can never be posted (check_currencies.cpp).
void check_currency_settings(const Settings& settings, std::vector<Problem>& problems);
/// The part of unfit_settings() that is about foreign currencies.
void check_currencies(const Settings& settings, const Catalogue& catalogue,
                      std::vector<Problem>& problems);

/// Subtotals that can never be posted (check_subtotals.cpp).
void check_subtotal_settings(const Settings& settings, std::vector<Problem>& problems);
/// The part of unfit_settings() that is about them.
void check_subtotals(const Settings& settings, const Catalogue& catalogue,
                     std::vector<Problem>& problems);

/// The part of it that is about finding customers and items (check_matching.cpp).
void check_matching(const Settings& settings, const Catalogue& catalogue,
                    std::vector<Problem>& problems);

bool is_custom_field(std::string_view name);

}  // namespace sage::intacct
