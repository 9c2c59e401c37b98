// SPDX-License-Identifier: Apache-2.0
// What every imported document has to be, whatever file it came from: what the contract requires
// (host-api/schemas) of the members that the small WMS fills.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mock-host/result.h"
#include "mock-host/wms/trade.h"

namespace wms {

/// Midnight UTC of a day, YYYY-MM-DD; nothing: there is no such day.
std::optional<std::int64_t> day_of(std::string_view date);

/// Sets when the order was entered: the midnight of its date, so that a file read twice is the
/// same order. @return what is wrong, at `where`; nothing: it can be handed over
std::optional<Problem> check_order(Order& order, const std::string& where);

/// The same; a despatch without a time left at midnight of its date. It has an order: that says
/// what it costs.
std::optional<Problem> check_despatch(Despatch& despatch, const std::string& where);

}  // namespace wms
