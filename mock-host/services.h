// SPDX-License-Identifier: Apache-2.0
// The services that the host lends to one instance, as the C table of the contract: log, clock,
// wake, secrets, audit. Every function may be called from any thread and never calls back.
#pragma once

#include <functional>
#include <string>

#include "mock-host/append_file.h"
#include "mock-host/audit.h"
#include "mock-host/clock.h"
#include "mock-host/secrets.h"
#include "wms/wms_plugin.h"

namespace wms {

class Services {
  public:
    /// All of it outlives the Services, and these outlive the instance.
    struct Parts {
        const Clock& clock;
        Secrets& secrets;
        Audit& audit;
        AppendFile& log;
        std::function<void()> wake;  ///< coalesced, returns at once
        int log_level_min = WMS_LOG_INFO;
    };
    explicit Services(Parts parts);
    Services(const Services&) = delete;
    Services& operator=(const Services&) = delete;

    const wms_host* table() const { return &table_; }

    const Parts& parts() const { return parts_; }

  private:
    const Parts parts_;
    wms_host table_ = {};
};

/// One line of the log: time, level, target, message and fields, with everything escaped.
std::string log_line(std::int64_t time_ms, int level, std::string_view target,
                     std::string_view message, std::string_view fields_json);

}  // namespace wms
