// SPDX-License-Identifier: Apache-2.0
// Plan: unknown fields, kinds, lengths, days, characters that Sage does not have; the switches.
#include "plugins/sage50/simulator_body.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage50 {
namespace {

class SimulatedSage50Body : public testing::Test {
  protected:
    /// "", or what refused.
    std::string read(std::string_view model, std::string_view text) {
        body = {};
        const auto refusal = read_body(company, model, text, body);
        return refusal ? refusal->message : "";
    }
    Company company;
    Body body;
};

TEST_F(SimulatedSage50Body, values_go_to_their_columns) {
    EXPECT_EQ(read("salesOrder", R"({"customerAccountRef":"C1","orderDate":"18/11/2026",
      "carrNet":"1.50","carrTaxCode":"1","notes1":"","notes2":null,"COURIERNUMBER":2,
      "invoiceItems":[{"stockCode":"MUG","quantity":2.0,"taxCode":0,"nominal":4000}]})"),
              "");
    EXPECT_EQ(body.row.text("ORDER_DATE"), "2026-11-18");
    EXPECT_EQ(body.row.text("CARR_NET"), "1.5");
    EXPECT_EQ(body.row.text("CARR_TAX_CODE"), "T1");
    EXPECT_TRUE(body.row.values.contains("NOTES_1")) << "an empty text clears";
    EXPECT_FALSE(body.row.values.contains("NOTES_2")) << "null says nothing";
    EXPECT_EQ(body.row.text("COURIER_NUMBER"), "2") << "names are found in any case";
    ASSERT_EQ(body.entries.size(), 1U);
    EXPECT_EQ(body.entries[0].row.text("QTY_ORDER"), "2");
    EXPECT_EQ(body.entries[0].row.text("TAX_CODE"), "T0");
    EXPECT_EQ(body.entries[0].row.text("NOMINAL_CODE"), "4000");
}

TEST_F(SimulatedSage50Body, wrong_kinds_are_refused) {
    EXPECT_EQ(read("stock", "[]"), "The body is no object");
    EXPECT_EQ(read("stock", "{"), "The body is no JSON");
    EXPECT_EQ(read("stock", R"({"quantity":"many"})"), "quantity: A number is expected");
    EXPECT_EQ(read("stock", R"({"quantity":[1]})"), "quantity: A single value is expected");
    EXPECT_EQ(read("stock", R"({"type":1.5})"), "type: A whole number is expected");
    EXPECT_EQ(read("stock", R"({"date":"2026-11-18"})"),
              "date: String was not recognized as a valid date");
    EXPECT_EQ(read("salesInvoice", R"({"shouldUpdateLedgers":"yes"})"),
              "shouldUpdateLedgers: A truth value is expected");
    EXPECT_EQ(read("salesOrder", R"({"invoiceItems":{}})"), "invoiceItems: A list is expected");
    EXPECT_EQ(read("salesOrder", R"({"netValueDiscountAmount":1})"),
              "netValueDiscountAmount: This is not simulated");
    EXPECT_EQ(read("salesOrder", R"({"netValueDiscountAmount":0.0})"), "");
}

TEST_F(SimulatedSage50Body, unknown_fields_are_refused_or_not_kept) {
    EXPECT_EQ(read("stock", R"({"colour":"red"})"), "There is no field colour");
    company.behaviours.accept_unknown_fields = true;
    EXPECT_EQ(read("stock", R"({"colour":"red"})"), "");
    EXPECT_TRUE(body.row.values.empty());
}

TEST_F(SimulatedSage50Body, long_texts_are_refused_or_cut) {
    const std::string long_text(31, 'x');
    EXPECT_EQ(read("stock", R"({"reference":")" + long_text + R"("})"),
              "reference: More than 30 characters");
    EXPECT_EQ(read("stock", R"({"reference":")" + long_text.substr(1) + R"("})"), "");
    company.behaviours.cut_long_texts = true;
    EXPECT_EQ(read("stock", R"({"reference":")" + long_text + R"("})"), "");
    EXPECT_EQ(body.row.text("REFERENCE").size(), 30U);
}

TEST_F(SimulatedSage50Body, lengths_follow_the_version) {
    const std::string name = R"({"delName":")" + std::string(60, 'x') + R"("})";
    EXPECT_EQ(read("salesOrder", name), "");
    EXPECT_EQ(read("salesInvoice", name), "delName: More than 30 characters");
    company.installation.sage_version = 28;
    EXPECT_EQ(read("salesOrder", name), "delName: More than 30 characters");
}

TEST_F(SimulatedSage50Body, characters_that_sage_does_not_have_are_lost_or_refused) {
    EXPECT_EQ(read("stock", R"({"details":"5 zł"})"), "");
    EXPECT_EQ(body.row.text("DETAILS"), "5 z?");
    company.behaviours.refuse_unmappable_texts = true;
    EXPECT_EQ(read("stock", R"({"details":"5 zł"})"),
              "details: The text has characters that Sage cannot keep");
    EXPECT_EQ(read("stock", R"({"details":"5 €"})"), "");
}

TEST_F(SimulatedSage50Body, days_are_read_in_the_order_of_the_machine) {
    EXPECT_EQ(read("stock", R"({"date":"03/07/2026"})"), "");
    EXPECT_EQ(body.row.text("DATE"), "2026-07-03");
    company.behaviours.month_first = true;
    EXPECT_EQ(read("stock", R"({"date":"03/07/2026"})"), "");
    EXPECT_EQ(body.row.text("DATE"), "2026-03-07");
}

}  // namespace
}  // namespace sage::simulated_sage50
