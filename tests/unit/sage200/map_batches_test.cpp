// SPDX-License-Identifier: Apache-2.0
// Plan: what is asked, and when nothing is; batches and serial numbers by their numbers, from one
// bin or several; bins by their names, and without names; all that Sage does not have allocated;
// answers that are none.
#include <gmock/gmock.h>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/wire_values.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::expect_kind;
using sample::held_by;
using testing::HasSubstr;

std::string candidate(const char* number, const char* bin, const char* available, int key) {
    return R"({"traceable_item_id":)" + std::to_string(key) + R"(,"identification_no":")" + number +
           R"(","traceable_bin_item_id":)" + std::to_string(key + 100) +
           R"(,"traceable_allocation_balance_id":)" + std::to_string(key + 200) +
           R"(,"bin_name":")" + bin + R"(","available_quantity":)" + available + "}";
}

std::string bin(const char* name, const char* available, int key) {
    return R"({"id":)" + std::to_string(key) + R"(,"bin_name":")" + name +
           R"(","available_quantity":)" + available + "}";
}

class Sage200Batches : public testing::Test {
  protected:
    Sage200Batches() {
        see("order", R"({"id":5001,"document_no":"70001","customer_id":101})");
        see("lines of the order",
            R"([{"id":11,"line_type":"EnumLineTypeStandard","product_id":201,"line_quantity":6,)"
            R"("stock_unit_available_for_despatch":10}])");
        subject_.lines[0].lots.clear();
        subject_.lines[0].serial_ids.clear();
        subject_.lines[0].bin_id.clear();
    }
    void by(const char* traceable_type) {
        known_ = sample::order_catalogue({sample::record(kind::product, "SKU-100", "201",
                                                         {{"traceable_type", traceable_type}})});
    }
    void see(std::string name, std::string body, int status = 200) {
        seen_.push_back({std::move(name), {status, {}, std::move(body)}});
    }
    void see_batches(const std::string& candidates) {
        seen_.resize(2);
        see("batches of line 11", R"({"id":11,"traceable_adjustment_items":[)" + candidates + "]}");
    }
    void see_bins(const std::string& bins) {
        seen_.resize(2);
        see("allocations of line 11", R"([
            {"sop_order_return_line_id":11,"bin_holding_name":"A1",
             "sop_allocation_line_current_allocated_quantity":1},
            {"sop_order_return_line_id":11,"bin_holding_name":"B2",
             "sop_allocation_line_current_allocated_quantity":1}])");
        see("bins of line 11", R"({"id":11,"bin_items":[)" + bins + "]}");
    }
    void lot(const char* number, std::int64_t quantity, const char* bin_id = "") {
        subject_.lines[0].lots.push_back({number, "", "", {Decimal::of(quantity), "C62"}, bin_id});
    }
    Preparation made() {
        return prepare(sample::order_settings(),
                       {subject_, known_, sample::reference, sample::key, "", related_, seen_});
    }
    /// "key/bin/balance:quantity" of each batch, "key:quantity" of each bin.
    std::string named() {
        const boost::json::value body = sample::body_of(made());
        std::string all;
        const auto add = [&](const boost::json::value& one, const char* field, const char* end) {
            all += plain_number(std::string_view(one.at(field).as_string())) + end;
        };
        for (const boost::json::value& item : body.at("items").as_array()) {
            if (const auto* const list =
                    item.as_object().if_contains("traceable_adjustment_items")) {
                for (const boost::json::value& one : list->as_array()) {
                    add(one, "traceable_item_id", "/");
                    add(one, "traceable_bin_item_id", "/");
                    add(one, "traceable_allocation_balance_id", ":");
                    add(one, "quantity", " ");
                }
            }
            if (const auto* const list = item.as_object().if_contains("bin_items")) {
                for (const boost::json::value& one : list->as_array()) {
                    add(one, "id", ":");
                    add(one, "quantity", " ");
                }
            }
        }
        return all;
    }

    Document subject_ = sample::document();
    Catalogue known_ = sample::order_catalogue();
    std::vector<Related> related_ = {sample::posted_order("SO-1001")};
    std::vector<Observation> seen_;
};

TEST_F(Sage200Batches, nothing_is_asked_where_sage_keeps_none_and_the_document_names_none) {
    EXPECT_EQ(named(), "");
    lot("L-1", 6);
    EXPECT_EQ(named(), "") << "Sage keeps no batches of it";
    by("EnumTraceableTypeNone");
    EXPECT_EQ(named(), "");
}

TEST_F(Sage200Batches, are_named_by_the_keys_that_sage_shows) {
    by("EnumTraceableTypeBatch");
    const ReadFirst question = expect_kind<ReadFirst>(made());
    EXPECT_EQ(question.name, "batches of line 11");
    EXPECT_THAT(question.request.target, HasSubstr("/sop_confirm_despatch_traceable_items"));
    EXPECT_EQ(question.request.body, R"({"id":11})");
    lot("L-2", 4);
    lot("L-1", 2);
    see_batches(candidate("L-1", "A1", "5", 1) + "," + candidate("L-2", "A1", "4", 2));
    EXPECT_EQ(named(), "2/102/202:4 1/101/201:2 ");
    subject_.lines[0].lots.clear();
    lot("L-1", 2);
    lot("L-1", 1);
    lot("L-2", 3);
    EXPECT_EQ(named(), "1/101/201:3 2/102/202:3 ");
}

TEST_F(Sage200Batches, of_several_bins_are_taken_where_the_document_or_the_quantity_tells) {
    by("EnumTraceableTypeBatch");
    see_batches(candidate("L-1", "A1", "4", 1) + "," + candidate("L-1", "B2", "8", 2));
    lot("L-1", 6);
    EXPECT_EQ(held_by(made()), "sage200.bin_not_told /body/lines/0/binId ");
    subject_.lines[0].bin_id = "B2";
    EXPECT_EQ(named(), "2/102/202:6 ");
    subject_.lines[0].lots[0].bin_id = "A1";
    EXPECT_EQ(held_by(made()), "sage200.batch_not_allocated /body/lines/0/lots ");
    subject_.lines[0].lots[0].bin_id = subject_.lines[0].bin_id = "WMS-7";
    EXPECT_EQ(held_by(made()), "sage200.bin_not_told /body/lines/0/binId ");
    see_batches(candidate("L-1", "A1", "4", 1) + "," + candidate("L-1", "B2", "2", 2));
    EXPECT_EQ(named(), "1/101/201:4 2/102/202:2 ") << "all of it leaves";
    see_batches(candidate("L-1", "A1", "7", 1));
    EXPECT_EQ(named(), "1/101/201:6 ") << "there is only one place";
}

TEST_F(Sage200Batches, that_are_not_named_or_not_allocated_are_for_a_person) {
    by("EnumTraceableTypeBatch");
    see_batches(candidate("L-1", "A1", "5", 1) + "," + candidate("L-9", "A1", "1.5", 2));
    EXPECT_EQ(held_by(made()), "sage200.batch_not_named /body/lines/0/lots ");
    lot("L-1", 6);
    EXPECT_EQ(held_by(made()), "sage200.batch_not_allocated /body/lines/0/lots ");
    EXPECT_THAT(expect_kind<Hold>(made()).problem.cause,
                HasSubstr("Of L-1 of the product SKU-100 6 left, and 5 may leave by what is "
                          "allocated to the order in Sage 200 (L-1: 5, L-9: 1.5)."));
    see_batches("");
    EXPECT_THAT(expect_kind<Hold>(made()).problem.cause, HasSubstr("(nothing)"));
    seen_.resize(2);
    see("batches of line 11", "", 404);
    EXPECT_EQ(held_by(made()), "sage200.order_unreadable /body/orderReference/id unanswered");
}

TEST_F(Sage200Batches, serial_numbers_are_one_each) {
    by("EnumTraceableTypeSerial");
    subject_.lines[0].quantity.value = Decimal::of(2);
    subject_.lines[0].serial_ids = {"S-1", "S-2"};
    see_batches(candidate("S-1", "A1", "1", 1) + "," + candidate("S-2", "A1", "1", 2));
    EXPECT_EQ(named(), "1/101/201:1 2/102/202:1 ");
    subject_.lines[0].serial_ids = {"S-1", "S-1"};
    EXPECT_EQ(held_by(made()), "sage200.batch_not_allocated /body/lines/0/lots ");
    subject_.lines[0].serial_ids = {"S-1"};
    EXPECT_EQ(held_by(made()), "sage200.batch_not_named /body/lines/0/lots ");
}

TEST_F(Sage200Batches, bins_are_asked_for_where_the_document_names_one) {
    subject_.lines[0].bin_id = "B2";
    const ReadFirst question = expect_kind<ReadFirst>(made());
    EXPECT_THAT(question.request.target, HasSubstr("/sop_allocation_line_views"));
    see("allocations of line 11", R"([{"sop_order_return_line_id":11,"bin_holding_name":"A1",
        "sop_allocation_line_current_allocated_quantity":6}])");
    EXPECT_EQ(named(), "") << "one bin needs no name";
    see_bins(bin("A1", "5", 1) + "," + bin("B2", "8", 2));
    EXPECT_EQ(named(), "2:6 ");
    seen_.resize(3);
    EXPECT_THAT(expect_kind<ReadFirst>(made()).request.target,
                HasSubstr("/sop_confirm_despatch_bin_items"));
}

TEST_F(Sage200Batches, bins_that_do_not_tell_are_for_a_person) {
    lot("L-1", 4, "B2");
    lot("L-2", 2, "WMS-7");
    see_bins(bin("A1", "5", 1) + "," + bin("B2", "4", 2));
    EXPECT_EQ(named(), "2:4 1:2 ") << "the rest can be from one bin only";
    see_bins(bin("A1", "5", 1) + "," + bin("B2", "8", 2));
    EXPECT_EQ(held_by(made()), "sage200.bin_not_told /body/lines/0/binId ");
    see_bins(bin("A1", "1", 1) + "," + bin("B2", "5", 2));
    EXPECT_EQ(named(), "2:5 1:1 ") << "all of it leaves";
    see_bins(bin("A1", "5", 1) + "," + bin("B2", "3", 2));
    EXPECT_EQ(held_by(made()), "sage200.bin_not_told /body/lines/0/binId ");
    see_bins("7");
    EXPECT_EQ(held_by(made()).substr(0, 20), "sage200.bin_not_told");
    seen_[2].reply.status = 500;
    EXPECT_EQ(held_by(made()), "sage200.order_unreadable /body/orderReference/id unanswered");
}

TEST_F(Sage200Batches, a_lot_that_is_no_exact_number_of_stock_units_is_held) {
    by("EnumTraceableTypeBatch");
    see_batches(candidate("L-1", "A1", "5", 1));
    seen_[1].reply.body =
        R"([{"id":11,"line_type":"EnumLineTypeStandard","product_id":201,"line_quantity":6,)"
        R"("stock_unit_available_for_despatch":10,"stock_unit_multiple":3}])";
    lot("L-1", 5);
    lot("L-1", 1);
    EXPECT_EQ(held_by(made()), "sage200.number_not_exact /body/lines/0/lots ");
}

}  // namespace
}  // namespace sage::sage200
