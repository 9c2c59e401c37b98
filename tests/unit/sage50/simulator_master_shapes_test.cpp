// SPDX-License-Identifier: Apache-2.0
// Plan: the members that the vendor shows, in their order and of their kinds, from columns that
// there are.
#include <gtest/gtest.h>

#include "tests/unit/sage50/shown.h"

namespace sage::test {
namespace {

class SimulatedSage50MasterShapes : public testing::TestWithParam<ShownSample> {};

TEST_P(SimulatedSage50MasterShapes, show_what_the_vendor_shows) {
    expect_shown(GetParam());
}

TEST_P(SimulatedSage50MasterShapes, are_made_of_columns_that_there_are) {
    expect_columns(GetParam().shape);
}

INSTANTIATE_TEST_SUITE_P(
    All, SimulatedSage50MasterShapes,
    testing::Values(ShownSample{"company", "settings.read-company-settings"},
                    ShownSample{"taxCode", "settings.read-tax-codes"},
                    ShownSample{"nominal", "settings.read-nominals"},
                    ShownSample{"department", "settings.read-departments"},
                    ShownSample{"courier", "settings.read-couriers"},
                    ShownSample{"product", "products-stock.read-product"},
                    ShownSample{"searchProduct", "products-stock.search-product"},
                    ShownSample{"customer", "customers.read-customer"},
                    ShownSample{"searchSalesLedger", "customers.search-customer"},
                    ShownSample{"customerAddress", "customers.read-customer-address"},
                    ShownSample{"searchCustomerAddress", "customers.search-customer-address"}));

}  // namespace
}  // namespace sage::test
