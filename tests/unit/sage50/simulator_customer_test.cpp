// SPDX-License-Identifier: Apache-2.0
// Plan: accounts that take no documents, each with its error; what a document has of the account.
#include "plugins/sage50/simulator_customer.h"

#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

class SimulatedSage50Customer : public testing::Test {
  protected:
    void set(std::string_view fields) {
        company.change(R"({"set":{"table":"SALES_LEDGER","key":"C1","fields":)" +
                       std::string(fields) + "}}");
    }
    std::string try_order() { return said(company.post("/api/salesOrder/", order_body)); }
    SimulatedCompany company;
};

TEST_F(SimulatedSage50Customer, an_account_on_hold_takes_none_unless_the_switch_says_so) {
    set(R"({"ACCOUNT_ON_HOLD":"1"})");
    EXPECT_EQ(try_order(), "The account is on hold (SDO error 70): C1");
    company.behave(R"({"takeHeldCustomers":true})");
    EXPECT_EQ(try_order(), "SUCCESS");
}

TEST_F(SimulatedSage50Customer, terms_have_to_be_agreed_unless_the_switch_says_so) {
    set(R"({"TERMS_AGREED":"0"})");
    EXPECT_EQ(try_order(), "Terms are not agreed for the account (SDO error 73): C1");
    company.behave(R"({"acceptTermsNotAgreed":true})");
    EXPECT_EQ(try_order(), "SUCCESS");
}

TEST_F(SimulatedSage50Customer, inactive_and_deleted_accounts_take_none) {
    set(R"({"INACTIVE_FLAG":"1"})");
    EXPECT_EQ(try_order(), "The account is inactive (SDO error 71): C1");
    company.change(R"({"remove":{"table":"SALES_LEDGER","key":"C1"}})");
    EXPECT_EQ(try_order(), "The account is deleted (SDO error 72): C1");
}

TEST_F(SimulatedSage50Customer, the_currency_has_to_be_the_accounts) {
    set(R"({"CURRENCY":"2"})");
    EXPECT_EQ(try_order(), "The currency does not match the account (SDO error 34): C1");
    EXPECT_EQ(said(company.post("/api/salesInvoice/", invoice_body(0, 1, R"("currency":2,)"))),
              "SUCCESS");
}

TEST_F(SimulatedSage50Customer, an_account_that_there_is_not_is_refused) {
    EXPECT_EQ(said(company.post("/api/salesOrder/",
                                R"({"customerAccountRef":"NOBODY","invoiceItems":[]})")),
              "Customer NOBODY was not found");
}

TEST_F(SimulatedSage50Customer, a_document_has_names_and_addresses_of_the_account) {
    set(R"({"ADDRESS_1":"1 High Street","ADDRESS_3":"York","DEL_ADDRESS_1":"Back door",
        "CONTACT_NAME":"Ann","TELEPHONE":"01"})");
    company.order();
    const Reply order = company.get("/api/salesOrder/1");
    EXPECT_EQ(at(order, "/response/customerName"), "Acme Gifts");
    EXPECT_EQ(at(order, "/response/address3"), "York");
    EXPECT_EQ(at(order, "/response/delAddress1"), "Back door");
    EXPECT_EQ(at(order, "/response/contactName"), "Ann");
    company.post("/api/salesInvoice/", invoice_body(0, 1, R"("delAddress1":"Gate","name":"A",)"));
    const Reply invoice = company.post("/api/searchInvoice", "[]");
    EXPECT_EQ(at(invoice, "/results/0/delAddress1"), "Gate");
    EXPECT_EQ(at(invoice, "/results/0/cAddress2"), "York") << "without the empty line";
    EXPECT_EQ(at(invoice, "/results/0/name"), "A");
}

TEST(SimulatedSage50Days, are_counted_over_months) {
    EXPECT_EQ(simulated_sage50::later("2023-03-24", 30), "2023-04-23");
    EXPECT_EQ(simulated_sage50::later("2024-02-28", 1), "2024-02-29");
    EXPECT_EQ(simulated_sage50::later("2026-12-31", 1), "2027-01-01");
}

}  // namespace
}  // namespace sage::test
