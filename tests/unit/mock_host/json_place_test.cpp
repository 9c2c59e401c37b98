// SPDX-License-Identifier: Apache-2.0
// Plan: places are found and put by pointer, escapes included; a difference is the smallest places
// that differ, lists whole.
#include "mock-host/setup/json_place.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace wms {
namespace {

namespace json = boost::json;

TEST(JsonPlace, is_found_by_its_pointer) {
    const json::value value = json::parse(R"({"a":{"b/c":[10,{"~":1}]},"n":null})");
    ASSERT_NE(find_place(value, "/a/b~1c/1/~0"), nullptr);
    EXPECT_EQ(*find_place(value, "/a/b~1c/0"), json::value(10));
    EXPECT_EQ(find_place(value, ""), &value);
    for (const char* none : {"/x", "/a/x", "/a/b~1c/2", "/a/b~1c/x", "/n/x", "/a/b~1c/0/x"}) {
        EXPECT_EQ(find_place(value, none), nullptr) << none;
    }
}

TEST(JsonPlace, is_put_and_taken_away) {
    json::value value = json::object();
    put_place(value, "/a/b~1c", 1);
    put_place(value, pointer_to("/a", "d~/"), "x");
    EXPECT_EQ(json::serialize(value), R"({"a":{"b/c":1,"d~/":"x"}})");
    put_place(value, "/a/b~1c", nullptr);
    put_place(value, "/none/of/this", nullptr);
    EXPECT_EQ(json::serialize(value), R"({"a":{"d~/":"x"}})");
    put_place(value, "/a", 7);
    put_place(value, "/a/b", 8);
    EXPECT_EQ(json::serialize(value), R"({"a":{"b":8}})");
}

TEST(JsonPlace, differences_are_the_smallest_places) {
    const auto text = [](const char* before, const char* after) {
        std::string all;
        for (const PlaceChange& one : changes_between(json::parse(before), json::parse(after))) {
            all += one.pointer + " " + one.before + ">" + one.after + ";";
        }
        return all;
    };
    EXPECT_EQ(text(R"({"a":1,"b":{"c":2,"d":3}})", R"({"b":{"d":3,"c":2},"a":1})"), "");
    EXPECT_EQ(text(R"({"a":1,"b":{"c":2,"d":3}})", R"({"b":{"c":4,"e":5}})"),
              "/a 1>;/b/c 2>4;/b/d 3>;/b/e >5;");
    EXPECT_EQ(text(R"({"a":[1,2]})", R"({"a":[1,3]})"), "/a [1,2]>[1,3];");
    EXPECT_EQ(text(R"({"a":{"b":1}})", R"({"a":7})"), R"(/a {"b":1}>7;)");
    EXPECT_EQ(text("{}", R"({"x/y":null})"), "/x~1y >null;");
}

}  // namespace
}  // namespace wms
