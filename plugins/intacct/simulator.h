// SPDX-License-Identifier: Apache-2.0
// Sage Intacct, simulated: one company's REST API as strict as its documentation says, for tests
// and for a host's own continuous integration. What it knows of Sage it knows by itself; it shares
// no code with the plugin, so that a misreading in one is seen by the other.
//
// Simulated: consents and the token endpoint, order-entry and inventory-control documents,
// warehouse transfers, master data to read, the query and model services, idempotency keys, limits
// on requests, entities, closed periods, stock, conversions and numbering. Of the XML gateway: the
// functions that write what REST writes as well, one to a request. Not simulated: batch, composite
// and bulk requests, asynchronous requests, writing master data.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "plugins/sage_simulator/simulator.h"

namespace sage {

/// @param now_ms  the clock until POST /control/clock sets one
/// @param sink    receives one line for each change; may be empty
std::unique_ptr<Simulator> make_intacct_simulator(std::function<std::int64_t()> now_ms,
                                                  StateSink sink);

}  // namespace sage
