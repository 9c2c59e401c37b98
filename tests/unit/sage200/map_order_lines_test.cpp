// SPDX-License-Identifier: Apache-2.0
// Plan: prices and discounts exactly or not at all; goods and charges line by line, with nominal
// codes, texts and the line's own number; prices of Sage; what is kept for returns.
#include <gmock/gmock.h>

#include "plugins/sage200/map_order.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::body_of;
using sample::expect_kind;
using sample::held_by;

Decimal decimal(const char* digits) {
    return *Decimal::parse(digits);
}

Price price(const char* amount) {
    Price made;
    made.unit_amount = {decimal(amount), "GBP"};
    return made;
}

TEST(Sage200SellingPrice, a_price_is_exactly_what_the_document_says) {
    Price one = price("3.39");
    EXPECT_EQ(*map_selling_price(one, "/at").value.price, decimal("3.39"));
    one.base_quantity = decimal("100");
    EXPECT_EQ(*map_selling_price(one, "/at").value.price, decimal("0.0339"));
    one.discount_rate = decimal("12.5");
    EXPECT_EQ(*map_selling_price(one, "/at").value.discount_percent, decimal("12.5"));
    one.discount_amount = Money{decimal("1"), "GBP"};
    const SellingPrice both = map_selling_price(one, "/at").value;
    EXPECT_EQ(*both.price, decimal("0.0239"));
    EXPECT_FALSE(both.discount_value);
    one.discount_rate = decimal("0");
    const SellingPrice amount = map_selling_price(one, "/at").value;
    EXPECT_EQ(*amount.price, decimal("0.0339"));
    EXPECT_EQ(*amount.discount_value, decimal("0.01"));
    EXPECT_FALSE(amount.discount_percent);
}

TEST(Sage200SellingPrice, a_number_that_sage_has_no_places_for_is_held) {
    Price one = price("3.390001");
    EXPECT_EQ(map_selling_price(one, "/at").hold->problem.code, "sage200.number_not_exact");
    one = price("1");
    one.base_quantity = decimal("3");
    EXPECT_TRUE(map_selling_price(one, "/at").hold);
    one = price("1");
    one.discount_rate = decimal("33.333");
    EXPECT_TRUE(map_selling_price(one, "/at").hold);
    sample::expect_complete(map_selling_price(one, "/at").hold->problem);
}

class Sage200MapOrderLines : public testing::Test {
  protected:
    Sage200MapOrderLines() {
        subject_.envelope.message_type = MessageType::sales_order;
        subject_.despatch_id = subject_.id;
    }
    Preparation made(std::string_view changes = "{}") {
        return sample::prepared(subject_, sample::order_settings(changes), known_);
    }
    boost::json::value line(std::size_t index, std::string_view changes = "{}") {
        return body_of(made(changes)).at("lines").as_array().at(index);
    }

    Document subject_ = sample::document();
    Catalogue known_ = sample::order_catalogue();
};

TEST_F(Sage200MapOrderLines, goods_have_product_warehouse_price_tax_and_nominal_code) {
    EXPECT_EQ(boost::json::serialize(line(0)),
              R"({"line_type":"EnumLineTypeStandard","product_id":"201","warehouse_id":"301",)"
              R"("to_allocate_quantity":"6","tax_code_id":"11","nominal_reference":"4000",)"
              R"("selling_unit_price":"3.39000","line_quantity":"6","spare_text_1":"1"})");
}

TEST_F(Sage200MapOrderLines, goods_are_ordered_in_the_unit_that_they_were_sold_in) {
    const char* const units =
        R"({"salesOrders":{"warehouses":{"MAIN":"HOME"},"units":{"BX":"Box"}}})";
    subject_.lines[0].quantity.unit_code = "BX";
    known_ = sample::order_catalogue(
        {sample::record(kind::unit, "Box", "61"),
         sample::record(kind::product, "SKU-100", "201", {{"unit:61", "6"}})});
    EXPECT_EQ(line(0, units).at("selling_unit_id").as_string(), "61");
    EXPECT_EQ(line(0, units).at("line_quantity").as_string(), "6");
    EXPECT_EQ(line(0, units).at("to_allocate_quantity").as_string(), "6");
    EXPECT_EQ(line(0, units).at("selling_unit_price").as_string(), "3.39000");
    EXPECT_EQ(held_by(made()), "sage200.unit_unknown /body/lines/0/deliveredQuantity unit:BX");
}

TEST_F(Sage200MapOrderLines, charges_are_described_or_additional_charges) {
    EXPECT_EQ(boost::json::serialize(line(1)),
              R"({"line_type":"EnumLineTypeCharge","description":"Carriage","tax_code_id":"11",)"
              R"("nominal_reference":"4905","selling_unit_price":"4.95"})");
    const char* const named = R"({"salesOrders":{"warehouses":{"MAIN":"HOME"},
        "additionalCharges":{"POST":"CARRIAGE"}}})";
    EXPECT_EQ(line(1, named).at("code").as_string(), "CARRIAGE");
    known_ = sample::order_catalogue_without(kind::additional_charge, "CARRIAGE");
    EXPECT_EQ(held_by(made(named)),
              "sage200.record_unknown /body/allowanceCharges/0/reasonCode "
              "additional-charge:CARRIAGE");
}

TEST_F(Sage200MapOrderLines, prices_of_sage_are_not_sent) {
    const char* const sages = R"({"salesOrders":{"warehouses":{"MAIN":"HOME"},"prices":"sage",
        "additionalCharges":{"POST":"CARRIAGE"}}})";
    EXPECT_FALSE(line(0, sages).as_object().contains("selling_unit_price"));
    EXPECT_FALSE(line(1, sages).as_object().contains("selling_unit_price"));
    EXPECT_EQ(held_by(made(R"({"salesOrders":{"warehouses":{"MAIN":"HOME"},"prices":"sage"}})")),
              "sage200.charge_unmapped /body/allowanceCharges/0/reasonCode charge:POST");
    subject_.lines[0].price.reset();
    EXPECT_TRUE(std::holds_alternative<Send>(made(sages)));
    EXPECT_TRUE(std::holds_alternative<Refuse>(made()));
}

TEST_F(Sage200MapOrderLines, nominal_codes_are_sages_own_where_orders_may_not_have_others) {
    CatalogueRecord rules = *known_.find(kind::sop_settings, kind::sop_settings);
    rules.fields = {{"amend_nominal_codes", "false"}};
    known_ = sample::order_catalogue({rules});
    EXPECT_FALSE(line(0).as_object().contains("nominal_reference"));
    known_ = sample::order_catalogue();
    EXPECT_FALSE(line(0, R"({"nominalCodes":[]})").as_object().contains("nominal_reference"));
    EXPECT_EQ(held_by(made(R"({"nominalCodes":[{"set":{"nominalCode":"9999"}}]})")),
              "sage200.nominal_unusable /body/lines/0 nominal:9999");
}

TEST_F(Sage200MapOrderLines, what_is_wrong_of_a_line_is_told_by_its_place) {
    subject_.lines[0].quantity.value = decimal("1.000001");
    subject_.lines[0].quantity.unit_code = "BX";
    subject_.lines[0].item.sellers_item_id = "ELSE";
    subject_.allowance_charges[0].amount.amount = decimal("1.005");
    const Hold hold = expect_kind<Hold>(made());
    std::string all = hold.problem.code + " " + hold.problem.pointer;
    for (const Problem& other : hold.others) {
        all += "; " + other.code + " " + other.pointer;
    }
    EXPECT_EQ(all,
              "sage200.product_unknown /body/lines/0/item/sellersItemId; "
              "sage200.unit_unknown /body/lines/0/deliveredQuantity; "
              "sage200.number_not_exact /body/lines/0/deliveredQuantity; "
              "sage200.number_not_exact /body/allowanceCharges/0/amount");
}

TEST_F(Sage200MapOrderLines, of_orders_of_the_warehouse_the_site_allocates) {
    subject_ = sample::document("salesOrder");
    const boost::json::value goods = line(0, R"({"orderBecomes":"salesOrder"})");
    EXPECT_FALSE(goods.as_object().contains("to_allocate_quantity"));
    EXPECT_EQ(goods.at("spare_text_1").as_string(), "10");
}

TEST_F(Sage200MapOrderLines, what_lines_became_is_kept_for_what_follows) {
    const Send send = expect_kind<Send>(made());
    EXPECT_EQ(send.terms.customer, "CUST-001");
    ASSERT_EQ(send.terms.lines.size(), 2U);
    EXPECT_EQ(send.terms.lines[0].key, terms_key(subject_.lines[0]));
    EXPECT_EQ(send.terms.lines[0].terms.item, "SKU-100");
    EXPECT_EQ(send.terms.lines[0].terms.tax, "1");
    subject_.lines[0].posted = send.terms.lines[0].terms;
    subject_.lines[0].posted->tax = "0";
    subject_.lines[0].posted->tax_percent = decimal("0");
    EXPECT_EQ(line(0).at("tax_code_id").as_string(), "10");
}

}  // namespace
}  // namespace sage::sage200
