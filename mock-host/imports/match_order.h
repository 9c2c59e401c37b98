// SPDX-License-Identifier: Apache-2.0
// What a despatch from a file leaves to its order: the buyer, the prices, the stock codes, the
// lines of the order, whether anything is still to come, and the charges, which go with the first
// despatch of an order.
#pragma once

#include <string>

#include "mock-host/imports/order_book.h"
#include "mock-host/result.h"
#include "mock-host/wms/trade.h"

namespace wms {

/// The despatch as it can be handed over; the same whenever it is asked again, also after later
/// despatches were added to the entry. Lines of which nothing left are dropped. A Problem, at
/// `where`, for what contradicts the order or what it does not decide.
Result<Despatch> match_order(Despatch despatch, const OrderBook::Entry& entry,
                             const std::string& where);

}  // namespace wms
