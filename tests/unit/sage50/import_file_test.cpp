// SPDX-License-Identifier: Apache-2.0
// Plan: files byte for byte by the templates, quoting, days, sums as facts; names and short
// references; codes that can be imported; answers of the folder; what a person is told.
#include "plugins/sage50/import_file.h"

#include <gmock/gmock.h>

#include <set>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr std::string_view reference = sample::reference;

StockFile stock_file() {
    StockFile file{std::string(reference), "2026-03-04", {}};
    file.rows.push_back({false, "MUG", Decimal::of(3), std::nullopt, "WQ ADJ-1 damaged"});
    file.rows.push_back(
        {true, "LAMP", *Decimal::parse("2.50"), *Decimal::parse("1.5"), "WQ ADJ-1 Café, 3\" £"});
    file.rows.push_back({false, "MUG", Decimal::of(1), Decimal::of(9), "WQ ADJ-1"});
    return file;
}

LedgerFile ledger_file() {
    LedgerFile file{false, std::string(reference), "CUST1", "2026-11-24", "Order SO-1", {}};
    file.rows.push_back(
        {false, "4000", 3, "Despatch D1: =1+1", *Decimal::parse("10.005"), 1, Decimal::of(2)});
    file.rows.push_back({true, "4009", std::nullopt, "Despatch D1: Offer", Decimal::of(1), 0, {}});
    return file;
}

TEST(Sage50ImportFile, stock_is_rows_of_eight_columns) {
    const Send send = encode(stock_file());
    const std::string code = short_reference(reference);
    EXPECT_EQ(send.sage_type, stock_import_type);
    EXPECT_EQ(send.request.method, "PUT");
    EXPECT_EQ(send.request.target, "/stock-WQ3M8Z5T0R7P2A9K4C.csv");
    EXPECT_THAT(send.request.headers,
                ElementsAre(testing::Field(&Header::value, "text/csv; charset=windows-1252")));
    EXPECT_EQ(send.request.body,
              "Transaction Type,Stock Code,Date,Reference,Details,Quantity,Cost Price,Sales "
              "Price\r\n"
              "AO,MUG,04/03/2026," +
                  code +
                  ",WQ ADJ-1 damaged,3,,\r\n"
                  "AI,LAMP,04/03/2026," +
                  code +
                  ",\"WQ ADJ-1 Café, 3\"\" £\",2.5,1.50,\r\n"
                  "AO,MUG,04/03/2026," +
                  code + ",WQ ADJ-1,1,,\r\n")
        << "a cost is said of what comes in alone";
    EXPECT_THAT(send.facts, ElementsAre(Pair("AI LAMP", "2.5"), Pair("AO MUG", "4"),
                                        Pair("date", "2026-03-04")));
}

TEST(Sage50ImportFile, the_ledger_is_rows_of_twelve_columns) {
    const Send send = encode(ledger_file());
    EXPECT_EQ(send.sage_type, ledger_import_type);
    EXPECT_EQ(send.request.target, "/ledger-WQ3M8Z5T0R7P2A9K4C.csv");
    EXPECT_EQ(send.request.body,
              "Type,Account Reference,Nominal A/C Ref,Department Code,Date,Reference,Details,Net "
              "Amount,Tax Code,Tax Amount,Exchange Rate,Extra Reference\r\n"
              "SI,CUST1,4000,3,24/11/2026,WQ3M8Z5T0R7P2A9K4C,Despatch D1: "
              "=1+1,10.01,T1,2.00,1,Order SO-1\r\n"
              "SC,CUST1,4009,,24/11/2026,WQ3M8Z5T0R7P2A9K4C,Despatch D1: "
              "Offer,1.00,T0,0.00,1,Order SO-1\r\n");
    EXPECT_EQ(send.facts.at("netAmount"), "9.01");
    EXPECT_EQ(send.facts.at("taxAmount"), "2.00");
    EXPECT_EQ(send.facts.at("type"), "SI");
    LedgerFile back = ledger_file();
    back.credit = true;
    std::swap(back.rows[0].credit, back.rows[1].credit);
    EXPECT_EQ(encode(back).facts.at("netAmount"), "9.01") << "of credits it is the same";
}

TEST(Sage50ImportFile, the_short_reference_is_always_the_same_and_no_number) {
    EXPECT_EQ(short_reference(reference), short_reference(reference));
    std::set<std::string> all;
    for (int number = 0; number < 2'000; ++number) {
        const std::string one = short_reference("W" + std::to_string(number));
        EXPECT_EQ(one.size(), 8U);
        EXPECT_EQ(one.front(), 'W') << "no program takes it for a number";
        EXPECT_EQ(one.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos);
        all.insert(one);
    }
    EXPECT_EQ(all.size(), 2'000U);
    EXPECT_EQ(short_reference(reference), "WK5HS4TK") << "files of yesterday are found tomorrow";
}

TEST(Sage50ImportFile, only_codes_that_sage_imports_are_written) {
    for (const char* good : {"A", "CUST0001", "99"}) {
        EXPECT_TRUE(is_import_account(good)) << good;
    }
    for (const char* bad : {"", "CUST-1", "cust1", "CUST00012", "A B", "=A"}) {
        EXPECT_FALSE(is_import_account(bad)) << bad;
    }
    for (const char* good : {"MUG", "A/1.2-3#4", "#1"}) {
        EXPECT_TRUE(is_import_stock_code(good)) << good;
    }
    for (const char* bad : {"", "-1", "mug", "A,B", "A B", "=1", "@X", "+1"}) {
        EXPECT_FALSE(is_import_stock_code(bad)) << bad;
    }
    EXPECT_FALSE(is_import_stock_code(std::string(31, 'A')));
    EXPECT_TRUE(fits_import(*Decimal::parse("99999999.99")));
    EXPECT_FALSE(fits_import(Decimal::of(100'000'000)));
    EXPECT_FALSE(fits_import(Decimal::of(-100'000'000)));
    EXPECT_FALSE(fits_import(*Decimal::parse("0.001")));
}

TEST(Sage50ImportFile, a_file_that_is_there_is_never_done) {
    const Send send = encode(stock_file());
    const Verdict there = classify_import(send, {201, {}, ""});
    EXPECT_EQ(there.judgement, Judgement::unknown);
    sample::expect_complete(there.problem);
    EXPECT_EQ(classify_import(send, {500, {}, ""}).judgement, Judgement::unknown);
    const Verdict taken = classify_import(send, {409, {}, ""});
    EXPECT_EQ(taken.judgement, Judgement::refused_cause);
    EXPECT_EQ(taken.problem.code, "sage50.import_file_taken");
    EXPECT_EQ(taken.root_cause, "") << "it is never written by itself again";
    const Hold waits = awaited_import(send, reference);
    EXPECT_EQ(waits.root_cause, "import:Stock Transactions");
    EXPECT_THAT(waits.problem.cause, HasSubstr("stock-WQ3M8Z5T0R7P2A9K4C.csv"));
    EXPECT_THAT(waits.problem.fix, HasSubstr("no such file")) << "a host may have been killed";
    EXPECT_THAT(waits.problem.fix, HasSubstr("sendAgain"));
    EXPECT_FALSE(cause_gone(sample::settings(), waits.root_cause, sample::catalogue()));
    EXPECT_EQ(awaited_import(encode(ledger_file()), reference).problem.owner, Owner::finance);
    EXPECT_FALSE(folder_shows_nothing().usable);
    EXPECT_EQ(ask_folder().target, "/");
}

}  // namespace
}  // namespace sage::sage50
