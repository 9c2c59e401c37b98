// SPDX-License-Identifier: Apache-2.0
// What verifying costs: an outbox whose journal has a million rows, all of it verified, and how
// much memory that takes beyond what was in use before.
//   benchmark_journal [rows]
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "sage-adapter/outbox/verification.h"
#include "tests/benchmark/outbox_documents.h"

namespace sage {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::int64_t rows_of_a_document = 4;  // accepted, attempt, posted, read back
constexpr std::size_t threads_that_fill = 16;
constexpr double seconds_max = 60;
constexpr std::int64_t memory_kib_max = 64 * 1024;

std::int64_t resident_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) {
            return std::atoll(line.c_str() + 6);
        }
    }
    return 0;
}

Attempt attempt_of(const Entry& entry) {
    Attempt attempt;
    attempt.sequence = entry.sequence;
    attempt.number = 1;
    attempt.begun_ms = now_ms;
    attempt.deadline_ms = now_ms + lease_ms;
    attempt.send_json.assign(body_bytes, 'x');
    attempt.send_hash = hexadecimal(sha256(attempt.send_json));
    return attempt;
}

/// Posted and read back, those that are claimed at once with one commit for each step.
void post(Store& store) {
    while (true) {
        const std::vector<Entry> entries =
            value_of(store.claim(now_ms, now_ms + lease_ms, claimed_at_once));
        if (entries.empty()) {
            return;
        }
        std::vector<Beginning> beginnings;
        std::vector<Change> posted;
        std::vector<Change> verified;
        for (Entry entry : entries) {
            beginnings.push_back({attempt_of(entry), entry.epoch});
            entry.state = State::sending;
            posted.push_back(change_of(entry, Step{State::posted, 7}, now_ms));
            posted.back().sage_document_json = R"({"type":"Sales Invoice","key":"1234"})";
            entry.state = State::posted;
            verified.push_back(change_of(entry, Step{State::posted, 17}, now_ms));
            verified.back().verified = true;
            verified.back().sage_document_json = posted.back().sage_document_json;
        }
        value_of(store.begin_attempts(beginnings));
        value_of(store.apply_all(posted));
        value_of(store.apply_all(verified));
    }
}

void fill(Store& store, std::int64_t documents) {
    std::vector<std::thread> threads;
    std::atomic<std::int64_t> number = 0;
    for (std::size_t thread = 0; thread < threads_that_fill; ++thread) {
        threads.emplace_back([&] {
            for (std::int64_t mine = number++; mine < documents; mine = number++) {
                NewEntry entry = document(mine);
                entry.content_hash = hexadecimal(sha256(entry.canonical_bytes));
                value_of(store.accept(entry));
            }
            post(store);
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

int run(std::int64_t rows) {
    const Folder folder;
    const std::unique_ptr<Store> store = value_of(open_sqlite_store({folder.path(), "benchmark"}));
    fill(*store, rows / rows_of_a_document);
    const std::int64_t before_kib = resident_kib();
    const SteadyClock::time_point begun = SteadyClock::now();
    const JournalVerification found =
        value_of(verify_journal(*store, {store->journal_head()}, [] { return false; }));
    const double seconds = std::chrono::duration<double>(SteadyClock::now() - begun).count();
    const std::int64_t more_kib = resident_kib() - before_kib;
    fmt::print("{} rows, {} documents: {:.1f} s, {} KiB more, {}\n", found.rows, found.documents,
               seconds, more_kib, found.whole() ? "whole" : found.first_break->cause);
    return found.whole() && seconds <= seconds_max && more_kib <= memory_kib_max ? 0 : 1;
}

}  // namespace
}  // namespace sage

int main(int count, char** arguments) {
    return sage::run(count > 1 ? std::atoll(arguments[1]) : 1'000'000);
}
