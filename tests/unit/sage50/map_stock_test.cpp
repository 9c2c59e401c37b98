// SPDX-License-Identifier: Apache-2.0
// Plan: in and out, cost, details, date; a line at a time; what is no stock, not whole, in another
// unit or unknown; what becomes nothing.
#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::held_by;

class Sage50Adjustments : public testing::Test {
  protected:
    Preparation prepared() { return sample::prepared(adjustment_, settings_, known_, related_); }

    Document adjustment_ = sample::document("inventoryAdjustment");
    Settings settings_ = sample::settings(R"({"stockDocuments":"adjustments"})");
    Catalogue known_ = sample::catalogue();
    std::vector<Related> related_;
};

TEST_F(Sage50Adjustments, goes_out_and_in_with_its_reason) {
    const Preparation out = prepared();
    EXPECT_EQ(expect_kind<Send>(out).request.target, "/api/stock");
    EXPECT_EQ(sample::sent(out, "/stockCode"), "SKU-100");
    EXPECT_EQ(sample::sent(out, "/quantity"), "2");
    EXPECT_EQ(sample::sent(out, "/type"), "2");
    EXPECT_EQ(sample::sent(out, "/date"), "24/11/2026");
    EXPECT_EQ(sample::sent(out, "/details"), "ADJ-78 damaged");
    EXPECT_EQ(sample::sent(out, "/reference"), sample::reference);
    adjustment_.lines[0].quantity.value = Decimal::of(3);
    adjustment_.lines[0].unit_cost = Money{*Decimal::parse("4.5"), "GBP"};
    const Preparation in = prepared();
    EXPECT_EQ(sample::sent(in, "/type"), "1");
    EXPECT_EQ(sample::sent(in, "/costPrice"), "4.5");
    adjustment_.lines[0].unit_cost->currency_id = "EUR";
    EXPECT_EQ(sample::sent(prepared(), "/costPrice"), "") << "Sage's own stays";
}

TEST_F(Sage50Adjustments, is_a_request_for_each_line) {
    adjustment_.lines.push_back(adjustment_.lines[0]);
    adjustment_.lines[1].item.sellers_item_id = "OTHER";
    const std::optional<Document> first = line_before(settings_, adjustment_, {});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->id, "ADJ-78/1");
    const Preparation step = sample::prepared(*first, settings_, known_);
    EXPECT_EQ(sample::sent(step, "/stockCode"), "SKU-100");
    EXPECT_EQ(sample::sent(step, "/details"), "ADJ-78 damaged") << "the document's own number";
    EXPECT_EQ(held_by(prepared()), "sage50.stock_step_missing /body/lines ");
    Related posted = sample::posted_despatch("ADJ-78/1");
    posted.message_type = MessageType::inventory_adjustment;
    related_ = {posted};
    EXPECT_FALSE(line_before(settings_, adjustment_, related_));
    EXPECT_EQ(sample::sent(prepared(), "/stockCode"), "OTHER");
    // Nothing is sent before all lines can be mapped.
    known_ = sample::without(kind::product, "OTHER");
    EXPECT_EQ(held_by(sample::prepared(*first, settings_, known_)),
              "sage50.product_unknown /body/lines/1/item/sellersItemId stockItem:OTHER");
}

TEST_F(Sage50Adjustments, that_cannot_be_moved_is_held) {
    adjustment_.lines[0].quantity.value = *Decimal::parse("-0.5");
    EXPECT_EQ(held_by(prepared()), "sage50.quantity_not_whole /body/lines/0/quantity ");
    adjustment_.lines[0].quantity = {Decimal::of(-1), "KGM"};
    EXPECT_EQ(held_by(prepared()), "sage50.unit_unknown /body/lines/0/quantity unit:KGM");
    adjustment_.lines[0].quantity.unit_code = "C62";
    adjustment_.lines[0].item.sellers_item_id = "POSTAGE";
    EXPECT_EQ(held_by(prepared()),
              "sage50.product_without_stock /body/lines/0/item/sellersItemId stock-type:POSTAGE");
    settings_ = sample::settings(
        R"({"stockDocuments":"adjustments","itemMatching":{"substituteItem":"OTHER"}})");
    adjustment_.lines[0].item.sellers_item_id = "NEW";
    EXPECT_EQ(held_by(prepared()),
              "sage50.product_unknown /body/lines/0/item/sellersItemId stockItem:NEW")
        << "no other one stands for it";
}

TEST_F(Sage50Adjustments, of_nothing_or_by_other_settings_posts_nothing) {
    adjustment_.lines[0].quantity.value = Decimal();
    expect_kind<PostNothing>(prepared());
    adjustment_ = sample::document("inventoryAdjustment");
    settings_ = sample::settings();
    EXPECT_FALSE(becomes_adjustments(settings_, adjustment_));
    EXPECT_FALSE(line_before(settings_, adjustment_, {}));
    expect_kind<PostNothing>(prepared());
    settings_ = sample::settings(R"({"stockDocuments":"byHand"})");
    EXPECT_EQ(held_by(prepared()), "sage50.stock_by_hand  stock-by-hand");
}

}  // namespace
}  // namespace sage::sage50
