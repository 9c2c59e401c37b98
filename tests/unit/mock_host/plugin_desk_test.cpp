// SPDX-License-Identifier: Apache-2.0
// Plan: with the real plugins: what the warehouse makes is handed over; a customer that Sage lacks
// holds it, and once Sage has it and is read again it is posted; a person's decision ends another;
// check leaves the plugin at work; settings are tried, kept and found again, and those that do not
// work leave everything as it was; what the plugin does not take is told.
#include "mock-host/serve/plugin_desk.h"

#include <algorithm>
#include <boost/json.hpp>

#include "mock-host/audit_comparison.h"
#include "mock-host/instant.h"
#include "mock-host/master_data.h"
#include "mock-host/serve/decisions.h"
#include "tests/unit/mock_host/temporary_folder.h"
#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms::serve {
namespace {

#if defined(SAGE_PLUGIN_FILE) && defined(SAGE_SIMULATOR_PROGRAM)

namespace json = boost::json;
using wms::testing::code;
using wms::testing::order_of;
using wms::testing::units;

class PluginDeskOf : public ::testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        ASSERT_EQ(code(simulator_), "ok");
        std::filesystem::create_directories(folder_ / "data");
        WarehouseOptions options;
        options.file = folder_ / "data" / "warehouse.sqlite";
        options.now_ms = [] { return RealClock().now_ms(); };
        warehouse_ = std::move(Warehouse::open(std::move(options))).value();
        Seed seed;
        seed.items = {{"SKU-1", "Known", false}};
        seed.customers = {{"C1", "Acme", "GB"}};
        seed.locations = {{"MAIN", "MAIN"}};
        seed.stock = {{"SKU-1", "MAIN", units(1'000)}};
        ASSERT_EQ(code(plant(control(), seed)), "ok");
        open_desk();
    }
    void open_desk() {
        desk_.reset();
        Result<std::unique_ptr<PluginDesk>> desk = PluginDesk::open(options());
        ASSERT_EQ(code(desk), "ok") << in_one_line(desk.problem());
        desk_ = std::move(desk).value();
        ASSERT_EQ(desk_->connection().code, "") << in_one_line(desk_->connection());
    }
    SessionOptions options() {
        SessionOptions options;
        options.plugin = std::filesystem::path(SAGE_PLUGIN_FILE).parent_path() /
                         (std::string("sage_") + GetParam() + ".so");
        options.data = folder_ / "data";
        options.sage_address = simulator_.value().address;
        options.sage_certificate_authority = simulator_.value().certificate_authority_file;
        options.jump = false;
        options.workers = 2;
        options.settings = settings_;
        return options;
    }
    Control& control() { return *simulator_.value().control; }

    /// A despatch to the customer; its messageId.
    std::string send(const std::string& number, const std::string& customer = "C1") {
        const std::int64_t now_ms = RealClock().now_ms();
        EXPECT_EQ(code(warehouse_->receive("MAIN", "SKU-1", units(10))), "ok");
        Order order = order_of("SO-" + number, {{"SKU-1", 2}});
        order.customer.id = customer;
        order.date = date_text(now_ms);
        order.charges.clear();
        EXPECT_EQ(code(warehouse_->enter(order)), "ok");
        EXPECT_EQ(code(warehouse_->allocate_order(order.id)), "ok");
        EXPECT_EQ(code(warehouse_->pick(order.id)), "ok");
        EXPECT_EQ(code(warehouse_->pack_all(order.id, {})), "ok");
        EXPECT_EQ(code(warehouse_->despatch(order.id, {"DN-" + number, order.date, now_ms, "UPS"})),
                  "ok");
        return warehouse_->documents_after(0, 1'000).value().back().message.id;
    }
    json::value ask(const json::object& request) {
        EXPECT_EQ(code(desk_->settle()), "ok");
        const Result<std::string> answer = desk_->ask(json::serialize(request));
        EXPECT_EQ(code(answer), "ok") << (answer.ok() ? "" : in_one_line(answer.problem()));
        return answer.ok() ? json::parse(answer.value()) : json::value();
    }
    json::value document(const std::string& id) {
        return ask({{"query", "document"}, {"messageId", id}});
    }
    std::string state(const std::string& id) {
        return std::string(document(id).at("state").as_string());
    }

    wms::testing::TemporaryFolder folder_;
    std::vector<std::string> settings_;
    Result<Simulator> simulator_ =
        start_simulator(SAGE_SIMULATOR_PROGRAM, GetParam(), folder_ / "sage");
    std::unique_ptr<Warehouse> warehouse_;
    std::unique_ptr<PluginDesk> desk_;
};

TEST_P(PluginDeskOf, a_customer_that_sage_lacks_holds_until_it_is_there_and_read_again) {
    const std::string known = send("1");
    const std::string held = send("2", "LATE");
    EXPECT_EQ(state(known), "posted");
    ASSERT_EQ(state(held), "held");
    const json::value issues = ask({{"query", "held"}}).at("issues");
    ASSERT_EQ(issues.as_array().size(), 1U);
    Seed seed;
    seed.customers = {{"LATE", "Late", "GB"}};
    ASSERT_EQ(code(plant(control(), seed)), "ok");
    ASSERT_EQ(code(desk_->read_again()), "ok");
    EXPECT_EQ(state(held), "posted");
    const std::vector<SageDocument> there = documents(control(), 0).value();
    EXPECT_EQ(std::count_if(there.begin(), there.end(),
                            [](const SageDocument& one) { return one.effect == "sale"; }),
              2);
    EXPECT_EQ(json::parse(desk_->document(held).value()).at("messageId"), json::string(held));
    EXPECT_FALSE(desk_->document("none").ok());
}

TEST_P(PluginDeskOf, a_decision_ends_what_is_held_and_check_leaves_it_at_work) {
    const std::string held = send("1", "LATE");
    const json::value before = document(held);
    ASSERT_EQ(before.at("state"), "held");
    Actions actions(desk_->folder() / kAuditFile, desk_->clock(),
                    [this](const std::string& line) { return desk_->record(line); });
    Decisions decisions(*desk_, actions);
    const std::size_t seen = before.at("history").as_array().size();
    const auto decided =
        decisions.decide({held, "withdraw", "pat", "entered by hand", "", true, seen});
    ASSERT_EQ(code(decided), "ok");
    EXPECT_EQ(state(held), "withdrawn");
    EXPECT_EQ(state(decided.value()), "posted");
    EXPECT_EQ(code(decisions.decide({held, "sendAgain", "sam", "no", "", false, seen})),
              "serve.decided");
    const Result<std::string> report = desk_->check();
    ASSERT_EQ(code(report), "ok") << in_one_line(report.problem());
    EXPECT_TRUE(json::parse(report.value()).as_object().contains("ok"));
    EXPECT_EQ(state(send("2")), "posted");
    // One trail of both, in one chain.
    AuditComparison trail;
    ASSERT_TRUE(trail.read(desk_->folder() / kAuditFile).ok());
    EXPECT_EQ(trail.figures().first_break, "");
    EXPECT_EQ(trail.figures().before, 0);
}

TEST_P(PluginDeskOf, settings_are_tried_kept_and_found_again) {
    json::value settings = json::parse(desk_->settings());
    const std::string before = desk_->settings();
    settings.as_object()["reconcileDays"] = "many";
    EXPECT_NE(code(desk_->apply(json::serialize(settings))), "ok") << "no number";
    settings.as_object()["reconcileDays"] = 35;
    settings.as_object()["outbox"] = json::object{{"store", "postgresql"}};
    EXPECT_NE(code(desk_->apply(json::serialize(settings))), "ok") << "no server is named";
    EXPECT_EQ(desk_->settings(), before);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "data" / "settings.json"));
    EXPECT_EQ(state(send("1")), "posted");
    settings = json::parse(before);
    settings.as_object()["reconcileDays"] = 34;
    ASSERT_EQ(code(desk_->apply(json::serialize(settings))), "ok");
    // The host starts again, and Sage has another port.
    settings_ = {"reconcileDays=33"};
    desk_.reset();
    simulator_.value().child.reset();
    simulator_ = start_simulator(SAGE_SIMULATOR_PROGRAM, GetParam(), folder_ / "sage");
    ASSERT_EQ(code(simulator_), "ok");
    open_desk();
    EXPECT_EQ(json::parse(desk_->settings()).at("reconcileDays"), 34);
    EXPECT_EQ(state(send("2")), "posted");
    desk_.reset();
    folder_.write("data/settings.json", R"({"pluginId":"another","settings":{}})");
    EXPECT_EQ(code(PluginDesk::open(options())), "serve.settings_file");
}

TEST_P(PluginDeskOf, its_end_is_noted_in_the_warehouse) {
    const std::string posted = send("1");
    EXPECT_EQ(state(posted), "posted");
    desk_->end();
    EXPECT_EQ(warehouse_->document(posted).value().state, "posted");
    desk_.reset();
    EXPECT_EQ(warehouse_->document(posted).value().state, "posted");
    settings_ = {"no assignment"};
    EXPECT_NE(code(PluginDesk::open(options())), "ok");
}

INSTANTIATE_TEST_SUITE_P(EveryEdition, PluginDeskOf,
                         ::testing::Values("intacct", "sage200", "sage50"),
                         [](const auto& edition) { return std::string(edition.param); });

#endif

}  // namespace
}  // namespace wms::serve
