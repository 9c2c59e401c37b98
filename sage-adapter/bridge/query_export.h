// SPDX-License-Identifier: Apache-2.0
// The query `export`: the outbox as rows for a data warehouse, whole at first and then what
// changed.
#pragma once

#include <cstddef>
#include <string>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/bridge/instance.h"

namespace sage {

/// The answer of host-api/schemas/query.export.answer.schema.json, from this machine alone. A
/// document comes when it is first passed, and again whenever it has changed since: nothing that
/// changes is missed, by whatever host. Status::not_accepted: unknown rows, or a cursor that no
/// answer gave.
Result<std::string> answer_export(Instance& instance, const JsonValue& request, std::size_t limit);

}  // namespace sage
