// SPDX-License-Identifier: Apache-2.0
// When which documents go to Sage and its master data are read, as the settings say. What has to
// wait is put off in the outbox: it stays queued and is due then. Decisions, cancellations of
// documents and doubts wait for no schedule, nor does a part of a document that has begun; among
// documents with the same ordering key the order stays, whatever schedule each has.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/schedule.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// Nothing said: everything goes at once.
struct Schedules {
    Schedule documents;
    std::map<std::string, Schedule, std::less<>> by_type;  ///< of these types, instead
    std::optional<Schedule> catalogue;
    std::string text;  ///< what they were read from: another text is another schedule
};

/// When a document of that type, accepted at `since_ms`, may be sent: `now_ms` or later.
std::int64_t may_go_ms(const Schedules& schedules, std::string_view message_type,
                       std::int64_t since_ms, std::int64_t now_ms);
/// The same of an entry of the outbox.
std::int64_t may_go_ms(const Schedules& schedules, const Entry& entry, std::int64_t now_ms);

/// Gives back to the outbox what was claimed before its time; left are those to work on, in their
/// order. An error: what is left of `claimed` is due again when its lease ends.
Result<std::vector<Entry>> put_off(Store& store, const Schedules& schedules,
                                   std::vector<Entry> claimed, std::int64_t now_ms);

/// At the start: what was put off by another schedule than this is looked at again.
Result<void> follow_schedules(Store& store, const Schedules& schedules, std::int64_t now_ms);

/// When master data that were read at `now_ms` are read again: `every_ms` later, within the days
/// and hours of their schedule, or at its next moment.
std::int64_t catalogue_due_ms(const Schedules& schedules, std::int64_t now_ms,
                              std::int64_t every_ms);

}  // namespace sage
