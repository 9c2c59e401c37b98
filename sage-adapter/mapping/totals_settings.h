// SPDX-License-Identifier: Apache-2.0
// The settings "pricesIncludeTax" and "totalsDifference" (totals_settings.json, which every
// edition's settings have word for word): how the warehouse's amounts are meant, and what a
// difference between its total and Sage's leads to. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/document/decimal.h"

namespace sage {

enum class DifferencePolicy : std::uint8_t { hold, tolerate, rounding_line, spread };

struct TotalsSettings {
    bool prices_include_tax = false;
    DifferencePolicy policy = DifferencePolicy::hold;
    Decimal tolerance;     ///< the largest difference that the policy treats; hold: 0
    std::string item;      ///< of the rounding line
    std::string schedule;  ///< tax of the rounding line; empty: none

    /// The policy treats a difference of this size, either way.
    bool treats(const Decimal& difference) const;
};

/// `settings` has passed the schema. Appends a problem for a rounding line without an item.
TotalsSettings read_totals_settings(const JsonValue& settings, std::vector<Problem>& problems);

}  // namespace sage
