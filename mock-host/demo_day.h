// SPDX-License-Identifier: Apache-2.0
// The made-up company of the demo: what it sells, to whom, and the orders of one day.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mock-host/master_data.h"
#include "mock-host/wms/trade.h"

namespace wms {

/// What a day does with an order.
enum class DemoPath : std::uint8_t {
    at_once,        ///< allocated, picked, packed into one parcel, despatched
    two_parts,      ///< part of every line today, the rest after lunch
    many_parcels,   ///< each line in a parcel of its own
    lost_reply,     ///< as at_once; the reply to its despatch is lost on the way
    late_tracking,  ///< as at_once, without a tracking number; the carrier tells it later
};

struct DemoOrder {
    Order order;
    DemoPath path = DemoPath::at_once;
};

struct DemoDay {
    Seed seed;  ///< what Sage knows
    std::vector<DemoOrder> orders;
    std::vector<Return> returns;
    std::vector<Adjustment> adjustments;
    std::string lost_despatch;  ///< the despatch whose reply is lost
    std::string held_despatch;  ///< the one document that must end held
    std::int64_t begins_ms = 0;
    std::string date;
};

DemoDay demo_day();

}  // namespace wms
