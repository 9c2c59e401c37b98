// SPDX-License-Identifier: Apache-2.0
// The query `preview`: what would become of a document, with the bytes that would be sent. Nothing
// is kept and nothing is sent.
#pragma once

#include <string>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/instance.h"

namespace sage {

/// The answer of host-api/schemas/query.preview.answer.schema.json. A document that would be
/// refused is answered, not an error; Status::not_accepted: the query holds no document.
/// @param request  parsed with JsonNumbers::integers_marked, so that the document's own reader can
///                 say what is wrong with a number
Result<std::string> answer_preview(Instance& instance, const JsonValue& request);

}  // namespace sage
