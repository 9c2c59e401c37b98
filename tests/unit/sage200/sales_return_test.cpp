// SPDX-License-Identifier: Apache-2.0
// Plan: the edition behind the real core, in front of the simulated Sage 200, where returns become
// sales returns: once each whatever reply is lost, new versions, a site that does not have them,
// and never a sales return and a credit note for one return.
#include <gtest/gtest.h>

#include "tests/unit/sage200/simulated_day.h"

namespace sage::sage200 {
namespace {

constexpr const char* with_returns =
    R"("despatchBecomes":"salesOrderAndDespatch","returnBecomes":"salesReturn")";
constexpr const char* of_d1 = R"("originalDespatchId":"D1",)";
constexpr std::string_view older_site = R"({"site":{"professional":true,"release":"2024-10-28"}})";

TEST(Sage200SalesReturn, takes_back_what_left_with_an_order) {
    Day day(with_returns);
    day.despatch({"D1", "3"});
    day.goods_return({"R1", "2", "1", of_d1});
    day.work_for(hours_ms);
    day.expect_posted("R1");
    EXPECT_EQ(day.made("R1").type, return_type);
    EXPECT_EQ(day.made("R1").number, day.text("/sop_returns", "/0/document_no"));
    ASSERT_EQ(day.rows("/sop_returns"), 1U);
    EXPECT_EQ(day.rows("/sales_posted_transactions"), 0U);
    EXPECT_EQ(day.text("/sop_returns", "/0/spare_text_1"), day.entry("R1").external_reference);
    EXPECT_EQ(day.text("/sop_returns", "/0/total_net_value"), "25");
    EXPECT_EQ(day.text("/sop_returns?$expand=memos", "/0/memos/0/note"),
              "Return R1, of despatch D1, number " + day.made("D1").number);
    EXPECT_EQ(day.site().on_hand("LANTERN"), "97") << "people confirm the receipt";
}

TEST(Sage200SalesReturn, is_there_once_whatever_reply_is_lost) {
    for (const Fate fate : {Fate::lost_after, Fate::lost_before, Fate::gateway_gave_up}) {
        SCOPED_TRACE(static_cast<int>(fate));
        Day day(with_returns);
        day.wire.lost_write = 1;
        day.wire.of_lost = fate;
        day.goods_return({"R1"});
        day.work_for(60'000);
        EXPECT_EQ(day.rows("/sop_returns"), fate == Fate::lost_before ? 0U : 1U);
        day.goods_return({"R2", "3"});  // Shows that queries see what is posted by now.
        day.work_for(5 * hours_ms);
        day.expect_posted("R1");
        day.expect_posted("R2");
        EXPECT_EQ(day.rows("/sop_returns"), 2U);
        EXPECT_EQ(day.rows("/sales_posted_transactions"), 0U);
    }
}

TEST(Sage200SalesReturn, once_sent_is_looked_for_as_one_whatever_the_site_has_by_then) {
    Day day(with_returns);
    day.wire.lost_write = 1;
    day.wire.of_lost = Fate::lost_after;
    day.goods_return({"R1"});
    for (int call = 0; call < 50 && day.rows("/sop_returns") == 0; ++call) {
        day.work_for(1);
    }
    ASSERT_EQ(day.rows("/sop_returns"), 1U);
    day.site().change(older_site);
    day.work_for(2 * hours_ms);
    EXPECT_EQ(day.held_by("R1"), "in_doubt") << "an address that is gone proves nothing";
    EXPECT_EQ(day.rows("/sales_posted_transactions"), 0U);
    day.site().change(R"({"site":{"professional":true,"release":"2025-06-02"}})");
    day.work_for(5 * hours_ms);
    day.expect_posted("R1");
    EXPECT_EQ(day.rows("/sop_returns"), 1U);
    EXPECT_EQ(day.rows("/sales_posted_transactions"), 0U);
}

TEST(Sage200SalesReturn, of_a_site_without_them_is_the_ledgers_credit_note) {
    Day day(with_returns, {older_site});
    day.despatch({"D1", "3"});
    day.goods_return({"R1", "2", "1", of_d1});
    day.work_for(hours_ms);
    day.expect_posted("R1");
    EXPECT_EQ(day.made("R1").type, credit_type);
    EXPECT_EQ(day.rows("/sales_posted_transactions"), 1U);
    // An upgrade changes what comes back from then on, and no return that is there already.
    day.site().change(R"({"site":{"professional":true,"release":"2025-06-02"}})");
    day.work_for(5 * hours_ms);
    day.goods_return({"R2", "1", "1", of_d1});
    day.goods_return({"R1", "3", "2", of_d1});
    day.work_for(hours_ms);
    EXPECT_EQ(day.made("R2").type, return_type);
    EXPECT_EQ(day.made("R1", "2").type, credit_type);
    EXPECT_EQ(day.rows("/sop_returns"), 1U);
    EXPECT_EQ(day.rows("/sales_posted_transactions"), 2U);
}

TEST(Sage200SalesReturn, a_new_version_adds_a_return_and_takes_nothing_back) {
    Day day(with_returns);
    day.goods_return({"R1", "2"});
    day.work_for(hours_ms);
    day.goods_return({"R1", "5", "2"});
    day.work_for(hours_ms);
    day.expect_posted("R1", "2");
    ASSERT_EQ(day.rows("/sop_returns"), 2U);
    EXPECT_EQ(day.text("/sop_returns?$orderby=id&$expand=lines", "/1/lines/0/line_quantity"), "3");
    day.goods_return({"R1", "4", "3"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("R1", "3"), "sage200.return_not_reducible");
    EXPECT_EQ(day.rows("/sop_returns"), 2U);
    EXPECT_EQ(day.rows("/sales_posted_transactions"), 0U);
}

}  // namespace
}  // namespace sage::sage200
