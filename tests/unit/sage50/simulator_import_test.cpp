// SPDX-License-Identifier: Apache-2.0
// Plan: rows of both templates as a person imports them: stock moved, transactions one each or
// grouped, twice is twice; what the wizard refuses; rows that are skipped; files that are none.
#include "plugins/sage50/simulator_import.h"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

constexpr std::string_view stock_heading =
    "Transaction Type,Stock Code,Date,Reference,Details,Quantity,Cost Price,Sales Price\r\n";

/// "" where it was taken, otherwise what the wizard says.
std::string import(SimulatedCompany& company, std::string_view name, std::string_view bytes,
                   std::string_view more = "") {
    std::string digits;
    for (const char c : bytes) {
        digits += fmt::format("{:02x}", static_cast<unsigned char>(c));
    }
    const Reply reply = company.control(
        "POST", "/control/change",
        fmt::format(R"({{"import":{{"template":"{}","bytes":"{}"{}}}}})", name, digits, more));
    return reply.status == 200 ? std::string() : reply.body;
}

std::string stock(SimulatedCompany& company, std::string_view bytes, std::string_view more = "") {
    return import(company, "stockTransactions", bytes, more);
}
std::string ledger(SimulatedCompany& company, std::string_view bytes, std::string_view more = "") {
    return import(company, "auditTrailTransactions", bytes, more);
}

TEST(SimulatedSage50Import, stock_moves_with_each_import) {
    SimulatedCompany company;
    const std::string file =
        std::string(stock_heading) +
        "AO,MUG,18/11/2026,WABC,\"Caf\xE9, 3\"\" \xA3\",2,,\r\nAI,LANTERN,,WABC,x,1.5,2.25,\r\n";
    const std::string mugs = company.stock("MUG");
    EXPECT_EQ(stock(company, file), "");
    EXPECT_NE(company.stock("MUG"), mugs);
    const Reply moved = company.find("/api/searchStock", "REFERENCE", "eq", "WABC");
    ASSERT_EQ(count(moved), 2U);
    EXPECT_EQ(at(moved, "/results/0/details"), "Café, 3\" £");
    EXPECT_EQ(at(moved, "/results/0/quantity"), "-2");
    EXPECT_EQ(at(moved, "/results/1/quantity"), "1.5");
    EXPECT_EQ(stock(company, file.substr(stock_heading.size())), "") << "without its headings, too";
    EXPECT_EQ(count(company.find("/api/searchStock", "REFERENCE", "eq", "WABC")), 4U);
}

TEST(SimulatedSage50Import, transactions_are_one_each_or_grouped) {
    const std::string rows =
        "SI,c1,4000,1,18/11/2026,WREF,Despatch D1: Mug,10.00,T1,2.00,1,Order 7\r\n"
        "SI,C1,4000,,18/11/2026,WREF,Carriage,5.00,T1,1.00,1,\r\n"
        "SC,C1,4000,,18/11/2026,WREF,Offer,1.00,T0,0.00,1,\r\n";
    for (const bool grouped : {false, true}) {
        SimulatedCompany company;
        company.behave(R"({"binaryNoise":false})");
        EXPECT_EQ(ledger(company, rows, grouped ? R"(,"grouped":true)" : ""), "");
        const Reply headers = company.find("/api/search/auditHeaders", "INV_REF", "eq", "WREF");
        ASSERT_EQ(count(headers), grouped ? 2U : 3U);
        EXPECT_EQ(at(headers, "/results/0/netAmount"), grouped ? "15" : "10");
        EXPECT_EQ(at(headers, grouped ? "/results/1/netAmount" : "/results/2/netAmount"), "-1")
            << "signed by its type";
        const Reply splits = company.find("/api/searchSplit", "INV_REF", "eq", "WREF");
        EXPECT_EQ(count(splits), 3U);
        EXPECT_EQ(at(splits, "/results/0/details"), "Despatch D1: Mug");
        EXPECT_EQ(at(splits, "/results/0/exRef"), at(splits, "/results/0/exRef"));
        EXPECT_EQ(at(company.get("/api/customer/C1"), "/response/balance"), "17");
        EXPECT_EQ(count(company.post("/api/searchInvoice", "[]")), 0U) << "no invoice";
        EXPECT_EQ(count(company.post("/api/searchStock", "[]")), 0U) << "and no goods";
    }
}

TEST(SimulatedSage50Import, the_wizard_takes_no_wrong_row) {
    SimulatedCompany company;
    company.change(R"({"closedUntil":"2026-10-31"})");
    for (const char* row :
         {"GO,MUG,18/11/2026,W,x,1,,", "AI,NONE,18/11/2026,W,x,1,,", "AI,MUG,2026-11-18,W,x,1,,",
          "AI,MUG,18/11/2026,WABCDEFGH,x,1,,", "AI,MUG,18/11/2026,W,x,-1,,",
          "AI,MUG,18/11/2026,W,x,0,,", "AI,MUG,18/11/2026,W,x,1.005,,",
          "AI,MUG,18/11/2026,W,x,100000000,,", "AI,MUG,31/10/2026,W,x,1,,",
          "AO,MUG,18/11/2026,W,x,99999,,", "AI,MUG,18/11/2026,W,x,1,,,"}) {
        EXPECT_NE(stock(company, std::string(row) + "\r\n"), "") << row;
    }
    for (const char* row : {"SR,C1,4000,,18/11/2026,W,x,1.00,T1,0.20,1,",
                            "SI,NONE,4000,,18/11/2026,W,x,1.00,T1,0.20,1,",
                            "SI,C1,9876,,18/11/2026,W,x,1.00,T1,0.20,1,",
                            "SI,C1,4000,,18/11/2026,W,x,1.00,T98X,0.20,1,",
                            "SI,C1,4000,,18/11/2026,W,x,-1.00,T1,0.20,1,",
                            "SI,C1,4000,,18/11/2026,W,x,0.00,T1,0.00,1,"}) {
        EXPECT_NE(ledger(company, std::string(row) + "\r\n"), "") << row;
    }
    EXPECT_NE(stock(company, "AI,MUG,18/11/2026,W,x,1,,\n"), "") << "lines end as in Windows";
    EXPECT_NE(stock(company, "AI,MUG,18/11/2026,W,\"x,1,,\r\n"), "") << "the quotation is open";
    EXPECT_NE(import(company, "customers", ""), "");
    EXPECT_NE(company
                  .control("POST", "/control/change",
                           R"({"import":{"template":"stockTransactions","bytes":"4x"}})")
                  .status,
              200);
    EXPECT_EQ(count(company.post("/api/searchStock", "[]")), 0U);
}

TEST(SimulatedSage50Import, right_rows_beside_wrong_ones_wait_or_are_taken) {
    SimulatedCompany company;
    const std::string rows = "AI,NONE,,W,x,1,,\r\nAI,MUG,,W,x,1,,\r\n";
    EXPECT_NE(stock(company, rows).find("Row 1"), std::string::npos);
    EXPECT_EQ(count(company.post("/api/searchStock", "[]")), 0U);
    EXPECT_EQ(stock(company, rows, R"(,"skipsWrongRows":true)"), "");
    EXPECT_EQ(count(company.post("/api/searchStock", "[]")), 1U);
}

TEST(SimulatedSage50Import, long_texts_are_refused_or_cut) {
    SimulatedCompany company;
    const std::string row = "AI,MUG,,WABCDEFGH,x,1,,\r\n";
    EXPECT_NE(stock(company, row), "");
    company.behave(R"({"cutLongTexts":true})");
    EXPECT_EQ(stock(company, row), "");
    EXPECT_EQ(count(company.find("/api/searchStock", "REFERENCE", "eq", "WABCDEFG")), 1U);
}

}  // namespace
}  // namespace sage::test
