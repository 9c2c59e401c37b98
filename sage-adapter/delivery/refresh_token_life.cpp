// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/refresh_token_life.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t day_ms = 86'400'000;
constexpr std::string_view note = "refresh_token_life";
/// So many days before the end it is told.
constexpr auto told_at_days = std::to_array<std::int64_t>({14, 7, 1});
constexpr std::int64_t nothing_told = told_at_days.front() + 1;

std::int64_t life_of(const Connection& connection) {
    return connection.grant == Grant::authorization_code ? connection.refresh_token_life_ms : 0;
}

std::string in_days(std::int64_t days) {
    return days == 1 ? "within a day" : "in " + std::to_string(days) + " days";
}

}  // namespace

RefreshTokenLife::RefreshTokenLife(const DeliveryParts& parts, Alerts& alerts)
    : parts_(parts), alerts_(alerts), life_ms_(life_of(parts.company.connection())) {}

RefreshTokenLife::Noted RefreshTokenLife::fresh(std::int64_t asked_ms) {
    return {asked_ms, nothing_told};
}

Result<void> RefreshTokenLife::begin() {
    const std::lock_guard lock(mutex_);
    return life_ms_ == 0 ? Result<void>() : recall();
}

/// "asked_ms told_days"; anything else counts as nothing.
Result<void> RefreshTokenLife::recall() {
    const Result<std::string> kept = parts_.store.recall(note);
    if (!kept.ok()) {
        return kept.error();
    }
    const std::string& text = kept.value();
    const char* const end = text.data() + text.size();
    Noted noted;
    const auto asked = std::from_chars(text.data(), end, noted.asked_ms);
    const bool more = asked.ec == std::errc() && asked.ptr != end;
    const bool whole =
        more && std::from_chars(asked.ptr + 1, end, noted.told_days).ec == std::errc();
    noted_ = whole ? noted : Noted();
    return {};
}

Result<void> RefreshTokenLife::remember(const Noted& noted) {
    Result<void> kept = parts_.store.remember(
        note, std::to_string(noted.asked_ms) + " " + std::to_string(noted.told_days));
    if (kept.ok()) {
        noted_ = noted;
    }
    return kept;
}

/// A new token starts the count anew. One that was there before anything was noted, and that the
/// server has taken, counts from now: how old it is nobody knows.
Result<void> RefreshTokenLife::follow_tokens() {
    const std::int64_t asked_ms = parts_.tokens.refresh_token_asked_ms();
    if (asked_ms != seen_asked_ms_) {
        Result<void> kept = remember(fresh(asked_ms));
        seen_asked_ms_ = kept.ok() ? asked_ms : seen_asked_ms_;
        if (!kept.ok()) {
            return kept;
        }
        const Result<bool> healed = alerts_.close(alert_key::token_end);
        return healed.ok() ? Result<void>() : Result<void>(healed.error());
    }
    if (noted_.asked_ms != 0 || parts_.tokens.taken() == 0) {
        return {};
    }
    // Another host may have noted it meanwhile.
    Result<void> recalled = recall();
    return recalled.ok() && noted_.asked_ms == 0 ? remember(fresh(parts_.clock.now_ms()))
                                                 : recalled;
}

/// The clock was put back, or the settings give the token a longer life. No token was asked for
/// later than now; and what was told of an end that is far away again is told anew when it comes.
Result<void> RefreshTokenLife::follow_clock(std::int64_t now_ms) {
    if (noted_.asked_ms == 0) {
        return {};
    }
    const bool from_ahead = noted_.asked_ms > now_ms + day_ms;
    const bool was_told = noted_.told_days < nothing_told;
    const bool far_again = was_told && now_ms < end_ms() - (noted_.told_days + 1) * day_ms;
    if (!from_ahead && !far_again) {
        return {};
    }
    const Result<void> kept = remember(fresh(from_ahead ? now_ms : noted_.asked_ms));
    const Result<bool> closed =
        kept.ok() ? alerts_.close(alert_key::token_end) : Result<bool>(kept.error());
    return closed.ok() ? Result<void>() : Result<void>(closed.error());
}

/// How many days before the end it is to be told next; 0: no more. A life that is no longer than
/// that has no such day.
std::int64_t RefreshTokenLife::next_days() const {
    for (const std::int64_t days : told_at_days) {
        if (days < noted_.told_days && days * day_ms < life_ms_) {
            return days;
        }
    }
    return 0;
}

std::int64_t RefreshTokenLife::due_ms() const {
    const std::lock_guard lock(mutex_);
    const std::int64_t days = noted_.asked_ms == 0 ? 0 : next_days();
    return life_ms_ == 0 || days == 0 ? never : end_ms() - days * day_ms;
}

bool RefreshTokenLife::is_due(std::int64_t now_ms) const {
    const std::int64_t days = noted_.asked_ms == 0 ? 0 : next_days();
    return days != 0 && now_ms >= end_ms() - days * day_ms;
}

Result<bool> RefreshTokenLife::watch() {
    if (life_ms_ == 0) {
        return false;
    }
    Result<bool> told = false;
    {
        const std::lock_guard lock(mutex_);
        const std::int64_t now_ms = parts_.clock.now_ms();
        Result<void> followed = follow_tokens();
        followed = followed.ok() ? follow_clock(now_ms) : followed;
        told = followed.ok() ? tell(now_ms) : Result<bool>(followed.error());
    }
    if (told.ok() && told.value()) {
        parts_.wake();
    }
    return told;
}

Result<bool> RefreshTokenLife::tell(std::int64_t now_ms) {
    if (!is_due(now_ms)) {
        return false;
    }
    // Another host may have renewed it, or told it, since this one looked.
    const Result<void> recalled = recall();
    if (!recalled.ok() || !is_due(now_ms)) {
        return recalled.ok() ? Result<bool>(false) : Result<bool>(recalled.error());
    }
    Noted told = noted_;
    for (const std::int64_t days : told_at_days) {
        told.told_days = now_ms >= end_ms() - days * day_ms ? days : told.told_days;
    }
    const Result<bool> raised =
        alerts_.open(std::string(alert_key::token_end), problem(), {}, true);
    if (!raised.ok()) {
        return raised.error();
    }
    const Result<void> kept = remember(told);
    return kept.ok() ? Result<bool>(true) : Result<bool>(kept.error());
}

std::optional<std::int64_t> RefreshTokenLife::ends_ms() const {
    const std::lock_guard lock(mutex_);
    return life_ms_ == 0 || noted_.asked_ms == 0 ? std::nullopt : std::optional(end_ms());
}

std::optional<Problem> RefreshTokenLife::ending() const {
    const std::lock_guard lock(mutex_);
    if (life_ms_ == 0 || noted_.asked_ms == 0) {
        return std::nullopt;
    }
    // Of a short life no more than its second half is near its end.
    const std::int64_t near_ms = std::min(told_at_days.front() * day_ms, life_ms_ / 2);
    return parts_.clock.now_ms() >= end_ms() - near_ms ? std::optional(problem()) : std::nullopt;
}

Problem RefreshTokenLife::problem() const {
    const std::int64_t left_ms = end_ms() - parts_.clock.now_ms();
    const std::string end = date_text(end_ms());
    const std::string ends = left_ms <= 0 ? "has ended on " + end
                                          : "ends on " + end + ", " +
                                                in_days((left_ms + day_ms - 1) / day_ms) +
                                                ", unless it is renewed before";
    return {"auth.refresh.ends_soon", "",
            "The refresh token that this connection lives by " + ends + ". It was given on " +
                date_text(noted_.asked_ms) + ".",
            "Let the warehouse system run with this plugin and reach Sage's server of tokens: each "
            "renewal that gives a new one starts the count anew. If renewals fail, mend what is "
            "told about them, or authorise the connection again before that day; documents that "
            "come after it wait for that.",
            Owner::it};
}

}  // namespace sage
