// SPDX-License-Identifier: Apache-2.0
// Plan: invoices and credits: numbers, what the customer fills in, changes, consignment; the
// switches. Posting is simulator_ledger_test.cpp.
#include "plugins/sage50/simulator_invoices.h"

#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

std::string create(SimulatedCompany& company, int type, std::string_view more = "") {
    return at(company.post("/api/salesInvoice/", invoice_body(type, 2, more)), "/response");
}

std::string read(SimulatedCompany& company, std::string_view number, std::string_view member) {
    return at(company.get("/api/salesInvoice/" + std::string(number)),
              "/response/" + std::string(member));
}

TEST(SimulatedSage50Invoices, an_invoice_is_entered_and_moves_nothing) {
    SimulatedCompany company;
    EXPECT_EQ(create(company, 0), "1");
    EXPECT_EQ(read(company, "1", "itemsNet"), "25");
    EXPECT_EQ(read(company, "1", "posted"), "false");
    EXPECT_EQ(read(company, "1", "paymentDueDate"), "18/12/2026");
    EXPECT_EQ(company.stock("LANTERN"), "100/0");
    const Reply row = company.find("/api/searchInvoice", "INVOICE_NUMBER", "eq", "1");
    EXPECT_EQ(at(row, "/results/0/invoiceNumber"), "1");
    EXPECT_EQ(at(row, "/results/0/invoiceType"), "Product Invoice");
    EXPECT_EQ(at(row, "/results/0/postedCode"), "0");
    EXPECT_EQ(count(company.find("/api/searchInvoiceItem", "INVOICE_NUMBER", "eq", "1")), 1U);
}

TEST(SimulatedSage50Invoices, credits_have_numbers_of_their_own_or_share_them) {
    SimulatedCompany company;
    EXPECT_EQ(create(company, 0), "1");
    EXPECT_EQ(create(company, 3), "5001");
    EXPECT_EQ(read(company, "5001", "invoiceTypeCode"), "3");
    company.behave(R"({"separateCreditNumbers":false})");
    EXPECT_EQ(create(company, 3), "2");
    EXPECT_EQ(at(company.find("/api/searchInvoice", "INVOICE_NUMBER", "eq", "2"),
                 "/results/0/invoiceOrCredit"),
              "Credit");
}

TEST(SimulatedSage50Invoices, the_customers_analysis_is_filled_in) {
    SimulatedCompany company;
    company.change(R"({"set":{"table":"SALES_LEDGER","key":"C1","fields":
      {"ANALYSIS_1":"Trade","ANALYSIS_2":"George"}}})");
    create(company, 0, R"("analysis2":"1Z999",)");
    EXPECT_EQ(read(company, "1", "analysis1"), "Trade");
    EXPECT_EQ(read(company, "1", "analysis2"), "1Z999");
    company.order();
    EXPECT_EQ(at(company.get("/api/salesOrder/1"), "/response/analysis1"), "");
}

TEST(SimulatedSage50Invoices, an_order_number_is_a_text_of_seven_characters) {
    SimulatedCompany company;
    create(company, 0, R"("orderNumber":"Test",)");
    EXPECT_EQ(read(company, "1", "orderNumber"), "Test");
    EXPECT_EQ(said(company.post("/api/salesInvoice/",
                                invoice_body(0, 1, R"("orderNumber":"12345678",)"))),
              "orderNumber: More than 7 characters");
    create(company, 0, R"("orderNumber":12,)");
    EXPECT_EQ(count(company.find("/api/searchInvoice", "ORDER_NUMBER", "eq", "     12")), 1U);
}

TEST(SimulatedSage50Invoices, wrong_ones_are_refused) {
    SimulatedCompany company;
    EXPECT_EQ(said(company.post("/api/salesInvoice/", invoice_body(6, 1))),
              "invoiceTypeCode: This is not simulated");
    EXPECT_EQ(said(company.post("/api/salesInvoice/", R"({"customerAccountRef":"C1"})")),
              "invoiceItems: There are no items");
    EXPECT_EQ(said(company.post("/api/salesInvoice/", invoice_body(2, 1))),
              "The stock code is of the wrong type (SDO error 90): LANTERN");
    EXPECT_EQ(said(company.post("/api/salesInvoice/", invoice_body(0, 1, R"("carrNomCode":"1",)"))),
              "The nominal code is invalid (SDO error 65): 1");
}

TEST(SimulatedSage50Invoices, a_closed_day_stops_them_unless_the_switch_says_so) {
    SimulatedCompany company;
    company.change(R"({"closedUntil":"2026-11-18"})");
    EXPECT_EQ(said(company.post("/api/salesInvoice/", invoice_body(0, 1))),
              "The ledger is closed on this date (SDO error 49)");
    company.behave(R"({"lockDateStopsDocuments":false})");
    EXPECT_EQ(create(company, 0), "1");
    company.change(R"({"closedUntil":""})");
    EXPECT_EQ(create(company, 0), "2");
}

TEST(SimulatedSage50Invoices, consignment_is_not_kept_kept_or_refused) {
    SimulatedCompany company;
    constexpr std::string_view tracking = R"("consignmentRef":"1Z","courierNumber":1,)";
    create(company, 0, tracking);
    EXPECT_EQ(read(company, "1", "consignmentRef"), "") << "silently";
    company.behave(R"({"invoiceConsignment":1})");
    create(company, 0, tracking);
    EXPECT_EQ(read(company, "2", "consignmentRef"), "1Z");
    EXPECT_EQ(read(company, "2", "courierNumber"), "1");
    company.behave(R"({"invoiceConsignment":2})");
    EXPECT_EQ(said(company.post("/api/salesInvoice/", invoice_body(0, 1, tracking))),
              "There is no field consignmentRef or courierNumber");
}

TEST(SimulatedSage50Invoices, a_change_leaves_what_it_does_not_name) {
    SimulatedCompany company;
    create(company, 0, R"("notes1":"one","orderNumber":"32",)");
    EXPECT_EQ(said(company.patch("/api/salesInvoice/",
                                 R"({"invoiceNumber":1,"notes2":"two","notes1":""})")),
              "SUCCESS");
    EXPECT_EQ(read(company, "1", "notes1"), "");
    EXPECT_EQ(read(company, "1", "notes2"), "two");
    EXPECT_EQ(read(company, "1", "orderNumber"), "32");
    EXPECT_EQ(read(company, "1", "itemsNet"), "25");
    EXPECT_EQ(said(company.patch("/api/salesInvoice/", R"({"invoiceNumber":9})")),
              "Invoice 9 was not found");
    company.patch("/api/salesInvoice/",
                  R"({"invoiceNumber":1,"invoiceItems":[
                      {"stockCode":"MUG","quantity":1,"unitPrice":1,"nominal":"4000"}]})");
    EXPECT_EQ(read(company, "1", "itemsNet"), "1");
    company.behave(R"({"patchAppendsLines":true})");
    company.patch("/api/salesInvoice/",
                  R"({"invoiceNumber":1,"invoiceItems":[
                      {"stockCode":"MUG","quantity":1,"unitPrice":1,"nominal":"4000"}]})");
    EXPECT_EQ(read(company, "1", "itemsNet"), "2");
}

TEST(SimulatedSage50Invoices, a_posted_invoice_cannot_be_changed_unless_the_switch_says_so) {
    SimulatedCompany company;
    create(company, 0, R"("shouldUpdateLedgers":true,)");
    constexpr std::string_view change = R"({"invoiceNumber":1,"notes1":"late"})";
    EXPECT_EQ(said(company.patch("/api/salesInvoice/", change)), "Invoice 1 is posted");
    company.behave(R"({"patchPostedInvoice":true})");
    EXPECT_EQ(said(company.patch("/api/salesInvoice/", change)), "SUCCESS");
    EXPECT_EQ(read(company, "1", "notes1"), "late");
}

}  // namespace
}  // namespace sage::test
