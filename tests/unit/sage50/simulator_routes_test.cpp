// SPDX-License-Identifier: Apache-2.0
// Plan: paths in any case, with and without a slash at the end; what there is not; reading each
// kind of record; log-ins that fail, and the backup.
#include "plugins/sage50/simulator_routes.h"

#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

using simulated_sage50::operation_of;

TEST(SimulatedSage50Routes, paths_are_found_in_any_case) {
    EXPECT_EQ(operation_of("PATCH", "/api/salesorder/"), "Patch Sales Order");
    EXPECT_EQ(operation_of("PATCH", "/api/salesOrder"), "Patch Sales Order");
    EXPECT_EQ(operation_of("GET", "/API/TAXCODE"), "Get Tax Codes");
    EXPECT_EQ(operation_of("POST", "/api/salesOrder/7/complete"), "Complete Sales Order");
    EXPECT_EQ(operation_of("POST", "/api/salesOrderComplete"), "Complete Sales Order");
    EXPECT_EQ(operation_of("DELETE", "/api/salesOrder/7"), "");
}

TEST(SimulatedSage50Routes, what_there_is_not_is_answered_by_the_web_server) {
    SimulatedCompany company;
    EXPECT_EQ(company.get("/api/nothing").status, 404);
    EXPECT_EQ(company.send("DELETE", "/api/taxCode").status, 405);
    EXPECT_EQ(company.get("/").status, 404);
}

TEST(SimulatedSage50Routes, records_are_read_one_by_one) {
    SimulatedCompany company;
    EXPECT_EQ(at(company.get("/api/customer/c1"), "/response/accountRef"), "C1");
    EXPECT_EQ(at(company.get("/api/product/MUG?x=1"), "/response/taxCode"), "1");
    EXPECT_EQ(
        at(company.find("/api/searchProduct", "STOCK_CODE", "eq", "MUG"), "/results/0/taxCode"),
        "T1");
    EXPECT_EQ(said(company.get("/api/customer/NOBODY")), "NOBODY was not found");
    EXPECT_EQ(said(company.get("/api/salesOrder/x")), "x was not found");
    EXPECT_EQ(said(company.get("/api/salesInvoice/7")), "7 was not found");
    EXPECT_EQ(said(company.get("/api/stock/NOTHING")), "NOTHING was not found");
    EXPECT_EQ(company.get("/api/system/version").body, R"("1.25.0.0")");
}

TEST(SimulatedSage50Routes, delivery_addresses_are_read_by_their_number) {
    SimulatedCompany company;
    company.change(R"({"add":{"table":"SALES_DEL_ADDR","fields":{"REFERENCE":"C1      0002",
      "ACCOUNT_REF":"C1","ADDRESS_REF":"2","NAME":"Acme North","TAX_CODE":"1"}}})");
    EXPECT_EQ(at(company.get("/api/customerAddress/C1/2"), "/response/name"), "Acme North");
    EXPECT_EQ(said(company.get("/api/customerAddress/C1/3")), "The address was not found");
    EXPECT_EQ(count(company.find("/api/searchCustomerAddress", "ACCOUNT_REF", "eq", "C1")), 1U);
}

TEST(SimulatedSage50Routes, the_status_tells_of_versions_and_log_ins) {
    SimulatedCompany company;
    const Reply fine = company.get("/api/status");
    EXPECT_EQ(at(fine, "/response/apiVersion"), "1.25.0.0");
    EXPECT_EQ(at(fine, "/response/sageVersion"), "31.1");
    EXPECT_EQ(at(fine, "/response/sdoStatusOk"), "true");
    for (const int error : {21, 22, 23, 24, 25, 26, 30, 31, 48, 91, 94}) {
        company.change(R"({"installation":{"logonError":)" + std::to_string(error) + "}}");
        EXPECT_EQ(at(company.get("/api/status"), "/response/sdoStatusOk"), "false");
        EXPECT_NE(said(company.get("/api/taxCode")).find("SDO error " + std::to_string(error)),
                  std::string::npos);
        EXPECT_NE(said(company.post("/api/salesOrder/", order_body)), "SUCCESS");
    }
    company.change(R"({"installation":{"logonError":0}})");
    EXPECT_EQ(company.order(), "1") << "nothing was carried out meanwhile";
}

TEST(SimulatedSage50Routes, the_backup_shuts_everyone_out_for_its_time) {
    SimulatedCompany company;  // at 11:06
    company.behave(R"({"backupFromMinute":666,"backupUntilMinute":667})");
    EXPECT_EQ(said(company.get("/api/taxCode")),
              "Another user has exclusive access (SDO error 24)");
    company.now_ms += 60'000;
    EXPECT_EQ(said(company.get("/api/taxCode")), "SUCCESS");
    company.behave(R"({"backupFromMinute":1400,"backupUntilMinute":700})");
    EXPECT_NE(said(company.get("/api/taxCode")), "SUCCESS") << "over midnight";
}

}  // namespace
}  // namespace sage::test
