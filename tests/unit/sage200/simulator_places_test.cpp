// SPDX-License-Identifier: Apache-2.0
// Plan: goods with bins and numbers are allocated from their places; what may be chosen; a despatch
// that names them, too few, too many, others; other batches by switch; what an order that is
// deleted gives back; another edition.
#include "plugins/sage200/simulator_places.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

class SimulatedSage200Places : public testing::Test {
  protected:
    void put(const char* bin, const char* number, const char* quantity,
             const char* type = "EnumTraceableTypeBatch") {
        site_.change(
            json::serialize(json::object{{"goods", json::object{{"product", "MUG"},
                                                                {"warehouse", "NORTH"},
                                                                {"bin", bin},
                                                                {"number", number},
                                                                {"quantity", quantity},
                                                                {"traceableType", type}}}}));
    }
    void make(std::int64_t quantity) {
        json::object order = site_.order();
        json::object line = site_.line("MUG", quantity);
        line["warehouse_id"] = site_.id_of("warehouses", "name", "NORTH");
        order["lines"] = json::array{line};
        order_ = parsed(site_.send("POST", "/sop_orders", order));
        line_ = id(order_, "/lines/0/id");
    }
    static std::int64_t id(const json::value& from, std::string_view pointer) {
        return std::stoll(std::string(text_at(from, pointer)));
    }
    json::value choice(const char* resource) {
        return parsed(site_.send("POST", resource, json::object{{"id", line_}}));
    }
    json::value numbers() { return choice("/sop_confirm_despatch_traceable_items"); }
    json::value bins() { return choice("/sop_confirm_despatch_bin_items"); }
    json::object number(int index, std::int64_t quantity, bool selected = true) {
        const json::value all = numbers();
        const std::string at = "/traceable_adjustment_items/" + std::to_string(index) + "/";
        return {
            {"traceable_item_id", id(all, at + "traceable_item_id")},
            {"traceable_bin_item_id", id(all, at + "traceable_bin_item_id")},
            {"traceable_allocation_balance_id", id(all, at + "traceable_allocation_balance_id")},
            {"quantity", quantity},
            {"is_selected", selected}};
    }
    std::string confirm(std::int64_t quantity, const char* part = "", json::array named = {}) {
        json::object item = {{"id", line_}, {"quantity", quantity}};
        if (*part != '\0') {
            item[part] = std::move(named);
        }
        return said(site_.send("POST", "/sop_confirm_despatch",
                               json::object{{"sop_order_return_id", id(order_, "/id")},
                                            {"items", json::array{item}}}));
    }

    static constexpr const char* by_number = "traceable_adjustment_items";
    static constexpr const char* by_bin = "bin_items";
    SimulatedSite site_;
    json::value order_;
    std::int64_t line_ = 0;
};

TEST_F(SimulatedSage200Places, batches_have_to_be_named_with_their_quantities) {
    put("A1", "L-1", "4");
    put("B2", "L-2", "5");
    make(6);
    const json::value all = numbers();
    EXPECT_EQ(text_at(all, "/traceable_adjustment_items/0/identification_no"), "L-1");
    EXPECT_EQ(text_at(all, "/traceable_adjustment_items/0/available_quantity"), "4");
    EXPECT_EQ(text_at(all, "/traceable_adjustment_items/1/identification_no"), "L-2");
    EXPECT_EQ(text_at(all, "/traceable_adjustment_items/1/available_quantity"), "2");
    EXPECT_EQ(text_at(all, "/traceable_adjustment_items/1/bin_name"), "B2");
    EXPECT_THAT(confirm(3), HasSubstr("do not come to the quantity"));
    EXPECT_THAT(confirm(3, by_number, {number(0, 2)}), HasSubstr("do not come to the quantity"));
    EXPECT_THAT(confirm(3, by_number, {number(1, 3)}), HasSubstr("not so much of it"));
    EXPECT_THAT(confirm(4, by_number, {number(0, 2), number(0, 2)}), HasSubstr("no such batch"));
    json::object wrong = number(0, 3);
    wrong["traceable_bin_item_id"] = 1;
    EXPECT_THAT(confirm(3, by_number, {wrong}), HasSubstr("no such batch"));
    wrong.erase("traceable_bin_item_id");
    EXPECT_THAT(confirm(3, by_number, {wrong}), HasSubstr("The field is required"));
    EXPECT_THAT(confirm(3, by_number, {number(0, 1), number(1, 2)}), HasSubstr("200 "));
    EXPECT_EQ(site_.on_hand("MUG", "NORTH"), "6");
    EXPECT_EQ(text_at(numbers(), "/traceable_adjustment_items/0/available_quantity"), "3");
    EXPECT_EQ(text_at(numbers(), "/traceable_adjustment_items/1/identification_no"), "");
    const json::value views = site_.get("/sop_allocation_line_views");
    EXPECT_EQ(text_at(views, "/0/bin_holding_name"), "A1");
    EXPECT_EQ(text_at(views, "/0/sop_allocation_line_despatched_quantity"), "1");
    EXPECT_EQ(text_at(views, "/0/sop_allocation_line_current_allocated_quantity"), "3");
    EXPECT_EQ(text_at(views, "/1/sop_allocation_line_current_allocated_quantity"), "0");
}

TEST_F(SimulatedSage200Places, serial_numbers_are_selected) {
    put("A1", "S-1", "1", "EnumTraceableTypeSerial");
    put("A1", "S-2", "1", "EnumTraceableTypeSerial");
    make(2);
    EXPECT_THAT(confirm(1, by_number, {number(0, 1, false)}), HasSubstr("do not come"));
    EXPECT_THAT(confirm(2, by_number, {number(0, 7), number(1, 7)}), HasSubstr("200 "));
}

TEST_F(SimulatedSage200Places, what_has_no_number_yet_cannot_be_chosen) {
    put("A1", "", "4");
    make(2);
    EXPECT_FALSE(numbers().at(by_number).at(0).at("is_selectable").as_bool());
    EXPECT_THAT(confirm(2, by_number, {number(0, 2)}), HasSubstr("no such batch"));
}

TEST_F(SimulatedSage200Places, other_batches_may_be_offered_besides) {
    put("A1", "L-1", "4");
    put("B2", "L-2", "5");
    make(4);
    EXPECT_EQ(numbers().at(by_number).as_array().size(), 1U);
    site_.behave(R"({"offerFreeBatches":true})");
    ASSERT_EQ(numbers().at(by_number).as_array().size(), 2U);
    EXPECT_FALSE(numbers().at(by_number).at(1).at("is_allocated").as_bool());
    EXPECT_THAT(confirm(3, by_number, {number(1, 3)}), HasSubstr("200 "));
    EXPECT_EQ(text_at(numbers(), "/traceable_adjustment_items/0/available_quantity"), "1");
    EXPECT_EQ(text_at(numbers(), "/traceable_adjustment_items/1/available_quantity"), "3")
        << "what L-1 is not allocated any more is free";
    EXPECT_EQ(site_.on_hand("MUG", "NORTH"), "6");
}

TEST_F(SimulatedSage200Places, several_bins_have_to_be_named_and_one_has_not) {
    put("A1", "", "4", "");
    put("B2", "", "5", "");
    make(3);
    EXPECT_THAT(confirm(1, by_number,
                        {json::object{{"traceable_item_id", 1},
                                      {"traceable_bin_item_id", 1},
                                      {"traceable_allocation_balance_id", 1},
                                      {"quantity", 1},
                                      {"is_selected", true}}}),
                HasSubstr("no batches"));
    EXPECT_THAT(confirm(3), HasSubstr("200 "));
    make(6);
    const std::int64_t first = id(bins(), "/bin_items/0/id");
    const std::int64_t second = id(bins(), "/bin_items/1/id");
    const auto bin = [](std::int64_t key, std::int64_t quantity) {
        return json::object{{"id", key}, {"quantity", quantity}};
    };
    const json::value ready = site_.get("/sop_confirm_despatch?$filter=document_no eq '" +
                                        std::string(text_at(order_, "/document_no")) + "'");
    EXPECT_TRUE(at_pointer(ready, "/0/items/0/is_multiple_bin_allocations")->as_bool());
    EXPECT_FALSE(at_pointer(ready, "/0/items/0/has_traceable_allocations")->as_bool());
    EXPECT_THAT(confirm(6), HasSubstr("allocated at multiple bins"));
    EXPECT_THAT(confirm(3, by_bin, {bin(first, 3)}), HasSubstr("not so much in it"));
    EXPECT_THAT(confirm(3, by_bin, {bin(1, 3)}), HasSubstr("no such bin"));
    EXPECT_THAT(confirm(3, by_bin, {bin(second, 2)}), HasSubstr("do not come to the quantity"));
    EXPECT_THAT(confirm(5, by_bin, {bin(first, 1), bin(second, 4)}), HasSubstr("200 "));
    EXPECT_THAT(confirm(1), HasSubstr("200 ")) << "one bin is left";
    EXPECT_EQ(site_.on_hand("MUG", "NORTH"), "0");
}

TEST_F(SimulatedSage200Places, an_order_that_is_deleted_gives_its_places_back) {
    put("A1", "L-1", "4");
    make(4);
    EXPECT_EQ(site_.send("DELETE", "/sop_orders/" + std::string(text_at(order_, "/id"))).status,
              200);
    make(4);
    EXPECT_EQ(text_at(numbers(), "/traceable_adjustment_items/0/identification_no"), "L-1");
    EXPECT_EQ(choice("/sop_confirm_despatch_bin_items").at("bin_items").as_array().size(), 1U);
    line_ = 1;
    EXPECT_EQ(site_.send("POST", "/sop_confirm_despatch_bin_items", json::object{{"id", 1}}).status,
              400);
}

TEST_F(SimulatedSage200Places, standard_has_no_batches) {
    put("A1", "L-1", "4");
    site_.change(R"({"site":{"professional":false}})");
    site_.professional = false;
    make(2);
    EXPECT_THAT(confirm(2), HasSubstr("200 "));
}

}  // namespace
}  // namespace sage::test
