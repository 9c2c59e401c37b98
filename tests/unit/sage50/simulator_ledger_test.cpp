// SPDX-License-Identifier: Apache-2.0
// Plan: a posted invoice in the audit trail, stock out and back, balances; what will not post and
// what remains of it; the switches.
#include "plugins/sage50/simulator_ledger.h"

#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

constexpr std::string_view posting = R"("shouldUpdateLedgers":true,)";

std::string post(SimulatedCompany& company, int type, int quantity, std::string_view more = "") {
    return said(
        company.post("/api/salesInvoice/",
                     invoice_body(type, quantity, std::string(posting) + std::string(more))));
}

TEST(SimulatedSage50Ledger, an_invoice_becomes_a_transaction_and_its_goods_leave) {
    SimulatedCompany company;
    company.behave(R"({"binaryNoise":false})");
    EXPECT_EQ(post(company, 0, 2, R"("carrNet":5,"carrTaxCode":1,"carrNomCode":"4905",)"),
              "SUCCESS");
    EXPECT_EQ(company.stock("LANTERN"), "98/0");
    const Reply header = company.find("/api/search/auditHeaders", "INV_REF", "eq", "1");
    ASSERT_EQ(count(header), 1U);
    EXPECT_EQ(at(header, "/results/0/type"), "SI");
    EXPECT_EQ(at(header, "/results/0/netAmount"), "30");
    EXPECT_EQ(at(header, "/results/0/taxAmount"), "6");
    EXPECT_EQ(at(header, "/results/0/itemCount"), "2");
    EXPECT_EQ(at(header, "/results/0/recordCreateDate"), "28/03/2041 00:00:00") << "rubbish";
    const Reply splits = company.find("/api/searchSplit", "HEADER_NUMBER", "eq", "1");
    ASSERT_EQ(count(splits), 2U);
    EXPECT_EQ(at(splits, "/results/1/nominalCode"), "4905");
    EXPECT_EQ(at(splits, "/results/1/taxCode"), "T1");
    EXPECT_EQ(at(splits, "/results/0/details"), "White lantern");
    EXPECT_EQ(at(company.get("/api/customer/C1"), "/response/balance"), "36");
    EXPECT_EQ(at(company.get("/api/salesInvoice/1"), "/response/posted"), "true");
    EXPECT_EQ(at(company.find("/api/searchStock", "REFERENCE", "eq", "1"), "/results/0/type"),
              "GO");
}

TEST(SimulatedSage50Ledger, the_goods_of_a_product_credit_come_back) {
    SimulatedCompany company;
    EXPECT_EQ(post(company, 3, 3), "SUCCESS");
    EXPECT_EQ(company.stock("LANTERN"), "103/0");
    const Reply header = company.post("/api/search/auditHeaders", "[]");
    EXPECT_EQ(at(header, "/results/0/type"), "SC");
    EXPECT_EQ(at(header, "/results/0/netAmount"), "-37.5") << "signed by its type";
    EXPECT_EQ(at(company.get("/api/customer/C1"), "/response/balance"), "-45");
    EXPECT_EQ(at(company.post("/api/searchStock", "[]"), "/results/0/type"), "GR");
}

TEST(SimulatedSage50Ledger, the_invoice_of_an_order_moves_nothing_again) {
    SimulatedCompany company;
    company.allocated_order();
    company.post("/api/salesOrder/1/complete", "");
    EXPECT_EQ(company.stock("LANTERN"), "98/0");
    company.change(R"({"updateLedgers":[1]})");
    EXPECT_EQ(company.stock("LANTERN"), "98/0");
    EXPECT_EQ(count(company.post("/api/search/auditHeaders", "[]")), 1U);
    company.change(R"({"updateLedgers":[1]})");
    EXPECT_EQ(count(company.post("/api/search/auditHeaders", "[]")), 1U) << "once";
}

TEST(SimulatedSage50Ledger, some_products_move_no_stock) {
    SimulatedCompany company;
    company.change(
        R"({"set":{"table":"STOCK","key":"LANTERN","fields":{"IGNORE_STK_LVL_FLAG":"1"}}})");
    post(company, 0, 2);
    company.change(R"({"set":{"table":"STOCK","key":"LANTERN","fields":
      {"IGNORE_STK_LVL_FLAG":"0","ITEM_TYPE":"1"}}})");
    post(company, 0, 2);
    EXPECT_EQ(company.stock("LANTERN"), "100/0");
}

TEST(SimulatedSage50Ledger, too_little_stock_does_not_post_and_the_invoice_remains) {
    SimulatedCompany company;
    EXPECT_EQ(post(company, 0, 101), "Product LANTERN has not enough free stock");
    EXPECT_EQ(at(company.get("/api/salesInvoice/1"), "/response/posted"), "false")
        << "it was entered all the same";
    KeptTables tables;
    company.keep_tables(tables);
    EXPECT_EQ(tables.value("UPDATE_LEDGER", "INVOICE_NUMBER", "1", "ERROR"),
              "Product LANTERN has not enough free stock");
    company.control("POST", "/control/seed",
                    R"({"locations":[{"id":"HOME","allowNegativeStock":true}]})");
    company.change(R"({"updateLedgers":[1]})");
    EXPECT_EQ(company.stock("LANTERN"), "-1/0");
    EXPECT_EQ(tables.value("UPDATE_LEDGER", "INVOICE_NUMBER", "1", "ERROR"), "none");
}

TEST(SimulatedSage50Ledger, an_invoice_that_does_not_post_may_be_gone) {
    SimulatedCompany company;
    company.behave(R"({"failedUpdateKeepsInvoice":false})");
    EXPECT_EQ(post(company, 0, 101), "Product LANTERN has not enough free stock");
    EXPECT_EQ(count(company.post("/api/searchInvoice", "[]")), 0U);
    EXPECT_EQ(count(company.post("/api/searchInvoiceItem", "[]")), 0U);
}

TEST(SimulatedSage50Ledger, a_change_can_post) {
    SimulatedCompany company;
    company.post("/api/salesInvoice/", invoice_body(0, 1));
    EXPECT_EQ(said(company.patch("/api/salesInvoice/",
                                 R"({"invoiceNumber":1,"shouldUpdateLedgers":true})")),
              "SUCCESS");
    EXPECT_EQ(company.stock("LANTERN"), "99/0");
}

TEST(SimulatedSage50Ledger, nothing_is_posted_to_a_closed_day_or_for_a_held_account) {
    SimulatedCompany company;
    company.behave(R"({"lockDateStopsDocuments":false})");
    company.change(R"({"closedUntil":"2026-11-18"})");
    EXPECT_EQ(post(company, 0, 1), "The ledger is closed on this date (SDO error 49)");
    company.change(R"({"closedUntil":""})");
    company.change(
        R"({"set":{"table":"SALES_LEDGER","key":"C1","fields":{"ACCOUNT_ON_HOLD":"1"}}})");
    company.change(R"({"updateLedgers":[1]})");
    EXPECT_EQ(at(company.get("/api/salesInvoice/1"), "/response/posted"), "false");
}

TEST(SimulatedSage50Ledger, invoices_of_nothing_are_refused_or_posted) {
    SimulatedCompany company;
    constexpr std::string_view free = R"({"customerAccountRef":"C1","shouldUpdateLedgers":true,
      "invoiceItems":[{"stockCode":"MUG","quantity":1,"unitPrice":0,"nominal":"4000"}]})";
    EXPECT_EQ(said(company.post("/api/salesInvoice/", free)),
              "The net value is zero (SDO error 78)");
    company.behave(R"({"refuseZeroInvoices":false})");
    EXPECT_EQ(said(company.post("/api/salesInvoice/", free)), "SUCCESS");
    EXPECT_EQ(company.stock("MUG"), "9/0");
}

}  // namespace
}  // namespace sage::test
