// SPDX-License-Identifier: Apache-2.0
// Plan: settings come back as they were written; what is none is refused and never overwritten; the
// environment of documents follows them; addresses come from elsewhere, and nothing besides.
#include "mock-host/setup/settings_file.h"

#include <gmock/gmock.h>

#include "tests/unit/host_api/schema_checker.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

using testing::TemporaryFolder;

TEST(SettingsFile, comes_back_as_it_was_written) {
    const TemporaryFolder folder;
    ASSERT_FALSE(read_settings(folder.path()).value().has_value());
    const KeptSettings settings{"com.example", R"({"environment":"live","a":{"b":[1]}})"};
    ASSERT_TRUE(write_settings(folder.path(), settings).ok());
    const auto kept = read_settings(folder.path());
    ASSERT_TRUE(kept.ok() && kept.value().has_value());
    EXPECT_EQ(kept.value()->plugin_id, settings.plugin_id);
    EXPECT_EQ(kept.value()->configuration, settings.configuration);
    EXPECT_EQ(kept.value()->environment(), "live");
    EXPECT_EQ(KeptSettings{}.environment(), "");
    EXPECT_THAT(contract::violations("settings", folder.read("settings.json")),
                ::testing::IsEmpty());
}

TEST(SettingsFile, that_is_none_is_refused) {
    const TemporaryFolder folder;
    for (const char* text : {"", "[]", "{}", R"({"pluginId":"x"})", R"({"settings":{}})",
                             R"({"pluginId":"x","settings":[]})"}) {
        folder.write("settings.json", text);
        const auto kept = read_settings(folder.path());
        ASSERT_FALSE(kept.ok()) << text;
        EXPECT_EQ(kept.problem().code, "settings.unusable");
        EXPECT_EQ(environment_of_documents(folder.path()), "");
    }
    EXPECT_EQ(write_settings(folder.path(), {"x", "[]"}).problem().code, "settings.syntax");
    EXPECT_EQ(folder.read("settings.json"), R"({"pluginId":"x","settings":[]})");
    EXPECT_EQ(write_settings(folder / "none", {"x", "{}"}).problem().code, "settings.not_written");
}

TEST(SettingsFile, says_the_environment_of_documents) {
    const TemporaryFolder folder;
    EXPECT_EQ(environment_of_documents(folder.path()), "test");
    ASSERT_TRUE(write_settings(folder.path(), {"x", "{}"}).ok());
    EXPECT_EQ(environment_of_documents(folder.path()), "test");
    ASSERT_TRUE(write_settings(folder.path(), {"x", R"({"environment":"live"})"}).ok());
    EXPECT_EQ(environment_of_documents(folder.path()), "live");
}

TEST(SettingsFile, a_draft_is_beside_it_and_goes) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_settings(folder.path(), {"x", R"({"a":1})"}, kDraftFile).ok());
    EXPECT_FALSE(read_settings(folder.path()).value().has_value());
    EXPECT_TRUE(read_settings(folder.path(), kDraftFile).value().has_value());
    remove_draft(folder.path());
    remove_draft(folder.path());
    EXPECT_FALSE(read_settings(folder.path(), kDraftFile).value().has_value());
}

TEST(SettingsFile, takes_addresses_from_elsewhere_and_nothing_else) {
    Manifest manifest;
    manifest.text = R"({"remote_hosts":["a.example",{"setting":"/address"},{"setting":"/b/c"}]})";
    const auto reached = with_addresses_of(
        R"({"address":"https://1","companyId":"acme"})",
        R"({"address":"https://2","b":{"c":"https://3"},"certificateAuthorityFile":"/ca",)"
        R"("companyId":"other"})",
        manifest);
    ASSERT_TRUE(reached.ok());
    EXPECT_EQ(reached.value(), R"({"address":"https://2","companyId":"acme",)"
                               R"("certificateAuthorityFile":"/ca","b":{"c":"https://3"}})");
    EXPECT_FALSE(with_addresses_of("{", "{}", manifest).ok());
}

}  // namespace
}  // namespace wms
