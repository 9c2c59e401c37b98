// SPDX-License-Identifier: Apache-2.0
// The limits of the simulated Sage: requests at once for the application and for the whole company,
// a soft limit a minute that only warns, a hard limit in a time that refuses (Sage's pages
// "Transaction volume and concurrency" and "HTTP headers").
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "plugins/intacct/simulator_company.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_intacct {

/// Not thread-safe, but for what admit() gives out: that may end in any thread.
class CallLimits {
  public:
    struct Admission {
        std::optional<Reply> refusal;
        std::shared_ptr<void> place;  ///< the request is in progress until this is destroyed
    };
    Admission admit(const Behaviours& behaviours, std::int64_t now_ms);
    /// Adds the headers that say what is left, unless the switch says that Sage is silent.
    void describe(Reply& reply, const Behaviours& behaviours) const;

    /// The most requests that were ever in progress at once.
    std::int64_t at_once_most() const { return at_once_most_; }
    /// Requests beyond the soft limit a minute; they were carried out.
    std::int64_t beyond_minute() const { return beyond_minute_; }

  private:
    struct Window {
        std::int64_t began_ms = 0;
        std::int64_t calls = 0;
        void count(std::int64_t now_ms, std::int64_t lasts_ms);
    };
    std::int64_t application_left(const Behaviours& behaviours) const;
    std::int64_t tenant_left(const Behaviours& behaviours) const;

    std::shared_ptr<std::atomic<std::int64_t>> in_progress_ =
        std::make_shared<std::atomic<std::int64_t>>(0);
    Window minute_;
    Window hard_;
    std::int64_t at_once_most_ = 0;
    std::int64_t beyond_minute_ = 0;
};

}  // namespace sage::simulated_intacct
