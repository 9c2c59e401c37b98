// SPDX-License-Identifier: Apache-2.0
// Plan: net_of() of a despatch and of a return: lines rounded one by one, charges added, allowances
// taken off. A line of an order is found by its number.
#include "mock-host/wms/trade.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

Decimal decimal(const char* text) {
    return Decimal::parse(text).value();
}

TEST(Trade, a_despatch_is_worth_its_lines_and_charges) {
    Despatch despatch;
    DespatchLine line;
    line.delivered = decimal("3");
    line.price = decimal("0.015");
    despatch.lines = {line, line};
    EXPECT_EQ(net_of(despatch).money(), "0.10");  // 0.05 twice, not 0.09
    despatch.charges = {{"POST", "", decimal("4.95")}, {"D", "", decimal("-1")}};
    EXPECT_EQ(net_of(despatch).money(), "4.05");
    EXPECT_EQ(net_of(Despatch{}).money(), "0.00");
}

TEST(Trade, a_line_is_found_by_its_number) {
    Order order;
    order.lines.resize(2);
    order.lines[1].id = "20";
    EXPECT_EQ(find_line(order, "20"), &order.lines[1]);
    EXPECT_EQ(find_line(std::as_const(order), "20"), &order.lines[1]);
    EXPECT_EQ(find_line(order, "30"), nullptr);
}

TEST(Trade, a_return_is_worth_what_is_credited) {
    Return credit;
    ReturnLine line;
    line.quantity = decimal("2");
    line.price = decimal("3.39");
    credit.lines = {line};
    credit.charges = {{"POST", "", decimal("4.95")}};
    EXPECT_EQ(net_of(credit).money(), "11.73");
}

}  // namespace
}  // namespace wms
