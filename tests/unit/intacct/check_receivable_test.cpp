// SPDX-License-Identifier: Apache-2.0
// Plan: settings that fit tell nothing; each misfit once, with its pointer; what Sage does not show
// is not judged.
#include <gmock/gmock.h>

#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

using sample::receivable_catalogue;
using sample::receivable_settings;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> unfit(const Settings& chosen,
                               const Catalogue& known = receivable_catalogue()) {
    std::vector<std::string> all;
    std::vector<Problem> problems;
    check_receivable(chosen, known, problems);
    for (const Problem& problem : problems) {
        sample::expect_complete(problem);
        all.push_back(problem.code.substr(17) + " " + problem.pointer);
    }
    return all;
}

Settings posting_to(const std::string& account, std::string_view of_all = "{}") {
    return receivable_settings(R"({"accounts":[{"set":{"glAccount":")" + account + R"("}}]})",
                               of_all);
}

Catalogue requiring(const char* dimension) {
    std::vector<CatalogueRecord> all = sample::receivable_records();
    all.push_back(sample::record(kind::account_dimensions, "4000",
                                 {{std::string("requireDimensions.") + dimension, "true"}}));
    return {std::move(all), 1};
}

TEST(IntacctCheckReceivable, settings_that_fit_tell_nothing) {
    EXPECT_THAT(unfit(receivable_settings()), IsEmpty());
    EXPECT_THAT(unfit(sample::settings(), sample::catalogue()), IsEmpty()) << "not chosen";
}

TEST(IntacctCheckReceivable, the_whole_check_tells_it_too) {
    bool told = false;
    for (const Problem& problem : unfit_settings(posting_to("9999"), receivable_catalogue())) {
        told = told || problem.code == "intacct.settings.receivable_account";
    }
    EXPECT_TRUE(told);
}

TEST(IntacctCheckReceivable, accounts_must_take_documents) {
    const char* const told = "receivable_account /receivable/accounts/0/set/glAccount";
    EXPECT_THAT(unfit(posting_to("9999")), ElementsAre(told));
    EXPECT_THAT(unfit(posting_to("1100")), ElementsAre(told)) << "not directly";
    EXPECT_THAT(unfit(posting_to("4000"),
                      sample::receivable_catalogue_with(
                          kind::account, "4000", [](CatalogueRecord& one) { one.active = false; })),
                ElementsAre(told));
    EXPECT_THAT(unfit(posting_to("9999"), sample::receivable_catalogue_without(kind::account)),
                IsEmpty())
        << "Sage does not show them";
    EXPECT_THAT(unfit(receivable_settings(R"({"accounts":[{"set":{"accountLabel":"Anything"}}]})")),
                IsEmpty())
        << "labels are not read";
}

TEST(IntacctCheckReceivable, dimensions_that_an_account_requires_must_come_from_a_rule) {
    const char* const told = "receivable_account_dimension /receivable/accounts/0/set/glAccount";
    EXPECT_THAT(unfit(posting_to("4000"), requiring("department")), ElementsAre(told));
    EXPECT_THAT(unfit(posting_to("4000", R"({"dimensions":[{"set":{"department":"SALES"}}]})"),
                      requiring("department")),
                IsEmpty());
    EXPECT_THAT(unfit(posting_to("4000", R"({"dimensions":[{"documents":["despatchAdvice"],
                                                    "set":{"department":"SALES"}}]})"),
                      requiring("department")),
                ElementsAre(told))
        << "an adjustment would have none";
    EXPECT_THAT(unfit(posting_to("4000"), requiring("customer")), IsEmpty());
}

TEST(IntacctCheckReceivable, the_objects_and_their_fields_must_be_there) {
    EXPECT_THAT(unfit(receivable_settings(), sample::receivable_catalogue_without(
                                                 kind::definition, "accounts-receivable/invoice")),
                ElementsAre("receivable_unavailable /receivable/documents"));
    EXPECT_THAT(unfit(receivable_settings(R"({"invoiceReference":"nsp::MISSING"})")),
                ElementsAre("custom_field_unknown /receivable/invoiceReference"));
    EXPECT_THAT(unfit(receivable_settings(R"({"adjustmentReference":"nsp::MISSING"})")),
                ElementsAre("custom_field_unknown /receivable/adjustmentReference"));
}

TEST(IntacctCheckReceivable, each_tax_schedule_needs_a_detail) {
    EXPECT_THAT(unfit(receivable_settings(),
                      sample::receivable_catalogue_without(kind::tax_schedule_detail)),
                ElementsAre("receivable_tax_detail /receivable/documents"));
}

TEST(IntacctCheckReceivable, stock_that_comes_in_and_never_leaves_is_told) {
    const char* const told = "receivable_stock /receivable/documents";
    EXPECT_THAT(unfit(receivable_settings(
                    "{}", R"({"definitions":{"receiptAdvice":"Inventory Receipt"}})")),
                ElementsAre(told));
    EXPECT_THAT(unfit(receivable_settings("{}", R"({"transfers":{"post":"immediate"}})")),
                ElementsAre(told));
    EXPECT_THAT(unfit(receivable_settings(R"({"documents":["returnAdvice"]})",
                                          R"({"transfers":{"post":"immediate"}})")),
                IsEmpty());
}

TEST(IntacctCheckReceivable, what_leaves_and_comes_back_by_two_applications_is_told) {
    const char* const told = "receivable_stock /receivable/documents";
    EXPECT_THAT(unfit(receivable_settings(R"({"documents":["returnAdvice"]})",
                                          R"({"definitions":{"despatchAdvice":"Sales Invoice"}})")),
                ElementsAre(told));
    EXPECT_THAT(unfit(receivable_settings(R"({"documents":["despatchAdvice"]})",
                                          R"({"definitions":{"returnAdvice":"Sales Return"}})")),
                ElementsAre(told));
}

}  // namespace
}  // namespace sage::intacct
