// SPDX-License-Identifier: Apache-2.0
// Plan: the gate: token, busy operations, what is received; the journal; the tables beside it.
#include "plugins/sage50/simulator.h"

#include <gmock/gmock.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(SimulatedSage50, a_token_that_is_missing_or_wrong_is_forbidden) {
    SimulatedCompany company;
    Request request{"GET", "/api/company", {}, ""};
    EXPECT_EQ(company.raw(request).status, 403);
    request.headers.push_back({"AuthToken", "nonsense"});
    EXPECT_EQ(company.raw(request).status, 403);
    EXPECT_THAT(company.raw(request).body, HasSubstr("<html>"));
    company.behave(R"({"tokenRefusalStatus":401})");
    EXPECT_EQ(company.raw(request).status, 401);
    request.headers[0] = {"authtoken", "simulated-auth-token"};
    EXPECT_EQ(company.raw(request).status, 200);
}

TEST(SimulatedSage50, one_request_of_an_operation_runs_at_a_time) {
    SimulatedCompany company;
    const Request request{"GET", "/api/taxCode", {{"AuthToken", "simulated-auth-token"}}, ""};
    {
        const SimulatedExchange first = company.simulator->handle(request);
        EXPECT_EQ(first.reply.status, 200);
        const Reply second = company.raw(request);
        EXPECT_EQ(second.status, 409);
        EXPECT_EQ(second.body, R"({"Message":"A Get Tax Codes process is already running."})");
        EXPECT_EQ(company.get("/api/nominal/").status, 200) << "another operation";
    }
    EXPECT_EQ(company.raw(request).status, 200);
    EXPECT_EQ(at(company.control("GET", "/control/counters"), "/busy"), "1");
}

TEST(SimulatedSage50, another_program_may_have_the_operation_running) {
    SimulatedCompany company;
    company.change(R"({"busy":["Get Tax Codes"]})");
    EXPECT_EQ(company.get("/api/taxCode").status, 409);
    company.behave(R"({"busyIsOk":true})");
    const Reply reply = company.get("/api/taxCode");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(at(reply, "/success"), "") << "no envelope";
    company.change(R"({"busy":[]})");
    EXPECT_EQ(said(company.get("/api/taxCode")), "SUCCESS");
}

TEST(SimulatedSage50, what_was_received_is_shown_without_the_token) {
    SimulatedCompany company;
    company.order();
    const Reply received = company.control("GET", "/control/received");
    EXPECT_THAT(received.body, HasSubstr("/api/salesOrder/"));
    EXPECT_THAT(received.body, Not(HasSubstr("simulated-auth-token")));
}

TEST(SimulatedSage50, a_restart_knows_everything_again) {
    SimulatedCompany company;
    const std::string order = company.allocated_order();
    company.post("/api/salesOrder/", "{}");  // refused, and again after the restart
    company.send("POST", "/api/salesOrder/" + order + "/complete", "", {{"gdn", "1"}});
    company.behave(R"({"messageStyle":1})");
    const std::string before = company.control("GET", "/control/documents?fields=1").body;
    company.now_ms += 1'000'000;
    company.restart();
    EXPECT_EQ(company.control("GET", "/control/documents?fields=1").body, before);
    EXPECT_EQ(company.stock("LANTERN"), "98/0");
    EXPECT_EQ(at(company.control("GET", "/control/behaviours"), "/messageStyle"), "1");
    company.simulator->restore(R"({"nowMs":1,"control":"/cont)");
    EXPECT_EQ(company.order(), "2");
}

TEST(SimulatedSage50, tables_are_written_before_a_change_is_answered) {
    SimulatedCompany company;
    EXPECT_EQ(company.control("GET", "/control/tables").status, 404);
    KeptTables tables;
    company.keep_tables(tables);
    EXPECT_EQ(at(company.control("GET", "/control/tables"), "/file"), "memory");
    EXPECT_EQ(tables.value("STOCK", "STOCK_CODE", "MUG", "QTY_IN_STOCK"), "10");
    const std::string order = company.order();
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", order, "CUST_ORDER_NUMBER"), "PO-1");
    EXPECT_EQ(tables.laid_out, 1);
    company.control("POST", "/control/reset");
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", order, "CUST_ORDER_NUMBER"), "none");
}

TEST(SimulatedSage50, tables_that_could_not_be_written_are_written_whole_later) {
    SimulatedCompany company;
    KeptTables tables;
    company.keep_tables(tables);
    tables.failures = 1;
    const std::string first = company.order();
    EXPECT_EQ(company.control("GET", "/control/tables").status, 500);
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", first, "NAME"), "none");
    company.order();
    EXPECT_EQ(company.control("GET", "/control/tables").status, 200);
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", first, "NAME"), "Acme Gifts");
}

TEST(SimulatedSage50, wrong_control_requests_change_nothing) {
    SimulatedCompany company;
    EXPECT_EQ(company.control("POST", "/control/seed", "{").status, 400);
    EXPECT_EQ(company.control("POST", "/control/nothing", "{}").status, 400);
    EXPECT_EQ(company.control("GET", "/control/nothing").status, 404);
    EXPECT_EQ(company.control("PUT", "/control/seed", "{}").status, 405);
    EXPECT_EQ(company.control("POST", "/control/clock", R"({"nowMs":-1})").status, 400);
    EXPECT_EQ(company.control("POST", "/control/clock", R"({"nowMs":86400000})").status, 200);
    company.post("/api/stock", R"({"stockCode":"MUG","quantity":1,"type":1,"reference":"A"})");
    EXPECT_EQ(at(company.get("/api/stock/MUG"), "/results/0/date"), "02/01/1970 00:00:00");
}

}  // namespace
}  // namespace sage::test
