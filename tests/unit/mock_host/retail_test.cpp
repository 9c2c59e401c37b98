// SPDX-License-Identifier: Apache-2.0
// Plan: read_retail() reads rows as they are, folds the case of codes, and reports each bad row by
// its line; is_charge_code() tells goods from charges.
#include "mock-host/retail.h"

#include <gtest/gtest.h>

#include "mock-host/instant.h"

namespace wms {
namespace {

constexpr const char* kHead =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\r\n";

RetailFile read(const std::string& rows) {
    Result<RetailFile> file = read_retail(kHead + rows);
    EXPECT_TRUE(file.ok());
    return std::move(file).value();
}

TEST(Retail, reads_a_row_as_it_is) {
    const RetailFile file =
        read("536365,85123a, WHITE \xA3 HOLDER ,6,01/12/2010 08:26,2.55,17850,United Kingdom\r\n");
    ASSERT_EQ(file.rows.size(), 1U);
    const RetailRow& row = file.rows[0];
    EXPECT_EQ(row.line, 2U);
    EXPECT_EQ(row.invoice, "536365");
    EXPECT_EQ(row.code, "85123A");
    EXPECT_EQ(row.description, "WHITE \xC2\xA3 HOLDER");
    EXPECT_EQ(row.quantity.text(), "6");
    EXPECT_EQ(row.price.text(), "2.55");
    EXPECT_EQ(instant_text(row.local_ms), "2010-12-01T08:26:00.000+00:00");
    EXPECT_EQ(row.customer, "17850");
}

TEST(Retail, reports_each_bad_row_by_its_line) {
    const RetailFile file = read(
        "1,10001,x,six,01/12/2010 08:26,2.55,,UK\n"
        "1,10001,x,6,2010-12-01 08:26,2.55,,UK\n"
        "1,10001,x,6,31/02/2010 08:26,2.55,,UK\n"
        "1,10001,x,6,01/12/2010 08:26,1e5,,UK\n"
        "1,10001,x,0,01/12/2010 08:26,2.55,,UK\n"
        ",10001,x,6,01/12/2010 08:26,2.55,,UK\n"
        "1,,x,6,01/12/2010 08:26,2.55,,UK\n"
        "1,10001,x,6,01/12/2010 08:26,2.55,UK\n"
        "1,10001,x,6,01/12/2010 08:26,2.55,,UK,more\n"
        "1,10001,x,6,01/12/2010 08:26,2.55,,UK\n");
    EXPECT_EQ(file.rows.size(), 1U);
    ASSERT_EQ(file.problems.size(), 9U);
    for (std::size_t index = 0; index < 9; ++index) {
        EXPECT_EQ(file.problems[index].pointer, "line " + std::to_string(index + 2));
        EXPECT_FALSE(file.problems[index].cause.empty());
    }
}

TEST(Retail, refuses_a_file_of_another_shape) {
    for (const char* text : {"", "InvoiceNo,StockCode\n", "a,b,c,d,e,f,g,h\n", "\"open"}) {
        const Result<RetailFile> file = read_retail(text);
        ASSERT_FALSE(file.ok()) << text;
        EXPECT_EQ(file.problem().code, "retail.columns");
        EXPECT_NE(file.problem().fix.find("InvoiceNo,StockCode,Description"), std::string::npos);
    }
}

TEST(Retail, tells_goods_from_charges) {
    for (const char* code : {"POST", "DOT", "C2", "M", "D", "BANK CHARGES", "AMAZONFEE", "S",
                             "CRUK", "PADS", "B", "8512"}) {
        EXPECT_TRUE(is_charge_code(code)) << code;
    }
    for (const char* code : {"85123A", "22423", "GIFT_0001_20", "DCGS0003"}) {
        EXPECT_FALSE(is_charge_code(code)) << code;
    }
}

}  // namespace
}  // namespace wms
