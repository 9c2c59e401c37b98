// SPDX-License-Identifier: Apache-2.0
// The settings that say where the outbox is and to which environment it belongs: the members
// "outbox" and "environment", the same in every edition (outbox_settings.json and environment.json
// are their schemas).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

struct OutboxSettings {
    /// Nothing: a file in the data folder. Of the rest, what the settings say: no identity, no
    /// functions.
    std::optional<PostgresOptions> server;
    std::int64_t lease_margin_ms = 60'000;
    std::int64_t keep_content_days = 0;  ///< 0: for ever
    std::string environment;             ///< that it belongs to: "test", "live"; empty: to none
};

/// Reads settings that have passed the schema. Status::config, with pointers, for what a schema
/// cannot say.
Result<OutboxSettings> read_outbox_settings(std::string_view settings_json);

/// Status::config: content would go while it is still compared with Sage every day.
Result<void> check_kept_days(const OutboxSettings& settings, std::int64_t reconcile_days);

}  // namespace sage
