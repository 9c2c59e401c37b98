// SPDX-License-Identifier: Apache-2.0
// Plan: settings that fit say nothing; each thing that is missing in Sage, by its place.
#include <gmock/gmock.h>

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> unfit(std::string_view changes,
                               const Catalogue& known = sample::catalogue()) {
    std::vector<std::string> all;
    for (const Problem& problem : unfit_settings(sample::settings(changes), known)) {
        sample::expect_complete(problem);
        all.push_back(problem.code + " " + problem.pointer);
    }
    return all;
}

TEST(Sage200Check, settings_that_fit_say_nothing) {
    EXPECT_THAT(unfit("{}"), IsEmpty());
    EXPECT_THAT(unfit(R"({"guestCustomer":null,"taxRules":[{"schedule":"1","percent":"20"}],
        "totalsDifference":{"policy":"roundingLine","item":"R","schedule":"0"},
        "dimensions":[{"set":{"transactionAnalysisCode":"WMS","costCentre":"NOR"}}],
        "nominalCodes":[{"set":{"nominalCode":"4000","costCentre":"NOR","department":"RET"}}]})"),
                IsEmpty());
}

TEST(Sage200Check, a_company_out_of_reach_is_told_alone) {
    EXPECT_THAT(unfit(R"({"companyId":9,"guestCustomer":"NONE"})"),
                ElementsAre("sage200.company_unknown "));
    EXPECT_THAT(unfit("{}", sample::without(kind::site, "7c9e6679-7425-40de-944b-e07fc1f90ae7/1")),
                ElementsAre("sage200.sites_missing "));
}

TEST(Sage200Check, what_sage_has_not_is_told_by_its_place) {
    EXPECT_THAT(unfit(R"({"guestCustomer":"NONE"})"),
                ElementsAre("sage200.settings.guest_customer_unknown /guestCustomer"));
    EXPECT_THAT(unfit(R"({"taxCodes":{"A/B":"77"}})"),
                ElementsAre("sage200.settings.tax_unknown /taxCodes/A~1B"));
    EXPECT_THAT(unfit(R"({"taxRules":[{"schedule":"77"}]})"),
                ElementsAre("sage200.settings.tax_unknown /taxRules/0/schedule"));
    EXPECT_THAT(unfit(R"({"taxRules":[{"schedule":"1","percent":"17.5"}]})"),
                ElementsAre("sage200.settings.tax_rate /taxRules/0/percent"));
    EXPECT_THAT(unfit(R"({"taxRules":[{"schedule":"1"},{"schedule":"0"}]})"),
                ElementsAre("sage200.settings.tax_rule_idle /taxRules/1"));
    EXPECT_THAT(unfit(R"({"taxCodes":{}})"), ElementsAre("sage200.settings.tax_missing /taxCodes"));
    EXPECT_THAT(
        unfit(R"({"totalsDifference":{"policy":"roundingLine","item":"R","schedule":"1"}})"),
        ElementsAre("sage200.settings.rounding_tax /totalsDifference/schedule"));
    EXPECT_THAT(
        unfit(R"({"totalsDifference":{"policy":"roundingLine","item":"R","schedule":"77"}})"),
        ElementsAre("sage200.settings.tax_unknown /totalsDifference/schedule"));
    EXPECT_THAT(unfit(R"({"nominalCodes":[{"set":{"nominalCode":"9999"}}]})"),
                ElementsAre("sage200.settings.nominal_unknown /nominalCodes/0/set/nominalCode"));
    EXPECT_THAT(unfit(R"({"dimensions":[{"set":{"transactionAnalysisCode":"NO"}}]})"),
                ElementsAre("sage200.settings.transaction_analysis_unknown "
                            "/dimensions/0/set/transactionAnalysisCode"));
    EXPECT_THAT(unfit(R"({"customerMatching":{"accountCodes":{"B":"NONE"}}})").size(), 1U);
}

}  // namespace
}  // namespace sage::sage200
