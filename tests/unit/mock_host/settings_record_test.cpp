// SPDX-License-Identifier: Apache-2.0
// Plan: a change is told place by place; a value that is or holds a secret is not.
#include "mock-host/setup/settings_record.h"

#include <gmock/gmock.h>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

TEST(SettingsRecord, tells_places_and_no_secret) {
    const testing::TemporaryFolder folder;
    const auto secrets = Secrets::open(folder / "secrets.json");
    ASSERT_TRUE(secrets.value()->put("token", "s3cr3t-value", "").ok());
    const auto record =
        settings_record(R"({"a":1,"note":"was s3cr3t-value once"})",
                        R"({"a":2,"note":"gone","b":{"c":"s3cr3t-value"}})", *secrets.value());
    ASSERT_TRUE(record.ok());
    EXPECT_EQ(record.value().action, "settings");
    EXPECT_EQ(record.value().before, R"({"/a":1,"/note":"a secret, not shown"})");
    EXPECT_EQ(record.value().after, R"({"/a":2,"/b":"a secret, not shown","/note":"gone"})");
}

TEST(SettingsRecord, of_the_first_settings_has_nothing_before) {
    const testing::TemporaryFolder folder;
    const auto secrets = Secrets::open(folder / "secrets.json");
    const auto record = settings_record("", R"({"a":1})", *secrets.value());
    ASSERT_TRUE(record.ok());
    EXPECT_EQ(record.value().before, "{}");
    EXPECT_EQ(record.value().after, R"({"/a":1})");
    EXPECT_FALSE(settings_record("", "{", *secrets.value()).ok());
}

}  // namespace
}  // namespace wms
