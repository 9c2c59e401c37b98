// SPDX-License-Identifier: Apache-2.0
// The query `dashboard`: all that the first page of a screen shows, in one answer.
#pragma once

#include <string>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/instance.h"

namespace sage {

/// The answer of host-api/schemas/query.dashboard.answer.schema.json, from this machine alone. What
/// it costs grows with what is open and what ended since `sinceMs`, not with what ended before.
Result<std::string> answer_dashboard(Instance& instance, const JsonValue& request);

}  // namespace sage
