// SPDX-License-Identifier: Apache-2.0
// Orders from comma-separated values: a row for each line or charge of an order, the rows of an
// order one behind the other. The first row names the columns, by the contract's words
// (host-api/schemas/salesOrder.schema.json), in any order:
//   needed    orderId issueDate locationId unitAmount; sellersItemId and orderedQuantity, or
//             reasonCode, which makes the row a charge of unitAmount
//   besides   buyerOrderId buyerId buyerName currencyId serviceLevelCode addressLine1 to
//             addressLine4 countryCode lineId itemName gtin unitCode
#pragma once

#include <istream>

#include "mock-host/imports/import_sink.h"
#include "mock-host/result.h"

namespace wms {

/// Streams: the memory of one order. An order with a row that cannot be read, or whose rows
/// contradict each other, is left out as a whole.
/// @return a Problem if the columns are wrong: nothing was read
Done read_orders_csv(std::istream& stream, const ImportSink& sink);

}  // namespace wms
