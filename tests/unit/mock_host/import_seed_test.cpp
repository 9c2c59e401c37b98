// SPDX-License-Identifier: Apache-2.0
// Plan: what several orders name is there once, stock by item and site adds up, charges are no
// goods, and there is a guest.
#include "mock-host/imports/import_seed.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

TEST(ImportSeed, holds_each_thing_once) {
    Order order;
    order.site = "MAIN";
    order.customer.id = "C-1";
    OrderLine line;
    line.item = "SKU-1";
    line.ordered = Decimal::whole(6);
    order.lines = {line, line};
    order.charges = {{"POST", "Carriage", Decimal::whole(5)}};
    ImportSeed seed;
    seed.add(order);
    order.customer.id = "";
    seed.add(order);
    const Seed found = seed.seed();
    ASSERT_EQ(found.customers.size(), 2U);
    EXPECT_EQ(found.customers[0].id, found.guest_customer);
    EXPECT_EQ(found.customers[1].name, "C-1") << "an account needs some name";
    ASSERT_EQ(found.items.size(), 2U);
    EXPECT_FALSE(found.items[0].charge);
    EXPECT_TRUE(found.items[1].charge);
    ASSERT_EQ(found.stock.size(), 1U);
    EXPECT_EQ(found.stock[0].quantity.text(), "24");
    ASSERT_EQ(found.locations.size(), 1U);
}

}  // namespace
}  // namespace wms
