// SPDX-License-Identifier: Apache-2.0
// Once a day content goes that need not be kept any longer: a bounded piece per unit of work, by
// the one host that leads.
#include <algorithm>
#include <charconv>
#include <string>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/delivery/delivery.h"

namespace sage {
namespace {

constexpr std::string_view due_note = "purge.due";
// Nothing accepted up to this sequence has content any more: there the next purge begins.
constexpr std::string_view empty_note = "purge.empty_through";
constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t look_again_ms = 60'000;
// One commit, for which whoever posts meanwhile waits.
constexpr std::size_t piece_entries = 500;

}  // namespace

// When the next one is due outlives a restart, as with the reconciliation.
Result<void> Delivery::begin_purging() {
    purge_.reset();
    if (parts_.keep_content_days == 0) {
        return {};
    }
    const Result<std::int64_t> due = noted(due_note);
    if (!due.ok()) {
        return due.error();
    }
    purge_due_ms_ = std::min(due.value(), parts_.clock.now_ms() + day_ms);
    return {};
}

/// 0: nothing was kept under that name.
Result<std::int64_t> Delivery::noted(std::string_view note) {
    const Result<std::string> kept = parts_.store.recall(note);
    if (!kept.ok()) {
        return kept.error();
    }
    std::int64_t number = 0;
    const std::string& digits = kept.value();
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

Result<bool> Delivery::purge_step() {
    if (parts_.keep_content_days == 0 || parts_.clock.now_ms() < purge_due_ms_ ||
        purging_.exchange(true)) {
        return false;
    }
    const Finally done([this] { purging_ = false; });
    Result<bool> leading = leads(purging_for_all_);
    if (!leading.ok() || !leading.value()) {
        purge_.reset();
        purge_due_ms_ = std::max(purge_due_ms_.load(), purging_for_all_.asked_until_ms.load());
        return leading;
    }
    Result<bool> due = purging_is_due();
    if (!due.ok() || !due.value()) {
        return due;
    }
    Result<bool> worked = purge_piece();
    if (!worked.ok()) {
        purge_.reset();
    }
    return worked;
}

/// Where hosts share, another one may have done it since this one planned to.
Result<bool> Delivery::purging_is_due() {
    if (purge_.has_value()) {
        return true;
    }
    const std::int64_t now = parts_.clock.now_ms();
    if (parts_.store.is_shared()) {
        const Result<std::int64_t> due = noted(due_note);
        if (!due.ok()) {
            return due.error();
        }
        purge_due_ms_ = std::min(due.value(), now + day_ms);
        if (purge_due_ms_ > now) {
            return false;
        }
    }
    const Result<std::int64_t> empty_through = noted(empty_note);
    if (!empty_through.ok()) {
        return empty_through.error();
    }
    purge_ = Purging{empty_through.value(), empty_through.value(), 0};
    return true;
}

Result<bool> Delivery::purge_piece() {
    const std::int64_t now = parts_.clock.now_ms();
    const std::int64_t before = now - parts_.keep_content_days * day_ms;
    const Result<std::optional<Purged>> purged = parts_.store.purge(
        purging_for_all_.leadership, {before, purge_->after, piece_entries, now});
    if (!purged.ok()) {
        return purged.error();
    }
    if (!purged.value().has_value()) {
        purge_.reset();
        purging_for_all_.led_until_ms = 0;
        purge_due_ms_ = parts_.clock.now_ms() + look_again_ms;
        parts_.log.write(LogLevel::info, "purge", "another host removes old content", {});
        return true;
    }
    const Purged& piece = *purged.value();
    if (purge_->empty_through == purge_->after) {
        purge_->empty_through = piece.empty_through;
    }
    purge_->after = piece.through;
    purge_->documents += piece.documents;
    return piece.more ? Result<bool>(true) : end_purging();
}

Result<bool> Delivery::end_purging() {
    const Purging ended = *std::exchange(purge_, std::nullopt);
    purge_due_ms_ = parts_.clock.now_ms() + day_ms;
    parts_.log.write(LogLevel::info, "purge", "old content was removed",
                     {{"documents", std::to_string(ended.documents)},
                      {"keptDays", std::to_string(parts_.keep_content_days)}});
    Result<void> kept = parts_.store.remember(empty_note, std::to_string(ended.empty_through));
    if (kept.ok()) {
        kept = parts_.store.remember(due_note, std::to_string(purge_due_ms_.load()));
    }
    return kept.ok() ? Result<bool>(true) : Result<bool>(kept.error());
}

}  // namespace sage
