// SPDX-License-Identifier: Apache-2.0
// Plan: documents in neutral words, page by page; stock; settings.
#include "plugins/sage50/simulator_control.h"

#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

TEST(SimulatedSage50Control, documents_are_shown_in_the_order_in_which_they_were_made) {
    SimulatedCompany company;
    company.allocated_order();
    company.post("/api/salesOrder/1/complete", "");
    company.post("/api/salesInvoice/", invoice_body(3, 1, R"("notes3":"WREF",)"));
    company.post("/api/stock", R"({"stockCode":"MUG","quantity":2,"type":2,"reference":"M-1"})");
    const Reply all = company.control("GET", "/control/documents");
    ASSERT_EQ(count(all, "/documents"), 4U);
    EXPECT_EQ(at(all, "/documents/0/type"), "Sales Order");
    EXPECT_EQ(at(all, "/documents/0/effect"), "shipment");
    EXPECT_EQ(at(all, "/documents/0/lines/1/despatched"), "3");
    EXPECT_EQ(at(all, "/documents/1/type"), "Sales Invoice");
    EXPECT_EQ(at(all, "/documents/1/order"), "1");
    EXPECT_EQ(at(all, "/documents/1/total"), "47.96");
    EXPECT_EQ(at(all, "/documents/2/effect"), "credit");
    EXPECT_EQ(at(all, "/documents/2/externalReference"), "WREF");
    EXPECT_EQ(at(all, "/documents/2/total"), "15.00");
    EXPECT_EQ(at(all, "/documents/3/effect"), "stock_decrease");
    EXPECT_EQ(at(all, "/documents/3/lines/0/quantity"), "2");
    EXPECT_EQ(at(all, "/next"), "null");
    EXPECT_EQ(at(all, "/documents/0/fields/NAME"), "");
}

TEST(SimulatedSage50Control, what_was_set_aside_and_what_left_is_shown_where_it_is_asked_for) {
    SimulatedCompany company;
    company.order();
    EXPECT_EQ(said(company.post("/api/salesOrderPartialAllocation",
                                R"({"orderNumber":1,"items":[{"itemId":1,"allocate":2}]})")),
              "SUCCESS");
    EXPECT_EQ(said(company.post("/api/salesOrderPartialDespatch",
                                R"({"orderNumber":1,"items":[{"itemId":1,"despatch":1}]})")),
              "SUCCESS");
    EXPECT_EQ(said(company.post("/api/salesOrder/1/fullyAllocate", "")), "SUCCESS");
    EXPECT_EQ(said(company.post("/api/salesOrder/1/complete", "")), "SUCCESS");
    const Reply all = company.control("GET", "/control/documents?despatches=1");
    ASSERT_EQ(count(all, "/documents"), 5U) << "and no invoice that Sage made itself";
    EXPECT_EQ(at(all, "/documents/1/type"), "Sales Order Allocation");
    EXPECT_EQ(at(all, "/documents/1/key"), "1/1:2");
    EXPECT_EQ(at(all, "/documents/1/lines/0/quantity"), "2");
    EXPECT_EQ(at(all, "/documents/2/type"), "Sales Order Despatch");
    EXPECT_EQ(at(all, "/documents/2/key"), "1/1:1");
    EXPECT_EQ(at(all, "/documents/3/key"), "1/2:3") << "nothing more of the first line";
    EXPECT_EQ(at(all, "/documents/4/key"), "1/1:2");
    EXPECT_EQ(at(all, "/documents/4/number"), "1");
    EXPECT_EQ(count(all, "/documents/4/lines"), 2U);
    const Reply rest = company.control(
        "GET", "/control/documents?despatches=1&after=" + at(all, "/documents/2/position"));
    EXPECT_EQ(count(rest, "/documents"), 2U);
}

TEST(SimulatedSage50Control, documents_come_in_pages_and_with_their_columns) {
    SimulatedCompany company;
    company.order();
    company.order();
    const Reply first = company.control("GET", "/control/documents?limit=1&fields=1");
    EXPECT_EQ(count(first, "/documents"), 1U);
    EXPECT_EQ(at(first, "/documents/0/fields/NAME"), "Acme Gifts");
    EXPECT_EQ(at(first, "/documents/0/lines/0/fields/ITEMID"), "1");
    const Reply second = company.control("GET", "/control/documents?after=" + at(first, "/next"));
    EXPECT_EQ(at(second, "/documents/0/key"), "2");
    for (const char* const wrong :
         {"limit=0", "after=x", "colour=red", "fields=2", "despatches=2", "%"}) {
        EXPECT_EQ(company.control("GET", std::string("/control/documents?") + wrong).status, 400);
    }
}

TEST(SimulatedSage50Control, deleted_documents_are_not_shown) {
    SimulatedCompany company;
    company.order();
    company.change(R"({"remove":{"table":"SALES_ORDER","key":"1"}})");
    EXPECT_EQ(count(company.control("GET", "/control/documents"), "/documents"), 0U);
}

TEST(SimulatedSage50Control, stock_and_settings_are_told) {
    SimulatedCompany company;
    company.allocated_order();
    const Reply stock = company.control("GET", "/control/stock");
    EXPECT_EQ(at(stock, "/stock/0/item"), "LANTERN");
    EXPECT_EQ(at(stock, "/stock/0/quantity"), "100");
    EXPECT_EQ(at(stock, "/stock/0/allocated"), "2");
    const Reply settings = company.control("GET", "/control/settings");
    EXPECT_EQ(at(settings, "/secrets/sage50.auth_token"), "simulated-auth-token");
    EXPECT_EQ(at(settings, "/settings/companyId"), "C4C463BE-0000-4A7D-A23B-D1A92B8DCB59");
    EXPECT_EQ(at(settings, "/settings/nominalCodes/1/set/nominalCode"), "4000");
    KeptTables tables;
    company.keep_tables(tables);
    EXPECT_EQ(at(company.control("GET", "/control/tables"), "/file"), "memory");
}

}  // namespace
}  // namespace sage::test
