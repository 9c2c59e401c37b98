// SPDX-License-Identifier: Apache-2.0
// Plan: the n-th call to the disk fails, once or from then on, at every point of a document's life:
// no space, an error of the device, a file system gone read-only, locks that others hold. The life
// says what is wrong and what to do, or comes to its end all the same; the next one on a healthy
// disk ends with the document in Sage once, nothing lost, the store sound.
//
// One run tries each call that makes something durable and a share of the others that changes with
// the commit; with SAGE_RELEASE_TESTS set all of them. strace counts each kind of call by itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <map>

#include "mock-host/read_file.h"
#include "tests/crash/trial.h"

namespace sage::testing {
namespace {

constexpr unsigned calls_max = 20'000;

struct Failure {
    std::string calls;
    std::string error;
    unsigned share = 1;    ///< one in so many, unless the whole set is run
    bool can_tell = true;  ///< what the life says does not go through the same call
};

class Disk : public ::testing::TestWithParam<Pair> {
  protected:
    void SetUp() override { ASSERT_EQ(why_no_tracing(), ""); }

    /// False once the life ended before there was an n-th call.
    bool fails_at(const Failure& failure, unsigned n, bool for_good) {
        const std::string when = std::to_string(n) + (for_good ? "+" : "");
        const ::testing::ScopedTrace where(__FILE__, __LINE__,
                                           failure.calls + " " + failure.error + " " + when);
        Trial trial = bench_.begin();
        const std::filesystem::path trace = trial.folder / "trace";
        const Ended life = bench_.traced(
            trial, {"-o", trace.string(), "-e", "trace=" + failure.calls, "-e",
                    "inject=" + failure.calls + ":error=" + failure.error + ":when=" + when});
        EXPECT_EQ(life.signal, 0) << life.output;
        // Before it can create an instance, it is the system's loader or the host that complains.
        if (life.exit_code == 3 && failure.can_tell) {
            EXPECT_NE(life.after("trouble ").find("What to do: "), std::string::npos)
                << life.output;
        }
        const bool fired = holds(trace, "(INJECTED)");
        bench_.carry_on(trial);
        bench_.expect_once(trial);
        if (HasFailure()) {
            std::cout << life.output << trial.lives.back().output << bench_.history(trial);
        }
        bench_.remove(trial);
        return fired;
    }

    static bool holds(const std::filesystem::path& file, const std::string& text);

    /// How often an undisturbed life makes the one of these calls that it makes most often.
    unsigned most_calls(const std::string& calls) {
        if (calls_.empty()) {
            Trial trial = bench_.begin();
            const std::filesystem::path trace = trial.folder / "trace";
            bench_.traced(trial, {"-o", trace.string()});
            calls_ = calls_in(trace);
            bench_.expect_once(trial);
            bench_.remove(trial);
        }
        unsigned most = 1;
        for (const auto& [call, count] : calls_) {
            if (("," + calls + ",").find("," + call + ",") != std::string::npos) {
                most = std::max(most, count);
            }
        }
        return most;
    }

    void fails_at_each(const Failure& failure) {
        const unsigned share = whole_set() ? 1 : failure.share * GetParam().share;
        const unsigned most = most_calls(failure.calls);
        unsigned tried = 0;
        // How many there are differs a little from life to life: where each is tried, the end is
        // where one life has no more.
        for (unsigned n = 1 + rotation() % std::min(share, most);
             (n <= most || share == 1) && n < calls_max && !HasFailure(); n += share) {
            const bool once = fails_at(failure, n, false);
            const bool for_good = fails_at(failure, n, true);
            if (!once && !for_good) {
                break;
            }
            ++tried;
        }
        EXPECT_GT(tried, 0U) << failure.calls;
        std::cout << name_of(GetParam()) << ": " << failure.error << " at " << tried << " calls of "
                  << failure.calls << ", once and for good\n";
    }

    Bench bench_{GetParam()};
    std::map<std::string, unsigned> calls_;  ///< of an undisturbed life; empty until asked
};

bool Disk::holds(const std::filesystem::path& file, const std::string& text) {
    const auto read = wms::read_file(file, 64UL * 1024 * 1024);
    return read.ok() && read.value().find(text) != std::string::npos;
}

TEST_P(Disk, that_cannot_make_anything_durable_loses_and_doubles_nothing) {
    fails_at_each({"fdatasync,fsync", "EIO"});
}

TEST_P(Disk, that_is_full_loses_and_doubles_nothing) {
    fails_at_each({"pwrite64,ftruncate,fallocate", "ENOSPC", 6});
}

TEST_P(Disk, that_fails_to_write_loses_and_doubles_nothing) {
    fails_at_each({"pwrite64", "EIO", 12});
    // Files of the host, its connection to Sage, and what the life has to say.
    fails_at_each({"write", "EIO", 3, false});
}

TEST_P(Disk, that_fails_to_read_loses_and_doubles_nothing) {
    fails_at_each({"pread64", "EIO", 12});
    fails_at_each({"unlink,fchown,fstat,newfstatat,lseek", "EIO", 12});
}

TEST_P(Disk, that_has_become_read_only_loses_and_doubles_nothing) {
    fails_at_each({"openat", "EROFS", 8});
    fails_at_each({"pwrite64", "EROFS", 40});
}

TEST_P(Disk, whose_locks_somebody_holds_loses_and_doubles_nothing) {
    if (!whole_set()) {
        GTEST_SKIP() << "skipped: waits for locks in real time; tests/run --release does it";
    }
    for (unsigned n = 1; n < calls_max && !HasFailure(); n += 8) {
        if (!fails_at({"fcntl", "EAGAIN"}, n, false)) {
            break;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Pairs, Disk, ::testing::ValuesIn(all_pairs()),
                         [](const auto& parameter) { return name_of(parameter.param); });

}  // namespace
}  // namespace sage::testing
