// SPDX-License-Identifier: Apache-2.0
// Plan: what is said is read, what is left out is the usual; bins without a warehouse; what Sage
// has not, by its place.
#include <gmock/gmock.h>

#include "plugins/sage200/offers.h"
#include "tests/unit/sage200/stock_sample.h"

namespace sage::sage200 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sage200StockSettings, are_read_as_they_are_said) {
    const Settings usual = sample::settings();
    EXPECT_EQ(usual.stock.documents, StockDocuments::nothing);
    EXPECT_FALSE(usual.moves_stock());
    EXPECT_THAT(usual.stock.unit_codes, ElementsAre("C62", "EA", "H87"));
    EXPECT_EQ(sample::settings(R"({"stockDocuments":"byHand"})").stock.documents,
              StockDocuments::by_hand);
    const Settings chosen = sample::stock_settings(
        R"("bins":{"MAIN":"A1"},"unitCodes":["KGM"],"writeOffWarehouse":"SCRAP",)"
        R"("writeOffBin":"X","writeOffBins":{"damaged":"Y"})");
    EXPECT_TRUE(chosen.moves_stock());
    EXPECT_EQ(chosen.stock.bins.at("MAIN"), "A1");
    EXPECT_THAT(chosen.stock.unit_codes, ElementsAre("KGM"));
    EXPECT_EQ(chosen.stock.write_off_warehouse, "SCRAP");
    EXPECT_EQ(chosen.stock.write_off_bin, "X");
    EXPECT_EQ(chosen.stock.write_off_bins.at("damaged"), "Y");
}

TEST(Sage200StockSettings, bins_to_write_off_to_need_their_warehouse) {
    for (const char* const bins : {R"({"stockTransfers":{"writeOffBin":"X"}})",
                                   R"({"stockTransfers":{"writeOffBins":{"damaged":"Y"}}})"}) {
        EXPECT_THAT(sample::problems_of(bins), ElementsAre("sage200.settings.write_off_incomplete "
                                                           "/stockTransfers/writeOffWarehouse"));
    }
}

TEST(Sage200StockSettings, what_sage_has_not_is_told_by_its_place) {
    const auto unfit = [](const Settings& settings, const Catalogue& known) {
        std::vector<std::string> all;
        for (const Problem& problem : unfit_settings(settings, known)) {
            sample::expect_complete(problem);
            all.push_back(problem.code + " " + problem.pointer);
        }
        return all;
    };
    EXPECT_THAT(unfit(sample::stock_settings(), sample::stock_catalogue()), IsEmpty());
    EXPECT_THAT(unfit(sample::stock_settings(), sample::order_catalogue()),
                ElementsAre("sage200.settings.record_unknown /salesOrders/warehouses/OUTLET",
                            "sage200.settings.record_unknown /stockTransfers/writeOffWarehouse"));
    EXPECT_THAT(
        unfit(sample::settings(R"({"stockDocuments":"transfers"})"), sample::stock_catalogue()),
        ElementsAre("sage200.settings.stock_warehouses_missing /salesOrders/warehouses"));
    EXPECT_THAT(
        unfit(sample::settings(R"({"stockDocuments":"byHand"})"), sample::order_catalogue()),
        IsEmpty());
    const CatalogueRecord lacking = offer_record(offer::stock_transfers, Offered::no);
    EXPECT_THAT(unfit(sample::stock_settings(), sample::stock_catalogue({lacking})),
                ElementsAre("sage200.settings.not_offered /stockDocuments"));
    EXPECT_THAT(unfit(sample::settings(R"({"stockDocuments":"byHand"})"),
                      sample::stock_catalogue({lacking})),
                IsEmpty());
}

}  // namespace
}  // namespace sage::sage200
