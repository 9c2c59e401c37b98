// SPDX-License-Identifier: Apache-2.0
// Files of orders and despatches, handed over to a plugin: orders first, whatever the order of the
// files, then despatches, each with the prices and the buyer of its order. Afterwards what is in
// Sage is compared with what the files said.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/postings.h"
#include "mock-host/reconcile.h"
#include "mock-host/result.h"
#include "mock-host/session.h"
#include "mock-host/wms/warehouse.h"

namespace wms {

struct ImportOptions {
    SessionOptions session;  ///< without a plugin nothing is handed over: the files are only read
    std::vector<std::filesystem::path> files;
    /// Not null: orders are entered here, and nothing is handed over. Outlives the import.
    Warehouse* warehouse = nullptr;
    bool seed_sage = false;  ///< create items, customers, sites and stock in the simulated Sage
    std::function<void(std::string_view line)> say;  ///< for people, line by line
};

struct ImportCounts {
    std::int64_t orders = 0;      ///< understood, and taken by the plugin if there is one
    std::int64_t despatches = 0;  ///< the same
    std::int64_t lines = 0;       ///< of both
    std::int64_t duplicates = 0;  ///< of those: had been handed over before, with the same content
    std::int64_t left_out = 0;    ///< documents, and files as a whole
    std::int64_t remarks = 0;
    std::int64_t posted = 0;  ///< orders that end without a document in Sage included
    std::int64_t held = 0;
    std::int64_t rejected = 0;
    std::int64_t unsettled = 0;
};

struct ImportResult {
    bool handed_over = false;
    ImportCounts counts;
    Reconciliation sage;            ///< of the despatches
    std::vector<Posting> waiting;   ///< not posted
    std::vector<Problem> problems;  ///< of the run, not of the files

    bool balances() const;
};

/// A Problem if the run could not be made. What is wrong with files and documents is said, counted,
/// and stops none of the others.
Result<ImportResult> import_files(const ImportOptions& options);

std::string text_of(const ImportResult& result);
std::string json_line(const ImportResult& result);

}  // namespace wms
