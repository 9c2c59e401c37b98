// SPDX-License-Identifier: Apache-2.0
// Plan: what is said, what is not, what is of another kind; addresses and their ports.
#include "sage-adapter/mapping/settings_values.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

JsonValue settings() {
    return parse_json(R"({"name":"A","count":7,"on":true,"map":{"a":"1","b":"2"},"list":["KGM"]})",
                      1'000, JsonNumbers::integers_only)
        .value();
}

TEST(SettingsValues, are_what_is_said_or_what_stands_otherwise) {
    const JsonValue value = settings();
    EXPECT_EQ(text_or(value, "/name", "B"), "A");
    EXPECT_EQ(text_or(value, "/none", "B"), "B");
    EXPECT_EQ(text_or(value, "/count", "B"), "B");
    EXPECT_EQ(number_or(value, "/count", 1), 7);
    EXPECT_EQ(number_or(value, "/none", 1), 1);
    EXPECT_EQ(number_or(value, "/name", 1), 1);
    EXPECT_TRUE(truth_at(value, "/on"));
    EXPECT_FALSE(truth_at(value, "/none"));
    EXPECT_FALSE(truth_at(value, "/name"));
    EXPECT_EQ(map_at(value, "/map"), (TextMap{{"a", "1"}, {"b", "2"}}));
    EXPECT_TRUE(map_at(value, "/name").empty());
    EXPECT_EQ(unit_codes_at(value, "/list"), std::vector<std::string>{"KGM"});
    EXPECT_EQ(unit_codes_at(value, "/none").size(), 3U);
}

TEST(SettingsValues, addresses_are_https_with_a_port_that_there_can_be) {
    for (const char* const right : {"https://x", "https://x:1", "https://x.example:65535"}) {
        EXPECT_TRUE(is_server_address(right)) << right;
    }
    for (const char* const wrong : {"", "x", "https://", "http://x", "https://x:", "https://x:0",
                                    "https://x:65536", "https://x:8a", "https://x:-1"}) {
        EXPECT_FALSE(is_server_address(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace sage
