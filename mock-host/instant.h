// SPDX-License-Identifier: Apache-2.0
// Time as the documents want it. Pure functions of milliseconds since 1970-01-01T00:00:00Z.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wms {

/// RFC 3339 in UTC: "2026-11-20T15:42:10.120+00:00".
std::string instant_text(std::int64_t time_ms);

/// The plain date in UTC: "2026-11-20".
std::string date_text(std::int64_t time_ms);

/// A calendar day and minute in UTC. Nothing if there is no such day.
std::optional<std::int64_t> instant_of(int year, int month, int day, int hour, int minute);

/// A moment in UTC as RFC 3339 writes it, with Z or +00:00 behind it. Nothing if it is none.
std::optional<std::int64_t> instant_of(std::string_view text);

/// What London's clocks are ahead of UTC at a *local* time: 0 or 60 minutes. European summer time
/// since 1996: from the last Sunday of March to the last Sunday of October.
std::int64_t london_offset_minutes(std::int64_t local_ms);

}  // namespace wms
