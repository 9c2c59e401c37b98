// SPDX-License-Identifier: Apache-2.0
// What the invoices of the retail file are worth, counted straight from the rows. This is the other
// side of the reconciliation: it shares neither the trade records nor their arithmetic.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "mock-host/retail.h"

namespace wms {

struct NetFigures {
    std::string sales;    ///< "153652.88"
    std::string credits;  ///< "-3189.58"
    std::string total;
    std::map<std::string, std::string> by_invoice;  ///< signed as in the file
};

/// Tax of the rows at one rate, and what they come to with it.
struct TaxFigures {
    std::string tax;
    std::string gross;
};

/// Each row is quantity x price, rounded half away from zero to pence, as an invoice shows it.
NetFigures net_of_rows(const std::vector<RetailRow>& rows);

/// The tax of each row is its net x percent / 100, rounded half away from zero to pence: what a
/// seller owes who rounds on every line.
TaxFigures tax_of_rows(const std::vector<RetailRow>& rows, const std::string& percent);

}  // namespace wms
