// SPDX-License-Identifier: Apache-2.0
// Documents that were sent again to find out whether what they, and others, are held for is gone
// (Company::needs_trial). In memory alone: after a restart the next reading of master data begins
// another trial.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// Thread-safe.
class CauseTrials {
  public:
    /// Those that have not ended, by their message id. Where hosts share an outbox another one may
    /// have ended them: then end() is to be told.
    std::vector<std::string> under_way(std::string_view root_cause) const;
    void begin(const Entry& entry, const std::string& root_cause);
    /// A document has come to that state. Returns the cause for which others may go on now; empty:
    /// none. A trial that ends otherwise is over: the next reading begins another one.
    std::string end(std::int64_t sequence, State state);

  private:
    mutable std::mutex mutex_;
    std::atomic<bool> any_{false};
    struct Trial {
        std::string root_cause;
        std::string message_id;
    };
    std::map<std::int64_t, Trial> trials_;  ///< by the sequence of the document
};

}  // namespace sage
