// SPDX-License-Identifier: Apache-2.0
// Plan: the edition and a company as the core uses them: names, types, schema, manifest, settling,
// probe, outline, catalogue, allowance; configure() refuses what read_settings() refuses.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "plugins/sage200/map_order.h"
#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/sample.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::sage200 {
namespace {

std::unique_ptr<Company> company(std::string_view changes = "{}") {
    Result<std::unique_ptr<Company>> made =
        sage200_edition().configure(sample::changed_settings(changes));
    EXPECT_TRUE(made.ok());
    return made.ok() ? std::move(made).value() : nullptr;
}

TEST(Sage200Edition, the_manifest_names_what_the_edition_does) {
    std::ifstream in(source_folder() + "/plugins/sage200/manifest.json");
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const boost::json::value file = boost::json::parse(text);
    EXPECT_EQ(text_at(file, "/edition"), sage200_edition().name());
    std::vector<std::string> types;
    for (const auto& type : at_pointer(file, "/document_types")->as_array()) {
        types.emplace_back(type.as_string());
    }
    std::vector<std::string> acted_on;
    for (const MessageType type : sage200_edition().message_types()) {
        acted_on.emplace_back(text_of(type));
    }
    EXPECT_THAT(types, testing::UnorderedElementsAreArray(acted_on));
    EXPECT_EQ(canonical_json(*at_pointer(file, "/config_schema")),
              sage200_edition().settings_schema());
    EXPECT_EQ(text_at(file, "/remote_hosts/0/setting"), "/address");
    EXPECT_EQ(text_at(file, "/remote_hosts/1/setting"), "/tokenAddress");
    EXPECT_TRUE(sage200_edition().has_authorization_code());
}

TEST(Sage200Edition, settings_that_cannot_work_make_no_company) {
    const Result<std::unique_ptr<Company>> made =
        sage200_edition().configure(sample::changed_settings(R"({"address":"https://x:0"})"));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().first().pointer, "/address");
    EXPECT_EQ(&sage200_edition(), &sage200_edition());
}

TEST(Sage200Edition, a_doubt_is_settled_by_our_reference) {
    const std::unique_ptr<Company> northwind = company();
    const Send send = sample::expect_kind<Send>(sample::prepared(sample::document()));
    EXPECT_EQ(northwind->company_id(), "7c9e6679-7425-40de-944b-e07fc1f90ae7/1");
    EXPECT_EQ(northwind->settle_class(send, sample::catalogue()), SettleClass::searchable);
    EXPECT_EQ(northwind->replay_window_ms(), 0);
    EXPECT_THAT(northwind->look_up(send, sample::reference).target,
                testing::HasSubstr(std::string(sample::reference)));
    EXPECT_TRUE(northwind->line_facts(send).empty());
    EXPECT_EQ(northwind->outline(sample::document(), {})->sage_type, "Sales Invoice");
    EXPECT_FALSE(northwind->outline(sample::document("salesOrder"), {}));
    EXPECT_TRUE(northwind->review(sample::document()).empty());
}

TEST(Sage200Edition, stock_that_is_moved_needs_products_and_warehouses) {
    const auto kinds = [](const Company& of) {
        std::vector<std::string> all;
        for (const CatalogueRead& read : of.catalogue_reads()) {
            all.push_back(read.kind);
        }
        return all;
    };
    const std::unique_ptr<Company> ledger = company();
    const std::unique_ptr<Company> moving = company(R"({"stockDocuments":"transfers"})");
    std::vector<std::string> wanted = kinds(*ledger);
    wanted.insert(wanted.end(), {"product", "warehouse", "offer"});
    EXPECT_EQ(kinds(*moving), wanted);
    EXPECT_THAT(moving->own_scopes(), testing::Contains("Stock Transfer"));
    EXPECT_THAT(ledger->own_scopes(), testing::Not(testing::Contains("Stock Transfer")));
    const Document transfer = sample::document("inventoryTransfer");
    EXPECT_EQ(moving->outline(transfer, {})->sage_type, "Stock Transfer");
    EXPECT_FALSE(ledger->outline(transfer, {}));
    EXPECT_FALSE(ledger->precursor(transfer, {}));
    const Send send{{}, "Stock Transfer", "", {}, {}, {}, {}};
    EXPECT_TRUE(moving->sought(transfer, send).empty());
    EXPECT_TRUE(moving->shadow_facts(send).empty());
}

TEST(Sage200Edition, what_it_asks_for_the_simulated_sage_answers) {
    test::SimulatedSite site;
    const std::unique_ptr<Company> northwind = company();
    EXPECT_EQ(site.authorised(northwind->probe()).status, 200);
    std::vector<CatalogueRecord> all;
    for (const CatalogueRead& read : northwind->catalogue_reads()) {
        const auto page = northwind->read_catalogue_page(
            read, site.authorised(northwind->catalogue_request(read)));
        ASSERT_TRUE(page.ok()) << read.kind;
        all.insert(all.end(), page.value().records.begin(), page.value().records.end());
    }
    const Catalogue known{std::move(all), 1};
    EXPECT_TRUE(northwind->check(known).empty());
    EXPECT_TRUE(northwind->cause_gone("customer:C1", known));
    for (const std::string& scope : northwind->own_scopes()) {
        const OwnList list{scope, "2026-11-01", "2026-11-30", ""};
        EXPECT_TRUE(
            northwind->read_own_page(list, site.authorised(northwind->list_own(list))).ok());
    }
    const Document subject =
        sample::document("despatchAdvice", "/body/buyerCustomerParty/id", "\"C1\"");
    const Preparation made =
        northwind->prepare({subject, known, sample::reference, sample::key, "2026-11-21", {}, {}});
    const Send send = sample::expect_kind<Send>(made);
    EXPECT_EQ(northwind->classify(send, site.authorised(send.request)).judgement, Judgement::done);
    const LookUp found =
        northwind->read_look_up(send, site.authorised(northwind->look_up(send, sample::reference)));
    ASSERT_EQ(found.found.size(), 1U);
    EXPECT_TRUE(differences(send.facts, found.found[0].facts).empty());
}

TEST(Sage200Edition, what_orders_ask_for_the_simulated_sage_answers) {
    test::SimulatedSite site;
    const std::unique_ptr<Company> northwind =
        company(R"({"despatchBecomes":"salesOrderAndDespatch","returnBecomes":"salesReturn",
            "nominalCodes":[],
            "guestCustomer":null,"salesOrders":{"warehouses":{"MAIN":"HOME"}}})");
    std::vector<CatalogueRecord> all;
    for (const CatalogueRead& read : northwind->catalogue_reads()) {
        const auto page = northwind->read_catalogue_page(
            read, site.authorised(northwind->catalogue_request(read)));
        ASSERT_TRUE(page.ok()) << read.kind;
        all.insert(all.end(), page.value().records.begin(), page.value().records.end());
    }
    const Catalogue known{std::move(all), 1};
    EXPECT_TRUE(northwind->check(known).empty());
    EXPECT_TRUE(northwind->cause_gone("item:LANTERN", known));
    EXPECT_THAT(northwind->own_scopes(),
                testing::IsSupersetOf({std::string(order_type), std::string(despatch_type),
                                       std::string(return_type)}));
    for (const std::string& scope : northwind->own_scopes()) {
        const OwnList list{scope, "2026-11-01", "2026-11-30", ""};
        EXPECT_TRUE(northwind->read_own_page(list, site.authorised(northwind->list_own(list))).ok())
            << scope;
    }
    EXPECT_EQ(company()->own_scopes().size() + 3, northwind->own_scopes().size());
    EXPECT_EQ(company()->catalogue_reads().size(), sage200::catalogue_reads().size());
    EXPECT_EQ(company(R"({"deliveryAddresses":true})")->catalogue_reads().back().kind,
              sage200::kind::delivery_address);
    const Document subject = sample::document();
    ASSERT_TRUE(northwind->precursor(subject, {}));
    EXPECT_FALSE(company()->precursor(subject, {}));
    EXPECT_EQ(northwind->outline(subject, {})->sage_type, despatch_type);
    Send send;
    send.sage_type = despatch_type;
    EXPECT_TRUE(northwind->sought(subject, send).empty());
    EXPECT_TRUE(northwind->shadow_facts(send).empty());
}

TEST(Sage200Edition, what_sage_says_of_its_limit_is_heard) {
    const Reply limited{429, {{"Retry-After", "30"}}, ""};
    EXPECT_TRUE(company()->allowance(limited).refused);
    EXPECT_EQ(company()->allowance(limited).retry_after_ms, 30'000U);
    EXPECT_FALSE(company()->allowance({200, {{"Retry-After", "30"}}, ""}).refused);
}

TEST(Sage200Edition, documents_of_the_past_are_sought_by_what_people_type) {
    const std::unique_ptr<Company> northwind = company();
    const Document subject = sample::document();
    const Send send = sample::expect_kind<Send>(sample::prepared(subject));
    const std::vector<Sought> sought = northwind->sought(subject, send);
    ASSERT_EQ(sought.size(), 2U);
    EXPECT_EQ(sought[0].field, "second_reference");
    EXPECT_EQ(sought[0].value, "DN-1001-1");
    EXPECT_FALSE(northwind->shadow_facts(send).contains("reference"));
    EXPECT_TRUE(northwind->shadow_facts(send).contains("document_gross_value"));
}

}  // namespace
}  // namespace sage::sage200
