// SPDX-License-Identifier: Apache-2.0
// Plan: an order is numbered and read back; refused without items; changed until it is allocated;
// the switches.
#include "plugins/sage50/simulator_orders.h"

#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

TEST(SimulatedSage50Orders, sage_numbers_orders_and_lines) {
    SimulatedCompany company;
    EXPECT_EQ(company.order(), "1");
    EXPECT_EQ(company.order(), "2") << "the same once more is another";
    const Reply order = company.get("/api/salesOrder/2");
    EXPECT_EQ(at(order, "/response/orderNumber"), "2");
    EXPECT_EQ(at(order, "/response/status"), "0");
    EXPECT_EQ(at(order, "/response/orderDate"), "18/11/2026");
    EXPECT_EQ(at(order, "/response/currency"), "0") << "as that reply shows the base currency";
    EXPECT_EQ(at(order, "/response/invoiceItems/1/itemId"), "4");
    EXPECT_EQ(at(order, "/response/invoiceItems/1/id"), "1");
    const Reply row = company.find("/api/searchSalesOrder", "CUST_ORDER_NUMBER", "eq", "PO-1");
    EXPECT_EQ(count(row), 2U);
    EXPECT_EQ(at(row, "/results/0/orderNumber"), "1");
    EXPECT_EQ(at(row, "/results/0/currency"), "1");
    EXPECT_EQ(at(row, "/results/0/allocationStatus"), "0");
    const Reply line = company.find("/api/searchSopItem", "ORDER_NUMBER", "eq", "1");
    EXPECT_EQ(at(line, "/results/0/id"), "0");
    EXPECT_EQ(at(line, "/results/0/qtyYetToDispatch"), "2");
    EXPECT_EQ(at(line, "/results/0/deptName"), "Default");
}

TEST(SimulatedSage50Orders, wrong_ones_are_refused) {
    SimulatedCompany company;
    const auto refusal = [&](std::string_view body) {
        return said(company.post("/api/salesOrder/", body));
    };
    EXPECT_EQ(refusal(R"({"customerAccountRef":"C1"})"), "invoiceItems: There are no items");
    EXPECT_EQ(refusal(R"({"customerAccountRef":"C1","orderNumber":7,"invoiceItems":[]})"),
              "orderNumber: Sage numbers orders itself");
    EXPECT_EQ(refusal(R"({"customerAccountRef":"C1","courierNumber":101,"invoiceItems":[]})"),
              "courierNumber: There is no such courier");
    EXPECT_EQ(refusal(R"({"customerAccountRef":"C1","carrTaxCode":100,"invoiceItems":[]})"),
              "carrTaxCode: There is no such tax code");
    EXPECT_EQ(refusal(R"({"customerAccountRef":"C1","carrNomCode":"1","invoiceItems":[]})"),
              "The nominal code is invalid (SDO error 65): 1");
}

TEST(SimulatedSage50Orders, what_is_missing_in_a_change_stays_and_an_empty_text_clears) {
    SimulatedCompany company;
    company.order();
    EXPECT_EQ(said(company.patch("/api/salesorder/",
                                 R"({"orderNumber":1,"consignmentRef":"1Z","courierNumber":1,
                                     "customerOrderNumber":"","notes1":null,"currency":-1})")),
              "SUCCESS");
    const Reply order = company.get("/api/salesOrder/1");
    EXPECT_EQ(at(order, "/response/consignmentRef"), "1Z");
    EXPECT_EQ(at(order, "/response/customerOrderNumber"), "");
    EXPECT_EQ(count(order, "/response/invoiceItems"), 2U);
    EXPECT_EQ(at(company.post("/api/searchSalesOrder", "[]"), "/results/0/courierName"),
              "Royal Mail");
    EXPECT_EQ(said(company.patch("/api/salesorder/", R"({"orderNumber":9})")),
              "Sales order 9 was not found");
}

TEST(SimulatedSage50Orders, items_of_a_change_replace_those_that_were_there_or_come_to_them) {
    SimulatedCompany company;
    constexpr std::string_view change = R"({"orderNumber":1,"invoiceItems":[
      {"stockCode":"MUG","quantity":1,"unitPrice":2,"nominal":"4000","taxCode":0}]})";
    company.order();
    company.patch("/api/salesorder/", change);
    EXPECT_EQ(count(company.get("/api/salesOrder/1"), "/response/invoiceItems"), 1U);
    EXPECT_EQ(at(company.get("/api/salesOrder/1"), "/response/itemsNet"), "2");
    company.behave(R"({"patchAppendsLines":true})");
    company.patch("/api/salesorder/", change);
    EXPECT_EQ(count(company.get("/api/salesOrder/1"), "/response/invoiceItems"), 2U);
    EXPECT_EQ(at(company.get("/api/salesOrder/1"), "/response/itemsNet"), "4");
}

TEST(SimulatedSage50Orders, an_allocated_order_cannot_be_changed_since_that_version) {
    SimulatedCompany company;
    company.allocated_order();
    constexpr std::string_view change = R"({"orderNumber":1,"notes1":"late"})";
    EXPECT_EQ(said(company.patch("/api/salesorder/", change)),
              "The order is allocated or despatched and cannot be changed");
    company.change(R"({"installation":{"apiVersion":"1.22.1.0"}})");
    EXPECT_EQ(said(company.patch("/api/salesorder/", change)), "SUCCESS");
    EXPECT_EQ(at(company.get("/api/salesOrder/1"), "/response/notes1"), "late");
}

}  // namespace
}  // namespace sage::test
