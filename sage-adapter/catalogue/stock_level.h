// SPDX-License-Identifier: Apache-2.0
// How a record of an item says what Sage has of it on hand.
#pragma once

#include <string_view>

namespace sage {

/// A field of that name has the quantity on hand at all places together, in the unit in which Sage
/// counts the item. An edition puts it where its Sage keeps one figure for each item.
inline constexpr std::string_view on_hand_field = "onHand:";

}  // namespace sage
