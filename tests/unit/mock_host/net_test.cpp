// SPDX-License-Identifier: Apache-2.0
// Plan: net_of_rows() sums rows to the penny, each rounded by itself, credits apart from sales.
#include "mock-host/net.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

RetailRow row(const char* invoice, const char* quantity, const char* price) {
    RetailRow row;
    row.invoice = invoice;
    row.quantity = Decimal::parse(quantity).value();
    row.price = Decimal::parse(price).value();
    return row;
}

TEST(Net, sums_sales_and_credits_apart) {
    const NetFigures net =
        net_of_rows({row("1", "6", "2.55"), row("1", "3", "18"), row("C2", "-1", "27.5")});
    EXPECT_EQ(net.sales, "69.30");
    EXPECT_EQ(net.credits, "-27.50");
    EXPECT_EQ(net.total, "41.80");
    EXPECT_EQ(net.by_invoice.at("1"), "69.30");
    EXPECT_EQ(net.by_invoice.at("C2"), "-27.50");
}

TEST(Net, rounds_each_row_half_away_from_zero) {
    const NetFigures net = net_of_rows({row("1", "3", "0.015"), row("1", "3", "0.015"),
                                        row("C2", "-3", "0.015"), row("3", "1", "0.001")});
    EXPECT_EQ(net.by_invoice.at("1"), "0.10");
    EXPECT_EQ(net.by_invoice.at("C2"), "-0.05");
    EXPECT_EQ(net.by_invoice.at("3"), "0.00");
}

TEST(Net, tax_is_rounded_on_each_row) {
    const TaxFigures twenty = tax_of_rows({row("1", "1", "0.02"), row("1", "1", "0.02"),
                                           row("1", "1", "0.03"), row("2", "6", "2.55")},
                                          "20");
    EXPECT_EQ(twenty.tax, "3.07") << "nothing, nothing, 0.01 and 3.06";
    EXPECT_EQ(twenty.gross, "18.44");
    const TaxFigures credit = tax_of_rows({row("C2", "-1", "0.03"), row("1", "1", "0.20")}, "17.5");
    EXPECT_EQ(credit.tax, "0.03") << "-0.01 and 0.04 (0.035)";
    EXPECT_EQ(credit.gross, "0.20");
    EXPECT_EQ(tax_of_rows({row("1", "1", "9.99")}, "0").tax, "0.00");
}

TEST(Net, has_no_largest_sum) {
    std::vector<RetailRow> rows(1000, row("1", "999999999999", "999999999999"));
    EXPECT_EQ(net_of_rows(rows).total, "999999999998000000000001000.00");
    EXPECT_EQ(net_of_rows({}).total, "0.00");
}

}  // namespace
}  // namespace wms
