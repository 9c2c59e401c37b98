// SPDX-License-Identifier: Apache-2.0
// The rights of the user of Sage 50: what the settings need, and what is shown of what there is.
#pragma once

#include "plugins/sage50/settings.h"
#include "sage-adapter/catalogue/rights.h"

namespace sage::sage50 {

/// As far as was read. Pure; any thread.
Rights rights(const Settings& settings, const Catalogue& catalogue);

}  // namespace sage::sage50
