// SPDX-License-Identifier: Apache-2.0
// Plan: `mock-host scenario` as a program: exit codes 0, 1 and 2; the report and the JSON line;
// several cases at once; JUnit; a planted wrong expectation is told with row, step and both sides;
// bad files and bad command lines; the table.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Two cases of one promise; the second expects what the first left out.
std::string scenario_with(const std::string& quantity) {
    const std::string steps =
        R"([{"submit":"despatch","id":"DN-1",)"
        R"("lines":[{"item":"LANTERN","quantity":"6","price":"3.39"}]},)"
        R"({"run":"until quiet"},{"expect":{"documents":[{"type":"invoice","lines":[{"quantity":")";
    const std::string end = R"("}]}]}}])";
    return R"({"row":"03","promise":"Lines mirror what left.","editions":{"intacct":{}},"cases":[)"
           R"({"name":"first","steps":)" +
           steps + "6" + end + R"(},{"name":"second","steps":)" + steps + quantity + end + "}]}";
}

class ScenarioCommand : public ::testing::Test {
  protected:
    struct Ended {
        int code;
        std::string out;
        std::string err;
    };
    Ended run(const std::string& arguments) {
        const std::string command = std::string(MOCK_HOST_PROGRAM) + " scenario " + arguments +
                                    " >" + (folder_ / "out").string() + " 2>" +
                                    (folder_ / "err").string() + " </dev/null";
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, folder_.read("out"),
                folder_.read("err")};
    }
    std::string file(const std::string& text) {
        return folder_.write("row-03-lines.json", text).string();
    }
    testing::TemporaryFolder folder_;
};

TEST_F(ScenarioCommand, has_help) {
    const Ended ended = run("--help");
    EXPECT_EQ(ended.code, 0);
    EXPECT_NE(ended.out.find("Exit code 0: every case"), std::string::npos);
}

TEST_F(ScenarioCommand, a_bad_command_line_ends_with_2) {
    const std::string good = file(scenario_with("6"));
    for (const std::string& arguments :
         {std::string(), std::string("--plugin x"), good + " --plugin x --jobs 0",
          good + " --plugin x --colour", good + " --table --plugin x", good}) {
        const Ended ended = run(arguments);
        EXPECT_EQ(ended.code, 2) << arguments;
        EXPECT_FALSE(ended.err.empty()) << arguments;
        EXPECT_TRUE(ended.out.empty()) << arguments;
    }
}

#if defined(SAGE_PLUGIN_FILE) && defined(SAGE_SIMULATOR_PROGRAM)

const std::string with_plugin = std::string(" --plugin ") + SAGE_PLUGIN_FILE;

TEST_F(ScenarioCommand, cases_that_pass_end_with_0_and_a_line_each) {
    const Ended ended = run(file(scenario_with("6")) + with_plugin + " --jobs 2");
    EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
    EXPECT_NE(ended.out.find("playing   2 cases, 2 at once"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("row-03-lines/first ("), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("2 passed, 0 failed, 0 not played"), std::string::npos) << ended.out;
    EXPECT_TRUE(ended.err.empty()) << ended.err;
}

TEST_F(ScenarioCommand, one_that_fails_ends_with_1_and_is_told_in_full) {
    const Ended ended =
        run(file(scenario_with("7")) + with_plugin + " --jobs 2 --json --junit " +
            (folder_ / "junit.xml").string() + " --keep " + (folder_ / "kept").string());
    EXPECT_EQ(ended.code, 1) << ended.err;
    for (const char* const part :
         {"row 03: Lines mirror what left.", "step 3 (expect), /documents/0/lines/0/quantity",
          "expected    \"7\"", "there is    \"6\"", "what to do  "}) {
        EXPECT_NE(ended.err.find(part), std::string::npos) << part << "\n" << ended.err;
    }
    EXPECT_EQ(std::count(ended.out.begin(), ended.out.end(), '\n'), 1) << ended.out;
    const json::value line = json::parse(ended.out);
    EXPECT_EQ(line.at("passed"), 1);
    EXPECT_EQ(line.at("failed"), 1);
    EXPECT_EQ(line.at("cases").at(0).at("outcome"), "passed") << "in the order of the file";
    EXPECT_EQ(line.at("cases").at(1).at("findings").at(0).at("expected"), "\"7\"");
    EXPECT_NE(folder_.read("junit.xml").find("failures=\"1\""), std::string::npos);
    EXPECT_TRUE(fs::exists(folder_ / "kept/0002/events.jsonl"));

    const Ended alone = run(file(scenario_with("7")) + with_plugin + " --case first");
    EXPECT_EQ(alone.code, 0) << alone.out;
    EXPECT_NE(alone.out.find("1 passed, 0 failed"), std::string::npos) << alone.out;
}

TEST_F(ScenarioCommand, a_bad_file_is_told_with_its_place_before_anything_is_played) {
    folder_.write("row-04-bad.json", "{\n  \"row\": \"04\",\n}");
    const std::string good = file(scenario_with("6"));
    const Ended cut = run(good + " " + (folder_ / "row-04-bad.json").string() + with_plugin);
    EXPECT_EQ(cut.code, 2) << cut.out;
    EXPECT_TRUE(cut.out.empty()) << cut.out;
    EXPECT_NE(cut.err.find("row-04-bad.json, line 3, column 1"), std::string::npos) << cut.err;
    EXPECT_EQ(std::count(cut.err.begin(), cut.err.end(), '\n'), 1) << cut.err;

    const Ended wrong = run(file(scenario_with("six")) + with_plugin);
    EXPECT_EQ(wrong.code, 2) << wrong.out;
    EXPECT_NE(wrong.err.find("scenario.invalid"), std::string::npos) << wrong.err;
    EXPECT_NE(wrong.err.find("/cases/1/steps/2/expect/documents/0/lines/0/quantity"),
              std::string::npos)
        << wrong.err;

    EXPECT_EQ(run(file(scenario_with("6")) + with_plugin + " --case third").code, 2);
    EXPECT_EQ(run((folder_ / "none.json").string() + with_plugin).code, 2);
    EXPECT_EQ(run(file(scenario_with("6")) + with_plugin + " --junit /nowhere/at/all").code, 2);
}

TEST_F(ScenarioCommand, what_names_another_edition_is_not_played_and_the_reason_told) {
    std::string text = scenario_with("6");
    text.replace(text.find("\"intacct\""), 9, "\"sage200\"");
    const Ended ended = run(file(text) + with_plugin);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.out.find("not played   row-03-lines: `tests/scenarios/row-03-"),
              std::string::npos)
        << ended.out;
}

TEST_F(ScenarioCommand, the_table_is_printed_without_a_plugin) {
    folder_.write("promises.json", "{}");
    const Ended ended = run(file(scenario_with("6")) + " --table");
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_TRUE(ended.out.starts_with("| # | promise | Sage Intacct | Sage 200 | Sage 50 |\n"))
        << ended.out;
    EXPECT_NE(ended.out.find("\n| 3 | Lines mirror what left. | passes | "), std::string::npos)
        << ended.out;
    EXPECT_EQ(run(file(scenario_with("6")) + " --table --promises /nowhere").code, 2);
}

#endif

}  // namespace
}  // namespace wms
