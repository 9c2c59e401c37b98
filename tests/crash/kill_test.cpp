// SPDX-License-Identifier: Apache-2.0
// Plan: kill -9 before every system call of a document's whole life, in the real plugin behind the
// C interface. Whatever the life had come to, the next one with the same folder ends with the
// document in Sage once, to the penny, the host told, the store sound and nothing left to do.
//
// One run kills before every call of one life, before one in eight of the calls that change
// something in a recovery, and at one point of each further scenario; which ones, changes with the
// commit. Of the further editions it tries one in so many of that. On a database server one in
// sixteen of the calls that change something in one life is killed before. With SAGE_RELEASE_TESTS
// set it kills before every call of every scenario.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>

#include "tests/crash/trial.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

/// Calls that leave something behind: in files, in names, in locks, on the wire.
constexpr const char* changing_calls[] = {
    "write", "pwrite64",  "writev",   "pwritev",    "sendto",    "sendmsg", "fdatasync",
    "fsync", "ftruncate", "unlink",   "unlinkat",   "fallocate", "rename",  "renameat",
    "mkdir", "mkdirat",   "openat",   "creat",      "renameat2", "fchown",  "fchmod",
    "flock", "connect",   "shutdown", "exit_group",
};
constexpr unsigned share_of_the_others = 8;
constexpr unsigned share_of_a_recovery = 8;
constexpr unsigned share_on_a_server = 16;

bool changes_something(const std::string& call) {
    return std::find(std::begin(changing_calls), std::end(changing_calls), call) !=
           std::end(changing_calls);
}

struct Scenario {
    std::string name;
    std::function<std::vector<Case>(Bench&)> cases;
    /// Of Sage, as its control interface wants them; "$" is the number, "%" the pair's refusal.
    std::string faults;
    /// Killed first when the reply had come and nothing of it was on disk, so that the calls that
    /// are tried are those of a recovery.
    bool recovers = false;
};

std::vector<Case> one_despatch(Bench& bench) {
    return {{despatch_of(bench.next_number(), 1)}};
}

/// Sage has no such customer: the document waits for a person.
std::vector<Case> one_that_is_held(Bench& bench) {
    Case one{despatch_of(bench.next_number(), 1), "held", "0", false};
    const std::string customer = "CUST-001";
    for (std::size_t at = one.message.json.find(customer); at != std::string::npos;
         at = one.message.json.find(customer)) {
        one.message.json.replace(at, customer.size(), "CUST-404");
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
            {wms::adjustment_message(adjustment, {}), "posted", "0", bench.moves_stock()}};
}

std::string fault(const std::string& what, int times = 1) {
    return R"({"faults":[{"id":"f","method":"POST","targetContains":"@","bodyContains":"$",)"
           R"("times":)" +
           std::to_string(times) + "," + what + "}]}";
}

const std::vector<Scenario>& scenarios() {
    static const std::vector<Scenario> all = {
        {"despatch", one_despatch, ""},
        {"recovery", one_despatch, "", true},
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
         [](Bench& bench) -> std::vector<Case> {
             return {{despatch_of(bench.next_number(), 1), "rejected", "0", false}};
         },
         fault("%", 0)},
        {"held", one_that_is_held, ""},
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
        interrupt_first(scenario, trial);
        const Ended life =
            bench_.traced(trial, {"-o", "/dev/null", "-e", "trace=" + calls, "-e",
                                  "inject=" + calls + ":signal=KILL:when=" + std::to_string(n)});
        const bool killed = life.signal == SIGKILL;
        // One that waits for a later document comes to no end by itself.
        const bool waits = GetParam().looked_up && life.exit_code == 3;
        EXPECT_TRUE(killed || waits || life.exit_code == 0) << life.output;
        bench_.carry_on(trial);
        bench_.expect_once(trial);
        if (HasFailure()) {
            std::cout << life.output << trial.lives.back().output;
            if (GetParam().store == "sqlite") {
                std::cout << bench_.history(trial);
            }
        }
        bench_.remove(trial);
        return killed;
    }

    void interrupt_first(const Scenario& scenario, Trial& trial) {
        if (scenario.recovers) {
            bench_.traced(trial, {"-o", "/dev/null", "-e", "trace=fdatasync", "-e",
                                  "inject=fdatasync:signal=KILL:when=" +
                                      std::to_string(bench_.sync_of_the_verdict())});
        }
    }

    /// Nothing is lost on the way to a folder, and some never refuse for good.
    static bool can_happen(const Scenario& scenario) {
        const bool refuses = scenario.faults.find('%') != std::string::npos;
        return !(GetParam().by_files && !scenario.faults.empty()) &&
               !(refuses && GetParam().refusal.empty());
    }

    void set_faults(const Scenario& scenario, const Trial& trial) const {
        if (GetParam().by_files) {
            return;
        }
        std::string faults = scenario.faults.empty() ? R"({"faults":[]})" : scenario.faults;
        const auto put = [&](char sign, const std::string& text) {
            const std::size_t at = faults.find(sign);
            if (at != std::string::npos) {
                faults.replace(at, 1, text);
            }
        };
        put('%', GetParam().refusal);
        put('@', GetParam().posts_to);
        // An order says nothing of the despatch that it is made for: it is the first that is sent.
        put('$', GetParam().by_orders ? "" : trial.cases.front().message.document_id);
        const wms::Done set = wms::set_faults(bench_.control(), faults);
        EXPECT_TRUE(set.ok()) << wms::in_one_line(set.problem());
    }

    /// The calls of a life in this scenario, each as often as it is made.
    std::map<std::string, unsigned> calls_of(const Scenario& scenario) {
        Trial trial = bench_.begin(scenario.cases(bench_));
        set_faults(scenario, trial);
        interrupt_first(scenario, trial);
        const std::filesystem::path trace = trial.folder / "trace";
        bench_.traced(trial, {"-o", trace.string()});
        const std::map<std::string, unsigned> calls = calls_in(trace);
        if (GetParam().looked_up) {
            bench_.carry_on(trial);
        }
        bench_.expect_once(trial);
        bench_.remove(trial);
        return calls;
    }

    /// Kills before each call, or before one in so many of those that change something and of the
    /// others, beginning with one that changes with the commit. They are counted through all kinds
    /// of calls, so that a kind with few of them has its turn, too.
    void kill_at_each(const Scenario& scenario, unsigned share, unsigned share_of_others) {
        unsigned kills = 0;
        unsigned changing = 0;
        unsigned others = 0;
        for (const auto& [call, count] : calls_of(scenario)) {
            const bool changes = changes_something(call);
            const unsigned step = GetParam().share * (changes ? share : share_of_others);
            unsigned& before = changes ? changing : others;
            // How many there are differs a little from life to life: where each is tried, the end
            // is where one life has no more.
            for (unsigned n = 1 + (rotation_ % step + step - before % step) % step;
                 (n <= count || step == 1) && !HasFailure(); n += step) {
                if (!kill_before(scenario, call, n)) {
                    break;
                }
                ++kills;
            }
            before += count;
        }
        const unsigned made = changing + others;
        EXPECT_GT(kills, made / share_of_others / GetParam().share / 2);
        std::cout << name_of(GetParam()) << ", " << scenario.name << ": " << kills
                  << " kills in a life of " << made << " calls\n";
    }

    void SetUp() override { ASSERT_EQ(why_no_tracing(), ""); }

    static inline const unsigned rotation_ = rotation();
    Bench bench_{GetParam()};
};

TEST_P(Kill, before_any_call_of_a_life_loses_and_doubles_nothing) {
    kill_at_each(scenarios()[0], 1, whole_set() ? 1 : share_of_the_others);
}

TEST_P(Kill, before_any_call_of_a_recovery_loses_and_doubles_nothing) {
    kill_at_each(scenarios()[1], whole_set() ? 1 : share_of_a_recovery,
                 whole_set() ? 1 : share_of_a_recovery * share_of_the_others);
}

TEST_P(Kill, in_every_scenario_loses_and_doubles_nothing) {
    for (std::size_t at = 1; at < scenarios().size(); ++at) {
        if (!can_happen(scenarios()[at])) {
            continue;
        }
        if (whole_set()) {
            kill_at_each(scenarios()[at], 1, 1);
        } else {
            // One point of each, so that none of them can rot until a release.
            kill_before(scenarios()[at], "pwrite64", 60 + rotation_ % 120);
        }
    }
}

// Of the calls that make a file none is left to the share.
using KillWithFiles = Kill;

TEST_P(KillWithFiles, before_any_call_that_makes_a_file_leaves_a_whole_one_or_none) {
    constexpr unsigned each = 3;
    for (const char* call : {"openat", "write", "fsync", "renameat2"}) {
        const unsigned first = bench_.call_after_audit(call);
        for (unsigned n = first; n < first + each && !HasFailure(); ++n) {
            if (!kill_before(scenarios()[0], call, n)) {
                break;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Pairs, KillWithFiles, ::testing::ValuesIn(pairs_by_files()),
                         [](const auto& parameter) { return name_of(parameter.param); });

// On a server the sync is the server's: what is killed between its answers is the host.
using KillOnAServer = Kill;

TEST_P(KillOnAServer, before_any_call_of_a_life_loses_and_doubles_nothing) {
    kill_at_each(scenarios()[0], whole_set() ? 1 : share_on_a_server,
                 whole_set() ? 1 : share_on_a_server * share_of_the_others);
}

INSTANTIATE_TEST_SUITE_P(Pairs, KillOnAServer, ::testing::Values(pair_on_a_server()),
                         [](const auto& parameter) { return name_of(parameter.param); });

INSTANTIATE_TEST_SUITE_P(Pairs, Kill, ::testing::ValuesIn(all_pairs()),
                         [](const auto& parameter) { return name_of(parameter.param); });

}  // namespace
}  // namespace sage::testing
