// SPDX-License-Identifier: Apache-2.0
// A small WMS: stock by site and item, and orders on their way from entry to despatch. A unit is
// free, then allocated to one line of one order, picked, packed into a parcel and despatched; it is
// never in two of these places. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/wms/trade.h"

namespace wms {

struct StockFigure {
    std::string site;
    std::string item;
    Decimal on_hand;
    Decimal allocated;
};

class Warehouse {
  public:
    /// Goods that came in.
    void receive(const std::string& site, const std::string& item, Decimal quantity);

    /// Takes an order in. Refused: an id that is known, a line without positive quantity.
    Done enter(Order order);

    /// Reserves every line up to the free stock. Returns the units newly allocated; none is no
    /// error: the order waits for stock.
    Result<Decimal> allocate_order(const std::string& order_id);
    /// Reserves part of one line, all of it or nothing.
    Done allocate_line(const std::string& order_id, std::string_view line_id, Decimal quantity);
    /// Gives back what is allocated and not yet picked.
    Result<Decimal> release(const std::string& order_id);

    /// Takes from the shelf what is allocated. Returns the units picked.
    Result<Decimal> pick(const std::string& order_id);
    /// Puts picked units into a parcel.
    Done pack(const std::string& order_id, const Parcel& parcel);
    /// Puts everything picked into one parcel.
    Done pack_all(const std::string& order_id, Parcel parcel);

    /// What is packed leaves. The order's charges go with its first despatch.
    struct Departure {
        std::string despatch_id;
        std::string date;
        std::int64_t left_ms = 0;
        std::string carrier;
    };
    Result<Despatch> despatch(const std::string& order_id, const Departure& departure);

    /// Returned goods. Only what is to be restocked becomes stock again.
    Done take_back(const Return& credit);
    /// Found or lost stock. Refused if more would be lost than is free.
    Done adjust(const Adjustment& adjustment);

    Result<Order> order(const std::string& order_id) const;
    /// Every figure, sorted by site and item.
    std::vector<StockFigure> stock() const;

  private:
    struct Figure {
        Decimal on_hand;
        Decimal allocated;  ///< and not yet despatched
    };
    struct Progress {
        Order order;
        std::vector<Parcel> parcels;  ///< packed and not yet despatched
        bool charges_posted = false;
    };
    struct Place {
        std::string site;
        std::string item;
        bool operator==(const Place&) const = default;
    };
    struct PlaceHash {
        std::size_t operator()(const Place& place) const;
    };

    Result<Progress*> find(const std::string& order_id);
    Figure& figure(const std::string& site, const std::string& item);
    static OrderLine* line_of(Order& order, std::string_view line_id);

    mutable std::mutex mutex_;
    std::unordered_map<std::string, Progress> orders_;
    std::unordered_map<Place, Figure, PlaceHash> stock_;
};

}  // namespace wms
