// SPDX-License-Identifier: Apache-2.0
// The command `mock-host drift` as people use it: what the warehouse has and Sage does not is told
// with its size, left alone without a limit in the settings, corrected by whoever may decide it and
// on record; documents that were not handed over come first, and who may only see corrects nothing.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/program.h"

namespace sage::testing {
namespace {

namespace fs = std::filesystem;

constexpr int agrees = 0;
constexpr int differs = 1;
constexpr int no_run = 2;

class DriftCommand : public ::testing::Test {
  protected:
    DriftCommand() {
        std::string pattern = (fs::temp_directory_path() / "drift-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        EXPECT_EQ(host({"receive", "MUG=10", "--opening"}).exit_code, 0);
        EXPECT_EQ(host({"post", "--plugin", SAGE_PLUGIN_FILE, "--seed-sage"}).exit_code, 0);
    }
    ~DriftCommand() override { fs::remove_all(folder); }

    Ended host(std::vector<std::string> words) const {
        words.insert(words.begin(), MOCK_HOST_PROGRAM);
        words.insert(words.end(), {"--data", (folder / "run").string()});
        return run_program(words);
    }
    Ended drift(std::vector<std::string> words = {}) const {
        words.insert(words.begin(), {"drift", "--plugin", SAGE_PLUGIN_FILE, "--csv"});
        return host(words);
    }
    /// Stock that Sage was never told of.
    void receive_silently() const {
        EXPECT_EQ(host({"receive", "MUG=3", "--opening"}).exit_code, 0);
    }
    std::string trail() const {
        std::ifstream file(folder / "run" / "audit.jsonl");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    fs::path folder;
};

TEST_F(DriftCommand, tells_what_differs_and_a_person_has_it_corrected_once) {
    EXPECT_EQ(drift().exit_code, agrees);
    receive_silently();
    const Ended told = drift({"--correct"});
    EXPECT_EQ(told.exit_code, differs) << "no policy covers it";
    EXPECT_NE(told.output.find("MUG,MAIN,13,10,0,-3,manualEdit,person,DRIFT-"), std::string::npos)
        << told.output;
    EXPECT_EQ(trail().find(R"("action":"drift")"), std::string::npos);
    const Ended corrected = drift({"--correct-all"});
    EXPECT_EQ(corrected.exit_code, agrees) << corrected.output;
    EXPECT_NE(corrected.output.find(",corrected,DRIFT-"), std::string::npos) << corrected.output;
    EXPECT_NE(trail().find(R"("action":"drift")"), std::string::npos);
    const Ended again = drift({"--correct-all"});
    EXPECT_EQ(again.output.find(",corrected,"), std::string::npos)
        << "what was just posted is corrected no second time: " << again.output;
}

TEST_F(DriftCommand, corrects_by_policy_what_the_settings_cover) {
    receive_silently();
    const Ended small = drift({"--correct", "--setting", R"(stockDrift={"correctUpTo":"2"})"});
    EXPECT_EQ(small.exit_code, differs) << small.output;
    const Ended covered = drift({"--correct", "--setting", R"(stockDrift={"correctUpTo":"3"})"});
    EXPECT_EQ(covered.exit_code, agrees) << covered.output;
    EXPECT_NE(trail().find(R"(policy)"), std::string::npos);
}

TEST_F(DriftCommand, refuses_before_anything_is_compared) {
    {
        std::ofstream people(folder / "run" / "people.json");
        people << R"({"people":[{"name":"lee","roles":["view"]}]})";
    }
    fs::permissions(folder / "run" / "people.json", fs::perms::owner_read);
    receive_silently();
    EXPECT_EQ(drift({"--as", "lee"}).exit_code, differs);
    EXPECT_EQ(drift({"--as", "lee", "--correct-all"}).exit_code, no_run);
    EXPECT_NE(trail().find(R"("outcome":"refused")"), std::string::npos);
    EXPECT_EQ(host({"adjust", "MUG=-1", "--reason", "damaged"}).exit_code, 0);
    EXPECT_EQ(drift({"--as", "lee"}).exit_code, no_run) << "not handed over yet";
}

}  // namespace
}  // namespace sage::testing
