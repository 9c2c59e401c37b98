// SPDX-License-Identifier: Apache-2.0
// Plan: whole requests against fixtures, at once and in transit; facts; pairs with lots, notes and
// dimensions of either site; what refuses, holds or posts nothing; look-up, read-back and lists.
#include <gmock/gmock.h>

#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::prepared;
using testing::ElementsAre;

constexpr const char* two_sites = R"("warehouses":{
    "MAIN":{"warehouse":"WH1","location":"100"},"OUTLET":{"warehouse":"WH2","location":"200"}})";

Settings settings(const std::string& post = "asSent", const std::string& more = "") {
    return sample::settings("{\"transfers\":{\"post\":\"" + post + "\",\"transitDays\":2}," +
                            two_sites + more + "}");
}

Catalogue catalogue() {
    std::vector<CatalogueRecord> all = sample::records();
    all.push_back(sample::record(kind::warehouse, "WH2", {{"location.id", "200"}}));
    return {std::move(all), 1};
}

Document transfer(bool in_transit) {
    Document subject = document("inventoryTransfer");
    subject.in_transit = in_transit;
    subject.notes = {"two pallets"};
    subject.lines[0].notes = {"top shelf"};
    subject.lines[0].lots = {{"L-1", "2027-05-31", "", subject.lines[0].quantity}};
    return subject;
}

Send send_of(const Document& subject, const Settings& chosen = settings()) {
    return expect_kind<Send>(prepared(subject, chosen, catalogue()));
}

TEST(IntacctTransfer, requests_are_as_in_the_fixtures) {
    sample::expect_golden("transfer", send_of(transfer(false)).request);
    sample::expect_golden("transfer-in-transit", send_of(transfer(true)).request);
}

TEST(IntacctTransfer, facts_are_what_a_query_must_show_now_and_later) {
    const Facts at_once = {{"description", "Transfer: TRF-12\ntwo pallets"},
                           {"referenceNumber", std::string(sample::reference)},
                           {"transactionDate", "2026-11-24"},
                           {"transferState", "posted"},
                           {"transferType", "immediate"}};
    const Send send = send_of(transfer(false));
    EXPECT_EQ(send.facts, at_once);
    EXPECT_EQ(send.sage_type, "Warehouse Transfer");
    Facts on_its_way = at_once;
    on_its_way["transferType"] = "inTransit";
    on_its_way.erase("transferState");
    EXPECT_EQ(send_of(transfer(true)).facts, on_its_way) << "its state changes when it arrives";
}

TEST(IntacctTransfer, each_line_is_a_pair_of_the_same_quantity) {
    const Facts expected = {{"line 1 item.id", "SKU-100"},
                            {"line 1 quantity", "24"},
                            {"line 1 transferDirection", "out"},
                            {"line 1 warehouse.id", "WH1"},
                            {"line 2 item.id", "SKU-100"},
                            {"line 2 quantity", "24"},
                            {"line 2 transferDirection", "in"},
                            {"line 2 warehouse.id", "WH2"},
                            {"lines", "2"}};
    EXPECT_EQ(line_facts(send_of(transfer(false))), expected);
}

TEST(IntacctTransfer, where_transit_is_not_followed_all_are_immediate) {
    const Send send = send_of(transfer(true), settings("immediate"));
    EXPECT_EQ(send.facts.at("transferType"), "immediate");
    EXPECT_EQ(send.request.body.find("outDate"), std::string::npos);
    const PostNothing nothing =
        expect_kind<PostNothing>(prepared(transfer(true), settings("never"), catalogue()));
    EXPECT_EQ(nothing.about.key, "");
}

TEST(IntacctTransfer, dimensions_are_those_of_either_site_and_of_transfers_only) {
    const Settings chosen = settings("asSent", R"(,"dimensions":[
        {"locationIds":["MAIN"],"set":{"department":"SALES","nsp::BAY":"7"}},
        {"locationIds":["OUTLET"],"set":{"department":"WEB"}}])");
    std::vector<CatalogueRecord> all = sample::records();
    all.push_back(sample::record(kind::warehouse, "WH2"));
    all.push_back(sample::record(kind::department, "SALES"));
    all.push_back(sample::record(kind::department, "WEB"));
    const Send send = expect_kind<Send>(prepared(transfer(false), chosen, {std::move(all), 1}));
    const sample::json::value body = sample::parsed(send.request.body);
    EXPECT_EQ(text_at(body, "/lines/0/dimensions/department/id"), "SALES");
    EXPECT_EQ(text_at(body, "/lines/1/dimensions/department/id"), "WEB");
    EXPECT_EQ(send.request.body.find("nsp::"), std::string::npos);
}

TEST(IntacctTransfer, sites_of_one_warehouse_are_refused) {
    Document within = transfer(false);
    within.to_location_id = "MAIN";
    EXPECT_EQ(expect_kind<Refuse>(prepared(within, settings(), catalogue())).problems.at(0).code,
              "intacct.transfer_same_warehouse");
    const Settings same = sample::settings(R"({"transfers":{"post":"asSent"},"warehouses":{
        "MAIN":{"warehouse":"WH1","location":"100"},
        "OUTLET":{"warehouse":"WH1","location":"100"}}})");
    const std::vector<Problem> problems = review(same, transfer(false));
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].pointer, "/body/toLocationId");
    sample::expect_complete(problems[0]);
    EXPECT_TRUE(review(settings("never"), within).empty());
}

TEST(IntacctTransfer, what_is_not_known_holds) {
    const auto cause = [](const Document& subject, const Settings& chosen, const Catalogue& known) {
        return expect_kind<Hold>(prepared(subject, chosen, known)).root_cause;
    };
    const Settings one_site = sample::settings(R"({"transfers":{"post":"asSent"}})");
    EXPECT_EQ(cause(transfer(false), one_site, catalogue()), "site:OUTLET");
    EXPECT_EQ(cause(transfer(false), settings(), sample::catalogue()), "warehouse:WH2");
    EXPECT_EQ(cause(transfer(false), settings("asSent", R"(,"units":{})"), catalogue()),
              "unit:C62");
    Document unknown = transfer(false);
    unknown.lines[0].item.sellers_item_id = "SKU-9";
    EXPECT_EQ(cause(unknown, settings(), catalogue()), "item:SKU-9");
    EXPECT_EQ(cause(unknown, settings("asSent", R"(,"itemMatching":{"substituteItem":"CARRIAGE"})"),
                    catalogue()),
              "stockItem:SKU-9")
        << "a substitute moves no stock";
    Document long_note = transfer(false);
    long_note.lines[0].notes = {std::string(4'001, 'x')};
    EXPECT_EQ(expect_kind<Hold>(prepared(long_note, settings(), catalogue())).problem.pointer,
              "/body/lines/0/notes");
    EXPECT_EQ(cause(transfer(false), settings("asSent", R"(,"dates":{"openFrom":"2026-12-01"})"),
                    catalogue()),
              "period:2026-11-24:inventoryTransfer");
}

TEST(IntacctTransfer, a_closed_period_moves_it_where_the_settings_say_so) {
    const Send send = send_of(transfer(true), settings("asSent", R"(,"dates":{
        "openFrom":"2026-12-01","closedPeriod":{"inventoryTransfer":"firstOpenDay"}})"));
    EXPECT_EQ(send.facts.at("transactionDate"), "2026-12-01");
    EXPECT_THAT(send.facts.at("description"), testing::HasSubstr("Business date: 2026-11-24"));
    EXPECT_THAT(send.request.body, testing::HasSubstr(R"("inDate":"2026-12-03")"));
}

TEST(IntacctTransfer, goods_on_their_way_are_not_called_back) {
    Document recall = transfer(false);
    recall.transfer_step = TransferStep::recall;
    recall.corrected_version = "1";
    const Hold hold = expect_kind<Hold>(prepared(recall, settings(), catalogue()));
    EXPECT_EQ(hold.problem.code, "intacct.transfer_on_its_way");
    sample::expect_complete(hold.problem);
}

TEST(IntacctTransfer, is_found_again_by_the_reference_number) {
    const Settings chosen = settings();
    const Send send = send_of(transfer(false), chosen);
    sample::expect_golden("look-up-transfer", look_up(chosen, send, sample::reference));
    const LookUp seen = read_look_up(
        chosen, send,
        sample::reply(200, R"({"ia::result":[{"key":"19","id":"IC:0360:doc","referenceNumber":")" +
                               std::string(sample::reference) +
                               R"(","transferType":"immediate","transferState":"posted",
        "transactionDate":"2026-11-24","description":"Transfer: TRF-12\ntwo pallets"}],
        "ia::meta":{"totalCount":1,"start":1,"pageSize":10,"next":null}})"));
    ASSERT_TRUE(seen.usable) << seen.why;
    ASSERT_EQ(seen.found.size(), 1U);
    EXPECT_EQ(seen.found[0].sage_document.number, "IC:0360:doc");
    EXPECT_EQ(seen.found[0].external_reference, sample::reference);
    EXPECT_TRUE(differences(send.facts, seen.found[0].facts).empty());
}

TEST(IntacctTransfer, lines_are_read_back_from_their_own_object) {
    const Settings chosen = settings();
    const Send send = send_of(transfer(false), chosen);
    ReadBackSubject subject;
    subject.sage_document.type = send.sage_type;
    subject.sage_document.key = "19";
    subject.external_reference = sample::reference;
    subject.facts = line_facts(send);
    subject.facts.insert(send.facts.begin(), send.facts.end());
    Found found;
    found.sage_document.key = "19";
    std::vector<Found> all = {found};
    const sample::json::value query = sample::parsed(read_lines(chosen, {subject}, all).body);
    EXPECT_EQ(text_at(query, "/object"), "inventory-control/warehouse-transfer-line");
    EXPECT_EQ(text_at(query, "/filters/0/$in/warehouseTransfer.key/0"), "19");
    const std::string row = R"({"warehouseTransfer.key":"19","key":"65","item.id":"SKU-100",
        "transferDirection":"out","warehouse.id":"WH1","quantity":"24.0000"})";
    const Result<bool> more =
        add_lines({subject},
                  sample::reply(200, R"({"ia::result":[)" + row +
                                         R"(],"ia::meta":{"totalCount":1,"start":1,"pageSize":1000,
        "next":null}})"),
                  all);
    ASSERT_TRUE(more.ok());
    EXPECT_EQ(all[0].facts.at("line 1 quantity"), "24");
    EXPECT_EQ(all[0].facts.at("lines"), "1");
    const sample::json::value headers =
        sample::parsed(read_back(chosen, {subject}, FindBy::reference).body);
    EXPECT_EQ(text_at(headers, "/object"), "inventory-control/warehouse-transfer");
    EXPECT_EQ(text_at(headers, "/filters/0/$in/referenceNumber/0"), sample::reference);
}

TEST(IntacctTransfer, what_is_ours_is_listed_by_the_reference_number) {
    const Settings chosen = settings();
    EXPECT_EQ(own_scopes(chosen).back(), "inventory-control/warehouse-transfer");
    const OwnList list = {own_scopes(chosen).back(), "2026-11-01", "2026-11-30", ""};
    const sample::json::value query = sample::parsed(list_own(chosen, list).body);
    EXPECT_EQ(text_at(query, "/filters/1/$startsWith/referenceNumber"), "W");
    EXPECT_EQ(text_at(query, "/fields/1"), "id");
    const Result<OwnPage> page = read_own_page(
        chosen, list,
        sample::reply(200, R"({"ia::result":[{"key":"19","id":"IC:0360:doc","referenceNumber":
        "WQ3"}],"ia::meta":{"totalCount":1,"start":1,"pageSize":1000,"next":null}})"));
    ASSERT_TRUE(page.ok());
    ASSERT_EQ(page.value().found.size(), 1U);
    EXPECT_EQ(page.value().found[0].sage_document.number, "IC:0360:doc");
    EXPECT_EQ(page.value().found[0].external_reference, "WQ3");
    EXPECT_EQ(own_scopes(settings("never")).back(),
              "inventory-control/document::Inventory Adjustment Decrease");
}

}  // namespace
}  // namespace sage::intacct
