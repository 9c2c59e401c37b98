// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/pace.h"

#include <algorithm>
#include <utility>

namespace sage {
namespace {

// Before the first reply nothing is known: two are what every tier of every edition takes.
constexpr std::int64_t at_once_first = 2;

}  // namespace

Pace::Pace(int most, const Clock& clock)
    : most_(std::max(1, most)), clock_(clock), at_once_(std::min(most_, at_once_first)) {}

Pace::Place::Place(Pace& pace) : pace_(&pace), at_begin_(pace.in_progress_), begun_(pace.begun_) {}

Pace::Place::Place(Place&& other) noexcept
    : pace_(std::exchange(other.pace_, nullptr)),
      at_begin_(other.at_begin_),
      begun_(other.begun_),
      sent_(other.sent_) {}

Pace::Place::~Place() {
    if (pace_ != nullptr) {
        pace_->leave(sent_);
    }
}

void Pace::Place::answered(const Allowance& allowance) {
    pace_->learn(*this, allowance);
}

bool Pace::spent(std::int64_t now_ms) const {
    return now_ms < window_until_ms_ && calls_left_ <= 0;
}

std::optional<Pace::Place> Pace::take() {
    std::unique_lock lock(mutex_);
    for (;;) {
        const std::int64_t now = clock_.now_ms();
        if (now < refused_until_ms_ || (spent(now) && in_progress_ == 0)) {
            return std::nullopt;
        }
        if (in_progress_ < at_once_ && !spent(now)) {
            ++in_progress_;
            ++begun_;
            --calls_left_;
            return Place(*this);
        }
        // Whoever is in progress comes back within the time that one exchange may take.
        changed_.wait(lock);
    }
}

std::int64_t Pace::closed_until_ms() const {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = clock_.now_ms();
    std::int64_t until = now < refused_until_ms_ ? refused_until_ms_ : 0;
    if (spent(now) && in_progress_ == 0) {
        until = std::max(until, window_until_ms_);
    }
    return until;
}

std::int64_t Pace::at_once() const {
    const std::lock_guard lock(mutex_);
    return at_once_;
}

void Pace::leave(bool sent) {
    {
        const std::lock_guard lock(mutex_);
        --in_progress_;
        calls_left_ += sent ? 0 : 1;
    }
    changed_.notify_all();
}

void Pace::Room::learn(std::int64_t left, std::int64_t beside_least, std::int64_t beside_most) {
    const Room told = {left + beside_least, left + beside_most};
    const Room common = {std::max(least, told.least), std::min(most, told.most)};
    // Nothing in common: others have come or gone since.
    *this = common.known() ? common : told;
}

void Pace::learn(const Place& place, const Allowance& allowance) {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = clock_.now_ms();
    // What was refused was not in progress. Of the others each may have been, or may have ended
    // there already although its reply is still on the way.
    const std::int64_t least = allowance.refused ? 0 : 1;
    const std::int64_t most = least + place.at_begin_ - 1 + (begun_ - place.begun_);
    if (allowance.at_once_left.has_value()) {
        ours_.learn(*allowance.at_once_left, least, most);
    }
    if (allowance.at_once_left_of_all.has_value()) {
        of_all_.learn(*allowance.at_once_left_of_all, least, most);
    }
    std::int64_t target = std::min(most_, at_once_ + 1);
    for (const Room& room : {ours_, of_all_}) {
        target = room.known() ? std::min(target, room.least) : target;
    }
    if (allowance.refused) {
        const bool numbers =
            allowance.at_once_left || allowance.at_once_left_of_all || allowance.calls_left;
        target = numbers ? target : std::min(target, at_once_ / 2);
        refused_until_ms_ = std::max(refused_until_ms_, now + allowance.retry_after_ms);
    }
    at_once_ = std::max(std::int64_t{1}, target);
    count_calls(allowance, now);
}

void Pace::count_calls(const Allowance& allowance, std::int64_t now_ms) {
    if (!allowance.calls_left.has_value()) {
        return;
    }
    // Of the others in progress nobody knows whether they were counted.
    const std::int64_t left = std::max<std::int64_t>(0, *allowance.calls_left - (in_progress_ - 1));
    const bool known = now_ms < window_until_ms_;
    // Replies overtake each other: one that says a little more than is left is older, not better.
    // Much more is a new window.
    const bool older = known && left > calls_left_ && left - calls_left_ <= 2 * most_;
    if (older) {
        return;
    }
    if (!known || left > calls_left_) {
        // It began at Sage before this reply, so it ends no later than this.
        window_until_ms_ = now_ms + allowance.calls_for_ms;
    }
    calls_left_ = left;
    if (left == 0 && allowance.retry_after_ms > 0) {
        window_until_ms_ = now_ms + allowance.retry_after_ms;
    }
}

}  // namespace sage
