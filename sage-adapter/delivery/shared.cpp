// SPDX-License-Identifier: Apache-2.0
// What is different where several hosts work on one outbox: a result may come when another host has
// taken the document over, and what is done once for all is done by one of them.
#include <charconv>

#include "sage-adapter/delivery/delivery.h"

namespace sage {
namespace {

// Under this name the hosts keep the latest attempt that a question has shown; so far their clocks
// may differ.
constexpr std::string_view freshest_in_server = "freshest_visible_ms";
constexpr std::string_view freshest_in_database = "freshest_visible_ms/database";
constexpr std::int64_t clocks_apart_ms_max = 5 * 60'000;

std::int64_t number_of(const std::string& digits) {
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// What the server has shown says nothing of the database, should the settings change, or be others
/// on another host.
std::string_view freshest_visible(const DeliveryParts& parts) {
    const std::vector<std::string> scopes = parts.company.own_scopes();
    const bool in_database =
        parts.source != nullptr && !scopes.empty() &&
        parts.company.document_query(parts.company.list_own({scopes.front(), "", "", ""}))
            .has_value();
    return in_database ? freshest_in_database : freshest_in_server;
}

}  // namespace

Result<void> Delivery::flush() {
    Result<void> flushed = parts_.store.flush();
    if (flushed.ok() || flushed.error().status != Status::state || !parts_.store.is_shared()) {
        return flushed;
    }
    parts_.log.write(LogLevel::info, "delivery", "another host took documents over",
                     {{"count", std::to_string(flushed.error().problems.size())}});
    return {};
}

/// Whether this host does it. A leader asks again when half its time is over, the others when it
/// could be over: a leader that is gone is replaced within one lease.
Result<bool> Delivery::leads(Duty& duty) {
    const std::int64_t now = parts_.clock.now_ms();
    if (!parts_.store.is_shared() || now < duty.led_until_ms) {
        return true;
    }
    if (now < duty.asked_until_ms) {
        return false;
    }
    const Result<std::optional<Leadership>> leads = parts_.store.elect(duty.name, lease_ms());
    if (!leads.ok()) {
        return leads.error();
    }
    if (leads.value().has_value()) {
        duty.leadership = *leads.value();
        duty.led_until_ms = now + lease_ms() / 2;
        return true;
    }
    duty.asked_until_ms = now + lease_ms();
    return false;
}

/// One host looks for all of them. Another one that did may have seen more.
Result<void> Delivery::tell_freshest() {
    if (!parts_.store.is_shared()) {
        return {};
    }
    const Result<std::string> kept = parts_.store.recall(freshest_visible(parts_));
    if (!kept.ok() || number_of(kept.value()) >= freshest_visible_ms_) {
        return kept.ok() ? Result<void>() : Result<void>(kept.error());
    }
    return parts_.store.remember(freshest_visible(parts_), std::to_string(freshest_visible_ms_));
}

Result<bool> Delivery::has_seen_later_than(const Attempt& attempt) {
    if (!parts_.store.is_shared()) {
        return freshest_visible_ms_ >= attempt.begun_ms;
    }
    const Result<std::string> kept = parts_.store.recall(freshest_visible(parts_));
    return kept.ok()
               ? Result<bool>(number_of(kept.value()) - clocks_apart_ms_max >= attempt.begun_ms)
               : Result<bool>(kept.error());
}

}  // namespace sage
