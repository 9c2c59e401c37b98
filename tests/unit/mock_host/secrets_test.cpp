// SPDX-License-Identifier: Apache-2.0
// Plan: secrets survive a restart, files that others can read are refused, put() compares versions,
// a damaged file is refused and not overwritten.
#include "mock-host/secrets.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

using testing::TemporaryFolder;

void set_mode(const std::filesystem::path& path, int mode) {
    std::filesystem::permissions(path, std::filesystem::perms(mode));
}

TEST(Secrets, survive_a_restart_in_a_file_of_mode_0600) {
    const TemporaryFolder folder;
    {
        const auto secrets = Secrets::open(folder / "secrets.json");
        ASSERT_TRUE(secrets.ok());
        ASSERT_TRUE(secrets.value()->put("intacct.client_id", "id \"1\"", "").ok());
    }
    struct stat facts = {};
    ASSERT_EQ(::stat((folder / "secrets.json").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
    const auto again = Secrets::open(folder / "secrets.json");
    ASSERT_TRUE(again.ok());
    const auto secret = again.value()->get("intacct.client_id");
    ASSERT_TRUE(secret.ok());
    EXPECT_EQ(secret.value().value, "id \"1\"");
    EXPECT_EQ(secret.value().version, "1");
}

TEST(Secrets, of_another_environment_are_refused_as_in_a_file_that_was_copied) {
    const TemporaryFolder folder;
    {
        const auto test = Secrets::open(folder / "test.json", "test");
        ASSERT_TRUE(test.value()->put("token", "t", "").ok());
    }
    EXPECT_TRUE(Secrets::open(folder / "test.json", "test").ok());
    for (const char* other : {"live", ""}) {
        const auto secrets = Secrets::open(folder / "test.json", other);
        ASSERT_FALSE(secrets.ok()) << other;
        EXPECT_EQ(secrets.problem().code, "secrets.other_environment");
        EXPECT_EQ(secrets.problem().cause.find("'t'"), std::string::npos) << "no value";
    }
    // Those of no environment may become those of one.
    ASSERT_TRUE(Secrets::open(folder / "none.json").value()->put("token", "n", "").ok());
    EXPECT_TRUE(Secrets::open(folder / "none.json", "live").ok());
}

TEST(Secrets, values_that_two_files_share_are_told_by_their_names) {
    const TemporaryFolder folder;
    const auto test = Secrets::open(folder / "test.json", "test");
    const auto live = Secrets::open(folder / "live.json", "live");
    ASSERT_TRUE(test.value()->put("a", "one", "").ok());
    ASSERT_TRUE(test.value()->put("empty", "", "").ok());
    ASSERT_TRUE(live.value()->put("b", "one", "").ok());
    ASSERT_TRUE(live.value()->put("c", "two", "").ok());
    ASSERT_TRUE(live.value()->put("d", "", "").ok());
    EXPECT_EQ(live.value()->shared_with(*test.value()), std::vector<std::string>{"b"});
    EXPECT_TRUE(live.value()->holds_value("it was two once"));
    EXPECT_FALSE(live.value()->holds_value("three"));
}

TEST(Secrets, an_unknown_name_is_said_without_any_value) {
    const TemporaryFolder folder;
    const auto secrets = Secrets::open(folder / "secrets.json");
    ASSERT_TRUE(secrets.value()->put("known", "canary", "").ok());
    const auto secret = secrets.value()->get("unknown");
    ASSERT_FALSE(secret.ok());
    EXPECT_EQ(secret.problem().code, "secrets.unknown");
    EXPECT_EQ(in_one_line(secret.problem()).find("canary"), std::string::npos);
}

TEST(Secrets, are_replaced_only_by_who_read_the_latest) {
    const TemporaryFolder folder;
    const auto secrets = Secrets::open(folder / "secrets.json");
    ASSERT_TRUE(secrets.value()->put("token", "one", "").ok());
    ASSERT_TRUE(secrets.value()->put("token", "two", "1").ok());
    const Done late = secrets.value()->put("token", "three", "1");
    ASSERT_FALSE(late.ok());
    EXPECT_EQ(late.problem().code, "secrets.conflict");
    EXPECT_EQ(secrets.value()->get("token").value().value, "two");
    EXPECT_EQ(secrets.value()->get("token").value().version, "2");
}

TEST(Secrets, a_file_that_others_can_read_is_refused) {
    const TemporaryFolder folder;
    const auto path = folder.write("secrets.json", R"({"a":{"value":"x","version":"1"}})");
    for (const int mode : {0640, 0604, 0622, 0666}) {
        set_mode(path, mode);
        const auto secrets = Secrets::open(path);
        ASSERT_FALSE(secrets.ok()) << mode;
        EXPECT_EQ(secrets.problem().code, "secrets.unusable");
    }
    set_mode(path, 0600);
    EXPECT_TRUE(Secrets::open(path).ok());
    std::filesystem::create_symlink(path, folder / "link.json");
    EXPECT_FALSE(Secrets::open(folder / "link.json").ok());
}

TEST(Secrets, a_damaged_file_is_refused) {
    const TemporaryFolder folder;
    for (const char* text : {"", "[]", "{", R"({"a":"x"})", R"({"a":{"value":"x"}})",
                             R"({"a":{"value":1,"version":"1"}})"}) {
        const auto path = folder.write("secrets.json", text);
        set_mode(path, 0600);
        EXPECT_FALSE(Secrets::open(path).ok()) << text;
        EXPECT_EQ(folder.read("secrets.json"), text);
    }
}

TEST(Secrets, what_cannot_be_stored_is_not_lent) {
    const auto secrets = Secrets::open("/proc/none/secrets.json");
    ASSERT_TRUE(secrets.ok());
    EXPECT_EQ(secrets.value()->put("a", "x", "").problem().code, "secrets.unusable");
    EXPECT_FALSE(secrets.value()->get("a").ok());
}

}  // namespace
}  // namespace wms
