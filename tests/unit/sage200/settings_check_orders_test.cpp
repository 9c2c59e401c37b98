// SPDX-License-Identifier: Apache-2.0
// Plan: settings that fit say nothing; each thing that is missing in Sage, by its place.
#include <gmock/gmock.h>

#include "plugins/sage200/offers.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> unfit(std::string_view changes,
                               const Catalogue& known = sample::order_catalogue()) {
    std::vector<std::string> all;
    for (const Problem& problem : unfit_settings(sample::order_settings(changes), known)) {
        sample::expect_complete(problem);
        all.push_back(problem.code + " " + problem.pointer);
    }
    return all;
}

std::string orders(const std::string& members) {
    return R"({"salesOrders":{"warehouses":{"MAIN":"HOME"})" + members + "}}";
}

TEST(Sage200CheckOrders, settings_that_fit_say_nothing) {
    EXPECT_THAT(unfit("{}"), IsEmpty());
    EXPECT_THAT(unfit(orders(R"(,"couriers":{"U":"United Parcel"},
        "additionalCharges":{"POST":"CARRIAGE"})")),
                IsEmpty());
}

TEST(Sage200CheckOrders, what_sage_has_not_is_told_by_its_place) {
    EXPECT_THAT(unfit(orders(R"(,"couriers":{"A/B":"X"},"additionalCharges":{"POST":"X"})")),
                ElementsAre("sage200.settings.record_unknown /salesOrders/additionalCharges/POST",
                            "sage200.settings.record_unknown /salesOrders/couriers/A~1B"));
    EXPECT_THAT(unfit(R"({"salesOrders":{"warehouses":{"MAIN":"X"}}})"),
                ElementsAre("sage200.settings.record_unknown /salesOrders/warehouses/MAIN"));
    EXPECT_THAT(unfit(orders(R"(,"units":{"BX":"Box"})")),
                ElementsAre("sage200.settings.record_unknown /salesOrders/units/BX"));
    EXPECT_THAT(unfit(R"({"salesOrders":{}})"),
                ElementsAre("sage200.settings.warehouses_missing /salesOrders/warehouses"));
    EXPECT_THAT(unfit(R"({"despatchBecomes":"despatchOfOrder","salesOrders":{}})"),
                ElementsAre("sage200.settings.warehouses_missing /salesOrders/warehouses"));
    EXPECT_THAT(unfit(R"({"itemMatching":{"substituteItem":"X"}})"),
                ElementsAre("sage200.settings.record_unknown /itemMatching/substituteItem"));
    EXPECT_THAT(unfit(R"({"itemMatching":{"sellersItemIds":{"A":"X"}}})").size(), 1U);
}

TEST(Sage200CheckOrders, rights_and_rules_of_sage_are_told_before_an_order_is_held) {
    EXPECT_THAT(unfit("{}", sample::order_catalogue_without(kind::order_field, "spare_text_1")),
                ElementsAre("sage200.settings.reference_field /salesOrders/referenceField"));
    const auto with = [](std::string_view kind, const char* name, const char* value) {
        return sample::order_catalogue({sample::record(kind, kind, "1", {{name, value}})});
    };
    const Catalogue no_permission =
        with(kind::sop_permissions, "override_prices_discounts", "false");
    EXPECT_THAT(unfit("{}", no_permission),
                ElementsAre("sage200.settings.prices_permission /salesOrders/prices"));
    EXPECT_THAT(unfit(orders(R"(,"prices":"sage")"), no_permission), IsEmpty());
    EXPECT_THAT(unfit("{}", with(kind::sop_settings, "are_prices_tax_inclusive", "true")),
                ElementsAre("sage200.settings.prices_with_tax /salesOrders/prices"));
    EXPECT_THAT(unfit(orders(R"(,"couriers":{"U":"United Parcel"})"),
                      with(kind::sop_settings, "record_tracking_on_despatch", "false")),
                ElementsAre("sage200.settings.tracking_not_recorded /salesOrders/couriers"));
    const char* const returns = R"({"returnBecomes":"salesReturn"})";
    const CatalogueRecord has_returns = offer_record(offer::sales_returns, Offered::yes);
    EXPECT_THAT(
        unfit(returns, sample::order_catalogue(
                           {has_returns, sample::record(kind::return_field, "spare_text_1", "")})),
        IsEmpty());
    EXPECT_THAT(unfit(returns, sample::order_catalogue({has_returns})),
                ElementsAre("sage200.settings.reference_field /salesOrders/referenceField"));
    EXPECT_THAT(unfit(R"({"returnBecomes":"salesReturn","despatchBecomes":"despatchOfOrder"})",
                      no_permission),
                ElementsAre("sage200.settings.prices_permission /salesOrders/prices"));
    const char* const analysis = R"({"texts":[{"text":"x","to":["memo","analysis_code_2"]}]})";
    EXPECT_THAT(unfit(analysis), IsEmpty());
    EXPECT_THAT(unfit(analysis, with(kind::sop_settings, "amend_header_analysis_codes", "false")),
                ElementsAre("sage200.settings.analysis_code /texts/0/to/1"));
}

}  // namespace
}  // namespace sage::sage200
