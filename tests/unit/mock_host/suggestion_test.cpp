// SPDX-License-Identifier: Apache-2.0
// Plan: pages of the catalogue add up; suggestions are active records, explained, so many at most;
// a check is read with its severities and rights; codes that are not there or inactive are told
// with what to do; malformed answers are told as the plugin's.
#include "mock-host/setup/suggestion.h"

#include <gmock/gmock.h>

namespace wms {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<Question> form() {
    Question sites;
    sites.pointer = "/sites";
    sites.title = "Sites";
    sites.catalogue_kinds = {"warehouse"};
    Question sale;
    sale.pointer = "/definitions/sale";
    sale.title = "Sale";
    sale.catalogue_kinds = {"definition"};
    return {sites, sale};
}

CatalogueRows rows() {
    return {
        {"warehouse", {{"W1", "Main house", true}, {"W2", "Old house", false}, {"W3", "", true}}},
        {"definition", {{"Invoice", "Invoice", true}}},
        {"item", {}}};
}

TEST(Suggestion, pages_of_the_catalogue_add_up) {
    std::vector<CatalogueRow> all;
    const auto next = add_catalogue_page(
        R"({"records":[{"id":"A","name":"a","active":true},{"id":"B","active":false}],"next":"B"})",
        all);
    ASSERT_TRUE(next.ok());
    EXPECT_EQ(next.value(), "B");
    EXPECT_EQ(add_catalogue_page(R"({"records":[{"id":"C"}],"next":null})", all).value(), "");
    ASSERT_THAT(all, SizeIs(3));
    EXPECT_FALSE(all[1].active);
    EXPECT_TRUE(all[2].active);
    for (const char* bad : {"", "{}", R"({"records":{}})"}) {
        EXPECT_EQ(add_catalogue_page(bad, all).problem().code, "host.catalogue_malformed") << bad;
    }
}

TEST(Suggestion, is_an_active_record_with_a_reason) {
    const Suggestions all = suggestions_for(form()[0], rows(), 10);
    ASSERT_THAT(all.shown, SizeIs(2));
    EXPECT_EQ(all.shown[0].value, "W1");
    EXPECT_EQ(all.shown[0].why, "Main house, an active warehouse of Sage");
    EXPECT_EQ(all.shown[1].value, "W3") << "the inactive one is none";
    EXPECT_EQ(all.shown[1].why, "an active warehouse of Sage");
    EXPECT_EQ(all.more, 0U);
    const Suggestions one = suggestions_for(form()[0], rows(), 1);
    EXPECT_THAT(one.shown, SizeIs(1));
    EXPECT_EQ(one.more, 1U);
    EXPECT_THAT(suggestions_for(form()[0], {}, 10).shown, IsEmpty());
}

TEST(Suggestion, a_check_is_read_with_what_stops_and_what_does_not) {
    const auto report = read_check(
        R"({"ok":false,"problems":[)"
        R"({"code":"a","fieldPath":"/sites/MAIN","cause":"No.","fix":"Do.","severity":"error"},)"
        R"({"code":"b","cause":"Hm.","fix":"Look.","severity":"warning"}],)"
        R"("rights":[{"name":"see","purpose":"See.","setting":"","verdict":"fits","fix":""},)"
        R"({"name":"write","purpose":"Write.","setting":"/definitions/sale","verdict":"missing",)"
        R"("fix":"Give it."},{"name":"kill","purpose":"Kill.","setting":"","verdict":"excess",)"
        R"("fix":"Take it."},{"name":"guess","verdict":"unknown"}],"rightsNotShown":"Modules."})",
        form());
    ASSERT_TRUE(report.ok());
    const auto& findings = report.value().findings;
    ASSERT_THAT(findings, SizeIs(4));
    EXPECT_EQ(text_of(findings[0]), "a at /sites/MAIN (Sites): No. What to do: Do.");
    EXPECT_TRUE(findings[0].stops);
    EXPECT_EQ(text_of(findings[1]), "b: Hm. What to do: Look.");
    EXPECT_FALSE(findings[1].stops);
    EXPECT_EQ(findings[2].code, "setup.right_missing");
    EXPECT_EQ(findings[2].title, "Sale");
    EXPECT_TRUE(findings[2].stops);
    EXPECT_EQ(findings[3].code, "setup.right_in_excess");
    EXPECT_EQ(findings[3].fix, "Take it.");
    EXPECT_FALSE(findings[3].stops) << "more than needed stops nothing";
    EXPECT_EQ(report.value().not_shown, "Modules.");
    EXPECT_THAT(read_check(R"({"ok":true,"problems":[]})", form()).value().findings, IsEmpty());
    for (const char* bad : {"", "{}", R"({"problems":7})"}) {
        EXPECT_EQ(read_check(bad, form()).problem().code, "host.check_malformed") << bad;
    }
}

TEST(Suggestion, codes_that_sage_does_not_have_are_told_with_what_to_do) {
    const std::vector<NamedCode> codes = {{"/sites/A", "W1", {"warehouse"}},
                                          {"/sites/B", "W2", {"warehouse"}},
                                          {"/sites/C", "W9", {"warehouse"}},
                                          {"/items/0", "I1", {"item", "product"}},
                                          {"/sites/D", "W1", {"site", "warehouse"}}};
    const auto findings = unresolved_codes(codes, rows(), form());
    ASSERT_THAT(findings, SizeIs(3)) << "one that is found among one of its kinds is found";
    EXPECT_EQ(findings[2].code, "promote.code_not_looked_up");
    EXPECT_EQ(findings[2].pointer, "/items/0");
    EXPECT_THAT(findings[2].cause, HasSubstr("Nothing of the kind of item I1 was read"));
    EXPECT_TRUE(findings[2].stops)
        << "what was not looked up goes to live no more than what is not there";
    EXPECT_EQ(findings[0].code, "promote.code_inactive");
    EXPECT_EQ(findings[0].pointer, "/sites/B");
    EXPECT_EQ(findings[0].title, "Sites");
    EXPECT_THAT(findings[0].fix, HasSubstr("Activate it there"));
    EXPECT_EQ(findings[1].code, "promote.code_unknown");
    EXPECT_THAT(findings[1].cause, HasSubstr("The warehouse W9 is not in this company"));
    EXPECT_THAT(findings[1].fix, HasSubstr("--setting /sites/C=CODE."));
    EXPECT_TRUE(findings[0].stops && findings[1].stops);
    EXPECT_THAT(unresolved_codes({codes[0]}, rows(), form()), IsEmpty());
}

TEST(Suggestion, a_problem_stands_at_its_setting) {
    const SettingFinding finding =
        finding_of({"settings.invalid", "/sites/MAIN/house", "No.", "Do.", "it"}, form());
    EXPECT_EQ(finding.title, "Sites");
    EXPECT_TRUE(finding.stops);
    EXPECT_EQ(finding_of({"x", "", "No.", "Do.", "it"}, form()).title, "");
}

}  // namespace
}  // namespace wms
