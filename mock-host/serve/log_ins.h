// SPDX-License-Identifier: Apache-2.0
// Who is logged in: a random value in the browser's cookie stands for a person, a second one has to
// come with every change. In memory alone: a restart logs everybody out.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "mock-host/clock.h"

namespace wms::serve {

struct LogIn {
    std::string name;
    std::string token;  ///< to be sent with every change
};

/// Thread-safe.
class LogIns {
  public:
    static constexpr std::int64_t kIdleMs = 60LL * 60 * 1000;       ///< out after this pause
    static constexpr std::int64_t kLifeMs = 12LL * 60 * 60 * 1000;  ///< out after this in any case
    static constexpr std::size_t kAtOnceMax = 200;      ///< the oldest ends for one more
    static constexpr int kWrongMax = 5;                 ///< wrong passwords in a row, for one name
    static constexpr std::int64_t kWaitMs = 60 * 1000;  ///< after them nothing is tried for so long

    /// The clock outlives the object.
    explicit LogIns(const Clock& clock) : clock_(clock) {}

    /// The value for the cookie.
    std::string open(const std::string& name);
    /// Counts as being there.
    std::optional<LogIn> find(const std::string& cookie);
    void close(const std::string& cookie);

    /// Whether a password may be tried for that name now.
    bool may_try(const std::string& name);
    void note_wrong(const std::string& name);

  private:
    struct Kept {
        LogIn log_in;
        std::int64_t opened_ms = 0;
        std::int64_t seen_ms = 0;
    };
    struct Wrong {
        int in_a_row = 0;
        std::int64_t last_ms = 0;
    };

    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Kept> kept_;  ///< by the cookie's value
    std::map<std::string, Wrong> wrong_;
};

}  // namespace wms::serve
