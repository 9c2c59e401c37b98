// SPDX-License-Identifier: Apache-2.0
// What the commands of the warehouse share: the folder with its database, how a list is written,
// how quantities are typed.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mock-host/commands/command.h"
#include "mock-host/listing.h"
#include "mock-host/wms/warehouse.h"

namespace wms::commands {

struct DeskOptions {
    std::string data;
    bool json = false;
    bool csv = false;
};

/// `--data`, `--json` and `--csv`.
void add_desk(CLI::App& command, DeskOptions& options);

/// warehouse.sqlite in the folder, made with it where there is none.
Result<std::unique_ptr<Warehouse>> open_warehouse(const std::string& data);

/// Rows on standard output, in the form that was asked for.
Listing listing_for(const DeskOptions& options, std::vector<Column> columns);

/// "SKU-1=6" as a name and an exact quantity.
Result<std::pair<std::string, Decimal>> quantity_of(const std::string& typed);

/// Opens the warehouse, does something with it, and tells a Problem as the exit code of a run that
/// was not made.
int at_desk(const DeskOptions& options, const std::function<Done(Warehouse&)>& work);

/// The lines of an order as they are now.
Done show_order(const Warehouse& warehouse, const DeskOptions& options, const std::string& order);

std::int64_t now_ms();
/// Today in UTC, where nothing was typed.
std::string date_or_today(const std::string& typed);

}  // namespace wms::commands
