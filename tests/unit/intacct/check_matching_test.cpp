// SPDX-License-Identifier: Apache-2.0
// Plan: what fits says nothing; each setting by which nothing can be found is told where it stands.
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

std::vector<std::string> told(std::string_view changes,
                              const Catalogue& known = sample::catalogue()) {
    std::vector<Problem> problems;
    check_matching(sample::settings(changes), known, problems);
    std::vector<std::string> lines;
    for (const Problem& problem : problems) {
        sample::expect_complete(problem);
        lines.push_back(problem.code + " " + problem.pointer);
    }
    return lines;
}

using Lines = std::vector<std::string>;

TEST(IntacctMatchingCheck, settings_that_fit_say_nothing) {
    EXPECT_EQ(told("{}"), Lines{});
    EXPECT_EQ(told(R"({"itemMatching":{"substituteItem":"CARRIAGE",
                                       "sellersItemIds":{"X":"SKU-100"}},
                       "customerMatching":{"accountCodes":{"X":"GUEST"}}})"),
              Lines{});
}

TEST(IntacctMatchingCheck, a_substitute_must_be_there_and_not_be_kept_in_stock) {
    EXPECT_EQ(told(R"({"itemMatching":{"substituteItem":"MISC"}})"),
              Lines{"intacct.settings.substitute_unknown /itemMatching/substituteItem"});
    EXPECT_EQ(told(R"({"itemMatching":{"substituteItem":"CARRIAGE"}})",
                   sample::catalogue_with(kind::item, "CARRIAGE",
                                          [](CatalogueRecord& one) { one.active = false; })),
              Lines{"intacct.settings.substitute_unknown /itemMatching/substituteItem"});
    EXPECT_EQ(told(R"({"itemMatching":{"substituteItem":"SKU-100"}})"),
              Lines{"intacct.settings.substitute_stock /itemMatching/substituteItem"});
}

TEST(IntacctMatchingCheck, aliases_and_rules_are_held_against_the_catalogue) {
    EXPECT_EQ(told(R"({"itemMatching":{"rules":["gtin"]},
                       "customerMatching":{"rules":["vatNumber","nameAndPostalZone","accountCode"],
                                           "accountCodes":{"W":"NONE"}}})"),
              (Lines{"mapping.settings.rule_without_data /customerMatching/rules/0",
                     "mapping.settings.rule_without_data /customerMatching/rules/1",
                     "mapping.settings.alias_unknown /customerMatching/accountCodes/W",
                     "mapping.settings.rule_without_data /itemMatching/rules/0"}));
}

TEST(IntacctMatchingCheck, a_unit_must_be_in_some_group_where_units_could_be_read) {
    std::vector<CatalogueRecord> records = sample::records();
    records.push_back(sample::record(kind::unit, "Count\nEach", {{"match:unitName", "Each"}}));
    EXPECT_EQ(told(R"({"units":{"C62":"Each","DZN":"dozen"}})", {records, 1}),
              Lines{"intacct.settings.unit_unknown /units/DZN"});
    EXPECT_EQ(told(R"({"units":{"C62":"Each","DZN":"dozen"}})"), Lines{});
}

TEST(IntacctMatchingCheck, is_part_of_the_check_of_all_settings) {
    const std::vector<Problem> problems = unfit_settings(
        sample::settings(R"({"itemMatching":{"substituteItem":"MISC"}})"), sample::catalogue());
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].code, "intacct.settings.substitute_unknown");
}

}  // namespace
}  // namespace sage::intacct
