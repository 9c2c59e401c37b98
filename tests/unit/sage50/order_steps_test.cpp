// SPDX-License-Identifier: Apache-2.0
// Plan: the edition behind the real core, in front of the simulated Sage 50, for what a despatch by
// orders may become: an order of what left, its allocation and despatch; orders of the warehouse
// and of people, part by part; whatever reply is lost, and whatever nobody knows of Sage, each is
// there once; versions, returns, late tracking, and what waits for a person.
#include <gmock/gmock.h>

#include "plugins/sage50/wire_values.h"
#include "tests/unit/sage50/simulated_day.h"

namespace sage::sage50 {
namespace {

using testing::ElementsAre;

constexpr const char* order_and_despatch = R"(,"despatchBecomes":"salesOrderAndDespatch")";
constexpr const char* with_orders =
    R"(,"despatchBecomes":"salesOrderAndDespatch","orderBecomes":"salesOrder")";
constexpr const char* of_order = R"(,"despatchBecomes":"despatchOfOrder")";
constexpr const char* shipment =
    R"("shipment":{"id":"SHP-1","carrierParty":{"id":"PC","name":"P"},)"
    R"("consignments":[{"trackingId":"1Z1"},{"trackingId":"1Z2"}]},)";
constexpr const char* charges =
    R"("allowanceCharges":[{"chargeIndicator":true,"reasonCode":"POST","reason":"Carriage",)"
    R"("amount":{"amount":"4.95","currencyId":"GBP"},"tax":{"taxCode":"STANDARD"}}],)";

TEST(Sage50Steps, a_despatch_becomes_an_order_that_is_allocated_and_completed) {
    Day day(order_and_despatch);
    day.despatch({"D1", "2", "SO-1", "1", std::string(shipment) + charges});
    day.work_for(hours_ms);
    day.expect_posted("D1");
    EXPECT_EQ(day.wire.writes, 3);
    ASSERT_EQ(day.rows("searchSalesOrder"), 1U);
    EXPECT_EQ(day.shown("searchSalesOrder", "/0/customerOrderNumber"), "PO-9");
    EXPECT_EQ(day.shown("searchSalesOrder", "/0/consignmentRef"), "1Z1");
    EXPECT_EQ(day.shown("searchSalesOrder", "/0/courierNumber"), "2");
    EXPECT_EQ(day.shown("searchSalesOrder", "/0/notes1"),
              "Despatch D1, order SO-1, parcels 1Z1 1Z2");
    EXPECT_EQ(day.shown("searchSalesOrder", "/0/dispatchStatus"), "2");
    EXPECT_EQ(plain_number(day.shown("searchSalesOrder", "/0/carrNet")), "4.95");
    EXPECT_EQ(day.rows("searchDispatch"), 1U);
    EXPECT_EQ(day.rows("searchInvoice"), 1U);
    EXPECT_EQ(day.company.stock("LANTERN"), "98/0");
    EXPECT_THAT(day.told(), ElementsAre("D1 posted", "D1 posted")) << "and that it was seen there";
    EXPECT_EQ(day.made("D1").type, despatch_type);
    EXPECT_EQ(day.made("D1").invoice_key, day.shown("searchInvoice", "/0/invoiceNumber"));
    EXPECT_THAT(day.remarks("D1"), ElementsAre("delivery.precursor", "delivery.precursor"));
}

TEST(Sage50Steps, whatever_reply_is_lost_each_is_there_once) {
    for (const Fate fate : {Fate::lost_after, Fate::lost_before}) {
        for (const int write : {1, 2, 3}) {
            SCOPED_TRACE(fmt::format("write {} fate {}", write, static_cast<int>(fate)));
            Day day(order_and_despatch);
            day.wire.lost_write = write;
            day.wire.of_lost = fate;
            day.despatch({"D1"});
            day.work_for(60'000);
            day.despatch({"D2", "3"});  // Shows that searches see what is posted by now.
            day.work_for(5 * hours_ms);
            day.expect_posted("D1");
            day.expect_posted("D2");
            EXPECT_EQ(day.rows("searchSalesOrder"), 2U);
            EXPECT_EQ(day.rows("searchDispatch"), 2U);
            EXPECT_EQ(day.company.stock("LANTERN"), "95/0");
        }
    }
}

TEST(Sage50Steps, each_is_there_once_whatever_nobody_knows_of_sage) {
    for (const char* const unknown :
         {R"({"allocateIsTotal":true})", R"({"allocateWhatIsThere":true})",
          R"({"partialDespatchInvoices":false})", R"({"binaryNoise":false})",
          R"({"linesFromProduct":true})", R"({"deletedRowsRemain":false})"}) {
        for (const int write : {0, 2, 4}) {
            SCOPED_TRACE(fmt::format("{} write {}", unknown, write));
            Day day(with_orders, {unknown});
            day.wire.lost_write = write;
            day.wire.of_lost = Fate::lost_after;
            day.order({"S1", "5"});
            day.despatch({"D1", "2", "S1"});
            day.despatch({"D2", "3", "S1"});
            day.work_for(5 * hours_ms);
            day.expect_posted("D1");
            day.expect_posted("D2");
            EXPECT_EQ(day.rows("searchSalesOrder"), 1U);
            EXPECT_EQ(day.rows("searchDispatch"), 2U);
            EXPECT_EQ(day.company.stock("LANTERN"), "95/0");
        }
    }
}

TEST(Sage50Steps, an_order_of_the_warehouse_leaves_part_by_part) {
    Day day(with_orders);
    day.order({"S1", "5"});
    day.work_for(hours_ms);
    day.expect_posted("S1");
    day.despatch({"D1", "2", "S1", "1", shipment});
    day.work_for(hours_ms);
    day.expect_posted("D1");
    EXPECT_THAT(day.remarks("D1"), ElementsAre("sage50.tracking_kept", "delivery.precursor"));
    EXPECT_EQ(day.made("D1").invoice_key, "") << "what a part makes is published nowhere";
    EXPECT_EQ(day.shown("searchSalesOrder", "/0/dispatchStatus"), "1");
    EXPECT_EQ(day.company.stock("LANTERN"), "98/0");
    day.despatch({"D2", "3", "S1"});
    day.work_for(hours_ms);
    day.expect_posted("D2");
    EXPECT_NE(day.made("D2").invoice_key, "") << "nothing stays behind: it is completed";
    EXPECT_EQ(day.shown("searchSalesOrder", "/0/dispatchStatus"), "2");
    EXPECT_EQ(day.rows("searchSalesOrder"), 1U);
    day.despatch({"D3", "1", "S1"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D3"), "sage50.more_than_ordered");
}

TEST(Sage50Steps, an_order_of_people_is_found_by_its_number) {
    Day day(of_order);
    const std::string order = day.company.order();
    day.despatch({"D1", "2", order});
    day.despatch({"D2", "1", order, "1", "", "MUG"});
    day.work_for(hours_ms);
    day.expect_posted("D1");
    day.expect_posted("D2");
    EXPECT_EQ(day.made("D1").number, order);
    EXPECT_EQ(day.company.stock("LANTERN"), "98/0");
    EXPECT_EQ(day.company.stock("MUG"), "9/0");
    const std::string allocated = day.company.allocated_order();
    const int before = day.wire.writes;
    day.despatch({"D3", "2", allocated});
    day.work_for(hours_ms);
    day.expect_posted("D3");
    EXPECT_EQ(day.wire.writes, before + 1) << "people had allocated it";
    EXPECT_TRUE(day.remarks("D3").empty());
}

TEST(Sage50Steps, what_cannot_leave_waits_and_nothing_is_half_done) {
    Day day(of_order);
    const std::string order = day.company.order();
    day.despatch({"D1", "1", "9999"});
    day.despatch({"D2", "1", "SO-1"});
    day.despatch({"D3", "3", order});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1"), "sage50.order_not_found");
    EXPECT_EQ(day.held_by("D2"), "sage50.order_not_named");
    EXPECT_EQ(day.held_by("D3"), "sage50.more_than_ordered");
    EXPECT_EQ(day.wire.writes, 0);
}

TEST(Sage50Steps, stock_that_is_short_is_allocated_once_it_is_there) {
    Day day(with_orders);
    day.order({"S1", "12", "", "1", "", "MUG"});
    day.despatch({"D1", "12", "S1", "1", "", "MUG"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1"), "sage50.stock_short");
    EXPECT_EQ(day.wire.writes, 1);
    ASSERT_EQ(
        test::said(day.company.post(
            "/api/stock", R"({"stockCode":"MUG","quantity":5,"type":1,"date":"18/11/2026"})")),
        "SUCCESS");
    day.work_for(9 * hours_ms);
    day.expect_posted("D1");
    EXPECT_EQ(day.company.stock("MUG"), "3/0");
}

TEST(Sage50Steps, a_version_that_says_less_is_credited_and_one_that_says_more_is_another_order) {
    Day day(order_and_despatch);
    day.despatch({"D1", "4"});
    day.work_for(hours_ms);
    day.despatch({"D1", "3", "", "2"});
    day.work_for(hours_ms);
    day.expect_posted("D1", "2");
    EXPECT_EQ(day.made("D1", "2").type, credit_type);
    day.despatch({"D1", "5", "", "3"});
    day.work_for(hours_ms);
    day.expect_posted("D1", "3");
    EXPECT_EQ(day.made("D1", "3").type, despatch_type);
    EXPECT_EQ(day.rows("searchSalesOrder"), 2U);
    EXPECT_EQ(day.rows("searchDispatch"), 2U);
    EXPECT_EQ(day.company.stock("LANTERN"), "94/0") << "credits come back with the ledgers";
}

TEST(Sage50Steps, a_return_is_credited_on_the_terms_of_the_order) {
    Day day(order_and_despatch);
    day.despatch({"D1", "4"});
    day.work_for(hours_ms);
    day.goods_return({"R1", "1"}, "D1");
    day.work_for(hours_ms);
    day.expect_posted("R1");
    EXPECT_EQ(day.made("R1").type, credit_type);
    EXPECT_EQ(day.shown("searchInvoiceItem", "/1/nominal"), "4000");
}

TEST(Sage50Steps, late_tracking_of_a_part_is_kept) {
    Day day(with_orders);
    day.order({"S1", "5"});
    day.despatch({"D1", "2", "S1"});
    day.work_for(hours_ms);
    const int before = day.wire.writes;
    day.track("T1", "D1");
    day.work_for(hours_ms);
    EXPECT_EQ(day.entry("T1").state, State::posted);
    EXPECT_EQ(day.wire.writes, before);
}

TEST(Sage50Steps, late_tracking_goes_into_the_invoice_of_an_order_that_is_completed) {
    for (const bool lost : {false, true}) {
        Day day(order_and_despatch);
        day.despatch({"D1"});
        day.work_for(hours_ms);
        const std::string first = day.shown("searchInvoice", "/0/notes1");
        if (lost) {
            day.wire.lost_write = day.wire.writes + 1;
            day.wire.of_lost = Fate::lost_after;
        }
        day.track("T1", "D1");
        day.work_for(hours_ms);
        day.expect_posted("T1");
        const std::string second = day.shown("searchInvoice", "/0/notes1");
        EXPECT_NE(first, second);
        EXPECT_EQ(day.shown("searchInvoice", "/0/notes3"),
                  day.shown("searchSalesOrder", "/0/notes3"));
        EXPECT_TRUE(day.entry("T1").verified) << "read back where it was written";
    }
}

TEST(Sage50Steps, late_tracking_takes_a_free_note_of_the_invoice_of_an_order_of_the_warehouse) {
    Day day(with_orders);
    day.order({"S1", "5"});
    day.despatch({"D1", "5", "S1"});
    day.work_for(hours_ms);
    const std::string before = day.shown("searchInvoice", "/0/notes1");
    day.track("T1", "D1");
    day.work_for(hours_ms);
    day.expect_posted("T1");
    EXPECT_EQ(day.shown("searchInvoice", "/0/notes1"), before);
    EXPECT_NE(day.shown("searchInvoice", "/0/notes2"), "");
}

}  // namespace
}  // namespace sage::sage50
