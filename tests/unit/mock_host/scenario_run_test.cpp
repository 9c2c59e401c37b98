// SPDX-License-Identifier: Apache-2.0
// Plan: everything is read and checked before the first case is played: plugin, edition, simulator,
// files, names. (Cases being played: scenario_command_test.cpp, scenarios_test.cpp.)
#include "mock-host/scenario/scenario_run.h"

#include <gtest/gtest.h>

#include "tests/unit/mock_host/fake_plugin.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr const char* least =
    R"({"row":"07","promise":"Something holds.","editions":{"intacct":{}},)"
    R"("cases":[{"name":"one","steps":[{"restart":true},{"expect":{"documents":[]}}]}]})";

class ScenarioRun : public ::testing::Test {
  protected:
    void SetUp() override {
        // It can be loaded, and is for no Sage that there is.
        fs::copy_file(fs::path(TEST_PLUGIN_FOLDER) / "mock_fake.so", folder_ / "fake.so");
        fs::permissions(folder_ / "fake.so", fs::perms(0755));
        fs::permissions(folder_.write("fake.json", wms::testing::fake_manifest_text()),
                        fs::perms(0644));
        options_.plugin = folder_ / "fake.so";
        options_.simulator_program = "/bin/true";
        options_.say = [this](std::string_view line) { said_ += std::string(line) + "\n"; };
    }
    /// As if it were for that edition.
    Result<RunResult> run_as(const std::string& edition) {
        Manifest manifest = wms::testing::fake_manifest();
        manifest.edition = edition;
        return run_for(options_, manifest);
    }
    std::string code() { return run_as("intacct").problem().code; }

    testing::TemporaryFolder folder_;
    RunOptions options_;
    std::string said_;
};

TEST_F(ScenarioRun, needs_a_plugin_of_an_edition_that_it_has_words_for) {
    EXPECT_EQ(run(options_).problem().code, "scenario.edition");
    options_.plugin = folder_ / "none.so";
    EXPECT_EQ(run(options_).problem().code, "loader.not_found");
}

TEST_F(ScenarioRun, needs_the_simulator) {
    options_.simulator_program = folder_ / "none";
    EXPECT_EQ(code(), "child.not_started");
}

TEST_F(ScenarioRun, needs_something_to_play) {
    options_.files = {folder_.path()};
    EXPECT_EQ(code(), "scenario.none");
    options_.files = {folder_ / "row-07.json"};
    EXPECT_EQ(code(), "file.not_found");
    folder_.write("row-07.json", "{");
    EXPECT_EQ(code(), "scenario.syntax");
    folder_.write("row-07.json", least);
    options_.only_case = "two";
    EXPECT_EQ(code(), "scenario.case_unknown");
    options_.only_case.clear();
    options_.switches = true;
    EXPECT_EQ(code(), "file.not_found") << "switches.json";
    EXPECT_TRUE(said_.empty());
}

TEST_F(ScenarioRun, a_file_of_other_editions_is_not_played_and_no_failure) {
    options_.files = {folder_.write("row-07.json", least)};
    const auto result = run_as("sage50");
    ASSERT_TRUE(result.ok()) << in_one_line(result.problem());
    ASSERT_EQ(result.value().cases.size(), 1U);
    EXPECT_EQ(result.value().cases[0].outcome, Outcome::not_played);
    EXPECT_EQ(result.value().cases[0].reason, "The file has no section for this edition.");
    options_.promises = folder_.path();
    folder_.write("sage50.md",
                  "| # | shown by | for Sage 50 |\n| 7 | `a` | Not possible: it has none |\n");
    EXPECT_EQ(run_as("sage50").value().cases[0].reason, "not possible: it has none");
}

TEST_F(ScenarioRun, a_sage_that_does_not_start_is_a_finding_of_each_case) {
    options_.files = {folder_.write("row-07.json", least)};
    const auto result = run_as("intacct");
    ASSERT_TRUE(result.ok()) << in_one_line(result.problem());
    const CaseResult& one = result.value().cases.at(0);
    EXPECT_EQ(one.outcome, Outcome::failed);
    ASSERT_EQ(one.findings.size(), 1U);
    EXPECT_EQ(one.findings[0].step, "the beginning");
    EXPECT_FALSE(one.findings[0].advice.empty());
    EXPECT_NE(said_.find("[1/1] failed"), std::string::npos) << said_;
}

}  // namespace
}  // namespace wms::scenarios
