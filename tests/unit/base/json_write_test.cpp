// SPDX-License-Identifier: Apache-2.0
// Plan: equal values give equal bytes whatever the order of their members; pointers find what they
// name and nothing else.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <random>

#include "sage-adapter/base/json.h"

namespace sage {
namespace {

namespace json = boost::json;

// A random value of bounded depth.
json::value random_value(std::mt19937& generator, int depth) {
    const auto name = [&] {
        return std::string(1 + generator() % 3, static_cast<char>('a' + generator() % 6));
    };
    switch (generator() % (depth > 0 ? 6U : 4U)) {
        case 0:
            return static_cast<std::int64_t>(generator()) - (std::int64_t{1} << 31);
        case 1:
            return generator() % 2 == 0;
        case 2:
            return nullptr;
        case 3:
            return json::value(name() + "\"\\\n\x01é😀" + name());
        case 4: {
            json::array array;
            for (auto count = generator() % 4; count > 0; --count) {
                array.push_back(random_value(generator, depth - 1));
            }
            return array;
        }
        default: {
            json::object object;
            for (auto count = generator() % 50; count > 0; --count) {
                object[name() + std::to_string(generator() % 100)] =
                    random_value(generator, depth - 2);
            }
            return object;
        }
    }
}

// The same value with the members of every object in another order.
json::value shuffled(const json::value& value, std::mt19937& generator) {
    if (const json::array* array = value.if_array()) {
        json::array copy;
        for (const json::value& each : *array) {
            copy.push_back(shuffled(each, generator));
        }
        return copy;
    }
    if (const json::object* object = value.if_object()) {
        std::vector<const json::key_value_pair*> members;
        for (const json::key_value_pair& member : *object) {
            members.push_back(&member);
        }
        std::shuffle(members.begin(), members.end(), generator);
        json::object copy;
        for (const json::key_value_pair* member : members) {
            copy.emplace(member->key(), shuffled(member->value(), generator));
        }
        return copy;
    }
    return value;
}

TEST(JsonWrite, members_are_sorted_by_bytes_without_blanks) {
    const json::value value =
        json::parse(R"({"b": 1, "a": {"d": [], "c": "x"}, "B": 2, "é": 3, "": 4})");
    EXPECT_EQ(canonical_json(value), R"({"":4,"B":2,"a":{"c":"x","d":[]},"b":1,"é":3})");
}

TEST(JsonWrite, equal_values_give_equal_bytes_and_those_parse_to_an_equal_value) {
    std::mt19937 generator(20261120);
    for (int round = 0; round < 2'000; ++round) {
        const json::value value = random_value(generator, 5);
        const std::string bytes = canonical_json(value);
        ASSERT_EQ(canonical_json(shuffled(value, generator)), bytes);
        ASSERT_EQ(json::parse(bytes), value);
        const auto parsed = parse_json(bytes, bytes.size(), JsonNumbers::integers_only);
        ASSERT_TRUE(parsed.ok());
        ASSERT_EQ(canonical_json(parsed.value()), bytes);
    }
}

TEST(JsonWrite, different_values_give_different_bytes) {
    const std::vector<const char*> texts = {
        R"("1")",  "1",  "[1]",          "null",        R"("null")", R"({"a":null})", "{}",
        R"([""])", "[]", R"({"a":"b"})", R"({"a":{}})", "true",      R"("\"")",       R"("\\\"")"};
    std::vector<std::string> seen;
    for (const char* text : texts) {
        seen.push_back(canonical_json(json::parse(text)));
    }
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
}

TEST(JsonWrite, texts_carry_only_the_escapes_they_need) {
    std::string out;
    append_json_text(out, std::string_view("a\"\\/\b\f\n\r\t\x01\x1f\x7f é\0z", 17));
    EXPECT_EQ(out, "\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f é\\u0000z\"");
}

TEST(JsonWrite, a_pointer_finds_its_member) {
    const json::value value = json::parse(R"({"a":[{"b/c":"x","~":5}],"":{"":"y"}})");
    EXPECT_EQ(text_at(value, "/a/0/b~1c"), "x");
    EXPECT_EQ(text_at(value, "//"), "y");
    EXPECT_EQ(at_pointer(value, ""), &value);
    ASSERT_NE(at_pointer(value, "/a/0/~0"), nullptr);
    EXPECT_EQ(at_pointer(value, "/a/0/~0")->get_int64(), 5);
}

TEST(JsonWrite, a_pointer_to_nothing_is_null_and_its_text_empty) {
    const json::value value = json::parse(R"({"a":[{"b":5}]})");
    for (const char* pointer : {"/b", "/a/1", "/a/00", "/a/x", "/a/-", "a", "/a/0/b/c", "/~", "/~2",
                                "/a/99999999999999999999999"}) {
        EXPECT_EQ(at_pointer(value, pointer), nullptr) << pointer;
        EXPECT_EQ(text_at(value, pointer), "") << pointer;
    }
    EXPECT_EQ(text_at(value, "/a/0/b"), "");
}

TEST(JsonWrite, a_name_becomes_one_token_of_a_pointer) {
    std::string pointer;
    append_pointer_token(pointer, "a/b~c");
    append_pointer_token(pointer, "");
    EXPECT_EQ(pointer, "/a~1b~0c/");
}

}  // namespace
}  // namespace sage
