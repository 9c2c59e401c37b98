// SPDX-License-Identifier: Apache-2.0
// Plan: in full, in parts, released; too little stock; orders that are not open; the switches.
#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

std::string part(SimulatedCompany& company, std::string_view items) {
    return said(company.post("/api/salesOrderPartialAllocation",
                             R"({"orderNumber":"1","items":[)" + std::string(items) + "]}"));
}

std::string status(SimulatedCompany& company) {
    return at(company.get("/api/salesOrder/1"), "/response/status");
}

TEST(SimulatedSage50Allocation, in_full_sets_stock_aside) {
    SimulatedCompany company;
    company.allocated_order();
    EXPECT_EQ(company.stock("LANTERN"), "100/2");
    EXPECT_EQ(company.stock("MUG"), "10/3");
    EXPECT_EQ(status(company), "2");
    EXPECT_EQ(at(company.post("/api/salesOrderDeAllocation/1", ""), "/response"), "1");
    EXPECT_EQ(company.stock("LANTERN"), "100/0");
    EXPECT_EQ(status(company), "0");
}

TEST(SimulatedSage50Allocation, parts_are_named_by_their_item) {
    SimulatedCompany company;
    company.order();
    EXPECT_EQ(part(company, R"({"itemId":1,"allocate":1})"), "SUCCESS");
    EXPECT_EQ(company.stock("LANTERN"), "100/1");
    EXPECT_EQ(status(company), "1");
    EXPECT_EQ(part(company, R"({"itemId":1,"allocate":1},{"itemId":2,"allocate":3})"), "SUCCESS");
    EXPECT_EQ(status(company), "2");
    EXPECT_EQ(part(company, R"({"itemId":1,"allocate":1})"),
              "Item 1: The quantity is out of range");
    EXPECT_EQ(part(company, R"({"itemId":9,"allocate":1})"),
              "Item 9: The order has no such item to allocate");
    EXPECT_EQ(part(company, R"({"itemId":1,"allocate":0})"),
              "Item 1: The quantity is out of range");
    EXPECT_EQ(part(company, ""), "There are no items");
}

TEST(SimulatedSage50Allocation, an_item_is_named_once) {
    SimulatedCompany company;
    company.order();
    EXPECT_EQ(part(company, R"({"itemId":2,"allocate":1},{"itemId":2,"allocate":1})"),
              "Item 2: The quantity is out of range");
    EXPECT_EQ(company.stock("MUG"), "10/0");
}

TEST(SimulatedSage50Allocation, what_is_given_may_be_the_total) {
    SimulatedCompany company;
    company.order();
    company.behave(R"({"allocateIsTotal":true})");
    part(company, R"({"itemId":2,"allocate":2})");
    EXPECT_EQ(part(company, R"({"itemId":2,"allocate":3})"), "SUCCESS");
    EXPECT_EQ(company.stock("MUG"), "10/3");
}

TEST(SimulatedSage50Allocation, too_little_stock_refuses_or_gives_what_is_there) {
    SimulatedCompany company;
    company.order();
    company.change(R"({"set":{"table":"STOCK","key":"MUG","fields":{"QTY_IN_STOCK":"1"}}})");
    EXPECT_EQ(said(company.post("/api/salesOrder/1/fullyAllocate", "")),
              "Item 2: There is not enough free stock");
    EXPECT_EQ(company.stock("LANTERN"), "100/0") << "all or nothing";
    company.behave(R"({"allocateWhatIsThere":true})");
    EXPECT_EQ(said(company.post("/api/salesOrder/1/fullyAllocate", "")), "SUCCESS");
    EXPECT_EQ(company.stock("MUG"), "1/1");
    EXPECT_EQ(status(company), "1");
}

TEST(SimulatedSage50Allocation, stock_may_be_allowed_to_go_below_zero) {
    SimulatedCompany company;
    company.order();
    company.change(R"({"set":{"table":"STOCK","key":"MUG","fields":{"QTY_IN_STOCK":"1"}}})");
    const Reply seeded = company.control(
        "POST", "/control/seed", R"({"locations":[{"id":"HOME","allowNegativeStock":true}]})");
    EXPECT_EQ(seeded.status, 200);
    EXPECT_EQ(said(company.post("/api/salesOrder/1/fullyAllocate", "")), "SUCCESS");
    EXPECT_EQ(company.stock("MUG"), "1/3");
}

TEST(SimulatedSage50Allocation, only_open_orders_are_allocated) {
    SimulatedCompany company;
    EXPECT_EQ(said(company.post("/api/salesOrder/1/fullyAllocate", "")),
              "Sales order 1 was not found");
    company.order();
    const auto set = [&](std::string_view fields) {
        company.change(R"({"set":{"table":"SALES_ORDER","key":"1","fields":)" +
                       std::string(fields) + "}}");
    };
    set(R"({"ALLOCATED_STATUS_CODE":"4"})");
    EXPECT_EQ(said(company.post("/api/salesOrder/1/fullyAllocate", "")),
              "Sales order 1 is on hold");
    set(R"({"ALLOCATED_STATUS_CODE":"3"})");
    EXPECT_EQ(part(company, R"({"itemId":1,"allocate":1})"), "Sales order 1 is cancelled");
    set(R"({"ALLOCATED_STATUS_CODE":"0","DESPATCH_STATUS_CODE":"2"})");
    EXPECT_EQ(said(company.post("/api/salesOrderDeAllocation/1", "")), "Sales order 1 is complete");
}

}  // namespace
}  // namespace sage::test
