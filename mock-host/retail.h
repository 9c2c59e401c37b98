// SPDX-License-Identifier: Apache-2.0
// Invoices of the retail data set (README.md, "Real trade") as the warehouse's trade: each invoice
// is an order and its despatch, a return or a stock adjustment.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/wms/trade.h"

namespace wms {

/// One row of the file, read.
struct RetailRow {
    std::size_t line = 0;
    std::string invoice;
    std::string code;  ///< upper case: codes that differ only in case are one item
    std::string description;
    Decimal quantity;
    std::int64_t local_ms = 0;  ///< the time as written, as if it were UTC
    Decimal price;
    std::string customer;  ///< empty: a guest
    std::string country;
};

struct RetailFile {
    std::vector<RetailRow> rows;
    std::vector<Problem> problems;  ///< rows that could not be read, each with its line
};

/// A Problem if the file as a whole is of another shape: the columns of its first line are wrong.
Result<RetailFile> read_retail(std::string_view text);

/// Not goods: carriage, postage, fees, discounts. Goods have codes of five digits and more, or are
/// gift vouchers.
bool is_charge_code(std::string_view code);

enum class TradeKind : std::uint8_t { sale, credit, adjustment };

/// One invoice as trade. Which record is filled goes by the kind.
struct Trade {
    TradeKind kind = TradeKind::sale;
    std::string invoice;
    Order order;
    std::string despatch_id;
    Return credit;
    Adjustment adjustment;
};

/// What the file needs to exist in Sage, and how much stock the sales will take.
struct MasterData {
    struct Item {
        std::string name;
        bool charge = false;
        Decimal stock;
    };
    std::map<std::string, Item> items;
    std::map<std::string, std::string> customers;  ///< id -> country code
};

struct RetailTrade {
    std::vector<Trade> trades;  ///< in the order of the file
    MasterData master_data;
    std::vector<Problem> problems;  ///< invoices that are no trade a warehouse knows
};

/// Groups rows by invoice. An invoice with a row that contradicts it is left out as a whole and
/// reported.
RetailTrade trade_of(const std::vector<RetailRow>& rows);

/// ISO 3166-1 alpha-2; empty for names that are no country.
std::string_view country_code_of(std::string_view name);

inline constexpr const char* kRetailSite = "MAIN";

}  // namespace wms
