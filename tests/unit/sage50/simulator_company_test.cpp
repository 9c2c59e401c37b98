// SPDX-License-Identifier: Apache-2.0
// Plan: versions of the interface; records made, changed and deleted.
#include "plugins/sage50/simulator_company.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage50 {
namespace {

TEST(SimulatedSage50Company, knows_which_version_of_the_interface_it_has) {
    Installation installation;
    installation.api_version = "1.22.10.0";
    EXPECT_TRUE(installation.has_api(1, 22, 2));
    EXPECT_TRUE(installation.has_api(1, 22, 10));
    EXPECT_FALSE(installation.has_api(1, 23, 0));
    EXPECT_TRUE(installation.has_api(0, 99, 0));
}

TEST(SimulatedSage50Company, records_say_when_they_were_made_and_changed) {
    Company company;
    company.now_ms = 86'400'000;
    Row row;
    row.set("ACCOUNT_REF", "C1");
    const Row& made = company.add("SALES_LEDGER", row);
    EXPECT_EQ(made.text("RECORD_CREATE_DATE"), "1970-01-02 00:00:00");
    company.now_ms += 1000;
    company.change("SALES_LEDGER", made).set("NAME", "Acme");
    EXPECT_EQ(made.text("RECORD_MODIFY_DATE"), "1970-01-02 00:00:01");
    EXPECT_EQ(made.text("RECORD_CREATE_DATE"), "1970-01-02 00:00:00");
    EXPECT_FALSE(company.add("TAX_CODE", Row()).has("RECORD_MODIFY_DATE"));
    EXPECT_EQ(company.today(), "1970-01-02");
}

TEST(SimulatedSage50Company, deleted_records_remain_or_go_and_are_noted) {
    Company company;
    Row row;
    row.set("ACCOUNT_REF", "C1");
    company.add("SALES_LEDGER", row);
    row.set("ACCOUNT_REF", "C2");
    company.add("SALES_LEDGER", row);
    company.remove("SALES_LEDGER", *company.find("SALES_LEDGER", "C1"));
    EXPECT_EQ(company.find("SALES_LEDGER", "C1"), nullptr);
    EXPECT_EQ(company.table("SALES_LEDGER").first("C1")->integer("RECORD_DELETED"), 1);
    company.behaviours.deleted_rows_remain = false;
    company.remove("SALES_LEDGER", *company.find("SALES_LEDGER", "C2"));
    EXPECT_EQ(company.table("SALES_LEDGER").first("C2"), nullptr);
    EXPECT_NE(company.table("DELETED_RECORDS").first("C1"), nullptr);
    EXPECT_NE(company.table("DELETED_RECORDS").first("C2"), nullptr);
}

TEST(SimulatedSage50Company, widths_follow_the_version) {
    Company company;
    EXPECT_EQ(company.width("SOP_ITEM", "DESCRIPTION"), 120);
    company.installation.sage_version = 28;
    EXPECT_EQ(company.width("SOP_ITEM", "DESCRIPTION"), 60);
    EXPECT_EQ(company.width("SOP_ITEM", "NOTHING"), 0);
}

}  // namespace
}  // namespace sage::simulated_sage50
