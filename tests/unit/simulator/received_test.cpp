// SPDX-License-Identifier: Apache-2.0
// Plan: requests are kept newest last, at most a thousand, without tokens and client secrets.
#include "plugins/sage_simulator/received.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

using testing::HasSubstr;

TEST(SimulatedReceived, at_most_a_thousand_are_kept_newest_last) {
    simulated::Received received;
    for (int count = 0; count < 1'050; ++count) {
        received.add({"GET", "/" + std::to_string(count), {{"X-One", "1"}}, "body"});
    }
    const auto all = parsed(received.show(""));
    ASSERT_EQ(all.at("received").as_array().size(), 1'000U);
    EXPECT_EQ(text_at(all, "/received/0/target"), "/50");
    EXPECT_EQ(text_at(all, "/received/999/target"), "/1049");
    const auto last = parsed(received.show("limit=2"));
    ASSERT_EQ(last.at("received").as_array().size(), 2U);
    EXPECT_EQ(text_at(last, "/received/0/headers/X-One"), "1");
    EXPECT_EQ(text_at(last, "/received/1/body"), "body");
}

TEST(SimulatedReceived, no_secret_is_shown) {
    Sage sage;
    sage.raw({"GET", "/somewhere", {{"authorization", "Bearer abc"}}, ""});
    const std::string shown = sage.control("GET", "/control/received").body;
    EXPECT_THAT(shown, HasSubstr("/somewhere"));
    EXPECT_THAT(shown, HasSubstr("oauth2/token"));
    EXPECT_THAT(shown, testing::Not(HasSubstr("Bearer")));
    EXPECT_THAT(shown, testing::Not(HasSubstr("simulated-client-secret")));
}

TEST(SimulatedReceived, wrong_parameters_are_refused) {
    const simulated::Received received;
    for (const char* const parameters : {"limit=x", "limit=", "limit=-1", "first=1", "l"}) {
        EXPECT_EQ(received.show(parameters).status, 400) << parameters;
    }
}

}  // namespace
}  // namespace sage::test
