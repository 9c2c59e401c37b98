// SPDX-License-Identifier: Apache-2.0
// Plan: the order's header and lines are asked for, one after the other; by whose number; orders
// that are gone, stopped, quotes, or another customer's; answers that tell nothing.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "plugins/sage50/map_order.h"
#include "tests/unit/sage50/sample.h"
#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using testing::HasSubstr;

constexpr const char* live =
    R"({"orderNumber":"42","accountRef":"CUST-001","orderOrQuote":"Sales Order",)"
    R"("allocationStatus":"0"})";
constexpr const char* line =
    R"({"itemId":7,"orderNumber":"42","stockCode":"SKU-100","qtyOrder":10,"qtyAllocated":0,)"
    R"("qtyDelivered":0,"deleted":0})";

class Sage50OrderInSage : public testing::Test {
  protected:
    Sage50OrderInSage() { despatch_.order_id = "42"; }

    OrderInSage found(const std::vector<Observation>& seen = {}) {
        const PreparationInput input{
            despatch_, known_, sample::reference, sample::key, "2026-11-24", related_, seen};
        return find_order(settings_, input);
    }
    OrderInSage shown(const std::string& header, const std::string& lines = line) {
        return found({{"order", list_of(header)}, {"lines of the order", list_of(lines)}});
    }
    static std::string held_by(const OrderInSage& order) {
        return order.instead ? sample::held_by(*order.instead) : "found";
    }

    Settings settings_ = sample::settings(R"({"despatchBecomes":"despatchOfOrder"})");
    Catalogue known_ = sample::catalogue();
    Document despatch_ = sample::document();
    std::vector<Related> related_;
};

TEST_F(Sage50OrderInSage, is_asked_for_and_then_its_lines) {
    const OrderInSage first = found();
    ASSERT_TRUE(first.instead);
    const ReadFirst header = sample::expect_kind<ReadFirst>(*first.instead);
    EXPECT_EQ(header.request.target, "/api/searchSalesOrder");
    EXPECT_THAT(header.request.body, HasSubstr(R"("value":"42")"));
    const OrderInSage second = found({{"order", list_of(live)}});
    const ReadFirst lines = sample::expect_kind<ReadFirst>(*second.instead);
    EXPECT_EQ(lines.request.target, "/api/searchSopItem");
    const OrderInSage order = shown(live);
    ASSERT_FALSE(order.instead);
    EXPECT_EQ(order.number, "42");
    EXPECT_EQ(order.account, "CUST-001");
    ASSERT_EQ(order.lines.size(), 1U);
    EXPECT_EQ(order.lines[0].item_id, "7");
}

TEST_F(Sage50OrderInSage, one_of_the_warehouse_goes_by_sages_number) {
    despatch_.order_id = "SO-1001";
    EXPECT_EQ(held_by(found()), "sage50.order_not_named /body/orderReference/id ");
    Related own;
    own.message_type = MessageType::sales_order;
    own.document_id = "SO-1001";
    own.posted = true;
    own.sage_document.type = order_type;
    own.sage_document.number = "77";
    own.sage_document.key = "77";
    related_ = {own};
    EXPECT_THAT(sample::expect_kind<ReadFirst>(*found().instead).request.body,
                HasSubstr(R"("value":"77")"));
    related_.clear();
    despatch_.order_id.clear();
    EXPECT_EQ(held_by(found()), "sage50.order_not_named /body/orderReference/id ");
}

TEST_F(Sage50OrderInSage, one_that_is_not_there_or_not_open_is_held) {
    EXPECT_EQ(held_by(shown("")), "sage50.order_not_found /body/orderReference/id ");
    for (const char* const status : {"3", "4"}) {
        EXPECT_EQ(held_by(shown(fmt::format(
                      R"({{"orderNumber":"42","accountRef":"CUST-001","allocationStatus":"{}"}})",
                      status))),
                  "sage50.order_stopped /body/orderReference/id ");
    }
    EXPECT_EQ(held_by(shown(R"({"orderNumber":"42","orderOrQuote":"Sales Quote"})")),
              "sage50.order_stopped /body/orderReference/id ");
}

TEST_F(Sage50OrderInSage, of_another_customer_is_held) {
    EXPECT_EQ(held_by(shown(R"({"orderNumber":"42","accountRef":"GUEST"})")),
              "sage50.order_of_other_customer /body/orderReference/id ");
    despatch_.buyer.id.clear();
    EXPECT_EQ(held_by(shown(R"({"orderNumber":"42","accountRef":"GUEST"})")), "found");
    despatch_.buyer.id = "NOBODY";
    EXPECT_THAT(held_by(shown(live)), HasSubstr("sage50.customer_unknown"));
}

TEST_F(Sage50OrderInSage, answers_that_tell_nothing_are_asked_again) {
    const Reply busy{200, {}, R"({"Message":"A Search process is already running."})"};
    EXPECT_EQ(held_by(found({{"order", busy}})),
              "sage50.order_unreadable /body/orderReference/id unanswered");
    EXPECT_EQ(held_by(found({{"order", list_of(live)}, {"lines of the order", busy}})),
              "sage50.order_unreadable /body/orderReference/id unanswered");
    EXPECT_TRUE(cause_gone(settings_, "unanswered", known_));
}

}  // namespace
}  // namespace sage::sage50
