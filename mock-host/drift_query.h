// SPDX-License-Identifier: Apache-2.0
// The stock of the warehouse against Sage's, asked for as a host asks: by the query "stockDrift".
// What the settings of the plugin or a person let be corrected is handed over as an adjustment, a
// document like any other, under the number that the plugin gives: whoever else asks meanwhile
// hands over the same. The warehouse's own stock stays as it is: it is the true one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/listing.h"
#include "mock-host/result.h"
#include "mock-host/session.h"
#include "mock-host/wms/documents.h"
#include "mock-host/wms/warehouse.h"

namespace wms {

struct DriftRow {
    std::string item;
    std::vector<std::string> sites;  ///< that share the figure
    std::string warehouse;
    std::string sage;  ///< empty: Sage shows none
    std::string in_flight;
    std::string drift;  ///< empty: it cannot be told
    std::string cause;
    std::string correction_id;  ///< empty: there is nothing to correct
    std::string correction_site;
    std::string correction;
    bool by_policy = false;              ///< no person is needed
    std::vector<std::string> documents;  ///< numbers of those that are the cause
};

struct DriftAnswer {
    std::int64_t compared = 0;
    std::int64_t read_at_ms = 0;
    std::string figures_of;  ///< "item" or "itemAndSite"
    std::vector<DriftRow> rows;
};

/// Which of the corrections are handed over.
enum class Correcting { none, by_policy, all };

struct DriftQueryOptions {
    SessionOptions session;
    Correcting correcting = Correcting::none;
    std::string environment = "test";  ///< of Sage, for the adjustments
    std::function<void(std::string_view line)> say;
    /// Puts on record who corrects, before it is done. May be empty.
    std::function<Done(const std::vector<Message>& corrections)> before_correcting;
};

struct DriftQueryResult {
    DriftAnswer found;
    std::vector<std::string> corrected;  ///< numbers of the adjustments that the plugin has
    bool settled = true;                 ///< all of them are posted

    bool agrees() const { return found.rows.size() == corrected.size() && settled; }
};

/// As queries of bounded size, all sites of an item in one of them.
/// @param counted_ms  when the stock was read
std::vector<std::string> drift_queries(std::vector<StockFigure> stock, std::int64_t counted_ms);
/// A Problem if the answer is none of this query.
Result<DriftAnswer> read_drift_answer(std::string_view answer);
/// The adjustments of the rows that are to be corrected.
/// @param today  YYYY-MM-DD
Result<std::vector<Message>> corrections_of(const DriftAnswer& found, Correcting correcting,
                                            const std::string& today, const Envelope& envelope);

/// A query of the contract, as its JSON, to a plugin that is connected.
using AskPlugin = std::function<Result<std::string>(std::string_view request)>;
Result<DriftAnswer> ask_for_drift(const AskPlugin& ask, const std::vector<StockFigure>& stock,
                                  std::int64_t counted_ms);
/// Problem code drift.not_handed_over: what was not handed over would look like drift.
Done all_handed_over(const Warehouse& warehouse);

std::vector<Column> drift_columns();
void list_drift(const DriftQueryResult& result, Listing& listing);

/// A Problem if the run could not be made, documents of the warehouse were not handed over, or a
/// correction was not accepted: those before it were.
Result<DriftQueryResult> ask_drift(const Warehouse& warehouse, const DriftQueryOptions& options);

}  // namespace wms
