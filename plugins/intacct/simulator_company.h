// SPDX-License-Identifier: Apache-2.0
// What the simulated company holds: master data, transaction definitions, documents, stock and the
// switches for what Sage's documentation leaves open. Plain state: the rules are in the files that
// change it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plugins/intacct/simulator_model.h"
#include "plugins/intacct/simulator_record.h"
#include "sage-adapter/document/decimal.h"

namespace sage::simulated_intacct {

/// The records of one object, in the order of their keys, which count from 1 and are never used
/// again. A record that was deleted leaves its place, without a field.
class Table {
  public:
    Record* find_id(std::string_view id);
    const Record* find_id(std::string_view id) const;
    const Record* find_key(std::string_view key) const;
    /// The record of that id, made if there is none.
    Record& get(std::string_view id);
    /// False: there is a record of the new id already.
    bool rename(std::string_view id, std::string_view new_id);
    void erase(std::string_view id);
    const std::deque<Record>& rows() const { return rows_; }
    /// The key of the record of that id; empty if there is none.
    std::string key_of(std::string_view id) const;

  private:
    std::deque<Record> rows_;
    std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> by_id_;
};

/// What a document of a definition is to the warehouse.
enum class Effect : std::uint8_t {
    order,
    shipment,
    sale,
    credit,
    stock_increase,
    stock_decrease,
    stock_transfer
};
std::string_view effect_name(Effect effect);

/// The two kinds of documents of accounts receivable.
enum class Receivable : std::uint8_t { none, invoice, adjustment };

struct Definition {
    std::string id;
    bool order_entry = true;
    std::string number_prefix;
    std::uint64_t next_number = 1;
    bool idempotence_supported = true;
    CustomFields header_fields;
    CustomFields line_fields;
    std::vector<std::string> sources;  ///< definitions it may be converted from
    int stock_direction = 0;           ///< of an inventory definition: +1, -1 or 0
    /// Warehouse transfers, which have no definition in Sage: all of them are of this one.
    bool transfer = false;
    /// The same of documents of accounts receivable.
    Receivable receivable = Receivable::none;

    /// Sage has the object itself, and nothing of it by definition.
    bool is_object() const { return transfer || receivable != Receivable::none; }
};

/// "order-entry/document", "inventory-control/warehouse-transfer" and so on.
std::string_view document_object(const Definition& definition);

struct Line {
    std::uint32_t ordinal = 0;  ///< from 1, never used twice in a document
    Record record;
};

/// Of the whole document, by the definition's own description.
struct Subtotal {
    std::string description;
    Decimal total;
};

struct StoredDocument {
    std::uint64_t key = 0;
    std::size_t definition = 0;
    bool removed = false;
    bool posted = false;  ///< stock and ledger have it
    std::uint32_t last_ordinal = 0;
    std::int64_t visible_ms = 0;  ///< queries show it from then on
    Record header;
    std::vector<Line> lines;
    std::vector<Subtotal> subtotals;
};

/// A line's key says whose it is: no index over millions of lines is needed.
constexpr std::uint64_t line_key_factor = 100'000;
inline std::uint64_t line_key(const StoredDocument& document, const Line& line) {
    return document.key * line_key_factor + line.ordinal;
}

/// All documents; keys count from 1 over both applications.
class Documents {
  public:
    StoredDocument& add(StoredDocument document);
    /// Null if there is none or it was deleted.
    StoredDocument* find(std::string_view key);
    const StoredDocument* find(std::string_view key) const;
    const Line* find_line(std::string_view key, const StoredDocument** owner) const;
    std::uint64_t next_key() const { return all_.size() + 1; }
    const std::deque<StoredDocument>& all() const { return all_; }

    /// Remembers that the document's field has this text, for candidates().
    void index(FieldId field, std::string_view text, std::uint64_t key);
    /// Documents that may have this text in the field, in the order of their keys. May hold others.
    std::vector<std::uint64_t> candidates(FieldId field, std::string_view text) const;

  private:
    std::deque<StoredDocument> all_;
    std::unordered_multimap<std::uint64_t, std::uint64_t> index_;
};

/// Quantities on hand in base units, by item and warehouse.
using Stock = std::map<std::pair<std::string, std::string>, Decimal>;

/// What the documentation leaves open, each switch at its strictest; POST /control/behaviours.
struct Behaviours {
    std::int64_t business_error_status = 422;  ///< or 400
    bool cache_throttled = false;              ///< 429 and 503 are kept under the idempotency key
    std::int64_t running_ms = 0;    ///< a write holds its key and stays unseen for so long
    std::int64_t query_lag_ms = 0;  ///< a write is found by queries after so long
    bool accept_negative_quantity = false;
    bool ignore_document_number = false;    ///< of a definition with a sequence: refused otherwise
    bool accept_missing_price = false;      ///< the item's base price is taken
    bool accept_missing_warehouse = false;  ///< for items that are not kept in stock
    bool accept_cost_on_decrease = false;
    bool require_due_date_or_term = true;
    bool require_unit_cost = false;
    bool accept_patch_paid = false;
    bool accept_patch_closed_period = false;
    bool arrive_by_transfer_out = false;  ///< the action that receives a transfer: transferIn
    // Of accounts receivable:
    bool receivable_needs_label = false;      ///< a line may not name an account
    bool require_adjustment_summary = false;  ///< listed as required; chosen by Sage otherwise
    bool recompute_receivable_tax = false;    ///< by the rate of the detail; kept as sent otherwise
    bool hide_receivable_tax_rows = false;    ///< queries of lines show tax as rows otherwise
    std::int64_t token_seconds = 21'600;
    bool deny_consent = false;           ///< the person at the consent page refuses
    bool keep_refresh_tokens = false;    ///< a refresh token stays the same when it is used
    bool refuse_unknown_entity = true;   ///< an id in the header; ignored otherwise
    std::int64_t throttle_requests = 0;  ///< so many in throttle_ms; 0: no limit
    std::int64_t throttle_ms = 60'000;
    std::int64_t minute_requests = 0;      ///< beyond it replies only warn; 0: no limit
    std::int64_t application_at_once = 0;  ///< requests in progress; 0: no limit
    std::int64_t tenant_at_once = 0;       ///< with those of other applications; 0: no limit
    std::int64_t others_at_once = 0;       ///< those that other applications have in progress
    bool announce_limits = true;           ///< by headers of every reply, not of refusals alone
    bool announce_date = true;             ///< replies have the header Date
    std::int64_t date_ahead_ms = 0;  ///< that clock is before the one that dates records by so much
    // Of the XML gateway:
    std::int64_t gateway_session_seconds = 21'600;
    std::int64_t gateway_repeat_error = 0;           ///< 0 to 3: in what words a repeat is refused
    std::int64_t gateway_memory_ms = 5'184'000'000;  ///< a control id is known for so long
    bool gateway_checks_running = false;     ///< a repeat is refused before the first has ended
    bool gateway_remembers_failed = false;   ///< a repeat of what failed is refused, too
    bool gateway_malformed_silent = false;   ///< 500 and no XML for what is no request
    bool gateway_needs_password = true;      ///< of the sender, also with a session from REST
    bool gateway_additional_info = true;     ///< showadditionalerrorinfo may stand in control
    bool gateway_adjustment_number = false;  ///< what it answers of one; its record's key otherwise
    // Of the subtotals of a document:
    bool ignore_subtotals = false;          ///< taken and not kept
    bool unsigned_subtotals = false;        ///< a total below zero counts as if it were above
    bool subtotals_in_subtotal = false;     ///< the header's field counts them
    bool show_subtotal_rows = false;        ///< queries of lines show them as rows
    std::int64_t subtotal_tax_percent = 0;  ///< on each; nothing says which
    /// Longest texts; not published, these are from old import templates.
    std::map<std::string, std::int64_t, std::less<>> lengths = {
        {"referenceNumber", 100}, {"customerPONumber", 100}, {"documentNumber", 45}};
    std::vector<std::string> ignored_fields;  ///< accepted, not stored
};

/// A customer's rule that refuses a document unless a field has a value.
struct SmartRule {
    std::string definition;
    std::string field;
    std::string message;
};

/// Names used all over, looked up once.
struct KnownFields {
    explicit KnownFields(FieldNames& names);
    FieldId key, id, name, status, state, entity_id, entity_key, document_number, document_id,
        document_type, reference_number, customer_id, customer_key, subtotal, subtotal_txn, total,
        total_txn, invoice_key, invoice_id, payment_status, printed, back_ordered, txn_date,
        posting_date, transaction_date, created, modified, txn_currency, base_currency, rate,
        rate_type, rate_type_name, source_key, source_id, tracking, web_url;
    FieldId unit, unit_id, unit_quantity, unit_price, unit_cost, discount_percent, multiplier,
        item_id, item_key, warehouse_id, warehouse_key, quantity, price, remaining, converted,
        line_number, header_key, header_id, source_line_key, line_tax, tax_schedule_id,
        tracking_detail, line_item_id, line_item_key;
};

struct Company {
    Company();

    /// Null if there is no such definition.
    Definition* definition(bool order_entry, std::string_view id);
    /// What warehouse transfers are of; null before the company is filled.
    Definition* transfers();
    /// The same of documents of accounts receivable.
    Definition* receivables(Receivable wanted);
    const Record& rules(const Definition& definition) const;
    /// A setting of a definition by the name that it has in order entry; inventory control groups
    /// its own otherwise.
    std::string_view rule(const Definition& definition, std::string_view name) const;
    Effect effect(const Definition& definition) const;
    const Model& document_model(const Definition& definition) const;
    const Model& line_model(const Definition& definition) const;
    Table& table(std::string_view object) { return tables[std::string(object)]; }
    const Record* find(std::string_view object, std::string_view id) const;
    std::string_view text(const Record& record, std::string_view field) const;

    FieldNames names;
    KnownFields known;
    Models models;
    std::map<std::string, Table, std::less<>> tables;
    std::deque<Definition> definitions;
    Documents documents;
    Stock stock;
    Stock in_transit;  ///< on its way to that warehouse
    Behaviours behaviours;
    std::vector<SmartRule> smart_rules;
    std::string closed_until;
    std::set<std::string, std::less<>> forbidden;  ///< objects that the user may not list
    std::uint64_t next_invoice_key = 1;
    std::int64_t now_ms = 0;  ///< of the control request that is carried out
    std::string company_id = "northwind";
    std::string user_id = "wms";
    std::string currency = "GBP";
    /// All that documents may be in, the company's own among them.
    std::set<std::string, std::less<>> currencies = {"GBP", "EUR", "USD"};
    /// By rate type and currency: what one unit of it is worth in that of the company.
    std::map<std::pair<std::string, std::string>, Decimal> exchange_rates;
    std::string client_id = "wms-client.app.sage.com";
    std::string client_secret = "simulated-client-secret";
    std::string sender_id = "wms-sender";
    std::string sender_password = "simulated-sender-password";
    /// Settings that a neutral seed adds to.
    std::string guest_customer;
    std::map<std::string, std::string> charge_items;
    std::map<std::string, std::string> tax_details;
    std::map<std::string, std::pair<std::string, std::string>> sites;
};

/// Fills a new company with definitions, units, taxes, one location and one entity.
void add_default_company(Company& company);

}  // namespace sage::simulated_intacct
