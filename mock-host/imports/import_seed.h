// SPDX-License-Identifier: Apache-2.0
// What orders need to exist in Sage before they and their despatches can be posted.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "mock-host/master_data.h"
#include "mock-host/wms/trade.h"

namespace wms {

/// Memory: of each item, customer and site once, however many orders there are.
class ImportSeed {
  public:
    void add(const Order& order);

    /// Items and charges, customers, sites, and as much stock as was ordered.
    Seed seed() const;

  private:
    std::map<std::string, std::string> items_;    ///< id -> name
    std::map<std::string, std::string> charges_;  ///< code -> reason
    std::map<std::string, SeedCustomer> customers_;
    std::set<std::string> sites_;
    std::map<std::pair<std::string, std::string>, Decimal> stock_;  ///< by item and site
};

}  // namespace wms
