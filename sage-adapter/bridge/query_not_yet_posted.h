// SPDX-License-Identifier: Apache-2.0
// The query `notYetPosted`: what is accepted and not in Sage, for the end of a month.
#pragma once

#include <cstddef>
#include <string>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/instance.h"

namespace sage {

/// The answer of host-api/schemas/query.notYetPosted.answer.schema.json, from this machine alone. A
/// page may hold less than `limit` rows, and none, before the last one: so much is looked at.
/// Status::not_accepted: the period, or what it is to begin after, is wrong.
Result<std::string> answer_not_yet_posted(Instance& instance, const JsonValue& request,
                                          std::size_t limit);

}  // namespace sage
