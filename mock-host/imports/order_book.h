// SPDX-License-Identifier: Apache-2.0
// The orders that despatches refer to, and what left of each: in memory only those that the files
// of this run refer to, and for good as lines of "imported.jsonl" in the folder of the run, so that
// a despatch may come days after its order.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/append_file.h"
#include "mock-host/result.h"
#include "mock-host/wms/documents.h"
#include "mock-host/wms/trade.h"

namespace wms {

class OrderBook {
  public:
    /// What left of each line of an order: delivered and cancelled, added up.
    using Quantities = std::map<std::string, Decimal>;

    struct Entry {
        Order order;
        std::vector<std::pair<std::string, Quantities>> despatches;  ///< by number, as they came
    };

    /// @param wanted  numbers of orders, and of buyers' orders; of others nothing is kept in memory
    explicit OrderBook(std::set<std::string> wanted) : wanted_(std::move(wanted)) {}

    /// Reads what earlier runs wrote, and writes on from there. A line cut off at the end, of a run
    /// that was killed, is left out.
    Done open(const std::filesystem::path& file);

    /// The order as it was handed over. One that is known already stays as it is.
    Done add(const Order& order, const Message& message);
    /// That a despatch was handed over; once for each number.
    Done add(const Despatch& despatch);

    /// By its number or, where the despatch has none, by the buyer's number; null: not known, or
    /// several orders have it.
    const Entry* find(const Despatch& despatch) const;

  private:
    bool has(const std::string& order_id, const std::string& despatch_id) const;
    void keep(Order order);
    void keep(const std::string& order_id, const std::string& despatch_id, Quantities quantities);
    Done write(const std::string& line);
    Done read_line(std::string_view line);

    const std::set<std::string> wanted_;
    std::map<std::string, Entry> entries_;  ///< by number
    std::unique_ptr<AppendFile> file_;      ///< null: nothing is kept for good
};

}  // namespace wms
