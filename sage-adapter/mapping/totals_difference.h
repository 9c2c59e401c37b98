// SPDX-License-Identifier: Apache-2.0
// The total that the buyer was told against the one that the lines make: held, tolerated with a
// remark, or made equal by a line of the difference or by other prices, as the setting
// totalsDifference says. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sage-adapter/mapping/fit_text.h"
#include "sage-adapter/mapping/hold.h"
#include "sage-adapter/mapping/spread.h"
#include "sage-adapter/mapping/totals.h"
#include "sage-adapter/mapping/totals_settings.h"

namespace sage {

/// What a difference leads to; nothing in it: there is none, or it cannot be told.
struct TotalsOutcome {
    std::optional<Hold> hold;
    std::optional<Decimal> rounding;  ///< a line of so much is to be added
    UnitPrices prices;                ///< of lines that are to have another one
    std::optional<Remark> remark;
};

/// Lives no longer than the settings it was made of.
struct TotalsDifference {
    const TotalsSettings& settings;
    TotalsRule rule;
    PriceOf price_of;       ///< what Sage takes as a price
    std::string_view noun;  ///< what of a line is another then: "price"
    EditionWords words;

    /// `lines` as they would be sent, which come to `gross`; `told` is what the buyer was told.
    TotalsOutcome settle(const std::vector<TotalsLine>& lines, const std::optional<Decimal>& told,
                         const std::optional<Decimal>& gross) const;
};

/// Whether what settle() held documents for is gone: the root cause up to its colon, and what
/// follows that. Nothing: it is no cause of its.
std::optional<bool> totals_cause_gone(const TotalsSettings& settings, std::string_view cause,
                                      std::string_view name);

}  // namespace sage
