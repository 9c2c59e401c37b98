// SPDX-License-Identifier: Apache-2.0
// The host's services as the core knows them. Each calls one function of the host's table, whose
// calls are allowed on any thread; none keeps anything of the host's beyond the call. The steady
// clock alone is the operating system's.
#pragma once

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/base/clock.h"
#include "sage-adapter/base/log.h"
#include "sage-adapter/delivery/delivery.h"
#include "wms/wms_plugin.h"

namespace sage {

class HostServices final : public Clock, public Log, public Secrets, public Audit {
  public:
    /// @param host  valid until destroyed; checked by usable()
    explicit HostServices(const wms_host* host) : host_(host) {}

    /// True if the table has every function of version 1.0.
    static bool usable(const wms_host* host);

    std::int64_t now_ms() const override;
    std::int64_t steady_ms() const override;
    void write(LogLevel level, std::string_view target, std::string_view message,
               std::initializer_list<LogField> fields) override;
    Result<std::string> get(std::string_view name) override;
    Result<Secret> read(std::string_view name) override;
    Result<void> put(std::string_view name, std::string_view value,
                     std::string_view if_version) override;
    Result<void> announce(std::string_view record_json) override;
    void wake() const;

  private:
    const wms_host* host_;
};

}  // namespace sage
