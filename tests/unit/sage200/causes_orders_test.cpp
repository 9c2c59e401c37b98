// SPDX-License-Identifier: Apache-2.0
// Plan: each root cause of orders and despatches before and after, by Sage and by the settings.
#include <gmock/gmock.h>

#include "plugins/sage200/offers.h"
#include "sage-adapter/mapping/match_keys.h"
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
        gone("permission:override_prices_discounts",
             sample::order_catalogue_without(kind::sop_permissions, kind::sop_permissions)))
        << "what is not shown was refused";
    EXPECT_FALSE(gone("permission:override_credit_holds"));
    EXPECT_FALSE(
        gone("prices-with-tax", with(kind::sop_settings, "are_prices_tax_inclusive", "true")));
    EXPECT_TRUE(gone("prices-with-tax"));
    EXPECT_FALSE(gone("order-numbers",
                      with(kind::sop_settings, "auto_generate_order_return_numbers", "false")));
    EXPECT_TRUE(gone("order-numbers"));
    EXPECT_TRUE(gone("reference-field:spare_text_1"));
    EXPECT_FALSE(gone("reference-field:spare_text_1",
                      sample::order_catalogue_without(kind::order_field, "spare_text_1")));
    EXPECT_TRUE(gone("analysis-code:SOPOrderReturn/3=X"));
    EXPECT_FALSE(gone("analysis-code:SOPOrderReturn/3=X",
                      with(kind::sop_settings, "amend_header_analysis_codes", "false")));
    EXPECT_TRUE(gone("tracking-not-recorded"));
    EXPECT_FALSE(gone("tracking-not-recorded",
                      with(kind::sop_settings, "record_tracking_on_despatch", "false")));
    const auto offered = [](Offered known) {
        return sample::order_catalogue({offer_record(offer::confirm_despatch, known)});
    };
    EXPECT_FALSE(gone("not-offered:sop_confirm_despatch", offered(Offered::no)));
    EXPECT_TRUE(gone("not-offered:sop_confirm_despatch", offered(Offered::yes)));
    EXPECT_TRUE(gone("not-offered:sop_orders")) << "by a trial";
    EXPECT_FALSE(gone("right:sop_confirm_despatch", offered(Offered::forbidden)));
    EXPECT_TRUE(gone("right:sop_confirm_despatch", offered(Offered::yes)));
    EXPECT_TRUE(gone("right:sales_invoices")) << "by a trial";
    EXPECT_TRUE(gone("unanswered"));
    EXPECT_FALSE(gone("unanswered", Catalogue()));
}

TEST(Sage200OrderCauses, what_people_put_right_in_the_settings_releases) {
    const Catalogue known = sample::order_catalogue();
    EXPECT_TRUE(gone("item:ELSE", known, R"({"itemMatching":{"substituteItem":"OTHER"}})"));
    const Catalogue twice = sample::order_catalogue({sample::record(
        kind::product, "TWIN", "203", {{std::string(match_field::gtin), "05012345678900"}})});
    EXPECT_FALSE(gone("itemMatch:gtin=05012345678900", twice,
                      R"({"itemMatching":{"rules":["gtin"],"substituteItem":"OTHER"}})"))
        << "it would be held again";
    EXPECT_TRUE(gone("site:MAIN"));
    EXPECT_FALSE(gone("site:NORTH"));
    EXPECT_TRUE(gone("warehouse:NONE")) << "no setting names it any more";
    EXPECT_FALSE(gone("courier:NONE", known, R"({"salesOrders":{"couriers":{"U":"NONE"}}})"));
    EXPECT_FALSE(gone("additional-charge:NONE", known,
                      R"({"salesOrders":{"additionalCharges":{"U":"NONE"}}})"));
    EXPECT_FALSE(gone("charge:POST", known, R"({"salesOrders":{"prices":"sage"}})"));
    EXPECT_TRUE(gone("charge:POST"));
    EXPECT_TRUE(gone("unit:C62"));
    EXPECT_FALSE(gone("unit:BX"));
    EXPECT_TRUE(gone("prices-with-tax",
                     with(kind::sop_settings, "are_prices_tax_inclusive", "true"),
                     R"({"salesOrders":{"prices":"sage"}})"));
    EXPECT_FALSE(gone("nobody-knows:this"));
}

TEST(Sage200OrderCauses, what_the_settings_make_no_more_holds_nothing) {
    const auto gone_in = [](std::string_view cause, const std::string& mode) {
        return gone(cause, Catalogue(), "{\"salesOrders\":{}," + mode + "}");
    };
    const std::string ledger = R"("despatchBecomes":"salesInvoice")";
    const std::string alone = R"("despatchBecomes":"salesOrder")";
    const std::string of_order = R"("despatchBecomes":"despatchOfOrder")";
    for (const char* const cause : {"unit:BX", "site:N", "item:ELSE", "unanswered"}) {
        EXPECT_TRUE(gone_in(cause, ledger)) << cause;
        EXPECT_FALSE(gone_in(cause, alone)) << cause;
        EXPECT_FALSE(gone_in(cause, of_order)) << cause;
    }
    for (const char* const cause :
         {"reference-field:spare_text_1", "permission:override_prices_discounts"}) {
        EXPECT_TRUE(gone_in(cause, ledger)) << cause;
        EXPECT_FALSE(gone_in(cause, alone)) << cause;
        EXPECT_TRUE(gone_in(cause, of_order)) << cause;
        EXPECT_FALSE(gone_in(cause, of_order + R"(,"orderBecomes":"salesOrder")")) << cause;
    }
    EXPECT_TRUE(gone_in("tracking-not-recorded", ledger));
    EXPECT_TRUE(gone_in("tracking-not-recorded", alone)) << "people confirm despatches";
    EXPECT_FALSE(gone_in("tracking-not-recorded", of_order));
}

}  // namespace
}  // namespace sage::sage200
