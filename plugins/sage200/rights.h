// SPDX-License-Identifier: Apache-2.0
// The rights of the user of Sage 200: what the settings need, and what is shown of what there is.
#pragma once

#include "plugins/sage200/settings.h"
#include "sage-adapter/catalogue/rights.h"

namespace sage::sage200 {

/// As far as was read. Pure; any thread.
Rights rights(const Settings& settings, const Catalogue& catalogue);

}  // namespace sage::sage200
