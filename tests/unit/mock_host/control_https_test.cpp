// SPDX-License-Identifier: Apache-2.0
// Plan: over real TLS to the simulated Sage: a certificate that is not trusted, a server that is
// gone and a refused request are clear errors; a kept connection that went stale is opened again.
#include <gtest/gtest.h>

#include "mock-host/control.h"
#include "mock-host/simulator.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

TEST(ControlHttps, nobody_there_is_a_clear_error) {
    const auto control = Control::open("https://127.0.0.1:1", "");
    ASSERT_TRUE(control.ok());
    const auto reply = control.value()->get("/control/stock");
    ASSERT_FALSE(reply.ok());
    EXPECT_EQ(reply.problem().code, "control.unreachable");
    EXPECT_NE(reply.problem().cause.find("refused"), std::string::npos) << reply.problem().cause;
}

TEST(ControlHttps, a_certificate_file_that_is_none_is_a_clear_error) {
    const testing::TemporaryFolder folder;
    const auto control =
        Control::open("https://127.0.0.1:1", folder.write("ca.pem", "rubbish").string());
    ASSERT_FALSE(control.ok());
    EXPECT_EQ(control.problem().code, "control.address");
}

#if defined(SAGE_SIMULATOR_PROGRAM)

class ControlHttpsServed : public ::testing::Test {
  protected:
    ControlHttpsServed()
        : simulator_(start_simulator(SAGE_SIMULATOR_PROGRAM, "intacct", folder_ / "sage")) {
        EXPECT_TRUE(simulator_.ok()) << in_one_line(simulator_.problem());
    }
    testing::TemporaryFolder folder_;
    Result<Simulator> simulator_;
};

TEST_F(ControlHttpsServed, questions_are_answered_and_refusals_told) {
    Control& control = *simulator_.value().control;
    EXPECT_TRUE(stock(control).ok());
    EXPECT_TRUE(documents(control, 0).value().empty());
    const Done refused = seed(control, "{\"items\":7}");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.problem().code, "control.refused");
    EXPECT_NE(refused.problem().cause.find("400"), std::string::npos) << refused.problem().cause;
    EXPECT_TRUE(stock(control).ok());  // the connection is still good
}

TEST_F(ControlHttpsServed, a_certificate_nobody_vouches_for_is_refused) {
    const auto stranger = Control::open(simulator_.value().address, "");
    ASSERT_TRUE(stranger.ok());
    const auto reply = stranger.value()->get("/control/stock");
    ASSERT_FALSE(reply.ok());
    EXPECT_EQ(reply.problem().code, "control.unreachable");
    EXPECT_NE(reply.problem().cause.find("ertificate"), std::string::npos) << reply.problem().cause;
}

TEST_F(ControlHttpsServed, a_server_that_ended_is_told) {
    Control& control = *simulator_.value().control;
    ASSERT_TRUE(stock(control).ok());
    EXPECT_EQ(simulator_.value().child->stop(), 0);
    EXPECT_EQ(stock(control).problem().code, "control.unreachable");
}

#endif

}  // namespace
}  // namespace wms
