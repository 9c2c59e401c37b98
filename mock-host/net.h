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

/// Each row is quantity x price, rounded half away from zero to pence, as an invoice shows it.
NetFigures net_of_rows(const std::vector<RetailRow>& rows);

}  // namespace wms
