// SPDX-License-Identifier: Apache-2.0
// When a period is compared with Sage: once a day by itself, one exchange per unit of work, and at
// once when a person asks.
#include <algorithm>
#include <charconv>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

constexpr std::string_view due_note = "reconcile.due";
constexpr std::int64_t day_ms = 86'400'000;
// A question of a person is not kept waiting for a Sage that does not answer.
constexpr int failures_in_a_row_max = 3;

std::int64_t number_of(const std::string& digits) {
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

Error called_back() {
    return Error(Status::cancelled,
                 Problem{"delivery.cancelled", "", "The host called back the reconciliation.",
                         "Ask again; what was found so far was told as events.", Owner::it});
}

}  // namespace

// When the next one is due outlives a restart, so that a host that is restarted every day still has
// one a day.
Result<void> Delivery::begin_reconciling() {
    const std::int64_t now = parts_.clock.now_ms();
    reconciled_.reset();
    read_back_batch_.reset();
    read_back_waits_ = false;
    reconcile_failures_ = 0;
    if (connection_.reconcile_ms == 0) {
        return {};
    }
    const Result<std::string> kept = parts_.store.recall(due_note);
    if (!kept.ok()) {
        return kept.error();
    }
    const std::int64_t latest = now + connection_.reconcile_ms;
    if (!kept.value().empty()) {
        reconcile_due_ms_ = std::min(number_of(kept.value()), latest);
        return {};
    }
    reconcile_due_ms_ = latest;
    return parts_.store.remember(due_note, std::to_string(latest));
}

Result<bool> Delivery::reconcile_step(const Cancelled& cancelled) {
    if (connection_.reconcile_ms == 0 || parts_.clock.now_ms() < reconcile_due_ms_ ||
        reconciling_.exchange(true)) {
        return false;
    }
    const Finally done([this] { reconciling_ = false; });
    Result<bool> leading = leads(reconciling_for_all_);
    if (!leading.ok() || !leading.value()) {
        reconciled_.reset();
        reconcile_due_ms_ =
            std::max(reconcile_due_ms_.load(), reconciling_for_all_.asked_until_ms.load());
        return leading;
    }
    Result<bool> due = reconciling_is_due();
    if (!due.ok() || !due.value()) {
        return due;
    }
    Result<bool> worked = reconcile_alone(cancelled);
    if (worked.ok()) {
        return worked;
    }
    reconciled_.reset();
    if (worked.error().first().code != not_leading) {
        return worked;
    }
    reconciling_for_all_.led_until_ms = 0;
    parts_.log.write(LogLevel::info, "reconcile", "another host compares with Sage", {});
    return true;
}

/// Where hosts share, another one may have done it since this one planned to.
Result<bool> Delivery::reconciling_is_due() {
    if (reconciled_.has_value() || !parts_.store.is_shared()) {
        return true;
    }
    const Result<std::string> kept = parts_.store.recall(due_note);
    if (!kept.ok()) {
        return kept.error();
    }
    const std::int64_t now = parts_.clock.now_ms();
    reconcile_due_ms_ = std::min(number_of(kept.value()), now + connection_.reconcile_ms);
    return reconcile_due_ms_ <= now;
}

Result<bool> Delivery::reconcile_alone(const Cancelled& cancelled) {
    const std::int64_t now = parts_.clock.now_ms();
    if (!reconciled_.has_value()) {
        const std::int64_t from = now - connection_.reconcile_days * day_ms;
        reconciled_.emplace(parts_.company, parts_.store, parts_.clock,
                            ReconcilePeriod{date_text(from), date_text(now), from},
                            reconciling_for_all_.leadership);
    }
    const Result<std::optional<Request>> request = reconciled_->next();
    if (!request.ok()) {
        return request.error();
    }
    if (request.value().has_value()) {
        const std::uint64_t events = reconciled_->events();
        const Result<bool> taken = reconciled_->take(ask(*request.value(), cancelled));
        told_ += reconciled_->events() - events;
        if (!taken.ok()) {
            return taken.error();
        }
        reconcile_failures_ = taken.value() ? 0 : reconcile_failures_ + 1;
        if (!taken.value()) {
            reconcile_due_ms_ = now + backoff_ms(backoff_server, reconcile_failures_, "reconcile");
            parts_.log.write(LogLevel::warn, "reconcile", "Sage could not be compared",
                             {{"why", own_words(reconciled_->why())}});
        }
        return true;
    }
    const std::size_t found = reconciled_->findings().size();
    parts_.log.write(found == 0 ? LogLevel::info : LogLevel::warn, "reconcile",
                     "compared with Sage",
                     {{"compared", std::to_string(reconciled_->compared())},
                      {"purged", std::to_string(reconciled_->purged())},
                      {"waiting", std::to_string(reconciled_->waiting())},
                      {"findings", std::to_string(found)}});
    reconciled_.reset();
    reconcile_due_ms_ = now + connection_.reconcile_ms;
    const Result<void> kept =
        parts_.store.remember(due_note, std::to_string(reconcile_due_ms_.load()));
    return kept.ok() ? Result<bool>(true) : Result<bool>(kept.error());
}

Result<Reconciled> Delivery::reconcile(const ReconcilePeriod& period, const Cancelled& cancelled) {
    Reconciliation comparison(parts_.company, parts_.store, parts_.clock, period);
    bool complete = false;
    for (int failures = 0; failures < failures_in_a_row_max;) {
        if (cancelled()) {
            return called_back();
        }
        // The token may end on the way.
        if (!parts_.tokens.token().has_value()) {
            Result<void> renewed = parts_.tokens.renew(connection_.reply_ms_max);
            if (!renewed.ok()) {
                return std::move(renewed).error();
            }
        }
        const Result<std::optional<Request>> request = comparison.next();
        if (!request.ok()) {
            return request.error();
        }
        if (!request.value().has_value()) {
            complete = true;
            break;
        }
        const Result<bool> taken = comparison.take(ask(*request.value(), cancelled));
        if (!taken.ok()) {
            return taken.error();
        }
        failures = taken.value() ? 0 : failures + 1;
    }
    if (!complete) {
        parts_.log.write(LogLevel::warn, "reconcile", "Sage could not be compared",
                         {{"why", own_words(comparison.why())}});
    }
    if (comparison.events() > 0) {
        parts_.wake();
    }
    return Reconciled{comparison.compared(), comparison.purged(),   comparison.waiting(), complete,
                      comparison.findings(), comparison.in_flight()};
}

}  // namespace sage
