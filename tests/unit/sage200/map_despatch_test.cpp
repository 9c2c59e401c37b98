// SPDX-License-Identifier: Apache-2.0
// Plan: what Sage is asked first; which lines of the order the goods are taken from; everything
// that is short or not there, at once; answers that are none.
#include <gmock/gmock.h>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/offers.h"
#include "plugins/sage200/wire_values.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::expect_kind;
using sample::held_by;
using testing::EndsWith;
using testing::HasSubstr;

constexpr const char* of_order = R"({"despatchBecomes":"despatchOfOrder"})";

std::string order_line(int id, const char* available, const char* more = "") {
    return R"({"id":)" + std::to_string(id) +
           R"(,"line_type":"EnumLineTypeStandard","product_id":201,"warehouse_id":301,)"
           R"("tax_code_id":10,)"
           R"("line_quantity":6,"stock_unit_available_for_despatch":)" +
           available + more + "}";
}

class Sage200MapDespatch : public testing::Test {
  protected:
    Preparation made(std::string_view changes = "{}") {
        return prepare(sample::order_settings(changes),
                       {subject_, known_, sample::reference, sample::key, "", related_, seen_});
    }
    void see(std::string name, std::string body, int status = 200) {
        seen_.push_back({std::move(name), {status, {}, std::move(body)}});
    }
    void see_lines(const std::string& lines) { see("lines of the order", "[" + lines + "]"); }
    /// The order that is posted for it, as Sage shows it.
    void see_order(const std::string& customer_key = "101", const char* more = "") {
        see("order",
            R"({"id":5001,"document_no":"70001","customer_id":)" + customer_key + more + "}");
    }
    /// "line key:quantity" of each.
    std::string items(std::string_view changes = "{}") {
        std::string all;
        const boost::json::value body = sample::body_of(made(changes));
        for (const boost::json::value& item : body.at("items").as_array()) {
            all += std::string(item.at("id").as_string()) + ":" +
                   plain_number(std::string_view(item.at("quantity").as_string())) + " ";
        }
        return all;
    }
    void without_tracking() {
        known_ = sample::order_catalogue_without(kind::sop_settings, kind::sop_settings);
    }

    Document subject_ = sample::document();
    Catalogue known_ = sample::order_catalogue();
    std::vector<Related> related_ = {sample::posted_order("SO-1001")};
    std::vector<Observation> seen_;
};

TEST_F(Sage200MapDespatch, waits_where_the_site_confirms_no_despatches) {
    known_ = sample::order_catalogue({offer_record(offer::confirm_despatch, Offered::no)});
    EXPECT_EQ(held_by(made()), "sage200.not_offered  not-offered:sop_confirm_despatch");
    known_ = sample::order_catalogue({offer_record(offer::confirm_despatch, Offered::forbidden)});
    expect_kind<ReadFirst>(made());
}

TEST_F(Sage200MapDespatch, asks_for_the_lines_and_confirms_them_with_tracking) {
    EXPECT_THAT(expect_kind<ReadFirst>(made()).request.target, EndsWith("/sop_orders/5001"));
    see_order();
    EXPECT_THAT(expect_kind<ReadFirst>(made()).request.target,
                HasSubstr("/sop_orders/5001/sop_order_lines"));
    see_lines(order_line(11, "10"));
    const Send send = expect_kind<Send>(made());
    EXPECT_THAT(send.request.target, EndsWith("/sop_confirm_despatch"));
    EXPECT_EQ(send.sage_type, despatch_type);
    EXPECT_EQ(send.facts.at("sop_order_id"), "5001");
    EXPECT_EQ(send.facts.at("despatch_date"), "2026-11-20");
    EXPECT_EQ(send.facts.at("notes"), std::string(sample::reference) + " 1Z999AA10123456795");
    EXPECT_EQ(items(), "11:6 ");
    ASSERT_EQ(send.terms.lines.size(), 1U);
    EXPECT_EQ(send.terms.lines[0].terms.tax, "0") << "that of the order";
    EXPECT_EQ(send.terms.customer, "CUST-001");
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].code, "sage200.charges_of_order");
    related_ = {sample::posted_order(subject_.id)};
    EXPECT_TRUE(expect_kind<Send>(made()).remarks.empty()) << "the order was made for it";
    subject_.order_id = subject_.id;
    EXPECT_TRUE(expect_kind<Send>(made()).remarks.empty()) << "none of the warehouse's is posted";
    EXPECT_EQ(expect_kind<Send>(made(R"({"orderBecomes":"salesOrder"})")).remarks.size(), 1U);
}

TEST_F(Sage200MapDespatch, without_recorded_tracking_asks_what_has_left) {
    without_tracking();
    see_order();
    see_lines(order_line(11, "10"));
    EXPECT_THAT(expect_kind<ReadFirst>(made()).request.target,
                HasSubstr("/sop_order_despatch_line_views"));
    see("despatches of the order", R"([{"sop_despatch_id":77,"sop_order_id":5001}])");
    const Send send = expect_kind<Send>(made());
    EXPECT_EQ(send.facts.at("before"), "77");
    EXPECT_FALSE(send.facts.contains("notes"));
    const auto kept = [](const Send& made) {
        return std::count_if(made.remarks.begin(), made.remarks.end(),
                             [](const Remark& one) { return one.code == "sage200.tracking_kept"; });
    };
    EXPECT_EQ(kept(send), 1) << "of two numbers";
    subject_.shipment.tracking_ids.clear();
    EXPECT_EQ(kept(expect_kind<Send>(made())), 0);
    seen_.back().reply.status = 500;
    EXPECT_EQ(held_by(made()).substr(0, 24), "sage200.order_unreadable");
    for (const char* const key : {"", "DN-1001-1"}) {
        subject_.envelope.ordering_key = key;
        EXPECT_EQ(held_by(made()),
                  "sage200.ordering_key_missing /orderingKey tracking-not-recorded");
    }
    related_ = {sample::posted_order(subject_.id)};
    EXPECT_EQ(held_by(made()).substr(0, 24), "sage200.order_unreadable") << "none is of its order";
}

TEST_F(Sage200MapDespatch, takes_the_line_that_it_names_before_others) {
    see_order();
    see_lines(order_line(11, "4") + "," + order_line(12, "3", R"(,"spare_text_1":"10")") +
              R"(,{"id":13,"line_type":"EnumLineTypeFreeText","line_quantity":9})");
    EXPECT_EQ(items(), "11:3 12:3 ");
    subject_.lines[0].order_line_id = "11";
    EXPECT_EQ(items(), "11:4 12:2 ");
    subject_.lines.push_back(subject_.lines[0]);
    subject_.lines[0].quantity.value = subject_.lines[1].quantity.value = Decimal::of(1);
    subject_.lines[1].order_line_id = "10";
    EXPECT_EQ(items(), "11:1 12:1 ");
    // The lines of an order that was made for it are named as its own.
    related_ = {sample::posted_order(subject_.id)};
    seen_.pop_back();
    see_lines(order_line(11, "4", R"(,"spare_text_1":"2")") + "," +
              order_line(12, "3", R"(,"spare_text_1":"1")"));
    subject_.lines[1].quantity.value = Decimal();
    EXPECT_EQ(items(), "12:1 ");
}

TEST_F(Sage200MapDespatch, takes_goods_from_the_warehouse_that_they_left) {
    known_ = sample::order_catalogue({sample::record(kind::warehouse, "FAR", "302")});
    constexpr const char* two_sites =
        R"({"salesOrders":{"warehouses":{"MAIN":"HOME","NORTH":"FAR"}}})";
    const auto line_in = [](int id, const char* available, const char* warehouse) {
        std::string line = order_line(id, available);
        return line.replace(line.find(R"("warehouse_id":301)"), 18,
                            R"("warehouse_id":)" + std::string(warehouse));
    };
    see_order();
    see_lines(line_in(11, "10", "301") + "," + line_in(12, "10", "302"));
    subject_.location_id = "NORTH";
    EXPECT_EQ(items(two_sites), "12:6 ");
    subject_.lines[0].order_line_id = "11";
    EXPECT_EQ(items(two_sites), "12:6 ") << "also where it names the other one's line";
    seen_.pop_back();
    see_lines(line_in(11, "10", "301") + "," + line_in(12, "4", "302"));
    EXPECT_EQ(held_by(made(two_sites)), "sage200.stock_short /body/lines/0/deliveredQuantity ");
    seen_.pop_back();
    see_lines(line_in(11, "10", "301"));
    EXPECT_EQ(held_by(made(two_sites)), "sage200.other_warehouse /body/lines/0 ");
    EXPECT_EQ(held_by(made()), "sage200.warehouse_unmapped /body/shipFrom/locationId site:NORTH");
    // Of a service Sage may show none.
    seen_.pop_back();
    see_lines(line_in(11, "10", "0"));
    EXPECT_EQ(items(two_sites), "11:6 ");
}

TEST_F(Sage200MapDespatch, counts_in_stock_units) {
    see_order();
    see_lines(order_line(11, "72", R"(,"selling_unit_multiple":12,"stock_unit_multiple":1)"));
    EXPECT_EQ(items(), "11:72 ");
    seen_.pop_back();
    see_lines(order_line(11, "72", R"(,"selling_unit_multiple":1,"stock_unit_multiple":7)"));
    EXPECT_EQ(held_by(made()), "sage200.number_not_exact /body/lines/0/deliveredQuantity ");
}

TEST_F(Sage200MapDespatch, takes_a_piece_for_no_dozen) {
    const char* const units =
        R"({"despatchBecomes":"despatchOfOrder","salesOrders":{"warehouses":{"MAIN":"HOME"},
            "units":{"DZN":"Dozen"}}})";
    known_ = sample::order_catalogue(
        {sample::record(kind::unit, "Dozen", "61"),
         sample::record(kind::product, "SKU-100", "201", {{"unit:61", "12"}})});
    subject_.order_id = "70001";
    related_.clear();
    see_order();
    see_lines(order_line(
        11, "72", R"(,"selling_unit_id":61,"selling_unit_multiple":12,"stock_unit_multiple":1)"));
    const Hold hold = expect_kind<Hold>(made(units));
    EXPECT_EQ(held_by(hold), "sage200.unit_of_line /body/lines/0/deliveredQuantity ");
    EXPECT_THAT(hold.problem.cause, HasSubstr("call DZN, and the despatch is in C62"));
    subject_.lines[0].quantity.unit_code = "DZN";
    EXPECT_EQ(items(units), "11:72 ");
    subject_.lines[0].quantity.unit_code = "C62";
    seen_.pop_back();
    see_lines(order_line(
        11, "72", R"(,"selling_unit_id":62,"selling_unit_multiple":12,"stock_unit_multiple":1)"));
    EXPECT_EQ(items(units), "11:72 ") << "no code of its own: the one it is sold in by itself";
}

TEST_F(Sage200MapDespatch, counts_another_unit_by_the_ratio_of_its_product) {
    const char* const units =
        R"({"salesOrders":{"warehouses":{"MAIN":"HOME"},"units":{"BX":"Box"}}})";
    subject_.lines[0].quantity = {Decimal::of(3), "BX"};
    const auto with = [&](const char* multiple) {
        known_ = sample::order_catalogue(
            {sample::record(kind::unit, "Box", "61"),
             sample::record(kind::product, "SKU-100", "201", {{"unit:61", multiple}})});
    };
    with("2.5");
    see_order();
    see_lines(order_line(11, "72", R"(,"selling_unit_multiple":12,"stock_unit_multiple":0.5)"));
    EXPECT_EQ(items(units), "11:15 ") << "whatever unit the order is in";
    with("0.000000001");
    EXPECT_EQ(held_by(made(units)), "sage200.number_not_exact /body/lines/0/deliveredQuantity ");
    with("0");
    EXPECT_EQ(held_by(made(units)),
              "sage200.unit_not_of_product /body/lines/0/deliveredQuantity "
              "product-unit:SKU-100=Box");
}

TEST_F(Sage200MapDespatch, tells_everything_that_is_short_at_once) {
    subject_.lines.push_back(subject_.lines[0]);
    subject_.lines[1].item.sellers_item_id = "OTHER";
    subject_.lines.push_back(subject_.lines[0]);
    subject_.lines[2].item.sellers_item_id = "ELSE";
    see_order();
    see_lines(order_line(11, "2.5"));
    const Hold hold = expect_kind<Hold>(made());
    EXPECT_EQ(hold.problem.code, "sage200.stock_short");
    EXPECT_THAT(hold.problem.cause, HasSubstr("only 2.5 of 6 stock units may leave: 3.5"));
    EXPECT_EQ(hold.root_cause, "");
    ASSERT_EQ(hold.others.size(), 2U);
    EXPECT_EQ(hold.others[0].code, "sage200.not_on_order");
    EXPECT_EQ(hold.others[1].code, "sage200.product_unknown");
    subject_.lines.resize(1);
    subject_.lines[0].quantity.unit_code = "BX";
    EXPECT_EQ(held_by(made()), "sage200.unit_unknown /body/lines/0/deliveredQuantity unit:BX");
}

TEST_F(Sage200MapDespatch, tells_what_can_never_be_allocated) {
    see_order("101", R"(,"document_status":"EnumDocumentStatusLive")");
    see_lines(order_line(11, "2", R"(,"stock_unit_despatch_receipt_quantity":1.5)"));
    Hold hold = expect_kind<Hold>(made());
    EXPECT_EQ(hold.problem.code, "sage200.more_than_ordered");
    EXPECT_THAT(hold.problem.cause, HasSubstr("6 stock units left, 1.5 more than are open"));
    EXPECT_THAT(hold.problem.cause, testing::Not(HasSubstr("status")));
    // Two lines of the despatch take from the same line of the order.
    subject_.lines.push_back(subject_.lines[0]);
    subject_.lines[0].quantity.value = Decimal::of(4);
    subject_.lines[1].quantity.value = Decimal::of(4);
    seen_.clear();
    see_order("101", R"(,"document_status":"EnumDocumentStatusOnHold")");
    see_lines(order_line(11, "5"));
    hold = expect_kind<Hold>(made());
    EXPECT_EQ(hold.problem.code, "sage200.more_than_ordered");
    EXPECT_THAT(hold.problem.cause, HasSubstr("2 more than are open"));
    EXPECT_THAT(hold.problem.cause, HasSubstr("status of the order is OnHold"));
    subject_.lines.resize(1);
    seen_.pop_back();
    see_lines(order_line(11, "3"));
    hold = expect_kind<Hold>(made());
    EXPECT_EQ(hold.problem.code, "sage200.stock_short");
    EXPECT_THAT(hold.problem.cause, HasSubstr("status of the order is OnHold"));
}

TEST_F(Sage200MapDespatch, does_without_prices_where_the_order_has_them) {
    subject_.lines[0].price.reset();
    see_order();
    see_lines(order_line(11, "10"));
    EXPECT_EQ(items(of_order), "11:6 ");
    EXPECT_EQ(items(R"({"orderBecomes":"salesOrder"})"), "11:6 ");
    related_ = {sample::posted_order(subject_.id)};
    EXPECT_EQ(items(), "11:6 ") << "the order that was made for it is in Sage";
    related_.clear();
    EXPECT_TRUE(std::holds_alternative<Refuse>(made())) << "it would be made of it";
}

TEST_F(Sage200MapDespatch, waits_for_what_the_ledger_waits_for) {
    see_order();
    see_lines(order_line(11, "10"));
    EXPECT_EQ(held_by(made(R"({"dates":{"openFrom":"2026-12-01"}})")).substr(0, 21),
              "mapping.period_closed");
    EXPECT_EQ(held_by(made(R"({"companyId":2})")).substr(0, 23), "sage200.company_unknown");
    seen_.pop_back();
    see("lines of the order", "", 404);
    EXPECT_EQ(held_by(made()), "sage200.order_unreadable /body/orderReference/id unanswered");
    subject_.lines[0].quantity.value = Decimal();
    const auto nothing = expect_kind<PostNothing>(made());
    EXPECT_EQ(nothing.about.key, "5001");
}

}  // namespace
}  // namespace sage::sage200
