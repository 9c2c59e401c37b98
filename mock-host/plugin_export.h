// SPDX-License-Identifier: Apache-2.0
// What the plugin holds, as rows for a data warehouse: asked for as a host asks, by the query
// "export", a page at a time, so that an outbox of any length needs the memory of one page.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/listing.h"
#include "mock-host/result.h"

namespace wms {

enum class PluginRows {
    postings,        ///< the documents of the outbox and what became of them
    posting_events,  ///< what the plugin told about them
};

std::vector<Column> columns_of(PluginRows rows);

struct PluginExport {
    PluginRows rows = PluginRows::postings;
    std::string after;  ///< what the last export ended with; empty: from the beginning
    std::int64_t limit = std::numeric_limits<std::int64_t>::max();
};

/// Asks the plugin one query and gives its answer.
using AskPlugin = std::function<Result<std::string>(const std::string& request)>;

/// Writes the rows; returns what to give as `after` the next time. A Problem if the plugin refuses
/// the query, or its answer is none of it: what was written before stands.
Result<std::string> export_from_plugin(const PluginExport& wanted, const AskPlugin& ask,
                                       Listing& listing);

}  // namespace wms
