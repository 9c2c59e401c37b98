// SPDX-License-Identifier: Apache-2.0
// What a warehouse talks about: orders, despatches, returns, receipts, counts, transfers. Plain
// records; the rules are in warehouse.h, their JSON in documents.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/wms/decimal.h"

namespace wms {

struct Customer {
    std::string id;  ///< account code; empty: a guest
    std::string name;
    std::string country_code;  ///< ISO 3166-1 alpha-2; empty: not known
    std::vector<std::string> address_lines;
};

/// What an item is called and how it is kept.
struct Item {
    std::string id;
    std::string name;
    bool tracks_lots = false;
    bool tracks_serials = false;
};

/// Part of a quantity: units of one lot.
struct Lot {
    std::string number;
    std::string expiry_date;  ///< YYYY-MM-DD; empty: does not expire
    Decimal quantity;
};

/// Carriage, postage, discount: not goods. A negative amount takes from the total.
struct Charge {
    std::string code;
    std::string reason;
    Decimal amount;
};

struct OrderLine {
    std::string id;
    std::string item;
    std::string item_name;
    Decimal ordered;
    Decimal price;
    std::string note;
    // How far each unit has come; every later figure is part of the earlier one.
    Decimal allocated;
    Decimal picked;
    Decimal packed;
    Decimal despatched;
    Decimal cancelled;              ///< of what was ordered, and will not be despatched
    std::string unit_code = "C62";  ///< UN/ECE Recommendation 20, of every quantity and the price
    std::string gtin = {};          ///< empty: not known

    Decimal outstanding() const { return ordered - cancelled - despatched; }
};

struct Order {
    std::string id;
    std::string buyer_order_id;
    Customer customer;
    std::string site;
    std::string currency = "GBP";
    std::string date;  ///< YYYY-MM-DD
    std::int64_t entered_ms = 0;
    std::string service_level = "standard";
    std::vector<OrderLine> lines;
    std::vector<Charge> charges;  ///< posted with the first despatch, once
    std::string promised_date;    ///< YYYY-MM-DD; empty: none was promised
    std::int64_t version = 1;     ///< grows with every change
    std::string state = "open";   ///< open, closed (all of it left or is cancelled), cancelled
};

struct ParcelLine {
    std::string line_id;
    Decimal quantity;
};

struct Parcel {
    std::string tracking_number;
    std::string sscc;
    std::vector<ParcelLine> lines;
};

struct DespatchLine {
    std::string id;
    std::string order_line_id;  ///< empty: not known
    std::string item;
    std::string item_name;
    Decimal ordered;  ///< zero: not known
    Decimal delivered;
    Decimal outstanding;
    Decimal price;
    std::string note;
    std::vector<std::string> ssccs;
    // Lots are together the delivered quantity, serial numbers one for each unit; empty: not
    // tracked.
    std::vector<Lot> lots = {};             // NOLINT(readability-redundant-member-init)
    std::vector<std::string> serials = {};  // NOLINT(readability-redundant-member-init)
    std::string unit_code = "C62";          ///< of every quantity and the price
    std::string gtin = {};                  // NOLINT(readability-redundant-member-init)
    Decimal cancelled = {};                 ///< of what was ordered: will not be delivered any more
    Decimal oversupply = {};                ///< delivered beyond the order; part of delivered
};

struct Despatch {
    std::string id;
    std::string order_id;
    std::string buyer_order_id;
    Customer customer;
    std::string site;
    std::string currency;
    std::string date;
    std::int64_t left_ms = 0;
    std::string carrier;
    std::string service_level;
    std::vector<std::string> tracking_numbers;
    std::vector<std::string> ssccs;
    std::vector<DespatchLine> lines;
    std::vector<Charge> charges;
    bool last = false;         ///< nothing of the order is left
    std::int64_t version = 1;  ///< grows with every correction
    Customer delivery = {};    ///< where it went; without name and address: to the customer
};

struct ReturnLine {
    std::string id;
    std::string order_line_id;
    std::string item;
    Decimal quantity;
    Decimal price;
    std::string disposition = "restock";    ///< restock, quarantine, scrap, returnToSupplier
    std::string lot = {};                   // NOLINT(readability-redundant-member-init)
    std::vector<std::string> serials = {};  // NOLINT(readability-redundant-member-init)
};

struct Return {
    std::string id;
    std::string order_id;     ///< empty: not known
    std::string despatch_id;  ///< empty: not known, and not guessed
    Customer customer;
    std::string site;
    std::string currency = "GBP";
    std::string date;
    std::int64_t received_ms = 0;
    std::vector<ReturnLine> lines;
    std::vector<Charge> charges;  ///< what is credited beside the goods; positive: credited
};

struct AdjustmentLine {
    std::string id;
    std::string item;
    Decimal quantity;  ///< signed
    std::string reason_code;
    std::string note;
    // Where; empty: anywhere on the site, the unlotted stock.
    std::string location = {};  // NOLINT(readability-redundant-member-init)
    std::string lot = {};       // NOLINT(readability-redundant-member-init)
};

struct Adjustment {
    std::string id;
    std::string site;
    std::string date;
    std::int64_t counted_ms = 0;
    std::vector<AdjustmentLine> lines;
};

struct ReceiptLine {
    std::string id;
    std::string item;
    Decimal received;
    Decimal rejected;  ///< at the door; never becomes stock
    std::string reject_reason;
    std::optional<Decimal> unit_cost;  ///< nothing: Sage costs it
    std::string purchase_order_line;
    std::string location;  ///< empty: the site's receiving place
    std::string lot;
    std::string expiry_date;
    std::vector<std::string> serials;
};

struct GoodsReceipt {
    std::string id;
    std::string purchase_order_id;
    Customer supplier;
    std::string site;
    std::string currency = "GBP";
    std::string date;
    std::int64_t received_ms = 0;
    std::vector<ReceiptLine> lines;
    bool last = false;  ///< nothing more of the purchase order is awaited
};

struct CountLine {
    std::string id;
    std::string item;
    Decimal counted;
    std::string location;  ///< empty: the site's receiving place
    std::string lot;
};

/// What was found in the places named; others were not looked at.
struct StockCount {
    std::string id;
    std::string site;
    std::string date;
    std::int64_t counted_ms = 0;
    std::vector<CountLine> lines;
};

struct TransferLine {
    std::string id;
    std::string item;
    Decimal quantity;
    std::string lot;
};

struct Transfer {
    std::string id;
    std::string from_site;
    std::string to_site;
    std::string date;
    std::int64_t moved_ms = 0;
    std::vector<TransferLine> lines;
    bool in_transit = false;   ///< it left and has not arrived yet
    std::int64_t version = 1;  ///< 2: it has arrived
};

struct ArrivalLine {
    std::string line_id;  ///< of the transfer
    Decimal quantity;
};

/// Goods of a transfer that are at its other site now.
struct Arrival {
    std::string transfer_id;
    std::string date;
    std::int64_t arrived_ms = 0;
    std::vector<ArrivalLine> lines;  ///< none, unless it is the last: all that is on its way
    bool last =
        false;  ///< nothing more comes: what is missing never left, and is back in its place
};

/// Nothing more of the order is wanted.
struct OrderCancellation {
    std::string order_id;
    Customer customer;
    std::string date;
    std::int64_t cancelled_ms = 0;
    std::string reason_code;
    std::string reason;
    std::int64_t version = 1;
};

struct LateTracking {
    std::string id;
    std::string despatch_id;
    std::string order_id;
    std::string date;
    std::int64_t told_ms = 0;
    std::vector<std::string> tracking_numbers;  ///< all of them, the new ones included
};

/// The line of that number; null: the order has none.
const OrderLine* find_line(const Order& order, std::string_view id);
OrderLine* find_line(Order& order, std::string_view id);

/// Net amount of the goods and charges of a document.
Decimal net_of(const Despatch& despatch);
Decimal net_of(const Return& credit);

}  // namespace wms
