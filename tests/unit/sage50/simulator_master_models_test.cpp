// SPDX-License-Identifier: Apache-2.0
// Plan: every column is one of the driver's, of its type and length; columns that came later.
#include <gtest/gtest.h>

#include "tests/unit/sage50/published.h"

namespace sage::test {
namespace {

class SimulatedSage50MasterModels : public testing::TestWithParam<const char*> {};

TEST_P(SimulatedSage50MasterModels, have_the_columns_of_the_driver) {
    expect_published(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, SimulatedSage50MasterModels,
                         testing::Values("STOCK", "SALES_LEDGER", "SALES_DEL_ADDR", "TAX_CODE",
                                         "NOMINAL_LEDGER", "DEPARTMENT", "STOCK_CAT", "CURRENCY",
                                         "COMPANY"));

TEST(SimulatedSage50MasterModels, later_versions_have_more_columns) {
    const simulated_sage50::Models models = simulated_sage50::all_models();
    const simulated_sage50::Model& stock = models.at("STOCK");
    EXPECT_EQ(stock.find("ITEM_TYPE", 24), nullptr);
    EXPECT_NE(stock.find("ITEM_TYPE", 31), nullptr);
    EXPECT_NE(stock.find("COMPONENT_QTY_50", 24), nullptr);
    const simulated_sage50::Model& customers = models.at("SALES_LEDGER");
    EXPECT_EQ(customers.find("ANALYSIS_6", 28), nullptr);
    EXPECT_NE(customers.find("ANALYSIS_6", 29), nullptr);
    EXPECT_NE(customers.find("E_MAIL6", 29), nullptr);
}

}  // namespace
}  // namespace sage::test
