// SPDX-License-Identifier: Apache-2.0
// Real trade, replayed: the invoices of a retail file go through the warehouse, the plugin and a
// simulated Sage, and both sides are compared to the penny.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "mock-host/reconcile.h"
#include "mock-host/session.h"

namespace wms {

struct ReplayOptions {
    SessionOptions session;
    std::filesystem::path retail;
    bool seed_sage = false;
    unsigned submitters = 4;  ///< threads that hand documents over
    std::function<void(std::string_view line)> say;
};

/// The figures of a run. Money as text, so that no reader rounds it.
struct ReplayFigures {
    std::int64_t orders = 0;    ///< sales orders accepted; not in the figures below
    std::int64_t accepted = 0;  ///< despatches, returns and adjustments
    std::int64_t posted = 0;
    std::int64_t rejected = 0;
    std::int64_t held = 0;
    std::int64_t withdrawn = 0;
    std::int64_t in_doubt = 0;
    std::int64_t queued = 0;
    std::int64_t sage_documents = 0;
    std::int64_t sage_duplicates = 0;
    std::string net_wms = "0.00";
    std::string net_sage = "0.00";
    std::string difference = "0.00";
    std::string tax_wms = "0.00";
    std::string tax_sage = "0.00";
    std::string gross_wms = "0.00";
    std::string gross_sage = "0.00";
    std::string gross_difference = "0.00";
    std::int64_t run_microseconds = 0;
    std::int64_t cpu_microseconds = 0;
    std::int64_t submit_p50_us = 0;
    std::int64_t submit_p99_us = 0;
    std::int64_t peak_rss_kib = 0;
};

struct ReplayResult {
    ReplayFigures figures;
    std::vector<Problem>
        problems;  ///< rows and invoices left out, documents refused, a run cut short
    std::vector<Finding> findings;
    std::vector<Posting> waiting;  ///< what needs a person

    /// Whether everything balances and nothing is left.
    bool balances() const;
};

/// A Problem if the run could not begin.
Result<ReplayResult> replay(const ReplayOptions& options);

/// The one line that --json ends with.
std::string json_line(const ReplayFigures& figures);
/// The same for people.
std::string text_of(const ReplayResult& result);

}  // namespace wms
