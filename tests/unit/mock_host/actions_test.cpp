// SPDX-License-Identifier: Apache-2.0
// Plan: who did what, when, before and after, one line each; a line break typed by a person stays
// in its line; what cannot be written down is a Problem. Differences of settings by their pointer.
#include "mock-host/serve/actions.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::serve {
namespace {

namespace json = boost::json;

TEST(Actions, are_written_down) {
    const wms::testing::TemporaryFolder folder;
    const JumpClock clock(1'795'189'332'120);
    const auto actions = Actions::open(folder / "actions.jsonl", clock);
    ASSERT_TRUE(actions.ok());
    ASSERT_TRUE(
        actions.value()->record({"pat", "decide", "id", "held", "sendAgain", "two\nlines"}).ok());
    ASSERT_TRUE(actions.value()->record({"sam", "check", "", "", "", ""}).ok());
    const std::string text = folder.read("actions.jsonl");
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
    const json::value line = json::parse(text.substr(0, text.find('\n')));
    EXPECT_EQ(line.at("who"), "pat");
    EXPECT_EQ(line.at("what"), "decide");
    EXPECT_EQ(line.at("before"), "held");
    EXPECT_EQ(line.at("after"), "sendAgain");
    EXPECT_EQ(line.at("reason"), "two\nlines");
    EXPECT_EQ(line.at("at"), "2026-11-20T15:42:12.120+00:00");
}

TEST(Actions, that_cannot_be_written_are_a_problem) {
    const JumpClock clock(0);
    const auto full = Actions::open("/dev/full", clock);
    if (full.ok()) {
        EXPECT_EQ(full.value()->record({"pat", "check", "", "", "", ""}).problem().code,
                  "serve.not_recorded");
    }
    const wms::testing::TemporaryFolder folder;
    EXPECT_FALSE(Actions::open(folder / "none" / "actions.jsonl", clock).ok());
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
