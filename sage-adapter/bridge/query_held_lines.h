// SPDX-License-Identifier: Apache-2.0
// The query `heldLines`: what a person has to enter in Sage by hand, as a table to take along.
#pragma once

#include <string>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/instance.h"

namespace sage {

/// One that is held, as it would be posted.
struct HeldDocument {
    Entry entry;
    Document document;
};

/// A row for each line under a row of names: RFC 4180, CRLF. What a table calculation would take
/// for a formula becomes text.
std::string lines_as_csv(const std::vector<HeldDocument>& documents);

/// The answer of host-api/schemas/query.heldLines.answer.schema.json, from this machine alone.
/// Status::not_accepted: no root cause is named.
Result<std::string> answer_held_lines(Instance& instance, const JsonValue& request,
                                      std::size_t limit);

}  // namespace sage
