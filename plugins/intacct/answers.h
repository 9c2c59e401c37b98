// SPDX-License-Identifier: Apache-2.0
// What Sage answered to what was asked before a document (ReadFirst). Pure, as all of the edition.
#pragma once

#include <string_view>

#include "sage-adapter/edition.h"

namespace sage::intacct {

/// The last answer to the question of that name (map_lookup.cpp); null: it is to be asked, for the
/// first time or, after one that says nothing, again.
const Reply* answer_to(const PreparationInput& input, std::string_view name);

}  // namespace sage::intacct
