// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/exchanges.h"

namespace sage {

void Exchanges::note(const Evidence& evidence, std::int64_t now_ms, std::int64_t took_ms) {
    const std::lock_guard lock(mutex_);
    const bool answered = evidence.outcome == Outcome::answered;
    const int status = evidence.reply.status;
    std::int64_t& count = evidence.outcome == Outcome::not_sent ? figures_.not_sent
                          : !answered                           ? figures_.unanswered
                          : status >= 500                       ? figures_.failed
                          : status >= 400                       ? figures_.refused
                                                                : figures_.succeeded;
    ++count;
    figures_.last_ms = now_ms;
    figures_.last_worked = answered && status < 500;
    if (!answered) {
        return;
    }
    figures_.answered_ms += took_ms;
    for (std::size_t bucket = 0; bucket < figures_.within.size(); ++bucket) {
        figures_.within[bucket] += took_ms <= ExchangeFigures::buckets_ms[bucket] ? 1 : 0;
    }
}

ExchangeFigures Exchanges::figures() const {
    const std::lock_guard lock(mutex_);
    return figures_;
}

}  // namespace sage
