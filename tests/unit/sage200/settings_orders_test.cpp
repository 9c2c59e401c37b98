// SPDX-License-Identifier: Apache-2.0
// Plan: what stands where nothing is said; each value as read; rules that a schema cannot say;
// what has to be read of Sage; which fields take texts.
#include <gmock/gmock.h>

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sage200OrderSettings, say_nothing_of_orders_where_nothing_is_said) {
    const Settings usual = sample::settings();
    EXPECT_EQ(usual.despatch_becomes, DespatchBecomes::sales_invoice);
    EXPECT_FALSE(usual.uses_orders());
    EXPECT_EQ(usual.orders.reference_field, "spare_text_1");
    EXPECT_TRUE(usual.orders.document_prices);
    EXPECT_THAT(usual.orders.unit_codes, ElementsAre("C62", "EA", "H87"));
}

TEST(Sage200OrderSettings, are_read_as_they_are_written) {
    const Settings read = sample::settings(R"({"despatchBecomes":"despatchOfOrder",
        "orderBecomes":"salesOrder","salesOrders":{"referenceField":"analysis_code_20",
        "prices":"sage","unitCodes":["BX"],"warehouses":{"A":"B"},
        "additionalCharges":{"C":"D"},"couriers":{"E":"F"}}})");
    EXPECT_EQ(read.despatch_becomes, DespatchBecomes::despatch_of_order);
    EXPECT_TRUE(read.posts_orders);
    EXPECT_EQ(read.orders.reference_field, "analysis_code_20");
    EXPECT_FALSE(read.orders.document_prices);
    EXPECT_THAT(read.orders.unit_codes, ElementsAre("BX"));
    EXPECT_EQ(read.orders.warehouses.at("A"), "B");
    EXPECT_EQ(read.orders.additional_charges.at("C"), "D");
    EXPECT_EQ(read.orders.couriers.at("E"), "F");
    EXPECT_EQ(sample::settings(R"({"despatchBecomes":"salesOrder"})").despatch_becomes,
              DespatchBecomes::sales_order);
    EXPECT_EQ(sample::order_settings().despatch_becomes, DespatchBecomes::sales_order_and_despatch);
}

TEST(Sage200OrderSettings, that_cannot_work_are_told) {
    EXPECT_THAT(sample::problems_of(R"({"orderBecomes":"salesOrder"})"),
                ElementsAre("sage200.settings.orders_without_despatches /orderBecomes"));
    EXPECT_THAT(sample::problems_of_orders(R"({"pricesIncludeTax":true})"),
                ElementsAre("sage200.settings.orders_with_tax /pricesIncludeTax"));
    EXPECT_THAT(sample::problems_of(R"({"pricesIncludeTax":true})"), IsEmpty());
}

TEST(Sage200OrderSettings, texts_go_to_fields_that_some_document_has) {
    const auto text = [](const char* to, const char* documents = "") {
        return std::string(R"({"texts":[{"text":"x","to":[")") + to + R"("])" + documents + "}]}";
    };
    const char* const despatches = R"(,"documents":["despatchAdvice"])";
    EXPECT_THAT(sample::problems_of_orders(text("spare_text_2", despatches)), IsEmpty());
    EXPECT_THAT(sample::problems_of_orders(text("notes", despatches)), IsEmpty());
    EXPECT_THAT(sample::problems_of_orders(text("narrative")), IsEmpty()) << "returns have it";
    EXPECT_THAT(sample::problems_of_orders(text("narrative", despatches)),
                ElementsAre("sage200.settings.text_field_unknown /texts/0/to/0"));
    EXPECT_THAT(sample::problems_of_orders(text("spare_text_1")),
                ElementsAre("sage200.settings.field_twice /texts/0/to/0"));
    for (const char* const field : {"spare_text_11", "spare_date_6", "spare_text_0",
                                    "spare_text_01", "analysis_code_21", "spare_text_"}) {
        EXPECT_THAT(sample::problems_of_orders(text(field, despatches)),
                    ElementsAre("sage200.settings.text_field_unknown /texts/0/to/0"))
            << field;
    }
    EXPECT_THAT(sample::problems_of(text("spare_text_2")),
                ElementsAre("sage200.settings.text_field_unknown /texts/0/to/0"));
    const std::string order_alone = R"("despatchBecomes":"salesOrder")";
    const auto with = [&](const std::string& mode, const std::string& texts) {
        return sample::problems_of("{" + mode + "," + texts.substr(1));
    };
    EXPECT_THAT(with(order_alone, text("notes", despatches)),
                ElementsAre("sage200.settings.text_field_unknown /texts/0/to/0"));
    EXPECT_THAT(with(R"("despatchBecomes":"despatchOfOrder")", text("memo", despatches)),
                ElementsAre("sage200.settings.text_field_unknown /texts/0/to/0"));
    const char* const orders = R"(,"documents":["salesOrder"])";
    EXPECT_THAT(with(R"("despatchBecomes":"despatchOfOrder","orderBecomes":"salesOrder")",
                     text("memo", orders)),
                IsEmpty());
    EXPECT_EQ(with(order_alone, text("memo", orders)).size(), 2U);
}

TEST(Sage200OrderSettings, ask_sage_for_what_they_use) {
    const OrderReads usual = order_reads(sample::order_settings());
    EXPECT_EQ(usual.reference_field, "spare_text_1");
    EXPECT_FALSE(usual.additional_charges || usual.couriers || usual.analysis_codes);
    EXPECT_THAT(usual.fields, IsEmpty()) << "that of our reference came with the others";
    EXPECT_THAT(usual.offers, ElementsAre("sop_confirm_despatch"));
    EXPECT_THAT(order_reads(sample::order_settings(R"({"despatchBecomes":"salesOrder"})")).offers,
                IsEmpty());
    EXPECT_THAT(order_reads(sample::order_settings(R"({"salesOrders":
        {"referenceField":"analysis_code_9"},"texts":[{"text":"x",
        "to":["spare_text_2","analysis_code_7","analysis_code_5","spare_bool_1","memo"]}]})"))
                    .fields,
                ElementsAre("analysis_code_6", "spare_text_1"));
    const OrderReads all = order_reads(sample::order_settings(R"({"salesOrders":
        {"additionalCharges":{"A":"B"},"couriers":{"A":"B"}},
        "texts":[{"text":"x","to":["analysis_code_2"]}]})"));
    EXPECT_TRUE(all.additional_charges && all.couriers && all.analysis_codes);
    EXPECT_TRUE(order_reads(sample::order_settings(R"({"salesOrders":
        {"referenceField":"analysis_code_2"}})"))
                    .analysis_codes);
    EXPECT_FALSE(takes_despatch_text(TextLevel::line, "notes"));
    EXPECT_FALSE(takes_order_text(TextLevel::line, "memo"));
    EXPECT_FALSE(takes_order_text(TextLevel::header, "picking_list_comment"));
}

}  // namespace
}  // namespace sage::sage200
