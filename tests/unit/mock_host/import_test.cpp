// SPDX-License-Identifier: Apache-2.0
// Plan: without a plugin files are read and shown, in any order of the files; a broken envelope
// takes nothing of its file and stops no other; a despatch without its order is told; documents
// that come twice are told. With a plugin and Sage: tests/import_test.cpp.
#include "mock-host/imports/import.h"

#include <gtest/gtest.h>

#include "tests/support/source_folder.h"
#include "tests/unit/mock_host/collected_import.h"
#include "tests/unit/mock_host/temporary_folder.h"
#include "tests/unit/mock_host/x12_samples.h"

namespace wms {
namespace {

class ImportFiles : public ::testing::Test {
  protected:
    ImportResult import(const std::vector<std::filesystem::path>& files) {
        said_.clear();
        ImportOptions options;
        options.files = files;
        options.say = [this](std::string_view line) { said_.append(line).append("\n"); };
        Result<ImportResult> result = import_files(options);
        EXPECT_TRUE(result.ok());
        return std::move(result).value();
    }
    std::filesystem::path sample(const char* name) const {
        return std::filesystem::path(sage::source_folder()) / "mock-host/samples" / name;
    }
    testing::TemporaryFolder folder_;
    std::string said_;
};

TEST_F(ImportFiles, the_samples_are_understood_in_any_order) {
    const ImportResult result = import({sample("despatches.x12"), sample("despatch.xml"),
                                        sample("orders.csv"), sample("orders.json")});
    EXPECT_TRUE(result.balances()) << said_;
    EXPECT_FALSE(result.handed_over);
    EXPECT_EQ(result.counts.orders, 3);
    EXPECT_EQ(result.counts.despatches, 4);
    EXPECT_EQ(result.counts.remarks, 0) << said_;
    // 24 lanterns, 6 mugs and the carriage; the other mugs; five bowls; a lantern order.
    for (const char* net : {"101.61", "15.30", "56.00", "39.92"}) {
        EXPECT_NE(said_.find(net), std::string::npos) << net << "\n" << said_;
    }
}

TEST_F(ImportFiles, a_broken_envelope_takes_nothing_of_its_file) {
    const std::string text = testing::interchange_of({testing::set_of(testing::small_945())});
    const auto cut = folder_.write("cut.x12", text.substr(0, text.size() - 20));
    const ImportResult result = import({cut, sample("orders.csv"), sample("despatches.x12")});
    EXPECT_FALSE(result.balances());
    EXPECT_EQ(result.counts.left_out, 1);
    EXPECT_EQ(result.counts.despatches, 3);
    EXPECT_NE(said_.find("import.x12_envelope at cut.x12 segment"), std::string::npos) << said_;
}

TEST_F(ImportFiles, a_despatch_without_its_order_is_told) {
    const ImportResult result = import({sample("despatch.xml"), sample("orders.csv")});
    EXPECT_EQ(result.counts.despatches, 0);
    EXPECT_EQ(result.counts.left_out, 1);
    EXPECT_NE(said_.find("SO-2003"), std::string::npos) << said_;
}

TEST_F(ImportFiles, a_label_that_is_no_sscc_is_told_and_goes) {
    std::vector<std::string> body = testing::small_945();
    body[0] = "W06*F*SO-2002*20261103*DN-9";
    body[2] = "W12*BP*6*5*1*EA**VN*BOWL-OAK";
    body[3] = "W03*5";
    body.insert(body.begin() + 2, "MAN*AA*350123456000000019");
    const auto file =
        folder_.write("despatch.x12", testing::interchange_of({testing::set_of(body)}));
    const ImportResult result = import({file, sample("orders.csv")});
    EXPECT_EQ(result.counts.despatches, 1);
    EXPECT_EQ(result.counts.remarks, 1);
    EXPECT_NE(said_.find("350123456000000019"), std::string::npos) << said_;
}

TEST_F(ImportFiles, what_comes_twice_is_told) {
    const ImportResult result = import({sample("orders.json"), sample("orders.json"),
                                        sample("despatch.xml"), sample("despatch.xml")});
    EXPECT_EQ(result.counts.duplicates, 2);
    EXPECT_EQ(result.counts.remarks, 2);
}

TEST_F(ImportFiles, many_problems_are_counted_and_not_all_said) {
    std::string rows = "orderId,issueDate,locationId,sellersItemId,orderedQuantity,unitAmount\n";
    for (int number = 0; number < 300; ++number) {
        rows += "SO-" + std::to_string(number) + ",2026-11-02,MAIN,SKU-1,none,1\n";
    }
    const ImportResult result = import({folder_.write("orders.csv", rows)});
    EXPECT_EQ(result.counts.left_out, 300);
    EXPECT_LT(std::count(said_.begin(), said_.end(), '\n'), 110);
}

TEST_F(ImportFiles, a_file_that_is_not_there_is_no_run) {
    ImportOptions options;
    options.files = {folder_ / "none"};
    options.say = [](std::string_view) {};
    EXPECT_EQ(import_files(options).problem().code, "file.not_readable");
}

}  // namespace
}  // namespace wms
