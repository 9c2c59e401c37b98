// SPDX-License-Identifier: Apache-2.0
// Pages are read line by line; a row of the table begins with a number or two.
#include "mock-host/scenario/promises.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <regex>
#include <sstream>

#include "mock-host/read_file.h"

namespace wms::scenarios {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t page_bytes_max = 1 << 22;
constexpr std::string_view cannot = "Not possible: ";
constexpr const char* how_to_mend = "Name the folder with the pages of the editions.";

const Promise* find(const Promises& promises, int row) {
    const auto found =
        std::find_if(promises.rows.begin(), promises.rows.end(),
                     [&](const Promise& one) { return one.first <= row && row <= one.last; });
    return found == promises.rows.end() ? nullptr : &*found;
}

bool is_not_possible(const Promise& promise) {
    return std::string_view(promise.note).starts_with(cannot);
}

/// The first sentence of it.
std::string short_reason(const Promise& promise) {
    const std::string why = promise.note.substr(cannot.size());
    return why.substr(0, why.find(". "));
}

std::string cell_of(const Scenario* scenario, const std::string& edition, const Promises& promises,
                    int row) {
    if (scenario != nullptr && scenario->editions.contains(edition)) {
        return "passes";
    }
    const Promise* const promise = find(promises, row);
    if (promise == nullptr) {
        return "missing";
    }
    if (is_not_possible(*promise)) {
        return "not possible: " + short_reason(*promise);
    }
    return promise->shown_by.find('`') == std::string::npos ? "missing" : "by test";
}

}  // namespace

Result<Promises> promises_in(std::string_view page) {
    static const std::regex heading(R"(\| # \| shown by \| for ([^|]+) \|)");
    static const std::regex row(R"(\| (\d+)(?:–(\d+))? \| ([^|]*?) *\| *([^|]*?) *\|)");
    Promises promises;
    std::istringstream lines{std::string(page)};
    for (std::string line; std::getline(lines, line);) {
        std::smatch cells;
        if (std::regex_match(line, cells, heading)) {
            promises.edition_name = cells[1];
        } else if (!promises.edition_name.empty() && std::regex_match(line, cells, row)) {
            const int first = std::stoi(cells[1]);
            promises.rows.push_back(
                {first, cells[2].matched ? std::stoi(cells[2]) : first, cells[3], cells[4]});
        }
    }
    if (promises.rows.empty()) {
        return Problem{"promises.table", "", "The page has no table \"The promises\".", how_to_mend,
                       "it"};
    }
    return promises;
}

Result<Promises> read_promises(const fs::path& folder, const std::string& edition) {
    const fs::path file = folder / (edition + ".md");
    const Result<std::string> page = read_file(file, page_bytes_max);
    if (!page.ok()) {
        return page.problem();
    }
    Result<Promises> promises = promises_in(page.value());
    if (!promises.ok()) {
        Problem problem = promises.problem();
        problem.pointer = file.string();
        return problem;
    }
    return promises;
}

std::string reason_of(const Promises& promises, int row) {
    const Promise* const promise = find(promises, row);
    if (promise == nullptr) {
        return "the edition's page says nothing of it";
    }
    if (is_not_possible(*promise)) {
        return "not possible: " + promise->note.substr(cannot.size());
    }
    return promise->shown_by + (promise->note.empty() ? "" : ": " + promise->note);
}

Result<std::map<int, std::string>> read_other_rows(const fs::path& folder) {
    const fs::path file = folder / "promises.json";
    const Result<std::string> text = read_file(file, page_bytes_max);
    if (!text.ok()) {
        return text.problem();
    }
    std::map<int, std::string> rows;
    boost::system::error_code error;
    const json::value parsed = json::parse(text.value(), error);
    const bool is_object = !error && parsed.is_object();
    for (const auto& [row, promise] : is_object ? parsed.get_object() : json::object()) {
        if (promise.is_string() && row.find_first_not_of("0123456789") == std::string_view::npos) {
            rows[std::stoi(std::string(row))] = std::string(promise.get_string());
        }
    }
    if (!is_object || rows.size() != parsed.get_object().size()) {
        return Problem{"promises.syntax", file.string(),
                       "The file is not a JSON object of texts by row.", "Correct it.", "it"};
    }
    return rows;
}

std::string table_of(const std::vector<Scenario>& scenarios,
                     const std::vector<std::pair<std::string, Promises>>& promises,
                     const std::map<int, std::string>& other_rows, int last_row) {
    std::string text = "| # | promise |";
    std::string line = "\n|---|---|";
    for (const auto& [edition, page] : promises) {
        text += " " + page.edition_name + " |";
        line += "---|";
    }
    text += line + "\n";
    for (int row = 1; row <= last_row; ++row) {
        const auto found =
            std::find_if(scenarios.begin(), scenarios.end(),
                         [&](const Scenario& one) { return one.row == fmt::format("{:02}", row); });
        const Scenario* const scenario = found == scenarios.end() ? nullptr : &*found;
        const auto other = other_rows.find(row);
        text += fmt::format("| {} | {} |", row,
                            scenario != nullptr         ? scenario->promise
                            : other != other_rows.end() ? other->second
                                                        : "");
        for (const auto& [edition, page] : promises) {
            text += " " + cell_of(scenario, edition, page, row) + " |";
        }
        text += "\n";
    }
    return text;
}

}  // namespace wms::scenarios
