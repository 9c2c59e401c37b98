// SPDX-License-Identifier: Apache-2.0
// Plan: what each kind of invoice becomes; what is left out and said; master data and stock; the
// three real days, where they are at hand.
#include <gtest/gtest.h>

#include "mock-host/net.h"
#include "mock-host/read_file.h"
#include "mock-host/retail.h"
#include "tests/support/source_folder.h"

namespace wms {
namespace {

RetailTrade trade(const std::string& rows) {
    const Result<RetailFile> file = read_retail(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n" +
        rows);
    EXPECT_TRUE(file.ok());
    EXPECT_TRUE(file.value().problems.empty());
    return trade_of(file.value().rows);
}

TEST(RetailTrade, a_sale_is_an_order_with_goods_and_charges) {
    const RetailTrade result = trade(
        "536370,22728,CLOCK,24,01/07/2011 08:45,3.75,12583,France\n"
        "536370,22728,CLOCK,2,01/07/2011 08:45,3.75,12583,France\n"
        "536370,POST,POSTAGE,3,01/07/2011 08:45,18,12583,France\n"
        "536370,D,Discount,-1,01/07/2011 08:45,2.5,12583,France\n");
    ASSERT_EQ(result.trades.size(), 1U);
    const Trade& sale = result.trades[0];
    EXPECT_EQ(sale.kind, TradeKind::sale);
    EXPECT_EQ(sale.despatch_id, "DN-536370");
    EXPECT_EQ(sale.order.date, "2011-07-01");
    EXPECT_EQ(sale.order.entered_ms % 86'400'000, (7 * 60 + 45) * 60'000);  // summer time
    EXPECT_EQ(sale.order.customer.country_code, "FR");
    EXPECT_EQ(sale.order.lines.size(), 2U);
    ASSERT_EQ(sale.order.charges.size(), 2U);
    EXPECT_EQ(sale.order.charges[0].amount.money(), "54.00");
    EXPECT_EQ(sale.order.charges[1].amount.money(), "-2.50");
    EXPECT_EQ(result.master_data.items.at("22728").stock.text(), "26");
    EXPECT_TRUE(result.master_data.items.at("POST").charge);
    EXPECT_EQ(result.master_data.customers.at("12583"), "FR");
}

TEST(RetailTrade, a_credit_is_a_return_with_positive_figures) {
    const RetailTrade result = trade(
        "C536379,22728,CLOCK,-2,01/12/2010 09:41,3.75,14527,United Kingdom\n"
        "C536379,D,Discount,-1,01/12/2010 09:41,27.5,14527,United Kingdom\n");
    ASSERT_EQ(result.trades.size(), 1U);
    const Return& credit = result.trades[0].credit;
    EXPECT_EQ(result.trades[0].kind, TradeKind::credit);
    EXPECT_EQ(credit.lines[0].quantity.text(), "2");
    EXPECT_EQ(credit.charges[0].amount.money(), "27.50");
    EXPECT_TRUE(credit.despatch_id.empty());
    EXPECT_TRUE(result.master_data.items.at("22728").stock.is_zero());
}

TEST(RetailTrade, a_correction_without_goods_that_takes_more_than_it_gives_is_a_credit) {
    const RetailTrade result =
        trade("A563186,B,Adjust bad debt,1,12/08/2011 14:51,-11062.06,,United Kingdom\n");
    ASSERT_EQ(result.trades.size(), 1U);
    EXPECT_EQ(result.trades[0].kind, TradeKind::credit);
    EXPECT_EQ(result.trades[0].credit.charges[0].amount.money(), "11062.06");
}

TEST(RetailTrade, nothing_paid_and_nobody_charged_is_an_adjustment_of_one_direction) {
    const RetailTrade result = trade(
        "536414,22139,,56,01/12/2010 11:52,0,,United Kingdom\n"
        "536545,21134,damages,-10,01/12/2010 14:32,0,,United Kingdom\n"
        "536546,21134,,-1,01/12/2010 14:32,0,,United Kingdom\n"
        "536546,22139,,2,01/12/2010 14:32,0,,United Kingdom\n"
        "536547,POST,,2,01/12/2010 14:32,0,,United Kingdom\n");
    ASSERT_EQ(result.trades.size(), 4U);
    EXPECT_EQ(result.trades[0].adjustment.id, "ADJ-536414");
    EXPECT_EQ(result.trades[1].adjustment.lines[0].quantity.text(), "-10");
    EXPECT_EQ(result.trades[1].adjustment.lines[0].note, "damages");
    EXPECT_EQ(result.trades[2].adjustment.id, "ADJ-536546-UP");
    EXPECT_EQ(result.trades[3].adjustment.id, "ADJ-536546-DOWN");
    EXPECT_EQ(result.master_data.items.at("21134").stock.text(), "11");
    EXPECT_EQ(result.master_data.items.at("21134").name, "damages");
    EXPECT_EQ(result.master_data.items.at("22139").name, "22139");
}

TEST(RetailTrade, a_free_line_for_a_customer_is_a_sale) {
    const RetailTrade result = trade("1,22139,x,5,01/12/2010 11:52,0,12345,United Kingdom\n");
    ASSERT_EQ(result.trades.size(), 1U);
    EXPECT_EQ(result.trades[0].kind, TradeKind::sale);
    EXPECT_EQ(result.master_data.items.at("22139").stock.text(), "5");
}

TEST(RetailTrade, a_contradiction_leaves_the_invoice_out_and_says_so) {
    const RetailTrade result = trade(
        "1,22139,x,5,01/12/2010 11:52,1,1,United Kingdom\n"
        "1,22140,x,-5,01/12/2010 11:52,1,1,United Kingdom\n"
        "C2,22139,x,5,01/12/2010 11:52,1,1,United Kingdom\n"
        "3,22139,x,5,01/12/2010 11:52,1,1,United Kingdom\n");
    EXPECT_EQ(result.trades.size(), 1U);
    ASSERT_EQ(result.problems.size(), 2U);
    EXPECT_EQ(result.problems[0].pointer, "line 3, invoice 1");
    EXPECT_EQ(result.problems[1].pointer, "line 4, invoice C2");
}

TEST(RetailTrade, countries_have_codes) {
    EXPECT_EQ(country_code_of("EIRE"), "IE");
    EXPECT_EQ(country_code_of("Unspecified"), "");
}

TEST(RetailTrade, the_three_real_days_are_what_they_are_known_to_be) {
    const std::filesystem::path path =
        std::filesystem::path(sage::source_folder()) / "../shared/data/retail/2010-12-01_to_03.csv";
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    const Result<RetailFile> file = read_retail(read_file(path, 10'000'000).value());
    ASSERT_TRUE(file.ok());
    EXPECT_TRUE(file.value().problems.empty());
    const RetailTrade result = trade_of(file.value().rows);
    EXPECT_TRUE(result.problems.empty());
    int sales = 0;
    int credits = 0;
    int up = 0;
    int down = 0;
    for (const Trade& one : result.trades) {
        sales += one.kind == TradeKind::sale ? 1 : 0;
        credits += one.kind == TradeKind::credit ? 1 : 0;
        if (one.kind == TradeKind::adjustment) {
            ++(one.adjustment.lines[0].quantity.is_negative() ? down : up);
        }
    }
    EXPECT_EQ(sales, 337);
    EXPECT_EQ(credits, 36);
    EXPECT_EQ(up, 15);
    EXPECT_EQ(down, 30);
    EXPECT_EQ(result.master_data.items.size(), 1840U);
    const NetFigures net = net_of_rows(file.value().rows);
    EXPECT_EQ(net.sales, "153652.88");
    EXPECT_EQ(net.credits, "-3189.58");
    EXPECT_EQ(net.total, "150463.30");
}

}  // namespace
}  // namespace wms
