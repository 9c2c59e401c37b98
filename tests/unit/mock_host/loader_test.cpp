// SPDX-License-Identifier: Apache-2.0
// Plan: load_plugin() takes a good plugin and refuses every bad one with a rule and both values;
// check_table() refuses tables that no compiler would build; list_plugins() lists without loading.
#include "mock-host/loader.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/mock_host/fake_plugin.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

namespace fs = std::filesystem;
using testing::fake_manifest;
using testing::fake_manifest_text;
using testing::fake_table;
using testing::TemporaryFolder;

class Loader : public ::testing::Test {
  protected:
    /// A copy of one of the test libraries, with a manifest beside it.
    fs::path install(const std::string& library, const std::string& name,
                     const std::string& manifest) {
        const fs::path path = folder_ / (name + ".so");
        fs::copy_file(fs::path(TEST_PLUGIN_FOLDER) / (library + ".so"), path);
        fs::permissions(path, fs::perms(0755));
        folder_.write(name + ".json", manifest);
        fs::permissions(folder_ / (name + ".json"), fs::perms(0644));
        return path;
    }
    fs::path good() { return install("mock_fake", "fake", fake_manifest_text()); }

    void expect_refused(const fs::path& path, const std::string& code, const std::string& words) {
        const Result<LoadedPlugin> plugin = load_plugin(path);
        ASSERT_FALSE(plugin.ok());
        const Problem& problem = plugin.problem();
        EXPECT_EQ(problem.code, "loader." + code) << in_one_line(problem);
        EXPECT_NE(problem.cause.find("WMS-H-"), std::string::npos) << problem.cause;
        EXPECT_NE(problem.cause.find(words), std::string::npos) << problem.cause;
        EXPECT_FALSE(problem.pointer.empty());
        EXPECT_FALSE(problem.fix.empty());
        EXPECT_EQ(in_one_line(problem).find('\n'), std::string::npos);
    }

    TemporaryFolder folder_;
};

TEST_F(Loader, takes_a_good_plugin_and_keeps_the_signal_mask) {
    sigset_t before;
    sigset_t after;
    ::pthread_sigmask(SIG_BLOCK, nullptr, &before);
    const Result<LoadedPlugin> plugin = load_plugin(good());
    ::pthread_sigmask(SIG_BLOCK, nullptr, &after);
    ASSERT_TRUE(plugin.ok()) << in_one_line(plugin.problem());
    EXPECT_EQ(plugin.value().manifest.id, "org.example.fake");
    EXPECT_EQ(plugin.value().manifest.edition, "fake");
    ASSERT_NE(plugin.value().table, nullptr);
    EXPECT_EQ(::sigismember(&before, SIGPIPE), ::sigismember(&after, SIGPIPE));
}

TEST_F(Loader, follows_links_to_where_the_plugin_really_is) {
    const fs::path path = good();
    const fs::path link = folder_ / "link.so";
    fs::create_symlink(path, link);
    const Result<LoadedPlugin> plugin = load_plugin(link);
    ASSERT_TRUE(plugin.ok()) << in_one_line(plugin.problem());
    EXPECT_EQ(plugin.value().library, fs::canonical(path));
}

TEST_F(Loader, refuses_a_relative_path) {
    expect_refused("plugins/fake.so", "relative_path", "relative");
}

TEST_F(Loader, refuses_a_missing_library) {
    expect_refused(folder_ / "missing.so", "not_found", "No such file");
}

TEST_F(Loader, refuses_a_folder) {
    expect_refused(folder_.path(), "not_a_file", "not a file");
}

TEST_F(Loader, refuses_a_missing_manifest) {
    const fs::path path = good();
    fs::remove(folder_ / "fake.json");
    expect_refused(path, "not_found", "No such file");
}

TEST_F(Loader, refuses_an_unreadable_library) {
    const fs::path path = good();
    fs::permissions(path, fs::perms::none);
    fs::permissions(folder_.path(), fs::perms(0755));
    // Root reads everything: be somebody else for a moment. Only root's files are then trusted.
    const bool root = ::geteuid() == 0;
    if (root) {
        ASSERT_EQ(::seteuid(65534), 0);
    }
    const Result<LoadedPlugin> plugin = load_plugin(path);
    if (root) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    ASSERT_FALSE(plugin.ok());
    EXPECT_EQ(plugin.problem().code, "loader.not_readable");
}

TEST_F(Loader, refuses_what_others_may_change) {
    const fs::path path = good();
    for (const int mode : {0775, 0757, 0777}) {
        fs::permissions(path, fs::perms(mode));
        expect_refused(path, "writable_by_others", "at most 0755");
    }
    fs::permissions(path, fs::perms(0755));
    fs::permissions(folder_ / "fake.json", fs::perms(0666));
    expect_refused(path, "writable_by_others", "0666");
    fs::permissions(folder_ / "fake.json", fs::perms(0644));
    fs::permissions(folder_.path(), fs::perms(0777));
    expect_refused(path, "writable_by_others", "0777");
    fs::permissions(folder_.path(), fs::perms(0755));
    EXPECT_TRUE(load_plugin(path).ok());
}

TEST_F(Loader, refuses_what_belongs_to_another_user) {
    const fs::path path = good();
    if (::chown(path.c_str(), 65534, 65534) != 0) {
        GTEST_SKIP() << "skipped: only root can give files away";
    }
    expect_refused(path, "owner", "65534");
}

TEST_F(Loader, refuses_what_is_no_library) {
    const fs::path path = folder_.write("text.so", "not a library");
    folder_.write("text.json", fake_manifest_text());
    expect_refused(path, "not_loadable", "cannot load");
}

TEST_F(Loader, refuses_a_library_without_entry) {
    expect_refused(install("mock_no_entry", "none", fake_manifest_text()), "no_entry",
                   WMS_ENTRY_SYMBOL);
}

TEST_F(Loader, refuses_another_major_version_with_both_numbers) {
    const fs::path path = install("mock_other_major", "major", fake_manifest_text());
    expect_refused(path, "other_major", "major version 2");
    expect_refused(path, "other_major", "this host speaks 1");
    std::string text = fake_manifest_text();
    text.replace(text.find("\"major\":1"), 9, "\"major\":3");
    expect_refused(install("mock_fake", "declared", text), "other_major", "major version 3");
}

TEST_F(Loader, refuses_a_manifest_that_differs_in_one_byte) {
    std::string text = fake_manifest_text();
    text.replace(text.find("1.2.3"), 5, "1.2.4");
    expect_refused(install("mock_fake", "fake", text), "other_manifest", "they differ from byte");
}

TEST_F(Loader, refuses_a_manifest_that_is_rubbish) {
    expect_refused(install("mock_fake", "a", "{"), "manifest", "not a JSON object");
    expect_refused(install("mock_fake", "b", "{\"name\":\"x\"}"), "manifest", "/id");
    expect_refused(install("mock_fake", "c", "{\"id\":\"x\"}"), "manifest", "config_schema");
}

TEST(LoaderTable, refuses_a_table_that_breaks_the_contract) {
    const Manifest manifest = fake_manifest();
    const auto code = [&](const wms_plugin* table) {
        const Done done = check_table(table, manifest, "/x.so");
        return done.ok() ? std::string("ok") : done.problem().code;
    };
    EXPECT_EQ(code(nullptr), "loader.no_table");
    wms_plugin table = fake_table();
    EXPECT_EQ(code(&table), "ok");
    table.struct_size = sizeof table + 64;  // a newer minor
    EXPECT_EQ(code(&table), "ok");
    table.struct_size = sizeof table - 8;
    EXPECT_EQ(code(&table), "loader.table_size");
    table = fake_table();
    table.min_host_minor = WMS_ABI_MINOR + 1;
    EXPECT_EQ(code(&table), "loader.host_too_old");
    table = fake_table();
    table.ack_event = nullptr;
    EXPECT_EQ(code(&table), "loader.table_incomplete");
    table = fake_table();
    table.id = WMS_STR("org.example.other");
    EXPECT_EQ(code(&table), "loader.other_id");
}

TEST_F(Loader, lists_a_folder_without_loading_and_refuses_two_of_one_id) {
    std::string other = fake_manifest_text();
    other.replace(other.find("org.example.fake"), 16, "org.example.rest");
    folder_.write("broken.json", "{");
    install("mock_no_entry", "other", other);  // would not load
    PluginFolder found = list_plugins(folder_.path());
    ASSERT_EQ(found.plugins.size(), 1U);
    EXPECT_EQ(found.plugins[0].manifest.id, "org.example.rest");
    ASSERT_EQ(found.refusals.size(), 1U);
    EXPECT_EQ(found.refusals[0].code, "loader.manifest");

    install("mock_fake", "one", fake_manifest_text());
    install("mock_fake", "two", fake_manifest_text());
    found = list_plugins(folder_.path());
    EXPECT_EQ(found.plugins.size(), 1U);
    ASSERT_EQ(found.refusals.size(), 3U);
    EXPECT_EQ(found.refusals[1].code, "loader.duplicate_id");
    EXPECT_NE(found.refusals[1].cause.find("two.so"), std::string::npos);
    EXPECT_NE(found.refusals[2].cause.find("one.so"), std::string::npos);
}

TEST(LoaderFolder, says_that_a_folder_is_missing) {
    const PluginFolder found = list_plugins("/nowhere/at/all");
    ASSERT_EQ(found.refusals.size(), 1U);
    EXPECT_EQ(found.refusals[0].code, "loader.folder");
}

}  // namespace
}  // namespace wms
