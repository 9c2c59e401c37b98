// SPDX-License-Identifier: Apache-2.0
// Documents of the past, as people or another system posted them: by what a shadow run finds them,
// and what of them it compares. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {

/// Whether documents can be looked for by this field of the header.
bool can_be_sought(Family family, std::string_view field);

/// What the setting `shadow` makes of the document, without fields that its kind does not have.
std::vector<Sought> sought(const Settings& settings, const Document& document, const Send& send);

/// Customer, date, currency, the buyer's order number, totals; of each line item, unit, quantity
/// and price. Not what only we write: our reference, texts, where lines are counted to.
Facts shadow_facts(const Send& send);

}  // namespace sage::intacct
