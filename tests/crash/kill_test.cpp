// SPDX-License-Identifier: Apache-2.0
// Plan: kill -9 before every system call of a document's whole life, in the real plugin behind the C
// interface. Whatever the life had come to, the next one with the same folder ends with the document
// in Sage once, to the penny, the host told, the store sound and nothing left to do.
//
// What a kill leaves behind can only differ by what was done since the last call that changes
// something outside of the process. So one run kills before every such call, and of the others
// before one in eight; which ones, changes with the commit. With SAGE_RELEASE_TESTS set, before each
// call, and in every scenario.
#include <gtest/gtest.h>

#include <csignal>
#include <functional>
#include <iostream>

#include "tests/crash/trial.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

/// Calls that leave something behind: in files, in names, in locks, on the wire.
constexpr const char* changing_calls =
    "write,pwrite64,writev,pwritev,sendto,sendmsg,fdatasync,fsync,ftruncate,fallocate,unlink,"
    "unlinkat,rename,renameat,renameat2,mkdir,mkdirat,openat,creat,fchown,fchmod,flock,connect,"
    "shutdown,exit_group";
constexpr unsigned share_of_the_others = 8;
constexpr unsigned calls_max = 20'000;

struct Scenario {
    std::string name;
    std::function<std::vector<Case>(Bench&)> cases;
    std::string faults;  ///< of Sage, as its control interface wants them; "$" is the number
    /// Killed there first, so that the calls that are tried are those of a recovery.
    std::string killed_before = "";
};

std::vector<Case> one_despatch(Bench& bench) {
    return {{despatch_of(bench.next_number(), 1)}};
}

std::vector<Case> despatch_that_sage_cannot_take(Bench& bench, const std::string& with,
                                                 const std::string& instead,
                                                 const std::string& state) {
    Case one{despatch_of(bench.next_number(), 1), state, "0", false};
    for (std::size_t at = one.message.json.find(with); at != std::string::npos;
         at = one.message.json.find(with, at + instead.size())) {
        one.message.json.replace(at, with.size(), instead);
    }
    return {one};
}

std::vector<Case> a_return_and_an_adjustment(Bench& bench) {
    wms::Return credit;
    credit.id = bench.next_number();
    credit.customer = {"CUST-001", "Acme Gifts Ltd", "GB", {"4 Dock Road", "Leeds"}};
    credit.site = "MAIN";
    credit.date = "2025-11-20";
    wms::ReturnLine line;
    line.id = "1";
    line.item = "SKU-100";
    line.quantity = *wms::Decimal::parse("1");
    line.price = *wms::Decimal::parse("3.39");
    credit.lines = {line};
    wms::Adjustment adjustment;
    adjustment.id = bench.next_number();
    adjustment.site = "MAIN";
    adjustment.date = "2025-11-20";
    adjustment.lines = {{"1", "SKU-100", *wms::Decimal::parse("-2"), "DAMAGED", ""}};
    return {{wms::return_message(credit, {}), "posted", "3.39"},
            {wms::adjustment_message(adjustment, {}), "posted", "0"}};
}

std::string fault(const std::string& what) {
    return R"({"faults":[{"id":"f","method":"POST","targetContains":"document","bodyContains":)"
           R"("$","times":1,)" +
           what + "}]}";
}

const std::vector<Scenario>& scenarios() {
    static const std::vector<Scenario> all = {
        {"despatch", one_despatch, ""},
        {"recovery", one_despatch, fault(R"("action":"drop_reply")"), "inject=exit_group"},
        {"lost_reply", one_despatch, fault(R"("action":"drop_reply")")},
        {"lost_request", one_despatch, fault(R"("action":"drop_request")")},
        {"half_a_reply", one_despatch, fault(R"("action":"cut_reply")")},
        {"throttled", one_despatch,
         fault(R"("action":"reply","status":429,"headers":{"Retry-After":"5"},"body":"{}")")},
        {"done_and_then_500", one_despatch,
         fault(R"("action":"reply","status":500,"body":"oops","execute":true)")},
        {"page_of_a_gateway", one_despatch,
         fault(R"("action":"reply","status":502,"body":"<html>bad gateway</html>")")},
        {"rejected",
         [](Bench& bench) {
             return despatch_that_sage_cannot_take(bench, "\"1Z", "\"1,Z", "rejected");
         },
         ""},
        {"held",
         [](Bench& bench) {
             return despatch_that_sage_cannot_take(bench, "SKU-100", "SKU-404", "held");
         },
         ""},
        {"return_and_adjustment", a_return_and_an_adjustment, ""},
        {"three_despatches",
         [](Bench& bench) {
             std::vector<Case> all_three;
             for (int number = 0; number < 3; ++number) {
                 all_three.push_back(one_despatch(bench).front());
             }
             return all_three;
         },
         ""},
    };
    return all;
}

class Kill : public ::testing::TestWithParam<Pair> {
  protected:
    /// Kills before the n-th call of the set and lets another life go on. False once the first
    /// life came to its end before there was an n-th.
    bool kill_before(const Scenario& scenario, const std::string& calls, unsigned n) {
        const ::testing::ScopedTrace where(
            __FILE__, __LINE__,
            scenario.name + ", killed before call " + std::to_string(n) + " of " + calls);
        Trial trial = bench_.begin(scenario.cases(bench_));
        set_faults(scenario, trial);
        if (!scenario.killed_before.empty()) {
            bench_.traced(trial, {"-o", "/dev/null", "-e", "trace=exit_group", "-e",
                                  scenario.killed_before + ":signal=KILL:when=1"});
        }
        const Ended life = bench_.traced(
            trial, {"-o", "/dev/null", "-e", "trace=" + calls, "-e",
                    "inject=" + calls + ":signal=KILL:when=" + std::to_string(n)});
        const bool killed = life.signal == SIGKILL;
        EXPECT_TRUE(killed || life.exit_code == 0) << life.output;
        bench_.carry_on(trial);
        bench_.expect_once(trial);
        if (HasFailure()) {
            std::cout << life.output << trial.lives.back().output;
        }
        bench_.remove(trial);
        return killed;
    }

    void set_faults(const Scenario& scenario, const Trial& trial) const {
        std::string faults = scenario.faults.empty() ? R"({"faults":[]})" : scenario.faults;
        const std::size_t at = faults.find('$');
        if (at != std::string::npos) {
            faults.replace(at, 1, trial.cases.front().message.document_id);
        }
        const wms::Done set = wms::set_faults(bench_.control(), faults);
        EXPECT_TRUE(set.ok()) << wms::in_one_line(set.problem());
    }

    /// Every one of them, or one in `share` beginning with a number that changes with the commit.
    void kill_at_each(const Scenario& scenario, const std::string& calls, unsigned share) {
        const unsigned first = 1 + rotation() % share;
        unsigned kills = 0;
        for (unsigned n = first; n < calls_max && !HasFatalFailure() && !HasNonfatalFailure();
             n += share) {
            if (!kill_before(scenario, calls, n)) {
                ASSERT_GT(kills, 0U);
                std::cout << name_of(GetParam()) << ", " << scenario.name << ": " << kills
                          << " kills, before " << (share == 1 ? "each" : "one in ")
                          << (share == 1 ? "" : std::to_string(share)) << " of "
                          << (calls == "all" ? "all calls" : "the calls that change something")
                          << '\n';
                return;
            }
            ++kills;
        }
    }

    void SetUp() override { ASSERT_EQ(why_no_tracing(), ""); }

    Bench bench_{GetParam()};
};

TEST_P(Kill, before_any_call_of_a_life_loses_and_doubles_nothing) {
    kill_at_each(scenarios()[0], changing_calls, 1);
    kill_at_each(scenarios()[0], "all", whole_set() ? 1 : share_of_the_others);
}

TEST_P(Kill, before_any_call_of_a_recovery_loses_and_doubles_nothing) {
    kill_at_each(scenarios()[1], changing_calls, whole_set() ? 1 : share_of_the_others);
}

TEST_P(Kill, in_every_scenario_loses_and_doubles_nothing) {
    for (std::size_t at = 1; at < scenarios().size(); ++at) {
        if (whole_set()) {
            kill_at_each(scenarios()[at], "all", 1);
        } else {
            // One point of each, so that none of them can rot until a release.
            kill_before(scenarios()[at], changing_calls, 1 + rotation() % 200);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Pairs, Kill, ::testing::ValuesIn(all_pairs()),
                         [](const auto& parameter) { return name_of(parameter.param); });

}  // namespace
}  // namespace sage::testing
