// SPDX-License-Identifier: Apache-2.0
// Plan: the edition behind the real core, in front of the simulated Sage 200, for each thing that a
// despatch may become: whatever reply is lost each is there once, with or without recorded
// tracking; the host is told once all is there; partial despatches, tracking that arrives late,
// versions, and what waits for a person.
#include <gtest/gtest.h>

#include "tests/unit/sage200/simulated_day.h"

namespace sage::sage200 {
namespace {

constexpr const char* shipment =
    R"("shipment":{"id":"SHP-1","carrierParty":{"id":"PC","name":"P"},)"
    R"("consignments":[{"trackingId":"1Z1"},{"trackingId":"1Z2"}]},)";
constexpr const char* charges =
    R"("allowanceCharges":[{"chargeIndicator":true,"reasonCode":"POST","reason":"Carriage",)"
    R"("amount":{"amount":"4.95","currencyId":"GBP"},"tax":{"taxCode":"STANDARD"}}],)";

std::string of(const std::string& order) {
    return fmt::format(R"("orderReference":{{"id":"{}","buyerOrderId":"PO-9"}},)", order);
}

TEST(Sage200Steps, a_despatch_becomes_an_order_and_its_confirmation) {
    for (const bool tracked : {true, false}) {
        Day day(order_and_despatch, tracked ? std::vector<std::string_view>()
                                            : std::vector<std::string_view>{untracked});
        day.despatch({"D1", "2", "1", of("SO-1") + shipment + charges});
        day.work_for(hours_ms);
        day.expect_posted("D1");
        ASSERT_TRUE(day.order_of("D1").has_value());
        EXPECT_TRUE(day.order_of("D1")->verified) << day.order_of("D1")->problem_json;
        EXPECT_EQ(day.order_of("D1")->problem_json, "");
        ASSERT_EQ(day.rows("/sop_orders"), 1U);
        EXPECT_EQ(day.text("/sop_orders", "/0/spare_text_1"),
                  day.order_of("D1")->external_reference);
        EXPECT_EQ(day.text("/sop_orders", "/0/customer_document_no"), "PO-9");
        EXPECT_EQ(day.text("/sop_orders", "/0/total_net_value"), "29.95");
        ASSERT_EQ(day.rows("/sop_order_despatch_line_views"), 1U);
        EXPECT_EQ(day.text("/sop_order_despatch_line_views", "/0/sop_despatch_consignment_no"),
                  tracked ? "1Z1" : "");
        EXPECT_EQ(day.text("/sop_order_despatch_line_views", "/0/sop_despatch_courier_name"),
                  tracked ? "Parcel Carrier" : "");
        EXPECT_EQ(day.text("/sop_order_despatch_line_views", "/0/sop_despatch_notes"),
                  tracked ? day.entry("D1").external_reference + " 1Z2 SHP-1" : "");
        EXPECT_EQ(day.site().on_hand("LANTERN"), "98");
        EXPECT_EQ(day.told(), std::vector<std::string>{"D1 posted"});
        EXPECT_EQ(day.made("D1").type, despatch_type);
        const std::vector<Remark> remarks = day.made("D1").remarks;
        ASSERT_EQ(remarks.size(), tracked ? 1U : 2U);
        EXPECT_EQ(remarks.back().code, "delivery.precursor");
        EXPECT_TRUE(tracked || remarks.front().code == "sage200.tracking_kept");
        EXPECT_EQ(day.wire.writes, 2);
    }
}

TEST(Sage200Steps, whatever_reply_is_lost_each_is_there_once) {
    for (const bool tracked : {true, false}) {
        for (const Fate fate : {Fate::lost_after, Fate::lost_before, Fate::gateway_gave_up}) {
            for (const int write : {1, 2}) {
                SCOPED_TRACE(fmt::format("write {} fate {} tracked {}", write,
                                         static_cast<int>(fate), tracked));
                Day day(order_and_despatch, tracked ? std::vector<std::string_view>()
                                                    : std::vector<std::string_view>{untracked});
                day.wire.lost_write = write;
                day.wire.of_lost = fate;
                day.despatch({"D1"});
                day.work_for(60'000);
                EXPECT_EQ(day.rows("/sop_orders"),
                          write == 1 && fate == Fate::lost_before ? 0U : 1U);
                day.despatch({"D2", "3"});  // Shows that queries see what is posted by now.
                day.work_for(5 * hours_ms);
                day.expect_posted("D1");
                day.expect_posted("D2");
                EXPECT_EQ(day.rows("/sop_orders"), 2U);
                EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 2U);
                EXPECT_EQ(day.site().on_hand("LANTERN"), "95");
            }
        }
    }
}

TEST(Sage200Steps, each_is_there_once_whatever_nobody_knows_of_sage) {
    for (const char* const unknown :
         {R"({"ignoreUnrecordedTracking":true})", R"({"taxByLine":false})",
          R"({"acceptMissingWarehouse":true})"}) {
        for (const bool tracked : {true, false}) {
            for (const int write : {0, 1, 2}) {
                SCOPED_TRACE(fmt::format("{} write {} tracked {}", unknown, write, tracked));
                Day day(order_and_despatch, tracked ? std::vector<std::string_view>()
                                                    : std::vector<std::string_view>{untracked});
                day.site().behave(unknown);
                day.wire.lost_write = write;
                day.wire.of_lost = Fate::lost_after;
                day.despatch({"D1", "2", "1", of("SO-1") + shipment + charges});
                day.work_for(60'000);
                day.despatch({"D2", "3"});
                day.work_for(5 * hours_ms);
                day.expect_posted("D1");
                day.expect_posted("D2");
                EXPECT_EQ(day.rows("/sop_orders"), 2U);
                EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 2U);
                EXPECT_EQ(day.site().on_hand("LANTERN"), "95");
            }
        }
    }
}

TEST(Sage200Steps, tracking_that_is_not_recorded_any_more_makes_no_second_despatch) {
    for (const bool dropped : {true, false}) {
        Day day(order_and_despatch);
        day.despatch({"D0"});
        day.work_for(60'000);
        day.site().change(untracked);
        day.site().behave(fmt::format(R"({{"ignoreUnrecordedTracking":{}}})", dropped));
        day.despatch({"D1", "2", "1", shipment});
        day.work_for(5 * hours_ms);
        EXPECT_EQ(day.held_by("D1"), dropped ? "delivery.found_other_content" : "sage200.refused");
        EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), dropped ? 2U : 1U);
        EXPECT_EQ(day.site().on_hand("LANTERN"), dropped ? "96" : "98");
    }
}

TEST(Sage200Steps, an_order_that_stays_half_made_is_for_a_person) {
    Day day(order_and_despatch);
    day.wire.lost_write = 1;
    day.wire.of_lost = Fate::lost_after;
    day.despatch({"D1"});
    for (int call = 0; call < 50 && day.rows("/sop_orders") == 0; ++call) {
        day.work_for(1);
    }
    ASSERT_EQ(day.rows("/sop_orders"), 1U);
    day.site().change(R"({"set":{"model":"sop_order","fields":{"document_no":"##1"}}})");
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1"), "delivery.found_other_content");
    const Problem problem = problem_from_json(day.entry("D1").problem_json);
    EXPECT_NE(problem.cause.find("half made"), std::string::npos) << problem.cause;
    EXPECT_EQ(day.told(), std::vector<std::string>{"D1 held"});
}

TEST(Sage200Steps, a_permission_that_is_missing_holds_until_it_is_given) {
    Day day(order_and_despatch, {R"({"set":{"model":"sop_user_permission","fields":
        {"override_prices_discounts":false}}})"});
    day.despatch({"D1"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1"), "sage200.prices_not_permitted");
    EXPECT_EQ(day.wire.writes, 0);
    EXPECT_EQ(day.told().front(), "D1 held");
    day.site().change(R"({"set":{"model":"sop_user_permission","fields":
        {"override_prices_discounts":true}}})");
    day.work_for(5 * hours_ms);
    day.expect_posted("D1");
}

TEST(Sage200Steps, goods_that_are_short_hold_the_despatch_behind_its_order) {
    Day day(order_and_despatch);
    day.despatch({"D1", "101"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.order_of("D1")->state, State::posted);
    EXPECT_EQ(day.held_by("D1"), "sage200.stock_short");
    const Problem problem = problem_from_json(day.entry("D1").problem_json);
    EXPECT_NE(problem.cause.find("only 100 of 101"), std::string::npos) << problem.cause;
    EXPECT_EQ(day.told(), std::vector<std::string>{"D1 held"});
}

TEST(Sage200Steps, an_order_of_the_warehouse_is_posted_and_despatched_in_parts) {
    for (const bool tracked : {true, false}) {
        Day day(with_orders, tracked ? std::vector<std::string_view>()
                                     : std::vector<std::string_view>{untracked});
        day.order({"S1", "10", "1", of("S1")});
        day.despatch({"D1", "6", "1", of("S1")});
        day.despatch({"D2", "4", "1", of("S1")});
        day.despatch({"D3", "1", "1", of("S1")});
        day.work_for(hours_ms);
        day.expect_posted("S1");
        day.expect_posted("D1");
        day.expect_posted("D2");
        EXPECT_EQ(day.held_by("D3"), "sage200.more_than_ordered");
        EXPECT_FALSE(day.order_of("D1"));
        EXPECT_EQ(day.made("S1").type, order_type);
        EXPECT_EQ(day.rows("/sop_orders"), 1U);
        EXPECT_EQ(day.text("/sop_orders", "/0/despatch_receipt_status"),
                  "EnumDocumentProcessStatusFull");
        EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 2U);
        EXPECT_NE(day.made("D1").number, day.made("D2").number);
        EXPECT_EQ(day.site().on_hand("LANTERN"), "90");
        // Over a reconciliation, which looks at all of them again.
        static_cast<void>(day.told());
        day.work_for(30 * hours_ms);
        day.expect_posted("S1");
        day.expect_posted("D1");
        EXPECT_TRUE(day.told().empty());
    }
}

TEST(Sage200Steps, prices_of_a_despatch_are_those_of_the_warehouses_order) {
    constexpr const char* allowance =
        R"("allowanceCharges":[{"chargeIndicator":false,"reasonCode":"X","reason":"Off",)"
        R"("amount":{"amount":"1.00","currencyId":"GBP"}}],)";
    Day day(with_orders);
    day.order({"S1", "10", "1", of("S1")});
    day.despatch({"D1", "6", "1", of("S1") + allowance});
    day.despatch({"D2", "1", "1", of("S2") + allowance});
    day.work_for(hours_ms);
    day.expect_posted("D1");
    ASSERT_FALSE(day.made("D1").remarks.empty());
    EXPECT_EQ(day.made("D1").remarks[0].code, "sage200.charges_of_order");
    // An order would have to be made of it, and nothing of it is in Sage.
    EXPECT_EQ(day.entry("D2").state, State::rejected);
    EXPECT_EQ(problem_from_json(day.entry("D2").problem_json).code,
              "sage200.allowance_unsupported");
}

TEST(Sage200Steps, an_order_and_its_despatch_are_there_once_whatever_reply_is_lost) {
    for (const char* const mode : {with_orders, R"("despatchBecomes":"despatchOfOrder",
            "orderBecomes":"salesOrder")"}) {
        for (const Fate fate : {Fate::lost_after, Fate::lost_before}) {
            for (const int write : {1, 2}) {
                SCOPED_TRACE(fmt::format("write {} fate {}", write, static_cast<int>(fate)));
                Day day(mode, {untracked});
                day.wire.lost_write = write;
                day.wire.of_lost = fate;
                day.order({"S1", "10", "1", of("S1")});
                day.despatch({"D1", "6", "1", of("S1")});
                day.work_for(60'000);
                day.order({"S2", "1", "1", of("S2")});
                day.despatch({"D2", "4", "1", of("S1")});
                day.despatch({"D3", "1", "1", of("S2")});
                day.work_for(5 * hours_ms);
                for (const char* const number : {"S1", "S2", "D1", "D2", "D3"}) {
                    day.expect_posted(number);
                }
                EXPECT_EQ(day.rows("/sop_orders"), 2U);
                EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 3U);
                EXPECT_EQ(day.site().on_hand("LANTERN"), "89");
            }
        }
    }
}

/// An order that people entered; its number.
std::string entered(Day& day, std::int64_t quantity) {
    boost::json::object order = day.site().order();
    order["lines"] = boost::json::array{day.site().line("LANTERN", quantity)};
    order.erase("spare_text_1");
    return std::string(
        text_at(test::parsed(day.site().send("POST", "/sop_orders", order)), "/document_no"));
}

TEST(Sage200Steps, despatches_of_one_order_at_once_are_told_apart_or_wait) {
    Day day(of_order);
    const std::string number = entered(day, 5);
    // Without an ordering key neither waits for the other.
    day.despatch({"D1", "2", "1", of(number), false});
    day.despatch({"D2", "2", "1", of(number), false});
    day.work_for(hours_ms);
    day.expect_posted("D1");
    day.expect_posted("D2");
    EXPECT_NE(day.made("D1").number, day.made("D2").number);
    EXPECT_EQ(day.site().on_hand("LANTERN"), "96");
    day.site().change(untracked);
    day.work_for(5 * hours_ms);
    day.despatch({"D3", "1", "1", of(number), false});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D3"), "sage200.ordering_key_missing");
}

TEST(Sage200Steps, the_order_that_is_in_sage_is_despatched_in_parts) {
    for (const bool tracked : {true, false}) {
        for (const Fate fate : {Fate::answered, Fate::lost_after, Fate::lost_before}) {
            SCOPED_TRACE(fmt::format("fate {} tracked {}", static_cast<int>(fate), tracked));
            Day day(of_order, tracked ? std::vector<std::string_view>()
                                      : std::vector<std::string_view>{untracked});
            const std::string number = entered(day, 5);
            const std::string other = entered(day, 1);
            day.wire.lost_write = 1;
            day.wire.of_lost = fate;
            day.despatch({"D1", "2", "1", of(number) + charges});
            day.work_for(60'000);
            day.despatch({"D2", "3", "1", of(number)});
            day.despatch({"D3", "1", "1", of(other)});
            day.work_for(5 * hours_ms);
            for (const char* const despatch : {"D1", "D2", "D3"}) {
                day.expect_posted(despatch);
            }
            EXPECT_EQ(day.rows("/sop_orders"), 2U);
            EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 3U);
            EXPECT_EQ(day.site().on_hand("LANTERN"), "94");
            ASSERT_FALSE(day.made("D1").remarks.empty());
            EXPECT_EQ(day.made("D1").remarks[0].code, "sage200.charges_of_order");
        }
    }
}

TEST(Sage200Steps, a_despatch_whose_order_is_not_the_one_waits_for_a_person) {
    Day day(of_order);
    const std::string number = entered(day, 5);
    day.despatch({"D1", "2", "1", of("999999")});
    day.despatch({"D2", "2"});
    day.despatch({"D3", "6", "1", of(number)});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1"), "sage200.order_not_found");
    EXPECT_EQ(day.held_by("D2"), "sage200.order_not_named");
    EXPECT_EQ(day.held_by("D3"), "sage200.more_than_ordered");
    EXPECT_EQ(day.wire.writes, 0);
}

TEST(Sage200Steps, an_order_alone_is_despatched_by_people) {
    for (const Fate fate : {Fate::answered, Fate::lost_after, Fate::lost_before}) {
        SCOPED_TRACE(static_cast<int>(fate));
        Day day(order_alone);
        day.wire.lost_write = 1;
        day.wire.of_lost = fate;
        day.despatch({"D1", "2", "1", shipment});
        day.work_for(60'000);
        day.despatch({"D2"});
        day.track("T1", "D1", "NEW");
        day.work_for(5 * hours_ms);
        day.expect_posted("D1");
        day.expect_posted("D2");
        EXPECT_EQ(day.entry("T1").state, State::posted);
        EXPECT_EQ(day.made("D1").type, order_type);
        EXPECT_EQ(day.rows("/sop_orders"), 2U);
        EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 0U);
    }
    Day day(R"("despatchBecomes":"salesOrder","orderBecomes":"salesOrder")");
    day.order({"S1", "10", "1", of("S1")});
    day.despatch({"D1", "6", "1", of("S1")});
    day.work_for(hours_ms);
    day.expect_posted("S1");
    EXPECT_EQ(day.entry("D1").state, State::posted);
    EXPECT_EQ(day.rows("/sop_orders"), 1U);
}

TEST(Sage200Steps, tracking_that_arrives_late_changes_the_despatch) {
    for (const Fate fate : {Fate::answered, Fate::lost_after, Fate::lost_before}) {
        SCOPED_TRACE(static_cast<int>(fate));
        Day day(order_and_despatch);
        day.wire.lost_write = 3;
        day.wire.of_lost = fate;
        day.despatch({"D1", "2", "1", shipment});
        day.work_for(60'000);
        day.track("T1", "D1", "LATE");
        day.work_for(60'000);
        day.despatch({"D2"});
        day.work_for(5 * hours_ms);
        day.expect_posted("T1");
        day.expect_posted("D1");
        const char* const views = "/sop_order_despatch_line_views";
        EXPECT_EQ(day.text(views, "/0/sop_despatch_consignment_no"), "LATE");
        EXPECT_EQ(day.text(views, "/0/sop_despatch_courier_name"), "Parcel Carrier");
        EXPECT_EQ(day.text(views, "/0/sop_despatch_notes"),
                  day.entry("D1").external_reference + " SECOND S1");
        EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 2U);
    }
}

TEST(Sage200Steps, tracking_that_people_wrote_stays) {
    Day day(order_and_despatch);
    day.despatch({"D1", "2", "1", shipment});
    day.work_for(60'000);
    day.site().change(R"({"set":{"model":"sop_despatch_receipt","fields":
        {"consignment_no":"TYPED"}}})");
    day.track("T1", "D1", "LATE");
    day.work_for(60'000);
    EXPECT_EQ(day.held_by("T1"), "sage200.tracking_changed");
    Day silent(order_and_despatch, {untracked});
    silent.despatch({"D1", "2", "1", shipment});
    silent.work_for(60'000);
    silent.track("T1", "D1", "LATE");
    silent.work_for(60'000);
    EXPECT_EQ(silent.entry("T1").state, State::posted);
    EXPECT_EQ(silent.wire.writes, 2);
}

TEST(Sage200Steps, more_of_a_despatch_is_another_one_and_less_is_for_a_person) {
    Day day(order_and_despatch);
    day.despatch({"D1", "2"});
    day.work_for(hours_ms);
    day.despatch({"D1", "5", "2"});
    day.work_for(hours_ms);
    day.expect_posted("D1", "2");
    EXPECT_EQ(day.rows("/sop_orders"), 2U);
    EXPECT_EQ(day.site().on_hand("LANTERN"), "95");
    day.despatch({"D1", "4", "3"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1", "3"), "sage200.despatch_not_reversible");
    EXPECT_EQ(day.wire.writes, 4);
}

// Everything is taken back and posted anew, in two documents: both are of that order.
TEST(Sage200Steps, other_prices_of_what_people_confirm_post_nothing) {
    Day day(R"("despatchBecomes":"salesOrder","orderBecomes":"salesOrder")");
    const char* const of_it = R"("orderReference":{"id":"S1"},)";
    day.order({"S1", "5"});
    day.work_for(hours_ms);
    day.despatch({"D1", "2", "1", of_it});
    day.work_for(hours_ms);
    Sent dearer{"D1", "2", "2", of_it};
    dearer.price = "13.00";
    day.despatch(dearer);
    day.work_for(2 * hours_ms);
    EXPECT_EQ(day.held_by("D1", "2"), "posted");
    EXPECT_EQ(day.rows("/sop_orders"), 1U);
    EXPECT_EQ(day.wire.writes, 1);
}

// A version with another price would take back everything and post it again.
TEST(Sage200Steps, what_a_person_put_right_in_sage_is_not_posted_besides) {
    Day day(order_and_despatch);
    day.despatch({"D1", "2"});
    day.work_for(hours_ms);
    Sent dearer{"D1", "2", "2"};
    dearer.price = "13.00";
    day.despatch(dearer);
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1", "2"), "sage200.despatch_not_reversible");
    day.record("X1", "D1", "2", day.made("D1").number);
    day.work_for(2 * hours_ms);
    EXPECT_EQ(day.held_by("X1"), "posted");
    EXPECT_EQ(day.held_by("D1", "2"), "posted");
    EXPECT_EQ(day.made("D1", "2").type, despatch_type);
    EXPECT_EQ(day.wire.writes, 2) << "an order and its despatch";
    // More of it goes on from there: another order and its despatch, nothing in the ledger.
    Sent more{"D1", "3", "3"};
    more.price = "13.00";
    day.despatch(more);
    day.work_for(hours_ms);
    day.expect_posted("D1", "3");
    EXPECT_EQ(day.wire.writes, 4);
    EXPECT_EQ(day.rows("/sales_posted_transactions"), 0U);
    EXPECT_EQ(day.site().on_hand("LANTERN"), "97");
}

TEST(Sage200Steps, what_comes_back_is_credited_in_the_ledger) {
    Day day(order_and_despatch);
    day.despatch({"D1", "2"});
    day.work_for(hours_ms);
    day.goods_return({"R1", "1", "1", R"("originalDespatchId":"D1",)"});
    day.work_for(hours_ms);
    day.expect_posted("R1");
    EXPECT_EQ(day.made("R1").type, credit_type);
    EXPECT_EQ(day.rows("/sales_posted_transactions"), 1U);
}

}  // namespace
}  // namespace sage::sage200
