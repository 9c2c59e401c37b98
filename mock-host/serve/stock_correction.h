// SPDX-License-Identifier: Apache-2.0
// The warehouse's stock against the accounting system's, and what a person has corrected of it: an
// adjustment of the accounting system's stock, recorded before it is handed over. The warehouse's
// own stock stays as it is.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "mock-host/drift_query.h"
#include "mock-host/serve/actions.h"
#include "mock-host/serve/desk.h"

namespace wms::serve {

/// Thread-safe.
class StockCorrection {
  public:
    /// All outlive the object.
    StockCorrection(Desk& desk, Actions& actions) : desk_(desk), actions_(actions) {}

    /// Asks the plugin. Problem code drift.not_handed_over, and those of the query.
    Result<DriftAnswer> compare();
    /// Hands over the corrections that the plugin gave these numbers, each recorded before it goes.
    /// @return how many. Problem code serve.drift_changed: one of them is not wanted any more, as
    ///         somebody else has corrected it for example, and none was handed over. Another
    ///         problem: those before it were handed over; asked again, the plugin names the others
    Result<std::size_t> correct(const std::vector<std::string>& document_ids, const std::string& by,
                                const std::string& reason);

  private:
    Done hand_over(const std::vector<Message>& corrections, const std::string& by,
                   const std::string& reason);

    Desk& desk_;
    Actions& actions_;
    std::mutex mutex_;  ///< of two who correct at once the second sees what the first did
};

}  // namespace wms::serve
