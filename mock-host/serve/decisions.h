// SPDX-License-Identifier: Apache-2.0
// People's decisions about held documents. Of two who decide about the same state of one document
// the second is told who was first; who looked at an older state is told that it has changed.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "mock-host/serve/actions.h"
#include "mock-host/serve/desk.h"

namespace wms::serve {

struct WantedDecision {
    std::string message_id;  ///< of the document
    std::string decision;    ///< sendAgain, markPosted or withdraw
    std::string by;
    std::string reason;
    std::string sage_number;
    bool checked_by_hand = false;
    std::size_t changes_seen = 0;  ///< changes of state that the person had before them
};

/// Thread-safe.
class Decisions {
  public:
    /// Both outlive the object.
    Decisions(Desk& desk, Actions& actions) : desk_(desk), actions_(actions) {}

    /// Records it and hands it over: the messageId of the decision, by which its end is asked.
    /// Problem codes serve.reason, serve.decision, serve.not_held, serve.changed, serve.decided;
    /// otherwise what the plugin said.
    Result<std::string> decide(const WantedDecision& wanted);

  private:
    struct Made {
        std::string id;  ///< messageId of the decision
        std::string by;
        std::string decision;
        std::int64_t at_ms = 0;
        std::size_t changes_seen = 0;
    };
    Done check_state(const WantedDecision& wanted);
    bool is_open(const Made& made);

    Desk& desk_;
    Actions& actions_;
    std::mutex mutex_;
    std::map<std::string, Made> made_;  ///< the last about each document
};

}  // namespace wms::serve
