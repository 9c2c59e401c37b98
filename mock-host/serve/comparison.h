// SPDX-License-Identifier: Apache-2.0
// One comparison with the accounting system at a time, on a thread of its own: it takes minutes,
// and the page asks how far it is.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "mock-host/serve/desk.h"

namespace wms::serve {

/// Thread-safe.
class Comparison {
  public:
    /// The desk outlives the object.
    explicit Comparison(Desk& desk) : desk_(desk) {}
    Comparison(const Comparison&) = delete;
    Comparison& operator=(const Comparison&) = delete;
    /// Waits for one that runs: let the desk's question end first.
    ~Comparison();

    /// Begins one, days as YYYY-MM-DD. Problem codes serve.days, serve.comparing.
    Done begin(const std::string& from, const std::string& to, const std::string& by);

    bool running() const;
    /// {"running":…,"from":…,"to":…,"by":…,"begunAt":…,"endedAt":…,"answer":…,"problem":…}; before
    /// the first one null.
    std::string told() const;
    /// Waits for the end of one that runs.
    void wait();

  private:
    Desk& desk_;
    mutable std::mutex mutex_;
    std::condition_variable ended_;
    std::thread thread_;
    bool running_ = false;
    std::string from_;
    std::string to_;
    std::string by_;
    std::int64_t begun_ms_ = 0;
    std::int64_t ended_ms_ = 0;
    Result<std::string> answer_ = std::string();
};

}  // namespace wms::serve
