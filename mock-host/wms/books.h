// SPDX-License-Identifier: Apache-2.0
// What the operations of the warehouse are made of: entries in its books, each with its event.
// Called within a transaction. Constraints of the schema stand behind all of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/wms/store.h"
#include "mock-host/wms/trade.h"
#include "mock-host/wms/warehouse.h"

namespace wms {

struct Place {
    std::string site;
    std::string item;
    std::string location;
    std::string lot;
    std::string expiry_date = {};  // NOLINT(readability-redundant-member-init)
};

/// Why something is entered.
struct Reason {
    std::string kind;
    std::string reference;
    std::string line_id;
    std::int64_t reservation = 0;
};

struct Reservation {
    std::int64_t id = 0;
    Place place;
    Decimal quantity;
    Decimal picked;
    Decimal packed;
    Decimal despatched;
};

/// What changes of a reservation, and with it of its order line.
struct Progress {
    Decimal allocated;
    Decimal picked;
    Decimal packed;
    Decimal despatched;
};

Problem refusal(std::string code, std::string where, std::string cause, std::string fix);
Problem unknown_order(const std::string& id);
/// The order has no line of that number.
Problem unknown_line(const std::string& order_id, std::string_view line_id);
Problem not_enough_available(const std::string& where);

class Books {
  public:
    Books(Store& store, std::int64_t now_ms) : store_(store), now_ms_(now_ms) {}

    /// Counts on: 1 at first.
    std::int64_t next(const std::string& counter);
    Item item(const std::string& id);
    void note(const Reason& reason, const Place& place, Decimal quantity);

    /// Stock on hand, with its event.
    void add(const Place& place, Decimal on_hand, const Reason& reason);
    void add_on_hold(const Place& place, Decimal on_hold, const Reason& reason);
    /// What is on its way to the place; its event is the caller's.
    void add_in_transit(const Place& place, Decimal in_transit);

    struct Available {
        Place place;
        Decimal quantity;
    };
    /// Where units are available: what expires first, then by location and lot. Of one location or
    /// lot alone where they are named.
    std::vector<Available> available(const std::string& site, const std::string& item,
                                     const std::string& location = {},
                                     const std::optional<std::string>& lot = {});
    /// Takes so many from there with add(); nothing is taken where there are not that many.
    bool take(const std::vector<Available>& places, Decimal quantity, const Reason& reason);

    bool knows(const std::string& order_id);
    std::optional<Order> order(const std::string& id);
    /// open, closed or cancelled by what its lines say.
    void set_state(const std::string& order_id);

    std::vector<Reservation> reservations(const std::string& order_id, const std::string& line_id);
    /// Up to so many units of what is available. Returns those allocated.
    Decimal allocate(const Order& order, const OrderLine& line, Decimal wanted);
    /// Changes a reservation and its line, and what is allocated of its place.
    /// @param kind  of the event; empty: none, because stock on hand changes with one of its own
    void advance(const Reservation& reservation, const std::string& order_id,
                 const std::string& line_id, const Progress& change, const std::string& kind);
    /// Gives back so many that are not packed, those that are not picked first.
    void give_back(const std::string& order_id, const std::string& line_id, Decimal quantity);
    /// Takes what is packed and has not left out of its parcels.
    void unpack(const std::string& order_id);

    std::optional<Despatch> despatch(const std::string& id);

    Store& store() { return store_; }
    std::int64_t now_ms() const { return now_ms_; }

  private:
    void read_lines(Despatch& despatch);
    void read_parcels(Despatch& despatch);

    Store& store_;
    std::int64_t now_ms_;
};

}  // namespace wms
