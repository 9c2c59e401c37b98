// SPDX-License-Identifier: Apache-2.0
// The query `stockDrift`: what the warehouse has on hand against what Sage has, less what is on its
// way. Sage's figures are those of the last reading of master data; nothing is asked and nothing is
// corrected here: a correction is a document like any other, which the host submits.
#pragma once

#include <string>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/instance.h"

namespace sage {

/// The answer of host-api/schemas/query.stockDrift.answer.schema.json. Status::not_accepted: no
/// positions or wrong ones, or Sage's figures were read before what the query names as the
/// earliest; Status::unsupported: this Sage shows no quantities of its items; Status::cancelled:
/// called back.
Result<std::string> answer_stock_drift(Instance& instance, const JsonValue& request,
                                       const Cancelled& cancelled);

}  // namespace sage
