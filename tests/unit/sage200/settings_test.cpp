// SPDX-License-Identifier: Apache-2.0
// Plan: what is read and what stands where nothing is said; every rule that a schema cannot say;
// what can be sought.
#include "plugins/sage200/settings.h"

#include <gmock/gmock.h>

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sage200Settings, what_is_not_said_is_sages_own) {
    const Settings settings = sample::settings();
    EXPECT_TRUE(settings.books.professional);
    EXPECT_EQ(settings.company, "7c9e6679-7425-40de-944b-e07fc1f90ae7/1");
    const Connection& connection = settings.connection;
    EXPECT_EQ(connection.address, "https://api.columbus.sage.com");
    EXPECT_EQ(connection.token_address, "https://id.sage.com");
    EXPECT_EQ(connection.grant, Grant::authorization_code);
    EXPECT_EQ(connection.consent_audience, "s200ukipd/sage200");
    EXPECT_EQ(connection.refresh_token_name, "sage200.refresh_token");
    EXPECT_EQ(connection.connections_max, 1);
    EXPECT_EQ(connection.reply_ms_max, 180'000);
    EXPECT_EQ(settings.second_reference, SecondReference::document_number);
    EXPECT_TRUE(settings.tracking_in_narrative);
    EXPECT_EQ(settings.tax.origin_country, "GB");
    EXPECT_EQ(settings.shadow.size(), 2U);
}

TEST(Sage200Settings, what_is_said_is_read) {
    const Settings settings = sample::settings(R"({
        "edition":"standard","companyId":7,"address":"https://sage.example:8443",
        "tokenAddress":"https://id.example","certificateAuthorityFile":"/etc/own.pem",
        "clientIdSecret":"a","clientSecretSecret":"b","refreshTokenSecret":"c",
        "refreshTokenDays":30,
        "connections":3,"replySeconds":60,"catalogueRefreshMinutes":30,"settleMinutes":10,
        "reconcileHours":0,"reconcileDays":9,"secondReference":"tracking",
        "trackingNumbers":"none","siteCountries":{"MAIN":"IE"},
        "dimensions":[{"set":{"costCentre":"NOR"}}]})");
    EXPECT_FALSE(settings.books.professional);
    EXPECT_EQ(settings.books.company_id, "7");
    const Connection& connection = settings.connection;
    EXPECT_EQ(connection.address, "https://sage.example:8443");
    EXPECT_EQ(connection.token_address, "https://id.example");
    EXPECT_EQ(connection.certificate_authority_file, "/etc/own.pem");
    EXPECT_EQ(
        connection.client_id_name + connection.client_secret_name + connection.refresh_token_name,
        "abc");
    EXPECT_EQ(connection.refresh_token_life_ms, 30 * 86'400'000LL);
    EXPECT_EQ(connection.connections_max, 3);
    EXPECT_EQ(connection.reply_ms_max, 60'000);
    EXPECT_EQ(connection.catalogue_refresh_ms, 1'800'000);
    EXPECT_EQ(connection.settle_ms, 600'000);
    EXPECT_EQ(connection.reconcile_ms, 0);
    EXPECT_EQ(connection.reconcile_days, 9);
    EXPECT_EQ(settings.second_reference, SecondReference::tracking);
    EXPECT_FALSE(settings.tracking_in_narrative);
    EXPECT_EQ(settings.site_countries.at("MAIN"), "IE");
    ASSERT_EQ(settings.nominal_rules.size(), 3U);
    EXPECT_EQ(settings.nominal_rules[2].pointer, "/dimensions/0");
    const auto second = [](const char* text) {
        return sample::settings(R"({"secondReference":")" + std::string(text) + "\"}")
            .second_reference;
    };
    EXPECT_EQ(second("customerOrder"), SecondReference::customer_order);
    EXPECT_EQ(second("order"), SecondReference::order);
    EXPECT_EQ(second("none"), SecondReference::none);
}

struct Refused {
    const char* changes;
    const char* problem;
};
constexpr Refused refused[] = {
    {R"({"address":"https://x:0"})", "sage200.settings.address /address"},
    {R"({"address":"http://x"})", "sage200.settings.address /address"},
    {R"({"tokenAddress":"https://x:70000"})", "sage200.settings.address /tokenAddress"},
    {R"({"guestCustomer":null,"customerMatching":{"noMatch":"guest"}})",
     "sage200.settings.guest_customer_missing /customerMatching/noMatch"},
    {R"({"customerMatching":{"accountCodes":{"":"C1"}}})",
     "sage200.settings.code_empty /customerMatching/accountCodes"},
    {R"({"taxCodes":{"":"1"}})", "sage200.settings.code_empty /taxCodes"},
    {R"({"siteCountries":{"":"GB"}})", "sage200.settings.code_empty /siteCountries"},
    {R"({"taxRules":[{"schedule":null}]})",
     "sage200.settings.tax_code_missing /taxRules/0/schedule"},
    {R"({"totalsDifference":{"policy":"roundingLine","item":"ROUND"}})",
     "sage200.settings.tax_code_missing /totalsDifference/schedule"},
    {R"({"dimensions":[{"set":{"project":"P"}}]})",
     "sage200.settings.dimension_unknown /dimensions/0/set/project"},
    {R"({"dimensions":[{"set":{"nominalCode":"4000"}}]})",
     "sage200.settings.dimension_unknown /dimensions/0/set/nominalCode"},
    {R"({"texts":[{"text":"{id}","to":["memo"]}]})",
     "sage200.settings.text_field_unknown /texts/0/to/0"},
    {R"({"texts":[{"text":"{id}","level":"line","to":["second_reference"]}]})",
     "sage200.settings.text_field_unknown /texts/0/to/0"},
    {R"({"texts":[{"text":"{id}","to":["second_reference"]}]})",
     "sage200.settings.field_twice /texts/0/to/0"},
    {R"({"texts":[{"text":"{id}","documents":["salesOrder"],"to":["narrative"]}]})",
     "sage200.settings.text_document /texts/0/documents"},
    {R"({"shadow":{"findBy":[{"text":"{id}","field":"memo"}]}})",
     "sage200.settings.shadow_field_unknown /shadow/findBy/0/field"},
    {R"({"dates":{"trueDateField":"nsp::DAY"}})",
     "sage200.settings.true_date_field /dates/trueDateField"},
};

TEST(Sage200Settings, what_a_schema_cannot_say_is_told_with_its_place) {
    for (const Refused& one : refused) {
        EXPECT_THAT(sample::problems_of(one.changes), ElementsAre(one.problem)) << one.changes;
    }
    EXPECT_THAT(
        sample::problems_of(R"({"taxCodes":{"":"1"},"address":"x"})"),
        ElementsAre("sage200.settings.address /address", "sage200.settings.code_empty /taxCodes"));
    EXPECT_FALSE(read_settings("{").ok());
}

TEST(Sage200Settings, what_is_right_is_not_told) {
    for (const char* const changes :
         {R"({"address":"https://x:8443"})",
          R"({"secondReference":"none","texts":[{"text":"{id}","to":["second_reference"]}]})",
          R"({"texts":[{"text":"{id}","documents":["despatchAdvice"],"to":["narrative"]}]})",
          R"({"totalsDifference":{"policy":"roundingLine","item":"R","schedule":"0"}})",
          R"({"nominalCodes":[{"set":{"nominalCode":"1","costCentre":"A","department":"B",
              "transactionAnalysisCode":"C"}}]})",
          R"({"shadow":{"findBy":[{"text":"{id}","field":"reference"}]}})"}) {
        EXPECT_THAT(sample::problems_of(changes), IsEmpty()) << changes;
    }
}

}  // namespace
}  // namespace sage::sage200
