// SPDX-License-Identifier: Apache-2.0
// The program "mock-host import" over the samples, with the plugin and the simulated Sage of each
// edition: what is in Sage then is what the files say, as it is written here and read in no other
// way; importing again posts nothing; a despatch may come a day after its order.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "mock-host/control.h"
#include "mock-host/simulator.h"
#include "tests/support/program.h"
#include "tests/support/source_folder.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace sage::testing {
namespace {

/// What the four despatches of the samples cost: number and net.
const std::map<std::string, std::string> kNets = {{"DN-2001-1", "101.61"},
                                                  {"DN-2001-2", "15.30"},
                                                  {"DN-2002-1", "56.00"},
                                                  {"DN-2003-1", "39.92"}};
const std::map<std::string, std::string> kCustomers = {{"DN-2001-1", "HARBOUR"},
                                                       {"DN-2001-2", "HARBOUR"},
                                                       {"DN-2002-1", "QUAY"},
                                                       {"DN-2003-1", "GREEN"}};

class Import : public ::testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(simulator_.ok()) << wms::in_one_line(simulator_.problem());
    }

    Ended import(const std::vector<std::string>& names, bool seed) {
        const std::filesystem::path plugins = std::filesystem::path(SAGE_PLUGIN_FILE).parent_path();
        std::vector<std::string> words = {
            MOCK_HOST_PROGRAM,
            "import",
            "--plugin",
            (plugins / (std::string("sage_") + GetParam() + ".so")).string(),
            "--data",
            (folder_ / "data").string(),
            "--sage-address",
            simulator_.value().address,
            "--sage-certificate-authority",
            simulator_.value().certificate_authority_file};
        if (seed) {
            words.emplace_back("--seed-sage");
        }
        for (const std::string& name : names) {
            words.push_back(source_folder() + "/mock-host/samples/" + name);
        }
        return run_program(words);
    }

    /// Net and customer of each document in Sage that is a sale, by the number that people see.
    std::vector<wms::SageDocument> sales() {
        auto documents = wms::documents(*simulator_.value().control, 0);
        EXPECT_TRUE(documents.ok());
        std::vector<wms::SageDocument> sales = std::move(documents).value();
        std::erase_if(sales, [](const wms::SageDocument& one) { return one.effect != "sale"; });
        return sales;
    }

    void expect_all_in_sage() {
        const std::vector<wms::SageDocument> sales = this->sales();
        ASSERT_EQ(sales.size(), kNets.size());
        for (const auto& [number, net] : kNets) {
            const auto found = std::find_if(
                sales.begin(), sales.end(), [&, &id = number](const wms::SageDocument& document) {
                    return document.reference == id ||
                           document.external_reference.find(id) != std::string::npos ||
                           document.net.money() == kNets.at(id);
                });
            ASSERT_NE(found, sales.end()) << number;
            EXPECT_EQ(found->net.money(), net) << number;
            EXPECT_EQ(found->customer, kCustomers.at(number)) << number;
        }
    }

    wms::testing::TemporaryFolder folder_;
    wms::Result<wms::Simulator> simulator_ =
        wms::start_simulator(SAGE_SIMULATOR_PROGRAM, GetParam(), folder_ / "sage");
};

TEST_P(Import, what_the_files_say_is_in_sage_once) {
    const std::vector<std::string> files = {"despatches.x12", "despatch.xml", "orders.csv",
                                            "orders.json"};
    const Ended first = import(files, true);
    EXPECT_EQ(first.exit_code, 0) << first.output;
    EXPECT_TRUE(first.says("What is in Sage is what the files say.")) << first.output;
    expect_all_in_sage();
    const Ended again = import(files, false);
    EXPECT_EQ(again.exit_code, 0) << again.output;
    EXPECT_NE(again.output.find("7 of them again"), std::string::npos) << again.output;
    expect_all_in_sage();
}

TEST_P(Import, a_despatch_may_come_a_day_after_its_order) {
    const Ended alone = import({"despatches.x12"}, true);
    EXPECT_EQ(alone.exit_code, 1) << "whose orders nobody knows";
    EXPECT_NE(alone.output.find("import.order_unknown"), std::string::npos) << alone.output;
    EXPECT_TRUE(sales().empty());
    ASSERT_EQ(import({"orders.csv", "orders.json"}, true).exit_code, 0);
    EXPECT_TRUE(sales().empty());
    ASSERT_EQ(import({"despatch.xml"}, false).exit_code, 0);
    const Ended last = import({"despatches.x12"}, false);
    EXPECT_EQ(last.exit_code, 0) << last.output;
    expect_all_in_sage();
}

INSTANTIATE_TEST_SUITE_P(EveryEdition, Import, ::testing::Values("intacct", "sage200", "sage50"),
                         [](const auto& edition) { return std::string(edition.param); });

}  // namespace
}  // namespace sage::testing
