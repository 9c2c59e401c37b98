// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/schedules.h"

#include <utility>

#include "sage-adapter/delivery/parts.h"
#include "sage-adapter/document/document.h"

namespace sage {
namespace {

// Under this name the schedule is kept by which documents were put off.
constexpr std::string_view followed = "schedule";

bool waits_for_none(std::string_view message_type) {
    return message_type == text_of(MessageType::document_cancellation) ||
           message_type == text_of(MessageType::operator_decision);
}

}  // namespace

std::int64_t may_go_ms(const Schedules& schedules, std::string_view message_type,
                       std::int64_t since_ms, std::int64_t now_ms) {
    if (schedules.text.empty() || waits_for_none(message_type)) {
        return now_ms;
    }
    const auto found = schedules.by_type.find(message_type);
    const Schedule& schedule =
        found == schedules.by_type.end() ? schedules.documents : found->second;
    return due_since_ms(schedule, since_ms, now_ms);
}

std::int64_t may_go_ms(const Schedules& schedules, const Entry& entry, std::int64_t now_ms) {
    return is_part(entry) ? now_ms
                          : may_go_ms(schedules, entry.message_type, entry.accepted_ms, now_ms);
}

Result<std::vector<Entry>> put_off(Store& store, const Schedules& schedules,
                                   std::vector<Entry> claimed, std::int64_t now_ms) {
    std::vector<Entry> due;
    std::map<std::int64_t, std::vector<Entry>> later;
    for (Entry& entry : claimed) {
        const bool waits = entry.state == State::queued;
        const std::int64_t goes_ms = waits ? may_go_ms(schedules, entry, now_ms) : now_ms;
        (goes_ms > now_ms ? later[goes_ms] : due).push_back(std::move(entry));
    }
    for (const auto& [due_ms, entries] : later) {
        const Result<void> released = store.release(entries, due_ms);
        if (!released.ok()) {
            return released.error();
        }
    }
    return due;
}

Result<void> follow_schedules(Store& store, const Schedules& schedules, std::int64_t now_ms) {
    const Result<std::string> before = store.recall(followed);
    if (!before.ok() || before.value() == schedules.text) {
        return before.ok() ? Result<void>() : Result<void>(before.error());
    }
    // In this order: stopped in between, it is done once more.
    const Result<void> brought = store.bring_forward(now_ms);
    return brought.ok() ? store.remember(followed, schedules.text) : brought;
}

std::int64_t catalogue_due_ms(const Schedules& schedules, std::int64_t now_ms,
                              std::int64_t every_ms) {
    if (!schedules.catalogue.has_value()) {
        return now_ms + every_ms;
    }
    return next_due_ms(*schedules.catalogue,
                       schedules.catalogue->has_moments() ? now_ms + 1 : now_ms + every_ms);
}

}  // namespace sage
