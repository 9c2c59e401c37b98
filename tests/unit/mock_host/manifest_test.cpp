// SPDX-License-Identifier: Apache-2.0
// Plan: read_manifest() reads the edition's own manifest and refuses what lacks id or schema;
// check_configuration() names every violation by its pointer.
#include "mock-host/manifest.h"
#include "tests/support/source_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace wms {
namespace {

Manifest intacct() {
    std::ifstream file(sage::source_folder() + "/plugins/intacct/manifest.json");
    Result<Manifest> manifest = read_manifest({std::istreambuf_iterator<char>(file), {}});
    EXPECT_TRUE(manifest.ok());
    return std::move(manifest).value();
}

TEST(Manifest, reads_what_a_plugin_says_about_itself) {
    const Manifest manifest = intacct();
    EXPECT_EQ(manifest.edition, "intacct");
    EXPECT_FALSE(manifest.id.empty());
    EXPECT_EQ(manifest.abi_major, 1U);
    EXPECT_GT(manifest.max_workers, 1U);
    EXPECT_EQ(manifest_path_of("/p/sage_intacct.so"), "/p/sage_intacct.json");
}

TEST(Manifest, refuses_what_is_none) {
    const auto pointer = [](const char* text) {
        const Result<Manifest> manifest = read_manifest(text);
        return manifest.ok() ? std::string("ok") : manifest.problem().pointer;
    };
    EXPECT_EQ(pointer(""), "");
    EXPECT_EQ(pointer("[]"), "");
    EXPECT_EQ(pointer("{}"), "/id");
    EXPECT_EQ(pointer(R"({"id":7})"), "/id");
    EXPECT_EQ(pointer(R"({"id":"x"})"), "/config_schema");
    EXPECT_EQ(pointer(R"({"id":"x","config_schema":{},"max_workers":0})"), "/max_workers");
    EXPECT_EQ(pointer(R"({"id":"x","config_schema":{}})"), "ok");
    EXPECT_EQ(
        read_manifest(R"({"id":"x","config_schema":{},"max_workers":-1})").value().max_workers, 1U);
}

TEST(Manifest, settings_are_checked_against_the_schema) {
    const Manifest manifest = intacct();
    EXPECT_TRUE(check_configuration(R"({"companyId":"c","userId":"u"})", manifest).ok());
    const Done bad = check_configuration(
        R"({"companyId":"c","userId":"u","connections":99,"definitions":{"colour":"red"}})",
        manifest);
    ASSERT_FALSE(bad.ok());
    EXPECT_EQ(bad.problem().code, "settings.invalid");
    EXPECT_NE(bad.problem().cause.find("/connections"), std::string::npos) << bad.problem().cause;
    EXPECT_NE(bad.problem().cause.find("/definitions"), std::string::npos) << bad.problem().cause;
    EXPECT_FALSE(check_configuration("{}", manifest).ok());
    EXPECT_FALSE(check_configuration("[]", manifest).ok());
    EXPECT_EQ(check_configuration("{", manifest).problem().code, "settings.syntax");
}

TEST(Manifest, a_setting_can_be_given_by_hand) {
    const auto with = [](const char* assignment) {
        const Result<std::string> settings = with_setting(R"({"a":"x","b":{"c":1}})", assignment);
        return settings.ok() ? settings.value() : settings.problem().code;
    };
    EXPECT_EQ(with("a=patch"), R"({"a":"patch","b":{"c":1}})");
    EXPECT_EQ(with("/b/c=2"), R"({"a":"x","b":{"c":2}})");
    EXPECT_EQ(with("b/d/e=null"), R"({"a":"x","b":{"c":1,"d":{"e":null}}})");
    EXPECT_EQ(with("a="), R"({"a":"","b":{"c":1}})");
    EXPECT_EQ(with("a"), "settings.assignment");
    EXPECT_EQ(with("=1"), "settings.assignment");
}

TEST(Manifest, of_several_settings_the_last_counts_and_a_wrong_one_is_said) {
    EXPECT_EQ(with_settings(R"({"a":1})", {"b=2", "a=3", "b=4"}).value(), R"({"a":3,"b":4})");
    EXPECT_EQ(with_settings("{}", {}).value(), "{}");
    EXPECT_EQ(with_settings("{}", {"a=1", "b"}).problem().pointer, "b");
}

TEST(Manifest, a_schema_that_is_none_is_said) {
    Manifest manifest = intacct();
    manifest.config_schema = R"({"type":17})";
    EXPECT_EQ(check_configuration("{}", manifest).problem().code, "manifest.invalid");
}

}  // namespace
}  // namespace wms
