// SPDX-License-Identifier: Apache-2.0
// Plan: what a program says and how it ends is compared with the step; its files are made for this
// user alone and nowhere else; names are put in; what cannot be run is a problem. The program is a
// shell, which says what it is told to.
#include "mock-host/scenario/command_step.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::scenarios {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

class CommandStep : public ::testing::Test {
  protected:
    Result<Findings> run(const std::string& text) {
        const json::object step = json::parse(text).as_object();
        return run_command(step, step, place_);
    }
    /// The first finding, or the code of the problem.
    std::string first(const std::string& text) {
        const Result<Findings> found = run(text);
        return !found.ok()             ? found.problem().code
               : found.value().empty() ? "as wanted"
                                       : in_one_line(found.value().front());
    }
    /// A step whose command is this line of shell.
    static std::string shell(const std::string& line, const std::string& members = "") {
        return R"({"command":["-c",)" + json::serialize(json::value(line)) + "]" + members + "}";
    }

    testing::TemporaryFolder folder_;
    CommandPlace place_{"/bin/sh", folder_.path(), {{"folder", folder_.path().string()}}};
};

TEST_F(CommandStep, an_exit_code_is_expected_and_is_0_where_none_is_said) {
    EXPECT_EQ(first(shell("exit 0")), "as wanted");
    EXPECT_EQ(first(shell("exit 2", R"(,"exit":2)")), "as wanted");
    EXPECT_EQ(first(shell("exit 1")), "/exit: expected 0, there is 1");
    EXPECT_EQ(first(shell("kill -9 $$")), "/exit: expected 0, there is -9");
    const Result<Findings> told = run(shell("echo out; echo err >&2; exit 1"));
    ASSERT_TRUE(told.ok() && told.value().size() == 2);
    EXPECT_EQ(told.value().back().found, "out\nerr\n") << "all that it said";
}

TEST_F(CommandStep, the_last_line_is_the_answer_and_both_outputs_are_what_it_says) {
    const std::string line = R"(echo progress; echo '{"a":{"b":"1"},"c":[]}'; echo people >&2)";
    EXPECT_EQ(first(shell(line, R"(,"answer":{"a":{"b":"1"}})")), "as wanted");
    EXPECT_EQ(first(shell(line, R"(,"answer":{"a":{"b":"2"}})")).substr(0, 11), "/answer/a/b");
    EXPECT_NE(first(shell("echo no JSON", R"(,"answer":{"a":"1"})")), "as wanted");
    EXPECT_NE(first(shell("true", R"(,"answer":{"a":"1"})")), "as wanted");
    EXPECT_EQ(first(shell(line, R"(,"says":{"contains":["progress","people"]})")), "as wanted");
    EXPECT_NE(first(shell(line, R"(,"says":{"contains":["trouble"]})")), "as wanted");
    EXPECT_NE(first(shell(line, R"(,"says":{"contains":["people"],"without":["progress"]})")),
              "as wanted");
    EXPECT_FALSE(fs::exists(folder_ / "command.output")) << "and nothing is left of it";
}

TEST_F(CommandStep, names_are_put_in_and_unknown_ones_are_told) {
    EXPECT_EQ(first(shell("test -d ${folder}")), "as wanted");
    EXPECT_EQ(first(shell("echo ${nothing}")), "scenario.place");
    EXPECT_EQ(first(shell("echo ${folder")), "scenario.place");
    EXPECT_EQ(with_names("a${folder}b$c}", place_).value(), "a" + folder_.path().string() + "b$c}");
}

TEST_F(CommandStep, files_are_made_before_it_for_this_user_alone_and_in_its_folder_alone) {
    const std::string said = "{\"in\":\"" + folder_.path().string() + "\"}text";
    EXPECT_EQ(first(shell("cat ${folder}/new/a.json ${folder}/b.txt",
                          R"(,"files":{"new/a.json":{"in":"${folder}"},"b.txt":"text"},"says":)" +
                              json::serialize(json::value_from(said)))),
              "as wanted");
    EXPECT_EQ(fs::status(folder_ / "b.txt").permissions(), fs::perms(0600));
    EXPECT_EQ(first(shell("true", R"(,"files":{"../outside":"x"})")), "scenario.file");
    EXPECT_EQ(first(shell("true", R"(,"files":{"/tmp/outside":"x"})")), "scenario.file");
    EXPECT_EQ(first(shell("true", R"(,"files":{"b.txt/below":"x"})")), "scenario.file");
    EXPECT_EQ(first(shell("true", R"(,"files":{"c.txt":"${nothing}"})")), "scenario.place");
}

TEST_F(CommandStep, what_cannot_be_run_is_a_problem) {
    place_.program = folder_ / "none";
    EXPECT_EQ(first(shell("true")), "child.not_started");
    EXPECT_EQ(first(R"({"command":[]})"), "scenario.command");
}

}  // namespace
}  // namespace wms::scenarios
