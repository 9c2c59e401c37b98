// SPDX-License-Identifier: Apache-2.0
// Plan: the edition and a company as the core uses them: names, types, schema, manifest, settling,
// probe, and that configure() refuses what read_settings() refuses.
#include <gmock/gmock.h>

#include "tests/unit/intacct/golden.h"
#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

std::unique_ptr<Company> company(std::string_view changes = "{}") {
    Result<std::unique_ptr<Company>> made =
        intacct_edition().configure(sample::changed_settings(changes));
    EXPECT_TRUE(made.ok());
    return made.ok() ? std::move(made).value() : nullptr;
}

sample::json::value manifest() {
    return sample::parsed(sample::file(sample::source() / "plugins/intacct/manifest.json"));
}

TEST(IntacctEdition, the_manifest_names_what_the_edition_does) {
    const sample::json::value file = manifest();
    EXPECT_EQ(text_at(file, "/edition"), intacct_edition().name());
    std::vector<std::string> types;
    for (const auto& type : at_pointer(file, "/document_types")->as_array()) {
        types.emplace_back(type.as_string());
    }
    std::vector<std::string> acted_on;
    for (const MessageType type : intacct_edition().message_types()) {
        acted_on.emplace_back(text_of(type));
    }
    EXPECT_THAT(types, testing::UnorderedElementsAreArray(acted_on));
    EXPECT_EQ(canonical_json(*at_pointer(file, "/config_schema")),
              intacct_edition().settings_schema());
    EXPECT_EQ(text_at(file, "/remote_hosts/0/setting"), "/address");
}

TEST(IntacctEdition, it_is_one_object) {
    EXPECT_EQ(&intacct_edition(), &intacct_edition());
}

TEST(IntacctEdition, settings_that_cannot_work_make_no_company) {
    const Result<std::unique_ptr<Company>> made =
        intacct_edition().configure(sample::changed_settings(R"({"address":"https://x:0"})"));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().status, Status::config);
    EXPECT_EQ(made.error().first().pointer, "/address");
}

TEST(IntacctEdition, a_company_is_named_without_its_entity) {
    EXPECT_EQ(company()->company_id(), "northwind");
    EXPECT_EQ(company()->connection().user_name, "wms@northwind|100");
    EXPECT_EQ(company()->replay_window_ms(), 48LL * 3'600'000);
}

TEST(IntacctEdition, doubts_are_settled_by_replay_where_the_model_allows_it) {
    const std::unique_ptr<Company> northwind = company();
    const Send send = sample::sent();
    EXPECT_EQ(northwind->settle_class(send, sample::catalogue()), SettleClass::replay_key);
    EXPECT_EQ(northwind->settle_class(sample::sent("inventoryAdjustment"), sample::catalogue()),
              SettleClass::replay_key);
    EXPECT_EQ(northwind->settle_class(send, Catalogue()), SettleClass::searchable);
    const auto not_supported = [](CatalogueRecord& record) {
        record.fields["idempotenceSupported"] = "false";
    };
    EXPECT_EQ(
        northwind->settle_class(
            send, sample::catalogue_with(kind::definition, "order-entry/document::Sales Invoice",
                                         not_supported)),
        SettleClass::searchable);
}

TEST(IntacctEdition, a_success_tells_the_entity) {
    const Verdict verdict =
        company()->classify(sample::sent(), sample::reply(201, R"({"ia::result":{"key":"1"}})"));
    EXPECT_EQ(verdict.judgement, Judgement::done);
    EXPECT_EQ(verdict.sage_document.entity, "100");
}

TEST(IntacctEdition, documents_of_accounts_receivable_are_settled_alike) {
    const Result<std::unique_ptr<Company>> made =
        intacct_edition().configure(sample::changed_settings(sample::receivable_changes()));
    ASSERT_TRUE(made.ok());
    const Document despatch = sample::document("despatchAdvice");
    const Send send = sample::receivable_send(despatch);
    EXPECT_EQ(made.value()->settle_class(send, sample::receivable_catalogue()),
              SettleClass::replay_key);
    const Send numbered = sample::receivable_send(
        despatch, sample::receivable_settings(R"({"numberedBy":"warehouse"})"));
    EXPECT_EQ(made.value()->settle_class(numbered, sample::receivable_catalogue()),
              SettleClass::unique_refusal)
        << "Sage takes a number once";
    const std::optional<Send> outline = made.value()->outline(despatch, {});
    ASSERT_TRUE(outline.has_value());
    EXPECT_EQ(outline->request.target, send.request.target);
    EXPECT_EQ(outline->sage_type, send.sage_type);
    EXPECT_EQ(made.value()
                  ->line_amounts(despatch, despatch.lines[0], sample::receivable_catalogue())
                  .gross->text(),
              "24.41");
    const sample::json::value look =
        sample::parsed(made.value()->look_up(send, sample::reference).body);
    EXPECT_EQ(text_at(look, "/object"), "accounts-receivable/invoice");
    EXPECT_EQ(text_at(look, "/filters/0/$eq/nsp::WMS_REFERENCE"), sample::reference);
}

TEST(IntacctEdition, the_probe_is_one_small_query) {
    const Request probe = company()->probe();
    sample::expect_golden("probe", probe);
    const Result<std::unique_ptr<Company>> bare =
        intacct_edition().configure(sample::changed_settings(
            sample::receivable_changes(R"({"itemDimension":false,"warehouseDimension":false})")));
    ASSERT_TRUE(bare.ok());
    EXPECT_EQ(text_at(sample::parsed(bare.value()->probe().body), "/object"),
              "accounts-receivable/customer")
        << "there are no warehouses";
}

TEST(IntacctEdition, each_call_reaches_its_function) {
    const std::unique_ptr<Company> northwind = company();
    const Catalogue known = sample::catalogue();
    const Document despatch = sample::document("despatchAdvice");
    EXPECT_THAT(northwind->review(despatch), testing::IsEmpty());
    const Preparation made =
        northwind->prepare({despatch, known, sample::reference, sample::key, "2026-11-25", {}, {}});
    const Send send = sample::expect_kind<Send>(made);
    EXPECT_EQ(send.request.body, sample::sent().request.body);
    EXPECT_EQ(northwind->look_up(send, sample::reference).body,
              look_up(sample::settings(), send, sample::reference).body);
    const Reply none =
        sample::reply(200, R"({"ia::result":[],"ia::meta":{"totalCount":0,"next":null}})");
    EXPECT_TRUE(northwind->read_look_up(send, none).usable);
    SageDocument document;
    document.type = send.sage_type;
    document.key = "7";
    const std::vector<ReadBackSubject> subjects = {
        {document, send.facts, std::string(sample::reference)}};
    EXPECT_EQ(northwind->read_back(subjects, FindBy::reference).body,
              read_back(sample::settings(), subjects, FindBy::reference).body);
    EXPECT_TRUE(northwind->read_read_back(subjects, FindBy::key, none).usable);
    const std::vector<Found> found = {{document, {}, ""}};
    EXPECT_EQ(northwind->line_facts(send), line_facts(send));
    EXPECT_EQ(northwind->read_lines(subjects, found).body,
              read_lines(sample::settings(), subjects, found).body);
    std::vector<Found> filled = found;
    EXPECT_TRUE(northwind->add_lines(subjects, none, filled).ok());
    const OwnList list{northwind->own_scopes().at(0), "2026-11-01", "2026-11-30", ""};
    EXPECT_EQ(northwind->list_own(list).body, list_own(sample::settings(), list).body);
    EXPECT_TRUE(northwind->read_own_page(list, none).ok());
    const std::optional<Send> outline = northwind->outline(despatch, {});
    ASSERT_TRUE(outline.has_value());
    EXPECT_EQ(outline->sage_type, send.sage_type);
    EXPECT_EQ(outline->request.target, send.request.target);
    const CatalogueRead items{std::string(kind::item), "", ""};
    EXPECT_EQ(northwind->catalogue_reads().size(), catalogue_reads(sample::settings()).size());
    EXPECT_FALSE(northwind->catalogue_request(items).body.empty());
    EXPECT_TRUE(northwind->read_catalogue_page(items, none).ok());
    EXPECT_THAT(northwind->check(known), testing::IsEmpty());
    EXPECT_TRUE(northwind->cause_gone("item:SKU-100", known));
}

}  // namespace
}  // namespace sage::intacct
