// SPDX-License-Identifier: Apache-2.0
// What a backlog costs: how long an outbox with a million documents waiting takes to start, and
// what a document costs with a million waiting against a thousand. Both outboxes lie on the same
// disk and take turns, so that whatever else the disk does is shared.
//   benchmark_backlog [documents in the large outbox] [rounds]
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "tests/benchmark/outbox_documents.h"

namespace sage {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::int64_t few = 1'000;
constexpr std::size_t threads_that_fill = 16;
constexpr int passes_a_round = 30;
constexpr double start_seconds_max = 1.0;
constexpr double cost_ratio_max = 1.20;

double seconds_since(SteadyClock::time_point begun) {
    return std::chrono::duration<double>(SteadyClock::now() - begun).count();
}

Attempt first_attempt(const Entry& entry) {
    Attempt attempt;
    attempt.sequence = entry.sequence;
    attempt.number = 1;
    attempt.begun_ms = now_ms;
    attempt.deadline_ms = now_ms + lease_ms;
    attempt.send_json.assign(body_bytes, 'x');
    attempt.send_hash = entry.content_hash;
    return attempt;
}

Change posted(Entry entry) {
    entry.state = State::sending;
    Change change = change_of(entry, Step{State::posted, 7}, now_ms);
    change.sage_document_json = R"({"type":"Sales Invoice","key":"1234"})";
    change.evidence = "answered 201";
    change.event_type = "postingResult";
    change.event_json.assign(300, 'x');
    return change;
}

class Outbox {
  public:
    explicit Outbox(std::int64_t documents) : next_(documents) {
        store_ = open();
        std::vector<std::thread> threads;
        std::atomic<std::int64_t> number = 0;
        for (std::size_t thread = 0; thread < threads_that_fill; ++thread) {
            threads.emplace_back([&] {
                for (std::int64_t mine = number++; mine < documents; mine = number++) {
                    value_of(store_->accept(document(mine)));
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        store_.reset();
        // What filling has left for the disk would be paid for by those who come after.
        ::sync();
    }

    /// What Delivery::start() and the first work() ask of a store, in seconds.
    double start() {
        const auto begun = SteadyClock::now();
        store_ = open();
        value_of(store_->load_catalogue());
        value_of(store_->recover(now_ms));
        const std::vector<Entry> claimed =
            value_of(store_->claim(now_ms, now_ms + lease_ms, claimed_at_once));
        const Counts counts = value_of(store_->counts());
        const double taken = seconds_since(begun);
        if (claimed.size() != claimed_at_once || counts.queued != next_) {
            give_up("the outbox does not hold what was put in");
        }
        succeed(store_->release(claimed, now_ms));
        return taken;
    }

    /// Sixteen documents come in and sixteen go out, as delivery does it with one thread: one
    /// claim, attempts begun with one commit, results that go with the next.
    void pass() {
        for (std::size_t count = 0; count < claimed_at_once; ++count) {
            value_of(store_->accept(document(next_++)));
        }
        std::vector<Entry> claimed =
            value_of(store_->claim(now_ms, now_ms + lease_ms, claimed_at_once));
        std::vector<Beginning> beginnings;
        for (const Entry& entry : claimed) {
            beginnings.push_back({first_attempt(entry), entry.epoch});
        }
        for (const bool begun : value_of(store_->begin_attempts(beginnings))) {
            if (!begun) {
                give_up("a fence failed");
            }
        }
        for (Entry& entry : claimed) {
            store_->apply_later(posted(std::move(entry)));
        }
    }

    double microseconds_a_document() {
        const auto begun = SteadyClock::now();
        for (int count = 0; count < passes_a_round; ++count) {
            pass();
        }
        succeed(store_->flush());
        return seconds_since(begun) * 1e6 / (passes_a_round * claimed_at_once);
    }

  private:
    std::unique_ptr<Store> open() const {
        return value_of(open_sqlite_store({folder_.path(), "backlog"}));
    }
    static void succeed(const Result<void>& done) {
        if (!done.ok()) {
            give_up(done.error().first().cause);
        }
    }

    Folder folder_;
    std::unique_ptr<Store> store_;
    std::int64_t next_;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

int run(std::int64_t many, int rounds) {
    Outbox small(few);
    Outbox large(many);
    small.start();
    const double start = large.start();
    fmt::print("start with {} documents waiting: {:.3f} s (limit: {:.0f} s)\n", many, start,
               start_seconds_max);
    std::vector<double> ratios;
    std::vector<double> cost_of_few;
    std::vector<double> cost_of_many;
    for (int round = 0; round < rounds; ++round) {
        cost_of_few.push_back(small.microseconds_a_document());
        cost_of_many.push_back(large.microseconds_a_document());
        ratios.push_back(cost_of_many.back() / cost_of_few.back());
    }
    fmt::print(
        "a document with {} waiting: {:.0f} us; with {}: {:.0f} us; median of {} ratios {:.2f}"
        " (limit: {:.2f})\n",
        few, median(cost_of_few), many, median(cost_of_many), rounds, median(ratios),
        cost_ratio_max);
    return start <= start_seconds_max && median(ratios) <= cost_ratio_max ? 0 : 1;
}

}  // namespace
}  // namespace sage

int main(int count, char** arguments) {
    return sage::run(count > 1 ? std::atoll(arguments[1]) : 1'000'000,
                     count > 2 ? std::atoi(arguments[2]) : 21);
}
