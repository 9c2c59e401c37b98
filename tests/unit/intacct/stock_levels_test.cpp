// SPDX-License-Identifier: Apache-2.0
// Plan: which settings have figures to compare; items, units and warehouses in Sage's terms; the
// question with its pages; rows as figures, with names behind ids; what is no answer, and a right
// that is missing.
#include "plugins/intacct/stock_levels.h"

#include "sage-adapter/mapping/units.h"
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using sample::settings;

Catalogue catalogue() {
    return Catalogue(
        {sample::record(kind::item, "SKU-100",
                        {{"itemType", "inventory"}, {std::string(unit_group_field), "Count"}}),
         sample::record(kind::item, "CARRIAGE", {{"itemType", "nonInventory"}}),
         sample::record(kind::unit, unit_record_id("Count", "Each"),
                        {{std::string(unit_field::group), "Count"},
                         {std::string(unit_field::name), "Each"},
                         {std::string(unit_field::is_base), "true"},
                         {std::string(unit_field::factor), "1"}}),
         sample::record(kind::unit, unit_record_id("Count", "Dozen"),
                        {{std::string(unit_field::group), "Count"},
                         {std::string(unit_field::name), "Dozen"},
                         {std::string(unit_field::is_base), "false"},
                         {std::string(unit_field::factor), "12.0"}})},
        1);
}

Reply page(const std::string& rows, bool more = false) {
    return {200,
            {},
            R"({"ia::result":[)" + rows +
                R"(],"ia::meta":{"totalCount":9,"start":1,)"
                R"("pageSize":4000,"next":)" +
                (more ? "4001" : "null") + R"(,"previous":null}})"};
}

TEST(IntacctStockLevels, settings_that_move_goods_have_figures) {
    EXPECT_EQ(stock_grain(settings()), StockGrain::item_and_site);
    EXPECT_EQ(stock_grain(settings(R"({"warehouses":null})")), StockGrain::none);
    EXPECT_EQ(stock_grain(settings(R"({"definitions":{}})")), StockGrain::none);
    EXPECT_EQ(stock_warehouse(settings(), "MAIN"), "WH1");
    EXPECT_FALSE(stock_warehouse(settings(), "NORTH").has_value());
}

TEST(IntacctStockLevels, only_what_is_stocked_is_an_item) {
    const Catalogue all = catalogue();
    ASSERT_NE(stock_item(settings(), "SKU-100", all), nullptr);
    EXPECT_EQ(stock_item(settings(), "SKU-100", all)->id, "SKU-100");
    EXPECT_EQ(stock_item(settings(), "CARRIAGE", all), nullptr);
    EXPECT_EQ(stock_item(settings(), "SKU-404", all), nullptr);
}

TEST(IntacctStockLevels, units_are_so_many_of_the_base_unit) {
    const Catalogue all = catalogue();
    const CatalogueRecord& item = *all.find(kind::item, "SKU-100");
    const Settings with = settings(R"({"units":{"C62":"Each","DZN":"Dozen","KGM":"Kilogram"}})");
    EXPECT_EQ(stock_units(with, item, "C62", all), Decimal::of(1));
    EXPECT_EQ(stock_units(with, item, "DZN", all), Decimal::of(12));
    EXPECT_FALSE(stock_units(with, item, "KGM", all).has_value());
    EXPECT_FALSE(stock_units(with, item, "BX", all).has_value()) << "the settings name none";
    EXPECT_EQ(stock_units(with, CatalogueRecord{}, "KGM", all), Decimal::of(1))
        << "nothing is known of its units";
}

TEST(IntacctStockLevels, the_question_names_the_items_and_goes_on_after_a_page) {
    const Catalogue all = catalogue();
    StockQuestion question{{all.find(kind::item, "SKU-100"), all.find(kind::item, "CARRIAGE")}, ""};
    Request request = ask_stock(settings(), question);
    EXPECT_EQ(request.method, "POST");
    EXPECT_NE(request.body.find(R"("object":"inventory-control/item-warehouse-inventory")"),
              std::string::npos);
    EXPECT_NE(request.body.find(R"({"$in":{"item.id":["SKU-100","CARRIAGE"]}})"), std::string::npos)
        << request.body;
    EXPECT_EQ(request.body.find("$gt"), std::string::npos);
    question.after = "71";
    EXPECT_NE(ask_stock(settings(), question).body.find(R"({"$gt":{"key":"71"}})"),
              std::string::npos);
}

TEST(IntacctStockLevels, rows_are_figures) {
    const Catalogue all = catalogue();
    const StockQuestion question{{all.find(kind::item, "SKU-100")}, ""};
    const StockPage read =
        read_stock(
            question,
            page(R"({"key":"7","item.id":"SKU-100","warehouse.id":"WH1--Main","onHand":"6.50"},
                           {"key":"9","item.id":"SKU-100--Lantern","warehouse.id":"WH2",
                            "onHand":"-1"})",
                 true))
            .value();
    ASSERT_EQ(read.figures.size(), 2U);
    EXPECT_EQ(read.figures[0].item, "SKU-100");
    EXPECT_EQ(read.figures[0].warehouse, "WH1");
    EXPECT_EQ(read.figures[0].on_hand, Decimal::parse("6.5"));
    EXPECT_EQ(read.figures[1].item, "SKU-100");
    EXPECT_EQ(read.figures[1].on_hand, Decimal::of(-1));
    EXPECT_EQ(read.next, "9");
}

TEST(IntacctStockLevels, what_is_no_answer_is_refused) {
    const Catalogue all = catalogue();
    const StockQuestion question{{all.find(kind::item, "SKU-100")}, ""};
    for (const Reply& reply :
         {Reply{500, {}, "{}"}, page("", true),
          page(R"({"key":"7","item.id":"SKU-100","warehouse.id":"WH1","onHand":null})"),
          page(R"({"key":"7","item.id":"OTHER","warehouse.id":"WH1","onHand":"1"})")}) {
        const Result<StockPage> read = read_stock(question, reply);
        ASSERT_FALSE(read.ok()) << reply.body;
        EXPECT_EQ(read.error().status, Status::remote);
    }
    const Result<StockPage> forbidden = read_stock(question, Reply{403, {}, "{}"});
    ASSERT_FALSE(forbidden.ok());
    EXPECT_EQ(forbidden.error().status, Status::config);
}

}  // namespace
}  // namespace sage::intacct
