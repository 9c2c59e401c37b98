// SPDX-License-Identifier: Apache-2.0
// Plan: parts and whole orders: stock, movements, notes, invoices, statuses; what has to be
// allocated; the headers and switches.
#include "plugins/sage50/simulator_despatch.h"

#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

std::string part(SimulatedCompany& company, std::string_view items) {
    return said(company.post("/api/salesOrderPartialDespatch",
                             R"({"orderNumber":1,"items":[)" + std::string(items) + "]}"));
}

TEST(SimulatedSage50Despatch, a_whole_order_leaves_with_a_note_movements_and_an_invoice) {
    SimulatedCompany company;
    company.allocated_order();
    const Reply done = company.post("/api/salesorder/1/complete", "");
    EXPECT_EQ(at(done, "/response"), "1") << "the number of the invoice";
    EXPECT_EQ(company.stock("LANTERN"), "98/0");
    EXPECT_EQ(at(company.get("/api/salesOrder/1"), "/response/status"), "8");
    const Reply notes = company.find("/api/searchDispatch", "ORDER_NUMBER", "eq", "1");
    ASSERT_EQ(count(notes), 2U);
    EXPECT_EQ(at(notes, "/results/1/orderItem"), "1");
    EXPECT_EQ(at(notes, "/results/1/qtyDispatched"), "3");
    EXPECT_EQ(at(notes, "/results/1/gdnNumber"), "1");
    const Reply moved = company.find("/api/searchStock", "STOCK_CODE", "eq", "MUG");
    EXPECT_EQ(at(moved, "/results/0/type"), "GO");
    EXPECT_EQ(at(moved, "/results/0/quantity"), "-3") << "signed in this reply";
    EXPECT_EQ(at(company.get("/api/stock/MUG"), "/results/0/quantity"), "3") << "not in that one";
    EXPECT_EQ(at(company.get("/api/stock/MUG"), "/results/0/type"), "4");
    const Reply invoice = company.get("/api/salesInvoice/1");
    EXPECT_EQ(at(invoice, "/response/invoiceTypeCode"), "1");
    EXPECT_EQ(at(invoice, "/response/orderNumber"), "1");
    EXPECT_EQ(at(invoice, "/response/itemsNet"), "39.97");
    EXPECT_EQ(at(invoice, "/response/posted"), "false");
    EXPECT_EQ(at(company.post("/api/searchSalesOrder", "[]"), "/results/0/invoiceRef"), "1");
    EXPECT_EQ(said(company.post("/api/salesorder/1/complete", "")), "Sales order 1 is complete");
}

TEST(SimulatedSage50Despatch, the_invoice_may_have_its_own_date) {
    SimulatedCompany company;
    company.allocated_order();
    EXPECT_EQ(
        said(company.post("/api/salesOrderComplete", R"({"orderNumber":1,"date":"01/11/2026"})")),
        "SUCCESS");
    EXPECT_EQ(at(company.get("/api/salesInvoice/1"), "/response/invoiceDate"), "01/11/2026");
    EXPECT_NE(said(company.post("/api/salesOrderComplete", R"({"orderNumber":1,"date":"x"})")),
              "SUCCESS");
}

TEST(SimulatedSage50Despatch, a_header_asks_for_the_number_of_the_note) {
    SimulatedCompany company;
    company.post("/api/salesInvoice/", invoice_body(0, 1));
    company.allocated_order();
    company.allocated_order();
    const auto complete = [&](const std::string& order) {
        return at(
            company.send("POST", "/api/salesOrder/" + order + "/complete", "", {{"gdn", "true"}}),
            "/response");
    };
    EXPECT_EQ(complete("1"), "1") << "note 1, invoice 2";
    company.change(R"({"installation":{"apiVersion":"1.24.9.0"}})");
    EXPECT_EQ(complete("2"), "3") << "older than that header: the invoice";
}

TEST(SimulatedSage50Despatch, only_whole_orders_of_stock_items_are_completed) {
    SimulatedCompany company;
    company.order();
    EXPECT_EQ(said(company.post("/api/salesOrder/1/complete", "")),
              "The order is not fully allocated");
    company.post("/api/salesOrder/",
                 R"({"customerAccountRef":"C1","invoiceItems":[
                     {"stockCode":"S1","quantity":1,"unitPrice":1,"nominal":"4000"}]})");
    EXPECT_EQ(said(company.post("/api/salesOrder/2/complete", "")),
              "The order has items that are no stock items");
    EXPECT_EQ(said(company.post("/api/salesOrder/3/complete", "")), "Sales order 3 was not found");
    EXPECT_EQ(company.stock("LANTERN"), "100/0");
}

TEST(SimulatedSage50Despatch, parts_leave_with_an_invoice_each) {
    SimulatedCompany company;
    company.allocated_order();
    EXPECT_EQ(part(company, R"({"itemId":2,"despatch":1})"), "SUCCESS");
    EXPECT_EQ(company.stock("MUG"), "9/2");
    EXPECT_EQ(at(company.get("/api/salesOrder/1"), "/response/status"), "6");
    EXPECT_EQ(at(company.get("/api/salesInvoice/1"), "/response/itemsNet"), "4.99");
    EXPECT_EQ(
        at(company.find("/api/searchSopItem", "ITEMID", "eq", "2"), "/results/0/qtyDelivered"),
        "1");
    EXPECT_EQ(at(company.post("/api/salesOrder/1/complete", ""), "/response"), "2");
    EXPECT_EQ(at(company.get("/api/salesInvoice/2"), "/response/itemsNet"), "34.98");
    EXPECT_EQ(company.stock("MUG"), "7/0");
}

TEST(SimulatedSage50Despatch, parts_may_leave_without_an_invoice) {
    SimulatedCompany company;
    company.behave(R"({"partialDespatchInvoices":false})");
    company.allocated_order();
    EXPECT_EQ(part(company, R"({"itemId":1,"despatch":2},{"itemId":2,"despatch":3})"), "SUCCESS");
    EXPECT_EQ(at(company.get("/api/salesOrder/1"), "/response/status"), "8");
    EXPECT_EQ(count(company.post("/api/searchInvoice", "[]")), 0U);
}

TEST(SimulatedSage50Despatch, no_more_leaves_than_is_allocated) {
    SimulatedCompany company;
    company.allocated_order();
    EXPECT_EQ(part(company, R"({"itemId":1,"despatch":3})"),
              "Item 1: More than is allocated, or nothing");
    EXPECT_EQ(part(company, R"({"itemId":1,"despatch":1},{"itemId":1,"despatch":2})"),
              "Item 1: More than is allocated, or nothing");
    EXPECT_EQ(part(company, R"({"itemId":1,"despatch":0})"),
              "Item 1: More than is allocated, or nothing");
    EXPECT_EQ(part(company, R"({"itemId":9,"despatch":1})"), "Item 9: The order has no such item");
    EXPECT_EQ(part(company, ""), "There are no items");
    EXPECT_EQ(company.stock("LANTERN"), "100/2");
}

TEST(SimulatedSage50Despatch, a_part_has_its_share_of_a_discount) {
    SimulatedCompany company;
    company.post("/api/salesOrder/",
                 R"({"customerAccountRef":"C1","carrNet":5,"carrTax":1,"invoiceItems":[
                  {"stockCode":"MUG","quantity":3,"unitPrice":10,"netAmount":25,"nominal":"4000"},
                  {"stockCode":"LANTERN","quantity":2,"unitPrice":10,"discount":10,
                   "nominal":"4000"}]})");
    company.post("/api/salesOrder/1/fullyAllocate", "");
    part(company, R"({"itemId":1,"despatch":1},{"itemId":2,"despatch":1})");
    const Reply first = company.get("/api/salesInvoice/1");
    EXPECT_EQ(at(first, "/response/invoiceItems/0/netAmount"), "8.33");
    EXPECT_EQ(at(first, "/response/invoiceItems/1/netAmount"), "9");
    EXPECT_EQ(at(first, "/response/carrNet"), "5") << "carriage is on the first";
    company.post("/api/salesOrder/1/complete", "");
    EXPECT_EQ(at(company.get("/api/salesInvoice/2"), "/response/carrNet"), "0");
}

TEST(SimulatedSage50Despatch, a_closed_day_stops_the_invoice_unless_the_switch_says_so) {
    SimulatedCompany company;
    company.allocated_order();
    company.change(R"({"closedUntil":"2026-10-31"})");
    constexpr std::string_view early = R"({"orderNumber":1,"date":"31/10/2026"})";
    EXPECT_EQ(said(company.post("/api/salesOrderComplete", early)),
              "The ledger is closed on this date (SDO error 49)");
    company.behave(R"({"lockDateStopsDocuments":false})");
    EXPECT_EQ(said(company.post("/api/salesOrderComplete", early)), "SUCCESS");
}

}  // namespace
}  // namespace sage::test
