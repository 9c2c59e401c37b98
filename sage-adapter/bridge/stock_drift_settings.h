// SPDX-License-Identifier: Apache-2.0
// The setting that says which drift of stock is corrected without a person: the member
// "stockDrift", the same in every edition (stock_drift_settings.json is its schema).
#pragma once

#include <optional>
#include <string_view>

#include "sage-adapter/document/decimal.h"

namespace sage {

/// Reads settings that have passed the schema. Nothing: every drift is reported and no more.
std::optional<Decimal> read_correct_drift_up_to(std::string_view settings_json);

}  // namespace sage
