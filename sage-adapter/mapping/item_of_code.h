// SPDX-License-Identifier: Apache-2.0
// The item of Sage that a code of the warehouse alone leads to, where no line of a document is at
// hand: by the chain of the settings (matching.h). Pure; any thread.
#pragma once

#include <string_view>

#include "sage-adapter/catalogue/catalogue.h"
#include "sage-adapter/mapping/matching.h"

namespace sage {

/// Active or not; null: none, or several.
const CatalogueRecord* item_of_code(const ItemMatching& matching, std::string_view code,
                                    const Catalogue& catalogue);

}  // namespace sage
