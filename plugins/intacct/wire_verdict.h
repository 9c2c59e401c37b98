// SPDX-License-Identifier: Apache-2.0
// What decides, besides the reply, whether a document may be there already (wire_verdict.cpp).
#pragma once

#include <string_view>

#include "sage-adapter/edition.h"

namespace sage::intacct {

/// The number that the warehouse gives a document of accounts receivable; empty: Sage numbers it.
/// Sage takes a number once, so that a second document of it is refused. Lives as long as `sent`.
std::string_view own_number(const Send& sent);

}  // namespace sage::intacct
