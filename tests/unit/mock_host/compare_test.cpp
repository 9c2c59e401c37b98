// SPDX-License-Identifier: Apache-2.0
// Plan: each difference is told with its place and both sides, decimals whatever their zeros; an
// expectation that another value would fulfil as well is found out.
#include "mock-host/scenario/compare.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace wms::scenarios {
namespace {

namespace json = boost::json;

TEST(Compare, what_is_something_else_is_told) {
    const json::value there = json::parse(
        R"({"type":"invoice","net":"10.00","note":"Left at the door","lines":[{"item":"A"}]})");
    EXPECT_TRUE(
        differences(json::parse(R"({"net":"10","note":{"contains":["door"]}})"), there).empty());
    for (const char* const expected :
         {R"({"net":"10.01"})", R"({"type":"credit"})", R"({"lines":[]})", R"({"lines":[{},{}]})",
          R"({"lines":[{"item":"B"}]})", R"({"note":{"contains":["window"]}})",
          R"({"note":{"without":["door"]}})", R"({"note":null})", R"({"memo":"x"})",
          R"({"open":false})", R"({"lines":"A"})"}) {
        const Findings found = differences(json::parse(expected), there);
        ASSERT_EQ(found.size(), 1U) << expected;
        EXPECT_FALSE(found[0].advice.empty());
    }
    const Findings found = differences(json::parse(R"({"lines":[{"item":"B"}]})"), there);
    EXPECT_EQ(in_one_line(found[0]), R"(/lines/0/item: expected "B", there is "A")");
}

TEST(Compare, quantities_are_decimals_and_numbers_of_documents_are_texts) {
    EXPECT_TRUE(differences(json::parse(R"({"stock":{"A":{"M":"6"}},"allocated":"1.50"})"),
                            json::parse(R"({"stock":{"A":{"M":"6.00"}},"allocated":"1.5"})"))
                    .empty());
    EXPECT_FALSE(
        differences(json::parse(R"({"reference":"6"})"), json::parse(R"({"reference":"6.0"})"))
            .empty());
}

TEST(Compare, what_cannot_fail_is_found_out) {
    const json::value there = json::parse(R"({"note":"Left at the door","lines":[{"item":"A"}]})");
    EXPECT_TRUE(unnoticed_changes(json::parse(R"({"lines":[{"item":"A"}],"memo":null,
                                                  "note":{"contains":["door"]}})"),
                                  there)
                    .empty());
    // Nothing is ever searched for the text with which a search is tried out.
    const json::value any = json::parse("{\"note\":\"has \\u0001 in it\"}");
    const Findings found = unnoticed_changes(json::parse(R"({"note":{"contains":["has"]}})"), any);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].place, "/note");
}

}  // namespace
}  // namespace wms::scenarios
