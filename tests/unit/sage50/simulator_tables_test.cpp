// SPDX-License-Identifier: Apache-2.0
// Plan: columns by version, declared types, blanks and NULL, Windows-1252, numbers as they were
// computed, padded keys, deleted rows, rubbish dates; the switches.
#include "plugins/sage50/simulator_tables.h"

#include <gmock/gmock.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

using testing::Contains;
using testing::Not;

class SimulatedSage50Tables : public testing::Test {
  protected:
    SimulatedSage50Tables() { company.keep_tables(tables); }
    SimulatedCompany company;
    KeptTables tables;
};

TEST_F(SimulatedSage50Tables, columns_have_the_drivers_types) {
    EXPECT_EQ(tables.types.at("STOCK").at("STOCK_CODE"), "VARCHAR(30)");
    EXPECT_EQ(tables.types.at("STOCK").at("QTY_IN_STOCK"), "DOUBLE");
    EXPECT_EQ(tables.types.at("STOCK").at("INACTIVE_FLAG"), "TINYINT");
    EXPECT_EQ(tables.types.at("SOP_ITEM").at("TEXT"), "LONG VARCHAR");
    EXPECT_EQ(tables.types.at("SALES_ORDER").at("ORDER_DATE"), "DATE");
    EXPECT_EQ(tables.types.at("STOCK").at("RECORD_MODIFY_DATE"), "");
    EXPECT_FALSE(tables.types.contains("COURIER")) << "the driver has no such table";
    company.behave(R"({"typedDateTimes":true})");
    EXPECT_EQ(tables.types.at("STOCK").at("RECORD_MODIFY_DATE"), "TIMESTAMP");
}

TEST_F(SimulatedSage50Tables, an_older_version_has_fewer_and_narrower_columns) {
    EXPECT_THAT(tables.columns.at("STOCK"), Contains("ITEM_TYPE"));
    EXPECT_EQ(tables.types.at("SOP_ITEM").at("DESCRIPTION"), "VARCHAR(120)");
    company.change(R"({"installation":{"sageVersion":"24.2"}})");
    EXPECT_THAT(tables.columns.at("STOCK"), Not(Contains("ITEM_TYPE")));
    EXPECT_EQ(tables.types.at("SOP_ITEM").at("DESCRIPTION"), "VARCHAR(60)");
    EXPECT_EQ(tables.value("STOCK", "STOCK_CODE", "MUG", "DESCRIPTION"), "Mug");
}

TEST_F(SimulatedSage50Tables, texts_are_blank_and_days_are_null) {
    company.order();
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", "1", "NOTES_2"), "");
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", "1", "DESPATCH_DATE"), "NULL");
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", "1", "ORDER_DATE"), "2026-11-18");
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", "1", "GDN_NUMBER"), "0");
    EXPECT_EQ(tables.value("STOCK", "STOCK_CODE", "MUG", "RECORD_MODIFY_DATE"),
              "2026-11-18 11:06:40");
}

TEST_F(SimulatedSage50Tables, texts_are_windows_1252) {
    EXPECT_EQ(tables.value("CURRENCY", "CODE", "GBP", "SYMBOL"), "\xA3");
    company.change(R"({"set":{"table":"STOCK","key":"MUG","fields":{"DESCRIPTION":"Café €"}}})");
    EXPECT_EQ(tables.value("STOCK", "STOCK_CODE", "MUG", "DESCRIPTION"), "Caf\xE9 \x80");
}

TEST_F(SimulatedSage50Tables, computed_numbers_carry_what_was_left_over) {
    company.post("/api/salesOrder/",
                 R"({"customerAccountRef":"C1","invoiceItems":[{"stockCode":"MUG","quantity":1,
                     "unitPrice":441,"nominal":"4000","taxCode":1}]})");
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", "1", "ITEMS_TAX"), "88.199999999999989");
    EXPECT_EQ(tables.value("SOP_ITEM", "ITEMID", "1", "UNIT_PRICE"), "441");
    company.behave(R"({"binaryNoise":false})");
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", "1", "ITEMS_TAX"), "88.2");
}

TEST_F(SimulatedSage50Tables, what_one_face_wrote_the_other_shows) {
    company.allocated_order();
    company.post("/api/salesOrder/1/complete", "");
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", "1", "DESPATCH_STATUS"), "Complete");
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", "1", "INVOICE_NUMBER"), "      1");
    EXPECT_EQ(tables.value("SALES_ORDER", "ORDER_NUMBER", "1", "INVOICE_NUMBER_NUMERIC"), "1");
    EXPECT_EQ(tables.value("INVOICE", "INVOICE_NUMBER", "1", "ORDER_NUMBER"), "      1");
    EXPECT_EQ(tables.value("GDN_ITEM", "UNIQUE_ID", "2", "QTY_DESPATCHED"), "3");
    EXPECT_EQ(tables.value("STOCK_TRAN", "TRAN_NUMBER", "1", "TYPE"), "GO");
    EXPECT_EQ(tables.value("STOCK", "STOCK_CODE", "LANTERN", "QTY_IN_STOCK"), "98");
    company.change(R"({"updateLedgers":[1]})");
    EXPECT_EQ(tables.value("INVOICE", "INVOICE_NUMBER", "1", "POSTED"), "Y");
    EXPECT_EQ(tables.value("AUDIT_HEADER", "HEADER_NUMBER", "1", "RECORD_CREATE_DATE"),
              "2041-03-28");
}

TEST_F(SimulatedSage50Tables, deleted_rows_are_marked_or_gone) {
    company.change(R"({"remove":{"table":"STOCK","key":"MUG"}})");
    EXPECT_EQ(tables.value("STOCK", "STOCK_CODE", "MUG", "RECORD_DELETED"), "1");
    EXPECT_EQ(tables.value("DELETED_RECORDS", "FOREIGN_REF", "MUG", "DELETION_DATE_TIME"),
              "2026-11-18 11:06:40");
    company.behave(R"({"deletedRowsRemain":false})");
    company.change(R"({"remove":{"table":"STOCK","key":"LANTERN"}})");
    EXPECT_EQ(tables.value("STOCK", "STOCK_CODE", "LANTERN", "RECORD_DELETED"), "none");
    EXPECT_EQ(tables.value("DELETED_RECORDS", "FOREIGN_REF", "LANTERN", "RECORD_DELETED"), "0");
}

}  // namespace
}  // namespace sage::test
