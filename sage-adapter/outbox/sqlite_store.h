// SPDX-License-Identifier: Apache-2.0
// The embedded store with its limits open to a test. Everyone else calls open_sqlite_store() of
// outbox.h.
#pragma once

#include <memory>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/sqlite_schema.h"

namespace sage {

Result<std::unique_ptr<Store>> open_sqlite_store(const SqliteOptions& options,
                                                 const SqliteLimits& limits);

}  // namespace sage
