// SPDX-License-Identifier: Apache-2.0
// Plan: settings that fit; each that the catalogue lacks or has otherwise; what was not read is not
// judged; of another company nothing else is told.
#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
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

TEST(Sage50SettingsCheck, settings_that_fit_are_not_told) {
    EXPECT_THAT(unfit("{}"), IsEmpty());
}

TEST(Sage50SettingsCheck, of_another_company_nothing_else_is_told) {
    EXPECT_THAT(unfit(R"({"companyId":"another","guestCustomer":"NONE"})"),
                ElementsAre("sage50.company_other "));
}

TEST(Sage50SettingsCheck, what_sage_does_not_have_is_told_with_its_place) {
    EXPECT_THAT(unfit(R"({"guestCustomer":"NONE"})"),
                ElementsAre("sage50.settings.guest_customer_unknown /guestCustomer"));
    EXPECT_THAT(unfit(R"({"taxCodes":{"STANDARD":"T1","ODD":"T44"}})"),
                ElementsAre("sage50.settings.tax_unknown /taxCodes/ODD"));
    EXPECT_THAT(unfit(R"({"taxRules":[{"schedule":"T1","percent":"21"}]})"),
                ElementsAre("sage50.settings.tax_rate /taxRules/0/percent"));
    EXPECT_THAT(unfit(R"({"taxRules":[{"schedule":"T1"},{"schedule":"T0"}]})"),
                ElementsAre("sage50.settings.tax_rule_idle /taxRules/1"));
    EXPECT_THAT(unfit(R"({"taxCodes":{}})"), ElementsAre("sage50.settings.tax_missing /taxCodes"));
    EXPECT_THAT(unfit(R"({"nominalCodes":[{"set":{"nominalCode":"9"}}]})"),
                ElementsAre("sage50.settings.nominal_unknown /nominalCodes/0/set/nominalCode"));
    EXPECT_THAT(unfit(R"({"dimensions":[{"set":{"department":"9"}}]})"),
                ElementsAre("sage50.settings.nominal_unknown /dimensions/0/set/department"));
    EXPECT_THAT(unfit(R"({"charges":{"POST":"NONE","WRAP":"S2","M":"M","BOX":"POSTAGE"}})"),
                ElementsAre("sage50.settings.charge_unknown /charges/M",
                            "sage50.settings.charge_unknown /charges/POST"));
    EXPECT_THAT(unfit(R"({"couriers":{"UPS":"7"}})",
                      sample::with_record(sample::record(kind::courier, "1"))),
                ElementsAre("sage50.settings.courier_unknown /couriers/UPS"));
    EXPECT_THAT(unfit(R"({"currency":"EUR"})"), ElementsAre("sage50.settings.currency /currency"));
}

TEST(Sage50SettingsCheck, the_substitute_is_a_product_of_sage) {
    constexpr const char* postage = R"({"itemMatching":{"substituteItem":"POSTAGE"}})";
    EXPECT_THAT(unfit(postage), IsEmpty());
    const std::string told = "sage50.settings.substitute_unknown /itemMatching/substituteItem";
    EXPECT_THAT(unfit(postage, sample::without(kind::product, "POSTAGE")), ElementsAre(told));
    EXPECT_THAT(unfit(R"({"itemMatching":{"substituteItem":"OLD"}})",
                      sample::with_record(sample::inactive(kind::product, "OLD"))),
                ElementsAre(told));
    EXPECT_THAT(unfit(R"({"itemMatching":{"substituteItem":"S1"}})"), ElementsAre(told))
        << "a service code is no product, and no line finds it";
}

TEST(Sage50SettingsCheck, a_rounding_line_takes_off_and_bears_no_tax) {
    const auto rounding = [](const char* item, const char* schedule) {
        return unfit(R"({"totalsDifference":{"policy":"roundingLine","item":")" +
                     std::string(item) + R"(","schedule":")" + schedule + "\"}}");
    };
    EXPECT_THAT(rounding("S1", "T0"), IsEmpty());
    EXPECT_THAT(rounding("POSTAGE", "T0"),
                ElementsAre("sage50.settings.rounding_item /totalsDifference/item"));
    EXPECT_THAT(rounding("S2", "T0"),
                ElementsAre("sage50.settings.rounding_item /totalsDifference/item"));
    EXPECT_THAT(rounding("S1", "T1"),
                ElementsAre("sage50.settings.rounding_tax /totalsDifference/schedule"));
}

TEST(Sage50SettingsCheck, what_was_not_read_is_not_judged) {
    EXPECT_THAT(unfit(R"({"couriers":{"UPS":"7"}})"), IsEmpty());
    std::vector<CatalogueRecord> few;
    for (CatalogueRecord& one : sample::records()) {
        if (one.kind != kind::currency && one.kind != kind::nominal_code) {
            few.push_back(std::move(one));
        }
    }
    EXPECT_THAT(unfit(R"({"currency":"EUR"})", Catalogue(few, 1)), IsEmpty());
    EXPECT_THAT(unfit(R"({"nominalCodes":[{"set":{"nominalCode":"9"}}]})", Catalogue(few, 1)),
                IsEmpty());
}

}  // namespace
}  // namespace sage::sage50
