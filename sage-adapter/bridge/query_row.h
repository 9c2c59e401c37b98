// SPDX-License-Identifier: Apache-2.0
// One document as the queries show it.
#pragma once

#include "sage-adapter/base/json.h"
#include "sage-adapter/bridge/instance.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// The definition `row` of host-api/schemas/common.schema.json.
JsonObject row_of(const Instance& instance, const Entry& entry);

/// What documents with that root cause wait for, with how many they are; null: none does any more.
Result<JsonValue> problem_of_cause(Store& store, std::string_view root_cause,
                                   std::int64_t documents);

}  // namespace sage
