// SPDX-License-Identifier: Apache-2.0
// Plan: what becomes a transfer and what is left to people; a transfer's and an adjustment's body;
// one step for each line, each looking at all of them; goods on their way and their arrival; what
// was left out by the settings of another day; answers about bins.
#include "plugins/sage200/map_stock.h"

#include <gmock/gmock.h>

#include "plugins/sage200/offers.h"
#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/stock_sample.h"

namespace sage::sage200 {
namespace {

using sample::expect_kind;
using sample::moved;
using testing::HasSubstr;

std::string body_of(const Preparation& preparation) {
    return expect_kind<Send>(preparation).request.body;
}

TEST(Sage200MapStock, a_transfer_is_moved_between_the_bins_of_its_sites) {
    const Document subject = sample::of_lines("inventoryTransfer", 1);
    const Preparation asked = prepare(
        sample::stock_settings(),
        {subject, sample::stock_catalogue(), sample::reference, sample::key, "2026-11-24", {}, {}});
    EXPECT_THAT(expect_kind<ReadFirst>(asked).request.target,
                HasSubstr("/bin_holdings?$filter=product_id%20eq%20201"));
    const Send send = expect_kind<Send>(moved(subject));
    EXPECT_EQ(send.request.body,
              R"({"product_id":201,"bin_holding_from_id":901,"bin_holding_to_id":902,)"
              R"("quantity":24,"date":"2026-11-24T00:00:00Z",)"
              R"("reference":"WQ3M8Z5T0R7P2A9K4C","second_reference":"TRF-12"})");
    EXPECT_EQ(send.sage_type, transfer_type);
    EXPECT_EQ(send.facts.at("from"), "HOME/Unspecified");
    EXPECT_EQ(send.facts.at("to"), "NORTH/Unspecified");
    EXPECT_TRUE(send.remarks.empty());
}

TEST(Sage200MapStock, waits_where_the_site_has_no_transfers) {
    EXPECT_EQ(sample::held_by(moved(
                  sample::of_lines("inventoryTransfer", 1), sample::stock_settings(), {},
                  sample::stock_catalogue({offer_record(offer::stock_transfers, Offered::no)}))),
              "sage200.not_offered  not-offered:stock_transfers");
}

TEST(Sage200MapStock, what_is_taken_away_goes_to_where_it_is_written_off) {
    const Document subject = sample::document("inventoryAdjustment");
    const std::string body = body_of(moved(subject));
    EXPECT_THAT(body, HasSubstr(R"("bin_holding_from_id":901,"bin_holding_to_id":903)"));
    EXPECT_THAT(body, HasSubstr(R"("quantity":2,)"));
    const Settings by_reason = sample::stock_settings(
        R"("writeOffWarehouse":"SCRAP","writeOffBin":"Other","writeOffBins":{"damaged":"Broken"})");
    EXPECT_THAT(body_of(moved(subject, by_reason, {}, sample::stock_catalogue(),
                              {sample::bins({"301/A1", "303/Other", "303/Broken"})})),
                HasSubstr(R"("bin_holding_to_id":903)"));
    Document expired = subject;
    expired.lines[0].reason_code = "expired";
    EXPECT_THAT(body_of(moved(expired, by_reason, {}, sample::stock_catalogue(),
                              {sample::bins({"301/A1", "303/Other", "303/Broken"})})),
                HasSubstr(R"("bin_holding_to_id":902)"));
}

TEST(Sage200MapStock, what_sage_has_no_way_for_is_left_to_people) {
    const auto by_hand = [](const Document& subject, const Settings& settings) {
        return sample::held_by(moved(subject, settings)) == "sage200.stock_by_hand  stock-by-hand";
    };
    const Settings settings = sample::stock_settings();
    EXPECT_TRUE(by_hand(sample::document("receiptAdvice"), settings));
    const Document adjustment = sample::document("inventoryAdjustment");
    EXPECT_TRUE(by_hand(adjustment, sample::stock_settings("")));
    Document found = adjustment;
    found.lines[0].quantity.value = Decimal::of(2);
    EXPECT_TRUE(by_hand(found, settings));
    Document corrected = adjustment;
    corrected.corrected_version = "1";
    EXPECT_EQ(expect_kind<Send>(moved(corrected, settings)).sage_type, transfer_type);
    corrected.lines[0].reason_code = "correction";
    EXPECT_TRUE(by_hand(corrected, settings)) << "a receipt that was entered by hand";
    Document kit = sample::of_lines("inventoryTransfer", 2);
    kit.lines[0].is_kit = true;
    kit.lines[1].kit = Kit{"1", "SKU-100", Decimal::of(1)};
    EXPECT_TRUE(by_hand(kit, settings));
}

TEST(Sage200MapStock, each_line_is_a_step_and_the_last_one_the_document_s_own) {
    const Settings settings = sample::stock_settings();
    Document subject = sample::of_lines("inventoryTransfer", 4);
    subject.lines[2].quantity.value = Decimal();
    std::optional<Document> step = line_before(settings, subject, {});
    ASSERT_TRUE(step);
    EXPECT_EQ(step->id, "TRF-12/1");
    EXPECT_THAT(body_of(moved(*step)), HasSubstr(R"("product_id":201)"));
    EXPECT_THAT(body_of(moved(*step)), HasSubstr(R"("second_reference":"TRF-12/1")"));
    std::vector<Related> done = {sample::moved_line(subject, "1")};
    step = line_before(settings, subject, done);
    ASSERT_TRUE(step);
    EXPECT_EQ(step->id, "TRF-12/2");
    EXPECT_THAT(body_of(moved(*step)), HasSubstr(R"("product_id":202)"));
    done.push_back(sample::moved_line(subject, "2"));
    EXPECT_FALSE(line_before(settings, subject, done)) << "the third moves nothing";
    EXPECT_THAT(body_of(moved(subject, settings, done)),
                HasSubstr(R"("second_reference":"TRF-12/4")"));
    EXPECT_EQ(sample::held_by(moved(subject, settings, {done.front()})),
              "sage200.stock_step_missing /body/lines ");
    EXPECT_FALSE(line_before(sample::settings(), subject, {}));
    EXPECT_FALSE(line_before(settings, sample::document("despatchAdvice"), {}));
}

TEST(Sage200MapStock, lines_of_a_correction_with_the_same_id_are_steps_of_their_own) {
    const Settings settings = sample::stock_settings();
    Document subject = sample::of_lines("inventoryTransfer", 3);
    subject.lines[1].id = subject.lines[0].id;
    const std::optional<Document> second =
        line_before(settings, subject, {sample::moved_line(subject, "1")});
    ASSERT_TRUE(second);
    EXPECT_THAT(body_of(moved(*second)), HasSubstr(R"("product_id":202)"));
}

TEST(Sage200MapStock, nothing_is_moved_before_all_of_it_is_mapped) {
    Document subject = sample::of_lines("inventoryTransfer", 3);
    subject.lines[1].item.sellers_item_id = "ELSE";
    subject.lines[2].quantity.unit_code = "BX";
    const std::optional<Document> step = line_before(sample::stock_settings(), subject, {});
    ASSERT_TRUE(step);
    const Hold hold = expect_kind<Hold>(moved(*step));
    EXPECT_EQ(hold.problem.code, "sage200.stock_item_unknown");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/1/item/sellersItemId");
    EXPECT_THAT(hold.problem.cause, HasSubstr("nothing of line 1 is moved either"));
    ASSERT_EQ(hold.others.size(), 1U);
    EXPECT_EQ(hold.others[0].code, "sage200.stock_unit_unknown");
    EXPECT_EQ(hold.others[0].pointer, "/body/lines/2/quantity");
}

TEST(Sage200MapStock, what_a_person_moves_holds_its_own_line_alone) {
    const Settings settings = sample::stock_settings();
    const Catalogue known = sample::stock_catalogue(
        {sample::record(kind::product, "OTHER", "202", {{"traceable_type", "Batch"}})});
    const Document subject = sample::of_lines("inventoryTransfer", 2);
    const std::optional<Document> step = line_before(settings, subject, {});
    ASSERT_TRUE(step);
    EXPECT_THAT(body_of(moved(*step, settings, {}, known)), HasSubstr(R"("product_id":201)"));
    EXPECT_EQ(sample::held_by(moved(subject, settings, {sample::moved_line(subject, "1")}, known)),
              "sage200.stock_traceable /body/lines/1 ");
    // The first one, moved by a person: whatever it is held for counts no more.
    Document other_first = subject;
    std::swap(other_first.lines[0].item, other_first.lines[1].item);
    EXPECT_EQ(sample::held_by(moved(*line_before(settings, other_first, {}), settings, {}, known)),
              "sage200.stock_traceable /body/lines/0 ");
    EXPECT_THAT(
        body_of(moved(other_first, settings, {sample::moved_line(other_first, "1")}, known)),
        HasSubstr(R"("product_id":201)"));
}

TEST(Sage200MapStock, what_was_too_much_comes_back_from_where_it_was_written_off) {
    Document less = sample::document("inventoryAdjustment");
    less.corrected_version = "1";
    less.lines[0].quantity.value = Decimal::of(2);
    Related before = sample::moved_line(less, "1");
    before.document_id = less.id;
    const std::string body = body_of(moved(less, sample::stock_settings(), {before}));
    EXPECT_THAT(body, HasSubstr(R"("bin_holding_from_id":903,"bin_holding_to_id":901)"));
    EXPECT_THAT(body, HasSubstr(R"("quantity":2,)"));
    before.sage_document = {};
    EXPECT_EQ(sample::held_by(moved(less, sample::stock_settings(), {before})),
              "sage200.stock_by_hand  stock-by-hand")
        << "a person entered what it corrects";
}

TEST(Sage200MapStock, goods_on_their_way_are_there_at_once) {
    Document subject = sample::of_lines("inventoryTransfer", 2);
    subject.in_transit = true;
    const Send send = expect_kind<Send>(
        moved(subject, sample::stock_settings(), {sample::moved_line(subject, "1")}));
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].code, "sage200.transit_at_once");
    Document arrived = subject;
    arrived.in_transit = false;
    arrived.corrected_version = "1";
    arrived.transfer_step = TransferStep::arrival;
    Related before = sample::moved_line(subject, "2");
    before.document_id = subject.id;
    EXPECT_FALSE(line_before(sample::stock_settings(), arrived, {before}));
    const PostNothing nothing =
        expect_kind<PostNothing>(moved(arrived, sample::stock_settings(), {before}));
    EXPECT_EQ(nothing.about.key, "7001");
    EXPECT_TRUE(expect_kind<PostNothing>(moved(arrived)).about.key.empty());
}

TEST(Sage200MapStock, a_document_of_which_nothing_moves_posts_nothing) {
    Document subject = sample::of_lines("inventoryTransfer", 2);
    for (Line& line : subject.lines) {
        line.quantity.value = Decimal();
    }
    EXPECT_THAT(expect_kind<PostNothing>(moved(subject)).reason, HasSubstr("Nothing"));
    EXPECT_FALSE(line_before(sample::stock_settings(), subject, {}));
}

TEST(Sage200MapStock, bins_that_are_missing_or_the_same_hold) {
    const Document subject = sample::of_lines("inventoryTransfer", 1);
    const auto held = [&](const std::vector<Observation>& seen, const std::string& more = "") {
        return sample::held_by(
            moved(subject, sample::stock_settings(more), {}, sample::stock_catalogue(), seen));
    };
    EXPECT_EQ(held({sample::bins({"301/A1"})}), "sage200.bin_unknown  bin:SKU-100/NORTH/");
    EXPECT_EQ(held({{"bins of the product", {500, {}, ""}}}),
              "sage200.bins_unreadable  unanswered");
    Document same = subject;
    same.to_location_id = same.location_id;
    EXPECT_EQ(sample::held_by(moved(same)), "sage200.bin_same  ");
    EXPECT_EQ(sample::held_by(moved(subject, sample::stock_settings(), {}, Catalogue())),
              "sage200.catalogue_empty  catalogue");
}

TEST(Sage200MapStock, a_number_that_is_too_long_is_cut_with_a_remark) {
    Document subject = sample::of_lines("inventoryTransfer", 1);
    subject.id = "TRANSFER-0123456789-0123";
    const Send send = expect_kind<Send>(moved(subject));
    EXPECT_EQ(send.facts.at("second_reference"), "TRANSFER-01234567...");
    EXPECT_EQ(send.remarks.size(), 1U);
}

}  // namespace
}  // namespace sage::sage200
