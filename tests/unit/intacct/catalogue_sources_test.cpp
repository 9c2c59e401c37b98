// SPDX-License-Identifier: Apache-2.0
// Plan: every kind is read by one query; queries that only some settings need are asked for those;
// fields that only the rules about Sage's settings look at never share a query that must succeed.
#include "plugins/intacct/catalogue_sources.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/support/source_folder.h"
#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

TEST(IntacctCatalogueSources, each_kind_has_one_query_with_its_key_and_identifier) {
    std::set<std::string_view> kinds;
    for (const Source& source : sources()) {
        EXPECT_TRUE(kinds.insert(source.kind).second) << source.kind;
        EXPECT_EQ(source_of(source.kind), &source);
        const std::set<std::string> fields(source.fields.begin(), source.fields.end());
        EXPECT_EQ(fields.size(), source.fields.size()) << source.kind;
        EXPECT_TRUE(fields.contains("key")) << source.kind;
        EXPECT_TRUE(fields.contains(std::string(source.identifier))) << source.kind;
    }
    EXPECT_EQ(source_of(kind::definition), nullptr);
}

TEST(IntacctCatalogueSources, what_only_the_rules_ask_for_may_be_refused) {
    for (const std::string_view kind :
         {kind::order_entry_rules, kind::inventory_rules, kind::warehouse_rules,
          kind::tax_detail_rules, kind::location, kind::account, kind::account_dimensions,
          kind::sales_account, kind::cost_account}) {
        ASSERT_NE(source_of(kind), nullptr) << kind;
        EXPECT_TRUE(source_of(kind)->optional) << kind;
    }
}

TEST(IntacctCatalogueSources, the_list_of_accounts_does_not_hang_on_fields_that_may_not_be_there) {
    const std::vector<std::string>& shown = source_of(kind::account)->fields;
    for (const std::string& field : source_of(kind::account_dimensions)->fields) {
        EXPECT_EQ(std::count(shown.begin(), shown.end(), field), field == "key" || field == "id")
            << field;
    }
    EXPECT_EQ(source_of(kind::account_dimensions)->fields.size(), 2 + dimensions_of_rules.size());
}

TEST(IntacctCatalogueSources, every_object_that_is_read_is_in_the_table_of_rights) {
    std::ifstream file(source_folder() + "/plugins/intacct/README.md");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::size_t begin = text.find("### Rights of the Web Services user");
    ASSERT_NE(begin, std::string::npos);
    const std::size_t needed = text.find("| List, View |", begin);
    const std::size_t optional = text.find("| List, View |", needed + 1);
    const std::size_t end = text.find("| Add |", optional);
    ASSERT_NE(end, std::string::npos);
    for (const Source& source : sources()) {
        const std::string name = "`" + std::string(source.object) + "`";
        bool at_best_optional = true;
        for (const Source& other : sources()) {
            at_best_optional =
                at_best_optional && (other.object != source.object || other.optional);
        }
        EXPECT_EQ(text.substr(needed, optional - needed).find(name) != std::string::npos,
                  !at_best_optional)
            << name;
        EXPECT_EQ(text.substr(optional, end - optional).find(name) != std::string::npos,
                  at_best_optional)
            << name;
    }
}

// Sage's specification of units has none, and one unknown field fails the whole query: no unit was
// ever known.
TEST(IntacctCatalogueSources, units_are_not_asked_for_a_status) {
    const std::vector<std::string>& fields = source_of(kind::unit)->fields;
    EXPECT_EQ(std::count(fields.begin(), fields.end(), "status"), 0);
}

TEST(IntacctCatalogueSources, accounts_receivable_alone_asks_for_no_other_application) {
    const Settings alone = sample::receivable_settings();
    const Settings bare =
        sample::receivable_settings(R"({"itemDimension":false,"warehouseDimension":false})");
    const Settings with_orders =
        sample::receivable_settings("{}", R"({"definitions":{"salesOrder":"Sales Order"}})");
    const Settings with_stock =
        sample::receivable_settings(R"({"itemDimension":false,"warehouseDimension":false})",
                                    R"({"definitions":{"receiptAdvice":"Inventory Receipt"}})");
    for (const std::string_view kind :
         {kind::order_entry_definition, kind::inventory_definition, kind::inventory_effect}) {
        EXPECT_FALSE(is_needed(alone, kind)) << kind;
        EXPECT_TRUE(is_needed(with_orders, kind)) << kind;
    }
    EXPECT_FALSE(is_needed(with_stock, kind::order_entry_definition));
    EXPECT_TRUE(is_needed(with_stock, kind::inventory_definition));
    for (const std::string_view kind :
         {kind::item, kind::item_tracking, kind::unit, kind::warehouse, kind::warehouse_rules}) {
        EXPECT_TRUE(is_needed(alone, kind)) << kind;
        EXPECT_FALSE(is_needed(bare, kind)) << kind;
        EXPECT_TRUE(is_needed(with_stock, kind)) << kind;
    }
    EXPECT_TRUE(is_needed(bare, kind::account_dimensions));
    EXPECT_TRUE(is_needed(bare, kind::customer));
    const Settings by_class = sample::receivable_settings(
        R"({"accounts":[{"itemClasses":["A"],"set":{"glAccount":"4000"}}]})");
    const std::vector<std::string> fields = fields_of(by_class, *source_of(kind::item));
    EXPECT_EQ(std::count(fields.begin(), fields.end(), item_class_field), 1);
}

TEST(IntacctCatalogueSources, settings_of_sage_are_read_for_what_the_settings_name) {
    const Settings all = sample::settings();
    const Settings no_sales = sample::settings(
        R"({"definitions":{"inventoryIncrease":"Inventory Adjustment Increase"}})");
    const Settings no_stock = sample::settings(R"({"definitions":{"salesOrder":"Sales Order"}})");
    const Settings no_tax = sample::settings(R"({"taxDetails":{}})");
    EXPECT_TRUE(is_needed(all, kind::order_entry_rules));
    EXPECT_TRUE(is_needed(no_stock, kind::order_entry_rules));
    EXPECT_FALSE(is_needed(no_sales, kind::order_entry_rules));
    EXPECT_TRUE(is_needed(no_sales, kind::account)) << "people look at them";
    for (const std::string_view kind :
         {kind::account_dimensions, kind::sales_account, kind::cost_account}) {
        EXPECT_TRUE(is_needed(no_stock, kind)) << kind;
        EXPECT_FALSE(is_needed(no_sales, kind)) << kind;
    }
    EXPECT_TRUE(is_needed(all, kind::inventory_rules));
    EXPECT_TRUE(is_needed(no_sales, kind::inventory_rules));
    EXPECT_FALSE(is_needed(no_stock, kind::inventory_rules));
    EXPECT_TRUE(is_needed(all, kind::tax_detail_rules));
    EXPECT_FALSE(is_needed(no_tax, kind::tax_detail_rules));
    EXPECT_TRUE(is_needed(all, kind::warehouse_rules));
    EXPECT_TRUE(is_needed(all, kind::location));
}

}  // namespace
}  // namespace sage::intacct
