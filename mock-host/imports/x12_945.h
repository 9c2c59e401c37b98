// SPDX-License-Identifier: Apache-2.0
// The warehouse shipping advice, ASC X12 transaction set 945, as a despatch: one set is one
// shipment of one order of the depositor.
//   W06-02 -04 -06   order, despatch, buyer's order       G62 11   the day and time it left
//   N1 ST WH         where it went, the site               W27-02   carrier (SCAC)
//   MAN GM AA CP     SSCC and tracking number of a pack    N9 2I    tracking number
//   W12, N9 LI LT SE, G62 36, G69   a line: item, quantities, line of the order, lot, serials, name
//   W03-01           the units in all, which have to be those of the lines
// A 945 has no prices: the order says them (match_order.h).
#pragma once

#include <functional>

#include "mock-host/imports/x12.h"
#include "mock-host/result.h"
#include "mock-host/wms/trade.h"

namespace wms {

/// A line of which nothing left is kept with delivered zero. `last` says that no line is said to
/// be outstanding.
/// @param remark  told what was not read although it is there
Result<Despatch> read_945(const X12TransactionSet& set,
                          const std::function<void(const Problem& remark)>& remark);

}  // namespace wms
