// SPDX-License-Identifier: Apache-2.0
// Plan: every column is one of the driver's, of its type and length; columns that came later.
#include <gtest/gtest.h>

#include "tests/unit/sage50/published.h"

namespace sage::test {
namespace {

class SimulatedSage50DocumentModels : public testing::TestWithParam<const char*> {};

TEST_P(SimulatedSage50DocumentModels, have_the_columns_of_the_driver) {
    expect_published(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, SimulatedSage50DocumentModels,
                         testing::Values("SALES_ORDER", "SOP_ITEM", "INVOICE", "INVOICE_ITEM",
                                         "GDN_ITEM"));

TEST(SimulatedSage50DocumentModels, descriptions_became_longer) {
    const simulated_sage50::Models models = simulated_sage50::all_models();
    for (const char* const table : {"SOP_ITEM", "INVOICE_ITEM"}) {
        const simulated_sage50::Column* const column = models.at(table).find("DESCRIPTION");
        EXPECT_EQ(column->width_in(28), 60);
        EXPECT_EQ(column->width_in(29), 120);
    }
}

}  // namespace
}  // namespace sage::test
