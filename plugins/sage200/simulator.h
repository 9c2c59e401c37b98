// SPDX-License-Identifier: Apache-2.0
// Sage 200, simulated: the REST API of one company of a Standard or Professional site, as strict as
// what is known of it, for tests and for a host's own continuous integration. What it knows of Sage
// it knows by itself; it shares no code with the plugin.
//
// Simulated: consents and tokens of Sage ID, sites, X-Site and X-Company, lists with OData, master
// data and settings to read, sales orders, despatch with tracking, returns, invoices and credit
// notes of the sales ledger, releases. Not simulated: what README.md lists.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "plugins/sage_simulator/simulator.h"

namespace sage {

/// @param now_ms  the clock until POST /control/clock sets one
/// @param sink    receives one line for each change; may be empty
std::unique_ptr<Simulator> make_sage200_simulator(std::function<std::int64_t()> now_ms,
                                                  StateSink sink);

}  // namespace sage
