// SPDX-License-Identifier: Apache-2.0
// Plan: what of an order may leave, before and after a part has left, by its lines and by what is
// ready; comments and charges do not leave; selling units become stock units exactly or not; bins
// and batches to choose from; the fields are Sage's own.
#include <gtest/gtest.h>

#include "plugins/sage200/wire_despatch.h"
#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/order_sample.h"
#include "tests/unit/sage200/published.h"

namespace sage::sage200 {
namespace {

class Sage200Ready : public testing::Test {
  protected:
    void make(const Order& order) {
        const Send send = encode_order(books_, order, "spare_text_1", sample_reference);
        const Reply reply = site_.authorised(send.request);
        ASSERT_EQ(reply.status, 200) << reply.body;
        order_ = classify_order(send, reply).sage_document;
    }
    std::vector<OpenLine> lines() {
        return read_open_lines(site_.authorised(ask_order_lines(books_, order_.key))).value();
    }
    std::vector<OpenLine> ready() {
        return read_ready(site_.authorised(ask_ready(books_, order_.number)), order_.key).value();
    }

    test::SimulatedSite site_;
    Books books_ = sample_books();
    SageDocument order_;
};

TEST_F(Sage200Ready, goods_and_services_may_leave_until_they_have_left) {
    make(sample_order(site_));
    std::vector<OpenLine> open = lines();
    ASSERT_EQ(open.size(), 2U) << "neither the charge nor the comment";
    EXPECT_EQ(open[0].line_type, "EnumLineTypeStandard");
    EXPECT_EQ(open[0].code, "LANTERN");
    EXPECT_EQ(open[0].available, Decimal::of(2));
    EXPECT_EQ(open[0].despatched, Decimal());
    EXPECT_EQ(open[0].references, std::vector<std::string>{"DN-1/1"});
    EXPECT_EQ(open[1].available, Decimal::of(2));
    EXPECT_EQ(ready().size(), 2U);
    Despatch part;
    part.order_key = order_.key;
    part.date = "2026-11-18";
    part.items = {{open[0].key, Decimal::of(1), {}, {}}, {open[1].key, Decimal::of(2), {}, {}}};
    ASSERT_EQ(site_.authorised(encode_despatch(books_, part, sample_reference).request).status,
              200);
    open = lines();
    EXPECT_EQ(open[0].available, Decimal::of(1));
    EXPECT_EQ(open[0].despatched, Decimal::of(1));
    EXPECT_EQ(open[1].available, Decimal());
    const std::vector<OpenLine> still = ready();
    ASSERT_EQ(still.size(), 1U);
    EXPECT_EQ(still[0].key, open[0].key);
    EXPECT_EQ(still[0].available, Decimal::of(1));
    EXPECT_FALSE(still[0].bins);
    EXPECT_FALSE(still[0].traceable);
}

TEST_F(Sage200Ready, what_is_not_allocated_may_not_leave) {
    Order order = sample_order(site_);
    order.lines = {goods(site_, "MUG", 12)};
    make(order);
    EXPECT_EQ(lines().at(0).available, Decimal::of(10)) << "ten are there";
    Order other = order;
    other.lines[0].quantity = Decimal::of(1);
    other.lines[0].to_allocate = Decimal::of(1);
    make(other);
    EXPECT_EQ(lines().at(0).available, Decimal());
    EXPECT_TRUE(ready().empty());
}

TEST_F(Sage200Ready, of_another_order_is_not_of_this_one) {
    make(sample_order(site_));
    const Reply reply = site_.authorised(ask_ready(books_, order_.number));
    EXPECT_TRUE(read_ready(reply, "1").value().empty());
}

TEST_F(Sage200Ready, units_are_converted_exactly_or_not_at_all) {
    OpenLine line;
    line.selling_unit_multiple = Decimal::of(12);
    line.stock_unit_multiple = Decimal::of(1);
    const Decimal dozen = Decimal::of(12);
    EXPECT_EQ(stock_units(decimal("2.5"), dozen, line), Decimal::of(30));
    line.stock_unit_multiple = Decimal::of(6);
    EXPECT_EQ(stock_units(Decimal::of(1), dozen, line), Decimal::of(2));
    EXPECT_EQ(stock_units(Decimal::of(3), decimal("0.000020000"), line), decimal("0.00001"));
    EXPECT_FALSE(stock_units(decimal("1.00001"), decimal("0.50000001"), line)) << "the last digit";
    line.stock_unit_multiple = decimal("0.0833333");
    EXPECT_EQ(stock_units(Decimal::of(6), decimal("0.083333333"), line), Decimal::of(6))
        << "the same unit, in seven places and in nine";
    EXPECT_FALSE(stock_units(decimal("6.000001"), decimal("0.083333333"), line));
    line.stock_unit_multiple = Decimal::of(7);
    EXPECT_FALSE(stock_units(Decimal::of(1), dozen, line)) << "12/7";
    line.stock_unit_multiple = Decimal();
    EXPECT_FALSE(stock_units(Decimal::of(1), dozen, line));
}

TEST_F(Sage200Ready, bins_and_batches_are_shown_to_choose_from) {
    const auto bins = read_bins({200, {}, R"({"id":3,"bin_items":[
        {"id":7,"bin_name":"A1","available_quantity":2.5,"quantity":0}]})"});
    ASSERT_TRUE(bins.ok());
    ASSERT_EQ(bins.value().size(), 1U);
    EXPECT_EQ(bins.value()[0].key, "7");
    EXPECT_EQ(bins.value()[0].name, "A1");
    EXPECT_EQ(bins.value()[0].available, decimal("2.5"));
    const auto batches = read_traceable_items({201, {}, R"({"id":3,
        "traceable_adjustment_items":[{"traceable_item_id":8,"identification_no":"LOT-1",
        "traceable_bin_item_id":7,"traceable_allocation_balance_id":9,"bin_name":"A1",
        "available_quantity":1,"is_selectable":true},
        {"traceable_item_id":0,"identification_no":"","available_quantity":4,
        "is_selectable":false}]})"});
    ASSERT_TRUE(batches.ok());
    ASSERT_EQ(batches.value().size(), 1U);
    EXPECT_EQ(batches.value()[0].key, "8");
    EXPECT_EQ(batches.value()[0].bin_key, "7");
    EXPECT_EQ(batches.value()[0].balance_key, "9");
    EXPECT_EQ(batches.value()[0].bin_name, "A1");
    EXPECT_EQ(batches.value()[0].name, "LOT-1");
    EXPECT_FALSE(read_bins({404, {}, ""}).ok());
    EXPECT_FALSE(read_open_lines({504, {}, ""}).ok());
    EXPECT_FALSE(read_ready({504, {}, ""}, "1").ok());
    EXPECT_EQ(ask_bins(books_, "3").body, R"({"id":3})");
    EXPECT_NE(ask_traceable_items(books_, "3").target.find("sop_confirm_despatch_traceable_items"),
              std::string::npos);
}

TEST_F(Sage200Ready, where_lines_are_allocated_is_asked_of_many_at_once) {
    EXPECT_NE(ask_allocations(books_, {"3", "4"})
                  .target.find("sop_order_return_line_id%20eq%203%20or%20"
                               "sop_order_return_line_id%20eq%204"),
              std::string::npos);
    const auto found = read_allocations({200, {}, R"([
        {"sop_order_return_line_id":3,"bin_holding_name":"A1",
         "sop_allocation_line_current_allocated_quantity":2},
        {"sop_order_return_line_id":3,"bin_holding_name":"B2",
         "sop_allocation_line_current_allocated_quantity":0}])"});
    ASSERT_EQ(found.value().size(), 1U) << "what has left is allocated no more";
    EXPECT_EQ(found.value()[0].line_key, "3");
    EXPECT_EQ(found.value()[0].bin_name, "A1");
    EXPECT_FALSE(read_allocations({404, {}, ""}).ok());
}

TEST_F(Sage200Ready, a_full_page_of_lines_is_not_used) {
    std::string full = "[";
    for (int row = 1; row <= 5000; ++row) {
        full += (row == 1 ? "" : ",") + std::string(R"({"id":1})");
    }
    EXPECT_FALSE(read_open_lines({200, {}, full + "]"}).ok());
}

TEST_F(Sage200Ready, reads_only_fields_that_sage_publishes) {
    const JsonValue models = test::published_models();
    if (models.is_null()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    const auto has = [&](const char* model, const char* field) {
        return models.at(model).at("properties").get_object().contains(field);
    };
    for (const char* field :
         {"id", "product_id", "item_code", "line_quantity", "despatch_receipt_quantity",
          "available_quantity", "selling_unit_multiple", "stock_unit_multiple",
          "is_multiple_bin_allocations", "has_traceable_allocations"}) {
        EXPECT_TRUE(has("sop_despatch_receipt_item", field)) << field;
    }
    for (const char* field :
         {"id", "line_type", "product_id", "warehouse_id", "code", "line_quantity", "line_number",
          "stock_unit_despatch_receipt_quantity", "stock_unit_available_for_despatch",
          "selling_unit_multiple", "stock_unit_multiple", "spare_text_1"}) {
        EXPECT_TRUE(has("sop_order_line", field)) << field;
    }
    EXPECT_TRUE(has("sop_despatch_bin_item", "bin_name"));
    EXPECT_TRUE(has("sop_confirm_despatch_bin_items_adjustment", "bin_items"));
    for (const char* field :
         {"identification_no", "traceable_item_id", "traceable_bin_item_id",
          "traceable_allocation_balance_id", "bin_name", "available_quantity", "is_selectable"}) {
        EXPECT_TRUE(has("sop_item_traceable_adjustment_item", field)) << field;
    }
    for (const char* field :
         {"sop_allocation_line_id", "sop_order_return_line_id",
          "sop_allocation_line_current_allocated_quantity", "bin_holding_name"}) {
        EXPECT_TRUE(has("sop_allocation_line_view", field)) << field;
    }
    EXPECT_TRUE(has("product", "traceable_type"));
    EXPECT_TRUE(has("sop_confirm_despatch_traceable_adjustment", "traceable_adjustment_items"));
}

}  // namespace
}  // namespace sage::sage200
