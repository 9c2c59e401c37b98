// SPDX-License-Identifier: Apache-2.0
// Plan: the made-up day has everything a day must have, can be delivered from its own stock, and
// names exactly one customer that Sage does not know.
#include "mock-host/demo_day.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace wms {
namespace {

TEST(DemoDay, has_everything_a_day_must_have) {
    const DemoDay day = demo_day();
    std::map<DemoPath, int> paths;
    std::set<std::string> customers;
    bool guest = false;
    bool charge = false;
    for (const DemoOrder& entry : day.orders) {
        ++paths[entry.path];
        customers.insert(entry.order.customer.id);
        guest = guest || entry.order.customer.id.empty();
        charge = charge || !entry.order.charges.empty();
    }
    EXPECT_GE(day.orders.size(), 12U);
    EXPECT_GE(customers.size(), 5U);
    EXPECT_TRUE(guest);
    EXPECT_TRUE(charge);
    EXPECT_GE(paths[DemoPath::two_parts], 1);
    EXPECT_GE(paths[DemoPath::many_parcels], 1);
    EXPECT_EQ(paths[DemoPath::lost_reply], 1);
    EXPECT_EQ(paths[DemoPath::late_tracking], 1);
    EXPECT_FALSE(day.returns.empty());
    EXPECT_EQ(day.adjustments.size(), 2U);
    EXPECT_EQ(day.date, "2026-11-20");
}

TEST(DemoDay, stock_suffices_and_one_customer_is_unknown_to_sage) {
    const DemoDay day = demo_day();
    std::map<std::pair<std::string, std::string>, Decimal> stock;
    std::set<std::string> known;
    for (const SeedCustomer& customer : day.seed.customers) {
        known.insert(customer.id);
    }
    for (const SeedStock& figure : day.seed.stock) {
        stock[{figure.location, figure.item}] += figure.quantity;
    }
    std::set<std::string> unknown;
    for (const DemoOrder& entry : day.orders) {
        const std::string& customer = entry.order.customer.id;
        if (!customer.empty() && !known.contains(customer)) {
            unknown.insert("DN-" + entry.order.id.substr(3) + "-1");
        }
        for (const OrderLine& line : entry.order.lines) {
            stock[{entry.order.site, line.item}] -= line.ordered;
            EXPECT_FALSE((stock[{entry.order.site, line.item}]).is_negative()) << line.item;
        }
    }
    EXPECT_EQ(unknown, std::set<std::string>{day.held_despatch});
}

}  // namespace
}  // namespace wms
