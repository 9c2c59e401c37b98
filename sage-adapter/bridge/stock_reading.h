// SPDX-License-Identifier: Apache-2.0
// Sage's figures of the positions that a host compares: asked for, or of the last reading of master
// data, each in the unit of its position.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/catalogue/catalogue.h"
#include "sage-adapter/catalogue/stock_level.h"
#include "sage-adapter/delivery/shadow_run.h"
#include "sage-adapter/mapping/stock_drift.h"

namespace sage {

/// When Sage looked at what it shows. What it had done before `begun_ms` is in all figures, what it
/// did after `ended_ms` in none.
struct LookedAt {
    std::int64_t begun_ms = 0;
    std::int64_t ended_ms = 0;
};

struct StockReading {
    StockFigures figures;
    LookedAt when;
};

PlaceOfSite places_of(const ShowsStock& shows);

/// @param ask  one exchange; not called where the figures are in the catalogue
/// Status::remote: Sage gave no usable answer; Status::config: it does not let this user see them.
Result<StockReading> read_stock(const ShowsStock& shows, const Catalogue& catalogue,
                                const std::vector<StockPosition>& positions, const AskSage& ask,
                                const std::function<std::int64_t()>& now_ms);

}  // namespace sage
