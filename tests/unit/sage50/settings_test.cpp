// SPDX-License-Identifier: Apache-2.0
// Plan: what is read and what stands where nothing is said; every rule that a schema cannot say;
// which fields take texts and can be sought.
#include "plugins/sage50/settings.h"

#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sage50Settings, what_is_not_said_is_the_usual) {
    const Settings settings = sample::settings();
    const Connection& connection = settings.connection;
    EXPECT_EQ(connection.address, "https://sage.example:8443");
    EXPECT_EQ(connection.grant, Grant::kept_token);
    EXPECT_EQ(connection.token_header, "AuthToken");
    EXPECT_EQ(connection.client_secret_name, "sage50.auth_token");
    EXPECT_EQ(connection.connections_max, 1) << "one request of an operation at a time";
    EXPECT_EQ(connection.reply_ms_max, 180'000);
    EXPECT_EQ(connection.settle_ms, 20 * 60'000);
    EXPECT_EQ(connection.catalogue_refresh_ms, 4 * 3'600'000);
    EXPECT_EQ(connection.reconcile_ms, 86'400'000);
    EXPECT_EQ(connection.reconcile_days, 35);
    EXPECT_FALSE(connection.data_source);
    EXPECT_EQ(settings.books.company, "");
    EXPECT_FALSE(settings.books.month_first);
    EXPECT_EQ(settings.reference_field, ReferenceField::notes3);
    EXPECT_FALSE(settings.updates_ledgers);
    EXPECT_EQ(settings.stock, StockDocuments::nothing);
    EXPECT_EQ(settings.late_tracking, LateTracking::change);
    EXPECT_THAT(settings.unit_codes, ElementsAre("C62", "EA", "H87"));
    EXPECT_FALSE(settings.delivery_addresses);
    EXPECT_EQ(settings.shadow.size(), 2U);
}

TEST(Sage50Settings, what_is_said_is_read) {
    const Settings settings = sample::settings(R"({
        "address":"https://own.example","certificateAuthorityFile":"/etc/own.pem",
        "authTokenSecret":"a","companyHeader":"second","daysMonthFirst":true,
        "replySeconds":60,"catalogueRefreshMinutes":30,"settleMinutes":10,"reconcileHours":0,
        "reconcileDays":9,"referenceField":"analysis2","updateLedgers":true,
        "stockDocuments":"adjustments","lateTracking":"keep","unitCodes":["KGM"],
        "charges":{"POST":"S1"},"couriers":{"UPS":"7"},"siteCountries":{"MAIN":"IE"},
        "taxCodes":{"A":"T1","B":"5"},"taxRules":[{"schedule":"T9"}],
        "totalsDifference":{"policy":"roundingLine","item":"S1","schedule":"T0"},
        "dimensions":[{"set":{"department":"3"}}],"deliveryAddresses":true})");
    const Connection& connection = settings.connection;
    EXPECT_EQ(connection.address, "https://own.example");
    EXPECT_EQ(connection.certificate_authority_file, "/etc/own.pem");
    EXPECT_EQ(connection.client_secret_name, "a");
    EXPECT_EQ(connection.reply_ms_max, 60'000);
    EXPECT_EQ(connection.catalogue_refresh_ms, 1'800'000);
    EXPECT_EQ(connection.settle_ms, 600'000);
    EXPECT_EQ(connection.reconcile_ms, 0);
    EXPECT_EQ(connection.reconcile_days, 9);
    EXPECT_EQ(settings.books.company, "second");
    EXPECT_TRUE(settings.books.month_first);
    EXPECT_EQ(settings.reference_field, ReferenceField::analysis2);
    EXPECT_TRUE(settings.updates_ledgers);
    EXPECT_EQ(settings.stock, StockDocuments::adjustments);
    EXPECT_EQ(settings.late_tracking, LateTracking::keep);
    EXPECT_THAT(settings.unit_codes, ElementsAre("KGM"));
    EXPECT_EQ(settings.charges.at("POST"), "S1");
    EXPECT_EQ(settings.couriers.at("UPS"), "7");
    EXPECT_EQ(settings.site_countries.at("MAIN"), "IE");
    EXPECT_EQ(settings.tax_codes.at("A"), "1");
    EXPECT_EQ(settings.tax_codes.at("B"), "5");
    EXPECT_EQ(settings.tax.rules.at(0).schedule, "9");
    EXPECT_EQ(settings.totals.schedule, "0");
    ASSERT_EQ(settings.nominal_rules.size(), 3U);
    EXPECT_EQ(settings.nominal_rules[2].pointer, "/dimensions/0");
    EXPECT_TRUE(settings.delivery_addresses);
    EXPECT_EQ(sample::settings(R"({"stockDocuments":"byHand"})").stock, StockDocuments::by_hand);
}

TEST(Sage50Settings, a_data_source_is_read) {
    const auto source = sample::settings(R"({"dataSource":{"name":"SageLine50v31",
        "directory":"\\\\SERVER\\ACCDATA","userNameSecret":"u","passwordSecret":"p"}})")
                            .connection.data_source;
    ASSERT_TRUE(source);
    EXPECT_EQ(source->name, "SageLine50v31");
    ASSERT_EQ(source->attributes.size(), 1U);
    EXPECT_EQ(source->attributes[0].name, "DIR");
    EXPECT_EQ(source->attributes[0].value, "\\\\SERVER\\ACCDATA");
    EXPECT_EQ(source->user_name_secret + source->password_secret, "up");
    EXPECT_EQ(source->encoding, TextEncoding::windows_1252);
    const auto other =
        sample::settings(R"({"dataSource":{"name":"A","encoding":"utf-8"}})").connection;
    EXPECT_EQ(other.data_source->encoding, TextEncoding::utf_8);
    EXPECT_TRUE(other.data_source->attributes.empty());
}

struct Refused {
    const char* changes;
    const char* problem;
};
constexpr Refused refused[] = {
    {R"({"address":null})", "sage50.settings.one_way /dropFolder"},
    {R"({"dropFolder":"/var/import"})", "sage50.settings.one_way /dropFolder"},
    {R"({"address":null,"dropFolder":"/x","updateLedgers":true})",
     "sage50.settings.without_effect /updateLedgers"},
    {R"({"address":null,"dropFolder":"/x","dataSource":{"name":"S"},"taxRates":{"1":"20"}})",
     "sage50.settings.without_effect /taxRates"},
    {R"({"address":null,"dropFolder":"/x","taxRates":{"STANDARD":"20"}})",
     "sage50.settings.tax_code /taxRates"},
    {R"({"address":"https://x:0"})", "sage50.settings.address /address"},
    {R"({"address":"http://x"})", "sage50.settings.address /address"},
    {R"({"address":"https://x:70000"})", "sage50.settings.address /address"},
    {R"({"guestCustomer":null,"customerMatching":{"noMatch":"guest"}})",
     "sage50.settings.guest_customer_missing /customerMatching/noMatch"},
    {R"({"customerMatching":{"accountCodes":{"":"C1"}}})",
     "sage50.settings.code_empty /customerMatching/accountCodes"},
    {R"({"itemMatching":{"sellersItemIds":{"":"C1"}}})",
     "sage50.settings.code_empty /itemMatching/sellersItemIds"},
    {R"({"taxCodes":{"":"1"}})", "sage50.settings.code_empty /taxCodes"},
    {R"({"siteCountries":{"":"GB"}})", "sage50.settings.code_empty /siteCountries"},
    {R"({"charges":{"":"S1"}})", "sage50.settings.code_empty /charges"},
    {R"({"couriers":{"":"1"}})", "sage50.settings.code_empty /couriers"},
    {R"({"taxRules":[{"schedule":null}]})", "sage50.settings.tax_code /taxRules/0/schedule"},
    {R"({"taxRules":[{"schedule":"Standard"}]})", "sage50.settings.tax_code /taxRules/0/schedule"},
    {R"({"taxRules":[{"schedule":"T100"}]})", "sage50.settings.tax_code /taxRules/0/schedule"},
    {R"({"totalsDifference":{"policy":"roundingLine","item":"S1"}})",
     "sage50.settings.tax_code /totalsDifference/schedule"},
    {R"({"dimensions":[{"set":{"class":"3"}}]})",
     "sage50.settings.dimension_unknown /dimensions/0/set/class"},
    {R"({"dimensions":[{"set":{"nominalCode":"4000"}}]})",
     "sage50.settings.dimension_unknown /dimensions/0/set/nominalCode"},
    {R"({"dimensions":[{"set":{"department":"SHOP"}}]})",
     "sage50.settings.department /dimensions/0/set/department"},
    {R"({"dimensions":[{"set":{"department":"03"}}]})",
     "sage50.settings.department /dimensions/0/set/department"},
    {R"({"dimensions":[{"set":{"department":"1000"}}]})",
     "sage50.settings.department /dimensions/0/set/department"},
    {R"({"nominalCodes":[{"set":{"department":"-1"}}]})",
     "sage50.settings.department /nominalCodes/0/set/department"},
    {R"({"dataSource":{"name":"SageLine50v31","passwordSecret":"p"}})",
     "sage50.settings.data_source_user_missing /dataSource/passwordSecret"},
    {R"({"texts":[{"text":"{id}","to":["memo"]}]})",
     "sage50.settings.text_field_unknown /texts/0/to/0"},
    {R"({"texts":[{"level":"line","text":"{id}","to":["notes1"]}]})",
     "sage50.settings.text_field_unknown /texts/0/to/0"},
    {R"({"texts":[{"text":"{id}","to":["notes3"]}]})", "sage50.settings.field_twice /texts/0/to/0"},
    {R"({"texts":[{"text":"{id}","documents":["salesOrder"],"to":["notes1"]}]})",
     "sage50.settings.text_document /texts/0/documents"},
    {R"({"shadow":{"findBy":[{"text":"{id}","field":"memo"}]}})",
     "sage50.settings.shadow_field_unknown /shadow/findBy/0/field"},
    {R"({"dates":{"trueDateField":"own"}})",
     "sage50.settings.true_date_field /dates/trueDateField"},
};

TEST(Sage50Settings, a_folder_stands_for_the_interface) {
    EXPECT_FALSE(writes_files(sample::settings()));
    EXPECT_TRUE(reads_master_data(sample::settings()));
    const Settings blind = sample::settings(
        R"({"address":null,"dropFolder":"/var/import","taxRates":{"T1":"20","2":"0"}})");
    EXPECT_TRUE(writes_files(blind));
    EXPECT_FALSE(reads_master_data(blind));
    EXPECT_EQ(blind.tax_rates.at("1"), "20");
    EXPECT_EQ(blind.late_tracking, LateTracking::keep) << "a file has no place for it";
    EXPECT_THAT(sample::problems_of(R"({"address":null,"dropFolder":"/x","updateLedgers":false,
                                       "texts":[],"couriers":{},"settleMinutes":20})"),
                IsEmpty())
        << "a form fills that in";
    EXPECT_TRUE(reads_master_data(sample::settings(
        R"({"address":null,"dropFolder":"/var/import","dataSource":{"name":"S"}})")));
}

TEST(Sage50Settings, what_a_schema_cannot_say_is_told_with_its_place) {
    for (const Refused& one : refused) {
        EXPECT_THAT(sample::problems_of(one.changes), ElementsAre(one.problem)) << one.changes;
    }
    EXPECT_FALSE(read_settings("{").ok());
}

TEST(Sage50Settings, what_is_right_is_not_told) {
    for (const char* const changes :
         {R"({"address":"https://x:8443"})", R"({"taxRules":[{"schedule":"T9"}]})",
          R"({"totalsDifference":{"policy":"roundingLine","item":"S1","schedule":"T0"}})",
          R"({"referenceField":"notes1","texts":[{"text":"{id}","to":["notes3"]}]})",
          R"({"texts":[{"level":"line","text":"{lines.id}","to":["comment1"]}]})",
          R"({"shadow":{"findBy":[{"text":"{id}","field":"notes2"}]}})",
          R"({"dataSource":{"name":"SageLine50v31","userNameSecret":"u"}})",
          R"({"dimensions":[{"set":{"department":"0"}},{"set":{"department":"999"}}]})"}) {
        EXPECT_THAT(sample::problems_of(changes), IsEmpty()) << changes;
    }
}

TEST(Sage50Settings, fields_take_texts_of_the_documented_lengths) {
    const auto length = [](TextLevel level, std::string_view field) {
        const std::optional<FieldLimit> limit = text_field(level, field);
        EXPECT_TRUE(!limit ||
                    (limit->single_line && limit->character_set == CharacterSet::windows_1252));
        return limit ? limit->characters_max : 0;
    };
    EXPECT_EQ(length(TextLevel::header, "notes1"), 60U);
    EXPECT_EQ(length(TextLevel::header, "analysis3"), 30U);
    EXPECT_EQ(length(TextLevel::header, "orderNumber"), 7U);
    EXPECT_EQ(length(TextLevel::header, "consignmentRef"), 30U);
    EXPECT_EQ(length(TextLevel::line, "description"), 60U);
    EXPECT_EQ(length(TextLevel::line, "extOrderRef"), 30U);
    EXPECT_EQ(length(TextLevel::line, "notes1"), 0U);
    EXPECT_EQ(length(TextLevel::header, "description"), 0U);
    EXPECT_TRUE(can_be_sought("orderNumber"));
    EXPECT_TRUE(can_be_sought("customerOrderNumber"));
    EXPECT_FALSE(can_be_sought("consignmentRef"));
}

}  // namespace
}  // namespace sage::sage50
