// SPDX-License-Identifier: Apache-2.0
// Plan: VAT by line, discounts and given net amounts, carriage, rates in the header; what a line
// may not be; the switches.
#include "plugins/sage50/simulator_lines.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

class SimulatedSage50Lines : public testing::Test {
  protected:
    SimulatedSage50Lines() { company.behave(R"({"binaryNoise":false})"); }
    /// The order with these lines, as read; or what refused.
    Reply order(std::string_view lines, std::string_view more = "") {
        const Reply made = company.post(
            "/api/salesOrder/",
            fmt::format(R"({{"customerAccountRef":"C1",{}"invoiceItems":[{}]}})", more, lines));
        return said(made) == "SUCCESS" ? company.get("/api/salesOrder/" + at(made, "/response"))
                                       : made;
    }
    std::string refusal(std::string_view lines) { return said(order(lines)); }
    SimulatedCompany company;
};

constexpr std::string_view mug =
    R"({"stockCode":"MUG","quantity":1,"unitPrice":1.13,"nominal":"4000","taxCode":1})";

TEST_F(SimulatedSage50Lines, vat_is_rounded_on_each_line) {
    const Reply two = order(std::string(mug) + "," + std::string(mug));
    EXPECT_EQ(at(two, "/response/itemsNet"), "2.26");
    EXPECT_EQ(at(two, "/response/itemsTax"), "0.46") << "0.226 twice, each half up";
}

TEST_F(SimulatedSage50Lines, a_discount_or_a_net_amount_is_taken) {
    const Reply discounted = order(
        R"({"stockCode":"MUG","quantity":3,"unitPrice":9.99,"discount":12.5,"nominal":"4000",
            "taxCode":0})");
    EXPECT_EQ(at(discounted, "/response/itemsNet"), "26.22");
    EXPECT_EQ(at(discounted, "/response/invoiceItems/0/discountAmount"), "3.75");
    const Reply given = order(
        R"({"stockCode":"MUG","quantity":3,"unitPrice":9.99,"netAmount":25,"nominal":"4000",
            "taxCode":1,"taxRate":"20"})");
    EXPECT_EQ(at(given, "/response/itemsNet"), "25");
    EXPECT_EQ(at(given, "/response/itemsTax"), "5");
    EXPECT_EQ(at(given, "/response/invoiceItems/0/discountAmount"), "4.97");
}

TEST_F(SimulatedSage50Lines, carriage_is_added_with_its_own_tax) {
    order(mug, R"("carrNet":4.99,"carrTaxCode":1,"carrNomCode":"4905",)");
    const Reply row = company.post("/api/searchSalesOrder", "[]");
    EXPECT_EQ(at(row, "/results/0/carrGross"), "5.99");
    EXPECT_EQ(at(row, "/results/0/taxRate1"), "20");
    const Reply given = order(mug, R"("carrNet":4.99,"carrTax":0.5,)");
    EXPECT_EQ(at(given, "/response/carrTax"), "0.5");
}

TEST_F(SimulatedSage50Lines, codes_have_to_be_there) {
    EXPECT_EQ(refusal(R"({"stockCode":"NONE","quantity":1,"nominal":"4000"})"),
              "Stock code NONE: There is no such product");
    EXPECT_EQ(refusal(R"({"stockCode":"MUG","quantity":1,"nominal":"1234"})"),
              "The nominal code is invalid (SDO error 65): 1234");
    EXPECT_EQ(refusal(R"({"stockCode":"MUG","quantity":1,"nominal":"4000","taxCode":100})"),
              "Stock code MUG: There is no such tax code");
    EXPECT_EQ(refusal(R"({"stockCode":"MUG","quantity":1,"nominal":"4000","departmentNumber":77})"),
              "Stock code MUG: There is no such department");
    company.change(R"({"set":{"table":"STOCK","key":"MUG","fields":{"INACTIVE_FLAG":"1"}}})");
    EXPECT_EQ(refusal(mug), "Stock code MUG: The product is inactive");
}

TEST_F(SimulatedSage50Lines, amounts_have_to_be_in_range) {
    for (const char* const wrong :
         {R"("quantity":0)", R"("quantity":-1)", R"("quantity":1,"unitPrice":-1)",
          R"("quantity":1,"discount":101)", R"("quantity":1,"discount":-1)",
          R"("quantity":1,"netAmount":-1)"}) {
        EXPECT_EQ(refusal(fmt::format(R"({{"stockCode":"MUG","nominal":"4000",{}}})", wrong)),
                  "Stock code MUG: A quantity or an amount is out of range")
            << wrong;
    }
}

TEST_F(SimulatedSage50Lines, decimals_that_are_too_fine_are_refused_kept_or_rounded) {
    constexpr std::string_view fine =
        R"({"stockCode":"MUG","quantity":2,"unitPrice":1.005,"nominal":"4000"})";
    EXPECT_EQ(refusal(fine), "Stock code MUG: UNIT_PRICE has more than 2 decimal places");
    company.behave(R"({"fineDecimals":1})");
    EXPECT_EQ(at(order(fine), "/response/invoiceItems/0/unitPrice"), "1.005");
    company.behave(R"({"fineDecimals":2})");
    EXPECT_EQ(at(order(fine), "/response/invoiceItems/0/unitPrice"), "1.01");
}

TEST_F(SimulatedSage50Lines, what_a_line_leaves_out_comes_from_nowhere_or_from_the_product) {
    constexpr std::string_view bare = R"({"stockCode":"MUG","quantity":1,"unitPrice":1})";
    EXPECT_EQ(refusal(bare), "The nominal code is invalid (SDO error 65)");
    company.behave(R"({"linesFromProduct":true})");
    const Reply full = order(bare);
    EXPECT_EQ(at(full, "/response/invoiceItems/0/description"), "Mug");
    EXPECT_EQ(at(full, "/response/invoiceItems/0/nominal"), "4000");
    EXPECT_EQ(at(full, "/response/invoiceItems/0/taxCode"), "1");
    company.change(R"({"set":{"table":"SALES_LEDGER","key":"C1","fields":
      {"OVERRIDE_TAX_CODE":"1","DEF_TAX_CODE":"T5"}}})");
    EXPECT_EQ(at(order(bare), "/response/invoiceItems/0/taxCode"), "5");
}

TEST_F(SimulatedSage50Lines, a_global_nominal_code_overrides_every_line) {
    const Reply read = order(mug, R"("globalNominal":"4001",)");
    EXPECT_EQ(at(read, "/response/invoiceItems/0/nominal"), "4001");
}

TEST_F(SimulatedSage50Lines, codes_for_no_product_are_services_and_messages) {
    const Reply read = order(
        R"({"stockCode":"S1","quantity":1,"unitPrice":5,"nominal":"4000"},
           {"stockCode":"S3","quantity":2,"unitPrice":5,"nominal":"4000"},
           {"stockCode":"M","description":"Thank you"})");
    EXPECT_EQ(at(read, "/response/invoiceItems/0/serviceFlag"), "1");
    EXPECT_EQ(at(read, "/response/invoiceItems/1/serviceFlag"), "2");
    EXPECT_EQ(at(read, "/response/itemsNet"), "15");
    EXPECT_EQ(at(read, "/response/invoiceItems/2/description"), "Thank you");
}

TEST_F(SimulatedSage50Lines, negative_lines_are_for_services_on_invoices) {
    const auto invoice = [&](std::string_view line) {
        return company.post(
            "/api/salesInvoice/",
            fmt::format(R"({{"customerAccountRef":"C1","invoiceItems":[{},{}]}})", mug, line));
    };
    const Reply made = invoice(
        R"({"stockCode":"S3","quantity":1,"unitPrice":1,"nominal":"4000","isNegativeLine":true})");
    EXPECT_EQ(at(company.get("/api/salesInvoice/" + at(made, "/response")), "/response/itemsNet"),
              "0.13");
    EXPECT_EQ(said(invoice(R"({"stockCode":"MUG","quantity":1,"unitPrice":1,"nominal":"4000",
                               "isNegativeLine":true})")),
              "Stock code MUG: A negative line needs S1 or S3 and has no discount");
    EXPECT_EQ(said(invoice(R"({"stockCode":"S3","quantity":2,"unitPrice":1,"nominal":"4000",
                               "isNegativeLine":true})")),
              "The total of the invoice is negative (SDO error 89)");
}

}  // namespace
}  // namespace sage::test
