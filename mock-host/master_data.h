// SPDX-License-Identifier: Apache-2.0
// What has to exist in Sage before trade can be posted, as seeds for the control interface.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "mock-host/control.h"
#include "mock-host/result.h"
#include "mock-host/wms/decimal.h"

namespace wms {

struct SeedItem {
    std::string id;
    std::string name;
    bool charge = false;
};

struct SeedCustomer {
    std::string id;
    std::string name;
    std::string country_code;
};

struct SeedStock {
    std::string item;
    std::string location;
    Decimal quantity;
};

struct Seed {
    std::vector<SeedItem> items;
    std::vector<SeedCustomer> customers;
    std::vector<std::pair<std::string, std::string>> locations;  ///< id and name
    std::vector<SeedStock> stock;
    std::string guest_customer;
    std::string tax_code = "STANDARD";
    std::string tax_percent = "20";
    std::string closed_until;  ///< YYYY-MM-DD; empty: all periods are open
};

/// The seed as requests of bounded size; what others refer to comes first.
std::vector<std::string> seed_requests(const Seed& seed);

/// Sends them all.
Done plant(Control& control, const Seed& seed);

}  // namespace wms
