// SPDX-License-Identifier: Apache-2.0
// The Sage 200 edition: pure functions between the warehouse's documents and the REST interface of
// Sage 200. The folder's front door; each group of declarations names the file it is in.
//
// Nothing here performs I/O, keeps state or knows about attempts, time or threads.
#pragma once

#include <string_view>

#include "plugins/sage200/map.h"
#include "plugins/sage200/settings.h"
#include "plugins/sage200/wire.h"
#include "sage-adapter/edition.h"

namespace sage {

/// The edition's one entry. Constant; lives until the process ends.
const Edition& sage200_edition();

namespace sage200 {

// ---- causes.cpp

/// True if the settings or the catalogue no longer give this reason to hold documents.
bool cause_gone(const Settings& settings, std::string_view root_cause, const Catalogue& catalogue);

// ---- causes_orders.cpp

/// The same of what holds orders and despatches; `name` is what follows the colon.
bool order_cause_gone(const Settings& settings, std::string_view cause, std::string_view name,
                      const Catalogue& catalogue);
/// As Company::needs_trial(): what Sage refused for a right or its release.
bool needs_trial(std::string_view root_cause);

}  // namespace sage200
}  // namespace sage
