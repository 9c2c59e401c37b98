// SPDX-License-Identifier: Apache-2.0
// Plan: kill -9 of the mock host at its warehouse's steps. `despatch` before each call that writes:
// nothing has left, or all of it has with its document, which waits. `post` at each point where
// something became durable, in the warehouse or with the plugin: the next one hands over what was
// left, and Sage has each despatch once. One run tries a share of the points, which changes with
// the commit; with SAGE_RELEASE_TESTS set all of them.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "mock-host/master_data.h"
#include "mock-host/post.h"
#include "mock-host/simulator.h"
#include "mock-host/wms/warehouse.h"
#include "tests/crash/trial.h"
#include "tests/support/program.h"

namespace sage::testing {
namespace {

namespace fs = std::filesystem;

constexpr unsigned share_of_a_run = 4;
constexpr unsigned points_max = 200;

template <class T>
T expect(wms::Result<T> result) {
    if (!result.ok()) {
        throw std::runtime_error(wms::in_one_line(result.problem()));
    }
    return std::move(result).value();
}

class WarehouseKilled : public ::testing::Test {
  protected:
    WarehouseKilled() {
        std::string name = (fs::temp_directory_path() / "warehouse_killed.XXXXXX").string();
        folder_ = mkdtemp(name.data());
        simulator_ =
            expect(wms::start_simulator(SAGE_SIMULATOR_PROGRAM, "intacct", folder_ / "sage"));
        const std::unique_ptr<wms::Warehouse> all = open(folder_ / "seed");
        expect(all->receive("MAIN", "A", wms::Decimal::whole(100'000)));
        expect(all->enter(order("SEED")));
        expect(wms::plant(*simulator_.control, expect(wms::seed_of(*all))));
    }
    ~WarehouseKilled() override {
        simulator_.child.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    static std::unique_ptr<wms::Warehouse> open(const fs::path& data) {
        fs::create_directories(data);
        wms::WarehouseOptions options;
        options.file = data / "warehouse.sqlite";
        options.now_ms = [] { return std::int64_t{1'795'189'330'120}; };
        return expect(wms::Warehouse::open(std::move(options)));
    }
    static wms::Order order(const std::string& id) {
        wms::Order order;
        order.id = id;
        order.site = "MAIN";
        order.date = "2026-11-20";
        order.customer = {"C1", "Acme", "GB", {"4 Dock Road", "Leeds"}};
        wms::OrderLine line;
        line.id = "1";
        line.item = "A";
        line.ordered = wms::Decimal::whole(6);
        line.price = wms::Decimal::whole(2);
        order.lines = {line};
        return order;
    }
    /// A warehouse of its own with an order that is packed.
    fs::path begin(const std::string& number) const {
        const fs::path data = folder_ / number;
        const std::unique_ptr<wms::Warehouse> warehouse = open(data);
        expect(warehouse->receive("MAIN", "A", wms::Decimal::whole(10)));
        expect(warehouse->enter(order("SO-" + number)));
        expect(warehouse->allocate_order("SO-" + number));
        expect(warehouse->pick("SO-" + number));
        expect(warehouse->pack_all("SO-" + number, {"1Z" + number, {}, {}}));
        return data;
    }
    /// The command, killed before the n-th of these calls of any of its threads; 0: not at all.
    static Ended run(std::vector<std::string> words, const std::string& call = "", unsigned n = 0) {
        std::vector<std::string> all;
        if (n != 0) {
            all = {"strace",
                   "-f",
                   "-qq",
                   "-o",
                   "/dev/null",
                   "-e",
                   "trace=" + call,
                   "-e",
                   "inject=" + call + ":signal=KILL:when=" + std::to_string(n)};
        }
        all.emplace_back(MOCK_HOST_PROGRAM);
        all.insert(all.end(), words.begin(), words.end());
        return run_program(all);
    }
    Ended despatch(const fs::path& data, const std::string& number, unsigned n = 0) const {
        return run({"despatch", "SO-" + number, "--id", "DN-" + number, "--data", data.string()},
                   "pwrite64", n);
    }
    Ended post(const fs::path& data, unsigned n = 0) const {
        return run({"post", "--plugin", SAGE_PLUGIN_FILE, "--data", data.string(), "--sage-address",
                    simulator_.address, "--sage-certificate-authority",
                    simulator_.certificate_authority_file},
                   "fdatasync", n);
    }
    /// Each despatch that Sage holds, and how often.
    std::map<std::string, int> in_sage() const {
        std::map<std::string, int> found;
        for (const wms::SageDocument& document : expect(wms::documents(*simulator_.control, 0))) {
            ++found[document.reference];
        }
        return found;
    }
    void expect_posted_once(const fs::path& data, const std::string& number) const {
        const std::unique_ptr<wms::Warehouse> warehouse = open(data);
        const auto kept = expect(warehouse->documents_after(0, 100));
        EXPECT_EQ(kept.size(), 2U) << "the order and its despatch";
        for (const wms::KeptDocument& document : kept) {
            EXPECT_EQ(document.state, "posted") << document.message.document_id;
        }
        EXPECT_EQ(in_sage()["DN-" + number], 1) << number;
        EXPECT_EQ(warehouse->stock().at(0).on_hand, wms::Decimal::whole(4));
    }
    /// The points of a command of which a run tries some: beginning with one that changes.
    static unsigned first() { return 1 + (whole_set() ? 0 : rotation() % share_of_a_run); }
    static unsigned step() { return whole_set() ? 1 : share_of_a_run; }

    fs::path folder_;
    wms::Simulator simulator_;
};

TEST_F(WarehouseKilled, while_goods_leave_nothing_has_happened_or_all_of_it) {
    ASSERT_EQ(why_no_tracing(), "");
    int nothing = 0;
    int all = 0;
    for (unsigned n = 1; n <= points_max; ++n) {
        const std::string number = "L" + std::to_string(n);
        const fs::path data = begin(number);
        const Ended ended = despatch(data, number, n);
        const bool killed = ended.signal == SIGKILL;
        ASSERT_TRUE(killed || ended.exit_code == 0) << ended.output;
        {
            const std::unique_ptr<wms::Warehouse> warehouse = open(data);
            const std::size_t documents = expect(warehouse->documents_after(0, 100)).size();
            const bool left = warehouse->stock().at(0).on_hand == wms::Decimal::whole(4);
            EXPECT_EQ(documents, left ? 2U : 1U) << "killed before write " << n;
            EXPECT_EQ(warehouse->despatch("DN-" + number).ok(), left);
            ++(left ? all : nothing);
        }
        const Ended again = despatch(data, number);
        EXPECT_TRUE(again.exit_code == 0 ||
                    again.output.find("order.not_packed") != std::string::npos)
            << again.output;
        if (!killed) {
            break;
        }
        ASSERT_LT(n, points_max);
    }
    EXPECT_GT(nothing, 0);
    EXPECT_GT(all, 0);
}

TEST_F(WarehouseKilled,
       between_its_transaction_and_the_hand_over_nothing_is_lost_or_handed_over_twice) {
    ASSERT_EQ(why_no_tracing(), "");
    int killed_in_all = 0;
    for (unsigned n = first(); n <= points_max; n += step()) {
        const std::string number = "P" + std::to_string(n);
        const fs::path data = begin(number);
        ASSERT_EQ(despatch(data, number).exit_code, 0);
        const Ended ended = post(data, n);
        const bool killed = ended.signal == SIGKILL;
        ASSERT_TRUE(killed || ended.exit_code == 0) << ended.output;
        killed_in_all += killed ? 1 : 0;
        const Ended again = post(data);
        EXPECT_EQ(again.exit_code, 0) << "killed before sync " << n << "\n" << again.output;
        expect_posted_once(data, number);
        if (!killed) {
            break;
        }
    }
    EXPECT_GT(killed_in_all, 0);
}

}  // namespace
}  // namespace sage::testing
