// SPDX-License-Identifier: Apache-2.0
// The query `reconcile`. The only one that asks Sage, so the only one that takes time and can be
// called back.
#pragma once

#include <string>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/instance.h"

namespace sage {

/// The answer of host-api/schemas/query.reconcile.answer.schema.json. Findings not told before
/// become events as well. Status::not_accepted: no period; Status::cancelled: called back.
Result<std::string> answer_reconcile(Instance& instance, const JsonValue& request,
                                     const Cancelled& cancelled);

}  // namespace sage
