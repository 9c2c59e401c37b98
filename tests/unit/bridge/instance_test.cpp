// SPDX-License-Identifier: Apache-2.0
// Plan: Instance::make checks settings before it touches the folder, refuses what cannot work and
// leaves nothing locked when it fails.
#include "sage-adapter/bridge/instance.h"

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

}  // namespace
}  // namespace sage::testing
