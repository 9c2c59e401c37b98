// SPDX-License-Identifier: Apache-2.0
// Plan: the whole day against the real plugin and the simulated Sage balances, ends with exactly
// the expected document held and the lost reply posted once; without a plugin it says why.
#include "mock-host/demo.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "mock-host/demo_day.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

#if defined(SAGE_PLUGIN_FILE) && defined(SAGE_SIMULATOR_PROGRAM)

class DemoOf : public ::testing::TestWithParam<const char*> {};

TEST_P(DemoOf, each_edition_balances_and_one_document_needs_a_person) {
    const testing::TemporaryFolder folder;
    std::vector<std::string> said;
    DemoOptions options;
    options.session.plugin = std::filesystem::path(SAGE_PLUGIN_FILE).parent_path() / GetParam();
    options.session.simulator_program = SAGE_SIMULATOR_PROGRAM;
    options.session.data = folder / "data";
    options.say = [&](std::string_view line) { said.emplace_back(line); };
    const Result<DemoResult> result = demo(options);
    ASSERT_TRUE(result.ok()) << in_one_line(result.problem());
    const DemoResult& day = result.value();
    EXPECT_TRUE(day.balances()) << text_of(day);
    EXPECT_EQ(day.reconciliation.sage_duplicates, 0);
    EXPECT_EQ(day.lost_replies, 1);
    EXPECT_GE(day.jumped_ms, 0);
    ASSERT_EQ(day.waiting.size(), 1U);
    EXPECT_EQ(day.waiting[0].document_id, demo_day().held_despatch);
    EXPECT_FALSE(day.waiting[0].problem.cause.empty());
    EXPECT_FALSE(day.waiting[0].problem.fix.empty());
    EXPECT_EQ(day.waiting[0].problem.owner, "finance");
    EXPECT_NE(day.waiting[0].problem.code.find("customer_unknown"), std::string::npos);
    for (const DemoLine& line : day.lines) {
        // A ledger keeps no stock: what only moves some makes no document there.
        const bool nothing = line.net_sage.empty() && line.message_type == "inventoryAdjustment";
        EXPECT_EQ(line.sage_number.empty(), nothing || line.document_id == demo_day().held_despatch)
            << line.document_id;
    }
    ASSERT_EQ(day.late_tracking.size(), 1U);
    EXPECT_GE(said.size(), 7U);
    // The secrets that were lent are in their file and nowhere else.
    const std::string secrets = folder.read("data/secrets.json");
    const std::size_t at = secrets.rfind("\"value\":\"") + 9;
    const std::string secret = secrets.substr(at, secrets.find('"', at) - at);
    ASSERT_GT(secret.size(), 3U);
    for (const char* file :
         {"data/host.log", "data/audit.jsonl", "data/events.jsonl", "data/plugin/outbox.db"}) {
        EXPECT_EQ(folder.read(file).find(secret), std::string::npos) << file;
    }
}

INSTANTIATE_TEST_SUITE_P(Editions, DemoOf, ::testing::Values("sage_intacct.so", "sage_sage200.so"),
                         [](const auto& parameter) {
                             return std::string(parameter.param).starts_with("sage_intacct")
                                        ? "intacct"
                                        : "sage200";
                         });

TEST(Demo, late_tracking_reaches_the_document_if_the_settings_say_so) {
    const testing::TemporaryFolder folder;
    DemoOptions options;
    options.session.plugin = SAGE_PLUGIN_FILE;
    options.session.simulator_program = SAGE_SIMULATOR_PROGRAM;
    options.session.data = folder / "data";
    options.session.settings = {"lateTracking=patch"};
    options.say = [](std::string_view) {};
    const Result<DemoResult> result = demo(options);
    ASSERT_TRUE(result.ok()) << in_one_line(result.problem());
    EXPECT_TRUE(result.value().balances()) << text_of(result.value());
    ASSERT_EQ(result.value().late_tracking.size(), 1U);
    EXPECT_NE(result.value().late_tracking[0].find("now shows"), std::string::npos)
        << result.value().late_tracking[0];
}

#endif

TEST(Demo, without_a_plugin_it_says_why) {
    DemoOptions options;
    options.session.plugin = "/nowhere/plugin.so";
    options.say = [](std::string_view) {};
    const Result<DemoResult> result = demo(options);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.problem().code, "loader.not_found");
}

}  // namespace
}  // namespace wms
