// SPDX-License-Identifier: Apache-2.0
// The query `shadow`: documents of the past, which people or another system posted, compared with
// what Sage holds. Sage is read; nothing is written there, and nothing is kept here.
#pragma once

#include <string>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/instance.h"

namespace sage {

/// The answer of host-api/schemas/query.shadow.answer.schema.json: a row for each document, in
/// their order. What is wrong with one document is told in its row. Status::not_accepted: the query
/// holds no documents, or more than limits::shadow_documents_max; Status::auth or Status::remote:
/// there is no access to Sage.
/// @param request  parsed with JsonNumbers::integers_marked, as for `preview`
Result<std::string> answer_shadow(Instance& instance, const JsonValue& request,
                                  const Cancelled& cancelled);

}  // namespace sage
