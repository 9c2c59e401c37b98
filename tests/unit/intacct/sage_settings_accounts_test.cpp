// SPDX-License-Identifier: Apache-2.0
// Plan: accounts behind the definitions planted in the simulated company and told, and nothing else
// with it; what a rule, the definition's own department or the document gives; accounts that no
// definition posts to, rows that are inactive, lists that Sage does not show.
#include "tests/unit/intacct/planted_company.h"

namespace sage::intacct {
namespace {

using sample::Planted;
using sample::PlantedCompany;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* department_required =
    R"({"account":{"id":"4000","requireDimensions.department":true}})";

const std::vector<Planted>& planted() {
    static const std::vector<Planted> all = {
        {"account_inactive", R"({"account":{"id":"4000","status":"inactive"}})"},
        {"account_inactive", R"({"account":{"id":"1300","status":"inactive"}})"},
        {"account_dimension", department_required},
        {"account_dimension", R"({"account":{"id":"5000","requireDimensions.project":true}})"},
    };
    return all;
}

class IntacctAccountSetting : public testing::TestWithParam<Planted> {};

TEST_P(IntacctAccountSetting, is_told) {
    sample::expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Planted, IntacctAccountSetting, testing::ValuesIn(planted()),
                         sample::name_of);

TEST(IntacctAccountSettings, every_rule_has_its_planted_case) {
    EXPECT_EQ(sample::codes_of(planted()), sample::codes_of(account_rules()));
}

// "/definitions/despatchAdvice 4000 of Sales Invoice" for each finding.
std::vector<std::string> places(const PlantedCompany& company) {
    std::vector<std::string> all;
    for (const Problem& problem : company.told()) {
        const std::size_t begin = problem.cause.find("account ") + 8;
        const std::size_t end =
            std::min(problem.cause.find(" requires"), problem.cause.find(" is inactive"));
        all.push_back(problem.pointer + " " + problem.cause.substr(begin, end - begin));
    }
    return all;
}

TEST(IntacctAccountSettings, each_definition_is_told_once_for_each_of_its_accounts) {
    PlantedCompany company;
    company.change(R"({"account":{"id":"4000","status":"inactive"}})");
    company.findings();
    EXPECT_THAT(places(company), ElementsAre("/definitions/despatchAdvice 4000 of Sales Invoice",
                                             "/definitions/returnAdvice 4000 of Sales Return"));
}

TEST(IntacctAccountSettings, an_inactive_account_needs_nothing_any_more) {
    PlantedCompany company;
    company.change(department_required);
    company.change(R"({"account":{"id":"4000","status":"inactive"}})");
    EXPECT_EQ(company.findings(), std::set<std::string>{"account_inactive"});
}

TEST(IntacctAccountSettings, a_rule_for_the_kind_of_document_gives_what_an_account_requires) {
    PlantedCompany company;
    company.change(department_required);
    EXPECT_THAT(company.findings(R"({"dimensions":[{"set":{"department":"SALES"}}]})"), IsEmpty());
    EXPECT_FALSE(company.findings(R"({"dimensions":[{"set":{"class":"RETAIL"}}]})").empty());
    EXPECT_THAT(places(company), ElementsAre("/dimensions 4000 of Sales Invoice",
                                             "/dimensions 4000 of Sales Return"));
    PlantedCompany other;
    other.change(department_required);
    other.findings(
        R"({"dimensions":[{"documents":["returnAdvice"],"set":{"department":"SALES"}}]})");
    EXPECT_THAT(places(other), ElementsAre("/dimensions 4000 of Sales Invoice"));
}

TEST(IntacctAccountSettings, the_document_itself_gives_customer_item_and_place) {
    PlantedCompany company;
    company.change(R"({"account":{"id":"4000","requireDimensions.customer":true,
                       "requireDimensions.item":true,"requireDimensions.warehouse":true}})");
    EXPECT_THAT(company.findings(), IsEmpty());
}

CatalogueRecord row(std::map<std::string, std::string, std::less<>> fields, bool active = true) {
    CatalogueRecord record = sample::record(kind::sales_account, "7");
    record.active = active;
    record.fields = std::move(fields);
    return record;
}

std::size_t found(const CatalogueRecord& posting) {
    std::vector<CatalogueRecord> all = sample::records();
    all.push_back(sample::record(kind::account, "4000"));
    all.push_back(sample::record(kind::account_dimensions, "4000"));
    all.back().fields["requireDimensions.department"] = "true";
    all.push_back(posting);
    std::vector<RuleSubject> subjects;
    const Settings settings = sample::settings();
    const Catalogue catalogue(std::move(all), 1);
    add_accounts(settings, catalogue, subjects);
    return subjects.size();
}

TEST(IntacctAccountSettings, only_what_a_definition_posts_to_now_is_looked_at) {
    const std::string definition(posting_definition_field);
    EXPECT_EQ(found(row({{definition, "Sales Invoice"}, {"glAccount.id", "4000"}})), 2U)
        << "the account, and the department it requires";
    EXPECT_EQ(
        found(row({{definition, "Sales Invoice--Sales Invoice"}, {"glAccount.id", "4000--Sales"}})),
        2U)
        << "ids may come with names";
    EXPECT_EQ(
        found(row(
            {{definition, "Sales Invoice"}, {"glAccount.id", "4000"}, {"department.id", "SALES"}})),
        1U)
        << "the definition gives the department";
    EXPECT_EQ(found(row({{definition, "Another"}, {"glAccount.id", "4000"}})), 0U);
    EXPECT_EQ(found(row({{definition, "Sales Invoice"}, {"glAccount.id", "9999"}})), 0U)
        << "Sage does not show the account";
    EXPECT_EQ(found(row({{definition, "Sales Invoice"}, {"glAccount.id", "4000"}}, false)), 0U);
}

}  // namespace
}  // namespace sage::intacct
