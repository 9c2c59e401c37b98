// SPDX-License-Identifier: Apache-2.0
// The documents that move stock and are not in a figure of Sage, or may not be: the open ones,
// those that ended about when Sage looked or later, and the rejected ones. What ended long before
// costs nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/stock_reading.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/mapping/stock_drift.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

struct MovingDocuments {
    Store& store;
    /// Delivery::effective_document() and find_precursor().
    std::function<Result<Document>(const Entry&)> effective;
    std::function<Result<std::optional<Entry>>(const Entry&)> precursor;
    LookedAt looked_at;
    /// When the warehouse was counted: what was accepted later it does not have. Nothing: it has
    /// all that was accepted.
    std::optional<std::int64_t> counted_ms;
};

/// Adds each of them to `drift`. Status::cancelled: called back.
Result<void> add_moving_documents(const MovingDocuments& documents, StockDrift& drift,
                                  const Cancelled& cancelled);

}  // namespace sage
