// SPDX-License-Identifier: Apache-2.0
// A small WMS: stock by site, location and lot, and orders on their way from entry to despatch. A
// unit is available, on hold, or allocated to one line of one order; then picked, packed into a
// parcel and despatched; it is never in two of these places. All of it is kept in a SQLite
// database, together with every document that comes of it and an event for every movement: one
// operation is one transaction, on disk when it returns, or nothing of it happened. Quantities are
// exact to the millionth.
//
// Thread-safe: operations of many threads happen one after the other. Problems have codes that
// begin with "warehouse."; "warehouse.storage": the database cannot be read or written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/wms/documents.h"
#include "mock-host/wms/trade.h"

namespace wms {

class Store;

/// Where goods are that nobody put anywhere else.
inline constexpr std::string_view kReceivingPlace = "GOODS-IN";

/// Of an item at a site, in all its locations. Available is what is neither allocated nor on hold.
struct StockFigure {
    std::string site;
    std::string item;
    Decimal on_hand;
    Decimal allocated;
    Decimal on_hold;
    Decimal in_transit;  ///< on its way to the site, and not of what is on hand anywhere

    Decimal available() const { return on_hand - allocated - on_hold; }
};

/// The same of one place and lot.
struct StockPlace {
    StockFigure figure;
    std::string location;
    std::string lot;
    std::string expiry_date;
};

/// A movement or a step. Kinds: received, returned, adjusted, counted, transferred, inTransit (to
/// the site; less than nothing where it never left), arrived, held, freed (from hold), entered,
/// changed, cancelled, allocated, released, picked, putBack, packed, unpacked, despatched,
/// corrected. Quantities of what changes stock on hand are signed.
struct Event {
    std::int64_t sequence = 0;  ///< grows; none is ever left out
    std::int64_t at_ms = 0;
    std::string kind;
    std::string reference;  ///< number of the order, despatch, receipt …
    std::string line_id;
    std::string site;
    std::string location;
    std::string item;
    std::string lot;
    Decimal quantity;
    std::int64_t reservation = 0;  ///< the same from allocation to despatch; 0: none
};

/// A document that the warehouse made, and what became of it.
struct KeptDocument {
    std::int64_t sequence = 0;
    Message message;
    std::string state;  ///< empty: not handed over; otherwise the plugin's word
    std::string sage_number;
};

/// What list_orders() shows of one.
struct OrderSummary {
    std::string id;
    std::string customer_id;
    std::string customer_name;
    std::string site;
    std::string state;
    std::string promised_date;
    std::string service_level;
    std::int64_t version = 1;
    Decimal ordered;
    Decimal allocated;
    Decimal picked;
    Decimal despatched;
    Decimal cancelled;

    Decimal outstanding() const { return ordered - cancelled - despatched; }
    /// Ordered and neither allocated nor cancelled: it waits for stock.
    Decimal backordered() const { return ordered - cancelled - allocated; }
};

struct WarehouseOptions {
    std::filesystem::path file;  ///< empty: in memory, gone with the warehouse
    Envelope envelope;           ///< of the documents; recorded when the operation happens
    std::function<std::int64_t()> now_ms = [] { return std::int64_t{0}; };
    std::string sscc_prefix = "05012345";  ///< extension digit and GS1 company prefix
};

class Warehouse {
  public:
    /// In memory. Throws std::runtime_error where there is none left.
    Warehouse();
    static Result<std::unique_ptr<Warehouse>> open(WarehouseOptions options);
    Warehouse(const Warehouse&) = delete;
    Warehouse& operator=(const Warehouse&) = delete;
    ~Warehouse();

    /// What is not described has no lots and no serial numbers.
    Done describe(const Item& item);

    // Goods that come, go and change without an order (stock.cpp).

    /// Opening stock: no document comes of it.
    Done receive(const std::string& site, const std::string& item, Decimal quantity);
    Done receive(const GoodsReceipt& receipt);
    /// Returned goods: restock and quarantine (on hold) become stock, the others do not.
    Done take_back(const Return& credit);
    /// Found or lost stock. Refused if more would be lost than is available.
    Done adjust(const Adjustment& adjustment);
    /// What was found in the places that were counted; what differs becomes an adjustment with the
    /// reason "stock_check" (no line: everything was right). Refused where less was found than is
    /// allocated or on hold there.
    Result<Adjustment> count(const StockCount& count);
    /// From what is available at one site to the receiving place of another (transfer.cpp). In
    /// transit: it leaves the one and is nobody's until it arrives.
    Done transfer(const Transfer& transfer);
    /// Goods in transit have arrived, in parts or all. What was handed over as one transfer is
    /// told once: its second version, of what arrived in all, is made with the last part.
    Done arrive(const Arrival& arrival);
    /// Takes units that are available out of reach, and back.
    Done hold(const std::string& site, const AdjustmentLine& line);
    Done free(const std::string& site, const AdjustmentLine& line);

    // Orders (orders.cpp).

    /// Refused: an id that is known, a line without positive quantity, two lines of one id.
    Done enter(Order order);
    /// The order as it is from now on; `order.version` is the one the change was made from, and the
    /// change is refused if that is not the latest. What is allocated beyond it is released, what
    /// is picked put back; refused where more of a line is packed or has left.
    Done change(const Order& order);
    /// Nothing more of it leaves: what is packed is unpacked, what is allocated released.
    Done cancel(const OrderCancellation& cancellation);
    /// Part of what has not left of a line will not.
    Done cancel_line(const std::string& order_id, std::string_view line_id, Decimal quantity);

    // Allocation (allocation.cpp). Lots that expire first go first; then the order of places.

    /// Reserves every line up to what is available. Returns the units newly allocated; none is no
    /// error: the order waits for stock.
    Result<Decimal> allocate_order(const std::string& order_id);
    /// Reserves part of one line, all of it or nothing.
    Done allocate_line(const std::string& order_id, std::string_view line_id, Decimal quantity);
    /// Every order that waits, scarce stock first to the earliest promised date (none: last), then
    /// to the faster service (express, next-day, standard, economy, others), then to the one that
    /// was entered first, then by number.
    Result<Decimal> allocate_waiting();
    /// Gives back what is allocated and not yet picked.
    Result<Decimal> release(const std::string& order_id);

    // To the door (fulfilment.cpp).

    /// Takes from the shelf what is allocated. Returns the units picked.
    Result<Decimal> pick(const std::string& order_id);
    /// Part of a line.
    Done pick_line(const std::string& order_id, std::string_view line_id, Decimal quantity);
    /// Puts picked units into a parcel.
    Done pack(const std::string& order_id, const Parcel& parcel);
    /// Puts everything picked into one parcel.
    Done pack_all(const std::string& order_id, Parcel parcel);
    /// The next code of the options' company prefix.
    Result<std::string> next_sscc();

    /// The next number of a series, "DN-" for example: "DN-1". Never given out twice.
    Result<std::string> next_number(const std::string& series);

    /// What is packed leaves. The order's charges go with its first despatch.
    struct Departure {
        std::string despatch_id;
        std::string date;
        std::int64_t left_ms = 0;
        std::string carrier;
    };
    Result<Despatch> despatch(const std::string& order_id, const Departure& departure);
    /// So many of a line truly left: what did not is back in its place, and awaited again; what
    /// left besides is taken from what is available. The despatch as it is now, a version later.
    Result<Despatch> correct(const std::string& despatch_id, std::string_view order_line_id,
                             Decimal delivered);

    // Questions (questions.cpp). Pages begin after the last id or sequence of the one before.

    Result<Order> order(const std::string& order_id) const;
    Result<Despatch> despatch(const std::string& despatch_id) const;
    /// Every figure, sorted by site and item.
    std::vector<StockFigure> stock() const;
    Result<std::vector<StockPlace>> places(const std::string& site, const std::string& item) const;
    /// @param state  empty: all
    Result<std::vector<OrderSummary>> list_orders(const std::string& state,
                                                  const std::string& after,
                                                  std::size_t limit) const;
    Result<std::vector<Event>> events_after(std::int64_t sequence, std::size_t limit) const;
    Result<std::vector<KeptDocument>> documents_after(std::int64_t sequence,
                                                      std::size_t limit) const;
    /// Problem code warehouse.no_document.
    Result<KeptDocument> document(const std::string& message_id) const;

    // Documents on their way to the plugin.

    /// Not handed over yet, oldest first.
    Result<std::vector<KeptDocument>> documents_to_hand_over(std::size_t limit) const;
    /// What the plugin said of one, last.
    Done note_state(const std::string& message_id, const std::string& state,
                    const std::string& sage_number);

  private:
    explicit Warehouse(WarehouseOptions options);

    /// One operation: under the lock, in a transaction that is committed if it succeeds.
    template <class Value>
    Result<Value> carry_out(const std::function<Result<Value>()>& operation) const;
    Done keep(const Message& message);
    /// The change of an order of which something is left, otherwise its cancellation.
    Done keep_what_is_left(const Order& order);
    Envelope envelope() const;

    WarehouseOptions options_;
    mutable std::mutex mutex_;
    std::unique_ptr<Store> store_;
};

}  // namespace wms
