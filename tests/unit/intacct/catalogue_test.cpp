// SPDX-License-Identifier: Apache-2.0
// Plan: which reads, each with its request; pages to records, paging to the end, pages that could
// loop; the model; reads that Sage may refuse; root causes that go away are in map_lookup_test.
#include <gmock/gmock.h>

#include "plugins/intacct/sage_settings.h"
#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::reply;
using sample::settings;
using testing::ElementsAre;
using testing::IsEmpty;

std::string page_of(const std::string& rows, int count, bool more = false) {
    return R"({"ia::result":[)" + rows + R"(],"ia::meta":{"totalCount":)" + std::to_string(count) +
           R"(,"start":1,"pageSize":1000,"next":)" + (more ? "1001" : "null") +
           R"(,"previous":null}})";
}

CatalogueRead read_of(std::string_view kind_of, std::string after = "") {
    return {std::string(kind_of), "", std::move(after)};
}

CataloguePage page(const CatalogueRead& read, const Reply& answer) {
    Result<CataloguePage> result = read_catalogue_page(read, answer);
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().first().cause);
    return result.ok() ? std::move(result).value() : CataloguePage{};
}

void expect_unreadable(const CatalogueRead& read, const Reply& answer) {
    const Result<CataloguePage> result = read_catalogue_page(read, answer);
    ASSERT_FALSE(result.ok()) << answer.body;
    EXPECT_EQ(result.error().status, Status::remote);
    sample::expect_complete(result.error().first());
}

TEST(IntacctCatalogue, everything_that_the_mapping_needs_is_read_once) {
    std::vector<std::string> reads;
    for (const CatalogueRead& read : catalogue_reads(settings())) {
        reads.push_back(read.kind + (read.scope.empty() ? "" : " " + read.scope));
    }
    EXPECT_THAT(reads, ElementsAre("item", "item-tracking", "customer", "unit", "warehouse",
                                   "tax-detail", "tax-schedule", "tax-schedule-detail",
                                   "tax-solution", "order-entry-definition", "inventory-definition",
                                   "inventory-effect", "order-entry-rules", "inventory-rules",
                                   "warehouse-rules", "tax-detail-rules", "location", "entity",
                                   "account", "account-dimensions", "sales-account", "cost-account",
                                   "definition order-entry/document::Sales Order",
                                   "definition order-entry/document::Sales Invoice",
                                   "definition order-entry/document::Sales Return",
                                   "definition inventory-control/document::Inventory Adjustment "
                                   "Increase",
                                   "definition inventory-control/document::Inventory Adjustment "
                                   "Decrease"));
    EXPECT_EQ(catalogue_reads(settings(R"({"definitions":{}})")).size(), 17U);
}

TEST(IntacctCatalogue, classes_of_items_are_read_where_a_tax_rule_asks_for_them) {
    const Settings asks =
        settings(R"({"taxRules":[{"itemClasses":["food"],"schedule":"UK Zero"}]})");
    EXPECT_EQ(catalogue_reads(asks).at(2).kind, kind::item_tax);
    EXPECT_EQ(catalogue_reads(asks).size(), catalogue_reads(settings()).size() + 1);
    const CataloguePage read =
        page(read_of(kind::item_tax),
             reply(200, page_of(R"({"key":"7","id":"SKU-100","sales.taxGroup":"Food"},
                                   {"key":"8","id":"SKU-200","sales.taxGroup":null})",
                                2)));
    ASSERT_EQ(read.records.size(), 1U) << "an item without a class needs no record";
    EXPECT_EQ(field_of(&read.records[0], "sales.taxGroup"), "Food");
    EXPECT_TRUE(page(read_of(kind::item_tax), reply(400, "{}")).records.empty())
        << "Sage may refuse it";
}

TEST(IntacctCatalogue, requests_go_on_after_the_last_key) {
    sample::expect_golden("catalogue-items", catalogue_request(settings(), read_of(kind::item)));
    sample::expect_golden("catalogue-items-next",
                          catalogue_request(settings(), read_of(kind::item, "4711")));
    const Request model = catalogue_request(
        settings(), {std::string(kind::definition), "order-entry/document::Sales Invoice", ""});
    EXPECT_EQ(model.method, "GET");
    SKIP_WITHOUT_FIELD_LISTS();
    for (const CatalogueRead& read : catalogue_reads(settings())) {
        if (read.scope.empty()) {
            sample::expect_fits("core-query.request", catalogue_request(settings(), read).body);
        }
    }
}

TEST(IntacctCatalogue, a_row_becomes_a_record) {
    const CataloguePage read =
        page(read_of(kind::item),
             reply(200, page_of(R"({"key":"7","id":"SKU-100","name":"Lantern","status":"active",
                               "itemType":"inventory"},
                              {"key":"8","id":"OLD","name":"Old","status":"inactive",
                               "itemType":null},
                              {"key":"9","id":"","name":"no id","status":"active"})",
                                3)));
    ASSERT_EQ(read.records.size(), 2U);
    EXPECT_EQ(read.next, "");
    EXPECT_EQ(read.records[0].kind, "item");
    EXPECT_EQ(read.records[0].id, "SKU-100");
    EXPECT_EQ(read.records[0].key, "7");
    EXPECT_EQ(read.records[0].name, "Lantern");
    EXPECT_TRUE(read.records[0].active);
    EXPECT_EQ(field_of(&read.records[0], "itemType"), "inventory");
    EXPECT_FALSE(read.records[1].active);
    EXPECT_EQ(field_of(&read.records[1], "itemType"), "");
    EXPECT_EQ(field_of(nullptr, "itemType"), "");
}

TEST(IntacctCatalogue, a_page_that_is_not_the_last_names_where_to_go_on) {
    const std::string rows = R"({"key":"9","id":"A"},{"key":"10","id":"B"})";
    EXPECT_EQ(page(read_of(kind::item), reply(200, page_of(rows, 5, true))).next, "10");
    EXPECT_EQ(page(read_of(kind::item, "8"), reply(200, page_of(rows, 2))).next, "");
}

TEST(IntacctCatalogue, pages_that_could_loop_are_refused) {
    const CatalogueRead after = read_of(kind::item, "10");
    expect_unreadable(after, reply(200, page_of(R"({"key":"10","id":"A"})", 1)));
    expect_unreadable(after, reply(200, page_of(R"({"key":"9","id":"A"})", 1)));
    expect_unreadable(after, reply(200, page_of(R"({"key":"x","id":"A"})", 1)));
    expect_unreadable(after, reply(200, page_of(R"({"id":"A"})", 1)));
    expect_unreadable(after,
                      reply(200, page_of(R"({"key":"12","id":"A"},{"key":"11","id":"B"})", 2)));
    expect_unreadable(after, reply(200, page_of("", 5, true)));
}

TEST(IntacctCatalogue, answers_that_are_no_page_are_refused) {
    for (const Reply& answer :
         {reply(200, ""), reply(200, "<html>"), reply(200, "{}"), reply(500, ""), reply(401, "{}"),
          reply(200, page_of(R"({"key":"1","id":"A"})", 2))}) {
        expect_unreadable(read_of(kind::item), answer);
    }
}

TEST(IntacctCatalogue, a_right_that_is_missing_is_told_by_what_it_is_to) {
    struct Row {
        CatalogueRead read;
        const char* object;
        bool needed;
    };
    const std::string model = "order-entry/document::Sales Invoice";
    for (const Row& row : {Row{read_of(kind::item), "inventory-control/item", true},
                           Row{read_of(kind::item, "10"), "inventory-control/item", true},
                           Row{{std::string(kind::definition), model, ""}, model.c_str(), true},
                           Row{read_of(kind::account), "general-ledger/account", false}}) {
        const CataloguePage refused = page(row.read, reply(403, "{}"));
        ASSERT_TRUE(refused.refused.has_value()) << row.object;
        EXPECT_EQ(*refused.refused, missing_right(row.object, row.needed));
        EXPECT_EQ(refused.needed, row.needed);
        EXPECT_EQ(refused.records.size(), row.needed ? 0U : 1U);
        EXPECT_EQ(refused.next, "");
    }
    EXPECT_FALSE(page(read_of(kind::account), reply(200, page_of("", 0))).refused.has_value());
}

TEST(IntacctCatalogue, accounts_are_read_with_what_people_look_at) {
    const CataloguePage read =
        page(read_of(kind::account),
             reply(200, page_of(R"({"key":"3","id":"4000","name":"Sales","status":"active",
                                    "accountType":"incomeStatement","closingType":"closingAccount",
                                    "disallowDirectPosting":false,"isTaxable":true},
                                   {"key":"4","id":"4001","name":"Old","status":"inactive"})",
                                2)));
    ASSERT_EQ(read.records.size(), 2U);
    EXPECT_EQ(read.records[0].id, "4000");
    EXPECT_EQ(read.records[0].name, "Sales");
    EXPECT_TRUE(read.records[0].active);
    EXPECT_EQ(field_of(&read.records[0], "accountType"), "incomeStatement");
    EXPECT_EQ(field_of(&read.records[0], "closingType"), "closingAccount");
    EXPECT_EQ(field_of(&read.records[0], "disallowDirectPosting"), "false");
    EXPECT_EQ(field_of(&read.records[0], "isTaxable"), "true");
    EXPECT_FALSE(read.records[1].active);
}

TEST(IntacctCatalogue, what_a_definition_posts_to_is_a_row_of_its_own) {
    const CataloguePage read =
        page(read_of(kind::sales_account),
             reply(200, page_of(R"({"key":"29","order-entry-txn-definition.id":"Sales Invoice",
                                    "glAccount.id":"4000","department.id":null,"status":"active"},
                                   {"key":"30","order-entry-txn-definition.id":"Sales Invoice",
                                    "glAccount.id":"4000","status":"inactive"})",
                                2)));
    ASSERT_EQ(read.records.size(), 2U) << "one account in two rows";
    EXPECT_EQ(read.records[0].id, "29");
    EXPECT_EQ(field_of(&read.records[0], posting_definition_field), "Sales Invoice");
    EXPECT_EQ(field_of(&read.records[0], "glAccount.id"), "4000");
    EXPECT_FALSE(read.records[1].active);
}

TEST(IntacctCatalogue, reads_that_sage_may_refuse_give_nothing) {
    for (const std::string_view optional : {kind::item_tracking, kind::unit, kind::tax_detail,
                                            kind::tax_schedule, kind::inventory_effect}) {
        for (const int status : {400, 404}) {
            const CataloguePage read =
                page(read_of(optional), reply(status, R"({"ia::error":{"code":"x"}})"));
            EXPECT_THAT(read.records, IsEmpty());
            EXPECT_EQ(read.next, "");
        }
        const CataloguePage forbidden =
            page(read_of(optional), reply(403, R"({"ia::error":{"code":"x"}})"));
        ASSERT_EQ(forbidden.records.size(), 1U) << "nothing but that it was refused";
        EXPECT_EQ(forbidden.records[0].kind, kind::forbidden);
        EXPECT_TRUE(forbidden.records[0].fields.empty());
        EXPECT_EQ(forbidden.next, "");
        expect_unreadable(read_of(optional), reply(500, ""));
        expect_unreadable(read_of(optional), reply(401, ""));
    }
}

TEST(IntacctCatalogue, only_items_that_are_tracked_have_a_tracking_record) {
    const CataloguePage read =
        page(read_of(kind::item_tracking),
             reply(200, page_of(R"({"key":"1","id":"A","tracking.enableSerialNo":true,
                               "tracking.enableLotCategory":false},
                              {"key":"2","id":"B","tracking.enableSerialNo":false},
                              {"key":"3","id":"C","tracking":{"enableLotCategory":true}})",
                                3)));
    ASSERT_EQ(read.records.size(), 2U);
    EXPECT_EQ(field_of(&read.records[0], "tracking.enableSerialNo"), "true");
    EXPECT_EQ(read.records[1].id, "C");
    EXPECT_EQ(field_of(&read.records[1], "tracking.enableLotCategory"), "true");
}

TEST(IntacctCatalogue, the_effect_of_an_inventory_definition_is_that_on_stock_on_hand) {
    const CataloguePage read =
        page(read_of(kind::inventory_effect),
             reply(200, page_of(R"({"key":"1","inventoryTxnDefinition.id":"Down--Down",
                                    "inventoryTotal.id":"ONHAND","operation":"subtract"},
                                   {"key":"2","inventoryTxnDefinition.id":"Down",
                                    "inventoryTotal.id":"DAMAGED","operation":"add"})",
                                2)));
    ASSERT_EQ(read.records.size(), 1U);
    EXPECT_EQ(read.records[0].id, "Down");
    EXPECT_EQ(field_of(&read.records[0], "operation"), "subtract");
}

TEST(IntacctCatalogue, what_customers_and_items_are_matched_by_is_read_where_it_is_asked_for) {
    const auto body = [](std::string_view kind_of, std::string_view changes) {
        return catalogue_request(settings(changes), read_of(kind_of)).body;
    };
    const char* chains = R"({"itemMatching":{"rules":["gtin"]},
                             "customerMatching":{"rules":["vatNumber","nameAndPostalZone"]}})";
    EXPECT_THAT(body(kind::item, chains), testing::HasSubstr("itemDetails.universalProductCode"));
    EXPECT_THAT(body(kind::customer, chains), testing::HasSubstr("taxId"));
    EXPECT_THAT(body(kind::customer, chains), testing::Not(testing::HasSubstr("mailingAddress")))
        << "where Sage does not know the field, customers are read all the same";
    EXPECT_THAT(body(kind::customer_address, chains), testing::HasSubstr("mailingAddress"));
    EXPECT_THAT(body(kind::item, "{}"), testing::Not(testing::HasSubstr("ProductCode")));
    EXPECT_THAT(body(kind::customer, "{}"), testing::Not(testing::HasSubstr("taxId")));
    EXPECT_EQ(catalogue_reads(settings(chains)).size(), catalogue_reads(settings()).size() + 1);
    EXPECT_THAT(page(read_of(kind::customer_address), reply(400, "{}")).records, IsEmpty());
}

TEST(IntacctCatalogue, what_is_matched_by_is_kept_in_the_form_that_compares) {
    const CataloguePage items = page(read_of(kind::item), reply(200, page_of(R"({"key":"1","id":"A",
                                    "itemDetails.universalProductCode":"5 012345 678900"},
                                   {"key":"2","id":"B",
                                    "itemDetails.universalProductCode":"5012345678901"})",
                                                                             2)));
    EXPECT_EQ(field_of(&items.records.at(0), "match:gtin"), "05012345678900");
    EXPECT_EQ(field_of(&items.records.at(1), "match:gtin"), "") << "a wrong check digit";
    const CataloguePage customers =
        page(read_of(kind::customer),
             reply(200, page_of(R"({"key":"1","id":"A","taxId":"gb 123 4567 89"},
                                   {"key":"2","id":"B","taxId":"none"})",
                                2)));
    EXPECT_EQ(field_of(&customers.records.at(0), "match:vatNumber"), "123456789");
    EXPECT_EQ(field_of(&customers.records.at(0), "vatCountry"), "GB");
    EXPECT_EQ(field_of(&customers.records.at(1), "match:vatNumber"), "");
    const CataloguePage addresses =
        page(read_of(kind::customer_address),
             reply(200, page_of(R"({"key":"1","id":"A","name":"Acme Ltd.",
                               "contacts.primary.mailingAddress.postCode":"ls1 4ab"})",
                                1)));
    EXPECT_EQ(field_of(&addresses.records.at(0), "match:nameAndPostalZone"), "ACMELTD\nLS14AB");
    const CatalogueFields& fields = addresses.records.at(0).fields;
    EXPECT_EQ(std::distance(fields.begin(), fields.end()), 1) << "and nothing besides";
}

TEST(IntacctCatalogue, units_of_one_name_in_two_groups_are_two_records) {
    const CataloguePage read =
        page(read_of(kind::unit),
             reply(200, page_of(R"({"key":"1","id":"Each","status":"active","parent.id":"Count",
                               "conversionFactor":"1","isBase":true},
                              {"key":"2","id":"Each","parent.id":"Pieces--Pieces",
                               "conversionFactor":"0.5","isBase":false})",
                                2)));
    ASSERT_EQ(read.records.size(), 2U);
    EXPECT_EQ(read.records[0].id, "Count\nEach");
    EXPECT_EQ(field_of(&read.records[0], "match:unitGroup"), "Count");
    EXPECT_EQ(field_of(&read.records[0], "match:unitName"), "Each");
    EXPECT_EQ(field_of(&read.records[0], "isBase"), "true");
    EXPECT_EQ(read.records[1].id, "Pieces\nEach");
    const CataloguePage item = page(
        read_of(kind::item),
        reply(200, page_of(R"({"key":"1","id":"A","unitOfMeasureGroup.id":"Pieces--Pieces"})", 1)));
    EXPECT_EQ(field_of(&item.records.at(0), unit_group_field), "Pieces") << "and so is the item's";
    EXPECT_EQ(field_of(&read.records[1], "conversionFactor"), "0.5");
}

CatalogueRead model_read() {
    return {std::string(kind::definition), "order-entry/document::Sales Invoice", ""};
}

TEST(IntacctCatalogue, a_model_tells_custom_fields_and_idempotence) {
    const CataloguePage read = page(model_read(), reply(200, R"({"ia::result":{
        "fields":{"memo":{"type":"string","readOnly":false},
                  "nsp::A":{"type":"string","readOnly":false},
                  "nsp::B":{"type":"string","readOnly":true},"nsp::C":7},
        "lists":{"lines":{"fields":{"nsp::L":{"readOnly":false}}}},
        "idempotenceSupported":true},"ia::meta":{}})"));
    ASSERT_EQ(read.records.size(), 1U);
    const CatalogueRecord& record = read.records[0];
    EXPECT_EQ(record.kind, kind::definition);
    EXPECT_EQ(record.id, "order-entry/document::Sales Invoice");
    EXPECT_EQ(field_of(&record, "idempotenceSupported"), "true");
    EXPECT_EQ(field_of(&record, "header:nsp::A"), "writable");
    EXPECT_EQ(field_of(&record, "header:nsp::B"), "read-only");
    EXPECT_EQ(field_of(&record, "header:memo"), "");
    EXPECT_EQ(field_of(&record, "lines"), "known");
    EXPECT_EQ(field_of(&record, "line:nsp::L"), "writable");
}

TEST(IntacctCatalogue, a_model_tells_what_a_custom_field_takes) {
    const CataloguePage read = page(model_read(), reply(200, R"({"ia::result":{
        "fields":{"nsp::TEXT":{"type":"string","maxLength":40},
                  "nsp::DATE":{"type":"string","format":"date"},
                  "nsp::LIST":{"type":"string","enum":["UPS",null,"DHL Express"]},
                  "nsp::NUMBER":{"type":"number","format":"decimal-precision-2"},
                  "nsp::COUNT":{"type":"integer","maxLength":"many"},
                  "nsp::TRUTH":{"type":"boolean"},"nsp::SEVERAL":{"type":"array"},
                  "nsp::UNTOLD":{}}},"ia::meta":{}})"));
    ASSERT_EQ(read.records.size(), 1U);
    const auto told = [&](const char* name) {
        return std::string(field_of(&read.records[0], "header:nsp::" + std::string(name)));
    };
    EXPECT_EQ(told("TEXT:type"), "text");
    EXPECT_EQ(told("TEXT:characters"), "40");
    EXPECT_EQ(told("DATE:type"), "date");
    EXPECT_EQ(told("LIST:type"), "text");
    EXPECT_EQ(told("LIST:values"), "UPS\nDHL Express");
    EXPECT_EQ(told("NUMBER:type"), "number");
    EXPECT_EQ(told("COUNT:type"), "number");
    EXPECT_EQ(told("COUNT:characters"), "");
    EXPECT_EQ(told("TRUTH:type"), "boolean");
    EXPECT_EQ(told("SEVERAL:type"), "other");
    EXPECT_EQ(told("UNTOLD:type"), "");
    EXPECT_EQ(told("UNTOLD"), "writable");
}

TEST(IntacctCatalogue, a_model_that_says_less_is_read_for_what_it_says) {
    const CataloguePage read =
        page(model_read(), reply(200, R"({"ia::result":{"fields":{},"lists":[]}})"));
    ASSERT_EQ(read.records.size(), 1U);
    EXPECT_EQ(field_of(&read.records[0], "idempotenceSupported"), "false");
    EXPECT_EQ(field_of(&read.records[0], "lines"), "");
    EXPECT_THAT(page(model_read(), reply(404, "{}")).records, IsEmpty());
    for (const Reply& answer :
         {reply(200, ""), reply(200, "{}"), reply(200, R"({"ia::result":[]})"),
          reply(200, R"({"ia::result":{"fields":[]}})"), reply(500, "{}"), reply(401, "{}")}) {
        expect_unreadable(model_read(), answer);
    }
}

}  // namespace
}  // namespace sage::intacct
