// SPDX-License-Identifier: Apache-2.0
// A difference of pennies, spread over the lines of a document: which lines get another price so
// that the whole comes to what the buyer was told. Pure; any thread.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "sage-adapter/mapping/totals.h"

namespace sage {

/// The price of one unit that makes `net` of `quantity`; nothing: there is none that Sage takes.
using PriceOf = std::function<std::optional<Decimal>(const Decimal& net, const Decimal& quantity)>;

/// Of one unit, for each line; absent: the line keeps its own.
using UnitPrices = std::vector<std::optional<Decimal>>;

/// The new price of one unit for each line that gets one, without a discount of its own, so that
/// the gross of the whole is `gross` by `rule`. Each line is moved by a penny at a time, those
/// without a discount first, the largest first of these; the same lines give the same prices.
/// Nothing: no prices make that total, or a total is not known.
std::optional<UnitPrices> spread(std::vector<TotalsLine> lines, const TotalsRule& rule,
                                 const Decimal& gross, const PriceOf& price_of);

}  // namespace sage
