// SPDX-License-Identifier: Apache-2.0
// A simulated Sage: a request in, a reply out, state behind it. The same code runs in process for
// tests and behind HTTPS in the program sage-simulator. As strict as the edition's fact sheet.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage_simulator/tables.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

/// What becomes of a reply on its way to the client.
enum class Fate : std::uint8_t {
    deliver,
    drop_request,  ///< the connection ends before the request is carried out
    drop_reply,    ///< it is carried out, then the connection ends without a reply
    cut_reply,     ///< half of the reply's bytes, then the connection ends
};

struct SimulatedExchange {
    Reply reply;
    Fate fate = Fate::deliver;
    std::int64_t delay_ms = 0;  ///< real time the server waits before it answers
    /// The request counts as in progress until this is destroyed; null: it does not count.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::shared_ptr<void> in_progress = {};  // NOLINT(readability-redundant-member-init)
};

/// Receives every change of state, one line of JSON each, so that it can be kept on disk and
/// replayed.
using StateSink = std::function<void(std::string_view line)>;

/// One simulated company. Thread-safe.
class Simulator {
  public:
    Simulator() = default;
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;
    virtual ~Simulator() = default;

    /// What the real Sage would answer, unless a fault says otherwise.
    virtual SimulatedExchange handle(const Request& request) = 0;

    /// The control interface for tests: POST /control/seed, /control/faults, /control/clock,
    /// /control/reset; GET /control/counters, /control/received, /control/documents,
    /// /control/stock. JSON in and out.
    virtual Reply control(const Request& request) = 0;

    /// Re-applies what a StateSink was given earlier. Before the first request.
    virtual void restore(std::string_view line) = 0;

    /// True if this Sage has tables that other programs read.
    virtual bool has_tables() const { return false; }
    /// Writes them down, and from then on every change before it is answered. After the last
    /// restore(). Without tables it does nothing.
    virtual Result<void> show_tables(std::unique_ptr<TableWriter> /*writer*/) { return {}; }
};

/// @param now_ms  the simulator's clock until POST /control/clock sets one
using SimulatorFactory = std::unique_ptr<Simulator> (*)(std::function<std::int64_t()> now_ms,
                                                        StateSink sink);

}  // namespace sage
