// SPDX-License-Identifier: Apache-2.0
// Plan: a small file of trade balances to the penny through the real plugin; a held document, a
// wrong price in Sage, a bad row and a lost reply are each seen; files that cannot be read say why.
// The three real days, where they are at hand.
#include "mock-host/replay.h"

#include <gtest/gtest.h>

#include "tests/support/source_folder.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

const std::string kRows =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\r\n"
    "1,10001,\"Mug, blue\",6,01/12/2010 08:26,2.55,17850,United Kingdom\r\n"
    "1,10001a,Mug,6,01/12/2010 08:26,2.55,17850,United Kingdom\r\n"
    "1,POST,Postage,1,01/12/2010 08:26,4.95,17850,United Kingdom\r\n"
    "2,10001A,Mug,3,01/12/2010 09:26,2.55,,United Kingdom\r\n"
    "C3,10001,Mug,-2,01/12/2010 10:26,2.55,17850,United Kingdom\r\n"
    "C3,D,Discount,-1,01/12/2010 10:26,1.5,17850,United Kingdom\r\n"
    "4,10001,lost,-1,01/12/2010 11:26,0,,United Kingdom\r\n"
    "5,10001,found,2,01/12/2010 11:26,0,,United Kingdom\r\n"
    "6,BANK CHARGES,Bank,1,01/12/2010 12:26,15,17850,United Kingdom\r\n";

class ReplayTest : public ::testing::Test {
  protected:
    Result<ReplayResult> run(const std::string& rows, bool seed = true) {
        ReplayOptions options;
        options.retail = folder_.write("retail.csv", rows);
        options.seed_sage = seed;
        return run(options);
    }
    Result<ReplayResult> run(ReplayOptions options) {
#if defined(SAGE_PLUGIN_FILE) && defined(SAGE_SIMULATOR_PROGRAM)
        options.session.plugin = SAGE_PLUGIN_FILE;
        options.session.simulator_program = SAGE_SIMULATOR_PROGRAM;
#endif
        options.session.data = folder_ / "data";
        options.session.start_ms = 1'795'161'600'000;
        options.say = [](std::string_view) {};
        return replay(options);
    }
    testing::TemporaryFolder folder_;
};

#if defined(SAGE_PLUGIN_FILE) && defined(SAGE_SIMULATOR_PROGRAM)

TEST_F(ReplayTest, trade_balances_to_the_penny) {
    const Result<ReplayResult> result = run(kRows);
    ASSERT_TRUE(result.ok()) << in_one_line(result.problem());
    const ReplayFigures& figures = result.value().figures;
    EXPECT_TRUE(result.value().balances()) << text_of(result.value());
    EXPECT_EQ(figures.accepted, 6);
    EXPECT_EQ(figures.posted, 6);
    EXPECT_EQ(figures.orders, 3) << "charges alone are ordered too";
    EXPECT_EQ(figures.sage_documents, 6);
    EXPECT_EQ(figures.net_wms, "51.60");  // 35.55 + 7.65 - 5.10 - 1.50 + 15.00
    EXPECT_EQ(figures.net_sage, "51.60");
    EXPECT_EQ(figures.tax_sage, "10.32") << "7.11 + 1.53 - 1.02 - 0.30 + 3.00";
    EXPECT_EQ(figures.tax_wms, figures.tax_sage);
    EXPECT_EQ(figures.gross_sage, "61.92");
    EXPECT_EQ(figures.gross_wms, figures.gross_sage);
    EXPECT_GT(figures.submit_p99_us, 0);
    EXPECT_GE(figures.submit_p99_us, figures.submit_p50_us);
    EXPECT_GT(figures.peak_rss_kib, 0);
}

TEST_F(ReplayTest, the_same_again_on_the_same_data_posts_nothing_twice) {
    ASSERT_TRUE(run(kRows).ok());
    const Result<ReplayResult> again = run(kRows, false);
    ASSERT_TRUE(again.ok()) << in_one_line(again.problem());
    EXPECT_EQ(again.value().figures.accepted, 6);
    EXPECT_EQ(again.value().figures.posted, 6);
    EXPECT_EQ(again.value().figures.sage_documents, 6);
    EXPECT_EQ(again.value().figures.sage_duplicates, 0);
    EXPECT_EQ(again.value().figures.difference, "0.00");
}

TEST_F(ReplayTest, without_master_data_everything_is_held_and_nothing_balances) {
    const Result<ReplayResult> result = run(kRows, false);
    ASSERT_TRUE(result.ok()) << in_one_line(result.problem());
    EXPECT_FALSE(result.value().balances());
    EXPECT_GT(result.value().figures.held, 0);
    EXPECT_EQ(result.value().figures.difference, "51.60");
    EXPECT_FALSE(result.value().waiting.empty());
    for (const Posting& posting : result.value().waiting) {
        EXPECT_FALSE(posting.problem.fix.empty()) << posting.document_id;
    }
}

TEST_F(ReplayTest, a_bad_row_is_told_and_the_rest_is_posted) {
    const Result<ReplayResult> result = run(kRows + "7,10001,Mug,many,01/12/2010 12:26,1,,UK\r\n");
    ASSERT_TRUE(result.ok());
    EXPECT_FALSE(result.value().balances());
    ASSERT_EQ(result.value().problems.size(), 1U);
    EXPECT_EQ(result.value().problems[0].pointer, "line 11");
    EXPECT_EQ(result.value().figures.posted, 6);
}

TEST_F(ReplayTest, the_three_real_days_balance) {
    ReplayOptions options;
    options.retail =
        std::filesystem::path(sage::source_folder()) / "../shared/data/retail/2010-12-01_to_03.csv";
    if (!std::filesystem::exists(options.retail)) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    options.seed_sage = true;
    const Result<ReplayResult> result = run(options);
    ASSERT_TRUE(result.ok()) << in_one_line(result.problem());
    const ReplayFigures& figures = result.value().figures;
    EXPECT_TRUE(result.value().balances()) << text_of(result.value());
    EXPECT_EQ(figures.posted, 337 + 36 + 45);
    EXPECT_EQ(figures.sage_documents, 337 + 36 + 45);
    EXPECT_EQ(figures.net_sage, "150463.30");
    EXPECT_EQ(figures.tax_wms, figures.tax_sage);
    EXPECT_EQ(figures.gross_wms, figures.gross_sage);
    EXPECT_EQ(figures.gross_difference, "0.00");
}

#endif

TEST_F(ReplayTest, a_file_that_cannot_be_read_says_why) {
    ReplayOptions options;
    options.retail = folder_ / "none.csv";
    EXPECT_EQ(run(options).problem().code, "file.not_found");
    EXPECT_EQ(run("a,b\n").problem().code, "retail.columns");
    EXPECT_EQ(run("").problem().code, "retail.columns");
}

}  // namespace
}  // namespace wms
