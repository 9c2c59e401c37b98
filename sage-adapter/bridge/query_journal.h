// SPDX-License-Identifier: Apache-2.0
// The queries `verify` and `journal`: whether the journal is whole and the outbox holds what it
// tells, and the journal itself, page by page.
#pragma once

#include <string>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/instance.h"

namespace sage {

/// The answer of host-api/schemas/query.verify.answer.schema.json, from this machine or the
/// outbox's server alone. Reads all of the outbox. Status::not_accepted: an anchor is none;
/// Status::cancelled: the host called it back.
Result<std::string> answer_verify(Instance& instance, const JsonValue& request,
                                  const Cancelled& cancelled);

/// The answer of host-api/schemas/query.journal.answer.schema.json.
Result<std::string> answer_journal(Instance& instance, const JsonValue& request, std::size_t limit);

}  // namespace sage
