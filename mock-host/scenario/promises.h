// SPDX-License-Identifier: Apache-2.0
// What an edition's own page says of each promise of the product (its README, "The promises"), and
// the table of all editions that is made of these pages and of the scenarios.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/scenario/scenario.h"

namespace wms::scenarios {

struct Promise {
    int first = 0;  ///< row, and the last of several
    int last = 0;
    std::string shown_by;
    std::string note;
};

struct Promises {
    std::string edition_name;  ///< "Sage Intacct"
    std::vector<Promise> rows;
};

/// The table "The promises" of a page. Problem code promises.table: it has none.
Result<Promises> promises_in(std::string_view page);
/// Of the file `<edition>.md` of a folder. Problem codes file.*, promises.table.
Result<Promises> read_promises(const std::filesystem::path& folder, const std::string& edition);

/// Why no scenario shows a row for the edition: that its Sage cannot, or which test shows it.
std::string reason_of(const Promises& promises, int row);

/// What the rows are that have no scenario: promises.json of the folder of scenarios, by number.
/// Problem codes file.*, promises.syntax.
Result<std::map<int, std::string>> read_other_rows(const std::filesystem::path& folder);

/// Row by edition in Markdown, from row 1 to the last: "passes" (a scenario shows it), "by test",
/// "not possible" with the reason, or "missing".
/// @param promises  by edition, in the order of the columns
std::string table_of(const std::vector<Scenario>& scenarios,
                     const std::vector<std::pair<std::string, Promises>>& promises,
                     const std::map<int, std::string>& other_rows, int last_row);

}  // namespace wms::scenarios
