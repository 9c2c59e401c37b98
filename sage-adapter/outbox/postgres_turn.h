// SPDX-License-Identifier: Apache-2.0
// A turn among the hosts of one outbox: a locked row, so that the others wait in the server and the
// turn of a host that is gone ends with its connection.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "sage-adapter/base/status.h"
#include "sage-adapter/base/turn.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// Store::take_turn(), over a connection of its own for as long as it takes.
Result<std::unique_ptr<Turn>> take_postgres_turn(const PostgresOptions& options,
                                                 std::string_view name, std::int64_t limit_ms);

}  // namespace sage
