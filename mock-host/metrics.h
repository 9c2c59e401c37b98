// SPDX-License-Identifier: Apache-2.0
// Figures for Prometheus (text format 0.0.4) and for a watchdog, from the plugin's answer to the
// query "dashboard" and the host's own counts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mock-host/audit.h"
#include "mock-host/result.h"

namespace wms {

/// A Problem if the answer is none of the query "dashboard".
Result<std::string> metrics_of(std::string_view dashboard_answer, const Audit::Figures& audit);

struct Health {
    bool healthy = false;
    std::string line;  ///< what is wrong, or how it stands: one line
};

/// Healthy: Sage answers, the connection may ask it, and no document has waited longer. What is
/// held for a person makes nothing unhealthy: other documents go on.
Result<Health> health_of(std::string_view dashboard_answer, std::int64_t oldest_seconds_max);

}  // namespace wms
