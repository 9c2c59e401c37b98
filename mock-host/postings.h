// SPDX-License-Identifier: Apache-2.0
// What became of every document that was handed over, as the plugin's events told it.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mock-host/result.h"

namespace wms {

struct Posting {
    std::string message_id;
    std::string message_type;
    std::string document_id;
    std::string state;  ///< queued, sending, in_doubt, posted, rejected, held, withdrawn
    std::string external_reference;
    std::string sage_type;
    std::string sage_number;
    bool verified = false;
    std::int64_t attempts = 0;
    Problem problem;  ///< empty code: none
};

/// Thread-safe.
class Postings {
  public:
    /// Told when the document is handed over: what to expect an outcome for.
    void expect(Posting posting);

    /// One event of the plugin. A Problem if it is no event of the contract; unknown event types
    /// are kept as they are and change nothing.
    Done record(std::string_view event_json);

    std::optional<Posting> find(const std::string& message_id) const;
    /// All, in the order they were handed over.
    std::vector<Posting> all() const;
    /// How many are in each state, of all types or of one.
    std::map<std::string, std::int64_t> counts() const;
    /// Attention events: what needs a person although it is posted, or concerns no document.
    std::vector<Posting> attentions() const;

  private:
    mutable std::mutex mutex_;
    std::vector<Posting> postings_;
    std::unordered_map<std::string, std::size_t> by_message_id_;
    std::vector<Posting> attentions_;
};

}  // namespace wms
