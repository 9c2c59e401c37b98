// SPDX-License-Identifier: Apache-2.0
// A read-back may show that documents end up where none belongs, in another entity for example.
// More of them would only make more to mend: so every document is held for it, over restarts, until
// the cause is gone or a person sends one again and the read-back of that one shows it right.
#include <algorithm>
#include <utility>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

constexpr std::string_view note = "posting_stopped";

}  // namespace

std::optional<Hold> Delivery::stopped() const {
    const std::lock_guard lock(stop_mutex_);
    return stopped_;
}

/// From its success on no document is sent, by this host at once, by others from their next reading
/// of master data on.
Result<void> Delivery::stop_posting(const Hold& hold) {
    {
        const std::lock_guard lock(stop_mutex_);
        trial_cause_.clear();
        if (stopped_.has_value()) {
            return {};
        }
        stopped_ = hold;
    }
    parts_.log.write(LogLevel::error, "delivery", "posting is stopped",
                     {{"code", hold.problem.code}});
    // The root cause stands before the line break: it has none itself.
    return parts_.store.remember(note, hold.root_cause + "\n" + problem_to_json(hold.problem));
}

/// What was noted by an earlier run or another host, unless its cause is gone.
Result<void> Delivery::recall_stop() {
    const Result<std::string> noted = parts_.store.recall(note);
    if (!noted.ok()) {
        return noted.error();
    }
    const std::string& text = noted.value();
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string root_cause = text.substr(0, end);
    const bool gone = root_cause.empty() || parts_.company.cause_gone(root_cause, *catalogue());
    {
        const std::lock_guard lock(stop_mutex_);
        stopped_.reset();
        if (!gone) {
            stopped_ = Hold{problem_from_json(text.substr(end + 1)), root_cause};
        }
    }
    return gone && !text.empty() ? parts_.store.remember(note, "") : Result<void>();
}

/// A person sends a document that is held for this again: it and what comes is sent until a
/// read-back shows that nothing has changed.
Result<void> Delivery::try_again(std::string_view root_cause) {
    {
        const std::lock_guard lock(stop_mutex_);
        if (!stopped_.has_value() || stopped_->root_cause != root_cause) {
            return {};
        }
        stopped_.reset();
        trial_cause_ = root_cause;
        trial_ms_ = parts_.clock.now_ms();
    }
    return parts_.store.remember(note, "");
}

/// What was sent at that time is right: if it was sent since, all others may go on.
Result<void> Delivery::trial_succeeded(std::int64_t begun_ms) {
    std::string root_cause;
    {
        const std::lock_guard lock(stop_mutex_);
        if (begun_ms < trial_ms_) {
            return {};
        }
        root_cause = std::exchange(trial_cause_, {});
    }
    return root_cause.empty() ? Result<void>() : release(root_cause);
}

}  // namespace sage
