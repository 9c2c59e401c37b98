// SPDX-License-Identifier: Apache-2.0
// Plan: every column that is searched is one of the driver's; where each type is searched; what has
// the form of our references.
#include <gtest/gtest.h>

#include "plugins/sage50/simulator_model.h"
#include "plugins/sage50/wire_document.h"
#include "plugins/sage50/wire_order.h"
#include "tests/unit/sage50/published.h"

namespace sage::sage50 {
namespace {

constexpr auto fields = std::to_array<ReferenceField>(
    {ReferenceField::notes1, ReferenceField::notes2, ReferenceField::notes3,
     ReferenceField::analysis1, ReferenceField::analysis2, ReferenceField::analysis3,
     ReferenceField::customer_order_number});

TEST(Sage50Kind, columns_are_those_of_the_driver) {
    for (const char* const table : {"INVOICE", "SALES_ORDER"}) {
        const auto published = test::published_columns(table);
        if (published.empty()) {
            GTEST_SKIP() << "skipped: no ../shared";
        }
        for (const ReferenceField field : fields) {
            const auto found = published.find(std::string(column_of(field)));
            ASSERT_NE(found, published.end()) << table << "." << column_of(field);
            EXPECT_GE(found->second.length, 18) << "our reference fits";
        }
        const DocumentKind& kind =
            kind_of(std::string_view(table) == "INVOICE" ? invoice_type : order_type);
        EXPECT_TRUE(published.contains(std::string(kind.number_column)));
        EXPECT_TRUE(published.contains(std::string(kind.date_column)));
    }
    for (const char* const column : {"INVOICE_TYPE_CODE", "ORDER_NUMBER", "ORDER_NUMBER_NUMERIC"}) {
        EXPECT_TRUE(test::published_columns("INVOICE").contains(column)) << column;
    }
    for (const char* const column : {"REFERENCE", "TRAN_NUMBER", "DATE"}) {
        EXPECT_TRUE(test::published_columns("STOCK_TRAN").contains(column)) << column;
    }
}

TEST(Sage50Kind, invoices_and_credits_are_searched_in_one_place_and_orders_in_another) {
    EXPECT_EQ(&kind_of(invoice_type), &kind_of(credit_type));
    EXPECT_EQ(kind_of(invoice_type).search, "/api/searchInvoice");
    EXPECT_EQ(kind_of(order_type).search, "/api/searchSalesOrder");
    EXPECT_TRUE(is_order(order_type));
    EXPECT_FALSE(is_order(credit_type));
}

TEST(Sage50Kind, the_customers_number_has_two_names) {
    const ReferenceField field = ReferenceField::customer_order_number;
    EXPECT_EQ(shown_name_of(field, invoice_type), "custOrderNumber");
    EXPECT_EQ(shown_name_of(field, order_type), "customerOrderNumber");
    EXPECT_EQ(shown_name_of(ReferenceField::notes3, invoice_type), "notes3");
}

TEST(Sage50Kind, references_have_eighteen_characters) {
    EXPECT_TRUE(is_reference("W0123456789ABCDEFX"));
    for (const char* const text :
         {"", "W0123456789ABCDEF", "W0123456789ABCDEFXX", "X0123456789ABCDEFX",
          "W0123456789abcdefX", "W0123456789ABCDE X"}) {
        EXPECT_FALSE(is_reference(text)) << text;
    }
    EXPECT_EQ(fact_in({{"a", "b"}}, "a"), "b");
    EXPECT_EQ(fact_in({{"a", "b"}}, "c"), "");
}

}  // namespace
}  // namespace sage::sage50
