// SPDX-License-Identifier: Apache-2.0
// Plan: which settings have figures to compare; products, units and warehouses in Sage's terms; the
// question with its pages; holdings as figures; what is no answer, and a right that is missing.
#include "plugins/sage200/stock_levels.h"

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::order_settings;

Catalogue products() {
    return Catalogue(
        {sample::record(
             kind::product, "LAMP", "71",
             {{std::string(unit_prefix) + "5", "1"}, {std::string(unit_prefix) + "6", "12"}}),
         sample::record(kind::product, "BOOK", "72"), sample::record(kind::unit, "Single", "5"),
         sample::record(kind::unit, "Dozen", "6")},
        1);
}

StockQuestion question(const Catalogue& all, std::string after = "") {
    return {{all.find(kind::product, "LAMP"), all.find(kind::product, "BOOK")}, std::move(after)};
}

TEST(Sage200StockLevels, only_settings_that_move_goods_have_figures) {
    EXPECT_EQ(stock_grain(sample::settings()), StockGrain::none) << "the ledger knows no goods";
    const Settings with =
        order_settings(R"({"salesOrders":{"warehouses":{"MAIN":"HOME"},"unitCodes":["C62"],)"
                       R"("units":{"EA":"Single","DZN":"Dozen"}}})");
    EXPECT_EQ(stock_grain(with), StockGrain::item_and_site);
    EXPECT_EQ(stock_warehouse(with, "MAIN"), "HOME");
    EXPECT_FALSE(stock_warehouse(with, "NORTH").has_value());
    const Catalogue all = products();
    ASSERT_NE(stock_item(with, "LAMP", all), nullptr);
    EXPECT_EQ(stock_item(with, "NONE", all), nullptr);
    const CatalogueRecord& lamp = *all.find(kind::product, "LAMP");
    EXPECT_EQ(stock_units(with, lamp, "C62", all), Decimal::of(1));
    EXPECT_EQ(stock_units(with, lamp, "EA", all), Decimal::of(1));
    EXPECT_FALSE(stock_units(with, lamp, "DZN", all).has_value())
        << "nothing tells in which unit stock is kept";
    EXPECT_FALSE(stock_units(with, lamp, "KGM", all).has_value());
}

TEST(Sage200StockLevels, the_question_names_the_products_and_goes_on_after_a_page) {
    const Catalogue all = products();
    EXPECT_NE(ask_stock({}, question(all))
                  .target.find("warehouse_holdings?$filter=" +
                               percent_encoded("(product_id eq 71 or product_id eq 72)") +
                               "&$orderby=id"),
              std::string::npos)
        << ask_stock({}, question(all)).target;
    EXPECT_NE(ask_stock({}, question(all, "9")).target.find(percent_encoded(") and id gt 9")),
              std::string::npos);
}

TEST(Sage200StockLevels, holdings_are_figures) {
    const Catalogue all = products();
    const StockPage read =
        read_stock(question(all),
                   {200,
                    {},
                    R"([{"id":1,"product_id":71,"warehouse_id":3,"warehouse_name":"HOME",
                         "quantity_in_stock":6.50000},
                        {"id":2,"product_id":72,"warehouse_id":4,"warehouse_name":"NORTH",
                         "quantity_in_stock":0}])"})
            .value();
    ASSERT_EQ(read.figures.size(), 2U);
    EXPECT_EQ(read.figures[0].item, "LAMP");
    EXPECT_EQ(read.figures[0].warehouse, "HOME");
    EXPECT_EQ(read.figures[0].on_hand, Decimal::parse("6.5"));
    EXPECT_EQ(read.figures[1].item, "BOOK");
    EXPECT_EQ(read.figures[1].on_hand, Decimal());
    EXPECT_TRUE(read.next.empty());
    std::string rows;
    for (int id = 1; id <= 500; ++id) {
        rows += (id == 1 ? "" : ",") + std::string(R"({"id":)") + std::to_string(id) +
                R"(,"product_id":71,"warehouse_name":"HOME","quantity_in_stock":1})";
    }
    EXPECT_EQ(read_stock(question(all), {200, {}, "[" + rows + "]"}).value().next, "500");
}

TEST(Sage200StockLevels, what_is_no_answer_is_refused) {
    const Catalogue all = products();
    for (const Reply& reply :
         {Reply{500, {}, "{}"}, Reply{200, {}, "7"},
          Reply{200, {}, R"([{"id":1,"product_id":9,"warehouse_name":"H","quantity_in_stock":1}])"},
          Reply{200, {}, R"([{"id":1,"product_id":71,"warehouse_name":"","quantity_in_stock":1}])"},
          Reply{200, {}, R"([{"id":1,"product_id":71,"warehouse_name":"H"}])"}}) {
        const Result<StockPage> read = read_stock(question(all), reply);
        ASSERT_FALSE(read.ok()) << reply.body;
        EXPECT_EQ(read.error().status, Status::remote);
    }
    const Result<StockPage> forbidden = read_stock(question(all), Reply{403, {}, ""});
    ASSERT_FALSE(forbidden.ok());
    EXPECT_EQ(forbidden.error().status, Status::config);
}

}  // namespace
}  // namespace sage::sage200
