// SPDX-License-Identifier: Apache-2.0
// Plan: each kind of member is read; what is not there, or is something else, reads as empty.
#include "mock-host/json_members.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace wms {
namespace {

namespace json = boost::json;

TEST(JsonMembers, are_read_as_what_they_are) {
    const json::value value = json::parse(R"({"text":"a","count":7,"list":[1,2],"null":null})");
    EXPECT_EQ(text_at(value, "text"), "a");
    EXPECT_EQ(count_at(value, "count"), 7);
    EXPECT_EQ(list_at(value, "list").size(), 2U);
    EXPECT_TRUE(member_at(value, "null").is_null());
    EXPECT_EQ(member_at(value, "count"), 7);
}

TEST(JsonMembers, what_is_something_else_reads_as_empty) {
    for (const char* text : {R"({"member":{}})", R"({"member":1.5})", "{}", "[]", "7"}) {
        const json::value value = json::parse(text);
        EXPECT_EQ(text_at(value, "member"), "") << text;
        EXPECT_EQ(count_at(value, "member"), 0) << text;
        EXPECT_TRUE(list_at(value, "member").empty()) << text;
    }
    EXPECT_TRUE(member_at(json::parse("[]"), "member").is_null());
}

}  // namespace
}  // namespace wms
