// SPDX-License-Identifier: Apache-2.0
// Plan: the edition and a company as the core uses them: names, types, schema, manifest, settling,
// probe, outline, catalogue by query and by request, scopes; configure() refuses what
// read_settings() refuses.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "plugins/sage50/sage50.h"
#include "sage-adapter/base/json.h"
#include "tests/support/source_folder.h"
#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::unique_ptr<Company> company(std::string_view changes = "{}") {
    Result<std::unique_ptr<Company>> made =
        sage50_edition().configure(sample::changed_settings(changes));
    EXPECT_TRUE(made.ok());
    return made.ok() ? std::move(made).value() : nullptr;
}

CatalogueRead of(std::string_view kind) {
    CatalogueRead read;
    read.kind = kind;
    return read;
}

TEST(Sage50Edition, the_manifest_names_what_the_edition_does) {
    std::ifstream in(source_folder() + "/plugins/sage50/manifest.json");
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const boost::json::value file = boost::json::parse(text);
    EXPECT_EQ(text_at(file, "/edition"), sage50_edition().name());
    std::vector<std::string> types;
    for (const auto& type : at_pointer(file, "/document_types")->as_array()) {
        types.emplace_back(type.as_string());
    }
    std::vector<std::string> acted_on;
    for (const MessageType type : sage50_edition().message_types()) {
        acted_on.emplace_back(text_of(type));
    }
    EXPECT_THAT(types, testing::UnorderedElementsAreArray(acted_on));
    EXPECT_EQ(canonical_json(*at_pointer(file, "/config_schema")),
              sage50_edition().settings_schema());
    EXPECT_EQ(text_at(file, "/remote_hosts/0/setting"), "/address");
    EXPECT_FALSE(sage50_edition().has_authorization_code());
}

TEST(Sage50Edition, settings_that_cannot_work_make_no_company) {
    const Result<std::unique_ptr<Company>> made =
        sage50_edition().configure(sample::changed_settings(R"({"address":"https://x:0"})"));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().first().pointer, "/address");
}

TEST(Sage50Edition, a_doubt_is_settled_by_our_reference) {
    const std::unique_ptr<Company> one = company();
    const Send send = sample::expect_kind<Send>(sample::prepared(sample::document()));
    EXPECT_EQ(one->company_id(), sample::company_id);
    EXPECT_EQ(one->settle_class(send, sample::catalogue()), SettleClass::searchable);
    EXPECT_EQ(one->replay_window_ms(), 0);
    EXPECT_THAT(one->look_up(send, sample::reference).body,
                HasSubstr(std::string(sample::reference)));
    EXPECT_EQ(one->probe().method, "GET");
    const std::optional<Send> outlined = one->outline(sample::document(), {});
    ASSERT_TRUE(outlined);
    EXPECT_EQ(one->look_up(*outlined, sample::reference).body,
              one->look_up(send, sample::reference).body);
    EXPECT_FALSE(one->outline(sample::document("salesOrder"), {}));
    EXPECT_FALSE(one->outline(sample::document("inventoryAdjustment"), {}));
    Reply refused;
    refused.status = 403;
    EXPECT_NE(one->token_refusal(send.request, refused), TokenRefusal::none);
}

TEST(Sage50Edition, adjustments_are_documents_of_their_own_where_the_settings_make_them) {
    EXPECT_THAT(company()->own_scopes(), ElementsAre("Product Invoice", "Product Credit"));
    const std::unique_ptr<Company> one = company(R"({"stockDocuments":"adjustments"})");
    EXPECT_THAT(one->own_scopes(),
                ElementsAre("Product Invoice", "Product Credit", "Stock Adjustment"));
    const Document adjustment = sample::document("inventoryAdjustment");
    ASSERT_TRUE(one->outline(adjustment, {}));
    EXPECT_TRUE(one->sought(adjustment, *one->outline(adjustment, {})).empty());
}

TEST(Sage50Edition, master_data_are_queried_where_there_is_a_data_source) {
    const std::unique_ptr<Company> by_request = company();
    EXPECT_FALSE(by_request->catalogue_query(of(kind::product)));
    EXPECT_EQ(by_request->catalogue_request(of(kind::product)).target, "/api/searchProduct");
    const std::unique_ptr<Company> by_query =
        company(R"({"dataSource":{"name":"S"},"couriers":{"UPS":"1"}})");
    ASSERT_TRUE(by_query->catalogue_query(of(kind::product)));
    EXPECT_EQ(by_query->catalogue_query(of(kind::product))->table, "STOCK");
    EXPECT_FALSE(by_query->catalogue_query(of(kind::courier))) << "no table has them";
    EXPECT_EQ(by_query->catalogue_reads().back().kind, kind::courier);
    EXPECT_EQ(by_request->catalogue_reads().size() + 3, by_query->catalogue_reads().size());
    EXPECT_FALSE(by_query->catalogue_query(of(kind::interface_company)))
        << "which company is written to, HyperAccounts alone can tell";
}

TEST(Sage50Edition, documents_are_queried_where_the_settings_say_so) {
    const Send send = sample::expect_kind<Send>(sample::prepared(sample::document()));
    for (const auto& [settings, queried] :
         {std::pair("{}", false), std::pair(R"({"dataSource":{"name":"S"}})", false),
          std::pair(R"({"dataSource":{"name":"S","documents":true}})", true)}) {
        const std::unique_ptr<Company> one = company(settings);
        const Request question = one->look_up(send, sample::reference);
        EXPECT_EQ(one->document_query(question).has_value(), queried) << settings;
        EXPECT_FALSE(one->document_query(send.request)) << "what writes is no question";
        const LookUp seen = one->read_look_up(send, one->document_reply(question, {}));
        EXPECT_TRUE(seen.usable && seen.found.empty());
    }
}

TEST(Sage50Edition, orders_are_documents_of_their_own_where_the_settings_make_them) {
    const std::unique_ptr<Company> one = company(R"({"despatchBecomes":"salesOrderAndDespatch"})");
    EXPECT_THAT(one->own_scopes(), ElementsAre("Product Invoice", "Product Credit", "Sales Order"));
    const Document despatch = sample::document();
    const std::optional<Document> order = one->precursor(despatch, {});
    ASSERT_TRUE(order);
    EXPECT_EQ(order->envelope.message_type, MessageType::sales_order);
    EXPECT_EQ(one->outline(*order, {})->sage_type, "Sales Order");
    EXPECT_EQ(one->outline(despatch, {})->sage_type, "Sales Order Despatch");
    EXPECT_FALSE(company()->precursor(despatch, {}));
    const Send never_sent = *one->outline(despatch, {});
    EXPECT_TRUE(one->sought(despatch, never_sent).empty()) << "people's are found by nothing";
    EXPECT_TRUE(one->shadow_facts(never_sent).empty());
    EXPECT_TRUE(one->line_facts(never_sent).empty());
}

constexpr std::string_view folder = R"({"address":null,"dropFolder":"/var/import")";

TEST(Sage50Edition, by_folder_nothing_is_asked_but_the_folder) {
    const std::unique_ptr<Company> one = company(std::string(folder) + "}");
    EXPECT_EQ(one->connection().drop_folder, "/var/import");
    EXPECT_EQ(one->connection().grant, Grant::none);
    EXPECT_EQ(one->connection().reconcile_ms, 0);
    EXPECT_EQ(one->probe().target, "/");
    EXPECT_TRUE(one->own_scopes().empty());
    ASSERT_EQ(one->catalogue_reads().size(), 2U);
    const CatalogueRead read = one->catalogue_reads().front();
    EXPECT_FALSE(one->catalogue_query(read));
    EXPECT_EQ(one->catalogue_request(read).target, "/");
    EXPECT_TRUE(one->read_catalogue_page(read, {204, {}, ""}).ok());
    const std::unique_ptr<Company> reads =
        company(std::string(folder) + R"(,"dataSource":{"name":"S"}})");
    EXPECT_GT(reads->catalogue_reads().size(), 2U);
    EXPECT_TRUE(reads->catalogue_query(reads->catalogue_reads().back()));
}

TEST(Sage50Edition, a_file_waits_for_a_person_whatever_the_settings_are_by_then) {
    const std::unique_ptr<Company> by_folder =
        company(std::string(folder) + R"(,"dataSource":{"name":"S"}})");
    Send send = *by_folder->outline(sample::document(), {});
    send.request.target = "/ledger-W.csv";
    const std::unique_ptr<Company> by_address = company();
    for (const Company* const one : {by_folder.get(), by_address.get()}) {
        EXPECT_EQ(one->settle_class(send, sample::catalogue()), SettleClass::blind);
        EXPECT_EQ(one->classify(send, {201, {}, ""}).judgement, Judgement::unknown);
        ASSERT_TRUE(one->awaited(send, sample::reference));
        ASSERT_TRUE(one->arrival_query(send, sample::reference));
        EXPECT_TRUE(one->read_arrival(send, sample::reference, {}).found.empty());
        EXPECT_EQ(one->look_up(send, sample::reference).target, "/");
        EXPECT_FALSE(one->read_look_up(send, {204, {}, ""}).usable);
        ReadBackSubject subject;
        subject.sage_document.type = send.sage_type;
        EXPECT_EQ(one->read_back({subject}, FindBy::reference).target, "/");
        EXPECT_FALSE(one->read_read_back({subject}, FindBy::reference, {204, {}, ""}).usable);
        EXPECT_TRUE(one->line_facts(send).empty());
        EXPECT_TRUE(one->sought(sample::document(), send).empty());
    }
    const Send invoice = sample::expect_kind<Send>(sample::prepared(sample::document()));
    EXPECT_FALSE(by_address->awaited(invoice, sample::reference));
    EXPECT_FALSE(by_address->arrival_query(invoice, sample::reference));
    EXPECT_FALSE(by_folder->precursor(sample::document("inventoryAdjustment"), {}));
}

}  // namespace
}  // namespace sage::sage50
