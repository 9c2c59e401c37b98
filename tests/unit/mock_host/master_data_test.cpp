// SPDX-License-Identifier: Apache-2.0
// Plan: seed_requests() names what others refer to first and keeps requests small; plant() stops at
// the first refusal.
#include "mock-host/master_data.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/unit/mock_host/fake_control.h"

namespace wms {
namespace {

Seed seed_of(std::size_t items) {
    Seed seed;
    seed.locations = {{"MAIN", "Main"}};
    seed.guest_customer = "GUEST";
    seed.customers = {{"GUEST", "Guests", ""}, {"C1", "Acme", "GB"}};
    for (std::size_t index = 0; index < items; ++index) {
        seed.items.push_back({"I" + std::to_string(index), "Item", false});
    }
    seed.items.push_back({"POST", "Carriage", true});
    seed.stock = {{"I0", "MAIN", Decimal::whole(5)}};
    seed.closed_until = "2026-10-31";
    return seed;
}

TEST(MasterData, comes_in_small_requests_in_the_right_order) {
    const std::vector<std::string> requests = seed_requests(seed_of(1200));
    std::vector<std::string> order;
    for (const std::string& request : requests) {
        const boost::json::value value = boost::json::parse(request);
        for (const auto& [name, member] : value.as_object()) {
            order.emplace_back(name);
            if (const boost::json::array* list = member.if_array()) {
                EXPECT_LE(list->size(), 500U);
            }
        }
    }
    const std::vector<std::string> right = {"locations",     "taxCodes", "closedUntil", "items",
                                            "items",         "items",    "customers",   "charges",
                                            "guestCustomer", "stock"};
    EXPECT_EQ(order, right);
    const boost::json::value charges = boost::json::parse(requests[5]);
    EXPECT_EQ(boost::json::serialize(charges), R"({"charges":[{"code":"POST","item":"POST"}]})");
    EXPECT_EQ(requests.back(), R"({"stock":[{"item":"I0","location":"MAIN","quantity":"5"}]})");
}

TEST(MasterData, planting_stops_at_the_first_refusal) {
    testing::FakeControl control;
    ASSERT_TRUE(plant(control, seed_of(1)).ok());
    const std::size_t requests = control.posted.size();
    EXPECT_EQ(requests, 6U);
    control.refuse_after = 2;
    control.posted.clear();
    EXPECT_FALSE(plant(control, seed_of(1)).ok());
    EXPECT_EQ(control.posted.size(), 3U);
}

}  // namespace
}  // namespace wms
