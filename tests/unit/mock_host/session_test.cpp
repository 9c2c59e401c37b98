// SPDX-License-Identifier: Apache-2.0
// Plan: a run's folder is locked and temporary ones vanish; a session that cannot begin says why
// and leaves nothing behind. Whole sessions: demo_test.cpp, replay_test.cpp.
#include "mock-host/session.h"

#include <gtest/gtest.h>

#include "tests/unit/mock_host/fake_plugin.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

namespace fs = std::filesystem;

TEST(RunFolder, a_temporary_one_vanishes_unless_kept) {
    fs::path path;
    {
        const auto folder = RunFolder::open("");
        ASSERT_TRUE(folder.ok());
        path = folder.value()->path();
        EXPECT_TRUE(fs::is_directory(path));
        EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
    }
    EXPECT_FALSE(fs::exists(path));
    {
        const auto folder = RunFolder::open("");
        path = folder.value()->path();
        folder.value()->keep();
    }
    EXPECT_TRUE(fs::exists(path));
    fs::remove_all(path);
}

TEST(RunFolder, a_second_run_is_refused_while_the_first_goes_on) {
    const testing::TemporaryFolder folder;
    {
        const auto first = RunFolder::open(folder / "data");
        ASSERT_TRUE(first.ok());
        const auto second = RunFolder::open(folder / "data");
        ASSERT_FALSE(second.ok());
        EXPECT_EQ(second.problem().code, "session.folder_in_use");
    }
    EXPECT_TRUE(RunFolder::open(folder / "data").ok());
    folder.write("file", "");
    EXPECT_EQ(RunFolder::open(folder / "file").problem().code, "session.folder");
}

TEST(RunFolder, lets_another_run_in_and_takes_it_back) {
    const testing::TemporaryFolder folder;
    const auto first = RunFolder::open(folder / "data");
    ASSERT_TRUE(first.ok());
    EXPECT_TRUE(first.value()->lock().ok()) << "it is locked";
    first.value()->unlock();
    {
        const auto second = RunFolder::open(folder / "data");
        ASSERT_TRUE(second.ok());
        EXPECT_EQ(first.value()->lock().problem().code, "session.folder_in_use");
    }
    EXPECT_TRUE(first.value()->lock().ok());
    EXPECT_FALSE(RunFolder::open(folder / "data").ok());
}

TEST(Session, says_why_it_cannot_begin) {
    const testing::TemporaryFolder folder;
    SessionOptions options;
    options.plugin = folder / "none.so";
    options.data = folder / "data";
    EXPECT_EQ(Session::open(options).problem().code, "loader.not_found");
    EXPECT_EQ(Session::start(options).problem().code, "loader.not_found");
    EXPECT_FALSE(fs::exists(folder / "data"));

    fs::copy_file(fs::path(TEST_PLUGIN_FOLDER) / "mock_fake.so", folder / "fake.so");
    fs::permissions(folder / "fake.so", fs::perms(0755));
    fs::permissions(folder.write("fake.json", testing::fake_manifest_text()), fs::perms(0644));
    options.plugin = folder / "fake.so";
    options.simulator_program = folder / "no-simulator";
    EXPECT_EQ(Session::open(options).problem().code, "child.not_started");

    options.sage_address = "https://127.0.0.1:1";
    const auto session = Session::open(options);
    ASSERT_FALSE(session.ok());
    EXPECT_EQ(session.problem().code, "control.unreachable");
    EXPECT_FALSE(session.problem().fix.empty());
}

}  // namespace
}  // namespace wms
