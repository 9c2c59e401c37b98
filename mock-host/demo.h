// SPDX-License-Identifier: Apache-2.0
// A day of trade of our own making, with everything that happens in a warehouse on a bad day. Ends
// with a reconciliation and a list of what needs a person.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "mock-host/reconcile.h"
#include "mock-host/session.h"

namespace wms {

struct DemoOptions {
    SessionOptions session;
    std::function<void(std::string_view line)> say;
};

/// One line of the table at the end.
struct DemoLine {
    std::string document_id;
    std::string message_type;
    std::string state;
    std::string sage_number;
    std::string net_wms;
    std::string net_sage;
};

struct DemoResult {
    std::vector<DemoLine> lines;
    Reconciliation reconciliation;
    std::vector<Finding> findings;  ///< reconciliation, stock and what the day expected otherwise
    std::vector<Posting> waiting;
    std::vector<Posting> attentions;
    std::vector<std::string> late_tracking;  ///< what became of it, one sentence each
    std::int64_t stock_places = 0;           ///< compared
    std::int64_t lost_replies = 0;
    std::int64_t jumped_ms = 0;
    std::int64_t run_microseconds = 0;

    bool balances() const { return findings.empty() && reconciliation.balances(); }
};

Result<DemoResult> demo(const DemoOptions& options);

std::string text_of(const DemoResult& result);
std::string json_line(const DemoResult& result);

}  // namespace wms
