// SPDX-License-Identifier: Apache-2.0
// Plan: every field is one that Sage publishes, of its kind, length and decimals.
#include "plugins/sage200/simulator_model.h"

#include <gtest/gtest.h>

#include "tests/unit/sage200/published.h"

namespace sage::test {
namespace {

class SimulatedSage200StockModels : public testing::TestWithParam<const char*> {};

TEST_P(SimulatedSage200StockModels, have_the_fields_that_sage_publishes) {
    expect_published(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, SimulatedSage200StockModels,
                         testing::Values("bin_holding", "stock_transfer",
                                         "product_transaction_view"));

}  // namespace
}  // namespace sage::test
