// SPDX-License-Identifier: Apache-2.0
// What a warehouse talks about: orders, despatches, returns, adjustments. Plain records; the rules
// are in warehouse.h, their JSON in documents.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mock-host/wms/decimal.h"

namespace wms {

struct Customer {
    std::string id;  ///< account code; empty: a guest
    std::string name;
    std::string country_code;  ///< ISO 3166-1 alpha-2; empty: not known
    std::vector<std::string> address_lines;
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
    std::string unit_code = "C62";  ///< UN/ECE Recommendation 20, of every quantity and the price
    std::string gtin = {};          ///< empty: not known
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

/// A part of a line that is of one batch.
struct Lot {
    std::string number;
    Decimal quantity;
    std::string expiry_date;  ///< YYYY-MM-DD; empty: none is known
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
    std::string unit_code = "C62";  ///< of every quantity and the price
    std::string gtin = {};
    Decimal cancelled = {};   ///< of what was ordered: will not be delivered any more
    Decimal oversupply = {};  ///< delivered beyond the order; part of delivered
    std::vector<Lot> lots = {};
    std::vector<std::string> serial_ids = {};
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
    bool last = false;       ///< nothing of the order is left
    Customer delivery = {};  ///< where it went; without name and address: to the customer
};

struct ReturnLine {
    std::string id;
    std::string order_line_id;
    std::string item;
    Decimal quantity;
    Decimal price;
    std::string disposition = "restock";
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
};

struct Adjustment {
    std::string id;
    std::string site;
    std::string date;
    std::int64_t counted_ms = 0;
    std::vector<AdjustmentLine> lines;
};

struct LateTracking {
    std::string id;
    std::string despatch_id;
    std::string order_id;
    std::string date;
    std::int64_t told_ms = 0;
    std::vector<std::string> tracking_numbers;  ///< all of them, the new ones included
};

/// Net amount of the goods and charges of a document.
Decimal net_of(const Despatch& despatch);
Decimal net_of(const Return& credit);

}  // namespace wms
