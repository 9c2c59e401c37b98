// SPDX-License-Identifier: Apache-2.0
// Plan: what is not in the format is refused, with its place: line and column of what is no JSON, a
// member twice, a number with a point; the JSON pointer of what the schema refuses.
#include "mock-host/scenario/scenario_schema.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

namespace wms::scenarios {
namespace {

constexpr const char* expects_nothing_in_sage = R"({"expect":{"documents":[]}})";
constexpr const char* runs = R"({"run":"until quiet"},)";

/// A scenario of the least there can be, with other steps or members.
std::string small(const std::string& steps, const std::string& member = "") {
    return R"({"row":"01","promise":"Something holds.","editions":{"intacct":{}},)" + member +
           R"("cases":[{"name":"one","steps":[)" + steps + "]}]}";
}

std::string with_step(const std::string& step) {
    return small(step + "," + expects_nothing_in_sage);
}

bool is_refused(const std::string& text) {
    const auto read = read_strictly(text);
    EXPECT_TRUE(read.ok() || !read.problem().fix.empty());
    return !read.ok();
}

TEST(ScenarioSchema, refuses_whatever_is_not_in_the_format) {
    EXPECT_FALSE(is_refused(small(std::string(runs) + expects_nothing_in_sage)));
    EXPECT_TRUE(is_refused(small(std::string(runs) + R"({"restart":true})"))) << "expects nothing";
    EXPECT_TRUE(is_refused(small(std::string(runs) + expects_nothing_in_sage, R"("extra":1,)")));
    EXPECT_TRUE(is_refused(with_step(R"({"expect":{}})")));
    EXPECT_TRUE(is_refused(with_step(R"({"expect":{"document":[]}})")));
    EXPECT_TRUE(is_refused(
        with_step(R"({"expect":{"documents":[{"type":"invoice","lines":[{"quantitty":"1"}]}]}})")));
    EXPECT_TRUE(is_refused(with_step(R"({"run":"until quiet","restart":true})")))
        << "two verbs in one step";
    EXPECT_TRUE(is_refused(with_step(R"({"sage":"tired"})")));
    EXPECT_TRUE(is_refused(with_step(R"({"submit":"despatch"})"))) << "without a number";
    EXPECT_TRUE(is_refused(with_step(R"({"submit":"despatch","id":"DN-1","order":"SO-1"})")));
}

TEST(ScenarioSchema, knows_what_each_verb_of_the_warehouse_needs) {
    for (const char* const step :
         {R"({"warehouse":"receive","item":"A","quantity":"1.5"})",
          R"({"warehouse":"enter","order":"S","lines":[{"item":"A","quantity":"1"}]})",
          R"({"warehouse":"allocate","order":"S"})",
          R"({"warehouse":"allocate","order":"S","line":"10","quantity":"1"})",
          R"({"warehouse":"pack","order":"S","packed":[{"line":"10","quantity":"1"}]})",
          R"({"warehouse":"despatch","order":"S","id":"D"})", R"({"warehouse":"allocate"})",
          R"({"warehouse":"count","id":"C","item":"A","quantity":"3"})",
          R"({"warehouse":"receive","id":"G","lines":[{"item":"A","quantity":"1"}]})",
          R"({"warehouse":"change","order":"S","address":["1 Quay"]})",
          R"({"warehouse":"cancel","order":"S"})",
          R"({"warehouse":"cancel","order":"S","line":"10","quantity":"1"})",
          R"({"warehouse":"correct","despatch":"D","line":"10","quantity":"1"})",
          R"({"warehouse":"transfer","id":"T","to":"N","lines":[{"item":"A","quantity":"1"}]})",
          R"({"warehouse":"arrive","id":"T","arrived":[{"line":"1","quantity":"1"}]})",
          R"({"warehouse":"hold","item":"A","quantity":"1"})"}) {
        EXPECT_FALSE(is_refused(with_step(step))) << step;
    }
    for (const char* const step :
         {R"({"warehouse":"receive","item":"A"})",
          R"({"warehouse":"receive","item":"A","quantity":"x"})",
          R"({"warehouse":"enter","order":"S"})",
          R"({"warehouse":"allocate","line":"10","quantity":"1"})",
          R"({"warehouse":"allocate","order":"S","line":"10"})",
          R"({"warehouse":"allocate","order":"S","quantity":"1"})",
          R"({"warehouse":"despatch","order":"S"})", R"({"warehouse":"dance","order":"S"})",
          R"({"warehouse":"receive","id":"G","item":"A"})", R"({"warehouse":"change","order":"S"})",
          R"({"warehouse":"cancel","order":"S","line":"10"})",
          R"({"warehouse":"correct","despatch":"D","line":"10"})",
          R"({"warehouse":"transfer","id":"T","lines":[{"item":"A","quantity":"1"}]})",
          R"({"warehouse":"arrive","id":"T","last":false})", R"({"warehouse":"free","item":"A"})",
          R"({"warehouse":"pick","order":"S","answer":{"a":1}})",
          R"({"warehouse":"pick","order":"S","set":{"/a":1}})"}) {
        EXPECT_TRUE(is_refused(with_step(step))) << step;
    }
}

TEST(ScenarioSchema, knows_a_question_and_its_answer) {
    for (const char* const step :
         {R"({"query":{"query":"status"},"answer":{"counts":{"queued":0}}})",
          R"({"query":{"query":"nothing"},"answer":"query.unknown"})"}) {
        EXPECT_FALSE(is_refused(with_step(step))) << step;
    }
    for (const char* const step :
         {R"({"query":{"query":"status"}})", R"({"query":{"query":"status"},"answer":{}})",
          R"({"query":{},"answer":{"a":1}})", R"({"query":"status","answer":{"a":1}})",
          R"({"submit":"despatch","id":"DN-1","answer":{"a":1}})"}) {
        EXPECT_TRUE(is_refused(with_step(step))) << step;
    }
}

TEST(ScenarioSchema, knows_a_command_and_a_check) {
    for (const char* const step :
         {R"({"command":["held"]})",
          R"({"command":["held","--json"],"exit":2,"answer":{"a":1},"says":{"contains":["x"]}})",
          R"({"command":["held"],"files":{"people.json":{"people":[]},"note.txt":"x"}})",
          R"({"check":true,"answer":{"ok":true}})"}) {
        EXPECT_FALSE(is_refused(with_step(step))) << step;
    }
    for (const char* const step :
         {R"({"command":[]})", R"({"command":"held"})", R"({"command":[1]})",
          R"({"command":["held"],"exit":3})", R"({"command":["held"],"answer":"x"})",
          R"({"command":["held"],"files":{}})", R"({"command":["held"],"files":{"a":1}})",
          R"({"command":["held"],"order":"S"})", R"({"check":true})",
          R"({"check":false,"answer":{"ok":true}})", R"({"files":{"a":"b"},"restart":true})"}) {
        EXPECT_TRUE(is_refused(with_step(step))) << step;
    }
    EXPECT_FALSE(is_refused(small(std::string(runs) + R"({"command":["held"]})")))
        << "its exit code is expected";
}

TEST(ScenarioSchema, says_where_the_text_is_no_json) {
    const auto cut = read_strictly("{\n  \"row\": \"01\",\n  \"promise\" 3\n}");
    ASSERT_FALSE(cut.ok());
    EXPECT_EQ(cut.problem().code, "scenario.syntax");
    EXPECT_TRUE(cut.problem().pointer.starts_with("line 3, column ")) << cut.problem().pointer;
    for (const char* const text : {"", "no JSON", "{} {}", "{"}) {
        EXPECT_EQ(read_strictly(text).problem().code, "scenario.syntax") << text;
    }
    const auto twice = read_strictly("{\"row\":\"01\",\n\"row\":\"02\"}");
    EXPECT_TRUE(twice.problem().pointer.starts_with("line 2, ")) << twice.problem().pointer;
    EXPECT_NE(twice.problem().cause.find("\"row\" stands there twice"), std::string::npos);
    const auto broken = read_strictly(R"({"company":{"items":[{"a":1},{"a":1.5}]}})");
    EXPECT_NE(broken.problem().cause.find("amounts are texts"), std::string::npos);
}

TEST(ScenarioSchema, names_the_place_of_what_it_refuses) {
    const auto wrong = read_strictly(with_step(R"({"sage":"tired"})"));
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.problem().code, "scenario.invalid");
    EXPECT_EQ(wrong.problem().pointer, "/cases/0/steps/0/sage");
    EXPECT_NE(wrong.problem().cause.find("/cases/0/steps/0/sage: "), std::string::npos);
}

}  // namespace
}  // namespace wms::scenarios
