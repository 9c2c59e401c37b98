// SPDX-License-Identifier: Apache-2.0
// Plan: the header of an order; what holds every order: rights and rules of Sage, a field for our
// reference; numbers, addresses; nothing to order. A return, and what it refers to.
#include <gmock/gmock.h>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/offers.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::expect_kind;
using sample::held_by;

class Sage200MapOrder : public testing::Test {
  protected:
    Sage200MapOrder() {
        subject_.envelope.message_type = MessageType::sales_order;
        subject_.despatch_id = subject_.id;
    }
    Preparation made(std::string_view changes = "{}") {
        return sample::prepared(subject_, sample::order_settings(changes), known_);
    }
    boost::json::object body(std::string_view changes = "{}") {
        return sample::body_of(made(changes)).as_object();
    }
    void set_rule(std::string_view name, std::string_view value) {
        CatalogueRecord rules =
            *sample::order_catalogue().find(kind::sop_settings, kind::sop_settings);
        rules.fields = {{std::string(name), std::string(value)}};
        known_ = sample::order_catalogue({rules});
    }

    Document subject_ = sample::document();
    Catalogue known_ = sample::order_catalogue();
};

TEST_F(Sage200MapOrder, has_customer_dates_numbers_and_address) {
    boost::json::object header = body();
    header.erase("lines");
    EXPECT_EQ(
        boost::json::serialize(header),
        R"({"customer_id":"101","spare_text_1":"WQ3M8Z5T0R7P2A9K4C",)"
        R"("customer_document_no":"PO-7781","document_date":"2026-11-20T00:00:00Z",)"
        R"("use_invoice_address":false,"delivery_address":{"postal_name":"Acme Gifts, Dock 4",)"
        R"("address_1":"4 Dock Road","address_2":"Leeds","postcode":"LS1 4AB"},)"
        R"("is_to_sequence_lines":true,"is_editing":false})");
    const Send send = expect_kind<Send>(made());
    EXPECT_EQ(send.sage_type, order_type);
    EXPECT_EQ(send.facts.at("total_net_value"), "25.29");
    EXPECT_EQ(send.prediction.currency_id, "GBP");
    EXPECT_TRUE(send.remarks.empty());
}

TEST_F(Sage200MapOrder, what_is_too_long_is_cut_and_told) {
    subject_.buyer_order_id = std::string(31, '7');
    subject_.delivery.address_lines = {"1", "2", "3", "4", "Leeds", std::string(80, 'x')};
    const boost::json::value header = body();
    EXPECT_EQ(header.at("customer_document_no").as_string(), std::string(27, '7') + "...");
    EXPECT_EQ(header.at_pointer("/delivery_address/address_4").as_string(), "4");
    EXPECT_EQ(header.at_pointer("/delivery_address/city").as_string().size(), 60U);
    EXPECT_EQ(expect_kind<Send>(made()).remarks.size(), 2U);
    subject_.delivery.address_lines.clear();
    EXPECT_TRUE(body().at("use_invoice_address").as_bool());
}

TEST_F(Sage200MapOrder, our_reference_may_stand_in_the_customers_number) {
    known_ =
        sample::order_catalogue({sample::record(kind::order_field, "customer_document_no", "")});
    const boost::json::value header = body(R"({"salesOrders":{"warehouses":{"MAIN":"HOME"},
        "referenceField":"customer_document_no"}})");
    EXPECT_EQ(header.at("customer_document_no").as_string(), sample::reference);
    EXPECT_FALSE(header.as_object().contains("spare_text_1"));
    EXPECT_FALSE(header.at_pointer("/lines/0").as_object().contains("customer_document_no"));
}

TEST_F(Sage200MapOrder, without_a_field_for_our_reference_nothing_is_sent) {
    known_ = sample::order_catalogue_without(kind::order_field, "spare_text_1");
    EXPECT_EQ(held_by(made()), "sage200.reference_field_missing  reference-field:spare_text_1");
    const char* const analysis = R"({"salesOrders":{"warehouses":{"MAIN":"HOME"},
        "referenceField":"analysis_code_3"}})";
    const auto mapped = [](const char* open) {
        return sample::order_catalogue({sample::record(kind::order_field, "analysis_code_3", ""),
                                        sample::record(kind::analysis_code, "SOPOrderReturn/3", "9",
                                                       {{std::string(analysis_open), open}})});
    };
    known_ = mapped("false");
    EXPECT_EQ(held_by(made(analysis)),
              "sage200.reference_field_missing  reference-field:analysis_code_3");
    known_ = mapped("true");
    EXPECT_EQ(body(analysis).at("analysis_code_3").as_string(), sample::reference);
}

TEST_F(Sage200MapOrder, rights_and_rules_of_sage_hold_before_anything_is_sent) {
    const char* const sages = R"({"salesOrders":{"warehouses":{"MAIN":"HOME"},"prices":"sage",
        "additionalCharges":{"POST":"CARRIAGE"}}})";
    known_ =
        sample::order_catalogue({sample::record(kind::sop_permissions, kind::sop_permissions, "1",
                                                {{"override_prices_discounts", "false"}})});
    EXPECT_EQ(held_by(made()),
              "sage200.prices_not_permitted  permission:override_prices_discounts");
    EXPECT_TRUE(std::holds_alternative<Send>(made(sages)));
    set_rule("are_prices_tax_inclusive", "true");
    EXPECT_EQ(held_by(made()), "sage200.prices_with_tax  prices-with-tax");
    EXPECT_TRUE(std::holds_alternative<Send>(made(sages)));
}

TEST_F(Sage200MapOrder, has_the_documents_number_where_sage_gives_none) {
    EXPECT_FALSE(body().contains("document_no"));
    set_rule("auto_generate_order_return_numbers", "false");
    EXPECT_EQ(body().at("document_no").as_string(), "DN-1001-1");
    subject_.envelope.document_version = "2";
    EXPECT_EQ(body().at("document_no").as_string(), "DN-1001-1/2") << "beside the first";
    subject_.id = std::string(21, 'D');
    EXPECT_EQ(held_by(made()), "sage200.document_no_too_long /body/id order-numbers");
}

TEST_F(Sage200MapOrder, holds_for_what_holds_the_ledger_too) {
    subject_.currency_id = "EUR";
    EXPECT_EQ(held_by(made()), "sage200.currency_foreign /body/currencyId currency:EUR");
    subject_.currency_id = "GBP";
    subject_.buyer.id = "NOBODY";
    EXPECT_EQ(held_by(made()),
              "sage200.customer_unknown /body/buyerCustomerParty/id customer:NOBODY");
    subject_.buyer.id = "CUST-001";
    subject_.lines[0].tax.tax_code = "OTHER";
    EXPECT_EQ(held_by(made()).substr(0, 43), "sage200.tax_undecided /body/lines/0/tax tax");
    EXPECT_EQ(held_by(sample::prepared(subject_, sample::order_settings(), Catalogue())),
              "sage200.catalogue_empty  catalogue");
}

TEST_F(Sage200MapOrder, of_nothing_posts_nothing) {
    subject_.lines[0].quantity.value = Decimal();
    subject_.allowance_charges.clear();
    EXPECT_EQ(expect_kind<PostNothing>(made()).reason, "Every line has the quantity zero.");
}

class Sage200MapReturn : public testing::Test {
  protected:
    Preparation made(std::string_view changes = "{}") {
        boost::json::object all = boost::json::parse(changes).as_object();
        all["returnBecomes"] = "salesReturn";
        return sample::prepared(subject_, sample::order_settings(boost::json::serialize(all)),
                                sample::order_catalogue(returns_), related_);
    }

    Document subject_ = sample::document("returnAdvice");
    std::vector<CatalogueRecord> returns_ = {
        offer_record(offer::sales_returns, Offered::yes),
        sample::record(kind::return_field, "spare_text_1", "")};
    std::vector<Related> related_;
};

TEST_F(Sage200MapReturn, is_an_order_the_other_way_round_that_says_what_it_takes_back) {
    Related despatch = sample::posted_despatch("DN-1001-1");
    despatch.sage_document.type = despatch_type;
    related_ = {despatch};
    EXPECT_EQ(boost::json::serialize(sample::body_of(made())),
              R"({"customer_id":"101","spare_text_1":"WQ3M8Z5T0R7P2A9K4C",)"
              R"("document_date":"2026-11-24T00:00:00Z","use_invoice_address":true,)"
              R"("is_to_sequence_lines":true,"is_editing":false,"lines":[)"
              R"({"line_type":"EnumLineTypeStandard","product_id":"201","warehouse_id":"301",)"
              R"("tax_code_id":"11","nominal_reference":"4000","selling_unit_price":"3.39000",)"
              R"("line_quantity":"2","spare_text_1":"1"}],)"
              R"("memos":[{"note":"Return RMA-31, of despatch DN-1001-1, number 1301",)"
              R"("is_active":true}]})");
    const Send send = expect_kind<Send>(made());
    EXPECT_EQ(send.facts.at("total_net_value"), "6.78");
    EXPECT_EQ(send.terms.lines.size(), 1U);
}

TEST_F(Sage200MapReturn, names_its_own_fields_when_it_is_held) {
    EXPECT_EQ(held_by(made(R"({"salesOrders":{}})")),
              "sage200.warehouse_unmapped /body/shipTo/locationId site:MAIN");
    subject_.lines[0].quantity.unit_code = "BX";
    EXPECT_EQ(held_by(made()), "sage200.unit_unknown /body/lines/0/returnedQuantity unit:BX");
    subject_ = sample::document("returnAdvice");
    returns_.pop_back();
    EXPECT_EQ(held_by(made()),
              "sage200.reference_field_missing  return-reference-field:spare_text_1");
}

TEST_F(Sage200MapReturn, needs_a_price_unless_sages_own_count) {
    subject_.lines[0].price.reset();
    EXPECT_EQ(expect_kind<Refuse>(made()).problems.at(0).code, "sage200.price_missing");
    EXPECT_EQ(expect_kind<Send>(made(R"({"salesOrders":{"prices":"sage",
                  "warehouses":{"MAIN":"HOME"}}})"))
                  .sage_type,
              return_type);
}

}  // namespace
}  // namespace sage::sage200
