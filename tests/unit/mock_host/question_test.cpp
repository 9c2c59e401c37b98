// SPDX-License-Identifier: Apache-2.0
// Plan: a question for each setting in the plugin's words; each form takes its answers and no
// others; codes are found by the marks of the schema, at any depth; every edition's own manifest
// makes a form.
#include "mock-host/setup/question.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "tests/support/source_folder.h"

namespace wms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kSchema = R"({"type":"object","required":["company"],"properties":{
  "company":{"title":"Company","description":"Which one.","type":"string","ofEnvironment":true},
  "way":{"title":"Way","description":"How.","type":"string","enum":["a","b"],"default":"a"},
  "days":{"title":"Days","description":"How many.","type":"integer","default":35},
  "open":{"title":"Open","description":"Whether.","type":"boolean"},
  "server":{"title":"Server","description":"Where.","type":"object","ofEnvironment":true,
    "properties":{"host":{"title":"Host","description":"Its name.","type":"string"}}},
  "sites":{"title":"Sites","description":"By code.","type":"object","additionalProperties":{
    "type":"object","properties":{"house":{"type":"string","catalogueKind":"warehouse"},
                                  "place":{"type":"string"}}}},
  "rules":{"title":"Rules","description":"In order.","type":"array","items":{"type":"object",
    "properties":{"items":{"type":"array","items":{"type":"string",
                                                   "catalogueKind":["item","product"]}}}}},
  "definitions":{"title":"Definitions","description":"For documents.","type":"object",
    "properties":{"sale":{"title":"Sale","description":"Goods that left.",
      "type":["string","null"],"default":null,"catalogueKind":"definition"}}}}})";

Manifest of(const std::string& schema) {
    Manifest manifest;
    manifest.config_schema = schema;
    return manifest;
}

const Question& at(const std::vector<Question>& questions, const std::string& pointer) {
    const auto found = std::find_if(questions.begin(), questions.end(),
                                    [&](const Question& one) { return one.pointer == pointer; });
    EXPECT_NE(found, questions.end()) << pointer;
    return *found;
}

TEST(Question, is_one_for_each_setting_in_the_words_of_the_schema) {
    const auto all = questions_of(of(kSchema));
    ASSERT_TRUE(all.ok());
    std::vector<std::string> pointers;
    for (const Question& question : all.value()) {
        pointers.push_back(question.pointer);
    }
    EXPECT_THAT(pointers, ElementsAre("/company", "/way", "/days", "/open", "/server/host",
                                      "/sites", "/rules", "/definitions/sale"));
    const Question& company = at(all.value(), "/company");
    EXPECT_EQ(company.title, "Company");
    EXPECT_EQ(company.description, "Which one.");
    EXPECT_TRUE(company.is_required);
    EXPECT_TRUE(company.of_environment);
    EXPECT_TRUE(at(all.value(), "/server/host").of_environment) << "as all of the server";
    EXPECT_EQ(at(all.value(), "/server/host").group, "Server");
    EXPECT_THAT(at(all.value(), "/way").choices, ElementsAre("a", "b"));
    EXPECT_EQ(at(all.value(), "/way").fallback, R"("a")");
    EXPECT_EQ(at(all.value(), "/days").fallback, "35");
    EXPECT_EQ(at(all.value(), "/definitions/sale").fallback, "") << "null is nothing";
    EXPECT_THAT(at(all.value(), "/definitions/sale").catalogue_kinds, ElementsAre("definition"));
    EXPECT_THAT(at(all.value(), "/sites").catalogue_kinds, ElementsAre("warehouse"));
    EXPECT_THAT(at(all.value(), "/rules").catalogue_kinds, ElementsAre("item", "product"));
    EXPECT_FALSE(at(all.value(), "/way").of_environment);
    for (const char* bad : {"", "[]", "{}", R"({"properties":[]})"}) {
        EXPECT_EQ(questions_of(of(bad)).problem().code, "setup.schema") << bad;
    }
}

TEST(Question, takes_answers_of_its_form_alone) {
    const auto all = questions_of(of(kSchema)).value();
    const auto answer = [&](const char* pointer, const char* typed) {
        const Result<std::string> json = answer_of(at(all, pointer), typed);
        if (!json.ok()) {
            EXPECT_EQ(json.problem().pointer, pointer);
            EXPECT_FALSE(json.problem().fix.empty());
        }
        return json.ok() ? json.value() : "refused";
    };
    EXPECT_EQ(answer("/company", R"(A "B")"), R"("A \"B\"")");
    EXPECT_EQ(answer("/company", "7"), R"("7")") << "a text stays one";
    EXPECT_EQ(answer("/way", "b"), R"("b")");
    EXPECT_EQ(answer("/way", "c"), "refused");
    EXPECT_EQ(answer("/days", "7"), "7");
    for (const char* bad : {"7.5", "seven", "", "\"7\""}) {
        EXPECT_EQ(answer("/days", bad), "refused") << bad;
    }
    EXPECT_EQ(answer("/open", "true"), "true");
    EXPECT_EQ(answer("/open", "yes"), "refused");
    EXPECT_EQ(answer("/sites", R"({"MAIN":{"house":"W"}})"), R"({"MAIN":{"house":"W"}})");
    EXPECT_EQ(answer("/sites", "{"), "refused");
    EXPECT_EQ(answer("/sites", "W"), "refused");
}

TEST(Question, codes_are_found_wherever_they_stand) {
    const auto codes =
        codes_named(of(kSchema), R"({"company":"acme","sites":{"A/B":{"house":"W1","place":"P"}},)"
                                 R"("rules":[{"items":["I1","I2"]}],"definitions":{"sale":null}})");
    ASSERT_TRUE(codes.ok());
    std::vector<std::string> all;
    for (const NamedCode& code : codes.value()) {
        all.push_back(code.pointer + "=" + code.code + ":" + code.catalogue_kinds.front());
    }
    EXPECT_THAT(all, ElementsAre("/sites/A~1B/house=W1:warehouse", "/rules/0/items/0=I1:item",
                                 "/rules/0/items/1=I2:item"));
    EXPECT_THAT(codes_named(of(kSchema), "{}").value(), IsEmpty());
    EXPECT_FALSE(codes_named(of(kSchema), "{").ok());
    EXPECT_FALSE(codes_named(of("{"), "{}").ok());
}

TEST(Question, every_edition_makes_a_form_that_knows_what_belongs_to_an_environment) {
    for (const char* edition : {"intacct", "sage200", "sage50"}) {
        std::ifstream file(sage::source_folder() + "/plugins/" + edition + "/manifest.json");
        const Result<Manifest> manifest = read_manifest({std::istreambuf_iterator<char>(file), {}});
        ASSERT_TRUE(manifest.ok()) << edition;
        const auto all = questions_of(manifest.value());
        ASSERT_TRUE(all.ok()) << edition;
        for (const Question& question : all.value()) {
            EXPECT_FALSE(question.description.empty()) << edition << question.pointer;
        }
        for (const char* own : {"/environment", "/companyId", "/address",
                                "/certificateAuthorityFile", "/outbox/database"}) {
            EXPECT_TRUE(at(all.value(), own).of_environment) << edition << own;
        }
        EXPECT_FALSE(at(all.value(), "/guestCustomer").of_environment) << edition;
        EXPECT_THAT(at(all.value(), "/guestCustomer").catalogue_kinds, ElementsAre("customer"));
    }
}

}  // namespace
}  // namespace wms
