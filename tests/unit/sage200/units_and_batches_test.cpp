// SPDX-License-Identifier: Apache-2.0
// Plan: the edition behind the real core, in front of the simulated Sage 200: goods that are sold
// in another unit than stock is counted in, that have batches, or that lie in several bins.
#include <gtest/gtest.h>

#include "tests/unit/sage200/simulated_day.h"

namespace sage::sage200 {
namespace {

TEST(Sage200UnitsAndBatches, a_dozen_is_sold_as_one_and_leaves_in_stock_units) {
    constexpr std::string_view dozen =
        R"({"productUnit":{"product":"LANTERN","unit":"Dozen","multiple":"12"}})";
    constexpr std::string_view pairs =
        R"({"productUnit":{"product":"LANTERN","unit":"Pair","multiple":"2","inStock":true}})";
    const char* const units = R"(,"units":{"DZN":"Dozen"})";
    Day day(order_and_despatch, {dozen, pairs}, units);
    day.despatch({"D1", "2", "1", "", true, "DZN"});
    day.work_for(hours_ms);
    day.expect_posted("D1");
    EXPECT_EQ(day.text("/sop_orders?$expand=lines", "/0/lines/0/line_quantity"), "2");
    EXPECT_EQ(day.text("/sop_orders", "/0/total_net_value"), "25");
    EXPECT_EQ(day.text("/sop_order_despatch_line_views", "/0/sop_despatch_line_quantity"), "12");
    EXPECT_EQ(day.site().on_hand("LANTERN"), "88");
    Day lacking(order_and_despatch, {}, units);
    lacking.despatch({"D1", "2", "1", "", true, "DZN"});
    lacking.work_for(hours_ms);
    EXPECT_EQ(lacking.held_by("D1"), "sage200.unit_not_of_product");
    EXPECT_EQ(lacking.wire.writes, 0);
    lacking.site().change(dozen);
    lacking.work_for(5 * hours_ms);
    lacking.expect_posted("D1");
}

std::string goods(const char* bin, const char* number, const char* quantity,
                  const char* type = "EnumTraceableTypeBatch") {
    return fmt::format(R"({{"goods":{{"product":"MUG","warehouse":"HOME","bin":"{}","number":"{}",)"
                       R"("quantity":"{}","traceableType":"{}"}}}})",
                       bin, number, quantity, type);
}

/// Further members of a line: so many of a batch.
std::string lots(const char* number, const char* quantity, const char* bin = "") {
    return fmt::format(R"(,"lots":[{{"lotNumber":"{}"{},"quantity":)"
                       R"({{"value":"{}","unitCode":"C62"}}}}])",
                       number, *bin == '\0' ? "" : fmt::format(R"(,"binId":"{}")", bin), quantity);
}

TEST(Sage200UnitsAndBatches, batches_that_are_allocated_leave_and_others_wait_for_a_person) {
    const std::string first = goods("A1", "L-1", "4");
    const std::string second = goods("B2", "L-2", "5");
    for (const bool free_ones : {false, true}) {
        Day day(order_and_despatch, {first, second});
        day.site().behave(free_ones ? R"({"offerFreeBatches":true})"
                                    : R"({"offerFreeBatches":false})");
        day.despatch_of("MUG", {"D1", "3", "1", "", true, "C62", lots("L-1", "3")});
        day.work_for(hours_ms);
        day.expect_posted("D1");
        // Of what is left Sage allocates one of each batch.
        day.despatch_of("MUG", {"D2", "2", "1", "", true, "C62", lots("L-2", "2")});
        day.work_for(hours_ms);
        EXPECT_EQ(day.held_by("D2"), free_ones ? "posted" : "sage200.batch_not_allocated");
        day.despatch_of("MUG", {"D3", "1"});
        day.work_for(hours_ms);
        EXPECT_EQ(day.held_by("D3"), "sage200.batch_not_named");
        EXPECT_EQ(day.rows("/sop_despatch_receipts"), free_ones ? 2U : 1U);
        EXPECT_EQ(day.site().on_hand("MUG"), free_ones ? "14" : "16");
    }
}

TEST(Sage200UnitsAndBatches, goods_in_several_bins_leave_from_those_that_the_document_names) {
    const std::string first = goods("A1", "", "4", "");
    const std::string second = goods("B2", "", "5", "");
    Day day(order_and_despatch, {first, second});
    day.despatch_of("MUG", {"D1", "6", "1", "", true, "C62", R"(,"binId":"A1")"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1"), "sage200.bin_not_told");
    day.despatch_of("MUG", {"D2", "2", "1", "", true, "C62", R"(,"binId":"WMS-7")"});
    day.work_for(hours_ms);
    day.expect_posted("D2");
    EXPECT_EQ(day.site().on_hand("MUG"), "17");
}

}  // namespace
}  // namespace sage::sage200
