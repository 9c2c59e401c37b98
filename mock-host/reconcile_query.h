// SPDX-License-Identifier: Apache-2.0
// The plugin's own comparison of what was posted with what Sage holds, asked for as a host asks: by
// the query "reconcile". (The run's comparison of both books, which never asks the plugin, is in
// reconcile.h.)
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/session.h"
#include "mock-host/three_sides.h"
#include "mock-host/wms/warehouse.h"

namespace wms {

struct ReconcileQueryOptions {
    SessionOptions session;  ///< with the data folder of the run that posted
    std::string from;        ///< YYYY-MM-DD
    std::string to;
    const Warehouse* warehouse = nullptr;  ///< the third side; null: the plugin's two alone
    std::function<void(std::string_view line)> say;
};

struct ReconcileQueryResult {
    std::int64_t compared = 0;
    std::int64_t waiting = 0;
    bool complete = false;
    std::vector<std::string> findings;     ///< one line each, for people
    std::string answer;                    ///< the plugin's JSON
    std::optional<ThreeSides> sides = {};  ///< with a warehouse

    /// Whether everything could be asked and everything agrees.
    bool agrees() const {
        return complete && findings.empty() && (!sides || sides->exceptions().empty());
    }
};

/// A Problem if the answer is none of this query.
Result<ReconcileQueryResult> read_reconcile_answer(std::string_view answer);

/// A Problem if the run could not be made.
Result<ReconcileQueryResult> ask_reconcile(const ReconcileQueryOptions& options);

std::string text_of(const ReconcileQueryResult& result);

}  // namespace wms
