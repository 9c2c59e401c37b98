// SPDX-License-Identifier: Apache-2.0
// Plan: envelopes; failures with 200 and as real errors; three styles of words.
#include "plugins/sage50/simulator_reply.h"

#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::simulated_sage50 {
namespace {

using test::said;
using test::SimulatedCompany;

TEST(SimulatedSage50Reply, envelopes_are_those_of_the_interface) {
    EXPECT_EQ(item_reply("67").body, R"({"success":true,"code":200,"response":67,"message":null})");
    EXPECT_EQ(list_reply("{}").body,
              R"({"results":[{}],"success":true,"code":200,"response":null,"message":null})");
    EXPECT_EQ(page_reply(404, "Not Found").header("Content-Type"), "text/html");
}

TEST(SimulatedSage50Reply, a_failure_has_status_200_unless_the_client_asks_for_real_errors) {
    Company company;
    const Refusal refusal{sdo_none, "Image not found"};
    const Reply usual = failure_reply(company, refusal, false);
    EXPECT_EQ(usual.status, 200);
    EXPECT_EQ(usual.body,
              R"({"success":false,"code":500,"response":null,"message":"Image not found"})");
    EXPECT_EQ(failure_reply(company, refusal, true).status, 500);
    company.behaviours.failure_status = 400;
    const Reply real = failure_reply(company, refusal, true);
    EXPECT_EQ(real.status, 400);
    EXPECT_EQ(test::at(real, "/code"), "400");
    company.installation.api_version = "1.23.0.0";
    EXPECT_EQ(failure_reply(company, refusal, true).status, 200) << "older than that header";
}

TEST(SimulatedSage50Reply, the_header_asks_for_real_errors) {
    SimulatedCompany company;
    EXPECT_EQ(said(company.send("GET", "/api/product/NONE", "", {{"new-response", "true"}})),
              "500");
    EXPECT_EQ(said(company.get("/api/product/NONE")), "NONE was not found");
}

TEST(SimulatedSage50Reply, words_of_errors_have_three_styles) {
    Company company;
    const Refusal refusal{sdo_account_on_hold, "C2"};
    EXPECT_EQ(said(failure_reply(company, refusal, false)),
              "The account is on hold (SDO error 70): C2");
    company.behaviours.message_style = 1;
    EXPECT_EQ(said(failure_reply(company, refusal, false)), "The account is on hold: C2");
    company.behaviours.message_style = 2;
    EXPECT_EQ(said(failure_reply(company, refusal, false)), "sdoSalPurAccountIsOnHold");
    EXPECT_EQ(said(failure_reply(company, {sdo_none, "as it is"}, false)), "as it is");
}

TEST(SimulatedSage50Reply, log_ins_fail_with_these_errors_alone) {
    for (const std::int64_t error : {21, 22, 23, 24, 25, 26, 30, 31, 48, 91, 94}) {
        EXPECT_TRUE(is_logon_error(error)) << error;
    }
    EXPECT_FALSE(is_logon_error(70));
    EXPECT_FALSE(is_logon_error(0));
}

}  // namespace
}  // namespace sage::simulated_sage50
