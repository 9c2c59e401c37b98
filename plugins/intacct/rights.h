// SPDX-License-Identifier: Apache-2.0
// The rights of the Web Services user: what the settings need, and what is shown of what there is.
#pragma once

#include "plugins/intacct/settings.h"
#include "sage-adapter/catalogue/rights.h"

namespace sage::intacct {

/// As far as was read. Pure; any thread.
Rights rights(const Settings& settings, const Catalogue& catalogue);

}  // namespace sage::intacct
