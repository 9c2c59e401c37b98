// SPDX-License-Identifier: Apache-2.0
// Sage 50 Accounts for the United Kingdom and Ireland, simulated: one company with two faces, the
// HyperAccounts REST interface and the tables of Sage's ODBC driver. As strict as what is known of
// them, for tests and for a host's own continuous integration. What it knows of Sage it knows by
// itself; it shares no code with the plugin.
//
// Simulated: master data to read, sales orders, allocation, despatch, invoices and credits, posting
// to the ledger, stock, searches, and the tables of all that. Not simulated: what README.md lists.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "plugins/sage_simulator/simulator.h"

namespace sage {

/// @param now_ms  the clock until POST /control/clock sets one
/// @param sink    receives one line for each change; may be empty
std::unique_ptr<Simulator> make_sage50_simulator(std::function<std::int64_t()> now_ms,
                                                 StateSink sink);

}  // namespace sage
