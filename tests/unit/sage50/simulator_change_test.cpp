// SPDX-License-Identifier: Apache-2.0
// Plan: records added, changed, doubled and deleted by hand; another version; wrong changes.
#include "plugins/sage50/simulator_seed.h"

#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

TEST(SimulatedSage50Change, records_are_changed_by_column) {
    SimulatedCompany company;
    company.order();
    company.change(R"({"set":{"table":"SALES_ORDER","key":"1","fields":{"NOTES_3":"by hand"}}})");
    EXPECT_EQ(at(company.get("/api/salesOrder/1"), "/response/notes3"), "by hand");
    company.change(R"({"add":{"table":"DEPARTMENT","fields":{"NUMBER":"7","NAME":"Web"}}})");
    EXPECT_EQ(at(company.get("/api/department"), "/results/3/name"), "Web");
}

TEST(SimulatedSage50Change, documents_are_doubled_under_the_next_number) {
    SimulatedCompany company;
    company.order();
    company.change(R"({"duplicate":{"table":"SALES_ORDER","key":"1"}})");
    EXPECT_EQ(count(company.get("/api/salesOrder/2"), "/response/invoiceItems"), 2U);
    EXPECT_EQ(at(company.get("/api/salesOrder/2"), "/response/customerOrderNumber"), "PO-1");
    company.post("/api/salesInvoice/", invoice_body(0, 1));
    company.change(R"({"duplicate":{"table":"INVOICE","key":"1"}})");
    EXPECT_EQ(at(company.get("/api/salesInvoice/2"), "/response/itemsNet"), "12.5");
    company.post("/api/stock", R"({"stockCode":"MUG","quantity":1,"type":1,"reference":"A"})");
    company.change(R"({"duplicate":{"table":"STOCK_TRAN","key":"MUG"}})");
    EXPECT_EQ(at(company.find("/api/searchStock", "REFERENCE", "eq", "A"), "/results/1/tranNumber"),
              "2");
}

TEST(SimulatedSage50Change, deleted_documents_are_not_read_any_more) {
    SimulatedCompany company;
    company.post("/api/salesInvoice/", invoice_body(0, 1));
    company.change(R"({"remove":{"table":"INVOICE","key":"1"}})");
    EXPECT_EQ(said(company.get("/api/salesInvoice/1")), "1 was not found");
    EXPECT_EQ(at(company.post("/api/searchInvoice", "[]"), "/results/0/recordDeleted"), "1");
    company.behave(R"({"deletedRowsRemain":false})");
    company.post("/api/salesInvoice/", invoice_body(0, 1));
    company.change(R"({"remove":{"table":"INVOICE","key":"2"}})");
    EXPECT_EQ(count(company.post("/api/searchInvoice", "[]")), 1U);
}

TEST(SimulatedSage50Change, the_installation_becomes_another) {
    SimulatedCompany company;
    company.change(
        R"({"installation":{"sageVersion":"29","apiVersion":"1.20.0.0","authToken":"other"}})");
    EXPECT_EQ(company.get("/api/status").status, 403);
    const Reply status = company.raw({"GET", "/api/status", {{"AuthToken", "other"}}, ""});
    EXPECT_EQ(at(status, "/response/sageVersion"), "29.0");
    EXPECT_EQ(at(status, "/response/apiVersion"), "1.20.0.0");
}

TEST(SimulatedSage50Change, the_installation_leads_to_another_company) {
    SimulatedCompany company;
    company.change(R"({"installation":{"companyId":"LIVE"}})");
    EXPECT_EQ(at(company.get("/api/company"), "/response/companyId"), "LIVE");
}

TEST(SimulatedSage50Change, wrong_changes_are_refused) {
    SimulatedCompany company;
    for (const char* const wrong :
         {"[]", "{}", R"({"set":1})", R"({"nothing":{}})", R"({"set":{"table":"NONE"}})",
          R"({"set":{"table":"STOCK","key":"NONE","fields":{}}})",
          R"({"set":{"table":"STOCK","key":"MUG"}})",
          R"({"set":{"table":"STOCK","key":"MUG","fields":{"COLOUR":"red"}}})",
          R"({"set":{"table":"STOCK","key":"MUG","fields":{"STOCK_CODE":"CUP"}}})",
          R"({"set":{"table":"STOCK","position":1,"fields":{}}})",
          R"({"add":{"table":"STOCK","fields":{"STOCK_CODE":1}}})",
          R"({"installation":{"logonError":70}})", R"({"installation":{"colour":"red"}})",
          R"({"busy":[1]})", R"({"updateLedgers":[7]})", R"({"closedUntil":1})"}) {
        EXPECT_EQ(company.control("POST", "/control/change", wrong).status, 400) << wrong;
    }
}

}  // namespace
}  // namespace sage::test
