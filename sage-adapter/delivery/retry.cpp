// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/retry.h"

#include <algorithm>

namespace sage {
namespace {

constexpr std::int64_t failures_before_open = 5;
constexpr Backoff backoff_open = {5'000, 300'000};
constexpr std::int64_t probe_ms = 1'000;

// FNV-1a: a spread, not a secret.
std::uint64_t spread_of(std::string_view seed, std::int64_t tries) {
    std::uint64_t hash = 14'695'981'039'346'656'037ULL;
    for (const char letter : seed) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 1'099'511'628'211ULL;
    }
    return (hash ^ static_cast<std::uint64_t>(tries)) * 1'099'511'628'211ULL;
}

}  // namespace

std::int64_t backoff_ms(Backoff backoff, std::int64_t tries, std::string_view seed) {
    std::int64_t wait = backoff.first_ms;
    for (std::int64_t round = 1; round < tries && wait < backoff.most_ms; ++round) {
        wait *= 2;
    }
    wait = std::min(wait, backoff.most_ms);
    const auto half = static_cast<std::uint64_t>(wait / 2);
    const std::uint64_t jitter = spread_of(seed, tries) % (half + 1);
    return wait - static_cast<std::int64_t>(jitter);
}

std::int64_t CircuitBreaker::closed_until_ms(std::int64_t now_ms) const {
    const std::lock_guard lock(mutex_);
    if (open_until_ms_ != 0) {
        // Still open when the wait is over: only a probe closes it, and one thread is at it.
        return std::max(open_until_ms_, now_ms + (probing_ ? probe_ms : 1));
    }
    return pause_until_ms_ > now_ms ? pause_until_ms_ : 0;
}

bool CircuitBreaker::try_probe(std::int64_t now_ms) {
    const std::lock_guard lock(mutex_);
    if (open_until_ms_ == 0 || probing_ || now_ms < open_until_ms_) {
        return false;
    }
    probing_ = true;
    return true;
}

void CircuitBreaker::end_probe() {
    const std::lock_guard lock(mutex_);
    probing_ = false;
}

void CircuitBreaker::success() {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    open_until_ms_ = 0;
    probing_ = false;
}

void CircuitBreaker::failure(std::int64_t now_ms) {
    const std::lock_guard lock(mutex_);
    ++failures_;
    if (failures_ >= failures_before_open) {
        const std::int64_t tries = failures_ - failures_before_open + 1;
        open_until_ms_ = now_ms + backoff_ms(backoff_open, tries, "breaker");
    }
    probing_ = false;
}

void CircuitBreaker::pause(std::int64_t until_ms) {
    const std::lock_guard lock(mutex_);
    pause_until_ms_ = std::max(pause_until_ms_, until_ms);
}

}  // namespace sage
