// SPDX-License-Identifier: Apache-2.0
// Plan: each form of a member; statuses; what binary floating point leaves.
#include "plugins/sage50/simulator_shape.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage50 {
namespace {

Row order(std::int64_t allocated, std::int64_t despatched) {
    Row row;
    row.set_integer("ALLOCATED_STATUS_CODE", allocated);
    row.set_integer("DESPATCH_STATUS_CODE", despatched);
    return row;
}

TEST(SimulatedSage50Shape, the_status_of_an_order_is_made_of_two_codes) {
    EXPECT_EQ(order_status(order(0, 0)), 0);
    EXPECT_EQ(order_status(order(1, 0)), 1);
    EXPECT_EQ(order_status(order(2, 0)), 2);
    EXPECT_EQ(order_status(order(3, 0)), 3);
    EXPECT_EQ(order_status(order(0, 1)), 4);
    EXPECT_EQ(order_status(order(1, 1)), 5);
    EXPECT_EQ(order_status(order(2, 1)), 6);
    EXPECT_EQ(order_status(order(3, 1)), 7);
    EXPECT_EQ(order_status(order(0, 2)), 8);
    EXPECT_EQ(order_status(order(4, 1)), 9);
    EXPECT_EQ(order_status(order(4, 0)), 10);
}

TEST(SimulatedSage50Shape, movements_have_numbers) {
    EXPECT_EQ(movement_number("AI"), 1);
    EXPECT_EQ(movement_number("GO"), 4);
    EXPECT_EQ(movement_number("GR"), 7);
    EXPECT_EQ(movement_number("WO"), 10);
    EXPECT_EQ(movement_number("XX"), 0);
}

TEST(SimulatedSage50Shape, words_are_members) {
    const Shape shape = read_shape("STOCK", "id:line notes1..2:s:NOTES_# blank:=\"\" qty:n:QTY");
    ASSERT_EQ(shape.members.size(), 5U);
    EXPECT_EQ(shape.members[0].form, MemberForm::line);
    EXPECT_EQ(shape.members[2].name, "notes2");
    EXPECT_EQ(shape.members[2].column, "NOTES_2");
    EXPECT_EQ(shape.members[3].constant, "\"\"");
    EXPECT_EQ(shape.members[4].form, MemberForm::number);
}

TEST(SimulatedSage50Shape, members_are_shown_in_their_form) {
    Company company;
    Row row;
    row.set("TRAN_NUMBER", "7");
    row.set("STOCK_CODE", "MUG");
    row.set("TYPE", "GO");
    row.set("DATE", "2026-11-18");
    row.set("QUANTITY", "-3");
    row.set("COST_PRICE", "88.2");
    EXPECT_EQ(members_of(company, "searchStock", row),
              R"("tranNumber":7,"stockCode":"MUG","date":"18/11/2026 00:00:00","type":"GO",)"
              R"("costPrice":88.199999999999989,"quantity":-3,"reference":"","details":"")");
    company.behaviours.binary_noise = false;
    EXPECT_EQ(members_of(company, "stock", row),
              R"("stockCode":"MUG","date":"18/11/2026 00:00:00","type":4,"costPrice":88.2,)"
              R"("quantity":3,"reference":"","details":"")");
}

TEST(SimulatedSage50Shape, a_discount_of_nothing_may_leave_something_over) {
    Company company;
    Row line;
    line.set("ITEM_NUMBER", "2");
    line.set("TAX_CODE", "T1");
    line.set("UNIT_PRICE", "2.75");
    const auto shown = [&] { return members_of(company, "salesOrderItem", line); };
    EXPECT_NE(shown().find(R"("discountAmount":-5.6843418860808015e-14)"), std::string::npos);
    EXPECT_NE(shown().find(R"("id":1,)"), std::string::npos);
    EXPECT_NE(shown().find(R"("taxCode":1,)"), std::string::npos);
    EXPECT_NE(shown().find(R"("dueDate":null)"), std::string::npos);
    company.behaviours.binary_noise = false;
    EXPECT_NE(shown().find(R"("discountAmount":0,)"), std::string::npos);
}

TEST(SimulatedSage50Shape, numbers_in_texts_lose_their_blanks) {
    Company company;
    Row row;
    row.set("ORDER_NUMBER", "     32");
    row.set("INVOICE_NUMBER", "85");
    const std::string shown = members_of(company, "searchInvoice", row);
    EXPECT_NE(shown.find(R"("orderNumber":"32")"), std::string::npos);
    EXPECT_NE(shown.find(R"("invoiceNumber":"85")"), std::string::npos);
    EXPECT_NE(shown.find(R"("invoiceTypeCode":0)"), std::string::npos);
    EXPECT_NE(shown.find(R"("quoteExpiryDate":"")"), std::string::npos);
    EXPECT_NE(members_of(company, "salesInvoice", row).find(R"("posted":false)"),
              std::string::npos);
}

}  // namespace
}  // namespace sage::simulated_sage50
