// SPDX-License-Identifier: Apache-2.0
// Plan: every field is one that Sage publishes, of its kind, length and decimals.
#include "plugins/sage200/simulator_model.h"

#include <gtest/gtest.h>

#include "tests/unit/sage200/published.h"

namespace sage::test {
namespace {

class SimulatedSage200MasterModels : public testing::TestWithParam<const char*> {};

TEST_P(SimulatedSage200MasterModels, have_the_fields_that_sage_publishes) {
    expect_published(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, SimulatedSage200MasterModels,
                         testing::Values("customer", "product", "product_unit", "unit",
                                         "product_group", "customer_delivery_address", "tax_code",
                                         "currency", "nominal_code",
                                         "nominal_transaction_analysis_code", "warehouse",
                                         "warehouse_holding", "analysis_code", "courier",
                                         "sop_settings", "system_settings", "sales_ledger_settings",
                                         "stock_settings", "sop_user_permission",
                                         "sop_additional_charge"));

}  // namespace
}  // namespace sage::test
