// SPDX-License-Identifier: Apache-2.0
// Plan: each root cause of movements of stock before and after, by Sage and by the settings.
#include <gtest/gtest.h>

#include "plugins/sage200/offers.h"
#include "tests/unit/sage200/stock_sample.h"

namespace sage::sage200 {
namespace {

bool gone(std::string_view cause, const Catalogue& known = sample::stock_catalogue(),
          const std::string& settings = R"("writeOffWarehouse":"SCRAP")") {
    return cause_gone(sample::stock_settings(settings), cause, known);
}

TEST(Sage200StockCauses, what_people_put_right_releases) {
    EXPECT_TRUE(gone("stock-item:SKU-100"));
    EXPECT_FALSE(gone("stock-item:ELSE"));
    EXPECT_FALSE(gone("stock-itemMatch:sellersItemId=ELSE"));
    EXPECT_TRUE(gone("stock-unit:C62"));
    EXPECT_FALSE(gone("stock-unit:BX"));
    EXPECT_TRUE(gone("stock-unit:BX", sample::stock_catalogue(), R"("unitCodes":["BX"])"));
    EXPECT_TRUE(gone("write-off-warehouse:SCRAP"));
    EXPECT_FALSE(gone("write-off-warehouse:SCRAP", sample::order_catalogue()));
    EXPECT_TRUE(gone("write-off-warehouse:OTHER")) << "no setting names it any more";
    EXPECT_TRUE(gone("bin:SKU-100/HOME/A1")) << "asked for again";
    EXPECT_FALSE(gone("bin:SKU-100/HOME/A1", Catalogue()));
    EXPECT_FALSE(gone("nobody-knows:this"));
}

TEST(Sage200StockCauses, that_nothing_is_moved_any_more_releases_all) {
    const Settings settings = sample::settings(R"({"stockDocuments":"nothing"})");
    const Catalogue known =
        sample::order_catalogue({offer_record(offer::stock_transfers, Offered::no)});
    for (const char* const cause :
         {"stock-item:ELSE", "stock-itemMatch:sellersItemId=ELSE", "stock-unit:BX",
          "write-off-warehouse:SCRAP", "bin:SKU-100/HOME/A1", "not-offered:stock_transfers"}) {
        EXPECT_TRUE(cause_gone(settings, cause, known)) << cause;
    }
    EXPECT_FALSE(
        cause_gone(sample::settings(R"({"stockDocuments":"byHand"})"), "stock-by-hand", known))
        << "a person is to enter it";
}

// No order is posted by these settings.
TEST(Sage200StockCauses, what_orders_are_held_by_holds_transfers_too) {
    EXPECT_TRUE(gone("site:MAIN"));
    EXPECT_FALSE(gone("site:ELSEWHERE"));
    EXPECT_FALSE(gone("warehouse:NORTH", sample::order_catalogue()));
    EXPECT_FALSE(gone("unanswered", Catalogue()));
    const auto offered = [](Offered known) {
        return sample::stock_catalogue({offer_record(offer::stock_transfers, known)});
    };
    EXPECT_FALSE(gone("not-offered:stock_transfers", offered(Offered::no)));
    EXPECT_TRUE(gone("not-offered:stock_transfers", offered(Offered::yes)));
    EXPECT_FALSE(gone("right:stock_transfers", offered(Offered::forbidden)));
}

}  // namespace
}  // namespace sage::sage200
