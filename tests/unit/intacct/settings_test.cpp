// SPDX-License-Identifier: Apache-2.0
// Plan: defaults; every member read; each rule the schema cannot say, with its pointer; the schema
// of the manifest passes what must pass and refuses each kind of violation.
#include "sage-adapter/base/settings.h"

#include <gmock/gmock.h>

#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> pointers(std::string_view changes) {
    const Result<Settings> read = read_settings(sample::changed_settings(changes));
    std::vector<std::string> all;
    if (!read.ok()) {
        EXPECT_EQ(read.error().status, Status::config);
        for (const Problem& problem : read.error().problems) {
            sample::expect_complete(problem);
            all.push_back(problem.pointer);
        }
    }
    return all;
}

std::vector<std::string> schema_pointers(std::string_view settings_json) {
    const Result<void> checked = check_settings(settings_json, intacct_edition().settings_schema());
    std::vector<std::string> all;
    if (!checked.ok()) {
        for (const Problem& problem : checked.error().problems) {
            all.push_back(problem.pointer);
        }
    }
    return all;
}

TEST(IntacctSettings, the_least_settings_have_safe_defaults) {
    const Result<Settings> read = read_settings(R"({"companyId":"northwind","userId":"wms"})");
    ASSERT_TRUE(read.ok());
    const Settings& settings = read.value();
    EXPECT_EQ(settings.connection.address, "https://api.intacct.com");
    EXPECT_EQ(settings.connection.token_target, "/ia/api/v1/oauth2/token");
    EXPECT_EQ(settings.connection.client_id_name, "intacct.client_id");
    EXPECT_EQ(settings.connection.client_secret_name, "intacct.client_secret");
    EXPECT_EQ(settings.connection.user_name, "wms@northwind");
    EXPECT_EQ(settings.connection.connections_max, 8);
    EXPECT_EQ(settings.connection.reply_ms_max, 60'000);
    EXPECT_EQ(settings.connection.catalogue_refresh_ms, 240 * 60'000);
    EXPECT_EQ(settings.connection.catalogue_whole_ms, 24 * 3'600'000);
    EXPECT_EQ(settings.catalogue_page_rows, 4'000);
    EXPECT_EQ(settings.connection.settle_ms, 20 * 60'000);
    EXPECT_EQ(settings.definitions.despatch, "");
    EXPECT_EQ(settings.fields.external_reference, "referenceNumber");
    EXPECT_EQ(settings.fields.tracking, "trackingNumber");
    EXPECT_EQ(settings.fields.despatch_id, "memo");
    EXPECT_EQ(settings.fields.order_line_reference, "memo");
    EXPECT_FALSE(settings.patch_late_tracking);
    EXPECT_EQ(settings.state, "pending");
}

TEST(IntacctSettings, every_member_is_read) {
    const Settings settings = sample::settings(R"({
        "address": "https://localhost:8443", "certificateAuthorityFile": "/ca.pem",
        "clientIdSecret": "a", "clientSecretSecret": "b", "lateTracking": "patch",
        "state": "draft", "paymentTerm": "N30", "currency": "GBP",
        "foreignCurrencies": {"currencies": ["EUR", "USD"], "rateType": "5"}, "taxSolution": "UK",
        "connections": 3,
        "replySeconds": 7, "catalogueRefreshMinutes": 5, "catalogueWholeHours": 3,
        "cataloguePageRows": 9, "settleMinutes": 11,
        "reconcileHours": 0, "reconcileDays": 7})");
    EXPECT_EQ(settings.connection.address, "https://localhost:8443");
    EXPECT_EQ(settings.connection.certificate_authority_file, "/ca.pem");
    EXPECT_EQ(settings.connection.client_id_name, "a");
    EXPECT_EQ(settings.connection.client_secret_name, "b");
    EXPECT_EQ(settings.connection.user_name, "wms@northwind|100");
    EXPECT_EQ(settings.connection.connections_max, 3);
    EXPECT_EQ(settings.connection.reply_ms_max, 7'000);
    EXPECT_EQ(settings.connection.catalogue_refresh_ms, 5 * 60'000);
    EXPECT_EQ(settings.connection.catalogue_whole_ms, 3 * 3'600'000);
    EXPECT_EQ(settings.catalogue_page_rows, 9);
    EXPECT_EQ(settings.connection.settle_ms, 11 * 60'000);
    EXPECT_EQ(settings.connection.reconcile_ms, 0);
    EXPECT_EQ(settings.connection.reconcile_days, 7);
    EXPECT_EQ(sample::settings().connection.reconcile_ms, 24 * 3'600'000);
    EXPECT_EQ(settings.company_id, "northwind");
    EXPECT_EQ(settings.entity, "100");
    EXPECT_EQ(settings.definitions.sales_order, "Sales Order");
    EXPECT_EQ(settings.definitions.despatch, "Sales Invoice");
    EXPECT_EQ(settings.definitions.goods_return, "Sales Return");
    EXPECT_EQ(settings.definitions.increase, "Inventory Adjustment Increase");
    EXPECT_EQ(settings.definitions.decrease, "Inventory Adjustment Decrease");
    EXPECT_EQ(settings.guest_customer, "GUEST");
    EXPECT_EQ(settings.charge_items.at("POST"), "CARRIAGE");
    EXPECT_EQ(settings.warehouses.at("MAIN").warehouse, "WH1");
    EXPECT_EQ(settings.warehouses.at("MAIN").location, "100");
    EXPECT_EQ(settings.units.at("EA"), "Each");
    EXPECT_EQ(settings.tax_details.at("STANDARD"), "UK Sale Goods Standard Rate");
    EXPECT_EQ(settings.tax_solution, "UK");
    EXPECT_EQ(settings.fields.external_reference, "nsp::WMS_REFERENCE");
    EXPECT_EQ(settings.fields.despatch_id, "referenceNumber");
    EXPECT_EQ(settings.fields.order_line_reference, "nsp::WMS_ORDER_LINE");
    EXPECT_TRUE(settings.patch_late_tracking);
    EXPECT_EQ(settings.state, "draft");
    EXPECT_EQ(settings.payment_term, "N30");
    EXPECT_EQ(settings.currency, "GBP");
    EXPECT_THAT(settings.foreign.currencies, ElementsAre("EUR", "USD"));
    EXPECT_EQ(settings.foreign.rate_type, "5");
}

TEST(IntacctSettings, a_definition_that_is_null_is_one_left_out) {
    EXPECT_EQ(sample::settings(R"({"definitions":{"salesOrder":null}})").definitions.sales_order,
              "");
}

TEST(IntacctSettings, a_field_that_is_null_is_not_written) {
    const Settings none = sample::settings(
        R"({"fields":{"tracking":null,"despatchId":null,"orderLineReference":null}})");
    EXPECT_EQ(none.fields.tracking, "");
    EXPECT_EQ(none.fields.despatch_id, "");
    EXPECT_EQ(none.fields.order_line_reference, "");
    EXPECT_EQ(none.fields.external_reference, "referenceNumber");
    EXPECT_THAT(schema_pointers(sample::changed_settings(
                    R"({"fields":{"tracking":null,"despatchId":null,"orderLineReference":null}})")),
                IsEmpty());
    EXPECT_THAT(
        schema_pointers(sample::changed_settings(R"({"fields":{"externalReference":null}})")),
        ElementsAre("/fields/externalReference"));
}

TEST(IntacctSettings, texts_and_lengths_are_read) {
    const Settings read = sample::settings(
        R"({"texts":[{"text":"{id}","to":["memo"]},{"text":"{lines.id}","to":["nsp::A"],
            "level":"line"}],
            "fieldLimits":{"nsp::A":{"characters":9}}})");
    ASSERT_EQ(read.texts.size(), 2U);
    EXPECT_EQ(read.texts[1].level, TextLevel::line);
    EXPECT_EQ(read.field_limits.at("nsp::A").characters_max, 9U);
}

TEST(IntacctSettings, a_text_must_parse_and_go_to_fields_that_are_free) {
    const auto text = [](const std::string& rule) {
        return pointers(R"({"texts":[{"text":"first","to":["memo"]},)" + rule + "]}");
    };
    EXPECT_THAT(text(R"({"text":"{id}","to":["notes","memo","nsp::A"]})"), IsEmpty());
    EXPECT_THAT(text(R"({"text":"{id","to":["memo"]})"), ElementsAre("/texts/1/text"));
    EXPECT_THAT(text(R"({"text":"{id}","to":["memo","lineDescription"]})"),
                ElementsAre("/texts/1/to/1"));
    EXPECT_THAT(text(R"({"text":"{id}","to":["customerPONumber"]})"), ElementsAre("/texts/1/to/0"));
    EXPECT_THAT(text(R"({"text":"{id}","to":["lineDescription"],"level":"line"})"), IsEmpty());
    EXPECT_THAT(text(R"({"text":"{id}","to":["notes"],"level":"line"})"),
                ElementsAre("/texts/1/to/0"));
    // The sample's settings keep our reference, the number and the order line in these.
    EXPECT_THAT(text(R"({"text":"{id}","to":["nsp::WMS_REFERENCE"]})"),
                ElementsAre("/texts/1/to/0"));
    EXPECT_THAT(text(R"({"text":"{id}","to":["referenceNumber"]})"), ElementsAre("/texts/1/to/0"));
    EXPECT_THAT(text(R"({"text":"{id}","to":["trackingNumber"]})"), ElementsAre("/texts/1/to/0"));
    EXPECT_THAT(text(R"({"text":"{id}","to":["nsp::WMS_ORDER_LINE"],"level":"line"})"),
                ElementsAre("/texts/1/to/0"));
    EXPECT_THAT(text(R"({"text":"{id}","to":["nsp::WMS_ORDER_LINE"]})"), IsEmpty());
    EXPECT_THAT(text(R"({"text":"{id}","to":["notes"],"documents":["inventoryAdjustment"]})"),
                ElementsAre("/texts/1/to"));
    EXPECT_THAT(
        text(R"({"text":"{id}","to":["notes","memo"],"documents":["inventoryAdjustment"]})"),
        IsEmpty());
}

TEST(IntacctSettings, what_the_schema_cannot_say_is_refused_at_its_pointer) {
    EXPECT_THAT(pointers("{}"), IsEmpty());
    EXPECT_THAT(pointers(R"({"address":"http://api.intacct.com"})"), ElementsAre("/address"));
    EXPECT_THAT(pointers(R"({"address":"https://host:0"})"), ElementsAre("/address"));
    EXPECT_THAT(pointers(R"({"address":"https://host:65536"})"), ElementsAre("/address"));
    EXPECT_THAT(pointers(R"({"address":"https://host:65535"})"), IsEmpty());
    EXPECT_THAT(pointers(R"({"fields":{"despatchId":"referenceNumber"}})"),
                ElementsAre("/fields/despatchId"));
    EXPECT_THAT(pointers(R"({"fields":{"externalReference":"nsp::A","tracking":"nsp::A"}})"),
                ElementsAre("/fields/tracking"));
    EXPECT_THAT(pointers(R"({"fields":{"tracking":"memo","despatchId":"memo"}})"), IsEmpty());
    EXPECT_THAT(pointers(R"({"definitions":{"despatchAdvice":"X","returnAdvice":"X"}})"),
                ElementsAre("/definitions/returnAdvice"));
    EXPECT_THAT(pointers(R"({"definitions":{"despatchAdvice":"X","salesOrder":"X"}})"),
                ElementsAre("/definitions/despatchAdvice"));
    EXPECT_THAT(pointers(R"({"definitions":{"inventoryIncrease":"X","inventoryDecrease":"X"}})"),
                ElementsAre("/definitions/inventoryDecrease"));
    EXPECT_THAT(pointers(R"({"warehouses":{"":{"warehouse":"W","location":"L"}}})"),
                ElementsAre("/warehouses"));
    EXPECT_THAT(pointers(R"({"units":{"":"Each"},"chargeItems":{"":"A"},"taxDetails":{"":"B"}})"),
                ElementsAre("/chargeItems", "/units", "/taxDetails"));
    EXPECT_THAT(pointers(R"({"companyId":null,"userId":null})"),
                ElementsAre("/companyId", "/userId"));
}

TEST(IntacctSettings, all_problems_are_told_at_once) {
    EXPECT_THAT(pointers(R"({"address":"http://x","units":{"":"Each"},
                             "fields":{"despatchId":"referenceNumber"}})"),
                ElementsAre("/address", "/fields/despatchId", "/units"));
}

TEST(IntacctSettings, text_that_is_no_json_is_refused) {
    for (const char* text : {"", "{", "[]{}", "{\"companyId\":\"a\",\"companyId\":\"b\"}"}) {
        const Result<Settings> read = read_settings(text);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_EQ(read.error().status, Status::config);
    }
}

TEST(IntacctSettings, the_schema_passes_the_settings_of_a_company) {
    EXPECT_THAT(schema_pointers(sample::settings_json), IsEmpty());
    EXPECT_THAT(schema_pointers(R"({"companyId":"northwind","userId":"wms"})"), IsEmpty());
}

TEST(IntacctSettings, the_schema_refuses_each_violation_at_its_pointer) {
    const std::vector<std::pair<std::string, std::string>> violations = {
        {R"({"address":"https://host/path"})", "/address"},
        {R"({"address":"http://host"})", "/address"},
        {R"({"certificateAuthorityFile":"ca.pem"})", "/certificateAuthorityFile"},
        {R"({"companyId":"a@b"})", "/companyId"},
        {R"({"userId":"a b"})", "/userId"},
        {R"({"entity":"1 0"})", "/entity"},
        {R"({"clientIdSecret":""})", "/clientIdSecret"},
        {R"({"definitions":{"despatchAdvice":7}})", "/definitions/despatchAdvice"},
        {R"({"guestCustomer":""})", "/guestCustomer"},
        {R"({"chargeItems":{"POST":1}})", "/chargeItems/POST"},
        {R"({"warehouses":{"MAIN":{"warehouse":"W"}}})", "/warehouses/MAIN"},
        {R"({"units":{"C62":"a unit with a name that is too long"}})", "/units/C62"},
        {R"({"taxDetails":{"S":true}})", "/taxDetails/S"},
        {R"({"fields":{"externalReference":"memo"}})", "/fields/externalReference"},
        {R"({"fields":{"tracking":"customerPONumber"}})", "/fields/tracking"},
        {R"({"fields":{"despatchId":"nsp::"}})", "/fields/despatchId"},
        {R"({"fields":{"orderLineReference":"unit"}})", "/fields/orderLineReference"},
        {R"({"lateTracking":"always"})", "/lateTracking"},
        {R"({"state":"closed"})", "/state"},
        {R"({"currency":"pounds"})", "/currency"},
        {R"({"foreignCurrencies":{}})", "/foreignCurrencies"},
        {R"({"foreignCurrencies":{"currencies":[]}})", "/foreignCurrencies/currencies"},
        {R"({"foreignCurrencies":{"currencies":["eur"]}})", "/foreignCurrencies/currencies/0"},
        {R"({"foreignCurrencies":{"currencies":["EUR","EUR"]}})", "/foreignCurrencies/currencies"},
        {R"({"connections":0})", "/connections"},
        {R"({"connections":17})", "/connections"},
        {R"({"replySeconds":4})", "/replySeconds"},
        {R"({"catalogueRefreshMinutes":1})", "/catalogueRefreshMinutes"},
        {R"({"catalogueWholeHours":0})", "/catalogueWholeHours"},
        {R"({"cataloguePageRows":4001})", "/cataloguePageRows"},
        {R"({"settleMinutes":9})", "/settleMinutes"},
    };
    for (const auto& [changes, pointer] : violations) {
        EXPECT_THAT(schema_pointers(sample::changed_settings(changes)),
                    testing::Contains(HasSubstr(pointer)))
            << changes;
    }
}

TEST(IntacctSettings, the_schema_refuses_a_misspelt_member_at_every_level) {
    for (const char* changes :
         {R"({"adress":"https://x"})", R"({"definitions":{"despatch":"X"}})",
          R"({"fields":{"reference":"memo"}})",
          R"({"warehouses":{"MAIN":{"warehouse":"W","location":"L","bin":"B"}}})"}) {
        EXPECT_THAT(schema_pointers(sample::changed_settings(changes)), testing::Not(IsEmpty()))
            << changes;
    }
}

TEST(IntacctSettings, every_property_of_the_schema_has_a_title_and_a_description) {
    std::vector<const sample::json::value*> open;
    const sample::json::value schema = sample::parsed(intacct_edition().settings_schema());
    open.push_back(&schema);
    std::size_t seen = 0;
    while (!open.empty()) {
        const sample::json::value& one = *open.back();
        open.pop_back();
        ++seen;
        EXPECT_FALSE(text_at(one, "/title").empty()) << sample::json::serialize(one);
        EXPECT_FALSE(text_at(one, "/description").empty()) << sample::json::serialize(one);
        if (const auto* properties = at_pointer(one, "/properties")) {
            for (const auto& property : properties->as_object()) {
                open.push_back(&property.value());
            }
        }
        const auto* additional = at_pointer(one, "/additionalProperties");
        if (additional != nullptr && additional->is_object()) {
            open.push_back(additional);
        }
    }
    EXPECT_GT(seen, 30U);
}

TEST(IntacctSettings, customers_and_items_are_found_by_their_codes_unless_told_otherwise) {
    Settings settings = sample::settings();
    ASSERT_EQ(settings.customers.chain.rules.size(), 1U);
    EXPECT_TRUE(settings.customers.chain.has("accountCode"));
    ASSERT_EQ(settings.items.chain.rules.size(), 1U);
    EXPECT_TRUE(settings.items.chain.has("sellersItemId"));
    settings = sample::settings(R"({"customerMatching":{"rules":["nameAndPostalZone"]},
                                    "itemMatching":{"rules":["gtin","buyersItemId"]}})");
    EXPECT_EQ(settings.customers.chain.rules.at(0).kind, kind::customer_address);
    EXPECT_EQ(settings.items.chain.rules.at(1).name, "buyersItemId");
}

TEST(IntacctSettings, matching_that_cannot_work_is_refused_where_it_stands) {
    EXPECT_THAT(pointers(R"({"guestCustomer":null,"customerMatching":{"noMatch":"guest"}})"),
                ElementsAre("/customerMatching/noMatch"));
    EXPECT_THAT(pointers(R"({"customerMatching":{"noMatch":"guest"}})"), IsEmpty());
    EXPECT_THAT(pointers(R"({"customerMatching":{"accountCodes":{"":"CUST-001"}},
                             "itemMatching":{"sellersItemIds":{"":"A"}}})"),
                ElementsAre("/customerMatching/accountCodes", "/itemMatching/sellersItemIds"));
    const auto with = [](const char* member) {
        return R"({"companyId":"northwind","userId":"wms",)" + std::string(member) + "}";
    };
    EXPECT_THAT(schema_pointers(with(R"("itemMatching":{"rules":[]})")),
                ElementsAre("/itemMatching/rules"));
    EXPECT_FALSE(schema_pointers(with(R"("itemMatching":{"rules":["gtin","gtin"]})")).empty());
    EXPECT_FALSE(schema_pointers(with(R"("itemMatching":{"rules":["ean"]})")).empty());
    EXPECT_FALSE(schema_pointers(with(R"("customerMatching":{"rule":["vatNumber"]})")).empty());
    EXPECT_TRUE(schema_pointers(with(R"("customerMatching":{"rules":["vatNumber"]})")).empty());
}

TEST(IntacctSettings, the_grant_is_client_credentials_unless_they_say_otherwise) {
    const Connection usual = sample::settings().connection;
    EXPECT_EQ(usual.grant, Grant::client_credentials);
    EXPECT_EQ(usual.consent_target, "/ia/api/v1/oauth2/authorize");
    EXPECT_EQ(usual.consent_scope, "offline_access");
    EXPECT_EQ(usual.refresh_token_name, "intacct.refresh_token");
    const Connection other =
        sample::settings(R"({"grant":"authorization_code","refreshTokenSecret":"r"})").connection;
    EXPECT_EQ(other.grant, Grant::authorization_code);
    EXPECT_EQ(other.refresh_token_name, "r");
}

}  // namespace
}  // namespace sage::intacct
