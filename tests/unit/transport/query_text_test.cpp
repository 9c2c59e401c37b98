// SPDX-License-Identifier: Apache-2.0
// Plan: the text of a query; everything that no query may hold, one fault at a time.
#include "sage-adapter/transport/query_text.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

const Query good{"STOCK",
                 {{"STOCK_CODE"}, {"SALES_PRICE", ValueKind::number}},
                 "WHERE STOCK_CODE > ? AND (INACTIVE_FLAG <> ?) ORDER BY STOCK_CODE",
                 {{"A1"}, {"1", ValueKind::number}},
                 100};

TEST(QueryText, is_one_select_of_the_columns) {
    EXPECT_EQ(query_fault(good), "");
    EXPECT_EQ(query_text(good, good.columns),
              "SELECT STOCK_CODE, SALES_PRICE FROM STOCK WHERE STOCK_CODE > ? AND (INACTIVE_FLAG "
              "<> ?) ORDER BY STOCK_CODE");
    EXPECT_EQ(query_text({"TAX_CODE", {}, "", {}}, {{"TAX_RATE"}}),
              "SELECT TAX_RATE FROM TAX_CODE");
    const Query count{"STOCK", {{"COUNT(*)", ValueKind::number}}, "", {}, 1};
    EXPECT_EQ(query_fault(count), "");
    EXPECT_EQ(query_text(count, count.columns), "SELECT COUNT(*) FROM STOCK");
}

TEST(QueryText, names_are_plain) {
    for (const char* name : {"", "A B", "A;B", "1A", "a.b", "A--", "\"A\"", "É"}) {
        Query query = good;
        query.table = name;
        EXPECT_NE(query_fault(query), "") << name;
        query = good;
        query.columns[1].name = name;
        EXPECT_NE(query_fault(query), "") << name;
    }
    Query query = good;
    query.columns.clear();
    EXPECT_NE(query_fault(query), "");
    query.columns.assign(201, {"A"});
    EXPECT_NE(query_fault(query), "");
    query.columns.assign(1, {"COUNT(*)", ValueKind::number, true});
    EXPECT_NE(query_fault(query), "") << "no catalogue names it";
    query.columns.assign(1, {std::string(65, 'A')});
    EXPECT_NE(query_fault(query), "");
}

TEST(QueryText, a_condition_holds_names_marks_and_comparisons) {
    Query query = good;
    query.bindings.clear();
    for (const char* condition :
         {"; DELETE FROM STOCK", "WHERE A = 'x'", "WHERE A = \"x\"", "-- x", "/* x */", "A\nB",
          "WHERE A IN (select B FROM C)", "INTO COPY", "For Update", "UNION ALL", "x drop y"}) {
        query.condition = condition;
        EXPECT_NE(query_fault(query), "") << condition;
    }
    for (const char* condition : {"", "ORDER BY FORMAT", "WHERE UPDATED >= 1.5 OR A IS NULL"}) {
        query.condition = condition;
        EXPECT_EQ(query_fault(query), "") << condition;
    }
}

TEST(QueryText, there_is_a_value_of_its_kind_for_each_mark) {
    Query query = good;
    query.bindings.pop_back();
    EXPECT_NE(query_fault(query), "");
    query = good;
    query.bindings.push_back({"x"});
    EXPECT_NE(query_fault(query), "");
    query = good;
    query.bindings[1].value = "one";
    EXPECT_NE(query_fault(query), "");
}

TEST(QueryText, the_rows_are_bounded) {
    Query query = good;
    query.rows_max = 0;
    EXPECT_NE(query_fault(query), "");
    query.rows_max = limits::query_rows_max;
    EXPECT_EQ(query_fault(query), "");
    query.rows_max = limits::query_rows_max + 1;
    EXPECT_NE(query_fault(query), "");
}

}  // namespace
}  // namespace sage
