// SPDX-License-Identifier: Apache-2.0
// The settings of an instance, checked against the edition's one JSON Schema before anything else
// sees them. Unknown members are refused: a misspelt setting must not be silently without effect.
#pragma once

#include <string_view>

#include "sage-adapter/base/status.h"

namespace sage {

/// Status::config with every violation: the JSON pointer of the setting, what is wrong and what the
/// schema says is allowed. @param schema  JSON Schema (draft 7), "additionalProperties": false
/// throughout
Result<void> check_settings(std::string_view settings_json, std::string_view schema);

}  // namespace sage
