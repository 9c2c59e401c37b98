// SPDX-License-Identifier: Apache-2.0
// Plan: each root cause of orders and despatches before and after, by Sage and by the settings.
#include <gmock/gmock.h>

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

bool gone(std::string_view cause, const Catalogue& known = sample::order_catalogue(),
          std::string_view changes = "{}") {
    return cause_gone(sample::order_settings(changes), cause, known);
}

Catalogue with(std::string_view kind, const char* name, const char* value) {
    return sample::order_catalogue({sample::record(kind, kind, "1", {{name, value}})});
}

TEST(Sage200OrderCauses, what_people_put_right_in_sage_releases) {
    EXPECT_TRUE(gone("item:SKU-100"));
    EXPECT_FALSE(gone("item:ELSE"));
    EXPECT_FALSE(gone("itemMatch:sellersItemId=ELSE"));
    EXPECT_TRUE(gone("product:OTHER"));
    EXPECT_FALSE(gone("product:ELSE"));
    EXPECT_TRUE(gone("warehouse:HOME"));
    EXPECT_FALSE(gone("warehouse:HOME", sample::order_catalogue_without(kind::warehouse, "HOME")));
    EXPECT_FALSE(gone("permission:override_prices_discounts",
                      with(kind::sop_permissions, "override_prices_discounts", "false")));
    EXPECT_TRUE(gone("permission:override_prices_discounts"));
    EXPECT_FALSE(
        gone("prices-with-tax", with(kind::sop_settings, "are_prices_tax_inclusive", "true")));
    EXPECT_TRUE(gone("prices-with-tax"));
    EXPECT_FALSE(gone("order-numbers",
                      with(kind::sop_settings, "auto_generate_order_return_numbers", "false")));
    EXPECT_TRUE(gone("order-numbers"));
    EXPECT_TRUE(gone("reference-field:spare_text_1"));
    EXPECT_FALSE(gone("reference-field:spare_text_1",
                      sample::order_catalogue_without(kind::order_field, "spare_text_1")));
    EXPECT_TRUE(gone("return-reference-field:spare_text_1",
                     with(kind::sales_returns, "referenceField", "spare_text_1")));
    EXPECT_FALSE(gone("return-reference-field:spare_text_1",
                      with(kind::sales_returns, "referenceField", "")));
    EXPECT_TRUE(gone("analysis-code:SOPOrderReturn/3=X"));
    EXPECT_FALSE(gone("analysis-code:SOPOrderReturn/3=X",
                      with(kind::sop_settings, "amend_header_analysis_codes", "false")));
    EXPECT_TRUE(gone("tracking-not-recorded"));
    EXPECT_FALSE(gone("tracking-not-recorded",
                      with(kind::sop_settings, "record_tracking_on_despatch", "false")));
    EXPECT_TRUE(gone("unanswered"));
    EXPECT_FALSE(gone("unanswered", Catalogue()));
}

TEST(Sage200OrderCauses, what_people_put_right_in_the_settings_releases) {
    const Catalogue known = sample::order_catalogue();
    EXPECT_TRUE(gone("item:ELSE", known, R"({"itemMatching":{"substituteItem":"OTHER"}})"));
    EXPECT_TRUE(gone("site:MAIN"));
    EXPECT_FALSE(gone("site:NORTH"));
    EXPECT_TRUE(gone("warehouse:NONE")) << "no setting names it any more";
    EXPECT_FALSE(gone("courier:NONE", known, R"({"salesOrders":{"couriers":{"U":"NONE"}}})"));
    EXPECT_FALSE(gone("additional-charge:NONE", known,
                      R"({"salesOrders":{"additionalCharges":{"U":"NONE"}}})"));
    EXPECT_FALSE(gone("charge:POST", known, R"({"salesOrders":{"prices":"sage"}})"));
    EXPECT_TRUE(gone("charge:POST"));
    EXPECT_TRUE(gone("unit:C62"));
    EXPECT_TRUE(gone("unit:BX", known, R"({"salesOrders":{"units":{"BX":"Box"}}})"));
    EXPECT_FALSE(gone("unit:BX"));
    EXPECT_TRUE(gone("prices-with-tax",
                     with(kind::sop_settings, "are_prices_tax_inclusive", "true"),
                     R"({"salesOrders":{"prices":"sage"}})"));
    EXPECT_FALSE(gone("nobody-knows:this"));
}

}  // namespace
}  // namespace sage::sage200
