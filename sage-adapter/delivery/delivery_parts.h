// SPDX-License-Identifier: Apache-2.0
// What Delivery works with, and is given when it is made.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/base/clock.h"
#include "sage-adapter/base/log.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/delivery/schedules.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/transport/data_source.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

/// The host's audit trail. announce() takes a record, or several with a line break between them,
/// and returns once all are durable; on an error no side effect they announce may happen.
/// Thread-safe.
class Audit {
  public:
    Audit() = default;
    Audit(const Audit&) = delete;
    Audit& operator=(const Audit&) = delete;
    virtual ~Audit() = default;
    virtual Result<void> announce(std::string_view records_json) = 0;
};

/// Everything Delivery works with; all of it outlives the Delivery.
struct DeliveryParts {
    const Edition& edition;
    const Company& company;
    Store& store;
    Transport& transport;
    TokenSource& tokens;
    const Clock& clock;
    Log& log;
    Audit& audit;
    std::function<void()> wake;  ///< asks the host to call work() soon; thread-safe
    /// Beyond the time for two exchanges: for how long a host may stand still and still hold what
    /// it has claimed.
    std::int64_t lease_margin_ms = 60'000;
    /// So long after it was accepted what has ended loses its content; 0: never.
    std::int64_t keep_content_days = 0;
    /// Of requests that carry a session and of the database; null: the edition gets none.
    Secrets* secrets = nullptr;
    /// Of reads that are queries; null: the company has no database.
    DataSource* source = nullptr;
    /// When what goes.
    Schedules schedules = {};  // NOLINT(readability-redundant-member-init)
    /// "test" or "live" (environment.h); empty: documents of both are taken.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::string environment = {};  // NOLINT(readability-redundant-member-init)
};

}  // namespace sage
