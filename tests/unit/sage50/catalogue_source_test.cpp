// SPDX-License-Identifier: Apache-2.0
// Plan: columns are those of the driver where their list is there; rows that are deleted or have no
// id make no record; flags, tax codes, noise, blanks, the closed day that is not in force.
#include "plugins/sage50/catalogue_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "sage-adapter/catalogue/stock_level.h"
#include "tests/support/source_folder.h"

namespace sage::sage50 {
namespace {

constexpr std::string_view kinds[] = {
    kind::company,    kind::interface_company, kind::tax_code, kind::nominal_code,
    kind::department, kind::currency,          kind::courier,  kind::customer,
    kind::product,    kind::delivery_address};

TEST(Sage50Sources, ask_for_columns_that_the_driver_has) {
    const std::filesystem::path list = std::filesystem::path(source_folder()).parent_path() /
                                       "shared/sage/data/sage50/odbc-columns.csv";
    std::ifstream file(list);
    if (!file) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    std::set<std::string> known;
    for (std::string line; std::getline(file, line);) {
        const std::size_t first = line.find(',');
        const std::size_t second = line.find(',', first + 1);
        const std::size_t third = line.find(',', second + 1);
        if (third != std::string::npos) {
            known.insert(line.substr(0, first) + "." + line.substr(second + 1, third - second - 1));
        }
    }
    for (const std::string_view kind : kinds) {
        const Source& source = *source_of(kind);
        for (const SourceColumn& column : source.columns) {
            if (!column.column.empty() && !column.optional) {
                EXPECT_TRUE(
                    known.contains(std::string(source.table) + "." + std::string(column.column)))
                    << source.table << "." << column.column;
            }
        }
    }
}

TEST(Sage50Sources, know_which_kinds_are_in_tables) {
    EXPECT_EQ(source_of("unheard of"), nullptr);
    EXPECT_TRUE(has_table(kind::company));
    EXPECT_FALSE(has_table(kind::courier));
    EXPECT_FALSE(has_table("unheard of"));
}

TEST(Sage50Sources, tell_changes_where_rows_are_dated) {
    EXPECT_TRUE(source_of(kind::customer)->tells_changes());
    EXPECT_TRUE(source_of(kind::product)->tells_changes());
    EXPECT_FALSE(source_of(kind::tax_code)->tells_changes());
}

TEST(Sage50Sources, rows_that_are_deleted_or_without_id_make_no_record) {
    EXPECT_FALSE(record_of(kind::product, {{"id", " "}, {"name", "Mug"}}));
    EXPECT_FALSE(record_of(kind::product, {{"id", "MUG"}, {"deleted", "1"}}));
    EXPECT_TRUE(record_of(kind::product, {{"id", "MUG"}, {"deleted", "0"}}));
}

TEST(Sage50Sources, values_are_plain) {
    const auto product = record_of(kind::product, {{"id", " MUG "},
                                                   {"name", " Mug "},
                                                   {"taxCode", "T1"},
                                                   {"quantityInStock", "88.199999999999989"},
                                                   {"inactive", "1"},
                                                   {"barcode", "no code"},
                                                   {"department", ""}});
    ASSERT_TRUE(product);
    EXPECT_EQ(product->id, "MUG");
    EXPECT_EQ(product->key, "MUG");
    EXPECT_EQ(product->name, "Mug");
    EXPECT_FALSE(product->active);
    EXPECT_EQ(product->fields.text(product_field::tax_code), "1");
    EXPECT_EQ(product->fields.text(product_field::in_stock), "88.2");
    EXPECT_EQ(product->fields.text(product_field::department), "");
    EXPECT_EQ(product->fields.text(product_field::available), "") << "what is allocated is unknown";
    const auto stocked = record_of(
        kind::product,
        {{"id", "MUG"}, {"quantityInStock", "1.5"}, {"quantityAllocated", "4.0000000000000004"}});
    ASSERT_TRUE(stocked);
    EXPECT_EQ(stocked->fields.text(product_field::in_stock), "1.5");
    EXPECT_EQ(stocked->fields.text(product_field::allocated), "4");
    EXPECT_EQ(stocked->fields.text(product_field::available), "-2.5");
    EXPECT_EQ(stocked->fields.text(on_hand_field), "1.5");
    const auto service = record_of(
        kind::product, {{"id", "CARRIAGE"}, {"quantityInStock", "1.5"}, {"itemType", "2"}});
    ASSERT_TRUE(service);
    EXPECT_FALSE(service->fields.contains(on_hand_field)) << "nothing of it is stocked";
    const auto currency =
        record_of(kind::currency, {{"id", "GBP"}, {"key", "1"}, {"name", "Pound"}, {"base", "1"}});
    ASSERT_TRUE(currency);
    EXPECT_EQ(currency->key, "1");
    EXPECT_EQ(currency->fields.text(base_field), "true");
}

TEST(Sage50Sources, a_closed_day_counts_while_it_is_in_force) {
    const auto lock_date = [](std::string enabled) {
        const auto company = record_of(
            kind::company,
            {{"id", "C"}, {"lockDate", "2026-10-31"}, {"lockEnabled", std::move(enabled)}});
        return company ? std::string(company->fields.text(company_field::lock_date)) : "none";
    };
    EXPECT_EQ(lock_date("1"), "2026-10-31");
    EXPECT_EQ(lock_date("0"), "");
    EXPECT_EQ(lock_date(""), "2026-10-31") << "HyperAccounts shows the day alone";
}

}  // namespace
}  // namespace sage::sage50
