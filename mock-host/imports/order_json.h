// SPDX-License-Identifier: Apache-2.0
// Orders from JSON, in the shape of the contract (host-api/schemas/salesOrder.schema.json): the
// body of a salesOrder, or the whole document. One on each line, or one value in the file: an order
// or a list of them.
#pragma once

#include <istream>
#include <string>
#include <string_view>

#include "mock-host/imports/import_sink.h"
#include "mock-host/result.h"

namespace wms {

/// Streams where there is an order on each line; any other file is read as a whole, up to 64 MiB.
/// A member that this reader does not know makes the order a problem: what it says of the price or
/// the quantity would be lost without a word.
/// @return a Problem if the file is no JSON
Done read_orders_json(std::istream& stream, const ImportSink& sink);

/// One order. The pointer of a Problem is `where`, then the JSON pointer.
Result<Order> read_order(std::string_view json, const std::string& where);

}  // namespace wms
