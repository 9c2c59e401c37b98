// SPDX-License-Identifier: Apache-2.0
// Plan: the item of a line is found by the settings' chain and its own record decides about lots;
// several hold with their names; none holds, or a substitute stands for it with the code kept, but
// never in a movement of stock; what is in the books already keeps its item.
#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::catalogue;
using sample::document;
using sample::expect_kind;
using sample::prepared;
using sample::settings;

constexpr const char* by_gtin = R"({"itemMatching":{"rules":["gtin","sellersItemId"]}})";

// Items as catalogue.cpp makes them of rows, beside those of the sample.
Catalogue with_items(const std::string& rows) {
    std::vector<CatalogueRecord> records = sample::records();
    const Result<CataloguePage> page = read_catalogue_page(
        {std::string(kind::item), "", ""},
        sample::reply(200, R"({"ia::result":[)" + rows + R"(],"ia::meta":{"totalCount":)" +
                               std::to_string(std::count(rows.begin(), rows.end(), '{')) +
                               R"(,"start":1,"pageSize":10,"next":null,"previous":null}})"));
    EXPECT_TRUE(page.ok()) << rows;
    for (const CatalogueRecord& record : page.value().records) {
        records.push_back(record);
    }
    return {std::move(records), 1};
}

constexpr const char* lantern =
    R"({"key":"7","id":"LANTERN","itemType":"inventory","itemDetails.universalProductCode":)"
    R"("5012345678900"})";

boost::json::value first_line(const Send& send) {
    return sample::parsed(send.request.body).at_pointer("/lines/0");
}

TEST(IntacctItem, the_code_of_the_warehouse_is_found_without_a_remark) {
    const Send send = sample::sent();
    EXPECT_EQ(first_line(send).at_pointer("/dimensions/item/id").as_string(), "SKU-100");
    EXPECT_TRUE(send.remarks.empty());
}

TEST(IntacctItem, a_gtin_finds_the_item_and_that_item_decides_about_lots) {
    const Send send = expect_kind<Send>(
        prepared(document("despatchAdvice"), settings(by_gtin), with_items(lantern)));
    EXPECT_EQ(first_line(send).at_pointer("/dimensions/item/id").as_string(), "LANTERN");
    EXPECT_FALSE(first_line(send).as_object().contains("trackingDetail"))
        << "Sage tracks no lots of it, though it does of SKU-100";
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].code, "mapping.item_matched");
    EXPECT_EQ(send.remarks[0].message,
              "Line 1 was matched to item LANTERN by the GTIN 05012345678900.");
}

TEST(IntacctItem, a_buyers_code_finds_what_the_settings_have_for_it) {
    const Settings chosen = settings(
        R"({"itemMatching":{"rules":["buyersItemId"],"buyersItemIds":{"AC-9":"CARRIAGE"}}})");
    const Send send = expect_kind<Send>(prepared(document("despatchAdvice"), chosen));
    EXPECT_EQ(first_line(send).at_pointer("/dimensions/item/id").as_string(), "CARRIAGE");
    EXPECT_EQ(send.remarks.at(0).message,
              "Line 1 was matched to item CARRIAGE by the buyer's item number AC-9.");
}

TEST(IntacctItem, several_items_hold_with_their_names_until_one_is_left) {
    const std::string other =
        R"(,{"key":"8","id":"LANTERN-2","itemDetails.universalProductCode":"05012345678900"})";
    const Catalogue two = with_items(lantern + other);
    const Hold hold =
        expect_kind<Hold>(prepared(document("despatchAdvice"), settings(by_gtin), two));
    sample::expect_complete(hold.problem);
    EXPECT_EQ(hold.problem.code, "mapping.item_ambiguous");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0/item/sellersItemId");
    EXPECT_NE(hold.problem.cause.find("LANTERN, LANTERN-2"), std::string::npos);
    EXPECT_FALSE(cause_gone(settings(by_gtin), hold.root_cause, two));
    EXPECT_TRUE(cause_gone(settings(by_gtin), hold.root_cause, with_items(lantern)));
}

TEST(IntacctItem, nothing_found_holds_and_says_what_was_looked_for_and_what_is_no_gtin) {
    Document subject = document("despatchAdvice");
    subject.lines[0].item.sellers_item_id = "SKU-404";
    Hold hold = expect_kind<Hold>(prepared(subject, settings(by_gtin)));
    sample::expect_complete(hold.problem);
    EXPECT_EQ(hold.problem.code, "intacct.item_unknown");
    EXPECT_EQ(hold.problem.cause,
              "Item SKU-404 is not in Sage Intacct (looked for by gtin 05012345678900, "
              "sellersItemId SKU-404).");
    EXPECT_EQ(hold.root_cause, "itemMatch:gtin=05012345678900, sellersItemId=SKU-404");
    EXPECT_FALSE(cause_gone(settings(by_gtin), hold.root_cause, catalogue()));
    EXPECT_TRUE(cause_gone(settings(by_gtin), hold.root_cause, with_items(lantern)));
    subject.lines[0].item.gtin = "05012345678901";
    hold = expect_kind<Hold>(prepared(subject, settings(by_gtin)));
    EXPECT_NE(hold.problem.cause.find("the GTIN 05012345678901 has a wrong length or check digit"),
              std::string::npos)
        << hold.problem.cause;
    hold = expect_kind<Hold>(prepared(subject, settings(R"({"itemMatching":{"rules":["gtin"]}})")));
    EXPECT_NE(hold.problem.cause.find("no rule has a code to look for"), std::string::npos);
    EXPECT_EQ(hold.root_cause, "") << "no reading of the catalogue can mend it";
}

constexpr const char* with_substitute = R"({"itemMatching":{"substituteItem":"CARRIAGE"}})";

TEST(IntacctItem, a_substitute_stands_for_an_unknown_item_and_the_code_stays_on_the_line) {
    Document subject = document("despatchAdvice");
    subject.lines[0].item.sellers_item_id = "SKU-404";
    const Send send = expect_kind<Send>(prepared(subject, settings(with_substitute)));
    sample::expect_golden("despatch-substitute", send.request);
    EXPECT_EQ(first_line(send).at_pointer("/dimensions/item/id").as_string(), "CARRIAGE");
    EXPECT_EQ(first_line(send).at("lineDescription").as_string(), "SKU-404 White metal lantern");
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].code, "mapping.item_substituted");
    EXPECT_EQ(send.remarks[0].message,
              "Line 1: item CARRIAGE stands for SKU-404, which is not in Sage.");
    // What was held before the setting was made goes on.
    EXPECT_TRUE(cause_gone(settings(with_substitute), "item:SKU-404", catalogue()));
    EXPECT_FALSE(cause_gone(settings(), "item:SKU-404", catalogue()));
}

TEST(IntacctItem, a_substitute_that_is_not_there_holds_under_its_own_name) {
    Document subject = document("despatchAdvice");
    subject.lines[0].item.sellers_item_id = "SKU-404";
    const Settings chosen = settings(R"({"itemMatching":{"substituteItem":"MISC"}})");
    const Hold hold = expect_kind<Hold>(prepared(subject, chosen));
    EXPECT_EQ(hold.root_cause, "item:MISC");
    EXPECT_FALSE(cause_gone(chosen, "item:SKU-404", catalogue()));
}

TEST(IntacctItem, no_substitute_ever_moves_stock) {
    Document subject = document("inventoryAdjustment");
    subject.lines[0].item.sellers_item_id = "SKU-404";
    const Hold hold = expect_kind<Hold>(prepared(subject, settings(with_substitute)));
    EXPECT_EQ(hold.problem.code, "intacct.item_unknown");
    EXPECT_EQ(hold.root_cause, "stockItem:SKU-404");
    EXPECT_FALSE(cause_gone(settings(with_substitute), hold.root_cause, catalogue()));
    std::vector<CatalogueRecord> records = sample::records();
    records.push_back(sample::record(kind::item, "SKU-404"));
    EXPECT_TRUE(cause_gone(settings(with_substitute), hold.root_cause, {records, 1}));
}

TEST(IntacctItem, a_description_that_is_too_long_holds_and_is_not_cut) {
    Document subject = document("despatchAdvice");
    subject.lines[0].item.sellers_item_id = "SKU-404";
    const Settings chosen = settings(R"({"itemMatching":{"substituteItem":"CARRIAGE"},
                     "fieldLimits":{"lineDescription":{"characters":10}}})");
    EXPECT_EQ(expect_kind<Hold>(prepared(subject, chosen)).problem.code, "intacct.text_too_long");
}

TEST(IntacctItem, charges_go_to_the_item_of_their_setting_alone) {
    const Mapped<const CatalogueRecord*> missing = map_item(catalogue(), "X", "/at");
    ASSERT_TRUE(missing.hold.has_value());
    EXPECT_EQ(missing.hold->root_cause, "item:X");
    EXPECT_EQ(missing.hold->problem.pointer, "/at");
    EXPECT_EQ(map_item(catalogue(), "CARRIAGE", "").value->id, "CARRIAGE");
}

// The first line in the books as that item.
Document posted_as(const std::string& item) {
    Document subject = document("despatchAdvice");
    subject.lines[0].posted = PostedTerms{item, "UK Sale Goods Standard Rate", {}};
    return subject;
}

constexpr const char* renamed = R"({"itemMatching":{"sellersItemIds":{"SKU-100":"CARRIAGE"}}})";

TEST(IntacctItem, what_is_in_the_books_stays_the_item_it_is_when_its_code_means_another) {
    const Send send = expect_kind<Send>(prepared(posted_as("SKU-100"), settings(renamed)));
    EXPECT_EQ(first_line(send).at_pointer("/dimensions/item/id").as_string(), "SKU-100");
    EXPECT_FALSE(first_line(send).as_object().contains("lineDescription"));
    EXPECT_EQ(send.terms.lines.at(0).terms.item, "SKU-100");
}

TEST(IntacctItem, what_is_in_the_books_as_a_substitute_stays_it_and_says_so) {
    const Send send = expect_kind<Send>(prepared(posted_as("CARRIAGE"), settings(with_substitute)));
    EXPECT_EQ(first_line(send).at_pointer("/dimensions/item/id").as_string(), "CARRIAGE");
    EXPECT_EQ(first_line(send).at("lineDescription").as_string(), "SKU-100 White metal lantern");
    EXPECT_EQ(send.remarks.at(0).code, "mapping.item_substituted");
}

TEST(IntacctItem, what_is_in_the_books_as_an_item_that_is_closed_waits_for_that_item_alone) {
    const Catalogue closed = sample::catalogue_with(
        kind::item, "CARRIAGE", [](CatalogueRecord& record) { record.active = false; });
    for (const char* const chosen : {"{}", with_substitute}) {
        const Hold hold =
            expect_kind<Hold>(prepared(posted_as("CARRIAGE"), settings(chosen), closed));
        sample::expect_complete(hold.problem);
        EXPECT_EQ(hold.problem.code, "intacct.item_unknown");
        EXPECT_EQ(hold.root_cause, "posted-item:CARRIAGE");
        EXPECT_FALSE(cause_gone(settings(renamed), hold.root_cause, closed));
        EXPECT_TRUE(cause_gone(settings(), hold.root_cause, catalogue()));
    }
}

}  // namespace
}  // namespace sage::intacct
