// SPDX-License-Identifier: Apache-2.0
// Plan: what strict JSON lets pass and what it refuses, with code and pointer; numbers keep their
// digits; hostile text of every size ends in an error in bounded time.
#include "sage-adapter/base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

using testing::HasSubstr;

constexpr std::size_t bytes_max = 64 * 1024 * 1024;

Problem problem_of(std::string_view text, JsonNumbers numbers = JsonNumbers::integers_only) {
    const auto result = parse_json(text, bytes_max, numbers);
    if (result.ok()) {
        ADD_FAILURE() << "was accepted: " << text.substr(0, 100);
        return {};
    }
    EXPECT_EQ(result.error().status, Status::invalid);
    EXPECT_FALSE(result.error().first().cause.empty());
    EXPECT_FALSE(result.error().first().fix.empty());
    return result.error().first();
}

std::string canonical(std::string_view text, JsonNumbers numbers = JsonNumbers::integers_only) {
    const auto result = parse_json(text, bytes_max, numbers);
    return result.ok() ? canonical_json(result.value()) : "error: " + result.error().first().cause;
}

std::string nested(std::size_t depth, std::string_view open, std::string_view close) {
    std::string out;
    for (std::size_t level = 0; level < depth; ++level) {
        out += open;
    }
    out += "0";
    for (std::size_t level = 0; level < depth; ++level) {
        out += close;
    }
    return out;
}

TEST(Json, values_of_every_kind_are_read) {
    EXPECT_EQ(canonical(R"( { "b" : [ 1 , -2 , true , false , null ] , "a" : "x" } )"),
              R"({"a":"x","b":[1,-2,true,false,null]})");
    EXPECT_EQ(canonical("\t\r\n 5 "), "5");
    EXPECT_EQ(canonical(R"("")"), R"("")");
    EXPECT_EQ(canonical("{}"), "{}");
    EXPECT_EQ(canonical("[]"), "[]");
    EXPECT_EQ(canonical(R"([[],{},[""],{"":""}])"), R"([[],{},[""],{"":""}])");
}

TEST(Json, escapes_in_texts_and_names_are_read_wherever_they_stand) {
    EXPECT_EQ(canonical(R"(["\n","\na","a\n","\u0041\u00e9\ud83d\ude00","\/\b\f\r\t\"\\"])"),
              "[\"\\n\",\"\\na\",\"a\\n\",\"Aé😀\",\"/\\b\\f\\r\\t\\\"\\\\\"]");
    EXPECT_EQ(canonical(R"({"\u0061":1,"b\u0062":2,"\n":3,"c\n":4})"),
              R"({"\n":3,"a":1,"bb":2,"c\n":4})");
    EXPECT_EQ(canonical("\"\\u0001\\u001f\x7f\""), "\"\\u0001\\u001f\x7f\"");
}

TEST(Json, text_that_is_not_json_is_refused) {
    for (const char* text : {"",
                             " ",
                             "{",
                             "}",
                             "[",
                             "]",
                             "[1",
                             "[1,",
                             "[1,]",
                             "{\"a\":1,}",
                             "{\"a\"}",
                             "{a:1}",
                             "'a'",
                             "nul",
                             "nulll",
                             "True",
                             "1 2",
                             "{} {}",
                             "[1 2]",
                             "{\"a\":1 \"b\":2}",
                             "\"a",
                             "\"\\x\"",
                             "\"\\u12g4\"",
                             "// c\n1",
                             "/* c */1",
                             "+1",
                             "01",
                             "1.",
                             ".5",
                             "1e",
                             "-",
                             "--1",
                             "0x1",
                             "NaN",
                             "Infinity",
                             "-Infinity",
                             "\"a\nb\"",
                             "\"a\tb\"",
                             "\xEF\xBB\xBF{}",
                             "{1:2}",
                             "[,]"}) {
        EXPECT_EQ(problem_of(text).code, "json.syntax") << text;
    }
    EXPECT_EQ(problem_of(std::string_view("[1]\0", 4)).code, "json.syntax");
    EXPECT_EQ(problem_of(std::string_view("\0", 1)).code, "json.syntax");
}

TEST(Json, a_syntax_error_names_the_place) {
    const Problem problem = problem_of("{\n  \"body\": {\n    \"lines\": [1, x]\n  }\n}");
    EXPECT_EQ(problem.pointer, "/body/lines/0");
    EXPECT_THAT(problem.cause, HasSubstr("line 3, byte 18"));
    EXPECT_THAT(problem_of("[1").cause, HasSubstr("ends before"));
    EXPECT_THAT(problem_of("[1] 2").cause, HasSubstr("follows the end"));
}

TEST(Json, a_lone_surrogate_is_refused) {
    for (const char* text : {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\ud800")",
                             R"({"\udfff":1})", R"("\ud83d\u0041")"}) {
        EXPECT_EQ(problem_of(text).code, "json.syntax") << text;
    }
    EXPECT_THAT(problem_of(R"(["\ud83d\u0041"])").cause, HasSubstr("surrogate pair"));
}

TEST(Json, text_that_is_not_utf8_is_refused) {
    for (const std::string& bad :
         {std::string("\xFF"), std::string("\xC0\xAF"), std::string("\xED\xA0\x80"),
          std::string("\xE2\x82"), std::string("\xF4\x90\x80\x80"), std::string("\x80")}) {
        EXPECT_EQ(problem_of("{\"a\":\"" + bad + "\"}").code, "json.not_utf8");
        EXPECT_EQ(problem_of("{\"a" + bad + "\":1}").code, "json.not_utf8");
        EXPECT_EQ(problem_of(bad).code, "json.not_utf8");
    }
}

TEST(Json, a_nul_is_refused_in_texts_and_names) {
    EXPECT_EQ(problem_of(R"({"a":["x","b\u0000"]})").code, "json.nul");
    EXPECT_EQ(problem_of(R"({"a":["x","b\u0000"]})").pointer, "/a/1");
    EXPECT_EQ(problem_of(R"({"a\u0000b":1})").code, "json.nul");
    EXPECT_EQ(problem_of(R"({"a":"\u0000 and more"})").code, "json.nul");
}

TEST(Json, a_member_twice_is_refused_at_its_pointer) {
    Problem problem = problem_of(R"({"a":{"x":[{"b":1},{"b":1,"c":2,"b":1}]}})");
    EXPECT_EQ(problem.code, "json.duplicate_member");
    EXPECT_EQ(problem.pointer, "/a/x/1/b");
    EXPECT_THAT(problem.cause, HasSubstr("\"b\""));
    problem = problem_of(R"({"a/b":1,"z":2,"a\u002fb":3})");
    EXPECT_EQ(problem.pointer, "/a~1b");
    EXPECT_EQ(problem_of(R"({"":1,"":2})").pointer, "/");
    EXPECT_EQ(canonical(R"({"a":{"a":{"a":1}},"b":{"a":1}})"),
              R"({"a":{"a":{"a":1}},"b":{"a":1}})");
}

TEST(Json, a_duplicate_is_found_in_objects_of_every_size) {
    for (const int members : {2, 3, 10, 17, 18, 19, 20, 100, 1000}) {
        for (const int twin : {0, members / 2, members - 1}) {
            std::string text = "{";
            for (int index = 0; index < members; ++index) {
                text += "\"member" + std::to_string(index) + "\":0,";
            }
            const std::string good = text + "\"last\":0}";
            EXPECT_TRUE(parse_json(good, bytes_max, JsonNumbers::integers_only).ok());
            const std::string name = "member" + std::to_string(twin);
            EXPECT_EQ(problem_of(text + "\"" + name + "\":0}").pointer, "/" + name);
        }
    }
}

TEST(Json, nesting_is_allowed_up_to_the_limit_and_no_deeper) {
    const std::size_t limit = limits::json_depth_max;
    for (const auto& [open, close] : {std::pair("[", "]"), std::pair("{\"a\":", "}")}) {
        EXPECT_TRUE(
            parse_json(nested(limit, open, close), bytes_max, JsonNumbers::integers_only).ok());
        EXPECT_EQ(problem_of(nested(limit + 1, open, close)).code, "json.too_deep");
        EXPECT_EQ(problem_of(nested(100'000, open, close)).code, "json.too_deep");
    }
}

TEST(Json, more_bytes_than_allowed_are_refused_unread) {
    EXPECT_TRUE(parse_json("[10]", 4, JsonNumbers::integers_only).ok());
    const auto result = parse_json("[100]", 4, JsonNumbers::integers_only);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().first().code, "json.too_large");
    EXPECT_THAT(result.error().first().cause, HasSubstr("5 bytes; 4 are allowed"));
}

TEST(Json, an_object_with_too_many_members_is_refused) {
    std::string text = "{\"a\":0";
    for (std::size_t index = 0; index < limits::json_members_max; ++index) {
        text += ",\"" + std::to_string(index) + "\":0";
    }
    EXPECT_EQ(problem_of(text + "}").code, "json.too_large");
}

TEST(Json, only_whole_numbers_of_64_bits_pass_where_numbers_are_counts) {
    EXPECT_EQ(canonical("[0,-0,9223372036854775807,-9223372036854775808]"),
              "[0,0,9223372036854775807,-9223372036854775808]");
    for (const char* number :
         {"1.5", "1.0", "1e2", "-0.0", "9223372036854775808", "18446744073709551615",
          "18446744073709551616", "-9223372036854775809", "1e400", "-1E-400", "0.1"}) {
        const Problem problem = problem_of(R"({"a":[7,)" + std::string(number) + "]}");
        EXPECT_EQ(problem.code, "json.number") << number;
        EXPECT_EQ(problem.pointer, "/a/1") << number;
        EXPECT_THAT(problem.cause, HasSubstr(number));
    }
    EXPECT_EQ(problem_of("[1e99999999999]").code, "json.number");
}

TEST(Json, digits_of_numbers_are_kept_as_text_where_asked) {
    std::mt19937_64 generator(20261120);
    const auto digits = [&](std::size_t size_max) {
        std::string out(1 + generator() % size_max, '0');
        for (char& digit : out) {
            digit = static_cast<char>('0' + generator() % 10);
        }
        return out;
    };
    std::vector<std::string> numbers = {"0",     "-0",   "0.1",  "1.10",
                                        "12.50", "1e2",  "1E+2", "-1e-7",
                                        "0.0",   "-0.0", "1e0",  "123456789012345678901234567890"};
    for (int round = 0; round < 5'000; ++round) {
        std::string number = generator() % 2 == 0 ? "-" : "";
        number += static_cast<char>('1' + generator() % 9);
        number += generator() % 2 == 0 ? digits(25) : "";
        number += generator() % 2 == 0 ? "." + digits(25) : "";
        number += generator() % 4 == 0 ? "e-" + digits(2) : "";
        numbers.push_back(std::move(number));
    }
    for (const std::string& number : numbers) {
        ASSERT_EQ(canonical("[" + number + " ,{\"a\":" + number + "}]", JsonNumbers::as_text),
                  "[\"" + number + "\",{\"a\":\"" + number + "\"}]");
        ASSERT_EQ(canonical(number, JsonNumbers::as_text), "\"" + number + "\"");
    }
}

TEST(Json, other_numbers_are_marked_where_the_caller_refuses_them) {
    const auto result = parse_json("[1,1.5,1e3,2]", bytes_max, JsonNumbers::integers_marked);
    ASSERT_TRUE(result.ok());
    const boost::json::array& values = result.value().get_array();
    EXPECT_TRUE(values[0].is_int64());
    EXPECT_TRUE(values[1].is_double());
    EXPECT_TRUE(values[2].is_double());
    EXPECT_EQ(values[3].get_int64(), 2);
}

TEST(Json, hostile_texts_of_many_megabytes_end_in_bounded_memory) {
    const std::size_t size = 4 * 1024 * 1024;
    EXPECT_EQ(problem_of(std::string(size, '[')).code, "json.too_deep");
    EXPECT_EQ(problem_of("\"" + std::string(size, 'a')).code, "json.syntax");
    EXPECT_EQ(problem_of(std::string(size, '9')).code, "json.number");
    EXPECT_EQ(problem_of("{\"" + std::string(size, 'k') + "\":1.5}").code, "json.number");
    EXPECT_LT(problem_of("{\"" + std::string(size, 'k') + "\":1.5}").pointer.size(), 200U);
    std::string many = "[";
    while (many.size() < size) {
        many += "{\"a\":[]},";
    }
    EXPECT_TRUE(parse_json(many + "0]", bytes_max, JsonNumbers::integers_only).ok());
}

TEST(Json, any_bytes_at_all_end_in_a_value_or_an_error) {
    std::mt19937 generator(20261120);
    const std::string seed = R"({"a":["x\u00e9",1,-2.5e3,true,null,{"b":"\ud83d\ude00"}],"c":{}})";
    int accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text = seed;
        for (unsigned change = 0; change <= generator() % 3; ++change) {
            text[generator() % text.size()] = static_cast<char>(generator() % 256);
        }
        const auto result = parse_json(text, bytes_max, JsonNumbers::as_text);
        if (result.ok()) {
            const std::string once = canonical_json(result.value());
            ASSERT_EQ(canonical(once, JsonNumbers::as_text), once) << text;
            ++accepted;
        } else {
            ASSERT_FALSE(result.error().problems.empty());
        }
    }
    EXPECT_GT(accepted, 100);
}

}  // namespace
}  // namespace sage
