// SPDX-License-Identifier: Apache-2.0
// Plan: movements of stock behind the real core, in front of the simulated Sage 200: each line is
// moved once whatever reply is lost and however Sage shows its movements; what is held half done
// goes on; versions; what is written off; what people do; a reconciliation finds nothing wrong.
#include <gtest/gtest.h>

#include "plugins/sage200/map_stock.h"
#include "tests/unit/sage200/simulated_day.h"

namespace sage::sage200 {
namespace {

const std::string moving = std::string(order_and_despatch) +
                           R"(,"stockDocuments":"transfers",)"
                           R"("stockTransfers":{"writeOffWarehouse":"NORTH"})";
const Lines two = {{"LANTERN", "24"}, {"MUG", "3"}};
constexpr std::string_view movements = "/product_transaction_views";

TEST(Sage200StockSteps, each_line_is_moved_once_and_told_once) {
    Day day(moving);
    day.move("T1", two);
    day.work_for(hours_ms);
    day.expect_posted("T1");
    EXPECT_EQ(day.site().on_hand("LANTERN"), "76");
    EXPECT_EQ(day.site().on_hand("LANTERN", "NORTH"), "24");
    EXPECT_EQ(day.site().on_hand("MUG"), "7");
    EXPECT_EQ(day.site().on_hand("MUG", "NORTH"), "3");
    EXPECT_EQ(day.wire.writes, 2);
    EXPECT_EQ(day.rows(movements), 4U);
    EXPECT_EQ(day.told(), std::vector<std::string>{"T1 posted"});
    EXPECT_EQ(day.made("T1").type, transfer_type);
    EXPECT_EQ(day.made("T1").number, day.entry("T1").external_reference);
    // Over a reconciliation, which looks at all of them again.
    day.work_for(30 * hours_ms);
    day.expect_posted("T1");
    EXPECT_TRUE(day.told().empty());
}

TEST(Sage200StockSteps, whatever_reply_is_lost_each_line_is_moved_once) {
    for (const char* const behaviour :
         {"{}", R"({"transferIsOneMovement":true})", R"({"stockOutIsNegative":false})"}) {
        for (const Fate fate : {Fate::lost_after, Fate::lost_before, Fate::gateway_gave_up}) {
            for (const int write : {1, 2}) {
                SCOPED_TRACE(
                    fmt::format("write {} fate {} {}", write, static_cast<int>(fate), behaviour));
                Day day(moving);
                day.site().behave(behaviour);
                day.wire.lost_write = write;
                day.wire.of_lost = fate;
                day.move("T1", two);
                day.work_for(60'000);
                day.move("T2", {{"MUG", "1"}});  // Shows that queries see what is there by now.
                day.work_for(5 * hours_ms);
                day.expect_posted("T1");
                day.expect_posted("T2");
                EXPECT_EQ(day.site().on_hand("LANTERN", "NORTH"), "24");
                EXPECT_EQ(day.site().on_hand("MUG", "NORTH"), "4");
            }
        }
    }
}

TEST(Sage200StockSteps, what_sage_refuses_holds_the_line_and_those_behind_it) {
    Day day(moving);
    day.move("T1", {{"LANTERN", "24"}, {"MUG", "11"}, {"POST", "1"}});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("T1"), "sage200.stock_item_unknown") << "nothing is moved";
    EXPECT_EQ(day.wire.writes, 0);
    Day short_day(moving);
    short_day.move("T1", {{"LANTERN", "24"}, {"MUG", "11"}});
    short_day.work_for(hours_ms);
    EXPECT_EQ(short_day.held_by("T1"), "sage200.refused");
    EXPECT_EQ(short_day.site().on_hand("LANTERN", "NORTH"), "24");
    short_day.decide("X1", "T1", "withdraw");
    short_day.work_for(hours_ms);
    const Entry left = short_day.entry("T1");
    EXPECT_EQ(left.state, State::withdrawn);
    EXPECT_NE(left.problem_json.find("delivery.precursor_remains"), std::string::npos);
}

TEST(Sage200StockSteps, a_bin_that_is_missing_holds_until_it_is_there) {
    Day day(moving);
    const std::string added = fmt::format(
        R"({{"add":{{"model":"bin_holding","fields":{{"product_id":{},"warehouse_holding_id":{},)"
        R"("name":"A1"}}}}}})",
        day.site().id_of("products", "code", "LANTERN"),
        std::string(text_at(day.site().get("/warehouse_holdings?$filter=warehouse_name eq "
                                           "'HOME'&$orderby=id"),
                            "/0/id")));
    day.site().change(added);
    day.move("T1", {{"LANTERN", "24"}});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("T1"), "sage200.bin_not_named");
    day.site().change(fmt::format(
        R"({{"remove":{{"model":"bin_holding","id":{}}}}})",
        std::string(text_at(day.site().get("/bin_holdings?$filter=name eq 'A1'"), "/0/id"))));
    day.work_for(5 * hours_ms);
    day.expect_posted("T1");
}

TEST(Sage200StockSteps, a_later_version_moves_the_difference) {
    Day day(moving);
    day.move("T1", two);
    day.work_for(hours_ms);
    day.move("T1", {{"LANTERN", "20"}, {"MUG", "5"}}, "2");
    day.work_for(hours_ms);
    day.expect_posted("T1", "2");
    EXPECT_EQ(day.site().on_hand("LANTERN", "NORTH"), "20");
    EXPECT_EQ(day.site().on_hand("MUG", "NORTH"), "5");
    EXPECT_EQ(day.wire.writes, 4);
}

TEST(Sage200StockSteps, goods_on_their_way_are_moved_once) {
    Day day(moving);
    day.move("T1", two, "1", R"("inTransitIndicator":true,)");
    day.work_for(hours_ms);
    day.expect_posted("T1");
    day.move("T1", two, "2");
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("T1", "2"), "posted");
    EXPECT_EQ(day.site().on_hand("LANTERN", "NORTH"), "24");
    EXPECT_EQ(day.wire.writes, 2);
}

TEST(Sage200StockSteps, what_is_taken_away_is_written_off_and_what_is_found_waits) {
    Day day(moving);
    day.adjust("A1", {{"LANTERN", "-2"}, {"MUG", "-1"}});
    day.adjust("A2", {{"LANTERN", "3"}});
    day.work_for(hours_ms);
    day.expect_posted("A1");
    EXPECT_EQ(day.held_by("A2"), "sage200.stock_by_hand");
    EXPECT_EQ(day.site().on_hand("LANTERN"), "98");
    EXPECT_EQ(day.site().on_hand("LANTERN", "NORTH"), "2");
    EXPECT_EQ(day.site().on_hand("MUG", "NORTH"), "1");
    day.decide("X1", "A2", "markPosted", R"(,"sageDocumentNumber":"BY-HAND")");
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("A2"), "posted");
    EXPECT_EQ(day.site().on_hand("LANTERN"), "98");
}

}  // namespace
}  // namespace sage::sage200
