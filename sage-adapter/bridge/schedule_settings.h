// SPDX-License-Identifier: Apache-2.0
// The settings that say when documents go and master data are read: the member "schedule", the same
// in every edition (schedule_settings.json is its schema).
#pragma once

#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"
#include "sage-adapter/delivery/schedules.h"

namespace sage {

/// Where the system keeps its time zones, a file for each.
inline constexpr std::string_view zone_folder_of_system = "/usr/share/zoneinfo";

/// Reads settings that have passed the schema. Status::config, with every pointer, for what a
/// schema cannot say: hours that are empty, an interval that fits into no hours, a zone that nobody
/// knows.
Result<Schedules> read_schedules(
    std::string_view settings_json,
    const std::string& zone_folder = std::string(zone_folder_of_system));

}  // namespace sage
