// SPDX-License-Identifier: Apache-2.0
// Plan: what is there, held and free; what can be allocated, with and without stock below zero.
#include "plugins/sage200/simulator_stock.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage200 {
namespace {

TEST(SimulatedSage200Stock, quantities_of_a_holding_and_of_its_product_agree) {
    Company company;
    add_default_company(company, 0);
    Row& product = company.table("product").add(company.make(0));
    product.set_integer("product_group_id", company.only("product_group").id);
    Row& holding = company.table("warehouse_holding").add(company.make(0));
    holding.set_integer("product_id", product.id);
    holding.set_integer("warehouse_id", 7);
    EXPECT_EQ(holding_of(company, product.id, 7), &holding);
    EXPECT_EQ(holding_of(company, product.id, 8), nullptr);

    change_stock(company, holding, Decimal::of(10), Decimal::of(4));
    EXPECT_EQ(holding.text("quantity_in_stock"), "10");
    EXPECT_EQ(holding.text("quantity_allocated_sop"), "4");
    EXPECT_EQ(holding.text("free_stock_available"), "6");
    EXPECT_EQ(product.text("free_stock_quantity"), "6");
    EXPECT_EQ(allocatable(company, product, holding, Decimal::of(5)), Decimal::of(5));
    EXPECT_EQ(allocatable(company, product, holding, Decimal::of(9)), Decimal::of(6));
    change_stock(company, holding, Decimal::of(-8), Decimal());
    EXPECT_EQ(allocatable(company, product, holding, Decimal::of(1)), Decimal());
    company.only("product_group").set_truth("can_levels_go_negative", true);
    EXPECT_EQ(allocatable(company, product, holding, Decimal::of(9)), Decimal::of(9));
}

TEST(SimulatedSage200Stock, bins_add_up_to_their_warehouse) {
    Company company;
    add_default_company(company, 0);
    Row& holding = company.table("warehouse_holding").add(company.make(0));
    change_stock(company, holding, Decimal::of(10), Decimal::of(1));
    add_first_bin(company, holding, 0);
    add_first_bin(company, holding, 0);
    ASSERT_EQ(bins_of(company, holding).size(), 1U) << "the second time it is there";
    EXPECT_EQ(bins_of(company, holding)[0]->text("name"), "Unspecified");
    EXPECT_EQ(bins_of(company, holding)[0]->text("free_stock_available"), "9");
    Row second = company.make(0);
    second.set_integer("warehouse_holding_id", holding.id);
    change_bin(second, Decimal::of(4), Decimal());
    company.table("bin_holding").add(std::move(second));
    const auto there = [&] {
        const std::vector<Row*> bins = bins_of(company, holding);
        return std::string(bins[0]->text("quantity_in_stock")) + " " +
               std::string(bins[1]->text("quantity_in_stock"));
    };
    change_stock(company, holding, Decimal::of(-12), Decimal());
    EXPECT_EQ(there(), "0 2") << "from each what it has";
    change_stock(company, holding, Decimal::of(-3), Decimal());
    EXPECT_EQ(there(), "-1 0") << "what is nowhere is missing in the first";
    change_stock(company, holding, Decimal::of(5), Decimal::of(-1));
    EXPECT_EQ(there(), "4 0");
    EXPECT_EQ(bins_of(company, holding)[0]->text("quantity_allocated_sop"), "0");
}

}  // namespace
}  // namespace sage::simulated_sage200
