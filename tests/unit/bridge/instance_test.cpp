// SPDX-License-Identifier: Apache-2.0
// Plan: Instance::make checks settings before it touches the folder, refuses what cannot work and
// leaves nothing locked when it fails.
#include "sage-adapter/bridge/instance.h"

#include <fmt/format.h>

#include "tests/support/postgres_server.h"
#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

TEST_F(Border, settings_that_are_no_json_or_too_large_are_a_configuration_problem) {
    const auto made = [&](std::string_view json) {
        return Instance::make({edition, &host.table, json, folder});
    };
    EXPECT_EQ(made("{").error().status, Status::config);
    EXPECT_EQ(made("[]").ok(), true) << "the made-up edition's schema allows anything";
    EXPECT_EQ(made(std::string(2 * 1024 * 1024, ' ')).error().status, Status::config);
}

TEST_F(Border, a_failed_make_leaves_the_folder_free) {
    EXPECT_FALSE(Instance::make({edition, &host.table, "{", folder}).ok());
    const auto first = Instance::make({edition, &host.table, "{}", folder});
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(first.value()->phase, Phase::created);
    EXPECT_EQ(Instance::make({edition, &host.table, "{}", folder}).error().status, Status::busy);
}

TEST_F(Border, an_outbox_on_a_server_needs_the_server_for_documents_not_to_be_created) {
    test::PostgresServer server;
    server.stop();
    host.secret = R"({"value":"p'ss\\word","version":"1"})";
    const std::string json = fmt::format(
        R"({{"outbox":{{"store":"postgresql","host":"localhost","port":{},"database":"{}",)"
        R"("user":"{}","passwordName":"outbox","certificateAuthorityFile":"{}"}}}})",
        server.port(), server.database(), server.user(),
        server.certificate_authority_file().string());
    const auto made = Instance::make({edition, &host.table, json, folder});
    ASSERT_TRUE(made.ok()) << made.error().first().cause;
    EXPECT_TRUE(std::filesystem::is_empty(folder)) << "nothing is kept here";
    Instance& one = *made.value();
    for (int again = 0; again < 2; ++again) {
        const Result<Receipt> refused = one.delivery.submit(despatch("D1"));
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().status, Status::storage);
        EXPECT_EQ(refused.error().first().code, "outbox.unreachable");
    }
    server.start();
    EXPECT_TRUE(one.delivery.submit(despatch("D1")).ok()) << "without being created anew";
    server.kill();
    EXPECT_EQ(one.delivery.submit(despatch("D2")).error().status, Status::storage);
    server.start();
    EXPECT_TRUE(one.delivery.submit(despatch("D2")).ok());
    // A second host of the same company, with a folder of its own or the same.
    const auto second = Instance::make({edition, &host.table, json, folder});
    ASSERT_TRUE(second.ok());
    EXPECT_TRUE(second.value()->delivery.submit(despatch("D1")).value().duplicate);
    for (const std::string& line : host.lines) {
        EXPECT_EQ(line.find("ss\\word"), std::string::npos) << line;
    }
}

TEST_F(Border, an_outbox_on_a_server_that_is_not_named_is_a_configuration_problem) {
    const auto made =
        Instance::make({edition, &host.table, R"({"outbox":{"store":"postgresql"}})", folder});
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().status, Status::config);
    EXPECT_EQ(made.error().first().pointer, "/outbox/host");
}

}  // namespace
}  // namespace sage::testing
