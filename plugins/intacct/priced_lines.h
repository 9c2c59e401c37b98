// SPDX-License-Identifier: Apache-2.0
// What Sage Intacct will make of the prices that are sent, and what the settings do where that is
// not what the buyer was told. Pure functions, as all of the edition.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/intacct/settings.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/mapping/spread.h"
#include "sage-adapter/mapping/totals.h"

namespace sage::intacct {

// ---- predict.cpp: what Sage will make of the prices that are sent
// -------------------------------------------

/// The lines and charges that are written, priced as they are sent.
struct PricedLines {
    std::vector<std::string> pointers;  ///< of the document's line or charge
    std::vector<TotalsLine> amounts;    ///< one for each
    /// Their sum by the document, where its prices include tax.
    std::optional<Decimal> stated_gross;
    std::size_t subtotals = 0;  ///< so many of them, behind the lines, are subtotals
};

/// How Sage Intacct rounds.
TotalsRule totals_rule();

/// Totals of an order-entry document; a stock adjustment's value is for Sage's costing. Empty when
/// an amount is too large.
Prediction predict(const Settings& settings, const Document& document, const PricedLines& priced);

// ---- totals_difference.cpp: what the buyer was told against what Sage will make of it
// -----------------------------

/// What the buyer was told to pay; nothing: the document does not say.
std::optional<Decimal> told_total(const Document& document, const PricedLines& priced);

/// What a difference leads to; nothing in it: there is none, or it cannot be told.
struct TotalsOutcome {
    std::optional<Hold> hold;
    std::optional<Decimal> rounding;  ///< a line of so much is to be added
    /// The lines and charges are to be written anew, those with a price here for that price.
    UnitPrices prices;
    std::optional<Remark> remark;
};
/// `priced`: the lines and charges as they would be sent, of which Sage will make `made`.
TotalsOutcome settle_difference(const Settings& settings, const Document& document,
                                const PricedLines& priced, const Amounts& made);
/// The settings treat such a difference; the name is that after "totals:".
bool totals_cause_gone(const Settings& settings, std::string_view difference);

}  // namespace sage::intacct
