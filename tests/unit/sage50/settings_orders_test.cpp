// SPDX-License-Identifier: Apache-2.0
// Plan: what despatches and orders become, left out and said; what of it contradicts.
#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sage50OrderSettings, despatches_are_product_invoices_unless_they_say_otherwise) {
    EXPECT_EQ(sample::settings().despatch_becomes, DespatchBecomes::product_invoice);
    EXPECT_FALSE(sample::settings().posts_orders);
    EXPECT_FALSE(sample::settings().uses_orders());
    const Settings both =
        sample::settings(R"({"despatchBecomes":"salesOrderAndDespatch","orderBecomes":"nothing"})");
    EXPECT_EQ(both.despatch_becomes, DespatchBecomes::sales_order_and_despatch);
    EXPECT_TRUE(both.uses_orders());
    EXPECT_FALSE(both.posts_orders);
    const Settings of_order =
        sample::settings(R"({"despatchBecomes":"despatchOfOrder","orderBecomes":"salesOrder"})");
    EXPECT_EQ(of_order.despatch_becomes, DespatchBecomes::despatch_of_order);
    EXPECT_TRUE(of_order.posts_orders);
}

TEST(Sage50OrderSettings, orders_that_nothing_leaves_of_are_refused) {
    EXPECT_THAT(sample::problems_of(R"({"orderBecomes":"salesOrder"})"),
                ElementsAre("sage50.settings.orders_without_despatches /orderBecomes"));
}

TEST(Sage50OrderSettings, orders_take_no_rounding_line) {
    const std::string rounding =
        R"("totalsDifference":{"policy":"roundingLine","item":"S1","schedule":"T9"})";
    EXPECT_THAT(sample::problems_of("{" + rounding + "}"), IsEmpty());
    EXPECT_THAT(
        sample::problems_of(R"({"despatchBecomes":"salesOrderAndDespatch",)" + rounding + "}"),
        ElementsAre("sage50.settings.orders_with_rounding /totalsDifference/policy"));
}

TEST(Sage50OrderSettings, texts_of_orders_are_named_where_orders_are_posted) {
    const std::string texts =
        R"("texts":[{"text":"x","to":["notes1"],"documents":["salesOrder"]}])";
    EXPECT_THAT(sample::problems_of("{" + texts + "}"),
                ElementsAre("sage50.settings.text_document /texts/0/documents"));
    EXPECT_THAT(
        sample::problems_of(R"({"despatchBecomes":"despatchOfOrder","orderBecomes":"salesOrder",)" +
                            texts + "}"),
        IsEmpty());
}

}  // namespace
}  // namespace sage::sage50
