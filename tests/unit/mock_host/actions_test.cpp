// SPDX-License-Identifier: Apache-2.0
// Plan: who did what, when, before and after, one line each; a line break typed by a person stays
// in its line; what cannot be written down is a Problem. Differences of settings by their pointer.
#include "mock-host/serve/actions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "mock-host/audit.h"
#include "mock-host/audit_comparison.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::serve {
namespace {

namespace json = boost::json;

TEST(Actions, are_written_down_in_the_chain_of_the_audit_trail) {
    const wms::testing::TemporaryFolder folder;
    const JumpClock clock(1'795'189'332'120);
    const auto trail = Audit::open(folder / kAuditFile).value();
    Actions actions(folder / kAuditFile, clock,
                    [&](const std::string& line) { return trail->append(line); });
    ASSERT_TRUE(
        actions.record({"pat", "decide", "id", "held", "sendAgain", "", "two\nlines"}).ok());
    ASSERT_TRUE(actions.record({"sam", "refused", "POST /", "", "", "serve.role", ""}).ok());
    const std::string text = folder.read(kAuditFile);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
    const json::value line = json::parse(text.substr(0, text.find('\n')));
    EXPECT_EQ(line.at("record"), "person");
    EXPECT_EQ(line.at("who"), "pat");
    EXPECT_EQ(line.at("action"), "decide");
    EXPECT_EQ(line.at("before"), "held");
    EXPECT_EQ(line.at("after"), "sendAgain");
    EXPECT_EQ(line.at("reason"), "two\nlines");
    EXPECT_EQ(line.at("occurredAt"), "2026-11-20T15:42:12.120+00:00");
    AuditComparison chain;
    ASSERT_TRUE(chain.read(actions.file()).ok());
    EXPECT_EQ(chain.figures().first_break, "");
    EXPECT_EQ(chain.figures().lines, 2);
    EXPECT_EQ(chain.figures().before, 0) << "each line has its hash";
}

TEST(Actions, that_cannot_be_written_are_a_problem) {
    const JumpClock clock(0);
    Actions actions("trail", clock, [](const std::string&) {
        return Problem{"audit.not_written", "", "Full.", "Make room.", "it"};
    });
    EXPECT_EQ(actions.record({"pat", "check", "", "", "", "", ""}).problem().code,
              "serve.not_recorded");
}

TEST(Actions, differences_name_what_changed) {
    const json::value before = json::parse(R"({"a":1,"b":{"c":"x","d":[1]},"e":true})");
    const json::value after = json::parse(R"({"a":1,"b":{"c":"y","d":[1]},"f":"new"})");
    EXPECT_EQ(json::value(differences(before, after)),
              json::parse(R"([{"pointer":"/b/c","before":"x","after":"y"},
                              {"pointer":"/e","before":true,"after":null},
                              {"pointer":"/f","before":null,"after":"new"}])"));
    EXPECT_TRUE(differences(before, before).empty());
}

}  // namespace
}  // namespace wms::serve
