// SPDX-License-Identifier: Apache-2.0
// Sums of money for the checker, in integers of its own: the adapter's Decimal is what is checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sage::simulation {

/// A decimal as an integer of ten-billionths; enough for what the simulated host writes.
using Exact = __int128;

inline constexpr int exact_places = 10;

/// Nothing if it is no plain decimal of at most ten places.
std::optional<Exact> exact_of(std::string_view text);
/// quantity times price, both exact; the quantity is a whole number.
Exact times(Exact quantity, Exact price);
std::string text_of(Exact value);

}  // namespace sage::simulation
