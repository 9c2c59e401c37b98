// SPDX-License-Identifier: Apache-2.0
// What the prices of a document come to: net, tax and gross of each line and of the whole, in exact
// decimals, by the rounding rule that an edition of Sage follows. The edition names the rule and
// gives the lines; nothing of any Sage is known here. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sage-adapter/document/decimal.h"

namespace sage {

/// What a line or a document comes to. What is not known is absent, never guessed.
struct Amounts {
    std::optional<Decimal> net;
    std::optional<Decimal> tax;
    std::optional<Decimal> gross;
};

/// Where tax is rounded: on every line, or once for the sum of all lines of the same rate.
enum class TaxRounding : std::uint8_t { per_line, per_document };

struct TotalsRule {
    TaxRounding tax = TaxRounding::per_line;
    int places = 2;  ///< of money; lines are rounded to them in either case
    Rounding rounding = Rounding::half_away_from_zero;
    /// The unit prices hold the tax already: then net is gross x 100 / (100 + percent), rounded,
    /// and tax is what is left, so that net + tax is the gross to the penny.
    bool prices_include_tax = false;
};

/// quantity x (unit_price - unit_discount) / base_quantity, less discount_percent of it, rounded
/// once from the exact value. A negative price is an allowance.
struct TotalsLine {
    Decimal quantity;
    Decimal unit_price;
    std::optional<Decimal> base_quantity;     ///< the price is for this many; absent: one
    std::optional<Decimal> discount_percent;  ///< absent: none
    std::optional<Decimal> unit_discount;     ///< money off the price; absent: none
    std::optional<Decimal> tax_percent;       ///< absent: not known, and with it the tax
};

struct Totals {
    std::vector<Amounts> lines;  ///< one for each line given, in the same order
    Amounts document;
};

/// Nothing when an amount has more digits than a Decimal holds, or when a base quantity is zero.
/// With a rate unknown on any line the tax of the document is unknown; where tax is rounded per
/// document, lines have no tax of their own.
std::optional<Totals> totals(const std::vector<TotalsLine>& lines, const TotalsRule& rule);

}  // namespace sage
