// SPDX-License-Identifier: Apache-2.0
// A transport that hands requests to a simulator in the same process, for tests: no sockets, no
// waiting. What becomes of a reply turns into the evidence a real transport would give.
#pragma once

#include <atomic>
#include <cstdint>

#include "plugins/sage_simulator/simulator.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

class InProcessTransport final : public Transport {
  public:
    /// The simulator outlives the transport.
    explicit InProcessTransport(Simulator& simulator) : simulator_(simulator) {}

    /// A delay longer than the time limit loses the reply; a shorter one is not waited for.
    Evidence exchange(const Request& request, std::int64_t time_limit_ms) override;
    void interrupt() override {}

    /// While down, nothing is sent: as if the address could not be reached.
    void set_down(bool down) { down_ = down; }
    std::uint64_t exchanges() const { return exchanges_; }

  private:
    Simulator& simulator_;
    std::atomic<bool> down_ = false;
    std::atomic<std::uint64_t> exchanges_ = 0;
};

}  // namespace sage
