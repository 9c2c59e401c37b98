// SPDX-License-Identifier: Apache-2.0
// The store on a PostgreSQL server with its limit open to a test. Everyone else calls
// open_postgres_store() of outbox.h.
#pragma once

#include <cstdint>
#include <memory>

#include "sage-adapter/outbox/outbox.h"

namespace sage {

std::unique_ptr<Store> open_postgres_store(const PostgresOptions& options,
                                           std::uint64_t documents_max);

}  // namespace sage
