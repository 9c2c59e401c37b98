// SPDX-License-Identifier: Apache-2.0
// Plan: settings with which no document could have a subtotal, by what is missing; definitions that
// have none; what is read for them.
#include <gmock/gmock.h>

#include "tests/unit/intacct/subtotal_sample.h"

namespace sage::intacct {
namespace {

using sample::subtotal_catalogue;
using sample::subtotal_settings;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> lines_of(const std::vector<Problem>& problems) {
    std::vector<std::string> lines;
    for (const Problem& problem : problems) {
        sample::expect_complete(problem);
        lines.push_back(problem.code + " " + problem.pointer);
    }
    return lines;
}

std::vector<std::string> refused(const char* changes) {
    const Result<Settings> read = read_settings(sample::changed_settings(changes));
    return read.ok() ? std::vector<std::string>() : lines_of(read.error().problems);
}

TEST(IntacctSubtotalCheck, every_order_entry_document_has_to_go_by_the_gateway) {
    EXPECT_THAT(refused(R"({"taxDetails":{},"subtotals":{"POST":"Freight"},
                    "taxRules":[{"schedule":null,"percent":"0"}]})"),
                ElementsAre("intacct.settings.subtotals_gateway /gateway/salesOrder",
                            "intacct.settings.subtotals_gateway /gateway/despatchAdvice",
                            "intacct.settings.subtotals_gateway /gateway/returnAdvice"));
    EXPECT_THAT(refused(R"({"taxDetails":{},"subtotals":{"POST":"Freight"},
                    "taxRules":[{"schedule":null,"percent":"0"}],
                    "definitions":{"despatchAdvice":"Sales Invoice"},
                    "gateway":{"despatchAdvice":"gateway"}})"),
                IsEmpty());
}

TEST(IntacctSubtotalCheck, documents_of_accounts_receivable_have_none) {
    EXPECT_THAT(refused(R"({"taxDetails":{},"subtotals":{"POST":"Freight"},
                    "taxRules":[{"schedule":null,"percent":"0"}],
                    "definitions":{"salesOrder":"Sales Order"},
                    "fields":{"externalReference":"nsp::WMS_REFERENCE"},
                    "gateway":{"salesOrder":"gateway"},
                    "receivable":{"documents":["despatchAdvice","returnAdvice"],
                                  "adjustmentReference":"documentNumber",
                                  "accounts":[{"set":{"glAccount":"4000"}}]}})"),
                IsEmpty());
}

TEST(IntacctSubtotalCheck, sources_and_documents_of_which_nobody_says_that_they_have_no_tax) {
    const char* const gateway =
        R"("taxDetails":{},"subtotals":{"POST":"Freight"},
           "definitions":{"despatchAdvice":"Sales Invoice"},
           "gateway":{"despatchAdvice":"gateway"})";
    const std::string start = std::string("{") + gateway;
    EXPECT_THAT(refused((start + R"(,"sourceDocument":"whenPossible",
                                     "taxRules":[{"schedule":null,"percent":"0"}]})")
                            .c_str()),
                ElementsAre("intacct.settings.subtotals_source /sourceDocument"));
    for (const char* rules : {"", R"(,"taxRules":[{"schedule":null}])"}) {
        EXPECT_THAT(refused((start + rules + "}").c_str()),
                    ElementsAre("intacct.settings.subtotals_tax /taxRules"))
            << rules;
    }
    EXPECT_THAT(refused(R"({"subtotals":{"":"Freight"}})"),
                Contains("intacct.settings.code_empty /subtotals"));
}

TEST(IntacctSubtotalCheck, definitions_without_subtotals_are_told) {
    std::vector<Problem> problems;
    check_subtotals(subtotal_settings(), subtotal_catalogue("false"), problems);
    EXPECT_THAT(lines_of(problems),
                ElementsAre("intacct.settings.subtotals_disabled /definitions/salesOrder",
                            "intacct.settings.subtotals_disabled /definitions/despatchAdvice",
                            "intacct.settings.subtotals_disabled /definitions/returnAdvice"));
    problems.clear();
    check_subtotals(subtotal_settings(), subtotal_catalogue(), problems);
    check_subtotals(sample::settings(), subtotal_catalogue("false"), problems);
    EXPECT_THAT(problems, IsEmpty());
    EXPECT_THAT(lines_of(unfit_settings(subtotal_settings(), subtotal_catalogue("false"))),
                Contains("intacct.settings.subtotals_disabled /definitions/returnAdvice"));
}

std::string asked_of_definitions(const Settings& chosen) {
    for (const CatalogueRead& read : catalogue_reads(chosen)) {
        if (read.kind == kind::order_entry_definition) {
            return catalogue_request(chosen, read).body;
        }
    }
    return "";
}

TEST(IntacctSubtotalCheck, whether_a_definition_has_subtotals_is_read_where_the_settings_name_one) {
    using testing::HasSubstr;
    EXPECT_THAT(asked_of_definitions(subtotal_settings()), HasSubstr(R"("enableSubtotals")"));
    EXPECT_THAT(asked_of_definitions(sample::settings()), Not(HasSubstr("enableSubtotals")));
    CatalogueRead read;
    read.kind = kind::order_entry_definition;
    const Result<CataloguePage> page = read_catalogue_page(
        read, sample::reply(200, R"({"ia::result":[{"key":"1","id":"Sales Invoice",
            "status":"active","enableSubtotals":true}],
            "ia::meta":{"totalCount":1,"start":1,"pageSize":100}})"));
    ASSERT_TRUE(page.ok());
    ASSERT_EQ(page.value().records.size(), 1U);
    EXPECT_EQ(field_of(&page.value().records[0], enable_subtotals_field), "true");
}

}  // namespace
}  // namespace sage::intacct
