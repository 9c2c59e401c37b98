// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/cause_trials.h"

namespace sage {

std::vector<std::string> CauseTrials::under_way(std::string_view root_cause) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> message_ids;
    for (const auto& [sequence, trial] : trials_) {
        if (trial.root_cause == root_cause) {
            message_ids.push_back(trial.message_id);
        }
    }
    return message_ids;
}

void CauseTrials::begin(const Entry& entry, const std::string& root_cause) {
    const std::lock_guard lock(mutex_);
    trials_[entry.sequence] = {root_cause, entry.message_id};
    any_ = true;
}

std::string CauseTrials::end(std::int64_t sequence, State state) {
    // Every change of every document comes by here.
    if (!any_ || (state != State::held && !is_final(state))) {
        return {};
    }
    const std::lock_guard lock(mutex_);
    const auto found = trials_.find(sequence);
    if (found == trials_.end()) {
        return {};
    }
    std::string freed;
    if (state == State::posted) {
        freed = found->second.root_cause;
        std::erase_if(trials_, [&](const auto& one) { return one.second.root_cause == freed; });
    } else {
        trials_.erase(found);
    }
    any_ = !trials_.empty();
    return freed;
}

}  // namespace sage
