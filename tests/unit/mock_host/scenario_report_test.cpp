// SPDX-License-Identifier: Apache-2.0
// Plan: a case is a line, and where it failed the promise, the step, both sides and what to do;
// the same is in the JSON and, escaped, in the XML; long texts are cut between characters.
#include "mock-host/scenario/scenario_report.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace wms::scenarios {
namespace {

namespace json = boost::json;

CaseResult result_of(Outcome outcome) {
    CaseResult result;
    result.name = "row-03-lines/each_line";
    result.row = "03";
    result.promise = "Lines mirror what left.";
    result.edition = "intacct";
    result.outcome = outcome;
    result.real_ms = 1234;
    return result;
}

CaseResult failed() {
    CaseResult result = result_of(Outcome::failed);
    result.findings = {
        {"step 4 (expect)", "/documents/0/net", "\"<3.39>\"", "\"6.78\"", "Decide which is wrong."},
        {"step 4 (expect)", "/documents", "", "[" + std::string(700, 'x') + "ä]", ""}};
    return result;
}

RunResult run_of(std::vector<CaseResult> cases) {
    RunResult result;
    result.plugin = "Sage Intacct 0.1.0";
    result.edition = "intacct";
    result.cases = std::move(cases);
    result.real_ms = 2005;
    return result;
}

TEST(ScenarioReport, a_case_that_passed_is_one_line) {
    EXPECT_EQ(line_of(result_of(Outcome::passed), 7, 63),
              "[ 7/63] passed       row-03-lines/each_line (1.234 s)");
}

TEST(ScenarioReport, a_case_that_failed_says_what_where_and_what_to_do) {
    const std::string text = line_of(failed(), 1, 1);
    EXPECT_TRUE(
        text.starts_with("[1/1] failed       row-03-lines/each_line (1.234 s)\n"
                         "          row 03: Lines mirror what left.\n"
                         "          step 4 (expect), /documents/0/net\n"
                         "            expected    \"<3.39>\"\n"
                         "            there is    \"6.78\"\n"
                         "            what to do  Decide which is wrong.\n"
                         "          step 4 (expect), /documents\n"
                         "            there is    [xxx"))
        << text;
    EXPECT_TRUE(text.ends_with("x …")) << text;
}

TEST(ScenarioReport, long_texts_are_cut_between_characters) {
    CaseResult result = failed();
    result.findings[1].found = std::string(599, 'x') + "ä and more";
    EXPECT_TRUE(line_of(result, 1, 1).ends_with("x …"));
}

TEST(ScenarioReport, what_is_not_played_has_its_reason) {
    CaseResult result = result_of(Outcome::not_played);
    result.name = "row-46-transfers";
    result.reason = "not possible: Sage 50 has no places";
    EXPECT_EQ(line_of(result, 1, 1),
              "[1/1] not played   row-46-transfers: not possible: Sage 50 has no places");
}

TEST(ScenarioReport, summary_counts_and_names_what_failed) {
    EXPECT_EQ(summary_of(run_of({result_of(Outcome::passed), failed()})),
              "\nSage Intacct 0.1.0: 1 passed, 1 failed, 0 not played; 2.005 s\n"
              "failed    row-03-lines/each_line\n");
}

TEST(ScenarioReport, json_has_everything) {
    const json::value line = json::parse(json_line(run_of({failed()})));
    EXPECT_EQ(line.at("failed"), 1);
    EXPECT_EQ(line.at("notPlayed"), 0);
    const json::value& one = line.at("cases").at(0);
    EXPECT_EQ(one.at("outcome"), "failed");
    EXPECT_EQ(one.at("findings").at(0).at("step"), "step 4 (expect)");
    EXPECT_EQ(one.at("findings").at(1).at("found").as_string().size(), 704U);
}

TEST(ScenarioReport, xml_is_what_continuous_integration_reads) {
    CaseResult skipped = result_of(Outcome::not_played);
    skipped.name = "row-46-transfers";
    skipped.reason = "no <places>";
    const std::string xml = junit_of(run_of({failed(), skipped, result_of(Outcome::passed)}));
    for (const char* const part :
         {"<testsuite name=\"Sage Intacct 0.1.0\" tests=\"3\" failures=\"1\" skipped=\"1\"",
          "classname=\"intacct.row-03-lines\" name=\"each_line\" time=\"1.234\"",
          "<failure message=\"row 03: Lines mirror what left.\">",
          "expected &quot;&lt;3.39&gt;&quot;", "<skipped message=\"no &lt;places&gt;\"/>"}) {
        EXPECT_NE(xml.find(part), std::string::npos) << part << "\n" << xml;
    }
}

}  // namespace
}  // namespace wms::scenarios
