// SPDX-License-Identifier: Apache-2.0
// Plan: one schema with every means the editions use; each kind of violation gives code, pointer
// and words of the schema; several violations are all told; hostile and damaged texts end in an
// error.
#include "sage-adapter/base/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sage {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view schema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object", "additionalProperties": false, "required": ["companyId", "userId"],
  "properties": {
    "address": {"title": "Address", "description": "Host and port only.", "type": "string",
                "pattern": "^https://[a-z.]+$"},
    "companyId": {"title": "Company id", "description": "As typed at sign-in.", "type": "string",
                  "minLength": 1, "maxLength": 10},
    "userId": {"title": "User id", "description": "A user.", "type": "string"},
    "state": {"title": "State", "description": "Of new documents.", "enum": ["pending", "draft"]},
    "connections": {"title": "Connections", "description": "At once.", "type": "integer",
                    "minimum": 1, "maximum": 64},
    "salesOrder": {"title": "Order", "description": "Definition.", "type": ["string", "null"]},
    "warehouses": {"title": "Warehouses", "description": "By site.", "type": "object",
      "additionalProperties": {"title": "Warehouse", "description": "One.", "type": "object",
        "additionalProperties": false, "required": ["warehouse"],
        "properties": {"warehouse": {"title": "Warehouse id", "description": "In Sage.",
                                     "type": "string"}}}},
    "kinds": {"title": "Kinds", "description": "Some.", "type": "array",
              "items": {"title": "Kind", "description": "One.", "type": "string"}, "maxItems": 2}
  }
})";

constexpr std::string_view good = R"({"companyId":"northwind","userId":"wms","state":"draft",
  "connections":8,"salesOrder":null,"warehouses":{"MAIN":{"warehouse":"WH1"}},"kinds":["a"]})";

std::vector<Problem> problems_of(std::string_view settings) {
    const Result<void> result = check_settings(settings, schema);
    if (result.ok()) {
        return {};
    }
    EXPECT_EQ(result.error().status, Status::config);
    return result.error().problems;
}

Problem only_problem_of(std::string_view settings) {
    const std::vector<Problem> problems = problems_of(settings);
    EXPECT_EQ(problems.size(), 1U) << settings;
    return problems.empty() ? Problem{} : problems.front();
}

std::string with(std::string_view member) {
    return R"({"companyId":"c","userId":"u",)" + std::string(member) + "}";
}

TEST(Settings, settings_that_keep_the_schema_pass) {
    EXPECT_TRUE(check_settings(good, schema).ok());
    EXPECT_TRUE(check_settings(R"({"companyId":"c","userId":"u"})", schema).ok());
}

TEST(Settings, a_missing_setting_is_named_with_its_title_and_description) {
    const Problem problem = only_problem_of(R"({"userId":"u"})");
    EXPECT_EQ(problem.code, "config.setting.missing");
    EXPECT_EQ(problem.pointer, "/companyId");
    EXPECT_EQ(problem.cause, "The setting \"Company id\" is missing.");
    EXPECT_THAT(problem.fix, HasSubstr("text, at least 1 characters, at most 10 characters"));
    EXPECT_THAT(problem.fix, HasSubstr("As typed at sign-in."));
    EXPECT_EQ(problem.owner, Owner::it);
}

TEST(Settings, a_misspelt_setting_is_refused_with_the_names_that_exist) {
    const Problem problem = only_problem_of(with(R"("adress":"https://x")"));
    EXPECT_EQ(problem.code, "config.setting.unknown");
    EXPECT_EQ(problem.pointer, "/adress");
    EXPECT_THAT(problem.fix, HasSubstr("address, companyId, userId"));
}

TEST(Settings, every_unknown_setting_is_told_at_every_depth) {
    std::set<std::string> pointers;
    for (const Problem& problem : problems_of(
             with(R"("a":1,"b/c":2,"warehouses":{"MAIN":{"warehouse":"W","x":1,"y":{}}})"))) {
        EXPECT_EQ(problem.code, "config.setting.unknown");
        pointers.insert(problem.pointer);
    }
    EXPECT_EQ(pointers,
              (std::set<std::string>{"/a", "/b~1c", "/warehouses/MAIN/x", "/warehouses/MAIN/y"}));
}

TEST(Settings, a_value_of_the_wrong_type_is_told_with_the_right_one) {
    Problem problem = only_problem_of(with(R"("connections":"8")"));
    EXPECT_EQ(problem.code, "config.setting.wrong_type");
    EXPECT_EQ(problem.pointer, "/connections");
    EXPECT_THAT(problem.fix, HasSubstr("Give a whole number, 1 or more, 64 or less"));
    problem = only_problem_of(with(R"("salesOrder":5)"));
    EXPECT_THAT(problem.fix, HasSubstr("text or null"));
    problem = only_problem_of(with(R"("kinds":["a",1])"));
    EXPECT_EQ(problem.pointer, "/kinds/1");
    problem = only_problem_of("[]");
    EXPECT_EQ(problem.pointer, "");
    EXPECT_THAT(problem.fix, HasSubstr("an object"));
}

TEST(Settings, a_value_outside_what_is_allowed_is_told_with_what_is) {
    EXPECT_THAT(only_problem_of(with(R"("state":"x")")).fix, HasSubstr("one of: pending, draft"));
    EXPECT_THAT(only_problem_of(with(R"("address":"http://x")")).fix,
                HasSubstr("of the form ^https://[a-z.]+$"));
    EXPECT_EQ(only_problem_of(with(R"("connections":0)")).pointer, "/connections");
    EXPECT_EQ(only_problem_of(with(R"("connections":65)")).code, "config.setting.not_allowed");
    EXPECT_EQ(only_problem_of(with(R"("kinds":["a","b","c"])")).pointer, "/kinds");
    EXPECT_EQ(only_problem_of(R"({"companyId":"","userId":"u"})").pointer, "/companyId");
    EXPECT_EQ(only_problem_of(with(R"("warehouses":{"A/B":{}})")).pointer,
              "/warehouses/A~1B/warehouse");
}

TEST(Settings, all_violations_are_told_at_once) {
    std::set<std::string> pointers;
    for (const Problem& problem : problems_of(
             R"({"companyId":7,"state":"x","nothing":1,"connections":99,"address":"ftp://x",
                 "warehouses":{"MAIN":{},"SPARE":{"warehouse":1}}})")) {
        pointers.insert(problem.pointer);
        EXPECT_FALSE(problem.cause.empty());
        EXPECT_FALSE(problem.fix.empty());
    }
    EXPECT_EQ(pointers,
              (std::set<std::string>{"/companyId", "/userId", "/state", "/nothing", "/connections",
                                     "/address", "/warehouses/MAIN/warehouse",
                                     "/warehouses/SPARE/warehouse"}));
}

TEST(Settings, a_value_is_never_repeated_because_it_may_be_a_secret) {
    for (const Problem& problem :
         problems_of(R"({"companyId":"s3cr3t-s3cr3t-s3cr3t","userId":"u","address":"s3cr3t",
                         "state":"s3cr3t","kinds":"s3cr3t"})")) {
        EXPECT_THAT(problem.cause + problem.fix, Not(HasSubstr("s3cr3t")));
    }
}

TEST(Settings, text_that_is_not_json_is_a_config_error_with_the_place) {
    const Problem problem = only_problem_of("{\"companyId\":\n oops}");
    EXPECT_EQ(problem.code, "json.syntax");
    EXPECT_THAT(problem.cause, HasSubstr("line 2"));
    EXPECT_EQ(only_problem_of(R"({"companyId":"a","companyId":"b"})").code,
              "json.duplicate_member");
}

TEST(Settings, a_long_text_never_reaches_the_patterns) {
    const std::string address = "https://" + std::string(900'000, 'a');
    const Problem problem = only_problem_of(with("\"address\":\"" + address + "\""));
    EXPECT_EQ(problem.code, "config.setting.too_long");
    EXPECT_EQ(problem.pointer, "/address");
    EXPECT_EQ(only_problem_of(with("\"" + address + "\":1")).code, "config.setting.too_long");
}

TEST(Settings, a_damaged_schema_is_the_vendors_problem) {
    for (const std::string_view damaged :
         {R"({"type":)", R"({"type":"nonsense"})", R"({"properties":[]})"}) {
        const Result<void> result = check_settings(good, damaged);
        ASSERT_FALSE(result.ok()) << damaged;
        EXPECT_EQ(result.error().status, Status::internal);
        EXPECT_EQ(result.error().first().code, "config.schema_unusable");
        EXPECT_EQ(result.error().first().owner, Owner::vendor);
    }
}

}  // namespace
}  // namespace sage
