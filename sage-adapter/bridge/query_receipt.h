// SPDX-License-Identifier: Apache-2.0
// The query `receipt`: what ties a document of the warehouse to the requests made of it, to Sage's
// document, to what a read-back showed, and all of it to the journal.
#pragma once

#include <string>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/instance.h"

namespace sage {

/// The answer of host-api/schemas/query.receipt.answer.schema.json, from this machine alone.
/// Status::not_accepted: no such document was accepted.
Result<std::string> answer_receipt(Instance& instance, const JsonValue& request);

}  // namespace sage
