// SPDX-License-Identifier: Apache-2.0
// The outbox of the tests with many hosts, as somebody sees it who asks the database server, and
// what must hold in it and in Sage once everything is done.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mock-host/control.h"
#include "sage-adapter/outbox/postgres_connection.h"
#include "tests/support/postgres_server.h"

namespace sage::testing {

class OutboxBySql {
  public:
    /// Connects when first asked. Throws std::runtime_error, as everything here does.
    explicit OutboxBySql(const test::PostgresServer& server) : server_(server) {}

    std::int64_t number(const std::string& question);
    /// "posted 1998, in_doubt 2".
    std::string states();
    /// What does not hold, one sentence each; empty: all does.
    std::vector<std::string> broken_promises(wms::Control& sage, int documents);

  private:
    PostgresConnection& connection();

    const test::PostgresServer& server_;
    std::unique_ptr<PostgresConnection> connection_;
};

}  // namespace sage::testing
