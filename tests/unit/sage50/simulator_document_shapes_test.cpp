// SPDX-License-Identifier: Apache-2.0
// Plan: the members that the vendor shows, in their order and of their kinds, from columns that
// there are.
#include <gtest/gtest.h>

#include "tests/unit/sage50/shown.h"

namespace sage::test {
namespace {

class SimulatedSage50DocumentShapes : public testing::TestWithParam<ShownSample> {};

TEST_P(SimulatedSage50DocumentShapes, show_what_the_vendor_shows) {
    expect_shown(GetParam());
}

TEST_P(SimulatedSage50DocumentShapes, are_made_of_columns_that_there_are) {
    expect_columns(GetParam().shape);
}

INSTANTIATE_TEST_SUITE_P(
    All, SimulatedSage50DocumentShapes,
    testing::Values(ShownSample{"salesOrder", "sales-orders.read-sales-order"},
                    ShownSample{"salesOrderItem", "sales-orders.read-sales-order", "invoiceItems"},
                    ShownSample{"searchSalesOrder", "sales-orders.search-sales-order"},
                    ShownSample{"searchSopItem", "sales-orders.search-sales-items"},
                    ShownSample{"searchDispatch", "sales-orders.search-dispatches"},
                    ShownSample{"salesInvoice", "sales-invoices-credits.read-sales-invoice"},
                    ShownSample{"salesInvoiceItem", "sales-invoices-credits.read-sales-invoice",
                                "invoiceItems"},
                    ShownSample{"searchInvoice", "sales-invoices-credits.search-sales-invoices"},
                    ShownSample{"searchInvoiceItem",
                                "sales-invoices-credits.search-sales-invoice-items"},
                    ShownSample{"stock", "products-stock.read-stock-movements"},
                    ShownSample{"searchStock", "products-stock.search-stock-movements"},
                    ShownSample{"auditHeaders", "transactions.search-audit-headers"},
                    ShownSample{"searchSplit", "transactions.search-audit-splits"}));

}  // namespace
}  // namespace sage::test
