// SPDX-License-Identifier: Apache-2.0
// Waiting until everything is settled, and moving the clock when nothing but time is left to wait
// for.
#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <chrono>
#include <optional>
#include <thread>

#include "mock-host/host.h"

namespace wms {

namespace {

namespace json = boost::json;

// An error of work itself is the plugin's or the disk's trouble; that many in a row end the run.
constexpr std::int64_t kFailuresMax = 50;
constexpr std::int64_t kProgressRealMs = 250;
// Looks at work that is said to be due and is not done: so many until time is let pass as it would
// by the real clock, so many until the run is given up.
constexpr std::int64_t kStallsPatient = 10;
constexpr std::int64_t kStallsMax = 1'000;
constexpr std::int64_t kLetPassMs = 1'000;

std::int64_t count(const json::object& counts, std::string_view name) {
    const json::value* value = counts.if_contains(name);
    return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

}  // namespace

Result<StatusCounts> read_status(std::string_view answer) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    const json::object* object = error ? nullptr : value.if_object();
    const json::value* counts = object == nullptr ? nullptr : object->if_contains("counts");
    if (counts == nullptr || !counts->is_object()) {
        return Problem{"host.status_malformed", "/counts",
                       "The plugin's answer to the query \"status\" has no counts.",
                       "Report this to the vendor of the plugin.", "vendor"};
    }
    const json::object& numbers = counts->get_object();
    StatusCounts result;
    result.queued = count(numbers, "queued");
    result.sending = count(numbers, "sending");
    result.in_doubt = count(numbers, "in_doubt");
    result.unverified = count(numbers, "unverified");
    result.events = count(numbers, "events");
    const json::value* due = object->if_contains("nextDueMs");
    result.next_due_ms = due != nullptr && due->is_int64() ? due->get_int64() : kNever;
    return result;
}

/// The queue is full: lets the workers empty it, and time pass where the plugin asked for that.
Done Host::wait_for_room(std::int64_t not_before_ms) {
    const std::lock_guard lock(settle_mutex_);
    for (;;) {
        const auto settled = settle_step(kNever);
        if (settled.has_value() && !settled->ok()) {
            return settled->problem();
        }
        if (clock_.now_ms() < not_before_ms) {
            Done advanced = advance_to(not_before_ms);
            if (!advanced.ok()) {
                return advanced;
            }
        }
        if (clock_.now_ms() >= not_before_ms) {
            return Nothing{};
        }
    }
}

Done Host::advance_to(std::int64_t due_ms) {
    if (clock_.jumps() && due_ms > clock_.now_ms()) {
        if (options_.before_jump) {
            const Done told = options_.before_jump(due_ms);
            if (!told.ok()) {
                return told.problem();
            }
        }
        clock_.jump_to(due_ms);
    } else if (!clock_.jumps()) {
        const std::int64_t wait_ms =
            std::clamp<std::int64_t>(due_ms - clock_.now_ms(), 1, kProgressRealMs);
        std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
    }
    workers_->wake_all();
    return Nothing{};
}

bool Host::stalled(std::int64_t unsettled) {
    stalls_ = unsettled == stalled_at_ ? stalls_ + 1 : 0;
    stalled_at_ = unsettled;
    if (stalls_ == kStallsPatient) {
        log_->line(log_line(clock_.now_ms(), WMS_LOG_MISBEHAVIOUR, "host",
                            "work is said to be due and is not done; time is let pass", {}));
    }
    return stalls_ > kStallsMax;
}

std::optional<Result<StatusCounts>> Host::settle_step(std::int64_t until_ms) {
    const Workers::Rest rest = workers_->wait_asleep(kProgressRealMs);
    if (options_.progress) {
        options_.progress();
    }
    if (failures_in_a_row_.load() >= kFailuresMax) {
        const std::lock_guard lock(problem_mutex_);
        return Result<StatusCounts>(last_problem_);
    }
    if (!rest.asleep) {
        return std::nullopt;
    }
    events_->drain();
    const Result<std::string> answer = query(R"({"query":"status"})");
    if (!answer.ok()) {
        return Result<StatusCounts>(answer.problem());
    }
    Result<StatusCounts> counts = read_status(answer.value());
    if (!counts.ok() || counts.value().unsettled() == 0) {
        return counts;
    }
    // The plugin may have been called between the two looks.
    if (!workers_->wait_asleep(0).asleep) {
        return std::nullopt;
    }
    if (clock_.jumps() && stalled(counts.value().unsettled())) {
        return Result<StatusCounts>(Problem{
            "host.stalled", "", "The plugin says that work is due and then does none of it.",
            "Report this to the vendor of the plugin, with host.log.", "vendor"});
    }
    if (counts.value().events > 0) {
        return std::nullopt;
    }
    std::int64_t due_ms = std::min(rest.next_due_ms, counts.value().next_due_ms);
    if (due_ms > clock_.now_ms()) {
        stalls_ = 0;
    } else if (clock_.jumps() && stalls_ >= kStallsPatient) {
        due_ms = clock_.now_ms() + kLetPassMs;
    }
    if (due_ms == kNever || due_ms > until_ms) {
        return counts;
    }
    const Done advanced = advance_to(due_ms);
    if (!advanced.ok()) {
        return Result<StatusCounts>(advanced.problem());
    }
    return std::nullopt;
}

Result<StatusCounts> Host::settle(std::int64_t patience_ms) {
    const std::lock_guard lock(settle_mutex_);
    const std::int64_t until_ms = clock_.now_ms() + patience_ms;
    workers_->wake_all();
    while (true) {
        const auto settled = settle_step(until_ms);
        if (settled.has_value()) {
            return *settled;
        }
    }
}

}  // namespace wms
