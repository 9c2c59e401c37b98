// SPDX-License-Identifier: Apache-2.0
// Plan: what is allocated and what leaves of which lines; what people allocated; a part, and the
// whole of an order; what is short, not ordered or not on it; documents that could not be told
// apart; remarks; stock that is there again.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "plugins/sage50/map_order.h"
#include "tests/unit/sage50/sample.h"
#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::held_by;
using sample::remarks_on;
using sample::sent;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* quantity_pointer = "/body/lines/0/deliveredQuantity";

std::string line_of(int item, int ordered, int allocated, int delivered,
                    const std::string& product = "SKU-100") {
    return fmt::format(R"({{"itemId":{},"orderNumber":"42","stockCode":"{}","qtyOrder":{},)"
                       R"("qtyAllocated":{},"qtyDelivered":{},"deleted":0}})",
                       item, product, ordered, allocated, delivered);
}

class Sage50OrderWork : public testing::Test {
  protected:
    /// Six of SKU-100 leave.
    Sage50OrderWork() {
        despatch_.order_id = "42";
        despatch_.envelope.ordering_key = "42";
    }
    Preparation made(const Document& subject, const std::string& lines) {
        std::vector<Observation> seen = {
            {"order", list_of(R"({"orderNumber":"42","accountRef":"CUST-001"})")},
            {"lines of the order", list_of(lines)}};
        if (!stock_.empty()) {
            seen.push_back({"stock of the products", list_of(stock_)});
        }
        return sample::prepared(subject, settings_, known_, related_, seen);
    }
    Preparation allocation(const std::string& lines) {
        Document step = despatch_;
        step.id = despatch_.id + "/allocation";
        step.subject_message_id = despatch_.id;
        return made(step, lines);
    }
    Preparation despatch(const std::string& lines) { return made(despatch_, lines); }

    Settings settings_ = sample::settings(R"({"despatchBecomes":"despatchOfOrder"})");
    Catalogue known_ = sample::of_company({{"allowNegativeStock", "true"}});
    Document despatch_ = sample::document();
    std::vector<Related> related_;
    std::string stock_;
};

TEST_F(Sage50OrderWork, allocates_what_leaves) {
    const Preparation step = allocation(line_of(7, 10, 0, 3));
    EXPECT_EQ(expect_kind<Send>(step).sage_type, allocation_type);
    EXPECT_EQ(sent(step, "/orderNumber"), "42");
    EXPECT_EQ(sent(step, "/items/0/itemId"), "7");
    EXPECT_EQ(sent(step, "/items/0/allocate"), "6");
    EXPECT_EQ(expect_kind<Send>(step).facts.at("before 7"), "3");
}

TEST_F(Sage50OrderWork, takes_of_several_lines_of_a_product_the_named_one_first) {
    const std::string lines = line_of(7, 4, 0, 0) + "," + line_of(8, 4, 0, 0);
    EXPECT_EQ(sent(allocation(lines), "/items/0/allocate"), "4");
    EXPECT_EQ(sent(allocation(lines), "/items/1/allocate"), "2");
    despatch_.lines[0].order_line_id = "8";
    EXPECT_EQ(sent(allocation(lines), "/items/0/allocate"), "2");
    EXPECT_EQ(sent(allocation(lines), "/items/1/allocate"), "4");
}

TEST_F(Sage50OrderWork, leaves_alone_what_people_allocated) {
    EXPECT_THAT(expect_kind<PostNothing>(allocation(line_of(7, 10, 6, 0))).reason,
                HasSubstr("allocated already"));
    EXPECT_EQ(held_by(allocation(line_of(7, 10, 2, 0))),
              fmt::format("sage50.partly_allocated {} ", quantity_pointer));
}

TEST_F(Sage50OrderWork, asks_for_the_stock_where_it_may_not_go_below_zero) {
    known_ = sample::of_company({{"allowNegativeStock", "false"}});
    const ReadFirst asked = expect_kind<ReadFirst>(allocation(line_of(7, 10, 0, 0)));
    EXPECT_EQ(asked.request.target, "/api/searchProduct");
    EXPECT_THAT(asked.request.body, HasSubstr("SKU-100"));
    stock_ = R"({"stockCode":"SKU-100","qtyInStock":9,"qtyAllocated":4})";
    EXPECT_EQ(held_by(allocation(line_of(7, 10, 0, 0))),
              fmt::format("sage50.stock_short {} stock:SKU-100", quantity_pointer));
    stock_ = R"({"stockCode":"SKU-100","qtyInStock":9,"qtyAllocated":3})";
    EXPECT_EQ(sent(allocation(line_of(7, 10, 0, 0)), "/items/0/allocate"), "6");
    stock_ = R"({"stockCode":"ANOTHER","qtyInStock":0,"qtyAllocated":0})";
    EXPECT_EQ(sent(allocation(line_of(7, 10, 0, 0)), "/items/0/allocate"), "6");
}

TEST_F(Sage50OrderWork, a_part_leaves_and_the_whole_is_completed) {
    const Preparation part = despatch(line_of(7, 10, 6, 0));
    EXPECT_EQ(expect_kind<Send>(part).request.target, "/api/salesOrderPartialDespatch");
    EXPECT_EQ(sent(part, "/items/0/despatch"), "6");
    const Preparation whole = despatch(line_of(7, 10, 6, 4) + "," + line_of(8, 2, 0, 2));
    EXPECT_EQ(expect_kind<Send>(whole).request.target, "/api/salesOrderComplete");
    EXPECT_EQ(sent(whole, "/date"), "20/11/2026");
    EXPECT_EQ(expect_kind<Send>(whole).facts.at("moved 7"), "6");
    EXPECT_EQ(expect_kind<Send>(whole).terms.customer, "CUST-001");
    EXPECT_EQ(expect_kind<Send>(despatch(line_of(7, 6, 6, 0) + "," + line_of(8, 1, 0, 0, "S1")))
                  .request.target,
              "/api/salesOrderPartialDespatch")
        << "Sage completes stock alone";
}

TEST_F(Sage50OrderWork, what_is_not_allocated_does_not_leave) {
    EXPECT_EQ(held_by(despatch(line_of(7, 10, 5, 0))),
              fmt::format("sage50.not_allocated {} ", quantity_pointer));
}

TEST_F(Sage50OrderWork, what_is_not_on_the_order_is_held) {
    EXPECT_EQ(held_by(allocation(line_of(7, 10, 0, 5))),
              fmt::format("sage50.more_than_ordered {} ", quantity_pointer));
    EXPECT_EQ(held_by(allocation(line_of(7, 10, 0, 0, "OTHER"))),
              "sage50.not_on_order /body/lines/0 ");
    despatch_.lines[0].quantity.unit_code = "BX";
    EXPECT_THAT(held_by(allocation(line_of(7, 10, 0, 0))), HasSubstr("sage50.unit_unknown"));
}

TEST_F(Sage50OrderWork, despatches_of_one_order_have_its_number_as_ordering_key) {
    despatch_.envelope.ordering_key = "another";
    EXPECT_EQ(held_by(allocation(line_of(7, 10, 0, 0))),
              "sage50.ordering_key_missing /orderingKey ");
    EXPECT_EQ(held_by(despatch(line_of(7, 10, 6, 0))), "sage50.ordering_key_missing /orderingKey ");
    Related own;
    own.message_type = MessageType::sales_order;
    own.document_id = despatch_.id;
    own.posted = true;
    own.sage_document.type = order_type;
    own.sage_document.number = "42";
    related_ = {own};
    EXPECT_EQ(sent(despatch(line_of(7, 10, 6, 0)), "/items/0/despatch"), "6")
        << "it was made for it";
}

TEST_F(Sage50OrderWork, says_what_stays_here) {
    EXPECT_THAT(remarks_on(despatch(line_of(7, 10, 6, 0))),
                ElementsAre("sage50.tracking_kept ", "sage50.charges_of_order "));
    despatch_.allowance_charges.clear();
    despatch_.shipment.tracking_ids.clear();
    EXPECT_THAT(remarks_on(despatch(line_of(7, 10, 6, 0))), IsEmpty());
    Related own;
    own.message_type = MessageType::sales_order;
    own.document_id = despatch_.id;
    own.posted = true;
    own.sage_document.type = order_type;
    own.sage_document.number = "42";
    related_ = {own};
    EXPECT_THAT(remarks_on(despatch(line_of(7, 6, 6, 0) + "," + line_of(8, 1, 0, 0, "S1"))),
                ElementsAre("sage50.order_not_completed "));
}

TEST_F(Sage50OrderWork, without_goods_nothing_leaves) {
    despatch_.lines.clear();
    EXPECT_THAT(expect_kind<PostNothing>(despatch("")).reason, HasSubstr("No goods left"));
}

TEST_F(Sage50OrderWork, a_closed_ledger_holds_what_would_be_invoiced) {
    known_ = sample::of_company({{"allowNegativeStock", "true"}, {"lockDate", "2026-12-31"}});
    EXPECT_THAT(held_by(despatch(line_of(7, 10, 6, 0))), HasSubstr("sage50.ledger_closed"));
}

TEST_F(Sage50OrderWork, stock_that_is_there_again_is_tried) {
    const auto gone = [&](Catalogue known) { return cause_gone(settings_, "stock:SKU-9", known); };
    const auto of = [](const char* in_stock, const char* allocated) {
        return sample::with_record(
            sample::record(kind::product, "SKU-9",
                           {{"quantityInStock", in_stock}, {"quantityAllocated", allocated}}));
    };
    EXPECT_FALSE(gone(of("3", "3")));
    EXPECT_TRUE(gone(of("3", "2")));
    EXPECT_TRUE(gone(known_)) << "below zero is allowed";
    EXPECT_TRUE(needs_trial("stock:SKU-9"));
}

}  // namespace
}  // namespace sage::sage50
