// SPDX-License-Identifier: Apache-2.0
// Plan: start_simulator() reads the agreed first line, passes the agreed arguments and refuses
// rubbish; the real program is used by the tests of demo and replay.
#include "mock-host/simulator.h"

#include <gtest/gtest.h>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

class SimulatorTest : public ::testing::Test {
  protected:
    std::filesystem::path program(const std::string& body) {
        const auto path = folder_.write("program", "#!/bin/sh\n" + body);
        std::filesystem::permissions(path, std::filesystem::perms(0755));
        return path;
    }
    testing::TemporaryFolder folder_;
};

TEST_F(SimulatorTest, starts_with_the_agreed_arguments) {
    const auto simulator = start_simulator(
        program("echo \"$@\" >" + (folder_ / "arguments").string() +
                "\necho '{\"address\":\"https://localhost:1\",\"edition\":\"intacct\"}'\n"
                "exec sleep 1000\n"),
        "intacct", folder_ / "sage");
    ASSERT_TRUE(simulator.ok()) << in_one_line(simulator.problem());
    EXPECT_EQ(simulator.value().address, "https://localhost:1");
    EXPECT_EQ(folder_.read("arguments"), "--edition intacct --listen 127.0.0.1:0 --data " +
                                             (folder_ / "sage").string() + "\n");
}

TEST_F(SimulatorTest, a_first_line_of_another_shape_is_refused) {
    for (const char* line : {"", "hello", "[]", "{}", R"({"address":7})"}) {
        const auto simulator =
            start_simulator(program("echo '" + std::string(line) + "'\nexec sleep 1000\n"),
                            "intacct", folder_ / "sage");
        ASSERT_FALSE(simulator.ok()) << line;
        EXPECT_EQ(simulator.problem().code, "simulator.first_line") << line;
    }
}

TEST_F(SimulatorTest, an_address_that_is_none_is_refused) {
    for (const char* address : {"", "http://localhost:1", "localhost", "https://", "ftp://x"}) {
        const auto simulator = use_simulator(address, "");
        ASSERT_FALSE(simulator.ok()) << address;
        EXPECT_EQ(simulator.problem().code, "control.address") << address;
    }
    EXPECT_FALSE(use_simulator("https://localhost:1", "/nowhere/ca.pem").ok());
}

}  // namespace
}  // namespace wms
