// SPDX-License-Identifier: Apache-2.0
#include "mock-host/commands/desk.h"

#include <fmt/format.h>

#include <algorithm>

#include "mock-host/clock.h"
#include "mock-host/instant.h"
#include "mock-host/listings.h"
#include "mock-host/setup/settings_file.h"

namespace wms::commands {

void add_desk(CLI::App& command, DeskOptions& options) {
    command
        .add_option("--data", options.data,
                    "The warehouse's folder; its database is made where there is none")
        ->required();
    auto* const json =
        command.add_flag("--json", options.json, "Rows as JSON objects, one on each line");
    command.add_flag("--csv", options.csv, "Rows as comma-separated values")->excludes(json);
}

Result<std::unique_ptr<Warehouse>> open_warehouse(const std::string& data) {
    const std::filesystem::path folder = absolute(data);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return Problem{"warehouse.folder", folder.string(),
                       "The folder cannot be made: " + error.message() + ".",
                       "Name a folder that you may write to.", "it"};
    }
    WarehouseOptions options;
    options.file = folder / "warehouse.sqlite";
    options.now_ms = now_ms;
    options.envelope.environment = environment_of_documents(folder);
    return Warehouse::open(std::move(options));
}

Listing listing_for(const DeskOptions& options, std::vector<Column> columns) {
    const Form form = options.json  ? Form::json_lines
                      : options.csv ? Form::comma_separated
                                    : Form::table;
    return Listing(std::move(columns), form, terminal_width(),
                   [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); });
}

Result<std::pair<std::string, Decimal>> quantity_of(const std::string& typed) {
    const std::size_t equals = typed.rfind('=');
    const std::string name = equals == std::string::npos ? std::string() : typed.substr(0, equals);
    const std::optional<Decimal> quantity =
        name.empty() ? std::nullopt : Decimal::parse(std::string_view(typed).substr(equals + 1));
    // No document may carry one, and a terminal would obey it.
    const bool has_control = std::any_of(name.begin(), name.end(), [](unsigned char letter) {
        return letter < 0x20 || letter == 0x7f;
    });
    if (!quantity.has_value() || has_control) {
        return Problem{"command.quantity", has_control ? std::string() : typed,
                       has_control ? "A name has a control character in it."
                                   : "This is no name with a quantity.",
                       "Write NAME=QUANTITY, for example SKU-100=6 or SKU-7=0.250.", "warehouse"};
    }
    return std::pair(name, *quantity);
}

int at_desk(const DeskOptions& options, const std::function<Done(Warehouse&)>& work) {
    const Result<std::unique_ptr<Warehouse>> warehouse = open_warehouse(options.data);
    if (!warehouse.ok()) {
        return not_run(warehouse.problem());
    }
    const Done done = work(*warehouse.value());
    return done.ok() ? kBalances : not_run(done.problem());
}

Done show_order(const Warehouse& warehouse, const DeskOptions& options, const std::string& order) {
    Listing listing = listing_for(options, order_line_columns());
    Done listed = list_order_lines(warehouse, order, listing);
    listing.end();
    return listed;
}

std::int64_t now_ms() {
    return RealClock().now_ms();
}

std::string date_or_today(const std::string& typed) {
    return typed.empty() ? date_text(now_ms()) : typed;
}

}  // namespace wms::commands
