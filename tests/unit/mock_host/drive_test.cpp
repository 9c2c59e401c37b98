// SPDX-License-Identifier: Apache-2.0
// Plan: trade of a small file goes through warehouse and fake plugin: orders, despatches, returns
// and adjustments accepted once each; expected figures are the file's; a refusal is told and not
// expected.
#include "mock-host/drive.h"

#include <gtest/gtest.h>

#include "tests/unit/mock_host/fake_plugin.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

constexpr const char* kRows =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    "1,10001,Mug,6,01/12/2010 08:26,2.55,17850,United Kingdom\n"
    "1,POST,Postage,1,01/12/2010 08:26,4.95,17850,United Kingdom\n"
    "2,10001,Mug,3,01/12/2010 09:26,2.55,,United Kingdom\n"
    "C3,10001,Mug,-2,01/12/2010 10:26,2.55,17850,United Kingdom\n"
    "4,10001,lost,-1,01/12/2010 11:26,0,,United Kingdom\n"
    "5,BANK CHARGES,Bank Charges,1,01/12/2010 12:26,15,15823,United Kingdom\n";

class DriveTest : public ::testing::Test {
  protected:
    void start(const std::string& configuration) {
        file_ = read_retail(kRows).value();
        trade_ = trade_of(file_.rows);
        net_ = net_of_rows(file_.rows);
        secrets_ = Secrets::open(folder_ / "secrets").value();
        HostOptions options;
        options.configuration = configuration;
        options.folder = folder_.path();
        auto host =
            Host::create(table_, testing::fake_manifest(), std::move(options), clock_, *secrets_);
        ASSERT_TRUE(host.ok());
        host_ = std::move(host).value();
        ASSERT_TRUE(host_->connect().ok());
        drive_ = std::make_unique<Drive>(trade_, net_, *host_, clock_);
    }

    testing::TemporaryFolder folder_;
    JumpClock clock_{1'700'000'000'000};
    const wms_plugin table_ = testing::fake_table();
    RetailFile file_;
    RetailTrade trade_;
    NetFigures net_;
    std::unique_ptr<Secrets> secrets_;
    std::unique_ptr<Host> host_;
    std::unique_ptr<Drive> drive_;
};

TEST_F(DriveTest, everything_is_handed_over_once) {
    start("{}");
    drive_->run(3, [] {});
    ASSERT_TRUE(host_->settle(1000).ok());
    EXPECT_EQ(drive_->orders(), 3) << "charges alone are ordered too";
    EXPECT_EQ(drive_->documents(), 5);
    EXPECT_EQ(drive_->handed_over(), 5U);
    EXPECT_TRUE(drive_->problems().empty());
    EXPECT_EQ(drive_->submit_microseconds().size(), 8U);
    EXPECT_EQ(host_->postings().counts()["posted"], 8);

    const std::vector<Expected> expected = drive_->expected(host_->postings());
    ASSERT_EQ(expected.size(), 5U);
    EXPECT_EQ(expected[0].document_id, "DN-1");
    EXPECT_EQ(expected[0].net.money(), "20.25");
    EXPECT_EQ(expected[0].external_reference, "WDN-1");
    EXPECT_TRUE(expected[0].posted);
    EXPECT_EQ(expected[2].effect, "credit");
    EXPECT_EQ(expected[2].net.money(), "-5.10");
    EXPECT_EQ(expected[3].effect, "stock_decrease");
}

TEST_F(DriveTest, stock_moves_by_what_happened_from_whatever_sage_had) {
    start("{}");
    drive_->run(1, [] {});
    const StockFigures figures =
        drive_->expected_stock({{"10001", "MAIN", Decimal::whole(100)}, {"X", "MAIN", {}}});
    ASSERT_EQ(figures.size(), 1U);
    EXPECT_EQ(figures.at({"MAIN", "10001"}).text(), "92");  // 100 - 6 - 3 + 2 - 1
}

TEST_F(DriveTest, a_held_document_is_not_expected_in_sage) {
    start(R"({"hold":"NOTHING_HAS_THIS"})");
    drive_->run(2, [] {});
    ASSERT_TRUE(host_->settle(1000).ok());
    for (const Expected& one : drive_->expected(host_->postings())) {
        EXPECT_TRUE(one.posted);
    }
    ASSERT_TRUE(host_->stop().ok());
    start(R"({"hold":"C3"})");
    drive_->run(2, [] {});
    ASSERT_TRUE(host_->settle(1000).ok());
    EXPECT_FALSE(drive_->expected(host_->postings())[2].posted);
}

TEST_F(DriveTest, a_refusal_is_told_with_its_invoice) {
    start(R"({"storageError":true})");
    drive_->run(2, [] {});
    ASSERT_EQ(drive_->problems().size(), 5U);
    for (const Problem& problem : drive_->problems()) {
        EXPECT_TRUE(problem.pointer.starts_with("invoice ")) << problem.pointer;
    }
    EXPECT_TRUE(drive_->expected(host_->postings()).empty());
    EXPECT_EQ(drive_->documents(), 0);
}

}  // namespace
}  // namespace wms
